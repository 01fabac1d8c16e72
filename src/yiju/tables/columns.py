"""Which column of an indicator table is what: by header, by the cells below, or by the tiers alone.

A header is checked against the tiers in the rows below (it may stand one column beside its column).
What a header leaves open, as 绩效标准 does, the cells decide together; where they do not agree, the
column is none. Columns of the mid term stand beside those of the year, and so do those of later years;
of columns headed with years, the one of the document's fiscal year has the targets.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from yiju.model import Passage, Row
from yiju.tables.header import Header
from yiju.tables.inline import hold_targets, split_target
from yiju.tables.words import (
    indicator_role,
    is_authority,
    is_explaining,
    is_scoring,
    target_year,
    term_of,
)
from yiju.values.characters import squeeze
from yiju.values.tier import Level, find_tier
from yiju.values.unit import find_unit

_BEHIND_TIERS: Final = {
    3: ("description", "target", "basis"),
    2: ("target", "basis"),
    1: ("target",),
}
_FAR_BETTER: Final = 2
_OF_A_TERM: Final = frozenset({"level2", "level3", "sign", "target", "unit"})
_SIGN: Final = re.compile(
    r"[≥≤><=]|[<>]=|大于等于|小于等于|大于|小于|等于|不低于|不高于|不少于|不超过"
)


@dataclass(frozen=True, slots=True)
class Columns:
    """The column of each role, from 0; `midterm` has those of the mid term beside those of the year.

    `period` is the one of all targets where a word beside the header tells it; `later` are the columns of
    targets of later years, by year. Names that are `inline` have their targets behind them in brackets.
    """

    of: Mapping[str, int]
    midterm: Mapping[str, int] = field(default_factory=dict)
    period: str | None = None
    later: Mapping[int, int] = field(default_factory=dict)
    inline: bool = False

    def cell(self, row: Row, role: str, shift: int) -> Passage:
        """The cell of a role in a row that stands `shift` columns beside the header."""
        return row.cell(self.of[role] + shift) if role in self.of else Passage()

    def cells(self, row: Row, shift: int) -> dict[str, Passage]:
        """The cells of a row by role, those of the year where both terms are printed."""
        found = {role: cell for role in self.of if (cell := self.cell(row, role, shift))}
        if self.inline and "level3" in found:
            found["level3"], target = split_target(found["level3"])
            found |= {"target": target} if target else {}
        return found

    def later_cells(self, row: Row, shift: int) -> dict[int, Passage]:
        """The targets of later years, by year."""
        return {year: cell for year, at in self.later.items() if (cell := row.cell(at + shift))}

    def midterm_cells(self, row: Row, shift: int) -> dict[str, Passage]:
        """The cells of the mid term by role, tiers that both terms share among them."""
        shared = {
            role: at for role, at in self.of.items() if role in ("level1", "level2", "level3")
        }
        of = shared | dict(self.midterm)
        return {role: cell for role, at in of.items() if (cell := row.cell(at + shift))}


def find_columns(
    header: Header,
    below: Sequence[Row] = (),
    *,
    both_terms: bool = False,
    year: int | None = None,
) -> Columns:
    """The columns that a header names, and those that the cells below betray.

    With `both_terms` a header that names its columns twice is of the mid term first; `year` is the
    fiscal year of the document.
    """
    of: dict[str, int] = {}
    again: dict[str, int] = {}
    midterm: dict[str, int] = {}
    weights: list[int] = []
    for at, heading in enumerate(header.columns):
        role = indicator_role(heading.words.text) if heading.words else None
        if role in _OF_A_TERM and _term(heading.words, heading.over) == "midTermPeriod":
            midterm.setdefault(role, at)
        elif role:
            (again if role in of else of).setdefault(role, at)
            weights += [at] if role == "weight" else []
    if both_terms and "target" in again and not midterm:
        midterm = {role: of[role] for role in again if role in _OF_A_TERM}
        of |= again
    later = _take_year(of, header, year)
    _name_third_tier(of, below)
    _weigh_third_tier(of, weights)
    _settle(of, below)
    if "target" in of:
        _find_beside(of["target"], of, header, below)
        _find_below(of["target"], of, header, below)
    midterm = midterm if "target" in midterm else {}
    return Columns(of, midterm, _stub_term(header), later, _are_inline(of, below))


def _are_inline(of: Mapping[str, int], below: Sequence[Row]) -> bool:
    """Whether a table without a column of targets has them behind its names."""
    if "target" in of or "level3" not in of:
        return False
    return hold_targets([cell for row in below if (cell := row.cell(of["level3"]))])


def _take_year(of: dict[str, int], header: Header, year: int | None) -> dict[int, int]:
    """Of columns headed with years, takes that of the fiscal year for the targets; those of later years.

    Where none is headed with it, nobody can tell which are meant, unless there is one only and no other
    year is known.
    """
    years = {
        headed: at
        for at, one in enumerate(header.columns)
        if (headed := target_year(one.words.text, one.over.text))
    }
    if year is None and len(years) == 1:
        [of["target"]] = years.values()
    if not years or (year is None and len(years) == 1):
        return {}
    of.pop("target", None)
    if year in years:
        of["target"] = years[year]
    return {later: at for later, at in years.items() if year in years and later > (year or 0)}


def _term(words: Passage, over: Passage) -> str | None:
    return term_of(words.text) or term_of(over.text)


def _stub_term(header: Header) -> str | None:
    """The term of a whole table: words such as 年度绩效指标 stand before its header."""
    stub = next(iter(header.rows[0].filled))
    return term_of(stub.text) if indicator_role(stub.text) == "name" else None


def _name_third_tier(of: dict[str, int], below: Sequence[Row]) -> None:
    """What is called 指标内容 is the third tier, or tells more of it where one is called so.

    Where no column is called so, the cells tell: one tier up, names stand where the second is headed.
    """
    for role in ("content", "name"):
        at = of.pop(role, None)
        if at is not None and of.setdefault("level3", at) != at and role == "content":
            of.setdefault("description", at)
    if "level3" not in of and "level2" in of and not _hold_tiers(below, of["level2"], 2):
        of["level3"] = of.pop("level2")
        if "level1" in of and not _hold_tiers(below, of["level1"], 1):
            of["level2"] = of.pop("level1")


def _hold_tiers(below: Sequence[Row], at: int, level: Level) -> bool:
    """Whether most cells of a column are tiers of that level; where there are none, as its header says."""
    cells = [cell.text for row in below if (cell := row.cell(at))]
    return not cells or _mostly(lambda text: find_tier(text, level) is not None, cells)


def _weigh_third_tier(of: dict[str, int], weights: Sequence[int]) -> None:
    """Where each tier has points of its own, those behind the third one are the indicator's."""
    behind = [at for at in weights if at > of.get("level3", 0)]
    if len(weights) > 1 and behind:
        of["weight"] = min(behind)


