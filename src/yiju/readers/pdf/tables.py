"""Tables of pages, and those that go on over several pages put together.

A table goes on where the next page begins with one of the same width and of like columns. Head rows that
are printed again are left out by a rule. A row that the page cut in two is one row: what stands in its rest
goes on with a word for which there was no room. So does a cell over several rows whose label was cut.
"""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from yiju.readers.compose import Cell, Composer, Part
from yiju.readers.pdf.marks import Area
from yiju.values.list_number import read_number

REPEATED_HEADER: Final = "ruleRepeatedHeader"

_NEAR: Final = 4.0
"""Points by which the columns of one table may differ from page to page."""

_LOW: Final = 0.75
"""The share of a page above which no table ends that goes on over the page."""

_SLACK: Final = 0.3
_MOST_SLACK: Final = 4.0
"""The room that is not enough for a word, as a share of it, and in points: programs leave some around letters."""

_STOP: Final = ("。", "；", ";", "！", "？")
_PAIRS: Final = (("（", "）"), ("(", ")"), ("《", "》"), ("“", "”"), ("〔", "〕"))
_NO_BEGINNING: Final = re.compile(r"[，。、；：！？）》〉”’〕】」％%‰]")
_CUT_NUMBER: Final = re.compile(r"[0-9][.,]$")
_OPEN_SIGN: Final = re.compile(r"[≥≤<>＞＜=]$")
_CODE: Final = re.compile(r"[0-9A-Z]+")
_SHORTEST_CODE: Final = 8
_WORDS: Final = tomllib.loads(Path(__file__).with_name("labels.toml").read_text(encoding="utf-8"))
HEADS: Final = frozenset[str](_WORDS["heads"])
"""Words of head rows."""

_LABELS: Final = HEADS | frozenset(_WORDS["labels"])
_FIGURE: Final = re.compile(r"[≥≤<>＞＜=]|[0-9][0-9.,]*[%％]?$")
"""What begins a value, or is one: it begins a cell."""


