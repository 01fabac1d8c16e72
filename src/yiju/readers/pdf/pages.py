"""A page as lines and tables in the order in which they are read.

Characters inside a ruled table belong to its cells; all others are lines. Lines around one column are a
frame, and no table. A page that is printed sideways is turned.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from yiju.readers.compose import Part
from yiju.readers.pdf.aligned import find_aligned
from yiju.readers.pdf.columns import in_reading_order
from yiju.readers.pdf.grids import Grid, GridCell, find_grids
from yiju.readers.pdf.lines import Line, around, as_drawn, find_lines, glue, goes_on, part_of
from yiju.readers.pdf.marks import Area, Glyph, Marks
from yiju.readers.pdf.seen import WATERMARK, Seen
from yiju.readers.pdf.tables import PageCell, PageTable
from yiju.readers.pdf.turning import Turn, main_turn, upright
from yiju.values.list_number import read_number

_FREE: Final = 2.0
"""How high what is free above or below the lines of a cell must be to hold further ones, in characters: programs leave one line free."""

_WIDEST_INSET: Final = 6.0
"""Points of the widest margin inside a cell that is taken for one."""

Item = Line | PageTable


@dataclass(frozen=True, slots=True)
class Page:
    """What is read of a page: lines and tables in their order, and what is left out by each rule."""

    number: int
    turn: Turn
    items: tuple[Item, ...]
    left: tuple[tuple[str, Part], ...]

    @property
    def width(self) -> float:
        """How wide the page is when its text stands upright."""
        return self.turn.size[0]

    @property
    def height(self) -> float:
        """How high the page is when its text stands upright."""
        return self.turn.size[1]

    def part(self, line: Line, between: str = "") -> Part:
        """A line of the page as the document takes it."""
        return part_of(line, self.number, self.turn.back().area, between)


def read_page(marks: Marks, seen: Seen) -> Page:
    """The lines and tables of a page."""
    sideways = main_turn([glyph for glyph in seen.glyphs if not glyph.vertical])
    turn = Turn(sideways, marks.width, marks.height)
    glyphs = upright(seen.glyphs, turn)
    grids = find_grids([turn.rule(rule) for rule in marks.rules])
    shown = turn.back().area
    tables, rest = _tables(glyphs, grids, _Sheet(marks.number, turn.size, shown))
    left = tuple(
        (rule, part_of(line, marks.number, lambda area: area))
        for rule, hidden in seen.left.items()
        for line in ([as_drawn(hidden)] if rule == WATERMARK else find_lines(hidden))
    )
    return Page(
        marks.number, turn, tuple(_items(rest, tables, turn.size, marks.number, shown)), left
    )


def _items(
    glyphs: Sequence[Glyph],
    tables: Sequence[PageTable],
    size: tuple[float, float],
    number: int,
    shown: Callable[[Area], Area],
) -> Iterator[Item]:
    lines = find_lines(glyph for glyph in glyphs if not glyph.turn)
    waiting = sorted(tables, key=lambda table: table.area.top)
    for table in [*waiting, None]:
        above = [
            line for line in lines if table is None or line.base <= table.area.top + line.size / 2
        ]
        lines = lines[len(above) :]
        for run in in_reading_order(above):
            yield from find_aligned(run, number, shown)
        if table:
            yield table
    for degrees in (90, 180, 270):
        aside = [glyph for glyph in glyphs if glyph.turn == degrees]
        turned = Turn(degrees, *size)
        for line in find_lines(upright(aside, turned)):
            yield line.placed(turned.back().area)


# --- ruled tables ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What the cells of a page have in common."""

    number: int
    size: tuple[float, float]
    shown: Callable[[Area], Area]


def _tables(
    glyphs: Sequence[Glyph], grids: Sequence[Grid], sheet: _Sheet
) -> tuple[list[PageTable], list[Glyph]]:
    """The tables of a page, and the characters that stand in none; an inner table before the one around it."""
    tables, rest = [], list(glyphs)
    for grid in sorted(grids, key=_extent):
        inside, outside = _assigned(rest, grid)
        if inside and len({cell.left for cell in grid.cells}) > 1:
            cells = tuple(
                _cell(grid, cell, inside.get(at, []), sheet) for at, cell in enumerate(grid.cells)
            )
            area = Area(grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1])
            head = grid.ys[min(2, len(grid.ys) - 1)] - grid.ys[0]
            tables.append(PageTable(area, cells, head))
            rest = outside
    return tables, rest


def _extent(grid: Grid) -> float:
    return (grid.xs[-1] - grid.xs[0]) * (grid.ys[-1] - grid.ys[0])


def _assigned(glyphs: Sequence[Glyph], grid: Grid) -> tuple[dict[int, list[Glyph]], list[Glyph]]:
    """The characters of each cell by its number, and those that stand in none."""
    cell_at = {
        (row, column): at
        for at, cell in enumerate(grid.cells)
        for row in range(cell.top, cell.bottom)
        for column in range(cell.left, cell.right)
    }
    inside: dict[int, list[Glyph]] = {}
    outside: list[Glyph] = []
    for glyph in glyphs:
        place = grid.cell_at((glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2)
        at = cell_at.get(place) if place else None
        (outside if at is None else inside.setdefault(at, [])).append(glyph)
    return inside, outside


def _cell(grid: Grid, cell: GridCell, glyphs: list[Glyph], sheet: _Sheet) -> PageCell:
    area = Area(grid.xs[cell.left], grid.ys[cell.top], grid.xs[cell.right], grid.ys[cell.bottom])
    turn = Turn(main_turn(glyphs), *sheet.size)
    inner, back = turn.area(area), turn.back().area
    lines = find_lines(upright(glyphs, turn))
    room = _room(lines, inner)
    parts = tuple(_parts(lines, room, sheet.number, lambda area: sheet.shown(back(area))))
    head, left = _ends(lines, room)
    full = _is_full(lines, inner)
    return PageCell(cell.top, cell.bottom, area.x0, area.x1, parts, head, left, full)


def _is_full(lines: Sequence[Line], cell: Area) -> bool:
    """Whether a cell has no room for a further line."""
    if not lines:
        return True
    above, below = lines[0].area.top - cell.top, cell.bottom - lines[-1].area.bottom
    return max(above, below) < _FREE * lines[-1].size


def _room(lines: Sequence[Line], cell: Area) -> float:
    """How wide a line may be in a cell, its margins left out."""
    if not lines:
        return 0.0
    text = around(line.area for line in lines)
    inset = max(min(text.x0 - cell.x0, cell.x1 - text.x1, _WIDEST_INSET), 0.0)
    return cell.x1 - cell.x0 - 2 * inset


def _parts(
    lines: Sequence[Line], room: float, number: int, shown: Callable[[Area], Area]
) -> Iterator[Part]:
    if lines:
        yield part_of(lines[0], number, shown)
    last = read_number(lines[0].text) if lines else None
    for before, line in pairwise(lines):
        count = read_number(line.text)
        is_next = last is not None and count == (last[0], last[1] + 1)
        last = count or last
        rest = not is_next and goes_on(before, line, room)
        yield part_of(line, number, shown, glue(before.text, line.text) if rest else "\n")


def _ends(lines: Sequence[Line], room: float) -> tuple[float, float]:
    """How wide the first word of a cell is, and how much room is left behind its last one."""
    if not lines:
        return 0.0, 0.0
    last = lines[-1].area
    return lines[0].head, room - (last.x1 - last.x0)
