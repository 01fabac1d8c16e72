"""What a figure in a clause is promised of: the words in front of it or behind it.

The subject stands in front (新增企业20个), or behind where in front stands only a verb, a place or a time
(召开2次培训会). Where no words are its own, where a change is told (较上年增长5%), or a part of the year
(上半年不低于50%), another statement names it: the link says how.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import Final

from yiju.text.clauses import Span
from yiju.text.figures import Figure, each_pattern
from yiju.text.lookups import find_words, read_patterns
from yiju.values.lookups import any_of, read_lookup
from yiju.values.unit import find_unit

_FIGURE: Final = re.compile("[0-9]")
_STOP: Final = re.compile("、")
_JOINT_WORD: Final = re.compile(
    "以及|同时|(?<![普涉波触论提顾推])及|和(?![谐平解])|并(?![购网联轨])"
)
_FROM: Final = re.compile(r"[由从][^由从,]{0,12}?[0-9][^,]{0,12}[到至]$")
_AND_SO_ON: Final = re.compile("等(?![级次待离候同])")
_MEANS: Final = re.compile("通过[^,;0-9]{2,40}?(?:等|等方式|等活动)(?:实现|促使|使得|使)(?=..)")
"""通过技术对接等实现转化额: the means are no part of the subject."""
_LONGEST_SUBJECT: Final = 80
_NAME: Final = re.compile("[^、和与及]+")
_SINCE: Final = "(?:较|比|与)?(?:去年|上一?年度?|20[0-9]{2}年)?(?:年?底|末|同期)?(?:相比)?"
_CHANGE: Final = re.compile(
    f"(?:[并且]|今年|本年度?|年内|当年|全年)?{_SINCE}(?:同比|环比|净)*"
    "(?:提高|增长|下降|减少|增加|上升|降低|压减|提升|缩短|增幅|降幅|翻番|新增|增)+"
)
"""较上年增长: a change of what was named before, and no name by itself."""
_PART: Final = re.compile(
    "(?:上半年|下半年|前[一二三]?个?季度|第?[一二三四]季度|[0-9]{1,2}月[底末]?前?|每期)"
)
"""上半年, 每期: a part of what was named before, of which something is promised."""


class Link(StrEnum):
    """How a figure without a subject goes with the statement before it."""

    NONE = "none"
    SAME = "same"
    SAME_UNIT = "same unit"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement in offsets of the compact text of its clause.

    It has no subject where another names it; the link says how, and `front` are its own words.
    """

    start: int
    end: int
    subject: Span | None
    figure: Figure
    front: Span = (0, 0)
    link: Link = Link.NONE


def find_stated(text: str, figures: list[Figure]) -> list[Stated]:
    """What the figures of a clause state, each with the words around it."""
    starts = [0, *(_next_start(text, one, two) for one, two in pairwise(figures)), len(text)]
    found: list[Stated] = []
    for at, figure in enumerate(figures):
        begin = min(starts[at], figure.start)
        stop = figures[at + 1].start if at + 1 < len(figures) else len(text)
        zone = (begin, max(_break(text, figure.end, stop), figure.end))
        found.append(_state(text, figure, zone))
    for at, (one, two) in enumerate(pairwise(found)):
        if _shares_object(text, one, two):
            found[at] = replace(one, end=two.end, subject=two.subject)
    return [one for one in _respective(text, found) if one.subject or one.link is not Link.NONE]


def _respective(text: str, found: list[Stated]) -> list[Stated]:
    """甲率、乙率分别达到98%、100%: each figure with its own subject, and all with one operator.

    Where there are more names than figures, or fewer, nobody knows whose they are: none is a target.
    """
    if len(found) < 2 or not found[0].subject or found[0].subject[1] > found[0].figure.start:
        return found
    low, high = found[0].subject
    gap = text[high : found[0].figure.start]
    names = [match.span() for match in _NAME.finditer(text, low, high)]
    if not gap.startswith("分别") or any(
        one.figure.end + 1 != two.figure.start for one, two in pairwise(found)
    ):
        return found
    if len(names) != len(found):
        return []
    operator = found[0].figure.reading.operator
    return [
        Stated(name[0], one.figure.end, name, one.figure.with_operator(operator))
        for name, one in zip(names, found, strict=True)
    ]


