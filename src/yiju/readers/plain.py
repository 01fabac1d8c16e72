"""Text files: paragraphs, and tables in the two layouts that conversions leave.

Rows: a line is a row, its cells parted by tabs (or by `|` in Markdown). Cells: every cell has a line
of its own that begins with a tab, further lines without one belong to the cell above, and a blank
line ends the row. Marks that a conversion left (`<b>`, `**`, bookmarks, characters
of no width) are no text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from yiju.model import Block, Document, Paragraph, Passage, Piece, Row, Table
from yiju.readers.source import SourceFile, SourceText, read_text

_MARKS: Final = re.compile(
    r"</?(?:b|strong|i|em|u|br)\s*/?>|\*\*|\[bookmark:[^\]\n]*\]|[\u00ad\u200b-\u200f\u2060\ufeff]",
    re.IGNORECASE,
)
_HEADING: Final = re.compile(r"\s*#{1,6}\s+")
_RULE: Final = re.compile(r"[\s|:-]*-[\s|:-]*")
_APART: Final = 2
"""So many blank lines end a table of one cell per line."""

_CELL_LINES: Final = 200
"""A cell with blank lines in it ends within so many lines."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source: its text without the line end, where it starts, and its number."""

    text: str
    start: int
    number: int

    @property
    def blank(self) -> bool:
        """Whether nothing stands there, not even the tab of an empty cell."""
        return "\t" not in self.text and not self.text.strip()

    @property
    def tabbed(self) -> bool:
        """Whether the line is a row or a cell of a table."""
        return "\t" in self.text or self.piped

    @property
    def piped(self) -> bool:
        """Whether the line is a row of a Markdown table."""
        text = self.text.strip()
        return len(text) > 1 and text[0] == text[-1] == "|"

    @property
    def lone_cell(self) -> bool:
        """Whether the line is one cell: a tab in front, and no other."""
        before, tab, after = self.text.partition("\t")
        return bool(tab) and not before.strip() and "\t" not in after


def read(source: SourceFile) -> Document:
    """The document of a text file; UnreadableFileError where the bytes are no text."""
    found = read_text(source)
    blocks = tuple(find_blocks(found.text))
    notes = tuple(_find_notes(found, blocks))
    return Document(source.sha256, (source.name,), found.text, blocks, notes)


def _find_notes(found: SourceText, blocks: Sequence[Block]) -> Iterator[str]:
    """Signs that the end of the file is missing."""
    line = found.text.count("\n") + 1
    if found.cut:
        yield f"ends inside a character in line {line}; the file was cut, the rest of it is missing"
    elif blocks and isinstance(blocks[-1], Table) and not found.text.endswith("\n"):
        yield f"ends inside a table, in line {line}, without a line end; is the file complete?"


def find_blocks(text: str) -> Iterator[Block]:
    r"""Paragraphs and tables in their order.

    >>> [type(block).__name__ for block in find_blocks("标题\n\n单位\t性质\n科技局\t行政\n")]
    ['Paragraph', 'Table']
    """
    lines = list(_lines(text))
    by_cells = _has_lone_cells(lines)
    at = 0
    while at < len(lines):
        if not lines[at].tabbed:
            yield from _paragraph(lines[at])
            at += 1
            continue
        table, at = _cell_table(lines, at) if by_cells else _row_table(lines, at)
        yield table


def _lines(text: str) -> Iterator[Line]:
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        yield Line(line.removesuffix("\r"), start, number)
        start += len(line) + 1


def _has_lone_cells(lines: Sequence[Line]) -> bool:
    """Whether the document has one cell per line: most of its lines with tabs are single cells."""
    tabbed = [line for line in lines if line.tabbed]
    return sum(line.lone_cell for line in tabbed) * 2 > len(tabbed)


def _paragraph(line: Line) -> Iterator[Paragraph]:
    heading = _HEADING.match(line.text)
    words = _passage(line, heading.end() if heading else 0, len(line.text))
    if words:
        yield Paragraph(words)


def _passage(line: Line, start: int, end: int) -> Passage:
    """The text between two columns of a line, without marks and without blanks at its ends."""
    cuts, at = [], start
    for mark in _MARKS.finditer(line.text, start, end):
        cuts.append((at, mark.start()))
        at = mark.end()
    cuts.append((at, end))
    pieces = [Piece(line.text[a:b], line.start + a, line.number) for a, b in cuts if a < b]
    return Passage(tuple(pieces)).strip()


# --- a row per line ------------------------------------------------------------------------------


def _row_table(lines: Sequence[Line], at: int) -> tuple[Table, int]:
    """The table whose rows begin at a line, and the index of the line behind it."""
    rows: list[Row] = []
    while at < len(lines) and not lines[at].blank:
        if not lines[at].tabbed:
            rest = _rest_of_cell(lines, at)
            if not (rows and rest):
                break
            rows[-1] = _continued(rows[-1], rest)
            at += len(rest)
            continue
        if not (lines[at].piped and _RULE.fullmatch(lines[at].text)):
            rows.append(_row(lines[at]))
        at += 1
    return Table(tuple(_mended(rows))), at


