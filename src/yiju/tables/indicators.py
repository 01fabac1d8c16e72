"""Three-tier indicator tables: which column is what, which rows are one, and the tiers filled down.

Columns are known by their headers, checked against the tiers in the rows below (a header may stand
one column beside its column), or by the tiers alone where the page with the header is lost.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from yiju.model import Basis, Indicator, Passage, Row, Target
from yiju.tables.ledger import Ledger, Reason, Rule
from yiju.tables.sections import Entry, is_indicator_header
from yiju.tables.words import form_role, indicator_role
from yiju.values.characters import join_wrapped, squeeze
from yiju.values.list_number import strip_number
from yiju.values.target import parse_target
from yiju.values.tier import Scheme, find_tier, tier_concepts

_PLACEHOLDER: Final = re.compile(r"(?:指标\d*[:：]?)?[.…·。无]*")
_BEHIND_TIERS: Final = {
    3: ("description", "target", "basis"),
    2: ("target", "basis"),
    1: ("target",),
}
_FAR_BETTER: Final = 2
_OPEN_SIGN: Final = re.compile(r"[≥≤><=]\s*$")


@dataclass(frozen=True, slots=True)
class Columns:
    """The column of each role, from 0."""

    of: Mapping[str, int]

    def cell(self, row: Row, role: str, shift: int) -> Passage:
        """The cell of a role in a row that stands `shift` columns beside the header."""
        return row.cell(self.of[role] + shift) if role in self.of else Passage()


@dataclass(slots=True)
class Draft:
    """An indicator in the making: the cells of its row by role, page pieces put together."""

    cells: dict[str, Passage]
    row: Passage

    def text(self, role: str) -> str:
        """The printed text of a role."""
        return self.cells.get(role, Passage()).text

    def extend(self, cells: Mapping[str, Passage], row: Passage) -> None:
        """Takes the rest of cells that a page cut."""
        for role, cell in cells.items():
            if cell:
                self.cells[role] = self.cells.get(role, Passage()) + cell
        self.row += row


def read_drafts(entries: Sequence[Entry], ledger: Ledger) -> list[Draft]:
    """The indicators in these rows as printed, headers read; what is not understood is left."""
    return _Reader(ledger).read(entries)


def parse_drafts(drafts: Sequence[Draft], scheme: Scheme) -> tuple[Indicator, ...]:
    """The indicators that the drafts hold, their targets read and their tiers known."""
    return tuple(_finished(draft, position, scheme) for position, draft in enumerate(drafts, 1))


# --- columns -------------------------------------------------------------------------------------


def find_columns(header: Row) -> Columns:
    """The columns that a header names."""
    of: dict[str, int] = {}
    for column, cell in enumerate(header.cells):
        role = indicator_role(cell.text) if cell else None
        if role and role not in of:
            of[role] = column
    name = of.pop("name", None)
    if name is not None:
        of.setdefault("level3", name)
    return Columns(of)


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

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.columns: Columns | None = None
        self.shift = 0
        self.shifts: dict[tuple[str, ...], int] = {}
        self.drafts: list[Draft] = []
        self.level1 = Passage()
        self.level2 = Passage()

    def read(self, entries: Sequence[Entry]) -> list[Draft]:
        behind_break = False
        for at, entry in enumerate(entries):
            behind_break = behind_break or entry.fresh
            if is_indicator_header(entry.row):
                self._read_header(entry.row, entries[at + 1 :])
            elif entry.row.filled:
                self._read_row(entry.row, behind_break, entries)
                behind_break = False
        return self.drafts

    def _read_header(self, row: Row, below: Sequence[Entry]) -> None:
        if self.columns:
            self.ledger.ignore(Rule.REPEATED_HEADER, row.filled)
        else:
            named = (
                cell for cell in row.filled if indicator_role(cell.text) or form_role(cell.text)
            )
            self.ledger.map(*named)
        self.columns = find_columns(row)
        texts = tuple(squeeze(cell.text) for cell in row.cells)
        rows = _until_header(below)
        if rows and texts not in self.shifts:
            self.shifts[texts] = find_shift(self.columns, rows)
        self.shift = self.shifts.get(texts, 0)

    def _read_row(self, row: Row, behind_break: bool, entries: Sequence[Entry]) -> None:  # noqa: FBT001
        if self.columns is None:
            self.columns = infer_columns([entry.row for entry in entries])
        if self.columns is None:
            self.ledger.leave(Reason.UNKNOWN_ROW, row.filled)
            return
        cells = {role: self.columns.cell(row, role, self.shift) for role in self.columns.of}
        if not any(cells.values()) or not (cells.get("level3") or self.drafts):
            self.ledger.leave(Reason.UNKNOWN_ROW, row.filled)
        elif _is_placeholder(cells):
            self.ledger.ignore(Rule.FORM_PLACEHOLDER, row.filled)
        else:
            self.ledger.map(*cells.values())
            self._take(cells, Passage.join(row.filled), behind_break=behind_break)

    def _take(self, cells: dict[str, Passage], row: Passage, *, behind_break: bool) -> None:
        last = self.drafts[-1] if self.drafts else None
        if last and _continues(cells, last, behind_break=behind_break):
            last.extend(cells, row)
            self._remember(last)
            return
        draft = Draft(dict(cells), row)
        self._fill_down(draft, last)
        self._remember(draft)
        self.drafts.append(draft)

    def _fill_down(self, draft: Draft, last: Draft | None) -> None:
        """Merged cells print their text once: the tiers go down to the rows below."""
        if not draft.cells.get("level1"):
            draft.cells["level1"] = self.level1
            if not draft.cells.get("level2"):
                draft.cells["level2"] = self.level2
        if not draft.cells.get("level3") and last:
            draft.cells["level3"] = last.cells["level3"]

    def _remember(self, draft: Draft) -> None:
        self.level1 = draft.cells.get("level1", Passage())
        self.level2 = draft.cells.get("level2", Passage())


def _until_header(entries: Sequence[Entry]) -> list[Row]:
    rows: list[Row] = []
    for entry in entries:
        if is_indicator_header(entry.row):
            break
        rows.append(entry.row)
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
    if cells.get("level3"):
        return behind_break and not cells.get("target") and not _names_tier(cells, last)
    return behind_break or not cells.get("target") or _is_open(last)


def _names_tier(cells: Mapping[str, Passage], last: Draft) -> bool:
    """Whether a row has a second tier of its own, and not the rest of the one above."""
    tier, above = cells.get("level2", Passage()).text, last.text("level2")
    rest = not find_tier(above, 2) and find_tier(above + tier, 2)
    return bool(find_tier(tier, 2)) and not rest


def _is_open(last: Draft) -> bool:
    """Whether the row above still lacks its target."""
    text = last.text("target")
    return not text or bool(_OPEN_SIGN.search(text))


# --- records -------------------------------------------------------------------------------------


def _finished(draft: Draft, position: int, scheme: Scheme) -> Indicator:
    cells = draft.cells
    level1, level2 = cells.get("level1", Passage()), cells.get("level2", Passage())
    basis = cells.get("basis")
    return Indicator(
        name=_without_number(cells["level3"]),
        row=draft.row,
        position=position,
        level1=level1,
        level2=level2,
        tiers=tier_concepts(level1.text, level2.text, scheme),
        description=cells.get("description", Passage()),
        targets=tuple(_targets(cells)),
        basis=Basis(basis) if basis else None,
    )


def _without_number(name: Passage) -> Passage:
    """The name without list number and without the blanks that a wrap left at its ends."""
    kept = strip_number(name.text)
    start = len(name.text) - len(kept) if name.text.endswith(kept) else 0
    return name.slice(start, len(name.text)).strip()


def _targets(cells: Mapping[str, Passage]) -> Iterator[Target]:
    """The target of the year and that of the mid term; sign, value and unit may be three columns."""
    both = bool(cells.get("midterm"))
    for role, period in (("target", "annualPeriod"), ("midterm", "midTermPeriod")):
        if value := cells.get(role):
            parts = [cells.get("sign", Passage()), value, cells.get("unit", Passage())]
            words = Passage.join(parts, " ")
            yield read_target(words, period=period if both else None)


def read_target(words: Passage, *, period: str | None = None) -> Target:
    """A target as printed, read."""
    return Target(words, parse_target(join_wrapped(words.text)), period=period)
