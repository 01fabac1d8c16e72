"""What prose says in figures: amounts of a budget, their changes, reasons, uses and parts."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from yiju.model.layout import Passage


class Direction(StrEnum):
    """How an amount changed."""

    INCREASE = "increase"
    DECREASE = "decrease"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Change:
    """A change against an earlier year: signed, in 万元, and as a signed share of the earlier amount.

    One that is said to be none has neither number; `against` is the year compared with.
    """

    direction: Direction
    words: Passage
    amount: Decimal | None = None
    rate: Decimal | None = None
    against: int | None = None


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """What a paragraph says of one item; `item` is a concept, `name` the words printed for it.

    `clause` proves all of it. `amount` is in 万元, `words` are its printed words; `share` is the
    part of a total (0.9 for 90 %); `count` is how many, in `unit`. `year` is the year that it is
    about, `time` says whether the whole of it or its end (concepts). `part_of` is the figure, by
    index in its paragraph, that it is a part of; `place` is the offset that names it.
    """

    item: str
    name: Passage
    clause: Passage
    place: int
    amount: Decimal | None = None
    words: Passage = field(default_factory=Passage)
    year: int | None = None
    time: str | None = None
    share: Decimal | None = None
    count: Decimal | None = None
    unit: Passage = field(default_factory=Passage)
    change: Change | None = None
    reason: Passage = field(default_factory=Passage)
    use: Passage = field(default_factory=Passage)
    part_of: int | None = None


@dataclass(frozen=True, slots=True)
class FigureReading:
    """The figures of a paragraph, and those of its numbers that nothing could be made of."""

    figures: tuple[StatedFigure, ...] = ()
    unread: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureSection:
    """All paragraphs of a document that stand in one kind of section, with its heading."""

    kind: str
    heading: Passage
    paragraphs: tuple[FigureReading, ...]
