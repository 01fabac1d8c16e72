"""Goal cells: cut at their list numbers into goals; what a blank form prints is none."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from yiju.model import Goal, Passage
from yiju.values.characters import squeeze
from yiju.values.list_number import is_numbered, split_items

_UNFILLED: Final = re.compile(r"(?:目标\d*[:、.]?)?[.…·*×Xx/-]*")


def parse_goals(cells: Sequence[Passage], period: str | None = None) -> tuple[Goal, ...]:
    """The items of goal cells, cut at their list numbers; a cell that a page cut is one text."""
    whole: list[list[Passage]] = []
    for cell in cells:
        if whole and is_numbered(whole[0][0].text) and not is_numbered(cell.text):
            whole[-1].append(cell)
        else:
            whole.append([cell])
    items = [item for pieces in whole for item in _find_items(Passage.join(pieces))]
    return tuple(Goal(words, at, period=period) for at, words in enumerate(items, 1))


def goals_on(goals: Sequence[Goal], count: int) -> Iterable[Goal]:
    """The goals, numbered on behind as many."""
    return (replace(goal, position=count + at) for at, goal in enumerate(goals, 1))


def _find_items(cell: Passage) -> Iterator[Passage]:
    """The numbered items of one cell, or the cell itself."""
    for start, end in split_items(cell.text):
        item = cell.slice(start, end).strip()
        if item and not _UNFILLED.fullmatch(squeeze(item.text)):
            yield item
