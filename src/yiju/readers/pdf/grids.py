"""Ruled lines as tables: rows, columns, and cells that are merged over some of them.

Lines that touch belong to one table. Their places make a grid; two neighbours in it are one cell where no
line stands between them. A side that is open, as many tables leave it, is closed where the lines across end.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from yiju.readers.limits import MOST_LINES
from yiju.readers.pdf.marks import Rule

_NEAR: Final = 3.0
"""Points by which lines that are one may differ, and by which lines that touch may miss each other."""

_COVERED: Final = 0.6
"""The share of a side that a line must cover to part two cells."""

_MOST_PLACES: Final = 100_000


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: the first row and column it covers, and the first ones behind it, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as its lines draw it: where they stand across and down the page, and the cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of the place at which a point stands; None outside."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if 0 <= row < len(self.ys) - 1 and 0 <= column < len(self.xs) - 1:
            return row, column
        return None


def find_grids(rules: Sequence[Rule]) -> list[Grid]:
    """The tables that lines draw; none where there are so many lines that they are a drawing."""
    across = _joined(rule for rule in rules if rule.across)
    down = _joined(rule for rule in rules if not rule.across)
    if max(len(across), len(down)) > MOST_LINES:
        return []
    grids = (_grid(*group) for group in _touching(across, down))
    return [grid for grid in grids if grid]


# --- lines -------------------------------------------------------------------------------------------


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Lines drawn in parts or twice, each as one."""
    ordered = sorted(rules, key=lambda rule: rule.at)
    found: list[Rule] = []
    for group in _near([rule.at for rule in ordered]):
        members = sorted(ordered[group], key=lambda rule: rule.start)
        at = sum(rule.at for rule in members) / len(members)
        start, end = members[0].start, members[0].end
        for rule in members[1:]:
            if rule.start > end + _NEAR:
                found.append(members[0]._replace(at=at, start=start, end=end))
                start = rule.start
            end = max(end, rule.end)
        found.append(members[0]._replace(at=at, start=start, end=end))
    return found


def _near(places: Sequence[float]) -> Iterator[slice]:
    """Runs of rising numbers that are nearly one."""
    begin = 0
    for at in range(1, len(places) + 1):
        if at == len(places) or places[at] - places[begin] > _NEAR:
            yield slice(begin, at)
            begin = at


