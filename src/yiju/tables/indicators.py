"""Three-tier indicator tables: which column is what, which rows are one, and the tiers filled down.

Columns are known by their headers, checked against the tiers in the rows below (a header may stand
one column beside its column), or by the tiers alone where the page with the header is lost.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from yiju.model import Basis, Evaluation, Indicator, Passage, Row, Target
from yiju.tables.ledger import Ledger, Reason, Rule
from yiju.tables.sections import Entry, is_indicator_header
from yiju.tables.words import form_role, indicator_role, names_sum
from yiju.values.amount import parse_number
from yiju.values.characters import join_wrapped, squeeze
from yiju.values.list_number import strip_number
from yiju.values.target import parse_target
from yiju.values.tier import Scheme, find_tier, tier_concepts
from yiju.values.unit import find_unit

_PLACEHOLDER: Final = re.compile(r"(?:指标\d*[:：]?)?[.…·。无]*")
_BEHIND_TIERS: Final = {
    3: ("description", "target", "basis"),
    2: ("target", "basis"),
    1: ("target",),
}
_FAR_BETTER: Final = 2
_ENOUGH_ROWS: Final = 50
_SIGN: Final = re.compile(
    r"[≥≤><=]|[<>]=|大于等于|小于等于|大于|小于|等于|不低于|不高于|不少于|不超过"
)
_OPEN_SIGN: Final = re.compile(r"[≥≤><=]\s*$")


@dataclass(frozen=True, slots=True)
class Columns:
    """The column of each role, from 0; `again` has the roles that a header names a second time."""

    of: Mapping[str, int]
    again: Mapping[str, int] = field(default_factory=dict)

    def cell(self, row: Row, role: str, shift: int) -> Passage:
        """The cell of a role in a row that stands `shift` columns beside the header."""
        return row.cell(self.of[role] + shift) if role in self.of else Passage()


@dataclass(slots=True)
class Draft:
    """An indicator in the making: the cells of its row by role, page pieces put together."""

    cells: dict[str, list[Passage]]
    rows: list[Passage]

    def cell(self, role: str) -> Passage:
        """The cell of a role, whole; an empty passage where there is none."""
        return Passage.join(self.cells.get(role, ()))

    def last(self, role: str) -> str:
        """The text of a role as the last row prints it."""
        cells = self.cells.get(role)
        return cells[-1].text if cells else ""

    def extend(self, cells: Mapping[str, Passage], row: Passage) -> None:
        """Take the rest of cells that a page cut."""
        for role, cell in cells.items():
            if cell:
                self.cells.setdefault(role, []).append(cell)
        self.rows.append(row)


def read_drafts(
    entries: Sequence[Entry], ledger: Ledger, *, both_terms: bool = False
) -> list[Draft]:
    """The indicators in these rows as printed, headers read; what is not understood is left.

    With `both_terms` a header that names its columns twice is of the mid term first and of the
    year then.
    """
    return _Reader(ledger, both_terms=both_terms).read(entries)


def parse_drafts(drafts: Sequence[Draft], scheme: Scheme) -> tuple[Indicator, ...]:
    """The indicators that the drafts hold, their targets read and their tiers known."""
    return tuple(_finished(draft, position, scheme) for position, draft in enumerate(drafts, 1))


# --- columns -------------------------------------------------------------------------------------


def find_columns(header: Row, below: Sequence[Row] = ()) -> Columns:
    """The columns that a header names, and those of signs and units that their cells betray."""
    of: dict[str, int] = {}
    again: dict[str, int] = {}
    for column, cell in enumerate(header.cells):
        role = indicator_role(cell.text) if cell else None
        if role:
            (again if role in of else of).setdefault(role, column)
    name = of.pop("name", None)
    if name is not None:
        of.setdefault("level3", name)
    target = of.get("target")
    if target is not None:
        _find_beside(target, of, header, below)
    return Columns(of, again if {"level3", "target"} <= again.keys() else {})


def _find_beside(target: int, of: dict[str, int], header: Row, below: Sequence[Row]) -> None:
    """A column of signs before the target, or of units behind it, whatever its header calls it."""
    for role, column, fits in (("sign", target - 1, _is_sign), ("unit", target + 1, _is_unit)):
        cells = [cell.text for row in below if (cell := row.cell(column))]
        unknown = column not in of.values() and bool(header.cell(column))
        if role not in of and unknown and sum(map(fits, cells)) * 2 > len(cells):
            of[role] = column


def _is_sign(text: str) -> bool:
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


# --- rows ----------------------------------------------------------------------------------------


class _Reader:
    """Reads the rows of one table into drafts; a header sets the columns of the rows below it."""

    def __init__(self, ledger: Ledger, *, both_terms: bool) -> None:
        self.ledger = ledger
        self.both_terms = both_terms
        self.columns: Columns | None = None
        self.seen_header = False
        self.shift = 0
        self.shifts: dict[tuple[str, ...], int] = {}
        self.drafts: list[Draft] = []
        self.level1: list[Passage] = []
        self.level2: list[Passage] = []

    def read(self, entries: Sequence[Entry]) -> list[Draft]:
        self.columns = infer_columns(_until_header(entries, 0))
        behind_break = False
        for at, entry in enumerate(entries):
            behind_break = behind_break or entry.fresh
            if is_indicator_header(entry.row):
                self._read_header(entry.row, _until_header(entries, at + 1))
            elif entry.row.filled:
                self._read_row(entry.row, behind_break=behind_break)
                behind_break = False
        return self.drafts

    def _read_header(self, row: Row, below: Sequence[Row]) -> None:
        if self.seen_header:
            self.ledger.ignore(Rule.REPEATED_HEADER, row.filled)
        else:
            named = (
                cell for cell in row.filled if indicator_role(cell.text) or form_role(cell.text)
            )
            self.ledger.map(*named)
        self.seen_header = True
        self.columns = find_columns(row, below)
        texts = tuple(squeeze(cell.text) for cell in row.cells)
        if below and texts not in self.shifts:
            self.shifts[texts] = find_shift(self.columns, below)
        self.shift = self.shifts.get(texts, 0)

    def _read_row(self, row: Row, *, behind_break: bool) -> None:
        columns = self.columns or Columns({})
        cells = {role: cell for role in columns.of if (cell := columns.cell(row, role, self.shift))}
        if not cells or not ("level3" in cells or self.drafts):
            self.ledger.leave(Reason.UNKNOWN_ROW, row.filled)
        elif names_sum(row.filled[0].text):
            self.ledger.ignore(Rule.TOTAL_ROW, row.filled)
        elif _is_placeholder(cells):
            self.ledger.ignore(Rule.FORM_PLACEHOLDER, row.filled)
        else:
            for role in ("weight", "score"):
                if role in cells and parse_number(cells[role].text) is None:
                    self.ledger.leave(Reason.UNKNOWN_CELL, [cells.pop(role)])
            self.ledger.map(*cells.values())
            cells |= self._of_the_year(cells, row)
            self._take(cells, Passage.join(row.filled), behind_break=behind_break)

    def _of_the_year(self, cells: Mapping[str, Passage], row: Row) -> dict[str, Passage]:
        """The target of the year beside that of the mid term, where both are of one indicator."""
        again = Columns(self.columns.again if self.columns else {})
        named, value = (again.cell(row, role, self.shift) for role in ("level3", "target"))
        same = squeeze(named.text) == squeeze(cells["level3"].text) if "level3" in cells else False
        if not (self.both_terms and same and value and "target" in cells):
            return {}
        self.ledger.map(*(again.cell(row, role, self.shift) for role in again.of))
        return {"midterm": cells["target"], "target": value}

    def _take(self, cells: Mapping[str, Passage], row: Passage, *, behind_break: bool) -> None:
        last = self.drafts[-1] if self.drafts else None
        if last and _continues(cells, last, behind_break=behind_break):
            last.extend(cells, row)
        else:
            last = Draft(self._filled_down(cells), [row])
            self.drafts.append(last)
        self.level1 = last.cells.get("level1", [])
        self.level2 = last.cells.get("level2", [])

    def _filled_down(self, printed: Mapping[str, Passage]) -> dict[str, list[Passage]]:
        """Merged cells print their text once: the tiers, and a name, go down to the rows below."""
        cells = {role: [cell] for role, cell in printed.items()}
        if "level1" not in cells:
            cells["level1"] = list(self.level1)
            cells.setdefault("level2", list(self.level2))
        if "level3" not in cells:
            cells["level3"] = list(self.drafts[-1].cells["level3"])
        return cells


def _until_header(entries: Sequence[Entry], start: int) -> list[Row]:
    """The rows from there to the next header, as many as are needed to know the columns."""
    rows: list[Row] = []
    for at in range(start, min(len(entries), start + _ENOUGH_ROWS)):
        if is_indicator_header(entries[at].row):
            break
        rows.append(entries[at].row)
    return rows


def _is_placeholder(cells: Mapping[str, Passage]) -> bool:
    """Whether a row is what a blank form prints: 指标1：, ……, nothing to reach."""
    name, rest = cells.get("level3"), (cells.get("target"), cells.get("basis"))
    return (
        bool(name)
        and not any(rest)
        and bool(_PLACEHOLDER.fullmatch(squeeze(name.text if name else "")))
    )


def _continues(cells: Mapping[str, Passage], last: Draft, *, behind_break: bool) -> bool:
    """Whether a row holds the rest of the row above, cut by a line or a page.

    An indicator has a name and something to reach. Behind a page break a row without a target, and
    whose second tier is no tier by itself, is a rest; elsewhere only a row without a name is, unless
    it has a target of its own: then a merged name goes down to it.
    """
    if "level3" in cells:
        return behind_break and "target" not in cells and not _names_tier(cells, last)
    return behind_break or "target" not in cells or _is_open(last)


def _names_tier(cells: Mapping[str, Passage], last: Draft) -> bool:
    """Whether a row has a second tier of its own, and not the rest of the one above."""
    tier, above = cells.get("level2", Passage()).text, last.last("level2")
    rest = not find_tier(above, 2) and find_tier(above + tier, 2)
    return bool(find_tier(tier, 2)) and not rest


def _is_open(last: Draft) -> bool:
    """Whether the row above still lacks its target."""
    text = last.last("target")
    return not text or bool(_OPEN_SIGN.search(text))


# --- records -------------------------------------------------------------------------------------


def _finished(draft: Draft, position: int, scheme: Scheme) -> Indicator:
    level1, level2, basis = draft.cell("level1"), draft.cell("level2"), draft.cell("basis")
    return Indicator(
        name=_without_number(draft.cell("level3")),
        row=Passage.join(draft.rows),
        position=position,
        level1=level1,
        level2=level2,
        tiers=tier_concepts(level1.text, level2.text, scheme),
        description=draft.cell("description"),
        targets=tuple(_targets(draft)),
        basis=Basis(basis) if basis else None,
        evaluation=_evaluation(draft),
    )


def _evaluation(draft: Draft) -> Evaluation | None:
    """What a self-evaluation says of the indicator; None where the table has no such column."""
    actual, deviation = draft.cell("actual"), draft.cell("deviation")
    weight, score = (parse_number(draft.cell(role).text) for role in ("weight", "score"))
    if not actual and not deviation and weight is None and score is None:
        return None
    return Evaluation(actual, weight, score, deviation)


def _without_number(name: Passage) -> Passage:
    """The name without list number and without the blanks that a wrap left at its ends."""
    kept = strip_number(name.text)
    start = len(name.text) - len(kept) if name.text.endswith(kept) else 0
    return name.slice(start, len(name.text)).strip()


def _targets(draft: Draft) -> Iterator[Target]:
    """The target of the year and that of the mid term; sign, value and unit may be three columns."""
    both = "midterm" in draft.cells
    for role, period in (("target", "annualPeriod"), ("midterm", "midTermPeriod")):
        if value := draft.cell(role):
            sign = draft.cell("sign")
            named = Passage() if sign and not _is_sign(sign.text) else sign
            words = Passage.join([named, value, draft.cell("unit")], " ")
            yield read_target(words, period=period if both else None)


def read_target(words: Passage, *, period: str | None = None) -> Target:
    """A target as printed, read."""
    return Target(words, parse_target(join_wrapped(words.text)), period=period)
