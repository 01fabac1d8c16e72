"""The tables of fixed assets of a document: how many, worth how much, at which moment.

A table is known by its columns (item, quantity, value) below a title or heading that names assets,
and read only where its headings say for every column what it holds and in which unit values count.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from yiju.model import AssetTable, Department, Document, Paragraph, Passage, Row
from yiju.tables.asset_lines import Column, Outline, Side, read_line
from yiju.tables.asset_words import (
    body_of,
    column_role,
    date_of,
    heading_unit,
    is_title,
    moment_of,
    numbers_columns,
    year_of,
)
from yiju.tables.heading import Headings, find_headings
from yiju.tables.ledger import Ledger, Reason, Rule
from yiju.tables.lines import find_organisation, find_unit_line
from yiju.tables.profile import Profile
from yiju.tables.words import names_organ
from yiju.values.characters import join_wrapped, squeeze
from yiju.values.list_number import is_numbered, strip_number

_WIDEST: Final = 60
_LONGEST: Final = 120
_MOST_LEADS: Final = 6
_MEASURES: Final = ("assetQuantity", "assetValue")


@dataclass(frozen=True, slots=True)
class _Lead:
    """What the lines above a table say of it."""

    title: Passage = field(default_factory=Passage)
    unit: str | None = None
    day: date | None = None
    day_words: Passage = field(default_factory=Passage)
    year: int | None = None
    year_words: Passage = field(default_factory=Passage)
    department: Department | None = None


@dataclass(slots=True)
class _Draft:
    """A table that may go on in the next rows."""

    lead: _Lead
    header: tuple[Row, ...]
    sides: tuple[Side, ...]
    outlines: tuple[Outline, ...]
    width: int
    texts: list[list[str]]


def find_assets(
    document: Document, profile: Profile, unknown: Collection[int], ledger: Ledger
) -> tuple[AssetTable, ...]:
    """The tables of assets among the rows that begin on these lines; others are left as they are."""
    finder = _Finder(profile, ledger)
    for block in document.blocks:
        if isinstance(block, Paragraph):
            finder.read_paragraph(block.words)
            continue
        rows = [row for row in block.rows if row.filled]
        if all(row.line in unknown and len(row) <= _WIDEST for row in rows):
            finder.read_rows(rows)
        else:
            finder.lead, finder.open = _Lead(), None
    return tuple(_table(draft, profile) for draft in finder.drafts)


class _Finder:
    """Walks over the blocks; `lead` is what the lines since the last heading said."""

    def __init__(self, profile: Profile, ledger: Ledger) -> None:
        self.profile = profile
        self.ledger = ledger
        self.drafts: list[_Draft] = []
        self.open: _Draft | None = None
        self.lead = _Lead()

    def read_paragraph(self, words: Passage) -> None:
        """Take in a line; a heading that is not about assets ends what was said before."""
        if len(words.text) > _LONGEST:
            self.open = None
        elif lead := _read_lead(self.lead, words, self.profile):
            self.lead, self.open = lead, None
        elif is_numbered(words.text):
            self.lead, self.open = _Lead(), None
        elif not squeeze(words.text).strip("-").isdecimal():
            self.open = None

    def read_rows(self, rows: Sequence[Row]) -> None:
        """Take in the rows of one table of the source."""
        at, lead = 0, self.lead
        while at < min(len(rows), _MOST_LEADS) and (
            more := _row_lead(lead, rows[at], self.profile)
        ):
            at, lead = at + 1, more
        if draft := _start(rows[at:], lead):
            self._account_lead(rows[:at])
            self.drafts.append(draft)
            self.open, self.lead = draft, lead
            self._account_header(draft.header)
            self._read_body(draft, rows[at + len(draft.header) :])
        elif at and at == len(rows):
            self._account_lead(rows)
            self.lead, self.open = lead, None
        elif self.open and rows and all(len(row) == self.open.width for row in rows):
            self._go_on(self.open, rows)
        else:
            self.open = None

    def _go_on(self, draft: _Draft, rows: Sequence[Row]) -> None:
        """The rows behind a page break, without the headings that they repeat."""
        count = 0
        most = min(len(draft.header), len(rows))
        while count < most and _texts(rows[count]) == draft.texts[count]:
            self.ledger.ignore(Rule.REPEATED_HEADER, rows[count].filled)
            count += 1
        self._read_body(draft, rows[count:])

    def _read_body(self, draft: _Draft, rows: Sequence[Row]) -> None:
        for row in rows:
            self.ledger.leave(Reason.UNKNOWN_CELL, row.filled)
            for side, outline in zip(draft.sides, draft.outlines, strict=True):
                read_line(row, side, outline, self.ledger)

    def _account_header(self, rows: Sequence[Row]) -> None:
        for row in rows:
            if numbers_columns(row.filled[0].text):
                self.ledger.ignore(Rule.COLUMN_NUMBERS, row.filled)
            else:
                self.ledger.map(*row.filled)

    def _account_lead(self, rows: Sequence[Row]) -> None:
        for row in rows:
            for cell in row.filled:
                if body_of(cell.text) == "":
                    self.ledger.ignore(Rule.FORM_PLACEHOLDER, [cell])
                else:
                    self.ledger.map(cell)


# --- lines above a table --------------------------------------------------------------------------


def _row_lead(lead: _Lead, row: Row, profile: Profile) -> _Lead | None:
    """What is said with one more row above a table; None where a cell says nothing of a table."""
    for cell in row.filled:
        found = _read_lead(lead, cell, profile) if len(cell.text) <= _LONGEST else None
        if found is None:
            return None
        lead = found
    return lead


def _read_lead(lead: _Lead, words: Passage, profile: Profile) -> _Lead | None:
    """What is said with one more line above a table; None where it says nothing of a table."""
    text = words.text
    if unit := find_unit_line(text):
        return replace(lead, unit=unit)
    if day := date_of(text):
        return replace(lead, day=day, day_words=words)
    if year := year_of(text):
        return replace(lead, year=year, year_words=words)
    if (name := body_of(text)) is not None:
        return replace(lead, department=_department(name, words, profile))
    if found := find_organisation(text):
        return replace(lead, department=profile.bodies.get(found[0]))
    if is_title(text) and (is_numbered(text) or squeeze(text).endswith("表")):
        return _Lead(title=words)
    return None


def _department(name: str, words: Passage, profile: Profile) -> Department | None:
    """The body of that name: one that the document names elsewhere, else as it stands here."""
    known = [body for body in (profile.department, *profile.bodies.values()) if body]
    named = (body for body in known if squeeze(body.name) == name)
    if found := next(named, None):
        return found
    if not names_organ(name):
        return None
    start = max(words.text.find(":"), words.text.find("：")) + 1
    printed = words.slice(start, len(words.text)).strip()
    return Department(join_wrapped(printed.text), printed)


# --- headings -------------------------------------------------------------------------------------


def _start(rows: Sequence[Row], lead: _Lead) -> _Draft | None:
    """A table that begins with these rows; None where they or the lines above leave something open."""
    if not lead.title or not rows or not _is_header(rows[0]):
        return None
    count = 1
    while count < min(len(rows), 3) and _is_below(rows[count]):
        count += 1
    width = len(rows[0])
    headings = find_headings(rows[:count], width)
    if headings is None:
        return None
    sides = _read_sides(headings, lead.unit)
    if not sides:
        return None
    outlines, texts = tuple(Outline() for _ in sides), [_texts(row) for row in rows[:count]]
    return _Draft(lead, tuple(rows[:count]), sides, outlines, width, texts)


def _is_header(row: Row) -> bool:
    return {"name", *_MEASURES} <= {column_role(cell.text) for cell in row.filled}


def _is_below(row: Row) -> bool:
    """Whether a row divides the columns or numbers them."""
    return numbers_columns(row.filled[0].text) or all(moment_of(cell.text) for cell in row.filled)


def _read_sides(headings: Sequence[Headings], unit: str | None) -> tuple[Side, ...]:
    """The columns of the table, and of the further items beside it; none where one is not clear."""
    main, beside = Side(), Side(beside=True)
    for at, one in enumerate(headings):
        role = column_role(one[0].text)
        side = beside if role == "side" else main
        part = _beside_role(one) if role == "side" else role
        if part in ("name", "serial"):
            if getattr(side, part) is not None:
                return ()
            setattr(side, part, at)
        elif column := _column(at, one, part, unit):
            side.columns.append(column)
        else:
            return ()
    sides = tuple(side for side in (main, beside) if side.columns or side.name is not None)
    whole = all(side.name is not None and side.is_clear() for side in sides)
    return sides if whole and main in sides else ()


def _beside_role(headings: Headings) -> str | None:
    """What a column beside the table holds: the row that numbers the columns tells."""
    last = headings[-1].text
    if numbers_columns(last):
        return "name"
    return "figure" if squeeze(last).isdecimal() else column_role(last)


def _column(at: int, headings: Headings, role: str | None, unit: str | None) -> Column | None:
    """A column of figures; None where its headings do not say what, when, or in which unit."""
    if role == "figure":
        return Column(at, None, "statedMoment", unit) if unit else None
    if role not in _MEASURES:
        return None
    below = [words.text for words in headings[1:] if not squeeze(words.text).isdecimal()]
    moment = moment_of(below[0]) if below else "statedMoment"
    unit = heading_unit(headings[0].text) or unit
    if len(below) > 1 or moment is None or (role == "assetValue" and unit is None):
        return None
    return Column(at, role, moment, unit)


# --- the table ------------------------------------------------------------------------------------


def _table(draft: _Draft, profile: Profile) -> AssetTable:
    lead = draft.lead
    lines = list(draft.outlines[0].lines)
    for outline in draft.outlines[1:]:
        offset = len(lines)
        lines.extend(
            line if line.parent is None else replace(line, parent=line.parent + offset)
            for line in outline.lines
        )
    return AssetTable(
        title=_bare(lead.title),
        header=Passage.join(draft.header[0].filled, "\t"),
        lines=tuple(lines),
        as_of=lead.day,
        date_words=lead.day_words,
        fiscal_year=lead.year,
        year_words=lead.year_words,
        department=lead.department or profile.department,
    )


def _bare(title: Passage) -> Passage:
    """The title without the number of a heading."""
    title = title.strip()
    return title.slice(len(title.text) - len(strip_number(title.text)), len(title.text))


def _texts(row: Row) -> list[str]:
    return [squeeze(cell.text) for cell in row.cells]