def _touching(
    across: Sequence[Rule], down: Sequence[Rule]
) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Lines that hang together, as groups."""
    groups = _Groups(len(across) + len(down))
    heights = [rule.at for rule in across]
    for number, line in enumerate(down, len(across)):
        first = bisect_left(heights, line.start - _NEAR)
        for at in range(first, bisect_right(heights, line.end + _NEAR)):
            if across[at].start - _NEAR <= line.at <= across[at].end + _NEAR:
                groups.join(at, number)
    for members in groups.all():
        yield (
            [across[at] for at in members if at < len(across)],
            [down[at - len(across)] for at in members if at >= len(across)],
        )


class _Groups:
    """Numbers put together two by two."""

    def __init__(self, count: int) -> None:
        self.parent = list(range(count))

    def head(self, one: int) -> int:
        while self.parent[one] != one:
            self.parent[one] = self.parent[self.parent[one]]
            one = self.parent[one]
        return one

    def join(self, one: int, other: int) -> None:
        one, other = sorted((self.head(one), self.head(other)))
        self.parent[other] = one

    def all(self) -> Iterable[list[int]]:
        found: dict[int, list[int]] = {}
        for one in range(len(self.parent)):
            found.setdefault(self.head(one), []).append(one)
        return found.values()


# --- grids -------------------------------------------------------------------------------------------


def _grid(across: list[Rule], down: list[Rule]) -> Grid | None:
    if len(across) < 2 or not down:
        return None
    down = _closed(down, across)
    across = _closed(across, down)
    xs, ys = _places(down), _places(across)
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > _MOST_PLACES:
        return None
    lines = _Lines(xs, ys, across, down)
    return Grid(xs, ys, tuple(lines.cells()))


def _closed(lines: list[Rule], others: Sequence[Rule]) -> list[Rule]:
    """Lines with those that are not drawn, where most of the others go on to one place behind the last."""
    first, last = min(line.at for line in lines), max(line.at for line in lines)
    before = [other.start for other in others if other.start < first - 2 * _NEAR]
    behind = [other.end for other in others if other.end > last + 2 * _NEAR]
    ends = min(other.at for other in others), max(other.at for other in others)
    return lines + [
        lines[0]._replace(at=sum(places) / len(places), start=ends[0], end=ends[1])
        for places in (before, behind)
        if len(places) * 2 > len(others) and max(places) - min(places) <= 2 * _NEAR
    ]


def _places(rules: Iterable[Rule]) -> tuple[float, ...]:
    ordered = sorted(rule.at for rule in rules)
    runs = (ordered[group] for group in _near(ordered))
    return tuple(sum(run) / len(run) for run in runs)


class _Lines:
    """What parts the places of a grid from each other."""

    def __init__(
        self, xs: Sequence[float], ys: Sequence[float], across: Sequence[Rule], down: Sequence[Rule]
    ) -> None:
        self.rows, self.columns = len(ys) - 1, len(xs) - 1
        self.above = _covered(ys, xs, across)
        self.before = _covered(xs, ys, down)

    def cells(self) -> Iterator[GridCell]:
        """The cells from top to bottom; what no line closes is none, and one that is no rectangle is cut in rows."""
        groups = _Groups(self.rows * self.columns)
        for row in range(self.rows):
            for column in range(self.columns):
                number = row * self.columns + column
                if column and (column, row) not in self.before:
                    groups.join(number - 1, number)
                if row and (row, column) not in self.above:
                    groups.join(number - self.columns, number)
        for members in groups.all():
            if all(self._is_closed(*divmod(member, self.columns)) for member in members):
                yield from self._rectangles(members)

    def _is_closed(self, row: int, column: int) -> bool:
        """Whether lines stand at those of its sides at which the grid ends."""
        return (
            (row > 0 or (0, column) in self.above)
            and (row < self.rows - 1 or (self.rows, column) in self.above)
            and (column > 0 or (0, row) in self.before)
            and (column < self.columns - 1 or (self.columns, row) in self.before)
        )

    def _rectangles(self, members: Sequence[int]) -> Iterator[GridCell]:
        places = [divmod(member, self.columns) for member in members]
        box = _box(places)
        if (box.bottom - box.top) * (box.right - box.left) == len(places):
            yield box
            return
        for row in range(box.top, box.bottom):
            run: list[tuple[int, int]] = []
            for place in (place for place in places if place[0] == row):
                if run and place[1] != run[-1][1] + 1:
                    yield _box(run)
                    run = []
                run.append(place)
            if run:
                yield _box(run)


def _box(places: Sequence[tuple[int, int]]) -> GridCell:
    rows, columns = [row for row, _ in places], [column for _, column in places]
    return GridCell(min(rows), min(columns), max(rows) + 1, max(columns) + 1)


def _covered(
    places: Sequence[float], steps: Sequence[float], rules: Iterable[Rule]
) -> set[tuple[int, int]]:
    """For each place of lines the steps along it at which one stands."""
    found: set[tuple[int, int]] = set()
    for rule in rules:
        place = min(range(len(places)), key=lambda at: abs(places[at] - rule.at))
        first = max(bisect_right(steps, rule.start) - 1, 0)
        for step in range(first, min(bisect_left(steps, rule.end) + 1, len(steps) - 1)):
            start, end = max(steps[step], rule.start), min(steps[step + 1], rule.end)
            if end - start > _COVERED * (steps[step + 1] - steps[step]):
                found.add((place, step))
    return found
