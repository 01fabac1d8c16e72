"""Which rows belong together, and what they are: the tables of a document, over all page breaks.

A page break leaves page titles, unit lines and repeated headers between the parts of one table. A
part belongs to the section before it when it begins with a header that the section already has, or
goes on in its columns; a caption or a numbered heading in between starts anew. What fits no kind is
`UNKNOWN`: it will be listed, never forced.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

from yiju.model import Document, Paragraph, Passage, Row, Table
from yiju.tables.header import Header, find_header, row_texts
from yiju.tables.lines import (
    find_organisation,
    find_unit_line,
    form_roles,
    goes_on_below,
    has_tier,
    is_contents,
    is_grading_header,
    is_lead,
    is_list_header,
    is_procurement_header,
    is_procurement_subheader,
    split_line,
    starts_project,
)
from yiju.tables.unit_words import is_unit_header
from yiju.tables.words import caption_ending, form_role
from yiju.values.characters import squeeze
from yiju.values.list_number import is_numbered

_PAGE_NUMBER: Final = re.compile(r"[-—–第]*\d{1,4}[-—–页]*|第\d+页共\d+页|\d+/\d+")
_WIDEST: Final = 200
"""Columns of the widest row that may be a header or part of a form."""

_TABLE_WIDTH: Final = 4
"""Columns of the narrowest table that is known by nothing but going on in the same columns."""


class Kind(Enum):
    """What a section is."""

    PROJECT = auto()
    PROJECT_LIST = auto()
    PROJECT_ROWS = auto()
    INDICATORS = auto()
    GRADING = auto()
    PROCUREMENT = auto()
    UNITS = auto()
    LEAD = auto()
    CONTENTS = auto()
    UNKNOWN = auto()


_HEADED: Final = frozenset(
    {
        Kind.INDICATORS,
        Kind.GRADING,
        Kind.PROCUREMENT,
        Kind.UNITS,
        Kind.PROJECT_LIST,
        Kind.PROJECT_ROWS,
    }
)
"""The kinds that begin with a row of column names."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a section; `fresh` where it is the first behind a page break."""

    row: Row
    fresh: bool


@dataclass(slots=True)
class Section:
    """Rows of one table of the document, with the caption, body and unit printed above them.

    `heading` is a numbered line above it that no other table stands under. `said` are the values of labels that lines above print, as `项目名称：…`, by role.
    """

    kind: Kind
    caption: Passage = field(default_factory=Passage)
    heading: Passage = field(default_factory=Passage)
    organisation: Passage = field(default_factory=Passage)
    unit: str = "万元"
    said: dict[str, Passage] = field(default_factory=dict)
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
            self.headers.add(row_texts(row))
        elif not self.headers:
            self.labels |= form_roles(row)


def find_sections(document: Document) -> list[Section]:
    """The sections of a document in their order; together they hold every row of every table."""
    finder = _Finder()
    for block in document.blocks:
        if isinstance(block, Paragraph):
            finder.read_paragraph(block.words)
        else:
            finder.read_table(block)
    return finder.sections


# --- the walk ------------------------------------------------------------------------------------


class _Finder:
    """Walks over the blocks; `open` is the section that a further table may go on with."""

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self.open: Section | None = None
        self.interrupted = False
        self.caption = Passage()
        self.heading = Passage()
        self.organisation = Passage()
        self.unit = "万元"
        self.said: dict[str, Passage] = {}

    def read_paragraph(self, words: Passage) -> None:
        """A line above a table, or between two."""
        text = squeeze(words.text)
        unit, said = split_line(words)
        self.unit = unit or self.unit
        if find_organisation(text):
            self.organisation = words
        elif said is not None:
            self._say(said)
        elif caption_ending(text):
            self._set_caption(words, text)
            self.heading = words if is_numbered(text) else self.heading
        elif is_numbered(text):
            self.open, self.caption, self.said = None, words, {}
            self.heading = words
        elif not _PAGE_NUMBER.fullmatch(text):
            self.interrupted = True

    def _say(self, said: Mapping[str, Passage]) -> None:
        """A line that names a project begins one; the others tell of it."""
        if "name" in said:
            self.open, self.said = None, {}
        self.said = {**self.said, **said}

    def _set_caption(self, words: Passage, text: str) -> None:
        """A caption whose name stands in the line above is joined to it."""
        bare = caption_ending(text) == text
        above = bare and bool(self.caption) and self.caption.line == words.line - 1
        self.caption = self.caption + words if above else words
        self.open, self.said = None, {}

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
        behind_header = 0
        for at, row in enumerate(rows):
            header = find_header(rows, at) if at >= behind_header else None
            kind = self._kind(rows, at, header) if at >= behind_header else self._open_kind()
            behind_header = at + len(header) if header else behind_header
            if at:
                self._turn(kind, row)
            assert self.open is not None
            self.open.add(row, fresh=not at, header=kind in _HEADED)
        self.interrupted = False
        if self.open and self.open.kind in (Kind.UNKNOWN, Kind.CONTENTS):
            self.open = None

    def _open_kind(self) -> Kind | None:
        return self.open.kind if self.open else None

    def _enter(self, table: Table, rows: Sequence[Row]) -> None:
        """Goes on with the open section, or starts the one that the first row begins."""
        kind = self._kind(rows, 0, find_header(rows, 0))
        if self.open and self._goes_on(self.open, rows, kind):
            return
        if kind is None and self._is_form(rows[0]):
            kind = Kind.PROJECT
        if kind is None and _mostly_tiers(rows):
            kind = Kind.INDICATORS
        if kind is None:
            kind = Kind.CONTENTS if is_contents(table) else Kind.UNKNOWN
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
        self.said = {}
        self._start(kind)

    def _kind(self, rows: Sequence[Row], at: int, header: Header | None) -> Kind | None:
        if len(rows[at]) > _WIDEST:
            return None
        if self.open and rows[at].filled and row_texts(rows[at]) in self.open.headers:
            return self.open.kind
        if header:
            return Kind.PROJECT_ROWS if header.names_projects else Kind.INDICATORS
        if is_grading_header(rows[at]):
            return Kind.GRADING
        if is_procurement_header(rows[at]):
            return Kind.PROCUREMENT
        if is_unit_header(rows[at]):
            return Kind.UNITS
        if is_list_header(rows[at]):
            return Kind.PROJECT_LIST
        return Kind.PROJECT if starts_project(rows, at) else None

    def _start(self, kind: Kind) -> None:
        said = self.said
        self.open = Section(
            kind,
            self.caption,
            self.heading,
            self.organisation,
            self.unit,
            said,
            labels=set(said),
        )
        self.sections.append(self.open)
        self.heading = Passage()

    def _is_next(self, row: Row) -> bool:
        """Whether a row begins another project: it repeats a label that the open form has."""
        assert self.open is not None
        return bool(self.open.labels & form_roles(row) & {"code", "name"})

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
            return fits and (not self.interrupted or row_texts(rows[0]) in section.headers)
        if self.interrupted:
            return False
        if section.kind is Kind.UNITS:
            return len(rows[0]) == section.width
        is_wide = section.width >= _TABLE_WIDTH
        if len(rows[0]) == section.width and (is_wide or goes_on_below(rows[0])):
            return True
        return any(has_tier(row) for row in rows) or self._is_form(rows[0])


def _mostly_tiers(rows: Sequence[Row]) -> bool:
    filled = [row for row in rows if row.filled]
    return 0 < sum(has_tier(row) for row in filled) * 2 >= len(filled)
