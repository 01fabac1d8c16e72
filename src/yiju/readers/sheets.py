"""A sheet of a workbook as paragraphs and tables, whatever kind of file it came from.

Rows that stand together are a table; a row with one cell above it, or one outside its rules, is a paragraph.
Hidden rows and columns are not printed and not read. A merged cell has its text once, where it begins.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from yiju.readers.compose import Cell, Composer
from yiju.readers.limits import MOST_CELLS, MOST_PLACES, check_amount

_UNNAMED: Final = re.compile(r"(?:sheet|工作表|表) ?\d*(?: ?\(\d+\))?", re.IGNORECASE)
"""The names that programs give to sheets; a person gives others."""

_BARE_NAME: Final = re.compile(r"(?!\d)\w+")
_SHOWN: Final = 5
"""Hidden rows and columns that a note names."""


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell with text; row and column from 0, `ruled` where a line stands at its left or right."""

    row: int
    column: int
    text: str
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells that are shown as one: rows and columns from 0, the last ones included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(slots=True)
class Sheet:
    """What a workbook states of a sheet; `ruled_rows` are rows with lines, also where nothing is written."""

    name: str
    path: Path
    cells: list[SheetCell] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    ruled_rows: set[int] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def put(self, row: int, column: int, text: str, *, ruled: bool) -> None:
        """Takes in a cell; one without text only says whether lines are there."""
        if ruled:
            self.ruled_rows.add(row)
        if text.strip():
            self.cells.append(SheetCell(row, column, text, ruled))
            check_amount(self.path, len(self.cells), MOST_CELLS, "cells", "Split the file.")


_Row = list[SheetCell]


def compose_sheet(sheet: Sheet, composer: Composer) -> None:
    """Puts the name of a sheet and what is printed of it into a document."""
    _note_hidden(sheet, composer)
    if not _UNNAMED.fullmatch(sheet.name.strip()) and sheet.cells:
        composer.paragraph(sheet.name)
    _Sheet(sheet, composer).compose()


def name_cell(sheet: str, row: int, column: int) -> str:
    """The name of a cell as spreadsheets write it, row and column from 0.

    >>> name_cell("Sheet1", 6, 1), name_cell("2024年 预算", 0, 27)
    ('Sheet1!B7', "'2024年 预算'!AB1")
    """
    quoted = sheet if _BARE_NAME.fullmatch(sheet) else "'" + sheet.replace("'", "''") + "'"
    return f"{quoted}!{name_column(column)}{row + 1}"


