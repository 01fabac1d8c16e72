"""Targets stated in prose: which figure is promised of which subject, as offsets of a text.

A text is cut into clauses, a clause at its figures. A figure's subject stands in front of it
(新增企业20个), or behind it where in front stands only a verb, a place or a time (召开2次培训会); a figure
without words of its own has the subject before it. Years, dates, list numbers, formulas, rates of
payment, figures in brackets, titles and quotation marks, and figures of the past are no targets.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from yiju.text.lookups import read_patterns
from yiju.values.characters import Compact
from yiju.values.list_number import strip_number
from yiju.values.lookups import any_of, read_lookup
from yiju.values.period import find_periods
from yiju.values.quantity import MASK, Quantity, find_operator, find_quantities
from yiju.values.target import Operator, Reading, parse_target
from yiju.values.unit import find_unit, unit_pattern

_LONGEST: Final = 240
"""Characters of the longest clause that is read; a longer one is no prose."""

_FIGURE: Final = re.compile("[0-9]")
_CUT: Final = re.compile(r"[。;!?\t]|(?<![0-9])[,:]|[,:](?![0-9])")
_SENTENCE: Final = frozenset("。;!?\t")
_SET_APART: Final = re.compile(
    r"《[^《》]{0,120}》|\"[^\"]{0,60}\"|'[^']{0,60}'|\([^()]*[0-9][^()]*\)(?:[0-9]{1,5}号)?"
)
_JOINT: Final = re.compile(r"[-~至到]{1,2}")
_STOP: Final = re.compile("、")
_JOINT_WORD: Final = re.compile(
    "以及|同时|(?<![普涉波触论提顾推])及|和(?![谐平解])|并(?![购网联轨])"
)
_LONGEST_SUBJECT: Final = 80


@dataclass(frozen=True, slots=True)
class Statement:
    """A promise between two offsets, the offsets of its subject and of its figure, and its reading."""

    start: int
    end: int
    subject: tuple[int, int]
    figure: tuple[int, int]
    reading: Reading


def find_statements(text: str) -> list[Statement]:
    """Find the targets that a text states with figures, from left to right.

    >>> text = "新增企业 20 个，召开 2 次培训会，每家补贴5万元。"
    >>> [(text[slice(*s.subject)], s.reading.value, s.reading.unit) for s in find_statements(text)]
    [('新增企业', Decimal('20'), '个'), ('培训会', Decimal('2'), '次')]
    """
    compact = Compact.of(text, apart="[0-9]")
    found: list[Statement] = []
    before: _Span | None = None
    for clause in _clauses(compact):
        stated = list(_read_clause(compact, clause, before)) if clause.has_figure else []
        found += [_printed(compact, one) for one in stated]
        before = stated[-1].subject if stated else clause.whole
        before = None if clause.is_last else before
    return found


_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause between two offsets of the compact text; `is_last` where its sentence ends."""

    start: int
    end: int
    has_figure: bool
    is_last: bool

    @property
    def whole(self) -> _Span | None:
        """The clause as a subject of the next one, where it is short enough."""
        size = self.end - self.start
        return (self.start, self.end) if 1 < size <= _LONGEST_SUBJECT // 2 else None


def _clauses(compact: Compact) -> Iterator[_Clause]:
    text, start = compact.text, 0
    cuts = [*(match.start() for match in _CUT.finditer(text)), len(text)]
    for end in cuts:
        if start < end <= start + _LONGEST:
            lead = end - start - len(strip_number(text[start:end]))
            figure = bool(_FIGURE.search(text, start + lead, end))
            is_last = text[end : end + 1] in _SENTENCE
            yield _Clause(start + lead, end, figure, is_last)
        start = end + 1


# --- one clause ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Figure:
    """A quantity, or a range of two, in a clause; `end` is behind 以上 and its like."""

    start: int
    end: int
    unit: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class _Stated:
    """A statement in offsets of the compact text of the whole."""

    start: int
    end: int
    subject: _Span
    figure: _Span
    reading: Reading


