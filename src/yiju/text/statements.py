"""Targets stated in prose: which figure is promised of which subject, as offsets of a text.

A text is cut into clauses, a clause at its figures. A figure's subject stands in front of it
(新增企业20个), or behind it where in front stands only a verb, a place or a time (召开2次培训会); a figure
without words of its own has the subject before it. Years, dates, list numbers, formulas, rates of
payment, figures in brackets, titles and quotation marks, and figures of the past are no targets.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Final

from yiju.text.clauses import NO_TIME, Clause, Span, Time, find_clauses
from yiju.text.figures import Figure, each_pattern, find_figures
from yiju.text.lookups import find_words, read_patterns
from yiju.values.characters import HAN, Compact
from yiju.values.lookups import any_of, read_lookup
from yiju.values.target import Reading
from yiju.values.unit import find_unit

_FIGURE: Final = re.compile("[0-9]")
_STOP: Final = re.compile("、")
_JOINT_WORD: Final = re.compile(
    "以及|同时|(?<![普涉波触论提顾推])及|和(?![谐平解])|并(?![购网联轨])"
)
_AND_SO_ON: Final = re.compile("等(?![级次待离候同])")
_MEANS: Final = re.compile("通过[^,;0-9]{2,40}?(?:等|等方式|等活动)(?:实现|促使|使得|使)(?=..)")
"""通过技术对接等实现转化额: the means are no part of the subject."""

_LONGEST_SUBJECT: Final = 80
_WORD: Final = re.compile(f"[{HAN}A-Za-z]{{2}}")
"""What a subject must have to name something."""

_FROM: Final = re.compile(r"[由从][^由从,]{0,12}?[0-9][^,]{0,12}[到至]$")


@dataclass(frozen=True, slots=True)
class Statement:
    """A promise between two offsets, the offsets of its subject and of its figure, and its reading."""

    start: int
    end: int
    subject: tuple[int, int]
    figure: tuple[int, int]
    reading: Reading
    time: Time = NO_TIME


def find_statements(text: str, year: int | None = None) -> list[Statement]:
    """Find the targets that a text states with figures, from left to right.

    `year` is the one that is planned, where it is known: an earlier one is past.

    >>> text = "新增企业 20 个，召开 2 次培训会，每家补贴5万元。"
    >>> [(text[slice(*s.subject)], s.reading.value, s.reading.unit) for s in find_statements(text)]
    [('新增企业', Decimal('20'), '个'), ('培训会', Decimal('2'), '次')]
    """
    return read_clauses(text, find_clauses(text, year))


def read_clauses(text: str, clauses: Iterable[Clause]) -> list[Statement]:
    """The targets of clauses that follow each other; a clause may name the subject of the next."""
    found: list[Statement] = []
    before: Span | None = None
    for clause in clauses:
        if not clause.has_figure:
            before = _whole(clause)
        else:
            stated = list(_read_clause(text, clause, before))
            found += () if clause.is_past else stated
            before = stated[-1].subject if stated else None
        before = None if clause.is_last else before
    return found


def _whole(clause: Clause) -> Span | None:
    """The clause as a subject of the next one, where it is short enough."""
    is_short = 1 < clause.end - clause.start <= _LONGEST_SUBJECT // 2
    return (clause.start, clause.end) if is_short else None


# --- one clause ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Stated:
    """A statement in offsets of the compact text of its clause.

    It has no subject where another names it; `is_bare` where no words of its own stand in front.
    """

    start: int
    end: int
    subject: Span | None
    figure: Figure
    is_bare: bool = False


def _read_clause(text: str, clause: Clause, before: Span | None) -> Iterator[Statement]:
    """The statements of a clause; a figure without words of its own has the subject before it."""
    compact = Compact.of(text[clause.start : clause.end], apart="[0-9]")
    if _refused().search(compact.text):
        return
    for one in _stated(compact.text, find_figures(compact, compact.text)):
        subject, start = before, one.start
        if one.subject:
            low, high = compact.span(*one.subject)
            subject = (clause.start + low, clause.start + high)
        low, high = compact.span(one.start, one.end)
        figure = compact.span(one.figure.start, one.figure.end)
        if subject and _WORD.search(text, *subject):
            before = subject
            start = min(subject[0], clause.start + low)
            end = max(subject[1], clause.start + high) if one.subject else clause.start + high
            place = (clause.start + figure[0], clause.start + figure[1])
            yield Statement(start, end, subject, place, one.figure.reading, clause.time)


def _stated(text: str, figures: list[Figure]) -> list[_Stated]:
    """What the figures of a clause state, each with the words around it."""
    starts = [0, *(_next_start(text, one, two) for one, two in pairwise(figures)), len(text)]
    found: list[_Stated] = []
    for at, figure in enumerate(figures):
        begin = min(starts[at], figure.start)
        stop = figures[at + 1].start if at + 1 < len(figures) else len(text)
        zone = (begin, max(_break(text, figure.end, stop), figure.end))
        found.append(_state(text, figure, zone))
    for at, (one, two) in enumerate(pairwise(found)):
        if _shares_object(text, one, two):
            found[at] = replace(one, end=two.end, subject=two.subject)
    return [one for one in found if one.subject or one.is_bare]


def _shares_object(text: str, one: _Stated, two: _Stated) -> bool:
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
    return mark.end() if mark and mark.end() <= two.start else one.end


def _break(text: str, low: int, high: int) -> int:
    """The end of the words behind a figure: a stop before the next figure, or the last one of all.

    Where the next figure follows a stop at once, that stop parts the two; else it is the first.
    """
    if high == len(text):
        return high
    marks = list(_STOP.finditer(text, low, high)) or list(_JOINT_WORD.finditer(text, low, high))
    if not marks:
        return high
    return marks[-1].start() if marks[-1].end() == high else marks[0].start()


def _state(text: str, figure: Figure, zone: Span) -> _Stated:
    """The statement of a figure whose words stand between the two offsets of the zone."""
    front = _front(text, zone[0], figure.start)
    said = _said(text, front)
    is_measure = find_unit(figure.unit) in read_patterns("targets")["refused"]["measure"]
    behind = _behind(text, figure.end, zone[1], is_measure=is_measure)
    start = min(front[0], figure.start)
    if behind and _is_for_each(text, front):
        return _Stated(start, behind[1], (start, behind[1]), figure)
    if behind and (not said or _verb().search(said)):
        return _Stated(start, behind[1], behind, figure)
    if said and not _is_lone_verb(text, front, figure):
        return _Stated(front[0], figure.end, front, figure)
    return _Stated(figure.start, figure.end, None, figure, is_bare=not said)


def _is_for_each(text: str, front: Span) -> bool:
    """每村不少于1处场所, 每个街道建成1个中心: the statement itself says what is counted of each."""
    each = each_pattern().search(text, *front)
    return each is not None and (each.end() == front[1] or _ends_in_verb(text, front))


def _is_lone_verb(text: str, front: Span, figure: Figure) -> bool:
    """Whether nothing but a light verb stands in front of a count; money may stand beside it alone."""
    is_money = find_unit(figure.unit) in read_patterns("targets")["refused"]["money"]
    return not is_money and bool(_light().fullmatch(text[slice(*front)]))


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
    return re.compile(rf"(?:{signs}{any_of(words['totals'])}|{signs}|{any_of(words['tail'])})+$")


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
    return re.compile(rf"(?:{any_of(lead)}|[、,#])+(?![{words['endings']}])")


@cache
def _setting() -> re.Pattern[str]:
    lasting = r"在?[0-9]{1,3}个?[年月周天日](?:以|之)?内"
    year = "[到至在]?20[0-9]{2}年度?[底末]?前?"
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
def _refused() -> re.Pattern[str]:
    """Words of the past, of a method, of a formula, and of what shall not happen."""
    return find_words("targets", "refused", "past", "method", "formula", "absent")


@cache
def _light() -> re.Pattern[str]:
    return find_words("targets", "subject", "light")
