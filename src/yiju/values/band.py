"""Grade bands as intervals: the grade that an actual value earns, or that none or several hold it.

Bands stand from the best grade to the worst. ≥90, ≥80, ≥60 are falling thresholds: a band open to
one side that holds the whole of a better band ends where the better one begins. Nothing else is
decided here: a gap stays a gap and an overlap an overlap. 以上 and 以下 hold their own number.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Final

from yiju.values.characters import squeeze
from yiju.values.target import Operator, Reading

_NUMBER: Final = r"[0-9]+(?:\.[0-9]+)?"
_UNIT: Final = r"[^0-9<>≤≥=()含大小超不足,]*"
_DASHED: Final = re.compile(rf"{_NUMBER}{_UNIT}?(?:[-~至到]+){_NUMBER}{_UNIT}")
_BRACKETED: Final = re.compile(
    rf"\s*(?P<low>[\[［【(（])\s*{_NUMBER}\s*%?\s*[,，]\s*{_NUMBER}\s*%?\s*(?P<high>[\]］】)）])\s*"
)
_PARTS: Final = re.compile(rf"(?P<number>{_NUMBER})|(?P<sign>[<>≤≥]=?)")


class Outcome(StrEnum):
    """What bands say of a value: one grade, a gap, an overlap, or that they cannot be computed."""

    GRADE = "grade"
    GAP = "gap"
    OVERLAP = "overlap"
    NOT_COMPUTABLE = "notComputable"


@dataclass(frozen=True, slots=True)
class Interval:
    """The values of a band; a bound of None is at infinity, an open one does not hold its number."""

    lower: Decimal | None = None
    upper: Decimal | None = None
    is_open_below: bool = False
    is_open_above: bool = False

    def holds(self, value: Decimal) -> bool:
        """Whether the value lies inside.

        >>> Interval(Decimal(80), Decimal(90), is_open_above=True).holds(Decimal(90))
        False
        """
        above = self.lower is None or value > self.lower
        below = self.upper is None or value < self.upper
        return (above or (value == self.lower and not self.is_open_below)) and (
            below or (value == self.upper and not self.is_open_above)
        )


@dataclass(frozen=True, slots=True)
class Band:
    """One printed band: the name of its grade, its words, and how they were read."""

    grade: str
    text: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Graded:
    """What the bands say of a value: the grades that hold it, and the interval of each band."""

    outcome: Outcome
    grades: tuple[str, ...]
    intervals: tuple[Interval | None, ...]


def grade_of(value: Decimal, bands: Sequence[Band]) -> Graded:
    """The grade of a value among bands in the order of their grades, the best first.

    Bands of which one has no number, or whose units differ, cannot be computed.

    >>> from yiju.values.target import parse_target
    >>> bands = [Band(g, t, parse_target(t)) for g, t in [("优", "≥90"), ("良", "≥80"), ("差", "<60")]]
    >>> [grade_of(Decimal(n), bands).outcome.value for n in (95, 85, 70)]
    ['grade', 'grade', 'gap']
    """
    intervals = find_intervals(bands)
    known = [interval for interval in intervals if interval]
    if not known or len(known) < len(intervals):
        return Graded(Outcome.NOT_COMPUTABLE, (), intervals)
    pairs = zip(bands, known, strict=True)
    held = tuple(band.grade for band, interval in pairs if interval.holds(value))
    outcome = {0: Outcome.GAP, 1: Outcome.GRADE}.get(len(held), Outcome.OVERLAP)
    return Graded(outcome, held, intervals)


def find_intervals(bands: Sequence[Band]) -> tuple[Interval | None, ...]:
    """The interval of each band, thresholds ended where better ones begin; None where it has none."""
    units = {squeeze(band.reading.unit) for band in bands if band.reading.unit}
    if len(units) > 1:
        return (None,) * len(bands)
    printed = [find_interval(band) for band in bands]
    return tuple(
        interval and _ended(interval, [better for better in printed[:at] if better])
        for at, interval in enumerate(printed)
    )


def find_interval(band: Band) -> Interval | None:
    """The interval that one band prints, or None where its words tell none exactly."""
    reading = band.reading
    if reading.operator is Operator.BETWEEN:
        return _between(band)
    if reading.value is None or reading.operator not in _SIDES or "不含" in band.text:
        return None
    lower, upper, is_open = _SIDES[reading.operator]
    return Interval(
        reading.value if lower else None,
        reading.value if upper else None,
        is_open_below=lower and is_open,
        is_open_above=upper and is_open,
    )


_SIDES: Final = {
    Operator.AT_LEAST: (True, False, False),
    Operator.MORE_THAN: (True, False, True),
    Operator.AT_MOST: (False, True, False),
    Operator.LESS_THAN: (False, True, True),
    Operator.EQUAL_TO: (True, True, False),
}


def _between(band: Band) -> Interval | None:
    """A range with the bounds that its signs or brackets tell; a plain dash holds both ends."""
    lower, upper = band.reading.lower, band.reading.upper
    if lower is None or upper is None:
        return None
    opened = _opened(band.text)
    return opened and Interval(lower, upper, is_open_below=opened[0], is_open_above=opened[1])


def _opened(text: str) -> tuple[bool, bool] | None:
    """Whether a printed range leaves out its lower and its upper number; None where that is unclear."""
    bracketed = _BRACKETED.fullmatch(text)
    if bracketed:
        return bracketed["low"] in "(（", bracketed["high"] in ")）"
    plain = squeeze(text)
    if _DASHED.fullmatch(plain):
        return False, False
    if "(" in plain:
        return None
    parts = list(_PARTS.finditer(plain))
    order = "".join("n" if part["number"] else "s" for part in parts)
    if order not in ("nssn", "snsn"):
        return None
    first, last = (part[0] in "<>" for part in parts if part["sign"])
    numbers = [Decimal(part[0]) for part in parts if part["number"]]
    return (first, last) if numbers[0] < numbers[1] else (last, first)


def _ended(interval: Interval, better: Sequence[Interval]) -> Interval:
    """A band open to one side, without all that lies at or beyond the better bands inside it."""
    if interval.lower is not None and interval.upper is None:
        starts = [(one.lower, one.is_open_below) for one in better if one.lower is not None]
        inside = [start for start in starts if start > (interval.lower, interval.is_open_below)]
        if inside:
            upper, is_open = min(inside)
            return replace(interval, upper=upper, is_open_above=not is_open)
    if interval.upper is not None and interval.lower is None:
        ends = [(one.upper, not one.is_open_above) for one in better if one.upper is not None]
        inside = [end for end in ends if end < (interval.upper, not interval.is_open_above)]
        if inside:
            lower, is_closed = max(inside)
            return replace(interval, lower=lower, is_open_below=is_closed)
    return interval