def _read_clause(compact: Compact, clause: _Clause, before: _Span | None) -> Iterator[_Stated]:
    text = compact.text[clause.start : clause.end]
    if _words("refused", "past", "method", "formula").search(text):
        return
    figures = _figures(
        Compact(compact.source, text, compact.places[clause.start : clause.end]), text
    )
    starts = [0, *(_next_start(text, one, two) for one, two in pairwise(figures)), len(text)]
    for at, figure in enumerate(figures):
        begin = min(starts[at], figure.start)
        stop = figures[at + 1].start if at + 1 < len(figures) else len(text)
        stated = _state(text, figure, (begin, max(_break(text, figure.end, stop), figure.end)))
        if stated is None and before and not _content(text, begin, figure.start):
            low = min(before[0] - clause.start, figure.start)
            subject = (before[0] - clause.start, before[1] - clause.start)
            stated = _Stated(low, figure.end, subject, (figure.start, figure.end), figure.reading)
        if stated:
            moved = _moved(stated, clause.start)
            before = moved.subject
            yield moved


def _figures(compact: Compact, text: str) -> list[_Figure]:
    """The figures of a clause that may be targets, two that bound one quantity put together."""
    masked = _masked(text)
    quantities = find_quantities(compact, masked)
    found: list[_Figure] = []
    skip = False
    for at, quantity in enumerate(quantities):
        if skip:
            skip = False
            continue
        after = quantities[at + 1] if at + 1 < len(quantities) else None
        skip = bool(after) and bool(
            _JOINT.fullmatch(masked, quantity.end, after.start if after else 0)
        )
        figure = _range(compact, text, quantity, after) if skip and after else _one(text, quantity)
        if figure and _is_promise(text, figure, alone=len(quantities) == 1):
            found.append(figure)
    return found


def _masked(text: str) -> str:
    """The text with dates, titles, quoted words and brackets around figures hidden."""
    masked = _SET_APART.sub(lambda match: MASK * len(match[0]), text)
    for period in find_periods(masked):
        masked = masked[: period.start] + MASK * (period.end - period.start) + masked[period.end :]
    return masked


def _one(text: str, quantity: Quantity) -> _Figure | None:
    if not quantity.unit or not quantity.figure_end < quantity.end:
        return None
    suffix = _suffix().match(text, quantity.end)
    end = suffix.end() if suffix else quantity.end
    operator = quantity.operator or _over_total(text, quantity.start) or "equalTo"
    reading = Reading(Operator(operator), quantity.value, unit=quantity.unit)
    return _Figure(quantity.start, end, quantity.unit, reading)


def _range(compact: Compact, text: str, first: Quantity, last: Quantity) -> _Figure | None:
    """5-10家: between the two, where the target cell with these words would be read so."""
    if not last.unit or last.end <= last.figure_end:
        return None
    reading = parse_target(compact.text[first.start : last.end])
    if reading.operator is not Operator.BETWEEN or reading.lower is None:
        return None
    suffix = _suffix().match(text, last.end)
    return _Figure(first.start, suffix.end() if suffix else last.end, last.unit, reading)


def _over_total(text: str, start: int) -> str | None:
    """达到总量4家: the operator stands before the word for the whole."""
    total = re.search(rf"{any_of(read_patterns('targets')['subject']['totals'])}$", text[:start])
    return find_operator(text, total.start()) if total else None


def _is_promise(text: str, figure: _Figure, *, alone: bool) -> bool:
    """Whether a figure counts or measures what is promised, and is no number, criterion or rate."""
    refused = read_patterns("targets")["refused"]
    unit = find_unit(figure.unit)
    printed = re.sub(r"^[十百千]?[万亿]|^[百千十]", "", figure.unit) or figure.unit
    if (
        not unit
        and not unit_pattern().fullmatch(printed)
        and not unit_pattern().fullmatch(figure.unit)
    ):
        return False
    is_timed = unit in refused["unit"]
    if is_timed and not (alone and figure.reading.operator is not Operator.EQUAL_TO):
        return False
    if is_timed and not _timed().search(text[: figure.start]):
        return False
    is_measure = unit in refused["criterion"]
    if is_measure and text.startswith("的", figure.end):
        return False
    if _each().search(text[: figure.start]):
        return False
    if is_measure and _words("refused", "rate").search(text[: figure.start]):
        return False
    return not (is_measure and parse_target(text).operator is Operator.RATE)


