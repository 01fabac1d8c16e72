"""The words of figures in prose: which item a label names, and how a clause speaks of a change.

A label is what is printed before a number, folded and without blanks. It names an item only when it
is nothing but the words of that item and words that say no more: year, body, 预算, 安排, 合计.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from yiju.model.figures import Direction
from yiju.values.characters import HAN
from yiju.values.lookups import any_of

WORDS: Final[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("figures.toml").read_text(encoding="utf-8")
)
PARTS: Final[dict[str, list[str]]] = WORDS["parts"]
COUNTED: Final = frozenset(WORDS["counts"]["items"])
HELD: Final = frozenset(WORDS["held"]["items"])
YEAR: Final = r"(?:19|20)\d\d年"

_LONGEST: Final = 80
_LONGEST_NAME: Final = 24
_DATED: Final = re.compile(rf"{YEAR}(?:度|末|底)?(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?")
_REMARK: Final = re.compile(r"\([^()0-9]{0,30}\)")
_BODY_END: Final = re.compile(any_of(WORDS["before"]["bodies"]))
_BODY: Final = re.compile(f"[{HAN}]{{2,40}}")
_LAST: Final = any_of(WORDS["change"]["last"])
_AGAINST: Final = re.compile(
    rf"{any_of(WORDS['change']['against'])}(?:(?P<year>{YEAR})|(?P<last>{_LAST}))|(?P<same>同比)"
)
_DIRECTED: Final = re.compile(
    rf"(?:(?P<up>{any_of(WORDS['change']['up'])})|(?P<down>{any_of(WORDS['change']['down'])}))"
    r"(?:了|幅度)?(?:约)?(?:为|达|:)?$"
)
_UNCHANGED: Final = re.compile(rf"{any_of(WORDS['change']['none'])}$")
_BESIDE: Final = tuple(WORDS["change"]["beside"])
_ADVERBS: Final = tuple(WORDS["change"]["adverbs"])
_NAME: Final = re.compile(f"[{HAN}()、]{{2,{_LONGEST_NAME}}}")
_NO_NAME: Final = re.compile(
    any_of([*WORDS["change"]["up"], *WORDS["change"]["down"], *WORDS["text"]["reason"], "其余"])
)


@dataclass(frozen=True, slots=True)
class Label:
    """The item that a label names, where its words stand in it, and the year printed before them.

    `has_body` where the name of a body stands before them, too.
    """

    item: str
    start: int
    end: int
    year: int | None = None
    last_year: bool = False
    at_end: bool = False
    has_body: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a label speaks of a change: with what year, of what items (none: of the one before)."""

    direction: Direction
    labels: tuple[tuple[int, Label], ...] = ()
    year: int | None = None
    last_year: bool = False


@lru_cache(maxsize=4096)
def find_item(label: str, kind: str, *, money: bool = True) -> Label | None:
    """The item that a label names and does not go beyond; what is only counted has no `money`.

    >>> label = find_item("2019年度部门预算共计安排政府采购项目为", "procurement")
    >>> label.item, label.year
    ('procurementTotal', 2019)
    >>> find_item("上级转移支付项目支出", "totals") is None
    True
    """
    if len(label) > _LONGEST:
        return None
    words = (*WORDS["before"]["any"], *WORDS["before"].get(kind, ()))
    plain = _reached(label, words, {0})
    starts = _reached(label, words, plain | _behind_bodies(label, plain))
    ends = _ends(label, tuple(WORDS["after"]["any"]))
    found = [
        (match.end() - start, item, start, match.end())
        for start in sorted(starts)
        for item, pattern in _items(kind)
        if not (money and item in COUNTED)
        and (match := pattern.match(label, start))
        and match.end() in ends
    ]
    if not found:
        return None
    _, item, start, end = max(found, key=lambda one: (one[0], -one[2]))
    return Label(item, start, end, *read_time(label[:start]), has_body=start not in plain)


def find_part(label: str, kind: str) -> Label | None:
    """The part that a label names in its own words, where the section lets parts have any name."""
    part = WORDS["named"].get(kind)
    name = label[: min(_ends(label, tuple(WORDS["after"]["any"][:1]))) or len(label)]
    if part is None or not _NAME.fullmatch(name) or _NO_NAME.search(name):
        return None
    return Label(part, 0, len(name))


