"""Which rows belong together, and what they are: the tables of a document, over all page breaks.

A page break leaves page titles, unit lines and repeated headers between the parts of one table. A
part belongs to the section before it when it begins with a header that the section already has, or
goes on in its columns; a caption or a numbered heading in between starts anew. What fits no kind is
`UNKNOWN`: it will be listed, never forced.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

from yiju.model import Document, Paragraph, Passage, Row, Table
from yiju.tables.unit_words import is_unit_header
from yiju.tables.words import (
    caption_ending,
    form_role,
    grade_of,
    grading_role,
    indicator_role,
    list_role,
    names_organ,
    procurement_role,
)
from yiju.values.characters import squeeze
from yiju.values.list_number import is_numbered
from yiju.values.tier import find_tier

_UNIT_LINE: Final = re.compile(r"(?:金额)?单位[:：](?P<unit>[^\s:：]*元)")
_ORGANISATION: Final = re.compile(
    r"[\[【(（]?(?P<code>\d{3,9})[\]】)）]?(?P<name>[^\d\W年].{1,60})"
)
_PAGE_NUMBER: Final = re.compile(r"[-—–第]*\d{1,4}[-—–页]*|第\d+页共\d+页|\d+/\d+")
_CODE_VALUE: Final = re.compile(r"[0-9A-Za-z]{8,}")
_PROCUREMENT: Final = "采购"
_FIGURE: Final = re.compile(r"[-+]?[\d.,]+")
_PAGE: Final = re.compile(r"\d{1,4}")
_ENOUGH_ROLES: Final = 3
_WIDEST: Final = 200
"""Columns of the widest row that may be a header or part of a form."""

_TABLE_WIDTH: Final = 4
"""Columns of the narrowest table that is known by nothing but going on in the same columns."""


class Kind(Enum):
    """What a section is."""

    PROJECT = auto()
    PROJECT_LIST = auto()
    INDICATORS = auto()
    GRADING = auto()
    PROCUREMENT = auto()
    UNITS = auto()
    LEAD = auto()
    CONTENTS = auto()
    UNKNOWN = auto()


_HEADED: Final = frozenset(
    {Kind.INDICATORS, Kind.GRADING, Kind.PROCUREMENT, Kind.UNITS, Kind.PROJECT_LIST}
)
"""The kinds that begin with a row of column names."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a section; `fresh` where it is the first behind a page break."""

    row: Row
    fresh: bool


@dataclass(slots=True)
class Section:
    """Rows of one table of the document, with the caption, body and unit printed above them."""

    kind: Kind
    caption: Passage = field(default_factory=Passage)
    organisation: Passage = field(default_factory=Passage)
    unit: str = "万元"
    entries: list[Entry] = field(default_factory=list)
    headers: set[tuple[str, ...]] = field(default_factory=set)
    labels: set[str] = field(default_factory=set)

    @property
    def width(self) -> int:
        """Cells of the last row."""
        return len(self.entries[-1].row)

    def add(self, row: Row, *, fresh: bool, header: bool) -> None:
        """Take one more row; headers and labels are remembered, to know them when they come again."""
        self.entries.append(Entry(row, fresh))
        if header:
            self.headers.add(_texts(row))
        elif not self.headers:
            self.labels |= _form_roles(row)


def find_sections(document: Document) -> list[Section]:
    """The sections of a document in their order; together they hold every row of every table."""
    finder = _Finder()
    for block in document.blocks:
        if isinstance(block, Paragraph):
            finder.read_paragraph(block.words)
        else:
            finder.read_table(block)
    return finder.sections


# --- what a row or a line is ---------------------------------------------------------------------


def is_indicator_header(row: Row) -> bool:
    """Whether a row names the columns of an indicator table."""
    roles = {indicator_role(cell.text) for cell in row.filled} - {None}
    named = "level3" in roles or {"name", "level2"} <= roles
    return named and len(roles) >= _ENOUGH_ROLES and len(roles) * 2 >= len(row.filled)


def is_grading_header(row: Row) -> bool:
    """Whether a row names the columns of a graded table, or the four grades below them."""
    roles = {grading_role(cell.text) for cell in row.filled} - {None}
    grades = {grade_of(cell.text) for cell in row.filled} - {None}
    return {"indicator", "standard"} <= roles or (
        len(grades) >= _ENOUGH_ROLES and len(grades) * 2 > len(row.filled)
    )


