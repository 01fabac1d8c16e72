"""What a target cell promises: an operator, and the value, bounds, dates or unit that go with it.

`value` and `unit` are as printed: 433万 is 433 and 万. Where a cell has figures that do not make one
value (several counted things, a rule of payment) it is a list or a rate and has none. Han numerals
are read only where they and a counting word are the whole text, as 十二次; in other words they are
expressions (一般, 一体化).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Final

from yiju.values.characters import Compact
from yiju.values.han_numeral import parse_han_numeral
from yiju.values.lookups import any_of, read_lookup
from yiju.values.period import Period, find_periods
from yiju.values.quantity import MASK, Quantity, find_operator, find_quantities
from yiju.values.unit import unit_pattern


class Operator(StrEnum):
    """How a target is to be met; the names are those of the concepts in the ontology."""

    AT_LEAST = "atLeast"
    AT_MOST = "atMost"
    MORE_THAN = "moreThan"
    LESS_THAN = "lessThan"
    EQUAL_TO = "equalTo"
    BETWEEN = "between"
    DEADLINE = "deadline"
    RATE = "rate"
    LIST = "list"
    QUALITATIVE = "qualitative"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Reading:
    """A target as understood, with what its operator calls for and nothing else.

    `since` and `until` are XSD dates: `2024-06-30`, `2024-12`, `2024`, `--12` or `--12-31`. A span
    of dates is BETWEEN with both; BETWEEN over figures has `lower` and `upper`; only a `value`, or a
    MISSING one, has a `unit`.
    """

    operator: Operator
    value: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    since: str | None = None
    until: str | None = None
    unit: str | None = None


_LONGEST: Final = 2_000
_REMARK: Final = re.compile(r"\((?:含|其中|包括|包含|注|约|即|见|详见|每)[^()]*\)")
_RATIO: Final = re.compile(
    r"(?<![0-9.])[0-9]{1,3}(?:\.[0-9]+)?[:/][0-9]{1,3}(?:\.[0-9]+)?(?![0-9.:])"
)
_INTERVAL: Final = re.compile(r"\(([0-9]+(?:\.[0-9]+)?)%?,([0-9]+(?:\.[0-9]+)?)%?\)")
_AGE: Final = re.compile(r"[0-9]{1,3}(?:[-~至到][0-9]{1,3})?周?岁(?:及|\(含\))?(?:以上|以下)?")
_JOINT: Final = re.compile(rf"{MASK}*(?:以上)?{MASK}*(?:-{{1,2}}|~|至|到)")
_MARKED: Final = re.compile(r"前|止|内$|底$|末$|底完成$|末完成$")
_LOWER: Final = frozenset({"atLeast", "moreThan"})
_UPPER: Final = frozenset({"atMost", "lessThan"})

Rule = Callable[["_Cell"], Reading | None]


def parse_target(text: str) -> Reading:
    """How a target cell is to be met; never raises.

    >>> reading = parse_target("≥100张（册）")
    >>> reading.operator.value, reading.value, reading.unit
    ('atLeast', Decimal('100'), '张（册）')
    >>> parse_target("12 月底前").until, parse_target("显著提高").operator.value
    ('--12', 'qualitative')
    """
    if len(text) > _LONGEST:
        return Reading(Operator.LIST if re.search("[0-9]", text) else Operator.QUALITATIVE)
    cell = _Cell.of(text)
    for rule in _RULES:
        reading = rule(cell)
        if reading:
            return reading
    is_list = bool(cell.quantities) or " " in cell.text  # digits that a blank parts
    return Reading(Operator.LIST if is_list else Operator.QUALITATIVE)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A target cell in compact form, with its dates and quantities found."""

    compact: Compact
    text: str
    periods: tuple[Period, ...]
    quantities: tuple[Quantity, ...]

    @classmethod
    def of(cls, source: str) -> "_Cell":
        compact = Compact.of(source, apart="[0-9]")
        text = _masked(_REMARK, compact.text)
        periods = tuple(period for period in find_periods(text) if not _lasts(text, period))
        for period in periods:
            text = text[: period.start] + MASK * (period.end - period.start) + text[period.end :]
        found = find_quantities(compact, _masked(_AGE, text)) or find_quantities(compact, text)
        return cls(compact, text, periods, tuple(found))


def _masked(pattern: re.Pattern[str], text: str) -> str:
    """The text with all matches hidden; its length stays."""
    return pattern.sub(lambda match: MASK * len(match[0]), text)


def _lasts(text: str, period: Period) -> bool:
    """Whether a month is a number of months: ≥6月 is no date, ≤12月 is."""
    is_month = bool(re.fullmatch(r"[0-9]{1,2}月", text[period.start : period.end]))
    return is_month and find_operator(text, period.start) in _LOWER


def _missing(cell: _Cell) -> Reading | None:
    """A sign, a unit, or the stand-in of a form, and no figure."""
    text = cell.compact.text
    if cell.quantities or cell.periods:
        return None
    if text in {"", *read_lookup("target")["words"]["blank"]}:
        return Reading(Operator.MISSING)
    form = _form().fullmatch(text)
    if not form or (not form["hint"] and not form["unit"] and not form["sign"]):
        return None
    unit = cell.compact.printed(*form.span("unit")) if form["unit"] else None
    return Reading(Operator.MISSING, unit=unit)


@cache
def _form() -> re.Pattern[str]:
    """An unfilled form: a sign, a stand-in for the figure, a unit, each of which may be missing."""
    lookup = read_lookup("target")
    signs = any_of(word for words in lookup["before"].values() for word in words)
    hint = f"[{re.escape(lookup['words']['hints'])}]"
    subject = rf"(?:[^0-9]{{0,20}}?(?={hint}{{2}}))?"  # 完成XX家
    return re.compile(
        rf"\(?{subject}(?P<sign>{signs})?(?P<hint>{hint}+)?"
        rf"(?P<unit>{unit_pattern().pattern})?(?:以上|以下|以内)?\)?"
    )


