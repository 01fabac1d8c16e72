"""The figures of a clause that may be targets: with a unit, and no number, criterion, rate or date."""

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from yiju.text.lookups import find_words, read_patterns
from yiju.values.characters import HAN, Compact, squeeze
from yiju.values.lookups import any_of, read_lookup
from yiju.values.period import find_periods
from yiju.values.quantity import MASK, Quantity, find_operator, find_quantities
from yiju.values.target import Operator, Reading, parse_target
from yiju.values.unit import find_unit, unit_pattern

_SET_APART: Final = re.compile(
    r"《[^《》]{0,120}》|\"[^\"]{0,60}\"|'[^']{0,60}'|\([^()]*[0-9][^()]*\)(?:[0-9]{1,5}号)?"
)
_MAY_DATE: Final = re.compile(r"[年月日号季旬]|学期|20[0-9]{2}[-./~至到]")
_JOINT: Final = re.compile(r"[-~至到]{1,2}")
_RATE_UNIT: Final = re.compile("每")
_COUNTED: Final = re.compile(f"个(?P<noun>(?:村|乡镇|床位|点位|品种)(?=[{HAN}])(?![的以及、并和]))")
_FROM: Final = re.compile(r"[由从][^由从,]{0,12}$")
_CHANGE: Final = re.compile("[^,0-9]{0,8}[到至](?=[0-9])")
_HAN: Final = re.compile(f"[{HAN}]")


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity, or a range of two, in a clause; `end` is behind 以上 and its like."""

    start: int
    end: int
    unit: str
    reading: Reading

    def with_operator(self, operator: Operator) -> "Figure":
        """The figure, a bare one to be met as another word of its clause says."""
        is_bare = self.reading.operator is Operator.EQUAL_TO
        return replace(self, reading=replace(self.reading, operator=operator)) if is_bare else self


def find_figures(compact: Compact, text: str) -> list[Figure]:
    """The figures of a clause that may be targets, two that bound one quantity put together."""
    masked = _masked(text)
    quantities = find_quantities(compact, masked)
    found: list[Figure | None] = []
    at = 0
    while at < len(quantities):
        first, last = quantities[at], quantities[min(at + 1, len(quantities) - 1)]
        is_range = first is not last and bool(_JOINT.fullmatch(masked, first.end, last.start))
        found.append(_range(compact, text, first, last) if is_range else _one(text, first))
        at += 1 + is_range
    figures = [one for one in found if one and not _is_base(text, one)]
    alone = len(figures) == 1
    return [one for one in figures if _is_promise(text, one, alone=alone)]


def _masked(text: str) -> str:
    """The text with dates, titles, quoted words and brackets around figures hidden."""
    masked = _SET_APART.sub(lambda match: MASK * len(match[0]), text)
    for period in find_periods(masked) if _MAY_DATE.search(masked) else ():
        masked = masked[: period.start] + MASK * (period.end - period.start) + masked[period.end :]
    return masked


def _one(text: str, quantity: Quantity) -> Figure | None:
    if not quantity.unit or not quantity.figure_end < quantity.end:
        return None
    unit, end = _counted(text, quantity)
    suffix = _suffix().match(text, end)
    end = suffix.end() if suffix else end
    operator = quantity.operator or _over_total(text, quantity.start) or "equalTo"
    reading = Reading(Operator(operator), quantity.value, unit=unit)
    return Figure(quantity.start, end, unit, reading)


def _counted(text: str, quantity: Quantity) -> tuple[str, int]:
    """The unit and its end; of 个村 in front of a noun, as in 个村卫生室, only 个."""
    unit = quantity.unit or ""
    start = quantity.end - len(squeeze(unit))
    match = _COUNTED.match(text, start)
    return ("个", start + 1) if match and match.end() == quantity.end else (unit, quantity.end)


def _range(compact: Compact, text: str, first: Quantity, last: Quantity) -> Figure | None:
    """5-10家: between the two, where the target cell with these words would be read so."""
    if not last.unit or last.end <= last.figure_end:
        return None
    reading = parse_target(compact.text[first.start : last.end])
    if reading.operator is not Operator.BETWEEN or reading.lower is None:
        return None
    suffix = _suffix().match(text, last.end)
    return Figure(first.start, suffix.end() if suffix else last.end, last.unit, reading)


def _over_total(text: str, start: int) -> str | None:
    """达到总量4家: the operator stands before the word for the whole."""
    total = re.search(rf"{any_of(read_patterns('targets')['subject']['totals'])}$", text[:start])
    return find_operator(text, total.start()) if total else None


def _is_promise(text: str, figure: Figure, *, alone: bool) -> bool:
    """Whether a figure counts or measures what is promised, and is no number, criterion or rate."""
    refused = read_patterns("targets")["refused"]
    front, unit = text[: figure.start], find_unit(figure.unit)
    if not unit and not _is_compound(figure.unit):
        return False
    if _is_limit(text, figure, unit):
        return False
    if unit in refused["unit"]:
        return alone and bool(_timed().search(front))
    is_money = unit in refused["money"]
    if is_money and each_pattern().search(front):
        return _is_bound(figure) and not _payment().search(front)
    if is_money or unit == "unit-percent":
        return not _is_criterion(text, figure, is_money=is_money) and not _is_rate(text, front)
    return True


def _is_bound(figure: Figure) -> bool:
    return figure.reading.operator is not Operator.EQUAL_TO


def _is_compound(unit: str) -> bool:
    """Whether words are a known unit with a power, or two, and no rate of money.

    万项, 台（套） and 毫克/升 are; 万元/家 and 次/年 are not.
    """
    unit = squeeze(unit)
    if unit in {"百", "千"}:
        return False  # 10千伏 is a name
    if "/" in unit:
        return find_unit(unit.rpartition("/")[2]) in read_patterns("targets")["refused"]["measure"]
    return not _RATE_UNIT.search(unit) and bool(unit_pattern().fullmatch(unit))


def _is_base(text: str, figure: Figure) -> bool:
    """由80%提高到95%: whether a figure is the one from which a change starts."""
    return bool(_FROM.search(text[: figure.start]) and _CHANGE.match(text, figure.end))


def _is_criterion(text: str, figure: Figure, *, is_money: bool) -> bool:
    """收入500万元以上的企业, 200万元以上设备: whether a figure says which things are meant."""
    if text.startswith("的", figure.end):
        return True
    if not is_money or not _HAN.match(text, figure.end):
        return False
    counts = re.compile("[0-9]").search(text, figure.end)
    is_bound = _suffix().search(text, figure.start, figure.end) or (counts and _is_bound(figure))
    return bool(is_bound) or text.startswith("标准", figure.end)


def _is_limit(text: str, figure: Figure, unit: str | None) -> bool:
    """宽6米以上的县道, 35蒸吨以下锅炉8台: whether a measure says which things are counted, or done to.

    租赁1500平方米以上场地 promises the measure: nothing else is named or counted.
    """
    if unit not in read_patterns("targets")["refused"]["measure"]:
        return False
    suffix = _suffix().search(text, figure.start, figure.end)
    if not suffix or suffix.end() != figure.end or not _HAN.match(text, figure.end):
        return False
    front = text[: figure.start]
    is_of = text.startswith("的", figure.end)
    return (
        front.endswith("对")
        or (is_of and front[:1] == "对")
        or bool(re.search("[0-9]", text[figure.end :]))
    )


def _is_rate(text: str, front: str) -> bool:
    """Whether a figure says how much is paid, to whom or of what."""
    if find_words("targets", "refused", "rate").search(front) or _paid().search(front):
        return True
    return parse_target(text).operator is Operator.RATE


# --- patterns ----------------------------------------------------------------------------------


@cache
def _suffix() -> re.Pattern[str]:
    after = read_lookup("target")["after"]
    return re.compile(any_of(word for words in after.values() for word in words))


@cache
def _timed() -> re.Pattern[str]:
    """The end of words that a length of time measures, 时间不少于, or that a change leads to, 压缩至."""
    words = read_patterns("targets")["subject"]
    return re.compile(
        rf"{any_of(words['lasting'])}[^,、]{{0,6}}$|{any_of(words['lasting'])}由[^,、]{{1,16}}$"
    )


@cache
def _paid() -> re.Pattern[str]:
    """对…奖励, and so much on average for each: 户均补助."""
    pay = any_of(read_patterns("targets")["refused"]["pay"])
    return re.compile(
        rf"对[^,]{{1,40}}{pay}$|[{HAN}]均[^,]{{0,4}}{pay}|{pay}标准|每[{HAN}]{{1,2}}每[年月天日]$"
    )


@cache
def _payment() -> re.Pattern[str]:
    return find_words("targets", "refused", "pay", "rate")


@cache
def each_pattern() -> re.Pattern[str]:
    """每家, 每个村: money behind it is a rate; 每年 and 每月 say how often, 每千人 is a measure."""
    return re.compile(
        rf"每(?!年|月|季|周|天|日|个月|个季度|个工作日|期|[十百千万亿])(?:{unit_pattern().pattern})"
    )