@dataclass(frozen=True, slots=True)
class PageCell:
    """A cell of a page: the rows it covers, from where to where it stands, and its lines.

    `head` is how wide its first word is, `room` how much is left behind its last one; `full` where no
    further line had room in it.
    """

    top: int
    bottom: int
    x0: float
    x1: float
    parts: tuple[Part, ...] = ()
    head: float = 0.0
    room: float = 0.0
    full: bool = True

    @property
    def text(self) -> str:
        """All of its words."""
        return "".join(part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table, or as much of it as stands on one page; `head` is how high its first rows are."""

    area: Area
    cells: tuple[PageCell, ...]
    head: float = 0.0

    @property
    def count(self) -> int:
        """The number of its rows."""
        return max(cell.bottom for cell in self.cells)

    @property
    def is_frame(self) -> bool:
        """Whether words stand in one column only."""
        return len({round(cell.x0) for cell in self.cells if cell.parts}) < 2

    def rows(self) -> list[list[PageCell]]:
        """The cells that begin in each row, from left to right."""
        made: list[list[PageCell]] = [[] for _ in range(self.count)]
        for cell in sorted(self.cells, key=lambda cell: cell.x0):
            made[cell.top].append(cell)
        return made

    def edges(self) -> list[float]:
        """Where its cells begin and end, from left to right."""
        return _distinct(place for cell in self.cells for place in (cell.x0, cell.x1))


class TableJoiner:
    """Takes the tables of pages, and puts them into the document when they are complete."""

    def __init__(self, composer: Composer) -> None:
        self.composer = composer
        self._held: list[PageTable] = []
        self._tables = 0

    def take(self, table: PageTable, end: float | None) -> None:
        """A table; `end` where nothing but the end of a page, so far down, stands before it."""
        if not (end is not None and self._held and _continues(self._held[-1], table, end)):
            self.release()
        self._held.append(table)

    def release(self) -> None:
        """Puts what was held into the document, as one table."""
        if not self._held:
            return
        if len(self._held) == 1 and self._held[0].is_frame:
            for cell in (cell for row in self._held.pop().rows() for cell in row):
                self.composer.printed(cell.parts)
            return
        self._tables += 1
        rows = self._rows()
        edges = _distinct(edge for table in self._held for edge in table.edges())
        self.composer.table([
            [_named(cell, edges, f"T{self._tables}R{row}C{at}") for at, cell in enumerate(cells, 1)]
            for row, cells in enumerate((cells for cells in rows if cells), 1)
        ])  # fmt: skip
        self._held = []

    def _rows(self) -> list[list[PageCell]]:
        joined = _Joined()
        for table in self._held:
            for part in joined.add(table):
                self.composer.leave_out_printed(REPEATED_HEADER, part)
        return joined.rows


class _Joined:
    """The rows of a table over several pages; `ends` are the places of the cells that reach the last page's end."""

    def __init__(self) -> None:
        self.rows: list[list[PageCell]] = []
        self.ends: list[tuple[int, int]] = []
        self.heads: dict[tuple[str, ...], Sequence[Sequence[PageCell]]] = {}

    def add(self, table: PageTable) -> Iterator[Part]:
        """Takes what stands on the next page; tells the lines of the head rows that it repeats."""
        rows = table.rows()
        head = self.heads.setdefault(tuple(_said(rows[0])), rows)
        repeated = 0 if head is rows else _repeated(head, rows)
        yield from (part for row in rows[:repeated] for cell in row for part in cell.parts)
        rest = rows[repeated:]
        whole = bool(self.rows and rest) and self._join(rest)
        if whole and len(rest) == 1:
            return
        base = len(self.rows)
        self.rows.extend(rest[1:] if whole else rest)
        self.ends = [
            (base + at, number)
            for at, row in enumerate(self.rows[base:])
            for number, cell in enumerate(row)
            if cell.bottom == table.count
        ]

    def _join(self, rest: list[list[PageCell]]) -> bool:
        """Puts what the page cut together; whether that was all of the first row."""
        pairs = [(place, cell) for cell in rest[0] if cell.parts for place in [self._above(cell)]]
        whole = _is_rest([(self._at(place), cell) for place, cell in pairs])
        for place, cell in pairs:
            above = self._at(place)
            if above and place and (whole or (above.parts and _is_label(above.text + cell.text))):
                row, number = place
                rest_parts = _parted(cell.parts) if _counts_on(above, cell) else cell.parts
                joined = replace(
                    above, parts=(*above.parts, *rest_parts), room=cell.room, full=cell.full
                )
                self.rows[row] = [*self.rows[row][:number], joined, *self.rows[row][number + 1 :]]
                rest[0] = [replace(one, parts=()) if one is cell else one for one in rest[0]]
        return whole

    def _at(self, place: tuple[int, int] | None) -> PageCell | None:
        return self.rows[place[0]][place[1]] if place else None

    def _above(self, cell: PageCell) -> tuple[int, int] | None:
        """The place of the cell above the end of the page that stands just so."""
        for row, number in self.ends:
            one = self.rows[row][number]
            if abs(one.x0 - cell.x0) <= _NEAR and abs(one.x1 - cell.x1) <= _NEAR:
                return row, number
        return None


def _continues(table: PageTable, after: PageTable, end: float) -> bool:
    """Whether the table after has the columns of a table that had no room for its next rows, or its head."""
    if not _same_columns(table, after):
        return False
    return table.area.bottom + after.head > _LOW * end or bool(
        _repeated(table.rows(), after.rows())
    )


def _same_columns(table: PageTable, after: PageTable) -> bool:
    """Whether two tables have one width, and most of the columns of one are columns of the other."""
    one, other = table.edges(), after.edges()
    if abs(one[0] - other[0]) > _NEAR or abs(one[-1] - other[-1]) > _NEAR:
        return False
    few, many = sorted((one[1:-1], other[1:-1]), key=len)
    common = sum(abs(many[_nearest(edge, many)] - edge) <= _NEAR for edge in few)
    return common * 2 >= len(few)


def _nearest(edge: float, edges: Sequence[float]) -> int:
    at = bisect_left(edges, edge)
    return min(range(max(at - 1, 0), min(at + 1, len(edges))), key=lambda n: abs(edges[n] - edge))


def _distinct(places: Iterable[float]) -> list[float]:
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _NEAR:
            found.append(place)
    return found


def _named(cell: PageCell, edges: Sequence[float], name: str) -> Cell:
    first, last = _nearest(cell.x0, edges), _nearest(cell.x1, edges)
    return Cell(first, name=name, columns=max(last - first, 1), parts=cell.parts)


def _repeated(first: Sequence[Sequence[PageCell]], rows: Sequence[Sequence[PageCell]]) -> int:
    """How many rows of a page are the first rows of the table again; a row of one cell alone is none."""
    count = 0
    for printed, again in zip(first, rows, strict=False):
        said = _said(again)
        if not said or said != _said(printed):
            break
        count += 1
    return count if any(len(_said(row)) > 1 for row in rows[:count]) else 0


def _said(row: Iterable[PageCell]) -> list[str]:
    return [cell.text for cell in row if cell.parts]


def _is_rest(pairs: Sequence[tuple[PageCell | None, PageCell]]) -> bool:
    """Whether cells go on with what had no room at the end of the cells above; one that does not, says no."""
    signs = [_sign(above, cell) for above, cell in pairs]
    return any(signs) and all(sign is not False for sign in signs)


def _sign(above: PageCell | None, cell: PageCell) -> bool | None:
    """Whether a cell goes on with the cell above; None where nothing speaks for it or against it."""
    if above is None or not above.parts:
        return False
    if _is_label(above.text + cell.text):
        return True
    if _is_label(above.text) or _is_next_item(above, cell):
        return False
    if any(above.text.count(left) > above.text.count(right) for left, right in _PAIRS):
        return True
    if above.text.endswith(_STOP):
        return _counts_on(above, cell) or None
    if _NO_BEGINNING.match(cell.text):
        return True
    if _is_cut_value(above, cell):
        return True
    broad = cell.head > above.room - min(_SLACK * cell.head, _MOST_SLACK)
    full = above.full and broad
    if above.text[-1:].isdigit() and cell.text[:1].isdigit():
        return None if full else False
    if broad and not full and above.bottom - above.top > 1:
        return None  # programs keep room below the words of a cell over several rows
    return full and not _FIGURE.match(cell.text)


def _is_cut_value(above: PageCell, cell: PageCell) -> bool:
    """Whether a number breaks off at its point or behind its sign, or a code where there was no more room."""
    begins = cell.text[:1].isdigit()
    if begins and (_CUT_NUMBER.search(above.text) or _OPEN_SIGN.search(above.text)):
        return True
    codes = _CODE.fullmatch(above.text) and _CODE.fullmatch(cell.text)
    return bool(codes) and above.full and _SHORTEST_CODE <= len(above.text) > len(cell.text)


def _is_next_item(above: PageCell, cell: PageCell) -> bool:
    """Whether a column has an item in each row, and a cell the one behind that of the cell above."""
    first = read_number(above.parts[0].text)
    return first is not None and first[1] > 1 and _counts_on(above, cell)


def _parted(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The lines of a text that begins a line of its own."""
    return (replace(parts[0], glue="\n"), *parts[1:])


def _counts_on(above: PageCell, cell: PageCell) -> bool:
    """Whether a cell begins with the number behind the last one of the cell above."""
    numbers = [number for part in above.parts if (number := read_number(part.text))]
    first = read_number(cell.text)
    return bool(numbers and first) and first == (numbers[-1][0], numbers[-1][1] + 1)


def _is_label(text: str) -> bool:
    return text in _LABELS
