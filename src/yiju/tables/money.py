"""The money of a project's form: which of the printed amounts is the budget of the year.

Forms print the money of all years beside that of the year, in columns of their own or under a label of
its own. What is not of the year is listed and makes no allocation.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from yiju.model import FundingAllocation, Passage
from yiju.tables.ledger import Ledger, Reason
from yiju.tables.words import term_of

SOURCES: Final = {
    "fiscal": "fiscalFunds",
    "general": "generalPublicBudget",
    "other": "otherFunds",
    "carried": "carriedOver",
    "own": "unitFunds",
}
"""The source of money that a label with that role names."""

AMOUNTS: Final = frozenset({"budget", "total", "midterm_budget", *SOURCES})
"""The roles of labels that an amount follows."""

_SUMS: Final = ("budget", "total")


@dataclass(frozen=True, slots=True)
class Place:
    """The cell that prints a value, label and all where one cell holds both, and the label's column."""

    cell: Passage
    column: int


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of a form in 万元, its label with its role, its printed figure, and its place."""

    role: str
    label: Passage
    figure: Passage
    value: Decimal
    place: Place

    @property
    def words(self) -> Passage:
        """The label and the figure."""
        return self.label + self.figure


@dataclass(slots=True)
class Money:
    """The amounts of a form in their order; `boundary` is the column where those of the year begin."""

    amounts: list[Amount] = field(default_factory=list)
    boundary: int = 0

    def add_heads(self, roles: dict[int, tuple[str, Passage]]) -> None:
        """Look at the labels of one row, by column: the year may stand beside all years."""
        sums = {at: words for at, (role, words) in roles.items() if role not in SOURCES}
        of_year = [at for at, words in sums.items() if term_of(words.text) == "annualPeriod"]
        if of_year and min(sums) < min(of_year):
            self.boundary = min(of_year)

    def budget(self) -> Amount | None:
        """The sum of the year, or else that of all years."""
        sums = [one for one in self.amounts if one.role in _SUMS]
        return min(
            sums, key=lambda one: (not self._of_year(one), _SUMS.index(one.role)), default=None
        )

    def funding(self) -> Iterator[FundingAllocation]:
        """The allocations of the year, one of each source."""
        for one in self._sources():
            yield FundingAllocation(SOURCES[one.role], one.value, one.words)

    def account(self, ledger: Ledger, *, used: bool) -> None:
        """Say of each amount whether it became graph content."""
        kept = [*self._sources(), *filter(None, [self.budget()])] if used else []
        for one in self.amounts:
            if one in kept:
                ledger.map(one.place.cell)
            else:
                ledger.leave(Reason.UNKNOWN_CELL, [one.place.cell])

    def _sources(self) -> list[Amount]:
        found: dict[str, Amount] = {}
        for one in self.amounts:
            if one.role in SOURCES and one.place.column >= self.boundary:
                found.setdefault(one.role, one)
        return list(found.values())

    def _of_year(self, one: Amount) -> bool:
        return one.place.column >= self.boundary and one.role == "budget"
