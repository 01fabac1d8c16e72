"""Dates of spreadsheets: a number of days, printed by a format of years, months, days and hours."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|\[(?P<elapsed>h+|m+|s+)\]|\[(?P<bracket>[^\]]*)\]|_(?P<gap>.)|\*(?P<fill>.)'
    r"|(?P<half>AM/PM|A/P|上午/下午)|(?P<part>y+|e+|m+|d+|h+|s+|a{3,4})|(?P<fraction>\.0+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_DATE: Final = re.compile(r"[ymdhs]|aaa", re.IGNORECASE)
_NO_DATE: Final = re.compile(
    r'"[^"]*"?|[\\!_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]|General|E[+-]', re.IGNORECASE
)
_MONTHS: Final = [
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
]
_WEEKDAYS: Final = "一二三四五六日"
_LAST: Final = 2_958_466
"""The day behind the last one that has a date, 9999-12-31."""

_PHANTOM: Final = 60
"""The day 1900-02-29, which spreadsheets count and which never was."""


@lru_cache(maxsize=512)
def is_date(section: str) -> bool:
    """Whether a section of a format prints a date or a time.

    >>> is_date('yyyy"年"'), is_date('0.00"days"'), is_date("[h]:mm"), is_date("[Red]0")
    (True, False, True, False)
    """
    return bool(_DATE.search(_NO_DATE.sub("", section)))


def print_date(serial: Decimal, section: str, *, from_1904: bool = False) -> str | None:
    """The date and time of a number of days as a section of a format prints it; None where there is none.

    >>> print_date(Decimal("44197.75"), "yyyy/mm/dd h:mm AM/PM")
    '2021/01/01 6:00 PM'
    >>> print_date(Decimal("1.5"), "[h]:mm:ss"), print_date(Decimal(-1), "yyyy")
    ('36:00:00', None)
    """
    if not 0 <= serial < _LAST:
        return None
    tokens = [
        (token.lastgroup or "quoted", token[token.lastgroup or "quoted"] or "")
        for token in _TOKEN.finditer(section)
    ]
    finest = Decimal("0.001") if any(kind == "fraction" for kind, _ in tokens) else Decimal(1)
    seconds = (serial * 86_400 / finest).to_integral_value(ROUND_HALF_UP) * finest
    days, rest = divmod(seconds, 86_400)
    moment = _first_day(int(days), from_1904=from_1904) + timedelta(
        days=int(days), microseconds=int(rest * 1_000_000)
    )
    return "".join(_print(tokens, at, moment, seconds) for at in range(len(tokens))).strip()


def _first_day(days: int, *, from_1904: bool) -> datetime:
    if from_1904:
        return datetime(1904, 1, 1)
    return datetime(1899, 12, 31 if days < _PHANTOM else 30)


def _print(tokens: Sequence[tuple[str, str]], at: int, moment: datetime, seconds: Decimal) -> str:
    kind, said = tokens[at]
    if kind == "elapsed":
        unit = {"h": 3600, "m": 60, "s": 1}[said[0].lower()]
        return f"{int(seconds // unit):0{len(said)}}"
    if kind == "half":
        first, second = said.split("/")
        return first if moment.hour < 12 else second
    if kind == "fraction":
        return f".{moment.microsecond:06}"[: len(said)]
    if kind == "part":
        twelve = any(one == "half" for one, _ in tokens)
        minutes = said[0].lower() == "m" and _is_minute(tokens, at)
        return _part(said.lower(), moment, minutes=minutes, twelve=twelve)
    if kind == "gap":
        return " "
    return said if kind in ("quoted", "escaped", "other") else ""


def _is_minute(tokens: Sequence[tuple[str, str]], at: int) -> bool:
    """Whether an m is of minutes: behind hours, or in front of seconds."""
    parts = [
        (where, said[0].lower())
        for where, (kind, said) in enumerate(tokens)
        if kind in ("part", "elapsed")
    ]
    index = next(index for index, (where, _) in enumerate(parts) if where == at)
    before = parts[index - 1][1] if index else ""
    behind = parts[index + 1][1] if index + 1 < len(parts) else ""
    return before == "h" or behind == "s"


def _part(said: str, moment: datetime, *, minutes: bool, twelve: bool) -> str:
    letter, width = said[0], len(said)
    if letter == "y":
        return f"{moment.year:04}" if width > 2 else f"{moment.year % 100:02}"
    if letter == "e":
        return str(moment.year)
    if letter == "a":
        return ("星期" if width > 3 else "") + _WEEKDAYS[moment.weekday()]
    if letter in "md" and width > 2 and not minutes:
        return _name(letter, width, moment)
    hour = (moment.hour + 11) % 12 + 1 if twelve else moment.hour
    value = {
        "m": moment.minute if minutes else moment.month,
        "d": moment.day,
        "h": hour,
        "s": moment.second,
    }
    return f"{value[letter]:0{min(width, 2)}}"


def _name(letter: str, width: int, moment: datetime) -> str:
    """A month or a weekday by its name, as a Chinese Office prints it where the format has four letters."""
    if letter == "m":
        return _MONTHS[moment.month - 1] if width == 3 else moment.strftime("%B")
    return moment.strftime("%a" if width == 3 else "%A")