def is_procurement_header(row: Row) -> bool:
    """Whether a row names the columns of a table of planned procurement: the items and more."""
    known = {role: cell for cell in row.filled if (role := procurement_role(cell.text))}
    named = any(_PROCUREMENT in squeeze(cell.text) for cell in known.values())
    return named and "item" in known and len(known) >= _ENOUGH_ROLES


def is_procurement_subheader(row: Row) -> bool:
    """Whether a row divides the columns of a procurement table: names of columns, and no figure."""
    roles = [procurement_role(cell.text) for cell in row.filled]
    divides = any(roles) and sum(role is not None for role in roles) * 2 >= len(roles)
    total = bool(row.cell(0)) and roles[0] == "total"
    return (
        divides
        and not total
        and not any(_FIGURE.fullmatch(squeeze(cell.text)) for cell in row.filled)
    )


def is_list_header(row: Row) -> bool:
    """Whether a row names the columns of a table that has a project in each row."""
    roles = {role for cell in row.filled if (role := list_role(cell.text))}
    promises = bool(roles & {"goals", "indicators", "purpose"})
    return {"name", "budget"} <= roles and promises and len(roles) * 4 >= len(row.filled) * 3


def find_organisation(text: str) -> tuple[str, str] | None:
    """The code and the name of a body in a line such as `306001 石家庄…科学技术局本级`.

    >>> find_organisation("[481]廊坊市广阳区科技局")
    ('481', '廊坊市广阳区科技局')
    """
    found = _ORGANISATION.fullmatch(squeeze(text))
    if not found or not names_organ(found["name"]):
        return None
    return found["code"], found["name"]


def find_unit_line(text: str) -> str | None:
    """The unit of amounts in a line such as `单位：万元`."""
    found = _UNIT_LINE.fullmatch(squeeze(text))
    return found["unit"] if found else None


def is_lead(row: Row) -> bool:
    """Whether a row is a line above a table: a body, a unit of amounts."""
    return bool(row.filled) and all(
        find_organisation(cell.text) or find_unit_line(cell.text) for cell in row.filled
    )


def has_tier(row: Row) -> bool:
    """Whether a cell of the row is a tier of indicators by itself."""
    return any(find_tier(cell.text, 2) for cell in row.filled)


def _form_roles(row: Row) -> set[str]:
    return {role for cell in row.filled if (role := form_role(cell.text))}


def _starts_project(rows: Sequence[Row], at: int) -> bool:
    """Whether a project's form starts here: a code that looks like one, or a name and more labels."""
    row = rows[at]
    if not row.filled or form_role(row.filled[0].text) not in ("code", "name"):
        return False
    values = [squeeze(cell.text) for cell in row.filled if not form_role(cell.text)]
    if "code" in _form_roles(row):
        return any(_CODE_VALUE.fullmatch(value) for value in values) or "name" in _form_roles(row)
    below = [_form_roles(other) for other in rows[at + 1 : at + 4]]
    return bool(values) and any(roles & {"code", "budget", "goals"} for roles in below)


def _is_contents(table: Table) -> bool:
    """Whether a table is a table of contents: lines of a title and a rising page number."""
    rows = [row.filled for row in table.rows if row.filled]
    if not rows or any(len(cells) != 2 or not _PAGE.fullmatch(cells[1].text) for cells in rows):
        return False
    pages = [int(cells[1].text) for cells in rows]
    return pages == sorted(pages) and len(rows) > 1


# --- the walk ------------------------------------------------------------------------------------


