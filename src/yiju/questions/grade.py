"""The grade of an actual value: which printed band of a graded indicator holds it, if one does."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Final

from yiju.errors import NotFoundError, QueryError
from yiju.questions.answer import answer
from yiju.questions.facts import local_name
from yiju.questions.records import Evidence
from yiju.store import Store
from yiju.values.band import Band, Interval, grade_of
from yiju.values.characters import squeeze
from yiju.values.target import Operator, Reading
from yiju.vocabulary import Names

Row = dict[str, str | None]

_VALUE: Final = re.compile(r"[+-]?[0-9]{1,18}(?:\.[0-9]{1,18})?")
_ORDER: Final = ("excellent", "good", "fair", "poor")


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeBand:
    """A printed band, and the values that it holds; a bound of None is at infinity.

    `is_computable` is off where its words tell no values.
    """

    grade: str
    text: str
    is_computable: bool
    lower: Decimal | None = None
    upper: Decimal | None = None
    is_open_below: bool = False
    is_open_above: bool = False
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeAnswer:
    """What the bands of an indicator say of a value, which counts in the unit of the bands.

    `outcome` is `grade` with one grade, `gap` with none, `overlap` with several, or `notComputable`.
    """

    iri: str
    label: str
    value: Decimal
    outcome: str
    grades: tuple[str, ...]
    unit: str | None
    bands: tuple[GradeBand, ...]


def answer_grade(
    store: Store, indicator: str, value: str, *, names: Names | None = None
) -> GradeAnswer:
    """Answer which grade a value earns; the indicator is given by IRI or by local id.

    NotFoundError where the store knows no such graded indicator, QueryError where the value is no
    number.
    """
    number = _number(str(value).strip().removesuffix("%"))
    iri = _iri(indicator.strip(), names or Names())
    rows = answer(store, "grade-bands", {"indicator": iri}).records()
    if not rows:
        raise NotFoundError(
            f"No graded indicator answers to {indicator[:200]!r}; give the IRI or the local id of "
            "an indicator with the grades 优 良 中 差."
        )
    unit = next((row["unit"] for row in rows if row["unit"]), None)
    if str(value).strip().endswith("%") and unit and squeeze(unit) != "%":
        raise QueryError(f"The bands count in {unit}; give a value in it, {value} is a percentage.")
    printed = [list(group) for _, group in groupby(rows, lambda row: row["band"])]
    printed.sort(key=lambda group: _ORDER.index(_local(group[0], "grade")))
    graded = grade_of(number, [_band(group[0]) for group in printed])
    pairs = zip(printed, graded.intervals, strict=True)
    return GradeAnswer(
        iri=iri,
        label=str(rows[0]["label"]),
        value=number,
        outcome=graded.outcome.value,
        grades=graded.grades,
        unit=unit,
        bands=tuple(_shown(group, interval) for group, interval in pairs),
    )


def _number(text: str) -> Decimal:
    if not _VALUE.fullmatch(text):
        raise QueryError(f"The value must be a number such as 85.5; {text[:200]!r} is none.")
    return Decimal(text)


def _iri(indicator: str, names: Names) -> str:
    if indicator.startswith(("http://", "https://")):
        return indicator
    try:
        return names.thing("indicator", indicator)
    except ValueError as fault:
        raise NotFoundError(f"{indicator[:200]!r} is neither an IRI nor a local id.") from fault


def _band(row: Row) -> Band:
    reading = Reading(
        Operator(_local(row, "operator")),
        value=_decimal(row["value"]),
        lower=_decimal(row["lower"]),
        upper=_decimal(row["upper"]),
        unit=row["unit"],
    )
    return Band(_local(row, "grade"), str(row["text"]), reading)


def _shown(rows: Iterable[Row], interval: Interval | None) -> GradeBand:
    group = list(rows)
    values = interval or Interval()
    proofs = {(str(row["file"]), int(str(row["line"])), str(row["quotation"])) for row in group}
    return GradeBand(
        grade=_local(group[0], "grade"),
        text=str(group[0]["text"]),
        is_computable=interval is not None,
        lower=values.lower,
        upper=values.upper,
        is_open_below=values.is_open_below,
        is_open_above=values.is_open_above,
        evidence=tuple(Evidence(*proof) for proof in sorted(proofs)),
    )


def _local(row: Row, column: str) -> str:
    return local_name(str(row[column]))


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
