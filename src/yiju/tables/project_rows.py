"""A table of many projects with an indicator in each row: merged cells name the project once.

A row that names a project begins it; the rows below belong to it until the next name. Some tables have a
group of columns for each first tier, with a third tier and its target in each: then a row holds as
many indicators. A row that names a body and nothing else tells whose projects follow.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from yiju.model import Department, FundingAllocation, Passage, Project, Row
from yiju.tables.bodies import read_body, split_code
from yiju.tables.columns import Columns, find_columns
from yiju.tables.drafts import Draft, parse_drafts
from yiju.tables.goals import parse_goals
from yiju.tables.header import Header, Heading, find_header, headed_with_years, row_texts
from yiju.tables.indicators import read_rows
from yiju.tables.ledger import Ledger, Reason, Rule
from yiju.tables.money import SOURCES
from yiju.tables.sections import Entry
from yiju.tables.words import form_role, indicator_role, list_role, names_organ, names_sum, own_unit
from yiju.values.amount import parse_amount
from yiju.values.characters import squeeze
from yiju.values.tier import Scheme, find_scheme, find_tier

_ENOUGH_ROWS: Final = 50
_PAGES: Final = 3
"""Pages that one name stands on, at most."""

_TIERS: Final = frozenset({"level1", "level2", "level3"})
_BEGINS: Final = frozenset({"budget", "code"})
"""What only the first row of a project has."""


@dataclass(frozen=True, slots=True)
class _Group:
    """The columns of indicators; `tier` is the first tier where it stands over them."""

    tier: Passage
    columns: Columns

    def part(self, row: Row) -> Row:
        """The row with the cells of these columns only."""
        of = self.columns
        mine = {*of.of.values(), *of.midterm.values(), *of.later.values()}
        cells = (cell if at in mine else Passage() for at, cell in enumerate(row.cells))
        return Row(tuple(cells), row.line)


@dataclass(frozen=True, slots=True)
class _Layout:
    """The columns that tell of projects, the units of their amounts, and the groups of indicators."""

    of: Mapping[str, int]
    units: Mapping[str, str]
    groups: tuple[_Group, ...]

    def cells(self, row: Row) -> dict[str, Passage]:
        return {role: cell for role, at in self.of.items() if (cell := row.cell(at))}


@dataclass(slots=True)
class _Item:
    """A project in the making: its cells by role with the pieces of pages, and its rows."""

    layout: _Layout
    cells: dict[str, list[Passage]]
    body: Department | None
    entries: list[Entry] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)

    def cell(self, role: str) -> Passage:
        return Passage.join(self.cells.get(role, ()))

    def extend(self, cells: Mapping[str, Passage]) -> None:
        for role, cell in cells.items():
            self.cells.setdefault(role, []).append(cell)


def parse_rows(
    entries: Sequence[Entry],
    unit: str,
    department: Department | None,
    ledger: Ledger,
    *,
    year: int | None = None,
) -> list[Project]:
    """The projects of these rows; amounts are printed in `unit`. What is not understood is left.

    `year` is the fiscal year of the document.
    """
    items = _Reader(department, ledger, year).read(entries)
    for item in items:
        item.drafts = sorted(_drafts(item, ledger), key=lambda draft: draft.rows[0].start)
    scheme = _scheme(items)
    made = (_project(item, unit, scheme, ledger) for item in items)
    return [project for project in made if project]


# --- rows to projects ----------------------------------------------------------------------------


class _Reader:
    """Tells which rows belong to which project."""

    def __init__(self, department: Department | None, ledger: Ledger, year: int | None) -> None:
        self.body = department
        self.ledger = ledger
        self.year = year
        self.layout: _Layout | None = None
        self.headers: set[tuple[str, ...]] = set()
        self.parts: set[tuple[str, ...]] = set()
        self.items: list[_Item] = []
        self.bodies: dict[str, Department] = {}

    def read(self, entries: Sequence[Entry]) -> list[_Item]:
        rows = [entry.row for entry in entries]
        at = 0
        while at < len(rows):
            header = find_header(rows, at)
            if header and row_texts(rows[at]) in self.parts and len(header) == 1:
                header = None
            if header:
                self._read_header(header, rows[at + len(header) : at + _ENOUGH_ROWS])
            elif rows[at].filled and self.layout:
                self._read_row(entries[at], self.layout)
            elif rows[at].filled:
                self.ledger.leave(Reason.UNKNOWN_ROW, rows[at].filled)
            at += len(header) if header else 1
        return self.items

    def _read_header(self, header: Header, below: Sequence[Row]) -> None:
        texts = tuple(filter(None, header.texts))
        if texts in self.headers:
            self.ledger.ignore(Rule.REPEATED_HEADER, header.filled)
        else:
            self.ledger.map(*filter(_is_known, header.filled), *headed_with_years(header))
        self.headers.add(texts)
        self.parts |= header.parts()
        self.layout = _find_layout(header, below, self.year)

    def _read_row(self, entry: Entry, layout: _Layout) -> None:
        row, cells = entry.row, layout.cells(entry.row)
        if row_texts(row) in self.parts:
            self.ledger.ignore(Rule.REPEATED_HEADER, row.filled)
        elif names_sum(row.filled[0].text):
            self.ledger.ignore(Rule.TOTAL_ROW, row.filled)
        elif _numbers_columns(row):
            self.ledger.ignore(Rule.COLUMN_NUMBERS, row.filled)
        elif _names_body(cells, row):
            self.body = self._read_body(*cells.values())
            self.ledger.map(*cells.values())
        elif self.items and self._goes_on(self.items[-1], cells, fresh=entry.fresh):
            self.items[-1].entries.append(entry)
        elif "name" in cells:
            self._begin(entry, cells, layout)
        else:
            self.ledger.leave(Reason.UNKNOWN_ROW, row.filled)

    def _begin(self, entry: Entry, cells: Mapping[str, Passage], layout: _Layout) -> None:
        if "department" in cells:
            self.body = self._read_body(cells["department"])
        own = {role: [cell] for role, cell in cells.items()}
        self.items.append(_Item(layout, own, self.body, [entry]))

    def _goes_on(self, item: _Item, cells: Mapping[str, Passage], *, fresh: bool) -> bool:
        """Whether a row belongs to the project above: it names none, or names it again.

        The first row behind a page break may hold the rest of its cells.
        """
        if "name" not in cells:
            if fresh:
                item.extend({role: cells[role] for role in ("goals", "purpose") if role in cells})
            return True
        if squeeze(cells["name"].text) == squeeze(item.cell("name").text):
            self.ledger.map(*cells.values())
            return not (
                "code" in cells and squeeze(cells["code"].text) != squeeze(item.cell("code").text)
            )
        begun = bool(_BEGINS & item.cells.keys()) and len(item.cells["name"]) < _PAGES
        is_rest = fresh and begun and not _BEGINS & cells.keys()
        if is_rest:
            item.extend(cells)
        return is_rest

    def _read_body(self, words: Passage) -> Department:
        """A body that a cell names; one name is one department."""
        body = read_body(words)
        known = self.bodies.setdefault(body.name, body)
        return self.body if self.body and self.body.name == body.name else known


def _names_body(cells: Mapping[str, Passage], row: Row) -> bool:
    """Whether a row names a body and nothing else."""
    alone = len(row.filled) == 1
    named = "department" in cells or ("name" in cells and names_organ(cells["name"].text))
    return alone and named


def _numbers_columns(row: Row) -> bool:
    """Whether a row does nothing but number the columns: 1, 2, 3."""
    return len(row.filled) > 1 and all(
        cell.text == str(at) for at, cell in enumerate(row.filled, 1)
    )


def _is_known(cell: Passage) -> bool:
    text = cell.text
    return bool(indicator_role(text) or list_role(text) or find_tier(text, 1) or _source(text))


# --- columns -------------------------------------------------------------------------------------


def _find_layout(header: Header, below: Sequence[Row], year: int | None) -> _Layout:
    """The columns of projects stand before the first tier; one behind it is none of an indicator's."""
    first = min(
        (at for at, one in enumerate(header.columns) if indicator_role(one.words.text) in _TIERS),
        default=len(header.columns),
    )
    of: dict[str, int] = {}
    units: dict[str, str] = {}
    for at, heading in enumerate(header.columns):
        text = heading.words.text
        role = None if at > first and indicator_role(text) else list_role(text) or _source(text)
        if role and role not in ("indicators", "aside") and of.setdefault(role, at) == at:
            units[role] = own_unit(text) or own_unit(heading.over.text) or ""
    return _Layout(of, units, tuple(_groups(header, frozenset(of.values()), below, year)))


