"""Quantities in a compact text: a figure, its unit, and the words that say how it is to be met.

A figure inside a name is none: ISO9001, PM2.5, 5G, 第3届. A figure whose digits a blank parts is one
only where the blank groups thousands.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from yiju.values.characters import HAN, Compact
from yiju.values.lookups import any_of, read_lookup
from yiju.values.unit import unit_pattern

MASK: Final = "#"

_FIGURE: Final = re.compile(
    r"(?<![0-9.A-Za-z_第])(?<![0-9] )(?<![A-Za-z][-+/])(?:(?:(?<=[≥≤<>=(])|^)-)?"
    r"(?:[0-9]{1,3}(?:[, ][0-9]{3})+(?:\.[0-9]{1,9})?|[0-9]{1,15}(?:\.[0-9]{1,9})?)"
    r"(?![0-9]|\.[0-9]| [0-9])"
)
_MORE: Final = re.compile(
    r"(?P<power>[十百千]?[万亿]|[十百千])?(?P<more>多(?![样元媒层方])|余(?!额))"
)
_WORD: Final = re.compile(rf"[{HAN}]+")
_RANK: Final = re.compile(r"前(?=[0-9]+(?:名|位|强|%|$))")
_WITHIN: Final = re.compile(rf"内(?=$|[^{HAN}]|完成|办|拨|到|支|发|兑|处)|起(?=$|[^{HAN}])")
_CLAUSE_END: Final = re.compile(r"[,;。、!:]")
_REVERSED: Final = {
    "atLeast": "atMost",
    "atMost": "atLeast",
    "moreThan": "lessThan",
    "lessThan": "moreThan",
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure between two offsets; its unit as printed; the operator's name, None where bare."""

    start: int
    figure_end: int
    end: int
    value: Decimal
    unit: str | None
    operator: str | None


def find_quantities(compact: Compact, text: str) -> list[Quantity]:
    """The quantities of `text`, which is the compact text, parts of it masked.

    >>> cell = Compact.of("至少 160 多家")
    >>> [(q.value, q.unit, q.operator) for q in find_quantities(cell, cell.text)]
    [(Decimal('160'), '家', 'moreThan')]
    """
    figures = list(_FIGURE.finditer(text))
    found = []
    for at, figure in enumerate(figures):
        stop = figures[at + 1].start() if at + 1 < len(figures) else len(text)
        quantity = _quantity(compact, text, figure, stop)
        if quantity:
            found.append(quantity)
    return found


def find_operator(text: str, at: int) -> str | None:
    """The operator whose sign or word ends directly before the offset."""
    if _RANK.match(text, at - 1):
        return "atMost"
    before, _, _ = _patterns()
    match = before.search(text[max(at - 8, 0) : at])
    return match.lastgroup if match else None


def unit_at(text: str, at: int) -> int:
    """The end of the known unit that begins there, or the same offset where none does."""
    match = unit_pattern().match(text, at)
    while match and _goes_on(text, match):
        match = unit_pattern().match(text[: match.end() - 1], at)
    return match.end() if match else at


def _goes_on(text: str, match: re.Match[str]) -> bool:
    """Whether the unit is only the beginning of a longer word, as 方 of 方面."""
    longer = read_lookup("target")["longer"].get(match[0][-1], "")
    return match.end() < len(text) and text[match.end()] in longer


def _quantity(compact: Compact, text: str, figure: re.Match[str], stop: int) -> Quantity | None:
    if re.match(r"[A-Za-z]", text[figure.end() :]) and unit_at(text, figure.end()) == figure.end():
        return None
    unit, end, is_more = _unit(compact, text, figure.end(), stop)
    value = Decimal(re.sub("[, ]", "", figure[0]))
    operator = _operator(text, figure.start(), end, stop) or ("moreThan" if is_more else None)
    if is_more and operator == "atLeast":
        operator = "moreThan"
    return Quantity(figure.start(), figure.end(), end, value, unit, operator)


def _unit(compact: Compact, text: str, at: int, stop: int) -> tuple[str | None, int, bool]:
    """The unit as printed, its end, and whether 多 or 余 stands in it: 160多家, 5万余人, 3年多."""
    more = _MORE.match(text, at)
    power = compact.printed(at, more.end("power")) if more and more["power"] else ""
    start = more.end() if more else at
    end = unit_at(text, start)
    if end == start and not more:
        end = _unknown_unit(text, start, stop)
    unit = re.sub(r"\s", "", power + compact.printed(start, end))
    late = _MORE.match(text, end) if end > start and not more else None
    is_more = bool(more) or bool(late and not late["power"])
    return unit or None, end, is_more


def _unknown_unit(text: str, at: int, stop: int) -> int:
    """The end of a short word behind a figure that may be its unit though no list has it."""
    _, after, no_units = _patterns()
    word = _WORD.match(text, at, stop)
    if not word or no_units.match(word[0]):
        return at
    suffix = after.search(word[0])
    end = word.start() + suffix.start() if suffix else word.end()
    is_whole = end == len(text) or suffix or _CLAUSE_END.match(text, end)
    return end if end - at <= 3 and is_whole else at


def _operator(text: str, start: int, end: int, stop: int) -> str | None:
    """What stands before the figure counts first, then what stands behind its unit."""
    return (
        find_operator(text, start)
        or _operator_behind(text, end, stop)
        or _far_operator(text, start)
    )


def _operator_behind(text: str, end: int, stop: int) -> str | None:
    _, after, _ = _patterns()
    within = _WITHIN.match(text, end, stop)
    if within:
        return "atMost" if within[0] == "内" else "atLeast"
    clause = _CLAUSE_END.search(text, end, stop)
    match = after.search(text, end, clause.start() if clause else stop)
    if match:
        return match.lastgroup
    return _reversed_sign(text, end)


def _reversed_sign(text: str, end: int) -> str | None:
    """A sign behind the figure faces what it bounds: 60%≤X."""
    match = re.compile(r"(?:≤|<=|<|≥|>=|>)(?=[A-Za-z×*率值得分]|$)").match(text, end)
    sign = find_operator(match[0], len(match[0])) if match else None
    return _REVERSED.get(sign) if sign else None


def _far_operator(text: str, start: int) -> str | None:
    """至少 and its like may stand some words before the figure, in the same clause."""
    clause = _CLAUSE_END.split(text[:start])[-1]
    hits = [word for word in read_lookup("target")["words"]["far"] if word in clause]
    return find_operator(hits[0], len(hits[0])) if len(hits) == 1 else None


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Operators before a figure, operators behind it, and words that are no unit."""
    lookup = read_lookup("target")
    return (
        re.compile(rf"(?:{_alternatives(lookup['before'])})(?:约|将近|近|在|到|共|为)?{MASK}?$"),
        re.compile(_alternatives(lookup["after"])),
        re.compile(any_of(lookup["words"]["no_units"])),
    )


def _alternatives(table: dict[str, list[str]]) -> str:
    """One named group per operator; the operators with the longest words first."""
    return "|".join(f"(?P<{name}>{any_of(words)})" for name, words in table.items() if words)
