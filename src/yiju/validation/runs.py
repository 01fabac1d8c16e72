"""An audit rule that is computed: bases that a spreadsheet counted up, row by row.

A query would compare every row with every other; here neighbours are compared with neighbours.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from pyoxigraph import QuerySolutions

from yiju.vocabulary import NS

_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_FEWEST: Final = 3
"""Rows that count up before it is a run: two may well be two documents."""

_ROWS: Final = f"""PREFIX yj: <{NS}>
SELECT ?owner ?position ?basis ?text WHERE {{
  ?indicator yj:indicatorOf ?owner ; yj:position ?position ; yj:basis ?basis .
  ?basis yj:text ?text }}"""


@dataclass(frozen=True, slots=True, order=True)
class _Basis:
    owner: str
    position: int
    basis: str
    text: str


def find_counting(ask: Callable[[str], QuerySolutions]) -> Iterator[Mapping[str, str]]:
    """Three neighbouring rows or more whose bases differ in one number that rises by one."""
    rows = sorted(
        _Basis(
            row["owner"].value, int(row["position"].value), row["basis"].value, row["text"].value
        )
        for row in ask(_ROWS)
    )
    for owner, own in groupby(rows, lambda row: row.owner):
        for run in _runs(list(own)):
            yield from ({"this": owner, "other": one.basis, "eachText": one.text} for one in run)


def _runs(rows: Sequence[_Basis]) -> Iterator[list[_Basis]]:
    """The longest stretches of rows in which the same number counts up."""
    run: list[_Basis] = []
    counted: int | None = None
    for before, after in pairwise(rows):
        place = _counts_up(before, after)
        if place is None or (run and place != counted):
            yield from [run] if len(run) >= _FEWEST else []
            run = []
        if place is not None:
            run = [*run, after] if run else [before, after]
        counted = place
    yield from [run] if len(run) >= _FEWEST else []


def _counts_up(before: _Basis, after: _Basis) -> int | None:
    """Which number of a text is one more in the next row, all else being the same."""
    is_next = after.position == before.position + 1
    if not is_next or _NUMBER.split(before.text) != _NUMBER.split(after.text):
        return None
    pairs = zip(_NUMBER.findall(before.text), _NUMBER.findall(after.text), strict=True)
    steps = [int(second) - int(first) for first, second in pairs]
    changed = [at for at, step in enumerate(steps) if step]
    return changed[0] if len(changed) == 1 and steps[changed[0]] == 1 else None