def _shares_object(text: str, one: Stated, two: Stated) -> bool:
    """解决23个村1.6万人的饮水问题: whether the second figure follows at once, and what both count it."""
    is_object = two.subject and two.subject[0] >= two.figure.end
    is_next = one.figure.end == two.figure.start
    return bool(is_next and is_object and not (one.subject and _names(text, one.subject)))


def _names(text: str, front: Span) -> bool:
    """Whether words name what is counted, and do not only say what is done."""
    said = _said(text, front)
    return bool(said) and not _verb().search(said)


# --- subjects ------------------------------------------------------------------------------------


def _next_start(text: str, one: Figure, two: Figure) -> int:
    """Where the words of the second figure begin: behind the first stop between the two."""
    stop = _break(text, one.end, two.start)
    mark = _STOP.match(text, stop) or _JOINT_WORD.match(text, stop)
    if mark:
        return mark.end() if mark.end() <= two.start else one.end
    return stop if stop < two.start else one.end


def _break(text: str, low: int, high: int) -> int:
    """The end of the words behind a figure: a stop before the next figure, or the last one of all.

    Where the next figure follows a stop at once, that stop parts the two; else it is the first. Without
    a stop a verb may part them: 为5间教室 更换灯具60套.
    """
    if high == len(text):
        return high
    marks = list(_STOP.finditer(text, low, high)) or list(_JOINT_WORD.finditer(text, low, high))
    if not marks:
        verb = find_words("targets", "subject", "then").search(text, min(low + 2, high), high)
        return verb.start() if verb else high
    return marks[-1].start() if marks[-1].end() == high else marks[0].start()


def _state(text: str, figure: Figure, zone: Span) -> Stated:
    """The statement of a figure whose words stand between the two offsets of the zone."""
    front = _front(text, zone[0], figure.start)
    said = _said(text, front)
    is_measure = find_unit(figure.unit) in read_patterns("targets")["refused"]["measure"]
    behind = _behind(text, figure.end, zone[1], is_measure=is_measure)
    start = min(front[0], figure.start)
    if behind and _is_for_each(text, front):
        return Stated(start, behind[1], (start, behind[1]), figure)
    if behind and (not said or _verb().search(said)):
        return Stated(start, behind[1], behind, figure)
    if said and not _tells_of_another(text, front) and not _is_lone_verb(said, figure):
        return Stated(front[0], figure.end, front, figure)
    return Stated(figure.start, figure.end, None, figure, front, _link(text, front, said))


def _link(text: str, front: Span, said: str) -> Link:
    """How a figure whose front names nothing goes with the statement before it."""
    if front[0] < front[1] and _tells_of_another(text, front):
        return Link.CHANGE
    return Link.SAME_UNIT if said else Link.SAME


def _tells_of_another(text: str, front: Span) -> bool:
    """较上年增长, 上半年, 每期: whether words speak of a change or a share of what was named before."""
    each = each_pattern().fullmatch(text, *front)
    return bool(each or _CHANGE.fullmatch(text, *front) or _PART.fullmatch(text, *front))


def _is_for_each(text: str, front: Span) -> bool:
    """每村不少于1处场所, 每个街道建成1个中心: the statement itself says what is counted of each."""
    each = each_pattern().search(text, *front)
    return each is not None and (each.end() == front[1] or _ends_in_verb(text, front))


def _is_lone_verb(said: str, figure: Figure) -> bool:
    """Whether nothing but a light verb stands in front of a count; money may stand beside it alone."""
    is_money = find_unit(figure.unit) in read_patterns("targets")["refused"]["money"]
    return not is_money and bool(_light().fullmatch(said))


