"""Months, dates, quarters and spans of time, as the calendar parts of targets and headers.

Dates are XSD: `2024-06-30` (date), `2024-12` (gYearMonth), `2024` (gYear), `--12` (gMonth),
`--12-31` (gMonthDay). What was not printed is not made up: a quarter or 年底 has no date.
All texts here are compact, see `characters.Compact`, but for the header cell of `parse_month_end`.
"""

import re
from dataclasses import dataclass
from typing import Final

from yiju.values.characters import squeeze

_YEAR: Final = r"(?:19|20)[0-9]{2}"
_MONTH: Final = r"(?:1[0-2]|0?[1-9])(?![0-9])"
_DAY: Final = r"(?:3[01]|[12][0-9]|0?[1-9])(?![0-9])"
_HAN_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"], start=1
    )
}
_HAN_MONTH: Final = "十[一二]?|[一二三四五六七八九]"
_PART: Final = "(?:上半年|下半年|上旬|中旬|下旬|月?份|年度|度)?"
_TAIL: Final = "(?:年?(?:底|末|初|终|内))?(?:完成)?(?:(?:以|之)?前|止|为止)?"
_BEFORE: Final = "(?:以前|之前|前)"
_CLOCK: Final = r"(?:[0-9]{1,2}(?:[时点]|:[0-9]{2}))?"
_PRINTED: Final = re.compile(
    rf"(?:(?P<year>{_YEAR})年度?)?"
    rf"(?:(?P<month>{_MONTH})月(?!数)份?(?:(?P<day>{_DAY})(?:[日号]{_CLOCK}|(?=前|止)))?)?"
)
_DOTTED: Final = re.compile(
    rf"(?P<year>{_YEAR})[-./](?P<month>{_MONTH})(?:[-./](?P<day>{_DAY})日?)?(?![-./0-9月])"
)
_DATED: Final = re.compile(r"[底末前止]|[以之]前|[-~至到]")
_QUARTER: Final = re.compile(
    rf"(?<![0-9.])(?:(?:{_YEAR}|本|当|全)年度?)?"
    rf"(?:第?[一二三四1-4](?:季度)?[-~至到、])?第?[一二三四1-4]季度{_TAIL}"
)
_LENGTHS: Final = (
    "每0-9半一二两三四五六七八九十数多几全近整周"  # 3年内 and 半年内 are lengths of time
)
_WORDED: Final = re.compile(
    rf"(?<![{_LENGTHS}])年度?[底末终内]{_BEFORE}?"
    rf"|[本当](?:年度?|季度|月)[底末内]?{_BEFORE}?"
    rf"|(?<![个0-9每])(?:月|季度?)[底末]{_BEFORE}?"
    rf"|(?:学期末|上半年|下半年){_BEFORE}?"
    rf"|每(?:个?月|季度?|年)[底末]{_BEFORE}"
    rf"|[每当次下]?(?:个?月)?(?<![0-9.]){_DAY}[日号]{_BEFORE}"
)
_HAN_DATE: Final = re.compile(
    rf"(?<![一二三四五六七八九十第])(?P<month>{_HAN_MONTH})月(?:份|底|末|内|{_BEFORE})"
)
_FIRST: Final = re.compile("[0-9第本当全一二三四五六七八九十年月季学上下每次个]")
"""What a date can begin with."""
_SPAN_MARK: Final = re.compile(r"[-~至到]+")
_PARTED: Final = re.compile(_PART)
_TAILED: Final = re.compile(_PART + _TAIL)
_HEADER: Final = re.compile(
    rf"(?:{_YEAR}年)?(?P<month>{_MONTH}|{_HAN_MONTH})月份?(?:底|末)?(?:(?:以|之)?前)?"
    r"(?:累计|支出|进度|比例|完成)*(?:\([^()]*\))?[:]?"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A date or a span of dates in a compact text, from offset `start` to `end`."""

    start: int
    end: int
    since: str | None = None
    until: str | None = None
    is_span: bool = False


def parse_month_end(text: str) -> int | None:
    """The month of a header cell of a spending plan, or None.

    >>> parse_month_end(" 12 月底 "), parse_month_end("3月底前（%）"), parse_month_end("100.00%")
    (12, 3, None)
    """
    match = _HEADER.fullmatch(squeeze(text))
    if not match:
        return None
    return _HAN_MONTHS.get(match["month"]) or int(match["month"])


def find_periods(text: str) -> list[Period]:
    """The dates and spans of a compact text, from left to right.

    >>> [(p.since, p.until, p.is_span) for p in find_periods("2023年1月-2024年12月")]
    [('2023-01', '2024-12', True)]
    >>> [p.until for p in find_periods("2024年6月30日前完成")], [p.until for p in find_periods("第四季度前")]
    (['2024-06-30'], [None])
    """
    found: list[Period] = []
    start = _FIRST.search(text)
    while start:
        period = _period_at(text, start.start())
        if period:
            found.append(period)
        start = _FIRST.search(text, period.end if period else start.start() + 1)
    return found


@dataclass(frozen=True, slots=True)
class _Point:
    """A year, month and day as printed; `unit` is the finest of them."""

    end: int
    year: str = ""
    month: str = ""
    day: str = ""

    def iso(self) -> str | None:
        """The XSD date, or None for a date that no calendar has."""
        month = f"{int(self.month):02}" if self.month else ""
        day = f"{int(self.day):02}" if self.day else ""
        if (month in {"04", "06", "09", "11"} and day == "31") or (month == "02" and day > "29"):
            return None
        if not self.year:
            return f"--{month}-{day}" if day else f"--{month}" if month else None
        return "-".join(part for part in (self.year, month, day) if part)


def _period_at(text: str, at: int) -> Period | None:
    return _span_at(text, at) or _quarter_at(text, at) or _date_at(text, at) or _worded_at(text, at)


def _quarter_at(text: str, at: int) -> Period | None:
    match = _QUARTER.match(text, at)
    return Period(at, match.end()) if match else None


def _worded_at(text: str, at: int) -> Period | None:
    """年底前 and the like, or a month in Han numerals."""
    match = _WORDED.match(text, at) or _HAN_DATE.match(text, at)
    if not match:
        return None
    month = _HAN_MONTHS.get(match.groupdict().get("month") or "")
    return Period(at, _tail_end(text, match.end()), until=f"--{month:02}" if month else None)


def _date_at(text: str, at: int) -> Period | None:
    point = _point_at(text, at)
    if not point:
        return None
    return Period(at, _tail_end(text, point.end), until=point.iso())


def _span_at(text: str, at: int) -> Period | None:
    """Two dates with a dash or 至 between; what the first leaves out, the other tells."""
    years = _YEARS.match(text, at)
    if years and years["first"] < years["last"]:
        end = _tail_end(text, years.end())
        return Period(at, end, years["first"], years["last"], is_span=True)
    first = _bare_at(text, at) or _point_at(text, at)
    mark = first and _SPAN_MARK.match(text, _part_end(text, first.end))
    if not first or not mark:
        return None
    last = _point_at(text, mark.end())
    if not last or (last.year and not last.month and first.month):
        return None
    first, last = _completed(first, last)
    if not first.month and not first.year:
        return None
    return Period(at, _tail_end(text, last.end), first.iso(), last.iso(), is_span=True)


def _completed(first: _Point, last: _Point) -> tuple[_Point, _Point]:
    """2024年1-12月 is 2024-01 to 2024-12; 3月1-5日 is in March; 2023-2025年 are years."""
    start = _Point(first.end, first.year, first.month, first.day)
    end = _Point(
        last.end, last.year or first.year, last.month or (first.month if last.day else ""), last.day
    )
    return start, end


_YEARS: Final = re.compile(
    rf"(?<![0-9.])(?P<first>{_YEAR})(?:年度?)?[-~至到]+(?P<last>{_YEAR})(?:年度?(?![0-9])|$)"
)
_BARE: Final = re.compile(
    rf"(?<![0-9.])(?:(?P<year>{_YEAR})年)?(?P<month>{_MONTH})(?=[-~至到]+{_MONTH}月)"
)


def _bare_at(text: str, at: int) -> _Point | None:
    """A month whose sign stands behind the second of the span, as in 1-12月."""
    match = _BARE.match(text, at)
    if not match:
        return None
    return _Point(match.end(), match["year"] or "", match["month"])


def _point_at(text: str, at: int) -> _Point | None:
    """The date that begins there, printed with 年月日 or with dots."""
    if at and text[at - 1] in "0123456789.":
        return None
    match = _DOTTED.match(text, at)
    if match and not match["day"] and "." in match[0] and not _DATED.match(text, match.end()):
        return None  # 2012.05万元 is an amount
    match = match or _PRINTED.match(text, at)
    if not match or match.end() == at:
        return None
    return _Point(match.end(), match["year"] or "", match["month"] or "", match["day"] or "")


def _part_end(text: str, at: int) -> int:
    match = _PARTED.match(text, at)
    return match.end() if match else at


def _tail_end(text: str, at: int) -> int:
    match = _TAILED.match(text, at)
    return match.end() if match else at
