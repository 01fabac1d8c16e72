"""Figures while their paragraph is being read: values as found, places as offsets."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from yiju.model import Passage
from yiju.model.figures import Change, Direction, StatedFigure
from yiju.prose.clauses import Number
from yiju.prose.words import HELD
from yiju.values.characters import Compact

Span = tuple[int, int]

_STRETCH: Final = 4096


@dataclass(slots=True)
class ChangeDraft:
    """A change whose amount, rate and year are still being found."""

    direction: Direction
    span: Span
    amount: Decimal | None = None
    rate: Decimal | None = None
    against: int | None = None


@dataclass(slots=True)
class Draft:
    """A figure that further clauses may add to; `spans` are the clauses that prove it."""

    item: str
    name: Span
    spans: list[Span]
    year: int | None
    at_end: bool
    part_of: int | None
    place: int = -1
    amount: Number | None = None
    count: Number | None = None
    share: Decimal | None = None
    change: ChangeDraft | None = None
    reason: Span | None = None
    use: Span | None = None

    def prove(self, start: int, end: int) -> None:
        """Another stretch of the text says something of this figure."""
        self.spans.append((start, end))


@dataclass(frozen=True, slots=True)
class Printed:
    """A paragraph and its folded text, to find the printed words of a stretch.

    The paragraph is cut into stretches of one length once, so that finding words costs the same
    wherever they stand.
    """

    compact: Compact
    stretches: tuple[Passage, ...]

    @classmethod
    def of(cls, passage: Passage, compact: Compact) -> "Printed":
        """Of a paragraph with its folded text."""
        starts = range(0, len(passage.text), _STRETCH)
        return cls(compact, tuple(passage.slice(at, at + _STRETCH) for at in starts))

    def words(self, *spans: Span) -> Passage:
        """The printed words of stretches, those that touch put together."""
        parts = (self.compact.span(*span) for span in joined(spans))
        return Passage.join(piece for part in parts for piece in self._cut(*part))

    def _cut(self, start: int, end: int) -> Iterator[Passage]:
        for at in range(start // _STRETCH, (end - 1) // _STRETCH + 1):
            low, high = max(start - at * _STRETCH, 0), min(end - at * _STRETCH, _STRETCH)
            yield self.stretches[at].slice(low, high)

    def figure(self, draft: Draft) -> StatedFigure:
        """What a draft has become."""
        amount, count = draft.amount, draft.count
        return StatedFigure(
            item=draft.item,
            name=self.words(draft.name),
            clause=self.words(*draft.spans),
            place=self.words((draft.place, draft.place + 1)).start,
            amount=amount.value if amount else None,
            words=self.words((amount.start, amount.end)) if amount else Passage(),
            year=draft.year,
            time=_time(draft),
            share=draft.share,
            count=count.value if count else None,
            unit=self.words((count.unit_start, count.end)) if count else Passage(),
            change=self._change(draft.change),
            reason=self.words(draft.reason) if draft.reason else Passage(),
            use=self.words(draft.use) if draft.use else Passage(),
            part_of=draft.part_of,
        )

    def _change(self, draft: ChangeDraft | None) -> Change | None:
        if draft is None:
            return None
        words = self.words(draft.span)
        return Change(draft.direction, words, draft.amount, draft.rate, draft.against)


def _time(draft: Draft) -> str | None:
    """What is held is so on a day; where none is printed, none is known."""
    if draft.at_end:
        return "atYearEnd"
    return None if draft.item in HELD else "duringYear"


def joined(spans: tuple[Span, ...] | list[Span]) -> Iterator[Span]:
    """Stretches in order, those with at most one sign between them as one.

    >>> list(joined([(5, 9), (0, 4), (20, 30)]))
    [(0, 9), (20, 30)]
    """
    start = end = -1
    for low, high in sorted(spans):
        if start >= 0 and low <= end + 1:
            end = max(end, high)
            continue
        if start >= 0:
            yield start, end
        start, end = low, high
    if start >= 0:
        yield start, end