def _groups(
    header: Header, taken: frozenset[int], below: Sequence[Row], year: int | None
) -> Iterator[_Group]:
    tiers = {
        heading.over.start: heading.over
        for heading in header.columns
        if find_tier(heading.over.text, 1)
    }
    if len(tiers) < 2:
        yield _Group(Passage(), find_columns(_kept(header, taken), below, year=year))
        return
    for tier in tiers.values():
        others = {at for at, one in enumerate(header.columns) if one.over.pieces != tier.pieces}
        kept = _kept(header, taken | others)
        yield _Group(tier, find_columns(kept, below, year=year))


def _kept(header: Header, taken: frozenset[int]) -> Header:
    """The header without the columns that are taken."""
    blank = Heading(Passage(), Passage(), taken=True)
    columns = (blank if at in taken else one for at, one in enumerate(header.columns))
    return replace(header, columns=tuple(columns))


def _source(text: str) -> str | None:
    role = form_role(text)
    return role if role in SOURCES else None


# --- records -------------------------------------------------------------------------------------


def _drafts(item: _Item, ledger: Ledger) -> Iterator[Draft]:
    for group in item.layout.groups:
        parts = [Entry(group.part(entry.row), entry.fresh) for entry in item.entries]
        filled = [entry for entry in parts if entry.row.filled]
        for draft in read_rows(filled, group.columns, ledger):
            if group.tier:
                draft.cells["level1"] = [group.tier]
            yield draft


