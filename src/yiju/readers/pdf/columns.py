"""Prose in two columns, read one column after the other."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median
from typing import Final

from yiju.readers.pdf.lines import Line, Segment, around

_FEWEST: Final = 4
"""Lines of the shortest column."""

_NARROWEST: Final = 8
"""Characters of the narrowest column."""

_MIDDLE: Final = (0.3, 0.7)
"""Between these shares of the width of the text the second column begins."""

_FULL: Final = 0.5
_RAGGED: Final = 1.5
"""So many lines of the first column end within so many characters of where the longest ends."""


def in_reading_order(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines in runs that are read one after the other; those of two columns are runs of their own."""
    gutter = _gutter(lines)
    run: list[Line] = []
    for line in lines:
        if run and gutter is not None and _crosses(line, gutter) != _crosses(run[-1], gutter):
            yield from _columns(run, gutter)
            run = []
        run.append(line)
    if run:
        yield from _columns(run, gutter)


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where a second column begins: many segments begin there, in the middle of the text."""
    if len(lines) < _FEWEST:
        return None
    text = around(line.area for line in lines)
    low, high = (text.x0 + share * (text.x1 - text.x0) for share in _MIDDLE)
    starts = Counter(
        round(segment.area.x0 / 2)
        for line in lines
        for segment in line.segments
        if low <= segment.area.x0 <= high
    )
    place = max(starts, key=lambda at: (starts[at], -at), default=None)
    return None if place is None or starts[place] < _FEWEST else place * 2.0 - 2


def _crosses(line: Line, gutter: float) -> bool:
    return any(one.area.x0 < gutter < one.area.x1 for one in line.segments)


def _columns(run: list[Line], gutter: float | None) -> Iterator[list[Line]]:
    """The lines of each column, or the run as it is where it has none."""
    if gutter is None or _crosses(run[0], gutter):
        yield run
        return
    sides = [
        [(line, [one for one in line.segments if (one.area.x0 < gutter) == left]) for line in run]
        for left in (True, False)
    ]
    columns = [
        [Line(tuple(segments), line.base) for line, segments in side if segments] for side in sides
    ]
    if all(map(_is_prose, columns)) and _is_full(columns[0]):
        for column in columns:
            box = around(line.area for line in column)
            yield [replace(line, column=(box.x0, box.x1)) for line in column]
    else:
        yield run


def _is_prose(column: Sequence[Line]) -> bool:
    """Whether lines are wide enough for prose, and not parted themselves."""
    if len(column) < _FEWEST:
        return False
    pieces = [segment for line in column for segment in line.segments]
    return len(pieces) < len(column) * 1.2 and median(map(_characters, pieces)) >= _NARROWEST


def _characters(segment: Segment) -> float:
    return (segment.area.x1 - segment.area.x0) / segment.size


def _is_full(column: Sequence[Line]) -> bool:
    end = max(line.area.x1 for line in column)
    full = sum(end - line.area.x1 < _RAGGED * line.size for line in column)
    return full >= _FULL * len(column)
