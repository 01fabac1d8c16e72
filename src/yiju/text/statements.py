"""Targets stated in prose: which figure is promised of which subject, as offsets of a text.

A text is cut into clauses, a clause at its figures. A figure's subject stands in front of it
(新增企业20个), or behind it where in front stands only a verb, a place or a time (召开2次培训会); a figure
without words of its own has the subject before it. Years, dates, list numbers, formulas, rates of
payment, figures in brackets, titles and quotation marks, and figures of the past are no targets.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from yiju.text.figures import Figure, find_figures
from yiju.text.lookups import find_words, read_patterns
from yiju.values.characters import HAN, Compact
from yiju.values.list_number import strip_number
from yiju.values.lookups import any_of, read_lookup
from yiju.values.target import Reading
from yiju.values.unit import find_unit

_LONGEST: Final = 240
"""Characters of the longest clause that is read; a longer one is no prose."""

_FIGURE: Final = re.compile("[0-9]")
_CUT: Final = re.compile(r"[。;!?\t]|(?<![0-9])[,:]|[,:](?![0-9])")
_SENTENCE: Final = frozenset("。;!?\t")
_STOP: Final = re.compile("、")
_JOINT_WORD: Final = re.compile(
    "以及|同时|(?<![普涉波触论提顾推])及|和(?![谐平解])|并(?![购网联轨])"
)
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
        before = stated[-1].subject if stated else None if clause.has_figure else clause.whole
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
class _Stated:
    """A statement in offsets of the compact text of the whole."""

    start: int
    end: int
    subject: _Span
    figure: _Span
    reading: Reading


def _read_clause(compact: Compact, clause: _Clause, before: _Span | None) -> Iterator[_Stated]:
    text = compact.text[clause.start : clause.end]
    if find_words("targets", "refused", "past", "method", "formula").search(text):
        return
    figures = find_figures(
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
        moved = _moved(stated, clause.start) if stated else None
        if moved and _WORD.search(compact.text, *moved.subject):
            before = moved.subject
            yield moved


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


def _state(text: str, figure: Figure, zone: _Span) -> _Stated | None:
    """The statement of a figure whose words stand between the two offsets of the zone."""
    low, high = zone
    front = _front(text, low, figure.start)
    behind = _behind(text, figure.end, high)
    bare = not _content(text, *front) or _ends_in_verb(text, front)
    if behind and (bare or not front):
        start = min(front[0], figure.start)
        return _Stated(start, behind[1], behind, (figure.start, figure.end), figure.reading)
    if front[0] < front[1] and _content(text, *front) and not _is_lone_verb(text, front, figure):
        return _Stated(front[0], figure.end, front, (figure.start, figure.end), figure.reading)
    return None


def _is_lone_verb(text: str, front: _Span, figure: Figure) -> bool:
    """Whether nothing but a light verb stands in front of a count; money may stand beside it alone."""
    is_money = find_unit(figure.unit) in read_patterns("targets")["refused"]["criterion"]
    return not is_money and bool(_light().fullmatch(text[slice(*front)]))


def _front(text: str, low: int, high: int) -> _Span:
    """The words in front of a figure without function words at either end."""
    part = text[low:high]
    base = _FROM.search(part)
    part = part[: base.start()] if base else part
    tail = None if _kept().search(part) else _ending().search(part)
    part = part[: tail.start()] if tail else part
    lead = _leading(is_first=not low).match(part)
    start = lead.end() if lead else 0
    if part[start:].startswith(_object()) and find_words("targets", "subject", "done").search(
        text, high
    ):
        start += 1
    return low + start, low + max(len(part), start)


def _behind(text: str, low: int, high: int) -> _Span | None:
    """The noun behind a figure, or nothing where what follows names no thing counted."""
    if text.startswith("的", low):
        low += 1
    elif _predicate().match(text, low):
        return None
    part = find_words("targets", "subject", "done").split(text[low:high])[0].rstrip("等、")
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
    return find_words("targets", "subject", "predicate")


@cache
def _light() -> re.Pattern[str]:
    return find_words("targets", "subject", "light")
