"""Targets stated in prose: which figure is promised of which subject, as offsets of a text.

A text is cut into clauses, a clause at its figures. A figure without a subject of its own goes with
the statement before it in the sentence, or with the clause before it. Years, dates, list numbers, formulas, rates of
payment, figures in brackets, titles and quotation marks, and figures of the past are no targets.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from yiju.text.clauses import NO_TIME, Clause, Span, Time, find_clauses
from yiju.text.figures import find_figures
from yiju.text.lookups import find_words
from yiju.text.subjects import Link, Stated, find_stated
from yiju.values.characters import HAN, Compact, squeeze
from yiju.values.target import Reading

_LONGEST_SUBJECT: Final = 80
_WORD: Final = re.compile(f"[{HAN}A-Za-z]{{2}}")
"""What a subject must have to name something."""


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
    before: _Before | None = None
    for clause in clauses:
        if not clause.has_figure:
            before = _whole(clause)
        else:
            stated, before = _read_clause(text, clause, before)
            found += () if _is_past(text, clause) else stated
        before = None if clause.is_last else before
    return found


@dataclass(frozen=True, slots=True)
class _Before:
    """What was named before a figure, and the unit that it was counted in."""

    subject: Span
    unit: str | None = None


def _whole(clause: Clause) -> _Before | None:
    """The clause as a subject of the next one, where it is short enough."""
    is_short = 1 < clause.end - clause.start <= _LONGEST_SUBJECT // 2
    return _Before((clause.start, clause.end)) if is_short else None


# --- one clause ----------------------------------------------------------------------------------


def _read_clause(
    text: str, clause: Clause, before: _Before | None
) -> tuple[list[Statement], _Before | None]:
    """The statements of a clause, and what the last of them names; a figure may go with one before it."""
    compact = Compact.of(text[clause.start : clause.end], apart="[0-9]")
    if _refused().search(compact.text):
        return [], None
    found: list[Statement] = []
    for one in find_stated(compact.text, find_figures(compact, compact.text)):
        statement = _placed(_Placer(compact, clause.start), one, before, clause.time)
        if statement and _WORD.search(text, *statement.subject):
            found.append(statement)
            is_told = before and one.link is Link.CHANGE
            named = before.subject if before and is_told else statement.subject
            before = _Before(named, one.figure.unit)
    return found, before if found else None


@dataclass(frozen=True, slots=True)
class _Placer:
    """Brings offsets of the compact text of a clause back to the printed text."""

    compact: Compact
    start: int

    def __call__(self, low: int, high: int) -> Span:
        start, end = self.compact.span(low, high)
        return self.start + start, self.start + end


def _placed(place: _Placer, one: Stated, before: _Before | None, time: Time) -> Statement | None:
    """The statement in offsets of the printed text, or nothing where no subject is named."""
    if one.subject:
        subject: Span | None = place(*one.subject)
    else:
        has_front = one.front[0] < one.front[1]
        front = place(*one.front) if has_front else None
        subject = _linked(one, before, front) if before else None
    if not subject:
        return None
    start, end = place(one.start, one.end)
    high = max(subject[1], end) if one.subject else end
    figure = place(one.figure.start, one.figure.end)
    return Statement(min(subject[0], start), high, subject, figure, one.figure.reading, time)


def _linked(one: Stated, before: _Before, front: Span | None) -> Span | None:
    """The subject of a figure that another statement names; a change is told of what was named."""
    if one.link is Link.CHANGE and front:
        is_short = front[1] - before.subject[0] <= _LONGEST_SUBJECT
        return (before.subject[0], front[1]) if is_short else None
    if one.link is Link.SAME_UNIT and squeeze(before.unit or "") != squeeze(one.figure.unit):
        return None
    return before.subject


def _is_past(text: str, clause: Clause) -> bool:
    """Whether a clause says what was: by its time, or by a word such as 已完成."""
    return clause.is_past or bool(_past().search(text, clause.start, clause.end))


@cache
def _past() -> re.Pattern[str]:
    return find_words("targets", "refused", "past")


@cache
def _refused() -> re.Pattern[str]:
    """Words of a method, of a formula, and of what shall not happen."""
    return find_words("targets", "refused", "method", "formula", "absent")
