"""Indicators in the making: the cells of a row by role, and the record that they become."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from yiju.model import Basis, Evaluation, Indicator, Passage, Target
from yiju.tables.columns import is_sign
from yiju.tables.words import names_no_unit
from yiju.values.amount import parse_number
from yiju.values.characters import join_wrapped
from yiju.values.list_number import strip_number
from yiju.values.target import parse_target
from yiju.values.tier import Scheme, tier_concepts

DUE: Final = "due "
"""The role of the target of a later year is this, and the year."""


@dataclass(slots=True)
class Draft:
    """An indicator in the making: the cells of its row by role, page pieces put together.

    `period` is that of its target, where the table tells one.
    """

    cells: dict[str, list[Passage]]
    rows: list[Passage]
    period: str | None = None

    def cell(self, role: str) -> Passage:
        """The cell of a role, whole; an empty passage where there is none."""
        return Passage.join(self.cells.get(role, ()))

    def last(self, role: str) -> str:
        """The text of a role as the last row prints it."""
        cells = self.cells.get(role)
        return cells[-1].text if cells else ""

    def extend(self, cells: Mapping[str, Passage], row: Passage) -> None:
        """Take the rest of cells that a page cut."""
        for role, cell in cells.items():
            if cell:
                self.cells.setdefault(role, []).append(cell)
        self.rows.append(row)


def parse_drafts(drafts: Sequence[Draft], scheme: Scheme) -> tuple[Indicator, ...]:
    """The indicators that the drafts hold, their targets read and their tiers known."""
    return tuple(_finished(draft, position, scheme) for position, draft in enumerate(drafts, 1))


def _finished(draft: Draft, position: int, scheme: Scheme) -> Indicator:
    level1, level2, basis = draft.cell("level1"), draft.cell("level2"), draft.cell("basis")
    return Indicator(
        name=_without_number(draft.cell("level3")),
        row=Passage.join(draft.rows),
        position=position,
        level1=level1,
        level2=level2,
        tiers=tier_concepts(level1.text, level2.text, scheme),
        description=draft.cell("description"),
        targets=tuple(_targets(draft)),
        basis=Basis(basis) if basis else None,
        evaluation=_evaluation(draft),
    )


def _evaluation(draft: Draft) -> Evaluation | None:
    """What a self-evaluation says of the indicator; None where the table has no such column."""
    actual, deviation = draft.cell("actual"), draft.cell("deviation")
    weight, score = draft.cell("weight"), draft.cell("score")
    if not any((actual, deviation, weight, score)):
        return None
    numbers = (parse_number(weight.text), parse_number(score.text))
    return Evaluation(actual, *numbers, deviation, weight, score)


def _without_number(name: Passage) -> Passage:
    """The name without list number and without the blanks that a wrap left at its ends."""
    kept = strip_number(name.text)
    start = len(name.text) - len(kept) if name.text.endswith(kept) else 0
    return name.slice(start, len(name.text)).strip()


def _targets(draft: Draft) -> Iterator[Target]:
    """The target of the year and that of the mid term; sign, value and unit may be three columns."""
    for role, period in (("target", draft.period), ("midterm", "midTermPeriod")):
        if value := draft.cell(role):
            words = Passage.join([_named_sign(draft), value, _named_unit(draft)], " ")
            yield read_target(words, period=period)
    for role in sorted(role for role in draft.cells if role.startswith(DUE)):
        words = Passage.join([_named_sign(draft), draft.cell(role), _named_unit(draft)], " ")
        yield _due(read_target(words, period="midTermPeriod"), role.removeprefix(DUE))


def _due(target: Target, year: str) -> Target:
    """A target whose number is due in a year; one that prints a date of its own keeps that."""
    if target.reading.value is None:
        return target
    return replace(target, reading=replace(target.reading, until=year))


def _named_sign(draft: Draft) -> Passage:
    sign = draft.cell("sign")
    return sign if sign and is_sign(sign.text) else Passage()


def _named_unit(draft: Draft) -> Passage:
    unit = draft.cell("unit")
    return Passage() if unit and names_no_unit(unit.text) else unit


def read_target(words: Passage, *, period: str | None = None) -> Target:
    """A target as printed, read."""
    return Target(words, parse_target(join_wrapped(words.text)), period=period)