def read_time(text: str) -> tuple[int | None, bool, bool]:
    """The year that words before an item name, whether they name last year, and a year's end.

    >>> read_time("截止到2020年末"), read_time("上年末"), read_time("我部门")
    ((2020, False, True), (None, True, True), (None, False, False))
    """
    year = re.search(YEAR, text)
    last = not year and bool(re.search(_LAST, text))
    at_end = bool(re.search("年(?:末|底)|年12月31日", text))
    return (int(year[0][:4]) if year else None), last, at_end


def is_time(text: str) -> bool:
    """Whether a clause says a time and nothing else.

    >>> is_time("截至2020年12月31日"), is_time("2019年"), is_time("我部门")
    (True, True, False)
    """
    if len(text) > _LONGEST or read_time(text) == (None, False, False):
        return False
    return len(text) in _reached(text, WORDS["before"]["any"], {0})


def read_comparison(text: str, kind: str, *, number: bool) -> Comparison | None:
    """What the words before a number, or a clause without one, say of a change.

    >>> read_comparison("较2018年“三公”经费预算总额减少".replace("“", '"').replace("”", '"'),
    ...     "publicExpenses", number=True).labels[0][1].item
    'threePublicTotal'
    >>> read_comparison("会议费、培训费均与上年持平", "publicExpenses", number=False).last_year
    True
    >>> read_comparison("工资福利减少", "totals", number=True) is None
    True
    """
    match = (_DIRECTED if number else _UNCHANGED).search(text[-_LONGEST:])
    if not match or len(text) > _LONGEST:
        return None
    direction = Direction.UNCHANGED
    if number:
        direction = Direction.INCREASE if match["up"] else Direction.DECREASE
    front = text[: match.start()]
    against = _AGAINST.search(front)
    sides = [(0, front)]
    if against:
        sides = [(0, front[: against.start()]), (against.end(), front[against.end() :])]
    labels: list[tuple[int, Label]] = []
    for offset, side in sides:
        named = _named(side, kind)
        if named is None:
            return None
        labels.extend((offset + at, label) for at, label in named)
    if len({label.item for _, label in labels}) != len(labels) or (number and len(labels) > 1):
        return None
    year = int(against["year"][:4]) if against and against["year"] else None
    return Comparison(direction, tuple(labels), year, bool(against) and year is None)


def _named(side: str, kind: str) -> list[tuple[int, Label]] | None:
    """The items that the words beside a comparison name; None where they name something else."""
    if len(side) in _reached(side, _BESIDE, {0}) or side in ("其中", "其中:"):
        return []
    trimmed = side[: min(_ends(side, _ADVERBS))]
    lead = re.match("(?:其中:?)?", trimmed)
    at = lead.end() if lead else 0
    if whole := find_item(trimmed[at:], kind):
        return [(at, whole)]
    labels: list[tuple[int, Label]] = []
    for name in re.split("[、和]", trimmed[at:]):
        label = find_item(name, kind)
        if label is None:
            return None
        labels.append((at, label))
        at += len(name) + 1
    return labels


# --- what may stand around an item ---------------------------------------------------------------


def _behind_bodies(label: str, starts: set[int]) -> set[int]:
    """The places behind what may be the name of a body."""
    return {
        end.end()
        for start in starts
        if (body := _BODY.match(label, start))
        for end in _BODY_END.finditer(label, start + 2, body.end())
    }


def _reached(text: str, words: Sequence[str], starts: set[int]) -> set[int]:
    """The places behind any number of words, from any of some places on."""
    reached, waiting = set(starts), list(starts)
    while waiting:
        at = waiting.pop()
        ends = {at + len(word) for word in words if text.startswith(word, at)}
        ends |= {match.end() for form in (_DATED, _REMARK) if (match := form.match(text, at))}
        waiting.extend(ends - reached)
        reached |= ends
    return reached


def _ends(text: str, words: Sequence[str]) -> set[int]:
    """The places from which on there are only words that may stand behind an item."""
    reached, waiting = {len(text)}, [len(text)]
    while waiting:
        at = waiting.pop()
        starts = {at - len(word) for word in words if text.endswith(word, 0, at)}
        if text.endswith(")", 0, at):
            remark = _REMARK.fullmatch(text, max(text.rfind("(", 0, at), 0), at)
            starts |= {remark.start()} if remark else set()
        waiting.extend(starts - reached)
        reached |= starts
    return reached


@cache
def _items(kind: str) -> list[tuple[str, re.Pattern[str]]]:
    return [(item, re.compile(WORDS["items"][item])) for item in WORDS["kinds"][kind]]
