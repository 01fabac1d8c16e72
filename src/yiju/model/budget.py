"""What budget tables are made of: the lines, columns and amounts that a department prints beside its projects."""

from dataclasses import dataclass, field
from decimal import Decimal

from yiju.model.layout import Passage


@dataclass(frozen=True, slots=True)
class BudgetAmount:
    """A number cell: its column (an index into the columns of the table), the amount in 万元."""

    column: int
    amount: Decimal
    words: Passage


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One side of a row: a class with its printed code, the total of all classes, or an item.

    `row` proves the name and all amounts; `parent` is the line, by index in its table, that an
    item is part of.
    """

    name: Passage
    row: Passage
    direction: str
    code: Passage = field(default_factory=Passage)
    total: bool = False
    parent: int | None = None
    amounts: tuple[BudgetAmount, ...] = ()


@dataclass(frozen=True, slots=True)
class BudgetColumn:
    """A column of amounts: its headings from the top down, and the concepts they name."""

    headings: tuple[Passage, ...]
    kind: str | None = None
    source: str | None = None