def _counted_in_han(cell: _Cell) -> Reading | None:
    """十二次, 不少于三次, 百分之九十以上: numeral and unit are the whole text."""
    if cell.quantities or cell.periods:
        return None
    match = _han_count().fullmatch(cell.text)
    value = parse_han_numeral(match["percent"] or match["count"]) if match else None
    if not match or value is None or match[0] in read_lookup("target")["words"]["adverbs"]:
        return None
    behind = "atLeast" if match["atLeast"] else "atMost" if match["atMost"] else "equalTo"
    operator = find_operator(cell.text, match.start("number")) or behind
    unit = "百分之" if match["percent"] else cell.compact.printed(*match.span("unit"))
    return Reading(Operator(operator), value, unit=unit)


@cache
def _han_count() -> re.Pattern[str]:
    lookup = read_lookup("target")
    signs = any_of(word for words in lookup["before"].values() for word in words)
    at_least, at_most = lookup["after"]["atLeast"], [*lookup["after"]["atMost"], "内"]
    after = f"(?P<atLeast>{any_of(at_least)})|(?P<atMost>{any_of(at_most)})"
    numeral = "[一二两三四五六七八九十][一二三四五六七八九十百千万零〇]*"
    units = any_of(lookup["words"]["han_units"])
    return re.compile(
        rf"(?:{signs})?(?P<number>百分之(?P<percent>{numeral}|百)|(?P<count>{numeral})(?P<unit>{units}))(?:{after})?"
    )


def _timed(cell: _Cell) -> Reading | None:
    """A date to be met, or a span of dates; a date beside a quantity only says when."""
    if not cell.periods or cell.quantities:
        return None
    if len(cell.periods) > 1:
        return Reading(Operator.LIST)
    period = cell.periods[0]
    words = cell.compact.text[period.start : period.end]
    is_most = 5 * len(words) >= 3 * len(cell.text)
    if not is_most and not (_MARKED.search(words) and re.search("[0-9]", words)):
        return None
    if period.is_span and period.since and period.until:
        return Reading(Operator.BETWEEN, since=period.since, until=period.until)
    return Reading(Operator.DEADLINE, until=None if period.is_span else period.until)


def _rated(cell: _Cell) -> Reading | None:
    """A rule of payment: a share of something, often with a cap; also 1:1."""
    if _RATIO.search(cell.text) and len(cell.quantities) <= 2 and not _is_unit_slash(cell):
        return Reading(Operator.RATE)
    shares = [q for q in cell.quantities if q.unit in {"%", "％", "‰", "百分比"}]
    if not shares:
        return None
    capped = any(
        q.unit and q.unit.endswith(("元", "万")) and q.operator in _UPPER for q in cell.quantities
    )
    return Reading(Operator.RATE) if capped or _payment().search(cell.text) else None


def _is_unit_slash(cell: _Cell) -> bool:
    return any(q.unit and "/" in q.unit for q in cell.quantities)


@cache
def _payment() -> re.Pattern[str]:
    rate = read_lookup("target")["rate"]
    start, pay = any_of(rate["start"]), any_of(rate["pay"])
    share = "[0-9.]+[%‰]"
    given = rf"给予[^,;。]*?{share}(?:[-~至到]{share})?[^,;。0-9]{{0,6}}{pay}"
    return re.compile(
        rf"{given}|{start}(?![时期季月年])[^,;。]*(?:的[^,;。0-9]{{0,4}}{share}|{share}的?(?:比例)?{pay})"
    )


def _bounded(cell: _Cell) -> Reading | None:
    """Two figures that bound one quantity: 5-10家, 60%≤X<80%, [80,90)."""
    interval = _INTERVAL.fullmatch(cell.text)
    if interval:
        return _between(Decimal(interval[1]), Decimal(interval[2]))
    if len(cell.quantities) == 1:
        return _around_zero(cell)
    if len(cell.quantities) != 2:
        return None
    first, last = cell.quantities
    if first.unit and last.unit and first.unit != last.unit:
        return None
    if _JOINT.fullmatch(cell.text, first.end, last.start):
        return _between(first.value, last.value)
    return _between_signs(first, last)


def _around_zero(cell: _Cell) -> Reading | None:
    """±5% is between -5 and 5."""
    [quantity] = cell.quantities
    is_both = cell.text[: quantity.start].endswith("±")
    return _between(-quantity.value, quantity.value) if is_both else None


def _between_signs(first: Quantity, last: Quantity) -> Reading | None:
    """One figure bounds from below, the other from above."""
    by_sign = {
        ("lower" if q.operator in _LOWER else "upper" if q.operator in _UPPER else ""): q
        for q in (first, last)
    }
    if set(by_sign) != {"lower", "upper"}:
        return None
    return _between(by_sign["lower"].value, by_sign["upper"].value)


def _between(lower: Decimal, upper: Decimal) -> Reading | None:
    return Reading(Operator.BETWEEN, lower=lower, upper=upper) if lower < upper else None


def _single(cell: _Cell) -> Reading | None:
    """One quantity, or the same one twice."""
    if len({(q.value, q.unit) for q in cell.quantities}) != 1:
        return None
    quantity = max(cell.quantities, key=lambda q: q.operator is not None)
    operator = Operator(quantity.operator or "equalTo")
    return Reading(operator, quantity.value, unit=quantity.unit)


_RULES: Final[tuple[Rule, ...]] = (_counted_in_han, _missing, _timed, _rated, _bounded, _single)
