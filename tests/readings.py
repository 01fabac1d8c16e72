"""Readings of targets in prose: tables on disk, and how far two readings are one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from yiju.values.characters import squeeze
from yiju.values.target import Reading

SIGNS: Final = {
    "atLeast": ">=", "atMost": "<=", "moreThan": ">", "lessThan": "<", "equalTo": "=",
    "between": "range",
}  # fmt: skip


@dataclass(frozen=True)
class Stated:
    """A target as a reader tells it: where, of what, operator, value (`5-10` for a range), unit."""

    place: str
    subject: str
    operator: str
    value: str
    unit: str

    @classmethod
    def of(cls, place: str, subject: str, reading: Reading) -> "Stated":
        """What the rules read; a range has its bounds for a value."""
        bounds = f"{reading.lower}-{reading.upper}"
        value = bounds if reading.value is None else f"{reading.value:f}"
        sign = SIGNS[reading.operator]
        return cls(place, squeeze(subject), sign, value, squeeze(reading.unit or ""))


@dataclass(frozen=True)
class Scores:
    """F1 on (place, value, unit), with the operator, and with the operator and the subject."""

    figures: float
    operators: float
    subjects: float

    def row(self, name: str, wanted: int, got: int) -> str:
        """A line of the table that the tests print."""
        sums = f"{self.figures:.3f}  {self.operators:.3f}  {self.subjects:.3f}"
        return f"{name:<24} {wanted:>4} {got:>4}  {sums}"


Level = Callable[["Stated", "Stated"], bool]
HEAD: Final = f"{'':<24} read  got  figure  +sign  +subject"


def score(wanted: Sequence[Stated], got: Sequence[Stated]) -> Scores:
    """How far a reading is the wanted one; each target counts once."""
    total = len(wanted) + len(got)
    if not total:
        return Scores(1.0, 1.0, 1.0)
    levels = (_same_figure, _same_operator, _same_subject)
    return Scores(*(2 * _paired(wanted, got, level) / total for level in levels))


def _paired(wanted: Sequence[Stated], got: Sequence[Stated], level: Level) -> int:
    left = list(got)
    for one in wanted:
        match = next((other for other in left if level(one, other)), None)
        if match:
            left.remove(match)
    return len(got) - len(left)


def _same_figure(one: Stated, other: Stated) -> bool:
    return (one.place, one.value, one.unit) == (other.place, other.value, other.unit)


def _same_operator(one: Stated, other: Stated) -> bool:
    return _same_figure(one, other) and one.operator == other.operator


def _same_subject(one: Stated, other: Stated) -> bool:
    """Whether two phrases name one thing: equal, or one is the other with words around it."""
    is_one = one.subject in other.subject or other.subject in one.subject
    return _same_operator(one, other) and is_one


def read_table(path: Path) -> list[list[str]]:
    """The rows of a table of tab-separated columns; a line with # is a remark."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and line[0] != "#"]
