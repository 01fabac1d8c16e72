"""Spending plans in running prose: 3月底前支出0%，6月底前支出60%；第一季度0，第二季度支持80%.

A plan says cumulative shares. Where its words may say the share of each period instead, it is
refused: shares that fall, several that add up to the whole, quarters that do not end at the whole.
A quarter stands for its last month.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from yiju.values.characters import Compact
from yiju.values.lookups import any_of, read_lookup
from yiju.values.share import parse_share

_QUARTERS: Final = {name: 3 * number for number, name in enumerate("一二三四", 1)} | {
    str(number): 3 * number for number in range(1, 5)
}
_FIGURE: Final = r"[0-9]{1,3}(?:\.[0-9]{1,6})?%|0(?![0-9.%])"
_END: Final = re.compile(r"$|[,;。、)\"'!]")


@dataclass(frozen=True, slots=True)
class PlannedShare:
    """The share (0.6 for 60 %) to be spent by the end of a month, between two offsets of the text."""

    start: int
    end: int
    month: int
    share: Decimal


@dataclass(frozen=True, slots=True)
class _Item:
    planned: PlannedShare
    names_spending: bool
    is_month_end: bool
    is_cumulative: bool


def find_planned_shares(text: str) -> tuple[PlannedShare, ...]:
    """The cumulative shares of the spending plans of a text, from left to right.

    >>> [(one.month, str(one.share)) for one in find_planned_shares("其中3月底前支出0%，6 月底前支出60%。")]
    [(3, '0.00'), (6, '0.60')]
    >>> find_planned_shares("6月底前完成工程量的60%")
    ()
    """
    if "月" not in text and "季度" not in text:
        return ()
    compact = Compact.of(text)
    return tuple(item.planned for plan in _plans(compact) if _is_cumulative(plan) for item in plan)


def _plans(compact: Compact) -> Iterator[list[_Item]]:
    """Items that follow each other with nothing but a comma and joining words between."""
    _, joint = _patterns()
    plan: list[_Item] = []
    reached = 0
    for item, start, end in _items(compact):
        if plan and not (
            joint.fullmatch(compact.text, reached, start)
            and plan[-1].planned.month < item.planned.month
        ):
            yield plan
            plan = []
        plan.append(item)
        reached = end
    if plan:
        yield plan


def _items(compact: Compact) -> Iterator[tuple[_Item, int, int]]:
    """Each month or quarter with its share, and its offsets in the compact text."""
    pattern, _ = _patterns()
    for match in pattern.finditer(compact.text):
        share = parse_share(match["share"])
        if share is None or not _END.match(compact.text, match.end()):
            continue
        month = int(match["month"]) if match["month"] else _QUARTERS[match["quarter"]]
        planned = PlannedShare(*compact.span(*match.span()), month, share)
        words = match["words"]
        item = _Item(
            planned,
            names_spending=match["spending"] is not None,
            is_month_end=bool(match["end"]),
            is_cumulative="累计" in words,
        )
        yield item, match.start(), match.end()


def _is_cumulative(plan: Sequence[_Item]) -> bool:
    """Whether money is what is planned, and the shares are surely those of all that was spent."""
    shares = [item.planned.share for item in plan]
    by_month_end = any(item.is_month_end for item in plan)
    if not any(item.names_spending for item in plan) or shares != sorted(shares):
        return False
    if any(item.is_cumulative for item in plan):
        return True
    if sum(share > 0 for share in shares) > 1 and sum(shares) == 1:
        return False
    return by_month_end or (len(plan) > 1 and shares[-1] == 1)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """One item of a plan, and what may stand between two of them."""
    words = read_lookup("plan")
    before, behind = any_of(words["before"]), any_of(words["behind"])
    month = r"(?:(?<![0-9.])(?P<month>1[0-2]|0?[1-9])月份?(?P<end>[底末](?:以?前)?|(?:以|之)?前)?"
    quarter = r"第(?P<quarter>[一二三四1-4])季度(?:[底末](?:以?前)?)?)"
    spending = (
        rf"(?P<words>{before}{{0,3}}(?P<spending>{any_of(words['spending'])})?{behind}{{0,2}})"
    )
    item = re.compile(rf"{month}|{quarter}:?{spending}:?(?P<share>{_FIGURE})")
    year = "(?:(?:20[0-9]{2}|本|当)年)?"
    return item, re.compile(rf"[,;。、]?(?:{any_of(words['between'])}){{0,3}}{year}")
