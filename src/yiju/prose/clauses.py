"""Clauses of a paragraph of figures, and the numbers in them.

Commas part clauses, but for those in a number or in brackets that say nothing of money; brackets
that do are read like clauses of their own.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from yiju.prose.words import WORDS
from yiju.values.amount import NUMERAL, parse_amount
from yiju.values.lookups import any_of

_NUMBER: Final = re.compile(
    rf"(?<![0-9.])(?:{NUMERAL})(?![0-9])(?P<unit>%|[亿万千百]{{0,2}}元|{any_of(WORDS['counts']['units'])})?"
    r"(?P<limit>\(含\))?(?:(?:及)?以[上下内外])?"
)
_LIMIT: Final = re.compile("(?:以[上下内外])$")
_SPEAKS: Final = re.compile(rf"[0-9](?:%|[亿万千百]{{0,2}}元)|{any_of(WORDS['change']['none'])}")
_TIME: Final = re.compile(
    r"(?:19|20)\d\d(?:年|(?=[-/]\d|\.\d{1,2}\.\d))|\d{1,2}(?=月|日)|(?<=第)\d+|\d{1,2}(?=[、.](?!\d))"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its unit: `%`, money (the amount is in 万元), a counted unit, or none."""

    start: int
    end: int
    unit: str
    value: Decimal
    unit_start: int

    @property
    def is_money(self) -> bool:
        """Whether it counts yuan."""
        return self.unit.endswith("元")


@dataclass(frozen=True, slots=True)
class Clause:
    """Part of a paragraph, the sign that stands before it, and its numbers."""

    start: int
    end: int
    opener: str
    numbers: tuple[Number, ...] = ()


def split_clauses(text: str) -> list[Clause]:
    """The clauses of a text that is folded and without blanks.

    >>> [(c.opener, c.start, c.end) for c in split_clauses("甲费(境)1,200元(其中:乙0元);丙1元。")]
    [('', 0, 11), ('(', 12, 18), (')', 19, 19), (';', 20, 23), ('。', 24, 24)]
    """
    numbers = list(find_numbers(text))
    clauses: list[Clause] = []
    start, opener, first = 0, "", 0
    for at in _delimiters(text, numbers):
        last = first
        while last < len(numbers) and numbers[last].end <= at:
            last += 1
        clauses.append(Clause(start, at, opener, tuple(numbers[first:last])))
        start, opener, first = at + 1, text[at], last
    clauses.append(Clause(start, len(text), opener, tuple(numbers[first:])))
    return clauses


def find_numbers(text: str) -> Iterator[Number]:
    """The numbers of a text, dates and list numbers left out.

    >>> [(n.unit, n.value) for n in find_numbers("2019年1.5亿元,占10%,单价50万元以上设备2台")]
    [('亿元', Decimal('15000')), ('%', Decimal('10')), ('', Decimal('50')), ('台', Decimal('2'))]
    """
    dated = {match.start() for match in _TIME.finditer(text)}
    for match in _NUMBER.finditer(text):
        if match.start() in dated:
            continue
        unit = match["unit"] or ""
        if _LIMIT.search(match[0]):
            unit = ""
        digits = re.match(NUMERAL, match[0])
        assert digits
        end = match.end("unit") if unit else match.start() + digits.end()
        amount = parse_amount(text[match.start() : end]) if unit.endswith("元") else None
        value = Decimal(digits[0].replace(",", "")) if amount is None else amount
        yield Number(match.start(), end, unit, value, match.start() + digits.end())


def _delimiters(text: str, numbers: list[Number]) -> Iterator[int]:
    """Where clauses part: signs outside silent brackets, and the brackets that speak."""
    pairs = _brackets(text)
    speaking = [match.start() for match in _SPEAKS.finditer(text)]
    inside = {at for one in numbers for at in range(one.start, one.end) if text[at] == ","}
    silent_until = -1
    speaks: set[int] = set()
    for match in re.finditer("[,;。()]", text):
        at, sign = match.start(), match[0]
        if sign == "(" and at in pairs:
            found = bisect_left(speaking, at)
            if found < len(speaking) and speaking[found] < pairs[at]:
                speaks.update((at, pairs[at]))
            elif at > silent_until:
                silent_until = pairs[at]
        if at <= silent_until or at in inside or (sign in "()" and at not in speaks):
            continue
        yield at


def _brackets(text: str) -> dict[int, int]:
    """Each opening bracket with its closing one."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for match in re.finditer("[()]", text):
        if match[0] == "(":
            opened.append(match.start())
        elif opened:
            pairs[opened.pop()] = match.start()
    return pairs
