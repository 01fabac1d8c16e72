"""A table with a project in each row: its money, its goals, and indicators written into one cell.

Such a cell groups its indicators under their tiers, 【产出指标-数量指标】, and writes each as a name
with its target in brackets behind it: 指标1:机柜数量(≥77台).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from yiju.model import Department, Goal, Indicator, Passage, Project, Row
from yiju.tables.bodies import read_body, split_code
from yiju.tables.drafts import read_target
from yiju.tables.goals import parse_goals
from yiju.tables.inline import split_target
from yiju.tables.ledger import Ledger, Reason, Rule
from yiju.tables.lines import is_list_header
from yiju.tables.sections import Entry
from yiju.tables.words import list_role, names_sum, own_unit
from yiju.values.amount import parse_amount
from yiju.values.characters import squeeze
from yiju.values.list_number import strip_number
from yiju.values.target import Operator
from yiju.values.tier import Scheme, find_scheme, find_tier, tier_concepts

_GROUP: Final = re.compile(r"[【\[]\s*(?P<one>[^】\]—–-]{2,12})[—–-]+(?P<two>[^】\]]{2,12})[】\]]")
_ITEM: Final = re.compile(r"(?:[^；;。\n]|\n(?=\s*[（(]))+")
"""An indicator; a line that begins with a bracket goes on with the one above."""

_TEMPLATE: Final = re.compile(r"[*＊×]{2,}|[xX]{2,}|…")


def parse_list(
    entries: Sequence[Entry], unit: str, department: Department | None, ledger: Ledger
) -> list[Project]:
    """The projects of these rows; amounts are printed in `unit`. What is not understood is left."""
    columns: dict[str, int] = {}
    projects = []
    for entry in entries:
        row = entry.row
        if is_list_header(row):
            if columns:
                ledger.ignore(Rule.REPEATED_HEADER, row.filled)
            else:
                ledger.map(*(cell for cell in row.filled if list_role(cell.text)))
                unit = next(filter(None, (own_unit(cell.text) for cell in row.filled)), unit)
            columns = _columns(row)
        elif row.filled and names_sum(row.filled[0].text):
            ledger.ignore(Rule.TOTAL_ROW, row.filled)
        elif project := _project(row, columns, unit, department, ledger):
            projects.append(project)
        else:
            ledger.leave(Reason.UNKNOWN_ROW, row.filled)
    return projects


def _columns(header: Row) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, cell in enumerate(header.cells):
        if cell and (role := list_role(cell.text)):
            found.setdefault(role, column)
    return found


def _project(
    row: Row, columns: Mapping[str, int], unit: str, department: Department | None, ledger: Ledger
) -> Project | None:
    """The project of a row; None where it has no name, or an amount that is none."""
    cells = {
        role: cell for role, at in columns.items() if role != "aside" and (cell := row.cell(at))
    }
    budget = parse_amount(cells["budget"].text, unit=unit) if "budget" in cells else None
    if "name" not in cells or ("budget" in cells and budget is None):
        return None
    written = cells.get("indicators", Passage())
    indicators = read_written(written)
    if written and not indicators:
        ledger.leave(Reason.UNKNOWN_CELL, [cells.pop("indicators")])
    ledger.map(*cells.values())
    code, name = split_code(cells["name"])
    return Project(
        name=name,
        row=Passage.join(row.filled),
        code=squeeze(cells.get("code", code).text) or None,
        department=read_body(cells["department"]) if "department" in cells else department,
        budget=budget,
        budget_words=cells.get("budget", Passage()),
        purpose=cells.get("purpose", Passage()),
        goals=_goals(cells),
        indicators=indicators,
    )


def _goals(cells: Mapping[str, Passage]) -> tuple[Goal, ...]:
    return parse_goals([cells["goals"]]) if "goals" in cells else ()


def read_written(cell: Passage) -> tuple[Indicator, ...]:
    """The indicators that a cell writes out under their tiers; none where one of them is unclear."""
    groups = list(_GROUP.finditer(cell.text))
    if not groups or not all(find_tier(one["one"], 1) for one in groups):
        return ()
    scheme = find_scheme([one["one"] for one in groups], [one["two"] for one in groups])
    found: list[Indicator] = []
    for at, group in enumerate(groups):
        end = groups[at + 1].start() if at + 1 < len(groups) else len(cell.text)
        found.extend(_items(cell, group, end, scheme, len(found)))
    return tuple(found) if all(map(_is_clear, found)) else ()


def _is_clear(indicator: Indicator) -> bool:
    """Whether an indicator has a target that is more than the blank of a template."""
    readings = [target.reading.operator for target in indicator.targets]
    return (
        bool(readings)
        and Operator.MISSING not in readings
        and not _TEMPLATE.search(indicator.row.text)
    )


def _items(
    cell: Passage, group: re.Match[str], end: int, scheme: Scheme, count: int
) -> Iterator[Indicator]:
    level1, level2 = cell.slice(*group.span("one")).strip(), cell.slice(*group.span("two")).strip()
    for item in _ITEM.finditer(cell.text, group.end(), end):
        words = cell.slice(*item.span()).strip()
        if not words:
            continue
        count += 1
        name, target = split_target(words)
        yield Indicator(
            name=_without_number(name),
            row=words,
            position=count,
            level1=level1,
            level2=level2,
            tiers=tier_concepts(level1.text, level2.text, scheme),
            targets=(read_target(target),) if target else (),
        )


def _without_number(name: Passage) -> Passage:
    kept = strip_number(name.text)
    start = len(name.text) - len(kept) if name.text.endswith(kept) else 0
    return name.slice(start, len(name.text)).strip()
