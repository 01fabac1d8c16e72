"""Subsidy rates in running prose: how much each one gets, which share of what, and the limit.

Precision first. A rate is money for each of something (每家30万), money for a class of things
(对…的企业给予15万元补助), or a share that is paid (给予50%-60%保费支持), in a sentence that
speaks of a subsidy. Totals, payments to one named body, and shares that are conditions are none.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Final

from yiju.values.amount import NUMERAL, parse_amount
from yiju.values.characters import HAN, Compact, squeeze
from yiju.values.lookups import any_of, read_lookup
from yiju.values.share import parse_share

_MONEY: Final = (
    rf"(?:{NUMERAL})(?:[十百千]?[万亿]?元(?:人民币)?|[百千]?[万亿](?=[的奖补资支、,;。)\"'的]|$))"
)
_SHARE: Final = r"[0-9]{1,3}(?:\.[0-9]{1,4})?%"
_LINKED: Final = re.compile(r"[-~至到/]|以[上下内]|左右|多|余")
_CLAUSE_END: Final = re.compile(r"[,。;!]")
_REACH: Final = 120
_GAP: Final = 20


@dataclass(frozen=True, slots=True)
class PrintedRate:
    """A rate between two offsets of the text; its figure begins at a third. Money is in 万元.

    It has an `amount`, a `share` (0.2 for 20 %), a range of shares, or only a `cap`.
    """

    start: int
    end: int
    figure: int
    amount: Decimal | None = None
    share: Decimal | None = None
    lower_share: Decimal | None = None
    upper_share: Decimal | None = None
    per: str | None = None
    cap: Decimal | None = None


def find_rates(text: str) -> tuple[PrintedRate, ...]:
    """The subsidy rates of a text, from left to right.

    >>> [(rate.per, rate.amount) for rate in find_rates("新认定的每家30万、复审的每家5万元奖励")]
    [('每家', Decimal('30')), ('每家', Decimal('5'))]
    >>> [(rate.share, rate.cap) for rate in find_rates("给予省资助金额 20%的资金支持，最高不超过60万")]
    [(Decimal('0.20'), Decimal('60'))]
    """
    compact = Compact.of(text)
    found: list[PrintedRate] = []
    for search in (_shares, _per_unit, _for_a_class):
        found += _apart(found, search(compact.text))
        found.sort(key=lambda rate: rate.figure)
    return tuple(_placed(compact, rate) for rate in found)


def _apart(found: Sequence[PrintedRate], more: Iterator[PrintedRate]) -> list[PrintedRate]:
    """Those whose figure stands in none of the rates that were found, which come sorted."""
    starts = [rate.start for rate in found]
    kept = []
    for rate in more:
        at = bisect_right(starts, rate.figure)
        if not at or found[at - 1].end <= rate.figure:
            kept.append(rate)
    return kept


def _placed(compact: Compact, rate: PrintedRate) -> PrintedRate:
    """The rate with the offsets of the printed text."""
    start, end = compact.span(rate.start, rate.end)
    return replace(rate, start=start, end=end, figure=compact.places[rate.figure])


def _shares(text: str) -> Iterator[PrintedRate]:
    """给予…20%的配套资金支持, 按照…的50%给予补贴, with the limit that follows."""
    words = _patterns()
    for match in words.share.finditer(text):
        if words.condition.search(match["of"]) or words.condition.search(match["goal"]):
            continue
        if match["pay"] == "支持" and not match["of"] and match["goal"] in ("", "的"):
            continue  # 给予100%的支持 is no rate
        first, last = parse_share(match["share"]), parse_share(match["last"] or "")
        if first is None or (match["last"] and (last is None or last <= first)):
            continue
        rate = PrintedRate(match.start(), match.end(), match.start("share"))
        if last is None:
            yield _capped(text, replace(rate, share=first))
        else:
            yield _capped(text, replace(rate, lower_share=first, upper_share=last))


def _per_unit(text: str) -> Iterator[PrintedRate]:
    """每家30万, 每平方米每月15元, 每家不超过100万元."""
    reached = -_REACH  # where the last rate ended
    for match in _patterns().per.finditer(text):
        gap = match.start() - reached
        is_next = gap <= _GAP and not re.search("[。;0-9]", text[reached : match.start()])
        if _LINKED.match(text, match.end("money")) or not (is_next or _is_subsidy(text, match)):
            continue
        rate = _of_money(match, match["money"], match.start("money"), match["between"])
        if rate:
            rate = _capped(text, replace(rate, per=match["per"]))
            reached = rate.end
            yield rate


def _for_a_class(text: str) -> Iterator[PrintedRate]:
    """给予50万元、10万元的一次性奖励, where a class of things stands before it."""
    words = _patterns()
    money = re.compile(_MONEY)
    for match in words.given.finditer(text):
        if not words.of_class.search(text[max(0, match.start() - _REACH) : match.start()]):
            continue
        figures = list(money.finditer(text, match.start("money"), match.end("money")))
        for figure in figures:
            rate = _of_money(match, figure[0], figure.start(), match["between"])
            if rate:
                yield rate if len(figures) > 1 else _capped(text, rate)


def _of_money(match: re.Match[str], money: str, figure: int, between: str) -> PrintedRate | None:
    amount = parse_amount(money)
    if not amount:
        return None
    is_cap = _patterns().cap_word.search(between)
    return PrintedRate(
        match.start(),
        match.end(),
        figure,
        amount=None if is_cap else amount,
        cap=amount if is_cap else None,
    )


def _capped(text: str, rate: PrintedRate) -> PrintedRate:
    """The rate with the limit that stands directly behind it."""
    match = _patterns().cap.match(text, rate.end)
    if rate.cap or not match or _LINKED.match(text, match.end()):
        return rate
    return replace(rate, end=match.end(), cap=parse_amount(match["money"]))


def _is_subsidy(text: str, match: re.Match[str]) -> bool:
    """Whether the clause speaks of a subsidy: before the figure, beside it, or behind a list."""
    before = _CLAUSE_END.split(text[max(0, match.start() - _REACH) : match.start()])[-1]
    behind = _CLAUSE_END.split(text[match.end() : match.end() + _REACH], maxsplit=1)[0]
    pay = _patterns().pay
    is_list = behind.startswith("、") and pay.search(behind)
    return bool(pay.search(match[0]) or pay.search(before) or is_list)


@dataclass(frozen=True, slots=True)
class _Patterns:
    share: re.Pattern[str]
    per: re.Pattern[str]
    given: re.Pattern[str]
    cap: re.Pattern[str]
    cap_word: re.Pattern[str]
    condition: re.Pattern[str]
    pay: re.Pattern[str]
    of_class: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = read_lookup("rate")
    pay, between, cap = (any_of(words[name]) for name in ("pay", "between", "cap"))
    time = any_of(words["periods"])
    paid = rf"(?P<goal>[{HAN}]{{0,12}}?)(?P<pay>{pay})(?:{pay}|资金|经费){{0,3}}"
    spellings = (
        squeeze(word)
        for entry in read_lookup("units").values()
        for word in (entry["label"], *entry["spellings"])
    )
    unit = any_of(set(spellings) - set(words["periods"]))
    return _Patterns(
        share=re.compile(
            rf"(?:给予|按照?)(?P<of>[^,;。0-9%、]{{0,30}})(?P<share>{_SHARE})(?:[-~至到](?P<last>{_SHARE}))?{paid}"
        ),
        per=re.compile(
            rf"(?P<per>每{unit}(?:每(?:{time}|{unit}))?)(?P<between>{between}{{0,5}})(?P<money>{_MONEY})(?:的?{pay}(?:资金|经费)?)?"
        ),
        given=re.compile(
            rf"给予(?P<between>{between}{{0,3}})(?P<money>{_MONEY}(?:[、和]{_MONEY}){{0,8}})的?[{HAN}]{{0,8}}?{pay}(?:资金|经费)?"
        ),
        cap=re.compile(
            rf"[\"']?[,(]?(?:的|且|但|每家|每户|每人|单个)?{between}{{0,3}}?{cap}(?P<money>{_MONEY})"
        ),
        cap_word=re.compile(cap),
        condition=re.compile(any_of(words["condition"])),
        pay=re.compile(pay),
        of_class=re.compile(
            rf"的[^,;。0-9()]{{0,20}}{any_of(words['classes'])}(?:\([^()]{{0,60}}\))?,?(?:分别|一次性|每年)*$"
        ),
    )