def _rest_of_cell(lines: Sequence[Line], at: int) -> list[Passage]:
    """The lines without a tab that stand between two rows; nothing where no row follows."""
    rest: list[Passage] = []
    while at < len(lines) and not lines[at].tabbed and not lines[at].blank:
        rest.append(_passage(lines[at], 0, len(lines[at].text)))
        at += 1
    return rest if at < len(lines) and lines[at].tabbed and len(rest) <= _CELL_LINES else []


def _row(line: Line) -> Row:
    mark = "\t" if "\t" in line.text else "|"
    first, last = (0, len(line.text)) if mark == "\t" else _inside_pipes(line.text)
    cells, start = [], first
    while start <= last:
        end = line.text.find(mark, start, last)
        end = last if end < 0 else end
        cells.append(_passage(line, start, end))
        start = end + 1
    return Row(tuple(cells), line.number)


def _inside_pipes(text: str) -> tuple[int, int]:
    return text.index("|") + 1, text.rindex("|")


def _continued(row: Row, rest: Sequence[Passage]) -> Row:
    """A row whose last cell goes on in the next lines."""
    return Row((*row.cells[:-1], Passage.join((row.cells[-1], *rest))), row.line)


def _mended(rows: Sequence[Row]) -> Iterator[Row]:
    """Rows, with one that a line end cut in two inside a cell put together again.

    Both parts are shorter than the row above, the cut cell has text in both, and together they are
    exactly as long as that row.
    """
    width, at = 0, 0
    while at < len(rows):
        row = rows[at]
        if at + 1 < len(rows) and _cut_in_two(row, rows[at + 1], width):
            rest = rows[at + 1]
            joined = row.cells[-1] + rest.cells[0]
            row, at = Row((*row.cells[:-1], joined, *rest.cells[1:]), row.line), at + 1
        width = len(row)
        yield row
        at += 1


def _cut_in_two(row: Row, rest: Row, width: int) -> bool:
    parts = len(row) + len(rest) - 1
    return max(len(row), len(rest)) < width == parts and bool(row.cells[-1] and rest.cells[0])


# --- a cell per line -----------------------------------------------------------------------------


def _cell_table(lines: Sequence[Line], at: int) -> tuple[Table, int]:
    """The table whose first cell stands at a line, and the index of the line behind it."""
    rows: list[Row] = []
    while at < len(lines) and lines[at].tabbed:
        width = max((len(row) for row in rows), default=0)
        row, at = _cell_row(lines, at, width)
        rows.append(row)
        behind = _skip_blank(lines, at)
        if behind - at >= _APART:
            return Table(tuple(rows)), behind
        at = behind
    return Table(tuple(rows)), at


def _cell_row(lines: Sequence[Line], at: int, width: int) -> tuple[Row, int]:
    """A row of cells, and the index of the blank line, or of the text, that ends it."""
    first, cells = lines[at], [[cell] for cell in _first_cells(lines[at])]
    at += 1
    while at < len(lines):
        line = lines[at]
        if line.tabbed:
            cells.extend([cell] for cell in _cells(line))
        elif not line.blank:
            cells[-1] += _further_line(cells[-1], line)
        elif len(cells) >= width or not _goes_on(lines, at):
            break
        at += 1
    return Row(tuple(Passage.join(cell) for cell in cells), first.number), at


def _first_cells(line: Line) -> Iterator[Passage]:
    """The cells of the line that begins a row; blanks before the tab are an empty cell."""
    if line.lone_cell and not line.text.startswith("\t"):
        yield Passage()
    yield from _cells(line)


def _cells(line: Line) -> Iterator[Passage]:
    start = line.text.index("\t") + 1 if line.lone_cell else 0
    while start <= len(line.text):
        end = line.text.find("\t", start)
        end = len(line.text) if end < 0 else end
        yield _passage(line, start, end)
        start = end + 1


def _further_line(cell: Sequence[Passage], line: Line) -> list[Passage]:
    """A further line of a cell; the line end stands before it as it does in the source."""
    words = _passage(line, 0, len(line.text))
    if not cell[-1]:
        return [words]
    return [Passage.of("\n", line.start - 1, line.number - 1), words]


def _goes_on(lines: Sequence[Line], at: int) -> bool:
    """Whether text behind blank lines still belongs to the cell: a cell follows it directly."""
    at = _skip_blank(lines, at)
    if at == len(lines) or lines[at].tabbed:
        return False
    end = min(len(lines), at + _CELL_LINES)
    while at < end and not lines[at].tabbed:
        at += 1
    return at < end and not lines[at - 1].blank


def _skip_blank(lines: Sequence[Line], at: int) -> int:
    while at < len(lines) and lines[at].blank:
        at += 1
    return at