def name_column(column: int) -> str:
    """The letters of a column from 0.

    >>> [name_column(column) for column in (0, 25, 26, 701, 702)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _note_hidden(sheet: Sheet, composer: Composer) -> None:
    written = [(cell.row, cell.column) for cell in sheet.cells]
    rows = sorted({row for row, _ in written} & sheet.hidden_rows)
    columns = sorted({column for _, column in written} & sheet.hidden_columns)
    named = {
        "rows": [str(row + 1) for row in rows],
        "columns": [name_column(column) for column in columns],
    }
    for what, names in named.items():
        if names:
            more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
            shown = ", ".join(names[:_SHOWN]) + more
            composer.notes.append(
                f"sheet {sheet.name}: hidden {what} {shown} were not read; unhide them to have them read"
            )


class _Sheet:
    def __init__(self, sheet: Sheet, composer: Composer) -> None:
        self.sheet = sheet
        self.composer = composer
        self.widths = {
            (merge.first_row, merge.first_column): merge.last_column - merge.first_column + 1
            for merge in sheet.merges
        }
        self.rows = self._visible_rows()

    def compose(self) -> None:
        tables = list(self._blocks())
        columns = sorted(
            {
                cell.column
                for block in tables
                if isinstance(block, list)
                for row in block
                for cell in row
            }
        )
        for block in tables:
            if isinstance(block, SheetCell):
                self.composer.paragraph(block.text, self._name(block))
            else:
                rows = ([self._cell(cell) for cell in row] for row in block)
                self.composer.grid(rows, columns, count=len(block))

    # --- rows ------------------------------------------------------------------------------------

    def _visible_rows(self) -> dict[int, _Row]:
        """The rows with what is shown of them, in their order."""
        rows: dict[int, _Row] = {}
        for cell in sorted(self.sheet.cells, key=lambda cell: (cell.row, cell.column)):
            if (
                cell.row not in self.sheet.hidden_rows
                and cell.column not in self.sheet.hidden_columns
            ):
                rows.setdefault(cell.row, []).append(cell)
        for at, spans in self._covered(list(rows)).items():
            rows[at] = [cell for cell in rows[at] if not _is_under(cell, spans)]
        return {at: row for at, row in rows.items() if row}

    def _covered(self, rows: Sequence[int]) -> dict[int, list[Merge]]:
        """The merges over each of these rows."""
        found: dict[int, list[Merge]] = {}
        count = 0
        for merge in self.sheet.merges:
            low, high = bisect_left(rows, merge.first_row), bisect_right(rows, merge.last_row)
            count += max(high - low, 0)
            check_amount(
                self.composer.source.path, count, MOST_PLACES, "merged rows", "Split the file."
            )
            for row in rows[low:high]:
                found.setdefault(row, []).append(merge)
        return found

    # --- blocks ----------------------------------------------------------------------------------

    def _blocks(self) -> Iterator[SheetCell | list[_Row]]:
        """Paragraphs, being one cell, and tables, being rows."""
        for region in self._regions():
            table: list[_Row] = []
            for at, row in enumerate(region.rows):
                if self._is_outside(row, region) or (
                    len(row) == 1 and region.is_paragraph(at, self._spans(row[0], region))
                ):
                    if table:
                        yield table
                    table = []
                    yield from row
                else:
                    table.append(row)
            if table:
                yield table

    def _regions(self) -> Iterator["_Region"]:
        """Rows that follow each other; a row between them with lines and no text parts them not."""
        rows: list[_Row] = []
        last = -1
        for at, row in self.rows.items():
            if rows and not all(
                between in self.sheet.ruled_rows for between in self._between(last, at)
            ):
                yield _Region(rows)
                rows = []
            rows.append(row)
            last = at
        if rows:
            yield _Region(rows)

    def _between(self, last: int, at: int) -> Iterable[int]:
        return (row for row in range(last + 1, at) if row not in self.sheet.hidden_rows)

    def _is_outside(self, row: _Row, region: "_Region") -> bool:
        """Whether a row has no lines where the table has them, as body and unit of amounts above it."""
        return region.ruled and row[0].row not in self.sheet.ruled_rows

    def _spans(self, cell: SheetCell, region: "_Region") -> bool:
        """Whether a cell is merged over all columns of a region."""
        width = self.widths.get((cell.row, cell.column), 1)
        return width > 1 and cell.column <= region.first and cell.column + width > region.last

    def _cell(self, cell: SheetCell) -> Cell:
        return Cell(cell.column, cell.text, self._name(cell))

    def _name(self, cell: SheetCell) -> str:
        return name_cell(self.sheet.name, cell.row, cell.column)


class _Region:
    """Rows that stand together: where its table begins and ends, and whether lines are around it."""

    def __init__(self, rows: list[_Row]) -> None:
        self.rows = rows
        wide = [at for at, row in enumerate(rows) if len(row) > 1]
        self.begin, self.end = (wide[0], wide[-1]) if wide else (len(rows), -1)
        columns = [cell.column for row in rows for cell in row if len(row) > 1]
        self.first, self.last = min(columns, default=0), max(columns, default=0)
        self.ruled = sum(rows[at][0].ruled for at in wide) * 2 > len(wide)

    def is_paragraph(self, at: int, spans: bool) -> bool:  # noqa: FBT001 - said by the caller's name for it
        """Whether a row of one cell stands outside the table; `spans` where it is merged over all of it."""
        if not self.begin <= self.end:
            return True
        if at < self.begin:
            return spans or not self.ruled
        return spans and (at > self.end or not self.ruled)


def _is_under(cell: SheetCell, merges: Sequence[Merge]) -> bool:
    """Whether a cell is hidden under a merged one that begins elsewhere."""
    return any(
        merge.first_column <= cell.column <= merge.last_column
        and (merge.first_row, merge.first_column) != (cell.row, cell.column)
        for merge in merges
    )