def _front(text: str, low: int, high: int) -> Span:
    """The words in front of a figure without function words at either end."""
    part = text[low:high]
    base = _FROM.search(part)
    part = part[: base.start()] if base else part
    tail = None if _kept().search(part) else _ending().search(part)
    part = part[: tail.start()] if tail else part
    start = 0
    for words in (_wish(), _MEANS, _leading(is_first=not low)):
        match = words.match(part, start)
        start = match.end() if match else start
    if part[start:].startswith(_object()) and find_words("targets", "subject", "done").search(
        text, high
    ):
        start += 1
    return low + start, low + max(len(part), start)


def _behind(text: str, low: int, high: int, *, is_measure: bool) -> Span | None:
    """The noun behind a figure, or nothing where what follows names no thing counted.

    Of 80平方米用房的租金 the measure is that of the 用房.
    """
    if text.startswith("的", low):
        low += 1
    elif _predicate().match(text, low):
        return None
    part = find_words("targets", "subject", "done").split(text[low:high])[0].rstrip("等、")
    part = part.split("、")[0] if _FIGURE.search(part) else part
    part = _AND_SO_ON.split(part)[0] or part
    part = part.split("的")[0] if is_measure and part.find("的") > 1 else part
    return (low, low + len(part)) if 1 < len(part) <= _LONGEST_SUBJECT else None


def _said(text: str, front: Span) -> str:
    """What a front says beside places, times and function words."""
    words = text[slice(*front)]
    return _setting().sub("", words).strip("的#()、 ") if words else ""


def _ends_in_verb(text: str, front: Span) -> bool:
    return bool(_verb().search(_said(text, front)))


# --- patterns ------------------------------------------------------------------------------------


@cache
def _ending() -> re.Pattern[str]:
    before = read_lookup("target")["before"]
    signs = any_of(word for words in before.values() for word in words)
    words = read_patterns("targets")["subject"]
    return re.compile(
        rf"(?:{signs}{any_of(words['totals'])}|{signs}|{any_of(words['tail'])}|(?<![人户亩年月日平车])均)+$"
    )


@cache
def _wish() -> re.Pattern[str]:
    """计划完成, 争取2024年, 2024年: words of a plan in front of what is done, and the year."""
    modal = any_of(read_patterns("targets")["time"]["modal"])
    verbs = any_of(read_patterns("targets")["subject"]["verbs"])
    year = "在?20[0-9]{2}年度?(?![以之]?[底末前])"
    wish = rf"{modal}(?:{year}|(?={verbs}))"
    return re.compile(rf"(?:{year})?{wish}|{year}(?=.)")


@cache
def _kept() -> re.Pattern[str]:
    return re.compile(rf"{any_of(read_patterns('targets')['subject']['kept'])}$")


@cache
def _object() -> tuple[str, ...]:
    return tuple(read_patterns("targets")["subject"]["object"])


@cache
def _leading(*, is_first: bool) -> re.Pattern[str]:
    """Function words in front; behind another figure those that join, too."""
    words = read_patterns("targets")["subject"]
    lead = [*words["lead"], *([] if is_first else words["joint"])]
    return re.compile(rf"(?:{any_of(lead)}|[、,#(])+(?![{words['endings']}])")


@cache
def _setting() -> re.Pattern[str]:
    lasting = r"在?[0-9]{1,3}个?[年月周天日](?:以|之)?内"
    year = "[到至在]?(?:20[0-9]{2}年度?[底末]?|[0-9]{1,2}月[底末]?)(?:[以之]?前)?"
    return re.compile(
        rf"#+|{lasting}|{year}|{any_of(read_patterns('targets')['subject']['setting'])}"
    )


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(rf"{any_of(read_patterns('targets')['subject']['verbs'])}$")


@cache
def _predicate() -> re.Pattern[str]:
    return find_words("targets", "subject", "predicate")


@cache
def _light() -> re.Pattern[str]:
    return find_words("targets", "subject", "light")
