"""What became of a promise or a sum from one document to another: it rose, fell, changed, or went.

Pure: two readings in, a move out. Rise and fall are said only where both count the same thing in
the same direction: operators of one family, and one unit. Everything else that differs has changed.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

from yiju.questions.pairing import PairedBy
from yiju.questions.records import Evidence, Promise, Thing
from yiju.values.characters import squeeze
from yiju.values.name import same_unit, unit_of_name


class Status(StrEnum):
    """What became of a thing from A to B."""

    ROSE = "rose"
    FELL = "fell"
    CHANGED = "changed"
    VANISHED = "vanished"
    APPEARED = "appeared"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one document says of a thing: its name, and its money (万元) or its targets."""

    iri: str
    label: str
    owner: str | None = None
    amount: Decimal | None = None
    promises: tuple[Promise, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def text(self) -> str:
        """The money, or the targets as printed, the best grade first."""
        if self.amount is not None:
            return str(self.amount)
        return " / ".join(promise.text for promise in self.promises)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What became of one target: of one grade or period, where there are several."""

    status: Status
    grade: str | None = None
    period: str | None = None
    difference: Decimal | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A thing in A, in B, or in both; `difference` is B less A, where the two can be compared."""

    status: Status
    kind: str
    label: str
    owner: str | None = None
    paired_by: PairedBy | None = None
    difference: Decimal | None = None
    unit: str | None = None
    moves: tuple[Move, ...] = ()
    a: Side | None = None
    b: Side | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One of the two documents. `project_money` is the sum of its project budgets, in 万元."""

    iri: str
    file: str
    title: str | None
    year: str | None
    department: Thing | None
    projects: int
    project_money: Decimal
    indicators: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two documents side by side: totals of budget tables, budgets, indicators with their targets."""

    a: Compared
    b: Compared
    counts: Mapping[str, Mapping[str, int]]
    totals: tuple[Change, ...]
    budgets: tuple[Change, ...]
    indicators: tuple[Change, ...]


Years = tuple[str | None, str | None]

GRADES: Final = ("excellent", "good", "fair", "poor")


@cache
def read_words() -> dict[str, Any]:
    """The lookup file of comparisons."""
    file = Path(__file__).with_name("comparison.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def count_changes(sections: Mapping[str, Sequence[Change]]) -> dict[str, dict[str, int]]:
    """How many changes of each status each section has."""
    return {
        name: {status.value: Counter(c.status for c in changes)[status] for status in Status}
        for name, changes in sections.items()
    }


def compare_money(a: Side, b: Side) -> Move:
    """What became of a sum; one that only one side prints has changed.

    >>> told = Side(iri="a", label="奖补", amount=Decimal("42.4"))
    >>> compare_money(told, Side(iri="b", label="奖补", amount=Decimal("40"))).difference
    Decimal('-2.4')
    """
    if a.amount is None or b.amount is None:
        return Move(status=Status.SAME if a.amount is b.amount else Status.CHANGED)
    difference = b.amount - a.amount
    return Move(status=_direction(difference), difference=difference, unit="万元")


def compare_promises(a: Side, b: Side, *, years: Years = (None, None)) -> tuple[Move, ...]:
    """What became of each target, grade by grade and period by period.

    `years` are those of the two documents: dates are compared by how far they are
    from it, so that the end of June is the same date every year.
    """
    ours, theirs = _by_role(a.promises), _by_role(b.promises)
    return tuple(
        _moved(a, ours.get(role), b, theirs.get(role), years)
        for role in sorted({*ours, *theirs}, key=_rank)
    )


def sum_up(moves: Iterable[Move]) -> Status:
    """What became of a thing as a whole: it rose where something rose and nothing else differs.

    >>> sum_up([Move(status=Status.SAME), Move(status=Status.ROSE)]).value
    'rose'
    >>> sum_up([Move(status=Status.FELL), Move(status=Status.ROSE)]).value
    'changed'
    """
    found = {move.status for move in moves} - {Status.SAME}
    if not found:
        return Status.SAME
    (first, *others) = found
    return first if not others and first in {Status.ROSE, Status.FELL} else Status.CHANGED


Role = tuple[str, str, int]


def _by_role(promises: Iterable[Promise]) -> dict[Role, Promise]:
    """The targets by grade and period, numbered where several have both alike."""
    found: dict[Role, Promise] = {}
    for promise in promises:
        grade, period = promise.grade or "", promise.period or ""
        number = sum(role[:2] == (grade, period) for role in found)
        found[grade, period, number] = promise
    return found


def _rank(role: Role) -> tuple[int, Role]:
    return (GRADES.index(role[0]) if role[0] in GRADES else -1, role)


def _moved(a: Side, mine: Promise | None, b: Side, other: Promise | None, years: Years) -> Move:
    told = mine or other
    assert told is not None
    grade, period = told.grade, told.period
    if mine is None or other is None:
        status = Status.APPEARED if mine is None else Status.VANISHED
        return Move(status=status, grade=grade, period=period)
    units = (mine.unit or unit_of_name(a.label), other.unit or unit_of_name(b.label))
    status, difference = _step(mine, other, alike=same_unit(*units), years=years)
    unit = units[1] if difference is not None else None
    return Move(status=status, grade=grade, period=period, difference=difference, unit=unit)


def _step(
    mine: Promise, other: Promise, *, alike: bool, years: Years
) -> tuple[Status, Decimal | None]:
    """From one target to another, whose units are alike or are not."""
    family = _family(mine.operator)
    if not alike or family != _family(other.operator):
        return Status.CHANGED, None
    steps = [
        after - before
        for before, after in zip(_figures(mine), _figures(other), strict=True)
        if before is not None and after is not None
    ]
    if family is None or not steps:
        alike = _said(mine, years[0]) == _said(other, years[1])
        return (Status.SAME if alike else Status.CHANGED), None
    difference = steps[0] if mine.value is not None else None
    status = sum_up(Move(status=_direction(step)) for step in steps)
    if status is Status.SAME and mine.operator != other.operator:
        status = Status.CHANGED
    return status, difference


def _direction(difference: Decimal) -> Status:
    if difference > 0:
        return Status.ROSE
    return Status.FELL if difference < 0 else Status.SAME


def _family(operator: str | None) -> str | None:
    """The family of an operator; None for what has no figure to compare."""
    family: str | None = read_words()["families"].get(operator)
    return family


def _figures(promise: Promise) -> tuple[Decimal | None, ...]:
    return promise.value, promise.lower, promise.upper


def _said(promise: Promise, year: str | None) -> tuple[str | None, ...]:
    """What a target without a figure says; its dates counted from the year of the document."""
    dates = tuple(_within(date or "", year) for date in (promise.since, promise.until))
    return promise.operator, *(dates if any(dates) else (squeeze(promise.text),))


def _within(date: str, year: str | None) -> str:
    """An XSD date with its year counted from another; within the year, as one without any.

    >>> _within("2024-06-30", "2024"), _within("2023-12", "2024"), _within("--12", "2024")
    ('--06-30', '-1-12', '--12')
    """
    if not (year and year.isdigit() and date[:4].isdigit()):
        return date
    offset = int(date[:4]) - int(year)
    return f"{offset or '-'}{date[4:]}"
