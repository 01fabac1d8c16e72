"""Workbooks (XLSX, XLSM, and what WPS saves as such): every sheet in turn, text as it is printed.

A formula is never computed: the value that the file holds for it is read. Macros are never run, links to
other files never followed. Hidden sheets are named in a note and not read.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any, Final
from warnings import catch_warnings, simplefilter

from openpyxl import load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils.datetime import CALENDAR_MAC_1904, to_excel
from openpyxl.utils.escape import unescape
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._reader import (
    COL_TAG,
    FORMULA_TAG,
    MERGE_TAG,
    ROW_TAG,
    VALUE_TAG,
    WorkSheetParser,
)
from openpyxl.xml.functions import iterparse

from yiju.model import Document
from yiju.readers.compose import Composer
from yiju.readers.limits import refusing
from yiju.readers.number_format import BUILTIN, GENERAL, print_number, print_text
from yiju.readers.sheets import Merge, Sheet, compose_sheet
from yiju.readers.source import SourceFile

_FIRST_OWN: Final = 164
"""The number of the first format that a workbook states itself."""

_WIDEST: Final = 16_384


def read(source: SourceFile) -> Document:
    """The document of a workbook; UnreadableFileError where it is damaged."""
    with refusing(source.path, "workbook", InvalidFileException), catch_warnings():
        simplefilter("ignore")  # what openpyxl would lose in writing does not matter to a reader
        return _Reader(source).read()


class _Parser(WorkSheetParser):  # type: ignore[misc]  # openpyxl has no types
    """Reads the rows, columns and merged cells of a sheet, and nothing that a reader has no use for."""

    without_value = 0

    def parse(self) -> Iterator[Any]:
        """Each row with its cells, as openpyxl reads them."""
        for _, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                yield self.parse_row(element)
                element.clear()
            elif element.tag == COL_TAG:
                self.parse_column_dimensions(element)
            elif element.tag == MERGE_TAG:
                self.merged_cells = [cell.get("ref", "") for cell in element]

    def parse_cell(self, element: Any) -> Any:
        """A cell as openpyxl reads it; formulas whose value the file does not hold are counted."""
        blank = not element.findtext(VALUE_TAG) and element.get("t") != "str"
        if blank and element.find(FORMULA_TAG) is not None:
            self.without_value += 1
        return super().parse_cell(element)


class _Reader:
    def __init__(self, source: SourceFile) -> None:
        self.composer = Composer(source)
        self.book = load_workbook(
            BytesIO(source.data), read_only=True, data_only=True, keep_links=False
        )
        self.from_1904 = self.book.epoch == CALENDAR_MAC_1904
        self.styles: dict[int, tuple[str, bool]] = {}
        self.unknown: set[str] = set()
        self.empty = 0

    def read(self) -> Document:
        for worksheet in self.book.worksheets:
            if worksheet.sheet_state != "visible":
                self.composer.notes.append(
                    f"sheet {worksheet.title} is hidden and was not read; unhide it to have it read"
                )
                continue
            compose_sheet(self._sheet(worksheet), self.composer)
        if self.unknown:
            forms = ", ".join(sorted(self.unknown)[:3])
            self.composer.notes.append(
                f"number formats that are not understood: {forms}; plain numbers stand in their place"
            )
        if self.empty:
            self.composer.notes.append(
                f"{self.empty} formulas have no stored value and were not read; "
                "open the file in a spreadsheet program and save it anew"
            )
        return self.composer.document()

    def _sheet(self, worksheet: Any) -> Sheet:
        sheet = Sheet(worksheet.title, self.composer.source.path)
        with worksheet._get_source() as stream:  # the only way to the sheet's own XML
            parser = _Parser(
                stream, worksheet._shared_strings, data_only=True, epoch=self.book.epoch
            )
            for _, cells in parser.parse():
                for cell in cells:
                    form, ruled = self._style(worksheet, cell["style_id"])
                    row, column = cell["row"] - 1, cell["column"] - 1
                    sheet.put(row, column, self._text(cell, form), ruled=ruled)
        self.empty += parser.without_value
        sheet.merges = [merge for name in parser.merged_cells or () if (merge := _merge(name))]
        sheet.hidden_rows = {
            int(at) - 1 for at, row in parser.row_dimensions.items() if _is_hidden(row)
        }
        sheet.hidden_columns = set(_hidden_columns(parser.column_dimensions))
        return sheet

    def _text(self, cell: Any, form: str) -> str:
        value = cell["value"]
        if value is None:
            return ""
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, datetime | date | time | timedelta):
            value = to_excel(value, self.book.epoch)
        if isinstance(value, int | float | Decimal):
            shown = print_number(value, form, from_1904=self.from_1904)
            if not shown.known:
                self.unknown.add(form)
            return shown.text
        return print_text(unescape(str(value)), form)

    def _style(self, worksheet: Any, style: int) -> tuple[str, bool]:
        """The number format of a style, and whether it draws a line at the left or the right."""
        if style not in self.styles:
            styled = ReadOnlyCell(worksheet, 1, 1, None, style_id=style)
            number = styled.style_array.numFmtId
            form = BUILTIN.get(number, GENERAL) if number < _FIRST_OWN else styled.number_format
            border = styled.border
            sides = (border.left, border.right)
            self.styles[style] = (form, any(side is not None and side.style for side in sides))
        return self.styles[style]


def _merge(name: str) -> Merge | None:
    """The merged cells of a range such as `A1:C1`."""
    from_cell, _, to_cell = name.partition(":")
    first, last = _place(from_cell), _place(to_cell or from_cell)
    if first is None or last is None:
        return None
    return Merge(first[0], last[0], first[1], last[1])


def _place(name: str) -> tuple[int, int] | None:
    """Row and column from 0 of a cell's name."""
    letters = name.rstrip("0123456789")
    digits = name[len(letters) :]
    if (
        not digits
        or not letters.isascii()
        or not letters.isalpha()
        or len(letters) > 3
        or len(digits) > 7
    ):
        return None
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(digits) - 1, column - 1


def _is_hidden(attributes: Any) -> bool:
    return str(attributes.get("hidden", "0")).lower() in ("1", "true")


def _hidden_columns(columns: Any) -> Iterator[int]:
    for column in columns.values():
        if _is_hidden(column):
            first, last = int(column.get("min", 0)), int(column.get("max", 0))
            yield from range(max(first, 1) - 1, min(last, _WIDEST))
