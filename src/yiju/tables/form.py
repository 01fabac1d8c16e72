"""A project's form: labels with their values, the spending plan, the goals; indicators come after.

A label names what stands behind it in its row. In the section of a label that covers several rows
(purpose, spending plan, goals) a cell without a label of its own belongs to that section.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from yiju.model import FundingAllocation, Goal, Milestone, Passage, Row
from yiju.tables.ledger import Ledger, Reason, Rule
from yiju.tables.sections import Entry
from yiju.tables.words import form_role, goal_column, heads_money, own_unit
from yiju.values.amount import parse_amount
from yiju.values.characters import squeeze
from yiju.values.list_number import is_numbered, split_items
from yiju.values.period import parse_month_end
from yiju.values.share import parse_share

_MONTH_AND_SHARE: Final = re.compile(r"\s*(\d{1,2}\s*月\s*[底末]?)[\s:：]*(\d[\d.]*\s*[%％])\s*")
_LABEL_LENGTH: Final = 12
_FIGURE: Final = re.compile(r"[-+]?[0-9][0-9.,]*(?:%|万元|元|分)?|[-/]+")
_SOURCES: Final = {"fiscal": "fiscalFunds", "other": "otherFunds", "carried": "carriedOver"}
_TEXTS: Final = frozenset({"code", "name", "department", "authority"})
_SINGLE: Final = _TEXTS | {"budget", *_SOURCES}
_SECTIONS: Final = {
    "budget_section": "purpose",
    "purpose": "purpose",
    "schedule": "schedule",
    "goals": "goals",
}


@dataclass(slots=True)
class Form:
    """What the form of one project says; `row` is what proves its name and its code."""

    code: Passage = field(default_factory=Passage)
    name: Passage = field(default_factory=Passage)
    row: Passage = field(default_factory=Passage)
    department: Passage = field(default_factory=Passage)
    authority: Passage = field(default_factory=Passage)
    budget: Decimal | None = None
    budget_words: Passage = field(default_factory=Passage)
    funding: list[FundingAllocation] = field(default_factory=list)
    purpose: list[Passage] = field(default_factory=list)
    goals: list[Passage] = field(default_factory=list)
    schedule: list[Row] = field(default_factory=list)


def parse_form(entries: Sequence[Entry], unit: str, ledger: Ledger) -> Form:
    """The form in these rows; amounts are printed in `unit`. Cells not understood are left."""
    return _FormReader(unit, ledger).read([entry.row for entry in entries])


class _FormReader:
    def __init__(self, unit: str, ledger: Ledger) -> None:
        self.unit = unit
        self.ledger = ledger
        self.form = Form()
        self.section: str | None = None
        self.outcome: int | None = None

    def read(self, rows: Sequence[Row]) -> Form:
        for row in rows:
            if row.filled and not self._read_schedule(row):
                self._read_row(row)
        return self.form

    def _read_row(self, row: Row) -> None:
        if self._read_heads(row):
            return
        role, label = None, Passage()
        for cell in self._goal_cells(row):
            found = form_role(cell.text)
            if found and not self._is_value(role, cell):
                role, label = found, cell
                self._enter(found, label)
            elif role in _SINGLE and role is not None:
                self._read_value(role, label, cell, row)
                role = None
            else:
                self._read_free(cell, row)

    def _read_heads(self, row: Row) -> bool:
        """Takes a row that only heads columns: of goals and outcomes, or of amounts and scores."""
        labelled = form_role(row.filled[0].text) in _SECTIONS
        cells = row.filled[1:] if labelled else row.filled
        if len(cells) > 1 and all(goal_column(cell.text) for cell in cells):
            heads = [(at, goal_column(cell.text)) for at, cell in enumerate(row.cells) if cell]
            self.outcome = min((at for at, role in heads if role == "outcome"), default=None)
        elif not cells or not all(heads_money(cell.text) for cell in cells):
            return False
        self.ledger.map(*row.filled)
        for cell in row.filled:
            if (role := form_role(cell.text)) in _SECTIONS and role is not None:
                self._enter(role, cell)
        return True

    def _goal_cells(self, row: Row) -> list[Passage]:
        """The cells of a row, those of outcomes left out and listed."""
        if self.section != "goals" or self.outcome is None:
            return list(row.filled)
        behind = [cell for cell in row.cells[self.outcome :] if cell]
        self.ledger.leave(Reason.UNKNOWN_CELL, behind)
        return [cell for cell in row.cells[: self.outcome] if cell]

    def _enter(self, role: str, label: Passage) -> None:
        """A label of a section holds, with its unit of amounts, for the rows below it."""
        self.ledger.map(label)
        if role in _SECTIONS:
            self.section = _SECTIONS[role]
            self.unit = own_unit(label.text) or self.unit

    def _is_value(self, role: str | None, cell: Passage) -> bool:
        """Whether a cell that reads like a label is a value: the name of a project may do so."""
        return role == "name" and not self.form.name and form_role(cell.text) not in _SINGLE

    def _read_value(self, role: str, label: Passage, cell: Passage, row: Row) -> None:
        if role in _TEXTS:
            setattr(self.form, role, cell)
            self.ledger.map(cell)
            if role in ("code", "name"):
                self._prove(row)
            return
        amount = parse_amount(cell.text, unit=own_unit(label.text) or self.unit)
        if amount is None:
            self.ledger.leave(Reason.UNKNOWN_CELL, [cell])
            return
        self.ledger.map(cell)
        if role == "budget":
            self.form.budget, self.form.budget_words = amount, label + cell
        else:
            self.form.funding.append(FundingAllocation(_SOURCES[role], amount, label + cell))

    def _prove(self, row: Row) -> None:
        """The rows of code and name, often one, prove the project."""
        if not self.form.row or row.line > self.form.row.pieces[-1].line:
            self.form.row += Passage.join(row.filled)

    def _read_free(self, cell: Passage, row: Row) -> None:
        """A cell without a label of its own belongs to the section in which it stands.

        Amounts do not, nor does what may be the label of the amounts beside it.
        """
        places = {"purpose": self.form.purpose, "goals": self.form.goals}
        amounts = any(_is_figure(other) for other in row.filled)
        if self.section in places and not (amounts and len(squeeze(cell.text)) <= _LABEL_LENGTH):
            places[self.section].append(cell)
            self.ledger.map(cell)
        else:
            self.ledger.leave(Reason.UNKNOWN_CELL, [cell])

    def _read_schedule(self, row: Row) -> bool:
        """Takes a row of the spending plan: but for its label, nothing but months and shares."""
        values = [cell for cell in row.filled if form_role(cell.text) not in ("schedule", "goals")]
        labels = [cell for cell in row.filled if form_role(cell.text) in ("schedule", "goals")]
        inside = self.section in ("schedule", "goals") or labels
        if not inside or not values or not all(_is_plan(cell) for cell in values):
            return False
        if labels and self.section is None:
            self.section = _SECTIONS[form_role(labels[0].text) or "schedule"]
        if labels and form_role(labels[0].text) == "schedule":
            self.section = "schedule"
        self.ledger.map(*labels)
        self.form.schedule.append(row)
        return True


def _is_figure(cell: Passage) -> bool:
    """Whether a cell is an amount, a share or a dash: no words that a purpose or a goal could be."""
    return bool(_FIGURE.fullmatch(squeeze(cell.text)))


def _is_plan(cell: Passage) -> bool:
    text = cell.text
    return bool(
        parse_month_end(text)
        or parse_share(text, beyond=True) is not None
        or _MONTH_AND_SHARE.fullmatch(text)
    )


# --- goals ---------------------------------------------------------------------------------------


def parse_goals(cells: Sequence[Passage]) -> tuple[Goal, ...]:
    """The items of goal cells, cut at their list numbers; a cell that a page cut is one text."""
    whole: list[list[Passage]] = []
    for cell in cells:
        if whole and is_numbered(whole[0][0].text) and not is_numbered(cell.text):
            whole[-1].append(cell)
        else:
            whole.append([cell])
    items = [item for pieces in whole for item in find_items(Passage.join(pieces))]
    return tuple(Goal(words, position) for position, words in enumerate(items, 1))


def find_items(cell: Passage) -> Iterator[Passage]:
    """The numbered items of one cell, or the cell itself."""
    for start, end in split_items(cell.text):
        if item := cell.slice(start, end).strip():
            yield item


# --- the spending plan ---------------------------------------------------------------------------


def months_in_full(rows: Sequence[Row]) -> tuple[int, ...]:
    """The months that the rows of a spending plan print, rising."""
    months = (parse_month_end(cell.text) for row in rows for cell in row.filled)
    return tuple(sorted({month for month in months if month}))


def parse_schedule(
    rows: Sequence[Row], ledger: Ledger, months: tuple[int, ...] = ()
) -> tuple[Milestone, ...]:
    """The milestones of a spending plan.

    A share belongs to the month above it in its column. Where a page has lost the head of the last
    column, a share behind the last printed month belongs to the next of `months`, the months that
    other plans of the same document print in full. A share without a month is ignored by a rule.
    """
    return tuple(_Schedule(ledger, months).read(rows))


class _Schedule:
    def __init__(self, ledger: Ledger, months: tuple[int, ...]) -> None:
        self.ledger = ledger
        self.months = months
        self.heads: dict[int, tuple[int, Passage]] = {}
        self.filled = False

    def read(self, rows: Sequence[Row]) -> Iterator[Milestone]:
        for row in rows:
            for column, cell in enumerate(row.cells):
                if cell and form_role(cell.text) is None:
                    yield from self._read_cell(column, cell)

    def _read_cell(self, column: int, cell: Passage) -> Iterator[Milestone]:
        month = parse_month_end(cell.text)
        both = _MONTH_AND_SHARE.fullmatch(cell.text)
        if month:
            self._read_head(column, month, cell)
        elif both:
            yield self._milestone(
                parse_month_end(both[1]), parse_share(both[2], beyond=True), cell, cell
            )
        else:
            yield from self._read_share(column, cell)

    def _read_head(self, column: int, month: int, cell: Passage) -> None:
        """A head behind shares begins a further plan; one below another head takes its column."""
        if self.filled:
            self.heads, self.filled = {}, False
        self.heads[column] = (month, cell)
        self.ledger.map(cell)

    def _read_share(self, column: int, cell: Passage) -> Iterator[Milestone]:
        self.filled = True
        head = self.heads.get(column) or self._lost_head(column, cell)
        if head is None:
            self.ledger.ignore(Rule.SCHEDULE_WITHOUT_MONTH, [cell])
            return
        yield self._milestone(head[0], parse_share(cell.text, beyond=True), cell, head[1])

    def _lost_head(self, column: int, cell: Passage) -> tuple[int, Passage] | None:
        """The month behind the last printed one, where the share stands behind it, too."""
        printed = sorted(month for month, _ in self.heads.values())
        known = self.months[: len(printed)] == tuple(printed) and len(printed) < len(self.months)
        if known and column > max(self.heads, default=column):
            return self.months[len(printed)], cell
        return None

    def _milestone(
        self, month: int | None, share: Decimal | None, cell: Passage, head: Passage
    ) -> Milestone:
        assert month is not None
        assert share is not None
        self.ledger.map(cell)
        return Milestone(month, share, cell if head is cell else head + cell)