# --- subjects ------------------------------------------------------------------------------------


def _next_start(text: str, one: _Figure, two: _Figure) -> int:
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


def _state(text: str, figure: _Figure, zone: _Span) -> _Stated | None:
    """The statement of a figure whose words stand between the two offsets of the zone."""
    low, high = zone
    front = _front(text, low, figure.start)
    behind = _behind(text, figure.end, high)
    bare = not _content(text, *front) or _ends_in_verb(text, front)
    if behind and (bare or not front):
        start = min(front[0], figure.start)
        return _Stated(start, behind[1], behind, (figure.start, figure.end), figure.reading)
    if front[0] < front[1] and _content(text, *front):
        return _Stated(front[0], figure.end, front, (figure.start, figure.end), figure.reading)
    return None


def _front(text: str, low: int, high: int) -> _Span:
    """The words in front of a figure without function words at either end."""
    part = text[low:high]
    tail = None if _kept().search(part) else _ending().search(part)
    part = part[: tail.start()] if tail else part
    lead = _leading(is_first=not low).match(part)
    start = lead.end() if lead else 0
    if part[start:].startswith(_object()) and _words("subject", "done").search(text, high):
        start += 1
    return low + start, low + max(len(part), start)


def _behind(text: str, low: int, high: int) -> _Span | None:
    """The noun behind a figure, or nothing where what follows names no thing counted."""
    if text.startswith("的", low):
        low += 1
    elif _predicate().match(text, low):
        return None
    part = text[low:high].rstrip("等、")
    part = part.split("、")[0] if _FIGURE.search(part) else part
    return (low, low + len(part)) if 1 < len(part) <= _LONGEST_SUBJECT else None


def _content(text: str, low: int, high: int) -> str:
    """What a front says beside places, times and function words."""
    low, high = _front(text, low, high)
    return _setting().sub("", text[low:high]).strip("的#()、 ")


def _ends_in_verb(text: str, front: _Span) -> bool:
    part = _setting().sub("", text[slice(*front)])
    return bool(_verb().search(part))


def _moved(one: _Stated, by: int) -> _Stated:
    return _Stated(
        one.start + by,
        one.end + by,
        (one.subject[0] + by, one.subject[1] + by),
        (one.figure[0] + by, one.figure[1] + by),
        one.reading,
    )


def _printed(compact: Compact, one: _Stated) -> Statement:
    """The statement in offsets of the printed text."""
    low, high = compact.span(one.start, one.end)
    return Statement(low, high, compact.span(*one.subject), compact.span(*one.figure), one.reading)


# --- patterns ------------------------------------------------------------------------------------


@cache
def _words(group: str, *names: str) -> re.Pattern[str]:
    lists: Sequence[list[str]] = [read_patterns("targets")[group][name] for name in names]
    return re.compile(any_of(word for words in lists for word in words))


@cache
def _suffix() -> re.Pattern[str]:
    after = read_lookup("target")["after"]
    return re.compile(any_of(word for words in after.values() for word in words))


@cache
def _ending() -> re.Pattern[str]:
    before = read_lookup("target")["before"]
    signs = [word for words in before.values() for word in words]
    return re.compile(rf"{any_of([*signs, *read_patterns('targets')['subject']['tail']])}+$")


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
    return re.compile(rf"#+|{lasting}|{any_of(read_patterns('targets')['subject']['setting'])}")


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(rf"{any_of(read_patterns('targets')['subject']['verbs'])}$")


@cache
def _predicate() -> re.Pattern[str]:
    return _words("subject", "predicate")


@cache
def _timed() -> re.Pattern[str]:
    """The end of words that a length of time measures."""
    return re.compile(r"(?:时限|时间|期限|天数|周期|工期|时长|年限|时效)[^,、]{0,6}$")


@cache
def _each() -> re.Pattern[str]:
    """每家, 每个村: a rate for each, and no target; 每年 and 每月 say how often."""
    return re.compile(
        rf"每(?!年|月|季|周|天|日|个月|个季度|个工作日|期)(?:{unit_pattern().pattern})"
    )
