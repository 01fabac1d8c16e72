"""The table of units: the bodies that a department's budget covers, with nature, rank and funding.

A row that names a body which the document names elsewhere speaks of that body. That a unit is
another body than the department which discloses is said only where the table names the department,
too, or its head office: a table may print the department alone, under a fuller name.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from yiju.model import Department, Passage, Row, Unit, UnitAttribute
from yiju.tables.ledger import Ledger, Reason, Rule
from yiju.tables.sections import Entry
from yiju.tables.unit_words import ATTRIBUTES, is_unit_header, unit_concept, unit_role
from yiju.tables.words import names_organ, names_total
from yiju.values.characters import join_wrapped, squeeze

_FIGURE: Final = re.compile(r"[-+]?[\d.,]+%?")
_LONGEST: Final = 60
_PAGES: Final = 3
"""Pages that one row stands on, at most."""


@dataclass(slots=True)
class _Draft:
    """A row in the making; its texts are lists of pieces, as a page may have cut them."""

    rows: list[Row]
    texts: dict[str, list[Passage]]

    def text(self, role: str) -> Passage:
        return Passage.join(self.texts.get(role, []))


def parse_units(
    entries: Sequence[Entry],
    own: Department | None,
    bodies: Iterable[Department],
    ledger: Ledger,
) -> tuple[Unit, ...]:
    """The units in these rows, each body once; rows that name none are left.

    `own` is the department that discloses, `bodies` are those that the document names elsewhere.
    """
    known = {squeeze(body.name): body for body in bodies}
    found: dict[str, Unit] = {}
    for draft in _read_rows(entries, ledger):
        name = squeeze(draft.text("name").text)
        if _is_unit(draft) and name not in found:
            found[name] = _unit(draft, known.get(name))
            ledger.map(*(cell for role in draft.texts if role for cell in draft.texts[role]))
        else:
            ledger.leave(Reason.UNKNOWN_ROW, [cell for row in draft.rows for cell in row.filled])
    return _subordinated(found, own)


def _read_rows(entries: Sequence[Entry], ledger: Ledger) -> list[_Draft]:
    columns: Mapping[int, str] = {}
    drafts: list[_Draft] = []
    for entry in entries:
        row = entry.row
        if is_unit_header(row):
            _account_header(row, ledger, again=bool(columns))
            columns = {at: unit_role(cell.text) or "" for at, cell in enumerate(row.cells)}
        elif row.filled:
            texts = _texts(row, columns, ledger)
            if entry.fresh and drafts and _is_rest(texts, drafts[-1]):
                drafts[-1].rows.append(row)
                for role, cells in texts.items():
                    drafts[-1].texts.setdefault(role, []).extend(cells)
            else:
                drafts.append(_Draft([row], texts))
    return drafts


def _account_header(row: Row, ledger: Ledger, *, again: bool) -> None:
    named = [cell for cell in row.filled if unit_role(cell.text)]
    if again:
        ledger.ignore(Rule.REPEATED_HEADER, named)
    else:
        ledger.map(*named)


def _texts(row: Row, columns: Mapping[int, str], ledger: Ledger) -> dict[str, list[Passage]]:
    """The cells of a row by role, "" for those in a column that is not known; numbers of rows aside."""
    texts: dict[str, list[Passage]] = {}
    for at, cell in enumerate(row.cells):
        role = columns.get(at, "")
        if cell and role == "serial" and _FIGURE.fullmatch(squeeze(cell.text)):
            ledger.ignore(Rule.SERIAL_NUMBERS, [cell])
        elif cell:
            texts.setdefault("" if role == "serial" else role, []).append(cell)
    return texts


def _is_rest(texts: Mapping[str, Sequence[Passage]], draft: _Draft) -> bool:
    """Whether a row behind a page break is the rest of the one before it: it lacks what begins one."""
    return len(draft.rows) < _PAGES and not ({"name", ATTRIBUTES[0]} <= set(texts))


def _is_unit(draft: _Draft) -> bool:
    """Whether a row names a body and says what it is; figures are no attributes."""
    name = draft.text("name").text
    said = [squeeze(draft.text(role).text) for role in ATTRIBUTES if draft.text(role)]
    named = names_organ(name) and not names_total(name)
    return named and bool(said) and all(_is_attribute(text) for text in (squeeze(name), *said))


def _is_attribute(text: str) -> bool:
    return len(text) <= _LONGEST and not _FIGURE.fullmatch(text)


def _unit(draft: _Draft, known: Department | None) -> Unit:
    name = draft.text("name")
    attributes = tuple(
        UnitAttribute(role, words, unit_concept(role, words.text))
        for role in ATTRIBUTES
        if (words := draft.text(role))
    )
    row = Passage.join(cell for row in draft.rows for cell in row.filled)
    return Unit(known or Department(join_wrapped(name.text), name), row, attributes)


def _subordinated(units: Mapping[str, Unit], own: Department | None) -> tuple[Unit, ...]:
    """The units, told which of them are other bodies below the department that discloses."""
    head = squeeze(own.name) if own else ""
    if not head or not any(name.startswith(head) for name in units):
        return tuple(units.values())
    return tuple(
        replace(unit, subordinate=not head.startswith(name)) for name, unit in units.items()
    )
