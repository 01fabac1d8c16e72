"""The few audit rules that SPARQL cannot say: each a function that gives the rows of a query.

Here stand the rules of grades: what the bands of an indicator hold is told by `yiju.values.band`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Final

from pyoxigraph import QuerySolution, QuerySolutions

from yiju.model import Grade
from yiju.validation.agreement import figures_without_indicator, goals_against_table
from yiju.validation.copied import repeated_duties, strange_satisfaction
from yiju.validation.rates import rates_times_counts
from yiju.validation.runs import find_counting
from yiju.validation.wording import (
    doubled_punctuation,
    misprinted_words,
    repeated_words,
    stray_letters,
    traditional_characters,
)
from yiju.values.band import Band, Interval, find_interval, find_intervals
from yiju.values.characters import squeeze
from yiju.values.target import Operator, Reading
from yiju.vocabulary import NS, PREFIXES

Row = Mapping[str, str]
Ask = Callable[[str], QuerySolutions]

_ORDER: Final = {grade.value: at for at, grade in enumerate(Grade)}
_SHARES: Final = frozenset(("%", "％", "百分比", "百分点", "‰"))
_BANDS: Final = f"""PREFIX yj: <{NS}>
PREFIX rdfs: <{PREFIXES["rdfs"]}>
SELECT ?document ?indicator ?label ?band ?grade ?text ?operator ?value ?lower ?upper ?unit WHERE {{
  ?document a yj:Disclosure .
  ?indicator yj:gradeBand ?band ; rdfs:label ?label .
  ?band yj:grade ?grade ; yj:text ?text ; yj:operator ?operator .
  OPTIONAL {{ ?band yj:value ?value }}
  OPTIONAL {{ ?band yj:lowerValue ?lower }}
  OPTIONAL {{ ?band yj:upperValue ?upper }}
  OPTIONAL {{ ?band yj:unitText ?unit }} }}"""


@dataclass(frozen=True, slots=True)
class Graded:
    """An indicator with its bands, the best first, and the things that say them."""

    document: str
    indicator: str
    label: str
    bands: tuple[Band, ...]
    things: tuple[str, ...]

    @property
    def printed(self) -> str:
        """The words of the bands, the best first."""
        return " / ".join(band.text for band in self.bands)

    @property
    def unit(self) -> str:
        """The unit of the bands as printed, empty without one."""
        return next((band.reading.unit for band in self.bands if band.reading.unit), "") or ""

    def rows(self, **told: str) -> Iterator[Row]:
        """A row per band, each of them proving the finding."""
        own = {"this": self.indicator, "indicator": self.label, "bands": self.printed}
        return ({**own, **told, "other": thing} for thing in self.things)

    def row(self, **told: str) -> Row:
        """The row that names the indicator in what is told once for a document."""
        return {"this": self.document, "other": self.indicator, **told}


def find_gaps(ask: Ask) -> Iterator[Row]:
    """Values that no grade holds."""
    for graded, steps in _computed(ask):
        gaps = [*(_gap(graded, low, high) for low, high in steps), _end(graded)]
        told = "、".join(gap for gap in gaps if gap)
        if told:
            yield from graded.rows(gap=told)


def find_overlaps(ask: Ask) -> Iterator[Row]:
    """Values that two grades hold."""
    for graded, steps in _computed(ask):
        for low, high in steps:
            if low.upper is not None and high.lower is not None and low.upper > high.lower:
                yield from graded.rows(overlap=_between(graded, high.lower, low.upper))


def find_borders(ask: Ask) -> Iterator[Row]:
    """Single numbers that two grades hold."""
    for graded, steps in _computed(ask):
        for low, high in steps:
            is_shared = not (low.is_open_above or high.is_open_below)
            if low.upper is not None and low.upper == high.lower and is_shared:
                border = f"{graded.label} {low.upper}{graded.unit}"
                yield graded.row(eachBorder=border)


def find_disorder(ask: Ask) -> Iterator[Row]:
    """Grades that do not fall from the best to the worst, or rise where less is better."""
    for graded in _graded(ask):
        if not _has_same(graded) and not _falls(graded.bands):
            yield from graded.rows()


def find_same(ask: Ask) -> Iterator[Row]:
    """Grades that stand next to each other with the same words."""
    for graded in _graded(ask):
        if _has_same(graded):
            yield from graded.rows()


def find_unmeasured(ask: Ask) -> Iterator[Row]:
    """Indicators whose grades have no number at all."""
    for graded in _graded(ask):
        if all(_number(band.reading) is None for band in graded.bands) and not _has_same(graded):
            yield graded.row(eachIndicator=f"{graded.label}（{graded.printed}）")


COMPUTED: Final[dict[str, Callable[[Ask], Iterable[Row]]]] = {
    "NumberCountsUp": find_counting,
    "GradeGap": find_gaps,
    "GradeOverlap": find_overlaps,
    "GradeBoundary": find_borders,
    "GradeNotFalling": find_disorder,
    "GradeSame": find_same,
    "GradeNotMeasurable": find_unmeasured,
    "DepartmentFigureNotInTable": figures_without_indicator,
    "GoalAgainstTable": goals_against_table,
    "MisprintedWord": misprinted_words,
    "RepeatedWords": repeated_words,
    "DoubledPunctuation": doubled_punctuation,
    "StrayLetter": stray_letters,
    "TraditionalCharacter": traditional_characters,
    "RateTimesCount": rates_times_counts,
    "DutyTextRepeated": repeated_duties,
    "SatisfactionOfStrangers": strange_satisfaction,
}


@lru_cache(maxsize=1)
def _graded(ask: Ask) -> tuple[Graded, ...]:
    """The graded indicators of the document, put together once for all rules of grades."""
    return tuple(_read_graded(ask))


def _read_graded(ask: Ask) -> Iterator[Graded]:
    """The indicators with two grades or more, each grade once."""
    found: dict[str, list[QuerySolution]] = defaultdict(list)
    for row in ask(_BANDS):
        found[row["indicator"].value].append(row)
    for indicator, rows in sorted(found.items()):
        rows.sort(key=lambda row: (_ORDER[_local(row, "grade")], row["band"].value))
        grades = [_local(row, "grade") for row in rows]
        if len(grades) > 1 and len(set(grades)) == len(grades):
            yield Graded(
                document=rows[0]["document"].value,
                indicator=indicator,
                label=rows[0]["label"].value,
                bands=tuple(_band(row) for row in rows),
                things=(indicator, *(row["band"].value for row in rows)),
            )


def _computed(ask: Ask) -> Iterator[tuple[Graded, Sequence[tuple[Interval, Interval]]]]:
    """The indicators whose bands are all intervals in order, and the neighbours among these."""
    for graded in _graded(ask):
        intervals = [one for one in find_intervals(graded.bands) if one]
        if len(intervals) == len(graded.bands) and not _has_same(graded) and _falls(graded.bands):
            yield graded, list(pairwise(sorted(intervals, key=_start)))


def _start(interval: Interval) -> tuple[Decimal, bool, Decimal]:
    least = Decimal("-Infinity") if interval.lower is None else interval.lower
    most = Decimal("Infinity") if interval.upper is None else interval.upper
    return least, interval.is_open_below, most


def _gap(graded: Graded, low: Interval, high: Interval) -> str:
    """What lies between two neighbours and in neither; empty where nothing does."""
    if low.upper is None or high.lower is None:
        return ""
    if low.upper == high.lower and low.is_open_above and high.is_open_below:
        return f"{low.upper}{graded.unit}"
    is_counted = graded.unit not in _SHARES and all(
        number == number.to_integral_value() for number in (low.upper, high.lower)
    )
    return (
        ""
        if high.lower - low.upper <= (1 if is_counted else 0)
        else _between(graded, low.upper, high.lower)
    )


def _end(graded: Graded) -> str:
    """What lies beyond the worst grade, where that has an end; empty where it has none."""
    intervals = [one for one in find_intervals(graded.bands) if one]
    worst = intervals[-1]
    if (
        worst != min(intervals, key=_start)
        or graded.bands[-1].reading.operator is Operator.EQUAL_TO
    ):
        return ""
    return f"低于 {worst.lower}{graded.unit}" if worst.lower else ""


def _between(graded: Graded, low: Decimal, high: Decimal) -> str:
    return f"{low}–{high}{graded.unit}"


def _has_same(graded: Graded) -> bool:
    return any(squeeze(one.text) == squeeze(two.text) for one, two in pairwise(graded.bands))


def _falls(bands: Sequence[Band]) -> bool:
    """Whether the numbers of all bands but the worst go one way, down where more is better."""
    better = [interval for band in bands[:-1] if (interval := find_interval(band))]
    numbers = [one.lower if one.lower is not None else one.upper for one in better]
    steps = [two < one for one, two in pairwise(n for n in numbers if n is not None)]
    if not steps:
        return True
    more_is_better = any(one.lower is not None and one.upper is None for one in better)
    return all(steps) or (not any(steps) and not more_is_better)


def _band(row: QuerySolution) -> Band:
    reading = Reading(
        Operator(_local(row, "operator")),
        value=_decimal(row, "value"),
        lower=_decimal(row, "lower"),
        upper=_decimal(row, "upper"),
        unit=row["unit"].value if row["unit"] else None,
    )
    return Band(_local(row, "grade"), row["text"].value, reading)


def _number(reading: Reading) -> Decimal | None:
    return next((n for n in (reading.value, reading.lower, reading.upper) if n is not None), None)


def _decimal(row: QuerySolution, name: str) -> Decimal | None:
    return Decimal(row[name].value) if row[name] else None


def _local(row: QuerySolution, name: str) -> str:
    return str(row[name].value).rpartition("#")[2]
