"""The budget tables of a document, each put together over all its page breaks.

A table is known by the title above it, and read only where its headings say for every column what
it holds. A part behind a page break belongs to the table before it when it repeats its headings; a
heading that a merge put out of place is read as another part of the same table prints it.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from yiju.model import BudgetTable, Document, Paragraph, Passage, Row
from yiju.tables.budget_lines import CodeList, Scope, read_lines, read_sides
from yiju.tables.budget_words import TableKind, kind_of_title, numbers_columns
from yiju.tables.heading import Headings, find_headings
from yiju.tables.ledger import Ledger, Reason, Rule
from yiju.tables.lines import find_organisation, find_unit_line
from yiju.tables.profile import Profile
from yiju.values.amount import parse_amount
from yiju.values.characters import squeeze
from yiju.values.list_number import is_numbered

_YEAR: Final = re.compile(r"(?:预算年度|年度)[:：](20\d\d)年?")
_UNIT: Final = re.compile(r"[亿万千百]*元")
_NOTE: Final = re.compile(r"(?:备?注)[:：]")
_FORM_NUMBER: Final = re.compile(r"[^\d\W]{0,6}[0-9]{1,3}(?:-[0-9]{1,2})?表")
"""What a form is filed under, as 公开03表: not a title."""

_PROSE: Final = re.compile(r"[。；;]")
_LONGEST_LINE: Final = 60
_MOST_HEADINGS: Final = 3
_WIDEST: Final = 60


@dataclass(frozen=True, slots=True)
class _Part:
    """The rows of a table on one page."""

    heading: tuple[Row, ...]
    numbering: tuple[Row, ...]
    body: tuple[Row, ...]
    width: int
    signature: frozenset[str]
    """What its headings say, wherever in their rows."""

    headings: tuple[Headings, ...] | None
    """The headings over each column, where all stand in their places."""

    def fits(self, first: "_Part") -> bool:
        """Whether its columns are those of another part, as far as its own headings tell."""
        return self.width == first.width and _said(self.headings) in ((), _said(first.headings))


@dataclass(slots=True)
class _Draft:
    """A table whose parts are still being found."""

    kind: TableKind
    title: Passage
    unit: str
    year: int | None
    year_words: Passage
    code: str | None
    parts: list[_Part] = field(default_factory=list)
    note: Passage = field(default_factory=Passage)


def find_budgets(
    document: Document, profile: Profile, unknown: Collection[int], ledger: Ledger
) -> tuple[BudgetTable, ...]:
    """The budget tables among the rows that begin on these lines; what is not understood is left."""
    finder = _Finder(profile.fiscal_year)
    for block in document.blocks:
        if isinstance(block, Paragraph):
            finder.read_line(block.words)
        else:
            finder.read_rows([row for row in block.rows if row.filled], unknown, ledger)
    codes = CodeList()
    tables = (_table(draft, profile, codes, ledger) for draft in finder.drafts)
    return tuple(table for table in tables if table)


class _Finder:
    """Walks over the blocks; `title` waits for its table, `open` may go on behind a page break."""

    def __init__(self, year: int | None) -> None:
        self.drafts: list[_Draft] = []
        self.open: _Draft | None = None
        self.title: tuple[Passage, TableKind] | None = None
        self.unit = "万元"
        self.year = year
        self.year_words = Passage()
        self.code: str | None = None

    def read_line(self, words: Passage) -> bool:
        """Take in a line above a table or below it; whether it is one of those."""
        text = squeeze(words.text) if len(words.text) <= 2 * _LONGEST_LINE else words.text
        if self._read_lead(text, words):
            return True
        if kind := kind_of_title(text):
            self.title, self.open = (words, kind), None
            return True
        if _NOTE.match(text):
            if self.open and not self.open.note:
                self.open.note = words
        elif _closes(text):
            self.title = self.open = None
        return False

    def _read_lead(self, text: str, words: Passage) -> bool:
        """A line that says the unit, the body or the year of the table below it."""
        if unit := find_unit_line(text):
            self.unit = unit
        elif found := find_organisation(text):
            self.code = found[0]
        elif said := _YEAR.fullmatch(text):
            self.year, self.year_words = int(said[1]), words
        else:
            return False
        return True

    def read_rows(self, rows: Sequence[Row], unknown: Collection[int], ledger: Ledger) -> None:
        """Take in a table of the source, where none of its rows belongs to a table of another kind."""
        at = 0
        while at < len(rows) and len(rows[at].filled) == 1 and self.read_line(rows[at].filled[0]):
            ledger.map(rows[at].filled[0])
            at += 1
        if at == len(rows):
            return
        if any(row.line not in unknown or len(row) > _WIDEST for row in rows[at:]):
            self.title = self.open = None
            return
        part = _split(rows[at:])
        if self.open and part.signature == self.open.parts[0].signature:
            self.open.parts.append(part)
        elif self.title and part.heading:
            words, kind = self.title
            said = (self.unit, self.year, self.year_words, self.code)
            self.open = _Draft(kind, words, *said, [part])
            self.drafts.append(self.open)
        else:
            self.open = None
        self.title = None


def _closes(text: str) -> bool:
    """Whether no table goes on behind a line: another title, a heading, or prose."""
    return len(text) > _LONGEST_LINE or bool(
        (text.endswith("表") and not _FORM_NUMBER.fullmatch(text))
        or is_numbered(text)
        or _PROSE.search(text)
    )


def _split(rows: Sequence[Row]) -> _Part:
    """Headings, the row that numbers the columns, and the lines below them."""
    count = 0
    while count < min(len(rows), _MOST_HEADINGS + 1) and not _is_line(rows[count]):
        count += 1
    numbering = rows[count : count + 1] if _numbers(rows[count : count + 1]) else []
    heading, body = rows[:count], rows[count + len(numbering) :]
    deciding = numbering or [*heading, *body]
    width = max((_width(row) for row in deciding), default=0)
    signature = frozenset(squeeze(cell.text) for row in heading for cell in row.filled)
    headings = find_headings(heading, width)
    return _Part(tuple(heading), tuple(numbering), tuple(body), width, signature, headings)


def _said(headings: Sequence[Headings] | None) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(squeeze(words.text) for words in one) for one in headings or ())


def _is_line(row: Row) -> bool:
    """Whether a row is not one of headings: it holds a number or begins with a list number."""
    return any(parse_amount(cell.text) is not None for cell in row.filled) or any(
        is_numbered(cell.text) for cell in row.filled
    )


def _numbers(rows: Sequence[Row]) -> bool:
    return any(numbers_columns(row.filled[0].text) for row in rows if row.filled)


def _width(row: Row) -> int:
    return max((at for at, cell in enumerate(row.cells, 1) if cell), default=0)


def _table(draft: _Draft, profile: Profile, codes: CodeList, ledger: Ledger) -> BudgetTable | None:
    """What a table says; None where its headings leave open what its columns hold."""
    first = next((part for part in draft.parts if part.headings), None)
    if first is None or not _UNIT.fullmatch(draft.unit):
        return None
    sides = read_sides(first.headings or (), draft.kind, draft.year)
    if not sides:
        return None
    parts = [part for part in draft.parts if part.fits(first)]
    _account(first, parts, ledger)
    scope = Scope(draft.kind, draft.unit, codes, ledger)
    columns, lines = read_lines([row for part in parts for row in part.body], sides, scope)
    return BudgetTable(
        kind=draft.kind.name,
        dimension=draft.kind.dimension,
        title=draft.title,
        columns=columns,
        lines=lines,
        fiscal_year=draft.year,
        year_words=draft.year_words,
        department=profile.bodies.get(draft.code or "") or profile.department,
        note=draft.note,
    )


def _account(first: _Part, parts: Iterable[_Part], ledger: Ledger) -> None:
    """The headings that were read are mapped; those of the other parts repeat them."""
    for part in parts:
        for row in part.numbering:
            ledger.ignore(Rule.COLUMN_NUMBERS, row.filled)
        for row in part.heading:
            if part is first:
                ledger.map(*row.filled)
            else:
                ledger.ignore(Rule.REPEATED_HEADER, row.filled)
        for row in part.body:
            ledger.leave(Reason.UNKNOWN_CELL, row.filled)
