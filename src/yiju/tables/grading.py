"""Duty and activity tables: what a department does, with indicators graded 优 良 中 差.

The first column holds duties (一、) and below each its activities (1、); some tables have a column
for each. Cells that a page cut go on in the first row behind the repeated header.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from yiju.model import Activity, Duty, Goal, Grade, Indicator, Passage, Row, Target
from yiju.tables.drafts import read_target
from yiju.tables.goals import parse_goals
from yiju.tables.ledger import Ledger, Reason, Rule
from yiju.tables.lines import is_grading_header
from yiju.tables.sections import Entry
from yiju.tables.words import grade_of, grading_role
from yiju.values.amount import parse_amount
from yiju.values.list_number import is_numbered

_DUTY_NUMBER: Final = "一、"
_NAMES: Final = ("activity", "duty", "work")
_CUT: Final = ("content", "goal")


@dataclass(slots=True)
class _Line:
    """An indicator in the making: the pieces of its name, its rows and its bands."""

    name: list[Passage]
    rows: list[Passage]
    bands: dict[Grade, list[Passage]]


@dataclass(slots=True)
class _Node:
    """A duty or an activity in the making: the pieces of its name and of its cells."""

    name: list[Passage]
    is_duty: bool
    cells: dict[str, list[Passage]] = field(default_factory=dict)
    lines: list[_Line] = field(default_factory=list)


def parse_grading(entries: Sequence[Entry], unit: str, ledger: Ledger) -> tuple[Duty, ...]:
    """The duties in these rows with their activities; budgets are printed in `unit`."""
    nodes = _Reader(ledger).read(entries)
    return tuple(_duties(nodes, unit, ledger))


@dataclass(frozen=True, slots=True)
class _Columns:
    of: Mapping[str, int]
    grades: Mapping[Grade, int]

    def cells(self, row: Row) -> dict[str, Passage]:
        return {role: cell for role, at in self.of.items() if (cell := row.cell(at))}

    def bands(self, row: Row) -> dict[Grade, Passage]:
        return {grade: cell for grade, at in self.grades.items() if (cell := row.cell(at))}


class _Reader:
    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.columns = _Columns({}, {})
        self.nodes: list[_Node] = []
        self.headers: list[list[str]] = []

    def read(self, entries: Sequence[Entry]) -> list[_Node]:
        behind_break = False
        for entry in entries:
            behind_break = behind_break or entry.fresh
            if is_grading_header(entry.row):
                self._read_header(entry.row)
            elif entry.row.filled:
                self._read_row(entry.row, behind_break and bool(self.nodes))
                behind_break = False
        return self.nodes

    def _read_header(self, row: Row) -> None:
        texts = [cell.text for cell in row.filled]
        if texts in self.headers:
            self.ledger.ignore(Rule.REPEATED_HEADER, row.filled)
        else:
            self.ledger.map(*row.filled)
            self.headers.append(texts)
        of = {role: at for at, cell in enumerate(row.cells) if (role := grading_role(cell.text))}
        grades = {grade: at for at, cell in enumerate(row.cells) if (grade := grade_of(cell.text))}
        self.columns = _Columns(of or self.columns.of, grades or self.columns.grades)

    def _read_row(self, row: Row, behind_break: bool) -> None:  # noqa: FBT001
        cells, bands = self.columns.cells(row), self.columns.bands(row)
        known = [*cells.values(), *bands.values()]
        if not known or not (self.nodes or any(role in cells for role in _NAMES)):
            self.ledger.leave(Reason.UNKNOWN_ROW, row.filled)
            return
        self.ledger.map(*known)
        self._read_names(cells, behind_break=behind_break)
        self._read_cells(cells)
        self._read_line(cells, bands, row, behind_break=behind_break)

    def _read_names(self, cells: Mapping[str, Passage], *, behind_break: bool) -> None:
        for role in _NAMES:
            name = cells.get(role)
            if name is None:
                continue
            if behind_break and not is_numbered(name.text):
                self.nodes[-1].name.append(name)
            else:
                self.nodes.append(_Node([name], self._is_duty(role, name, cells)))

    def _is_duty(self, role: str, name: Passage, cells: Mapping[str, Passage]) -> bool:
        """By its column, else by its number, else by having no indicator in its own row."""
        if role != "activity":
            return role == "duty"
        style = is_numbered(name.text)
        return style == _DUTY_NUMBER if style else "indicator" not in cells

    def _read_cells(self, cells: Mapping[str, Passage]) -> None:
        """Budget, content and goal; content and goal without a name in front go on from above."""
        node = self.nodes[-1]
        for role in ("budget", *_CUT):
            if cell := cells.get(role):
                above = node.cells.setdefault(role, [])
                if role not in _CUT:
                    above.clear()
                above.append(cell)

    def _read_line(
        self,
        cells: Mapping[str, Passage],
        bands: dict[Grade, Passage],
        row: Row,
        *,
        behind_break: bool,
    ) -> None:
        lines, name = self.nodes[-1].lines, cells.get("indicator")
        rest = behind_break and not bands and bool(lines)
        if name and rest:
            lines[-1].name.append(name)
            lines[-1].rows.append(name)
        elif name:
            pieces = {grade: [band] for grade, band in bands.items()}
            lines.append(_Line([name], [Passage.join(row.filled)], pieces))
        elif lines:
            for grade, band in bands.items():
                lines[-1].bands.setdefault(grade, []).append(band)
                lines[-1].rows.append(band)


# --- records -------------------------------------------------------------------------------------


def _duties(nodes: Sequence[_Node], unit: str, ledger: Ledger) -> Iterator[Duty]:
    """Duties with the activities below each; activities above the first duty stand without one."""
    duty: Duty | None = None
    activities: list[Activity] = []
    for node in nodes:
        if not node.is_duty:
            activities.append(_activity(node, unit, ledger))
            continue
        if duty or activities:
            yield _with(duty, activities)
        duty, activities = _duty(node, unit, ledger), []
    if duty or activities:
        yield _with(duty, activities)


def _with(duty: Duty | None, activities: Sequence[Activity]) -> Duty:
    """A duty with its activities; without a name where the table prints none."""
    return replace(duty or Duty(Passage()), activities=tuple(activities))


def _activity(node: _Node, unit: str, ledger: Ledger) -> Activity:
    budget, words = _budget(node, unit, ledger)
    return Activity(
        name=Passage.join(node.name),
        budget=budget,
        budget_words=words,
        content=Passage.join(node.cells.get("content", ())),
        goals=_goals(node),
        indicators=_indicators(node),
    )


def _duty(node: _Node, unit: str, ledger: Ledger) -> Duty:
    found = _activity(node, unit, ledger)
    return Duty(
        name=found.name,
        budget=found.budget,
        budget_words=found.budget_words,
        content=found.content,
        goals=found.goals,
        indicators=found.indicators,
    )


def _budget(node: _Node, unit: str, ledger: Ledger) -> tuple[Decimal | None, Passage]:
    cell = Passage.join(node.cells.get("budget", ()))
    amount = parse_amount(cell.text, unit=unit) if cell else None
    if cell and amount is None:
        ledger.leave(Reason.UNKNOWN_CELL, [cell])
    return amount, cell if amount is not None else Passage()


def _goals(node: _Node) -> tuple[Goal, ...]:
    return parse_goals([Passage.join(node.cells.get("goal", ()))])


def _indicators(node: _Node) -> tuple[Indicator, ...]:
    return tuple(
        Indicator(
            Passage.join(line.name), Passage.join(line.rows), position, bands=tuple(_bands(line))
        )
        for position, line in enumerate(node.lines, 1)
    )


def _bands(line: _Line) -> Iterator[Target]:
    for grade in Grade:
        if pieces := line.bands.get(grade):
            yield replace(read_target(Passage.join(pieces)), grade=grade)
