"""Old workbooks (XLS, and ET of WPS where it is the same): every sheet in turn, text as it is printed.

Values of formulas are those that the file holds. Macros are never run. Hidden sheets are named in a note.
"""

import os
from typing import Any, Final

import xlrd

from yiju.errors import UnreadableFileError
from yiju.model import Document
from yiju.readers.compose import Composer
from yiju.readers.limits import refusing
from yiju.readers.number_format import BUILTIN, GENERAL, print_number, print_text
from yiju.readers.sheets import Merge, Sheet, compose_sheet
from yiju.readers.source import SourceFile

_FIRST_OWN: Final = 164
_LOCALE_FORMATS: Final = frozenset({*range(5, 9), 14, 22, *range(27, 45), *range(50, 59)})
"""The formats that print as the country of the program has it, whatever the file states."""


def read(source: SourceFile) -> Document:
    """The document of an old workbook; UnreadableFileError where it is damaged or locked."""
    with refusing(source.path, "old workbook (XLS)", xlrd.XLRDError, xlrd.compdoc.CompDocError):
        try:
            return _Reader(source).read()
        except xlrd.XLRDError as fault:
            if "encrypted" not in str(fault):
                raise
            raise UnreadableFileError(
                f"{source.path}: locked with a password; save it without one."
            ) from fault


class _Reader:
    def __init__(self, source: SourceFile) -> None:
        self.composer = Composer(source)
        with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - what xlrd tells itself
            self.book = xlrd.open_workbook(
                file_contents=source.data, formatting_info=True, ragged_rows=True, logfile=nowhere
            )
        self.unknown: set[str] = set()

    def read(self) -> Document:
        for worksheet in self.book.sheets():
            if worksheet.visibility:
                self.composer.notes.append(
                    f"sheet {worksheet.name} is hidden and was not read; unhide it to have it read"
                )
                continue
            compose_sheet(self._sheet(worksheet), self.composer)
        if self.unknown:
            forms = ", ".join(sorted(self.unknown)[:3])
            self.composer.notes.append(
                f"number formats that are not understood: {forms}; plain numbers stand in their place"
            )
        return self.composer.document()

    def _sheet(self, worksheet: Any) -> Sheet:
        sheet = Sheet(worksheet.name, self.composer.source.path)
        for row in range(worksheet.nrows):
            for column, kind in enumerate(worksheet.row_types(row)):
                if kind != xlrd.XL_CELL_EMPTY:
                    cell = worksheet.cell(row, column)
                    form, ruled = self._style(cell.xf_index)
                    sheet.put(row, column, self._text(cell, form), ruled=ruled)
        sheet.merges = [
            Merge(low, high - 1, left, right - 1)
            for low, high, left, right in worksheet.merged_cells
        ]
        sheet.hidden_rows = {at for at, row in worksheet.rowinfo_map.items() if row.hidden}
        sheet.hidden_columns = {at for at, one in worksheet.colinfo_map.items() if one.hidden}
        return sheet

    def _text(self, cell: Any, form: str) -> str:
        if cell.ctype == xlrd.XL_CELL_TEXT:
            return print_text(cell.value, form)
        if cell.ctype == xlrd.XL_CELL_BOOLEAN:
            return "TRUE" if cell.value else "FALSE"
        if cell.ctype == xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
        if cell.ctype not in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
            return ""
        shown = print_number(cell.value, form, from_1904=self.book.datemode == 1)
        if not shown.known:
            self.unknown.add(form)
        return shown.text

    def _style(self, index: int | None) -> tuple[str, bool]:
        """The number format of a style, and whether it draws a line at the left or the right."""
        if index is None or not 0 <= index < len(self.book.xf_list):
            return GENERAL, False
        style = self.book.xf_list[index]
        key = style.format_key
        if key in _LOCALE_FORMATS:
            form = BUILTIN[key]
        elif key in self.book.format_map:
            form = self.book.format_map[key].format_str
        else:
            form = BUILTIN.get(key, GENERAL)
        return form, bool(style.border.left_line_style or style.border.right_line_style)
