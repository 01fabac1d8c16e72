r"""The text that a reader makes of a file without lines, its blocks, and where each cell stands.

A paragraph is a line, with a blank one behind it; where it has line ends of its own, each part is a line.
A row of a table begins a line, its cells parted by tabs; a line end inside a cell stays. Characters that show
nothing (controls, marks of no width) are no text. What is left out by a rule stands at the end.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from yiju.model import Block, Box, Document, LeftOut, Paragraph, Passage, Place, Row, Table
from yiju.readers.limits import LARGEST_TEXT, MOST_CELLS, MOST_PLACES, check_amount
from yiju.readers.source import LONGEST_LINE, SourceFile

_LINE_END: Final = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
_NO_TEXT: Final = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u2060\ufeff\ud800-\udfff\ufffe\uffff]"
)
_SPLIT: Final = "Split the file."


@dataclass(frozen=True, slots=True)
class Part:
    """A line of text as a page prints it; `glue` stands between it and the line before."""

    text: str
    page: int
    box: Box
    glue: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: the column it begins in, from 0, its text, its name, the columns it covers.

    A cell of a page has `parts` in the place of its text.
    """

    column: int
    text: str = ""
    name: str | None = None
    columns: int = 1
    parts: tuple[Part, ...] = ()


def clean(text: str) -> list[str]:
    r"""The lines of a text without what shows nothing, and without blank lines.

    >>> clean(" 3 月底\t\r\n\x07\n　60.00%\u200b")
    ['3 月底', '60.00%']
    """
    if (
        text.isprintable()
    ):  # as nearly all are; the text itself is kept, not one copy of it for each cell
        line = text.strip()
        return [line] if line else []
    lines = (_NO_TEXT.sub("", line).replace("\t", " ").strip() for line in _LINE_END.split(text))
    return [line for line in lines if line]


class Composer:
    """Takes paragraphs and tables in their order; `document` is what they make."""

    def __init__(self, source: SourceFile) -> None:
        self.source = source
        self.notes: list[str] = []
        self._parts: list[str] = []
        self._at = 0
        self._line = 1
        self._cells = 0
        self._blocks: list[Block] = []
        self._places: list[Place] = []
        self._left: list[tuple[str, str, Part | None]] = []

    def paragraph(self, text: str, cell: str | None = None) -> None:
        """A paragraph; `cell` where it stands in one."""
        lines = clean(text)
        for line in lines:
            self._blocks.append(Paragraph(self._put(line, cell)))
            self._write("\n")
        if lines:
            self._write("\n")

    def printed(self, parts: Sequence[Part], cell: str | None = None) -> None:
        """Paragraphs of printed lines: one ends where a line is glued to the one before by a line end."""
        held: list[Part] = []
        for part in parts:
            if held and part.glue == "\n":
                self._release(held, cell)
                held = []
            held.append(part)
        self._release(held, cell)

    def _release(self, parts: Sequence[Part], cell: str | None) -> None:
        words = self._put_parts(parts, cell)
        if words:
            self._blocks.append(Paragraph(words))
            self._write("\n\n")

    def table(self, rows: Sequence[Sequence[Cell]]) -> None:
        """A table; columns in which no cell begins are none.

        One column is no table, but text in a frame; and a head that is one cell over all columns is a
        caption: both are paragraphs.
        """
        columns = sorted({cell.column for row in rows for cell in row})
        head = 0 if len(columns) > 1 else len(rows)
        while head < len(rows) and len(rows[head]) == 1 and _spans(rows[head][0], columns):
            head += 1
        for cell in (cell for row in rows[:head] for cell in row):
            self._count(1)
            self.paragraph(cell.text, cell.name)
            self.printed(cell.parts, cell.name)
        if rows[head:]:
            self.grid(rows[head:], columns, count=len(rows) - head)

    def grid(self, rows: Iterable[Sequence[Cell]], columns: Sequence[int], *, count: int) -> None:
        """A table of these columns, whatever its rows hold, which are so many."""
        width = count * len(columns)
        check_amount(self.source.path, width, MOST_PLACES, "rows times columns in a table", _SPLIT)
        index = {column: at for at, column in enumerate(columns)}
        made = []
        for row in rows:
            self._count(len(row))
            made.append(self._row({index[cell.column]: cell for cell in row}, len(columns)))
        self._blocks.append(Table(tuple(made)))
        self._write("\n")

    def leave_out(self, rule: str, text: str) -> None:
        """Text that stands outside what the file says, by that rule."""
        self._left.extend((rule, line, None) for line in clean(text))

    def leave_out_printed(self, rule: str, part: Part) -> None:
        """A printed line that stands outside what the file says, by that rule."""
        self._left.extend((rule, line, part) for line in clean(part.text))

    def document(self) -> Document:
        """The document of all that was taken."""
        left = tuple(self._leave())
        return Document(
            sha256=self.source.sha256,
            names=(self.source.name,),
            text="".join(self._parts),
            blocks=tuple(self._blocks),
            notes=tuple(self.notes),
            places=tuple(self._places),
            left_out=left,
        )

    def _leave(self) -> Iterator[LeftOut]:
        for rule, line, part in self._left:
            yield LeftOut(rule, self._put(line, None, part))
            self._write("\n")
        self._left = []

    def _row(self, cells: dict[int, Cell], width: int) -> Row:
        line, made = self._line, []
        for at in range(width):
            cell = cells.get(at)
            made.append(self._put_cell(cell) if cell else _BLANK)
            self._write("\t" if at < width - 1 else "\n")
        return Row(tuple(made), line)

    def _put_cell(self, cell: Cell) -> Passage:
        if cell.parts:
            return self._put_parts(cell.parts, cell.name)
        return self._put("\n".join(clean(cell.text)), cell.name)

    def _put_parts(self, parts: Sequence[Part], cell: str | None) -> Passage:
        """The lines of one text, each with its own place."""
        start, line, made = self._at, self._line, list[str]()
        for part in parts:
            text = " ".join(clean(part.text))
            if text and made:
                made.append(part.glue)
                self._write(part.glue)
            made.append(self._put(text, cell, part).text)
        return Passage.of("".join(made), start, line)

    def _put(self, text: str, cell: str | None, part: Part | None = None) -> Passage:
        if not text:
            return _BLANK
        check_amount(self.source.path, len(text), LONGEST_LINE, "characters in one place", _SPLIT)
        words = Passage.of(text, self._at, self._line)
        if cell or part:
            page, box = (part.page, part.box) if part else (None, None)
            self._places.append(Place(self._at, self._at + len(text), cell, page, box))
        self._write(text)
        return words

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._at += len(text)
        self._line += text.count("\n")
        check_amount(self.source.path, self._at, LARGEST_TEXT, "characters of text", _SPLIT)

    def _count(self, cells: int) -> None:
        self._cells += cells
        check_amount(self.source.path, self._cells, MOST_CELLS, "cells", _SPLIT)


_BLANK: Final = Passage()


def _spans(cell: Cell, columns: Sequence[int]) -> bool:
    return cell.column <= columns[0] and cell.column + cell.columns > columns[-1]
