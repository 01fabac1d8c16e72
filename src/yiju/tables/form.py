"""A project's form: labels with their values, the spending plan, the goals; indicators come after.

A label names what stands behind it in its row, or in its own cell behind a colon. In the section of a
label that covers several rows (purpose, spending plan, goals) a cell without a label of its own belongs
to that section. Labels that are known and say nothing of a project's promise are listed with their values.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from yiju.model import Goal, Milestone, Passage, Row
from yiju.tables.goals import goals_on, parse_goals
from yiju.tables.ledger import Ledger, Reason, Rule
from yiju.tables.money import AMOUNTS, Amount, Money, Place
from yiju.tables.sections import Entry
from yiju.tables.words import (
    form_role,
    goal_column,
    heads_money,
    is_of_whole_form,
    own_unit,
    split_label,
)
from yiju.values.amount import parse_amount
from yiju.values.characters import squeeze
from yiju.values.period import parse_month_end
from yiju.values.share import parse_share

_MONTH_AND_SHARE: Final = re.compile(r"\s*(\d{1,2}\s*月\s*[底末]?)[\s:：]*(\d[\d.]*\s*[%％])\s*")
_LABEL_LENGTH: Final = 12
_LONGEST_LABEL: Final = 20
_LIKE_HEAD: Final = re.compile(r"[^,。;0-9]{1,10}(?:目标|情况)")
_FIGURE: Final = re.compile(r"[-+]?[0-9][0-9.,]*(?:%|万元|元|分)?|[-/]+")
_TEXTS: Final = frozenset({"code", "name", "department", "authority", "body"})
_SINGLE: Final = _TEXTS | AMOUNTS | {"aside"}
_SECTIONS: Final = {
    "budget_section": "purpose",
    "purpose": "purpose",
    "schedule": "schedule",
    "goals": "goals",
    "midterm_goals": "midterm",
    "money_section": "money",
    "tasks": "tasks",
}


@dataclass(slots=True)
class Form:
    """What the form of one project says; `row` is what proves its name and its code."""

    code: Passage = field(default_factory=Passage)
    name: Passage = field(default_factory=Passage)
    row: Passage = field(default_factory=Passage)
    department: Passage = field(default_factory=Passage)
    authority: Passage = field(default_factory=Passage)
    body: Passage = field(default_factory=Passage)
    money: Money = field(default_factory=Money)
    purpose: list[Passage] = field(default_factory=list)
    goal_cells: list[Passage] = field(default_factory=list)
    midterm_cells: list[Passage] = field(default_factory=list)
    schedule: list[Row] = field(default_factory=list)
    of_whole: bool = False
    """Whether it has labels that only forms of whole departments have."""

    both_terms: bool = False
    """Whether it parts what is meant for the mid term from what is meant for the year."""

    def complete(self, said: Mapping[str, Passage]) -> None:
        """Take what lines above the form print and the form itself does not, by role."""
        if not self.name and "name" in said:
            self.row = said["name"] + self.row
        for role, words in said.items():
            setattr(self, role, getattr(self, role) or words)

    def goals(self) -> tuple[Goal, ...]:
        """The goals, each with its term where both terms are printed."""
        if not self.both_terms:
            return parse_goals(self.goal_cells)
        early = parse_goals(self.midterm_cells, "midTermPeriod")
        late = parse_goals(self.goal_cells, "annualPeriod")
        return (*early, *goals_on(late, len(early)))


def parse_form(entries: Sequence[Entry], unit: str, ledger: Ledger) -> Form:
    """The form in these rows; amounts are printed in `unit`. Cells not understood are left."""
    return _FormReader(unit, ledger).read([entry.row for entry in entries])


class _FormReader:
    def __init__(self, unit: str, ledger: Ledger) -> None:
        self.unit = unit
        self.ledger = ledger
        self.form = Form()
        self.section: str | None = None
        self.label_at = 0
        self.heads: list[tuple[int, str]] = []

    def read(self, rows: Sequence[Row]) -> Form:
        for row in rows:
            if row.filled and not self._read_schedule(row):
                self._read_row(row)
        return self.form

    def _read_row(self, row: Row) -> None:
        if self._read_heads(row):
            return
        role, label, place = None, Passage(), 0
        labels: dict[int, tuple[str, Passage]] = {}
        for at, cell in self._cells(row):
            found = form_role(cell.text)
            if found and not self._is_value(role, cell):
                role, label, place = found, cell, at
                self._enter(found, label, row)
                if found in AMOUNTS:
                    labels[at] = found, cell
                    self.form.money.add_heads(labels)
            elif role in _SINGLE and role is not None:
                self._read_value(role, label, cell, row, Place(cell, place))
                role = None
            elif not found and not self._read_inline(cell, row, at):
                self._read_free(at, cell, row)

    def _cells(self, row: Row) -> Iterator[tuple[int, Passage]]:
        """The filled cells with their columns; a merged cell that prints its words again is one."""
        last, heads = "", dict(self.heads)
        for at, cell in enumerate(row.cells):
            text = squeeze(cell.text)
            if text == last and text and at not in heads and not _is_figure(cell):
                self.ledger.ignore(Rule.REPEATED_TEXT, [cell])
            elif text:
                yield at, cell
            last = text

    def _read_heads(self, row: Row) -> bool:
        """Takes a row that only heads columns: of goals and outcomes, or of amounts and scores."""
        labelled = form_role(row.filled[0].text) in _SECTIONS and not _parts_terms(row)
        cells = row.filled[1:] if labelled else row.filled
        if len(cells) > 1 and _head_goals(cells):
            self._start(row)
            self._read_goal_heads(row, cells)
            return True
        if cells and all(heads_money(cell.text) for cell in cells):
            self._start(row)
        elif not self._heads_goals(row):
            return False
        self.ledger.map(*row.filled)
        return True

    def _read_goal_heads(self, row: Row, cells: Sequence[Passage]) -> None:
        """What stands below a head that is not known belongs to nothing."""
        self.heads = _goal_heads(self._cells(row))
        self.form.both_terms |= "midterm" in dict(self.heads).values()
        unknown = [cell for cell in cells if not goal_column(cell.text)]
        self.ledger.leave(Reason.UNKNOWN_CELL, unknown)
        self.ledger.map(*(cell for cell in row.filled if cell not in unknown))

    def _start(self, row: Row) -> None:
        """Enters the section whose label stands before the heads."""
        label = row.filled[0]
        role = form_role(label.text)
        if role and role in _SECTIONS:
            self._enter(role, label, row)

    def _heads_goals(self, row: Row) -> bool:
        """Whether a row has nothing but labels, that of goals among them: values stand below them."""
        roles = {at: form_role(cell.text) for at, cell in self._cells(row)}
        if len(roles) < 2 or None in roles.values() or roles[min(roles)] != "aside":
            return False
        if "goals" not in roles.values():
            return False
        self.section = "goals"
        self.heads = [(at, role if role == "goals" else "aside") for at, role in roles.items()]
        return True

    def _enter(self, role: str, label: Passage, row: Row) -> None:
        """A label of a section holds, with its unit of amounts, for the rows below it."""
        first = label is row.filled[0]
        self.form.of_whole |= is_of_whole_form(label.text)
        if role == "aside":
            self.ledger.leave(Reason.UNKNOWN_CELL, [label])
            self.section = None if first else self.section
            return
        self.ledger.map(label)
        if role in _SECTIONS:
            self.section, self.heads = _SECTIONS[role], []
            self.label_at = next(at for at, cell in enumerate(row.cells) if cell is label)
            self.form.both_terms |= role == "midterm_goals"
            self.unit = own_unit(label.text) or self.unit

    def _is_value(self, role: str | None, cell: Passage) -> bool:
        """Whether a cell that reads like a label is a value: the name of a project may do so."""
        return role == "name" and not self.form.name and form_role(cell.text) not in _SINGLE

    def _read_inline(self, cell: Passage, row: Row, at: int) -> bool:
        """Takes a cell that holds a label and, behind a colon, its value."""
        found = split_label(cell.text)
        if not found or found[0] not in _SINGLE:
            return False
        role, label, value = found[0], cell.slice(*found[1]), cell.slice(*found[2]).strip()
        self._read_value(role, label, value, row, Place(cell, at))
        return True

    def _read_value(
        self, role: str, label: Passage, value: Passage, row: Row, place: Place
    ) -> None:
        if role in _TEXTS:
            self._read_text(role, value, row)
            self.ledger.map(place.cell)
            return
        amount = parse_amount(value.text, unit=own_unit(label.text) or self.unit)
        if role == "aside" or amount is None:
            self.ledger.leave(Reason.UNKNOWN_CELL, [place.cell])
        else:
            self.form.money.amounts.append(Amount(role, label, value, amount, place))

    def _read_text(self, role: str, value: Passage, row: Row) -> None:
        setattr(self.form, role, value)
        if role in ("code", "name"):
            self._prove(row)

    def _prove(self, row: Row) -> None:
        """The rows of code and name, often one, prove the project."""
        if not self.form.row or row.line > self.form.row.pieces[-1].line:
            self.form.row += Passage.join(row.filled)

    def _read_free(self, at: int, cell: Passage, row: Row) -> None:
        """A cell without a label of its own belongs to the section in which it stands.

        Amounts do not, nor does what may be the label of the amounts beside it.
        """
        if self._is_label(at, cell, row):
            self.section = None
        texts = self._texts_at(at)
        amounts = not self.heads and any(_is_figure(other) for other in row.filled)
        if texts is not None and not (amounts and len(squeeze(cell.text)) <= _LABEL_LENGTH):
            texts.append(cell)
            self.ledger.map(cell)
        else:
            self.ledger.leave(Reason.UNKNOWN_CELL, [cell])

    def _is_label(self, at: int, cell: Passage, row: Row) -> bool:
        """Whether a cell stands where the label of the section does, before another: a label that is not known."""
        begins = at <= self.label_at and cell is row.filled[0] and len(row.filled) > 1
        return begins and not self.heads and len(squeeze(cell.text)) <= _LONGEST_LABEL

    def _texts_at(self, at: int) -> list[Passage] | None:
        """The texts to which a free cell in a column belongs; None where to none."""
        below = [role for start, role in self.heads if start <= at]
        section = {"outcome": "", "aside": "", "midterm": "midterm"}.get(
            below[-1] if below else "", self.section or ""
        )
        form = self.form
        return {
            "purpose": form.purpose, "goals": form.goal_cells, "midterm": form.midterm_cells,
        }.get(section)  # fmt: skip

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


def _head_goals(cells: Sequence[Passage]) -> bool:
    """Whether cells head columns of goals: one does by its words, and the others do or end as such heads do."""
    known = [goal_column(cell.text) for cell in cells]
    return any(known) and all(
        role or _LIKE_HEAD.fullmatch(squeeze(cell.text))
        for role, cell in zip(known, cells, strict=True)
    )


def _parts_terms(row: Row) -> bool:
    """Whether a row heads two columns: what is meant for a whole project, and for the year."""
    return [goal_column(cell.text) for cell in row.filled] == ["whole", "goals"]


def _goal_heads(cells: Iterable[tuple[int, Passage]]) -> list[tuple[int, str]]:
    """The columns of a goal cell with their roles: what is meant for a whole project, beside the year, is of its term."""
    heads = [(at, goal_column(cell.text) or "aside") for at, cell in cells]
    whole = "midterm" if "goals" in dict(heads).values() else "goals"
    return [(at, whole if role == "whole" else role) for at, role in heads]


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
