"""The header of an indicator table, in one row or in two: what stands over each column.

A header in two rows divides some headings of its first row: a cell of the second stands under a heading
that covers two columns or more. Anything else below a header is data.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from yiju.model import Passage, Row
from yiju.tables.words import indicator_role, list_role, target_year
from yiju.values.characters import squeeze
from yiju.values.tier import find_tier

_FIGURE: Final = re.compile("[0-9０-９]")
_ENOUGH_ROLES: Final = 3
_NAMING: Final = frozenset({"name", "content", "target"})
"""What stands behind the tiers of a header that has no third one: the names, or the targets at once."""

_WIDEST: Final = 200
"""Columns of the widest row that may be a header."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over a column: the lowest words, and those over them where a row divides these.

    A column that is `taken` says something else than what is looked for.
    """

    words: Passage
    over: Passage
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """The rows of a header, and the heading of each column; an empty one where nothing stands."""

    rows: tuple[Row, ...]
    columns: tuple[Heading, ...]

    @property
    def filled(self) -> tuple[Passage, ...]:
        """All cells that are not blank."""
        return tuple(cell for row in self.rows for cell in row.filled)

    @property
    def names_projects(self) -> bool:
        """Whether a column holds the names of projects: then a table is of many."""
        return any(list_role(column.words.text) == "name" for column in self.columns)

    @property
    def texts(self) -> tuple[str, ...]:
        """What its places print, blank ones among them: a header that comes again says the same."""
        return tuple(squeeze(cell.text) for row in self.rows for cell in row.cells)

    def parts(self) -> set[tuple[str, ...]]:
        """What each row of a header in several rows prints: a page may repeat one of them alone."""
        return {row_texts(row) for row in self.rows} if len(self.rows) > 1 else set()

    def __len__(self) -> int:
        return len(self.rows)


def headed_with_years(header: Header) -> Iterator[Passage]:
    """The headings that name the year of the targets below them."""
    return (one.words for one in header.columns if target_year(one.words.text, one.over.text))


def row_texts(row: Row) -> tuple[str, ...]:
    """What the filled cells of a row print, without blanks."""
    return tuple(squeeze(cell.text) for cell in row.filled)


def is_indicator_header(row: Row) -> bool:
    """Whether a row by itself names the columns of an indicator table."""
    roles = {indicator_role(cell.text) for cell in row.filled} - {None}
    others = {list_role(cell.text) for cell in row.filled if not indicator_role(cell.text)} - {None}
    named = "level3" in roles or ("level2" in roles and bool(roles & _NAMING))
    enough = (len(roles) + len(others)) * 2 >= len(row.filled)
    return named and len(roles) >= _ENOUGH_ROLES and enough


def find_header(rows: Sequence[Row], at: int) -> Header | None:
    """The header of an indicator table that begins in a row; None where none does."""
    first = rows[at]
    if len(first) > _WIDEST or not any(_names_column(cell.text) for cell in first.filled):
        return None
    below = rows[at + 1] if at + 1 < len(rows) else None
    if below is not None and _divides(first, below):
        joint = Header((first, below), _headings(first, below))
        if _is_known(joint) and (is_indicator_header(first) or _is_joint(joint)):
            return joint
    if is_indicator_header(first):
        return _single(first)
    return _single(first) if below is not None and _heads_outline(first, below) else None


def _single(row: Row) -> Header:
    return Header((row,), tuple(Heading(cell, Passage()) for cell in row.cells))


def _heads_outline(row: Row, below: Row) -> bool:
    """Whether a row heads names and targets, and in the row below a first tier stands alone above the names."""
    roles = {indicator_role(cell.text): at for at, cell in enumerate(row.cells) if cell}
    at = roles.get("level3", roles.get("name"))
    if at is None or "target" not in roles or "level2" in roles:
        return False
    return len(below.filled) == 1 and find_tier(below.cell(at).text, 1) is not None


def _divides(first: Row, below: Row) -> bool:
    """Whether each cell of a row names a column under a heading that covers several."""
    filled = [at for at, cell in enumerate(first.cells) if cell]
    covered = {
        at for left, right in pairwise([*filled, len(below)]) if right - left > 1
        for at in range(left, right)
    }  # fmt: skip
    cells = [at for at, cell in enumerate(below.cells) if cell]
    years = {at for at in cells if target_year(below.cell(at).text, _last(first, at).text)}
    named = [at for at in cells if at in years or _names_column(below.cell(at).text)]
    words = not any(_FIGURE.search(below.cell(at).text) for at in cells if at not in years)
    clear = len(filled) > 1 and len(cells) > 1 and words
    return clear and len(named) * 2 > len(cells) and set(cells) <= covered


def _last(row: Row, at: int) -> Passage:
    """The heading that covers a column: the last one up to it."""
    return next((cell for cell in reversed(row.cells[: at + 1]) if cell), Passage())


def _names_column(text: str) -> bool:
    return bool(indicator_role(text) or list_role(text))


def _headings(first: Row, below: Row) -> tuple[Heading, ...]:
    found = []
    over = Passage()
    for at in range(max(len(first), len(below))):
        over = first.cell(at) or over
        divided = below.cell(at)
        found.append(Heading(divided, over) if divided else Heading(first.cell(at), Passage()))
    return tuple(found)


def _is_known(header: Header) -> bool:
    """Whether all that the second row divides are headings: names of columns, or first tiers."""
    divided = {column.over.start: column.over.text for column in header.columns if column.over}
    return all(_names_column(text) or find_tier(text, 1) for text in divided.values())


def _is_joint(header: Header) -> bool:
    """Whether two rows are a header together: three tiers, or a third one under each first one."""
    first = header.rows[0].filled
    known = [cell for cell in first if _names_column(cell.text) or find_tier(cell.text, 1)]
    roles = [indicator_role(column.words.text) for column in header.columns if column.words]
    groups = {find_tier(column.over.text, 1) for column in header.columns} - {None}
    wide = {"level2", "level3"} <= set(roles) or len(groups) > 1
    return len(known) * 2 >= len(first) and "level3" in roles and "target" in roles and wide
