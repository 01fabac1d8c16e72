"""What a row, or a line above a table, is by itself: a header of some kind, a body, a unit, a beginning."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from yiju.model import Passage, Row, Table
from yiju.tables.words import (
    form_role,
    grade_of,
    grading_role,
    list_role,
    names_organ,
    procurement_role,
    split_label,
)
from yiju.values.characters import squeeze
from yiju.values.tier import find_tier

_UNIT_LINE: Final = re.compile(r"(?:金额)?单位[:：](?P<unit>[^\s:：]*元)")
_ORGANISATION: Final = re.compile(
    r"[\[【(（]?(?P<code>\d{3,9})[\]】)）]?[-—_]?(?P<name>[^\d\W年].{1,60})"
)
_CODE_VALUE: Final = re.compile(r"[0-9A-Za-z]{8,}")
_FIGURE: Final = re.compile(r"[-+]?[\d.,]+")
_SIGNED: Final = re.compile(r"[≥≤><=]+[0-9]")
_PAGE: Final = re.compile(r"\d{1,4}")
_PART: Final = re.compile(r"\S+(?:[^\S\n]\S+)*")
"""What stands together in a line: one blank does not part it, two do."""

_UNIT_BEHIND: Final = re.compile(r"[:：][^:：]{2,}?(?P<unit>(?:金额)?单位[:：][^\s:：]*元)$")
"""A unit of amounts behind a label and its value: pages print no blanks that could part them."""

_PROCUREMENT: Final = "采购"
_ENOUGH_ROLES: Final = 3
_LONGEST_LINE: Final = 200
"""Characters of the longest line above a table that is looked into."""

_LOOKED_AT: Final = 3
"""Rows below the first one of a form in which further labels are looked for."""

_SAID: Final = frozenset({"code", "name", "department", "authority"})
"""The labels that a line above a table may print with their values."""


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
    known = [role for cell in row.filled if (role := list_role(cell.text))]
    promises = not {"goals", "indicators", "purpose"}.isdisjoint(known)
    return {"name", "budget"} <= set(known) and promises and len(known) * 4 >= len(row.filled) * 3


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


def goes_on_below(row: Row) -> bool:
    """Whether a row stands below others of a table of indicators: a tier alone, or a target with its sign."""
    tier = len(row.filled) == 1 and find_tier(row.filled[0].text, 1)
    return bool(tier) or any(_SIGNED.match(squeeze(cell.text)) for cell in row.filled[1:])


def form_roles(row: Row) -> set[str]:
    """The roles of all labels of a form that a row prints, one before its value in one cell among them."""
    roles = {role for cell in row.filled if (role := form_role(cell.text))}
    first = split_label(row.filled[0].text) if row.filled else None
    return roles | {first[0]} if first else roles


def _names_project(row: Row) -> bool:
    """Whether a row begins with the label of a code or of a name, a heading at its left or not."""
    first = split_label(row.filled[0].text)
    roles = [form_role(cell.text) for cell in row.filled[:2]]
    if len(roles) > 1 and roles[0] not in (None, "aside"):
        roles = roles[:1]
    return bool({"code", "name"} & {*roles, first[0] if first else None})


def starts_project(rows: Sequence[Row], at: int) -> bool:
    """Whether a project's form starts here: a code that looks like one, or a name and more labels."""
    row = rows[at]
    said = split_label(row.filled[0].text) if row.filled else None
    if not row.filled or (said[0] if said else form_role(row.filled[0].text)) not in (
        "code",
        "name",
    ):
        return False
    values = [squeeze(cell.text) for cell in row.filled if not form_role(cell.text)]
    if "code" in form_roles(row):
        return any(_CODE_VALUE.fullmatch(value) for value in values) or "name" in form_roles(row)
    below = [form_roles(other) for other in rows[at + 1 : at + 1 + _LOOKED_AT]]
    labelled = sum(bool(roles) for roles in below) > 1
    telling = any(
        roles & {"code", "budget", "goals"} or {"authority", "department"} <= roles
        for roles in below
    )
    return bool(values) and (labelled or telling)


def is_contents(table: Table) -> bool:
    """Whether a table is a table of contents: lines of a title and a rising page number."""
    rows = [row.filled for row in table.rows if row.filled]
    if not rows or any(len(cells) != 2 or not _PAGE.fullmatch(cells[1].text) for cells in rows):
        return False
    pages = [int(cells[1].text) for cells in rows]
    return pages == sorted(pages) and len(rows) > 1


def split_line(words: Passage) -> tuple[str | None, dict[str, Passage] | None]:
    """The unit of amounts that a line tells, and its labels with their values, by role.

    The labels are None where the line holds anything else: it is no line of labels then.

    >>> unit, said = split_line(Passage.of("预算单位：水利局　　单位：元", 0, 1))
    >>> unit, {role: value.text for role, value in said.items()}
    ('元', {'department': '水利局'})
    >>> split_line(Passage.of("预算单位：水利局金额单位：元", 0, 1))[0]
    '元'
    """
    if len(words.text) > _LONGEST_LINE:
        return None, None
    parts = [part for found in _PART.finditer(words.text) for part in _parts(words, *found.span())]
    units = {at: unit for at, part in enumerate(parts) if (unit := find_unit_line(part.text))}
    said = dict(_labels(part for at, part in enumerate(parts) if at not in units))
    only = len(said) + len(units) == len(parts)
    return next(iter(units.values()), None), said if only else None


def _parts(words: Passage, start: int, end: int) -> Iterator[Passage]:
    unit = _UNIT_BEHIND.search(words.text, start, end)
    if unit:
        yield words.slice(start, unit.start("unit")).strip()
    yield words.slice(unit.start("unit") if unit else start, end)


def _labels(parts: Iterable[Passage]) -> Iterator[tuple[str, Passage]]:
    for part in parts:
        label = split_label(part.text)
        if label and label[0] in _SAID:
            yield label[0], part.slice(*label[2]).strip()