def _settle(of: dict[str, int], below: Sequence[Row]) -> None:
    """A column that a header calls a standard or a note holds bases, or tells how points are given."""
    at = of.pop("open", None)
    cells = [cell.text for row in below if (cell := row.cell(at))]
    if _mostly(is_scoring, cells) or _mostly(is_explaining, cells):
        of.setdefault("description", at or 0)
    elif _mostly(is_authority, cells):
        of.setdefault("basis", at or 0)


def _mostly(fits: Callable[[str], bool], cells: Sequence[str]) -> bool:
    return sum(map(fits, cells)) * 2 > len(cells)


def _find_beside(target: int, of: dict[str, int], header: Header, below: Sequence[Row]) -> None:
    """A column of signs before the target, or of units behind it, whatever its header calls it."""
    for role, at, fits in (("sign", target - 1, is_sign), ("unit", target + 1, _is_unit)):
        cells = [cell.text for row in below if (cell := row.cell(at))]
        named = 0 <= at < len(header.columns) and bool(header.columns[at].words)
        if role not in of and named and at not in of.values() and _mostly(fits, cells):
            of[role] = at


def _find_below(target: int, of: dict[str, int], header: Header, below: Sequence[Row]) -> None:
    """The columns under a heading that covers several: a sign, a value, a unit; else none is clear."""
    after = (
        at for at, one in enumerate(header.columns) if at > target and (one.words or one.taken)
    )
    end = next(after, len(header.columns))
    filled = {
        at: cells
        for at in range(target, end)
        if (cells := [c.text for row in below if (c := row.cell(at))])
    }
    if len(filled) < 2:
        return
    signs = [at for at, cells in filled.items() if _mostly(is_sign, cells)]
    units = [at for at, cells in filled.items() if _mostly(_is_unit, cells)]
    values = [at for at in filled if at not in (*signs, *units)]
    if max(len(signs), len(units), len(values)) > 1 or not values:
        del of["target"]
        return
    of["target"] = values[0]
    of |= {role: found[0] for role, found in (("sign", signs), ("unit", units)) if found}


def is_sign(text: str) -> bool:
    """Whether a text is a sign of comparison and nothing else."""
    return bool(_SIGN.fullmatch(squeeze(text)))


def _is_unit(text: str) -> bool:
    return find_unit(text) is not None


def infer_columns(rows: Sequence[Row]) -> Columns | None:
    """The columns of a table without a header, from where the second tier stands; None if nowhere.

    The last columns are, as everywhere: description, target and basis.
    """
    places = Counter(
        column for row in rows for column, cell in enumerate(row.cells) if find_tier(cell.text, 2)
    )
    if not places:
        return None
    level2 = places.most_common(1)[0][0]
    named = sum(bool(row.cell(level2 + 1)) for row in rows if find_tier(row.cell(level2).text, 2))
    if named * 2 < places[level2]:
        return None
    width = 1 + max(at for row in rows for at, cell in enumerate(row.cells) if cell)
    behind = _BEHIND_TIERS.get(width - level2 - 2)
    if behind is None:
        return None
    of = {"level2": level2, "level3": level2 + 1}
    of |= {role: level2 + 2 + n for n, role in enumerate(behind)}
    if level2:
        of["level1"] = level2 - 1
    return Columns(of)


def find_shift(columns: Columns, rows: Sequence[Row]) -> int:
    """How far the rows stand beside their header: nowhere, unless the tiers agree far better there."""

    def agreement(shift: int) -> int:
        return sum(_agrees(columns, row, shift) for row in rows)

    best = max((-1, 1), key=agreement)
    return best if agreement(best) >= agreement(0) + _FAR_BETTER else 0


def _agrees(columns: Columns, row: Row, shift: int) -> int:
    first, second = (columns.cell(row, role, shift).text for role in ("level1", "level2"))
    return bool(find_tier(first, 1)) + bool(find_tier(second, 2))
