"""Where every cell goes: mapped, ignored by a named rule, or listed as unmapped.

A cell that nobody speaks for is unmapped: nothing is lost by being forgotten.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from yiju.model import Accounting, Document, IgnoredPassage, Passage, Row, Table, UnmappedPassage


class Rule(StrEnum):
    """Why cells carry nothing to map; the names are those of the concepts in the ontology."""

    REPEATED_HEADER = "ruleRepeatedHeader"
    FORM_PLACEHOLDER = "ruleFormPlaceholder"
    SCHEDULE_WITHOUT_MONTH = "ruleScheduleWithoutMonth"
    UNIT_LINE = "ruleBudgetUnitLine"
    CONTENTS = "ruleContents"
    TOTAL_ROW = "ruleTotalRow"
    REPEATED_AMOUNT = "ruleRepeatedAmount"
    REPEATED_TEXT = "ruleRepeatedText"
    EMPTY_TABLE = "ruleEmptyTable"
    COLUMN_NUMBERS = "ruleColumnNumbers"
    SERIAL_NUMBERS = "ruleSerialNumbers"


class Reason(StrEnum):
    """Why cells were not understood; the names are those of the concepts in the ontology."""

    UNKNOWN_TABLE = "reasonUnknownTable"
    UNKNOWN_ROW = "reasonUnknownRow"
    UNKNOWN_CELL = "reasonUnknownCell"
    UNKNOWN_OWNER = "reasonUnknownOwner"


class Ledger:
    """The fates of the cells of one document, each named by where it starts."""

    def __init__(self) -> None:
        self._mapped: set[int] = set()
        self._ignored: dict[int, Rule] = {}
        self._left: dict[int, Reason] = {}

    def map(self, *cells: Passage) -> None:
        """These cells became graph content, or say what a neighbour means."""
        self._mapped.update(cell.start for cell in cells if cell)

    def ignore(self, rule: Rule, cells: Iterable[Passage]) -> None:
        """These cells carry nothing, by that rule."""
        self._ignored.update((cell.start, rule) for cell in cells if cell)

    def leave(self, reason: Reason, cells: Iterable[Passage]) -> None:
        """These cells were not understood, for that reason."""
        self._left.update((cell.start, reason) for cell in cells if cell)

    def disown(self, reason: Reason, cells: Iterable[Passage]) -> None:
        """These cells were understood, but came to nothing, for that reason."""
        for cell in cells:
            if cell and cell.start in self._mapped:
                self._mapped.discard(cell.start)
                self._left[cell.start] = reason

    def close(
        self, document: Document
    ) -> tuple[Accounting, tuple[IgnoredPassage, ...], tuple[UnmappedPassage, ...]]:
        """The sums, and the cells that were ignored or left, side by side in a row put together."""
        ignored: list[IgnoredPassage] = []
        unmapped: list[UnmappedPassage] = []
        for row in _rows(document):
            for fate, cells in self._runs(row):
                words = Passage.join(cells, "\t")
                if isinstance(fate, Rule):
                    ignored.append(IgnoredPassage(fate, words, len(cells)))
                elif fate:
                    unmapped.append(UnmappedPassage(fate, words, len(cells)))
        read = sum(1 for _ in document.cells())
        skipped, left = sum(p.cells for p in ignored), sum(p.cells for p in unmapped)
        sums = Accounting(read, read - skipped - left, skipped, left)
        return sums, tuple(ignored), tuple(unmapped)

    def _runs(self, row: Row) -> Iterator[tuple[Rule | Reason | None, list[Passage]]]:
        fate: Rule | Reason | None = None
        run: list[Passage] = []
        for cell in row.filled:
            if run and self._fate(cell) != fate:
                yield fate, run
                run = []
            fate = self._fate(cell)
            run.append(cell)
        if run:
            yield fate, run

    def _fate(self, cell: Passage) -> Rule | Reason | None:
        """None where the cell is mapped."""
        if cell.start in self._mapped:
            return None
        fallback = self._left.get(cell.start, Reason.UNKNOWN_CELL)
        return self._ignored.get(cell.start, fallback)


def _rows(document: Document) -> Iterator[Row]:
    for block in document.blocks:
        if isinstance(block, Table):
            yield from block.rows
