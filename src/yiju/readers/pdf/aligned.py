"""Tables without lines: words under the words of a head row, column by column.

A head row is known by its words (`labels.toml`). What stands below belongs to the column under whose head it
stands; the table ends where words stand under two heads. A line whose words all had no room in the line above
goes on with its row. Where rows or columns are not plain to see, all of it stays prose: a wrong cell is worse than none.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from yiju.readers.compose import Part
from yiju.readers.pdf.lines import Line, Segment, around, glue, part_of
from yiju.readers.pdf.marks import Area
from yiju.readers.pdf.tables import HEADS, PageCell, PageTable

_FEWEST: Final = 3
"""Columns of the narrowest table."""

_KNOWN: Final = 0.6
"""The share of the words of a head row that are known."""

_FILLED: Final = 0.5
"""The share of its columns that a row fills at least, and that a line which goes on with it does not."""

_FARTHEST: Final = 3.5
"""How far below a row the next one stands at most, in characters."""

_LONGEST: Final = 300
"""Lines of the longest table on one page."""

_Row = list[list[Segment]]


def find_aligned(
    lines: Sequence[Line], number: int, shown: Callable[[Area], Area]
) -> Iterator[Line | PageTable]:
    """Lines, with those that are tables put together as such."""
    at = 0
    while at < len(lines):
        found = _table(lines, at) if _is_head(lines[at]) else None
        if found:
            columns, rows, behind = found
            yield _page_table(columns, rows, number, shown)
            at = behind
        else:
            yield lines[at]
            at += 1


def _is_head(line: Line) -> bool:
    words = ["".join(one.text.split()) for one in line.segments]
    known = sum(word in HEADS for word in words)
    return len(words) >= _FEWEST and len(set(words)) == len(words) and known >= _KNOWN * len(words)


@dataclass(slots=True)
class _Columns:
    """From where to where the words of each column stand so far."""

    spans: list[tuple[float, float]]

    def place(self, line: Line) -> list[int] | None:
        """The column of each segment of a line, which it widens; None where one stands under two."""
        spans, places = list(self.spans), []
        for segment in line.segments:
            x0, x1 = segment.area.x0, segment.area.x1
            near = [at for at, span in enumerate(spans) if x0 < span[1] and span[0] < x1]
            if len(near) != 1:
                return None
            (at,) = near
            spans[at] = (min(spans[at][0], x0), max(spans[at][1], x1))
            places.append(at)
        if any(left[1] > right[0] for left, right in pairwise(spans)):
            return None
        self.spans = spans
        return places

    def room(self, at: int) -> float:
        """How wide the words of a column may be."""
        return self.spans[at][1] - self.spans[at][0]


def _table(lines: Sequence[Line], at: int) -> tuple[_Columns, list[_Row], int] | None:
    """The columns and rows of the table whose head is that line, and the line behind it."""
    head = lines[at]
    columns = _Columns([(one.area.x0, one.area.x1) for one in head.segments])
    placed: list[tuple[Line, list[int]]] = [(head, list(range(len(head.segments))))]
    for line in lines[at + 1 : at + _LONGEST]:
        places = columns.place(line)
        if places is None or line.base - placed[-1][0].base > _FARTHEST * line.size:
            break
        placed.append((line, places))
    rows = _rows(placed, columns)
    return (columns, rows, at + len(placed)) if rows and len(rows) > 1 else None


def _rows(placed: Sequence[tuple[Line, list[int]]], columns: _Columns) -> list[_Row] | None:
    """The rows of a table; None where a line may as well begin a row as go on with one."""
    rows: list[_Row] = []
    for line, places in placed:
        pairs = list(zip(places, line.segments, strict=True))
        goes_on = all(rows and _goes_on(rows[-1][at], one, columns.room(at)) for at, one in pairs)
        if goes_on == (len(pairs) >= max(2, _FILLED * len(columns.spans))):
            return None
        if not goes_on:
            rows.append([[] for _ in columns.spans])
        for at, segment in pairs:
            rows[-1][at].append(segment)
    return rows


def _goes_on(above: Sequence[Segment], segment: Segment, room: float) -> bool:
    """Whether words had no room behind those above, which fill their column."""
    if not above:
        return False
    width = above[-1].area.x1 - above[-1].area.x0
    return width + segment.head > room


def _page_table(
    columns: _Columns, rows: Sequence[_Row], number: int, shown: Callable[[Area], Area]
) -> PageTable:
    cells = []
    for top, row in enumerate(rows):
        for at, segments in enumerate(row):
            x0, x1 = columns.spans[at]
            parts = tuple(_parts(segments, number, shown))
            cells.append(PageCell(top, top + 1, x0, x1, parts))
    area = around(one.area for row in rows for segments in row for one in segments)
    return PageTable(area, tuple(cells))


def _parts(
    segments: Sequence[Segment], number: int, shown: Callable[[Area], Area]
) -> Iterator[Part]:
    for at, segment in enumerate(segments):
        between = glue(segments[at - 1].text, segment.text) if at else ""
        yield part_of(Line((segment,), segment.area.bottom), number, shown, between)