class _Finder:
    """Walks over the blocks; `open` is the section that a further table may go on with."""

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self.open: Section | None = None
        self.interrupted = False
        self.caption = Passage()
        self.organisation = Passage()
        self.unit = "万元"

    def read_paragraph(self, words: Passage) -> None:
        text = squeeze(words.text)
        if unit := find_unit_line(text):
            self.unit = unit
        elif find_organisation(text):
            self.organisation = words
        elif caption_ending(text):
            self._set_caption(words, text)
        elif is_numbered(text):
            self.open, self.caption = None, words
        elif not _PAGE_NUMBER.fullmatch(text):
            self.interrupted = True

    def _set_caption(self, words: Passage, text: str) -> None:
        """A caption whose name stands in the line above is joined to it."""
        bare = caption_ending(text) == text
        above = bare and bool(self.caption) and self.caption.line == words.line - 1
        self.caption = self.caption + words if above else words
        self.open = None

    def read_table(self, table: Table) -> None:
        lead = 0
        while lead < len(table.rows) and is_lead(table.rows[lead]):
            lead += 1
        if lead:
            self._read_lead(table.rows[:lead])
        if rows := table.rows[lead:]:
            self._read_rows(table, rows)

    def _read_lead(self, rows: Sequence[Row]) -> None:
        for row in rows:
            for cell in row.filled:
                self.unit = find_unit_line(cell.text) or self.unit
                self.organisation = cell if find_organisation(cell.text) else self.organisation
        entries = [Entry(row, fresh=False) for row in rows]
        self.sections.append(Section(Kind.LEAD, entries=entries))

    def _read_rows(self, table: Table, rows: Sequence[Row]) -> None:
        self._enter(table, rows)
        for at, row in enumerate(rows):
            kind = self._kind(rows, at)
            if at:
                self._turn(kind, row)
            assert self.open is not None
            header = kind in _HEADED
            self.open.add(row, fresh=not at, header=header)
        self.interrupted = False
        if self.open and self.open.kind in (Kind.UNKNOWN, Kind.CONTENTS):
            self.open = None

    def _enter(self, table: Table, rows: Sequence[Row]) -> None:
        """Goes on with the open section, or starts the one that the first row begins."""
        kind = self._kind(rows, 0)
        if self.open and self._goes_on(self.open, rows, kind):
            return
        if kind is None and self._is_form(rows[0]):
            kind = Kind.PROJECT
        if kind is None and _mostly_tiers(rows):
            kind = Kind.INDICATORS
        if kind is None:
            kind = Kind.CONTENTS if _is_contents(table) else Kind.UNKNOWN
        self._start(kind)

    def _turn(self, kind: Kind | None, row: Row) -> None:
        """Starts another section inside a table where a row begins one."""
        assert self.open is not None
        if kind is None or kind is self.open.kind is not Kind.PROJECT:
            return
        if self.open.kind is Kind.PROCUREMENT and is_procurement_subheader(row):
            return
        if kind is Kind.PROJECT and self.open.kind is Kind.PROJECT and not self._is_next(row):
            return
        if kind is Kind.INDICATORS and self.open.kind is Kind.PROJECT:
            return
        self._start(kind)

    def _kind(self, rows: Sequence[Row], at: int) -> Kind | None:
        if len(rows[at]) > _WIDEST:
            return None
        if is_indicator_header(rows[at]):
            return Kind.INDICATORS
        if is_grading_header(rows[at]):
            return Kind.GRADING
        if is_procurement_header(rows[at]):
            return Kind.PROCUREMENT
        if is_unit_header(rows[at]):
            return Kind.UNITS
        if is_list_header(rows[at]):
            return Kind.PROJECT_LIST
        return Kind.PROJECT if _starts_project(rows, at) else None

    def _start(self, kind: Kind) -> None:
        self.open = Section(kind, self.caption, self.organisation, self.unit)
        self.sections.append(self.open)

    def _is_next(self, row: Row) -> bool:
        """Whether a row begins another project: it repeats a label that the open form has."""
        assert self.open is not None
        return bool(self.open.labels & _form_roles(row) & {"code", "name"})

    def _is_form(self, row: Row) -> bool:
        """Whether a row that begins a table is a label of a form whose caption stands above it."""
        return bool(
            row.filled and form_role(row.filled[0].text) and caption_ending(self.caption.text)
        )

    def _goes_on(self, section: Section, rows: Sequence[Row], kind: Kind | None) -> bool:
        if kind is Kind.PROJECT:
            return section.kind is Kind.PROJECT and not self._is_next(rows[0])
        if kind is not None:
            fits = section.kind is kind or (section.kind, kind) == (Kind.PROJECT, Kind.INDICATORS)
            return fits and (not self.interrupted or _texts(rows[0]) in section.headers)
        if self.interrupted:
            return False
        if section.kind is Kind.UNITS:
            return len(rows[0]) == section.width
        if len(rows[0]) == section.width >= _TABLE_WIDTH:
            return True
        return any(has_tier(row) for row in rows) or self._is_form(rows[0])


def _mostly_tiers(rows: Sequence[Row]) -> bool:
    filled = [row for row in rows if row.filled]
    return 0 < sum(has_tier(row) for row in filled) * 2 >= len(filled)


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(squeeze(cell.text) for cell in row.filled)