def _scheme(items: Sequence[_Item]) -> Scheme:
    drafts = [draft for item in items for draft in item.drafts]
    return find_scheme(
        (draft.cell("level1").text for draft in drafts),
        (draft.cell("level2").text for draft in drafts),
    )


def _project(item: _Item, unit: str, scheme: Scheme, ledger: Ledger) -> Project | None:
    """The project of an item; a name beside which nothing stands is none."""
    budget = _amount(item, "budget", unit)
    funding = tuple(_funding(item, unit))
    goals = parse_goals(item.cells.get("goals", ()))
    if not item.drafts and not goals and budget is None:
        ledger.leave(Reason.UNKNOWN_ROW, item.entries[0].row.filled)
        return None
    used = {"name", "code", "department", "purpose", "goals"} | {
        role for role in item.cells if _amount(item, role, unit) is not None
    }
    ledger.map(*(cell for role in used for cell in item.cells.get(role, ())))
    code, name = split_code(item.cell("name"))
    return Project(
        name=name,
        row=Passage.join(cell for cells in item.cells.values() for cell in cells),
        code=squeeze(item.cell("code").text) or squeeze(code.text) or None,
        department=item.body,
        budget=budget,
        budget_words=item.cell("budget") if budget is not None else Passage(),
        funding=funding,
        purpose=item.cell("purpose"),
        goals=goals,
        indicators=parse_drafts(item.drafts, scheme),
    )


def _amount(item: _Item, role: str, unit: str) -> Decimal | None:
    text = item.cell(role).text
    return parse_amount(text, unit=item.layout.units.get(role) or unit) if text else None


def _funding(item: _Item, unit: str) -> Iterator[FundingAllocation]:
    for role, source in SOURCES.items():
        amount = _amount(item, role, unit)
        if amount is not None:
            yield FundingAllocation(source, amount, item.cell(role))
