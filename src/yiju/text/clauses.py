"""Sentences and clauses of official prose, and the time of which a clause speaks.

A sentence ends at 。；！？, a clause at a comma or a colon, too, where no figure goes on. A clause
speaks of the past where it begins with a year before the one that is planned (2023年完成率为98%) or
with 上年, and those behind it in the sentence go on with that until another time is named. A year
from which a change is measured (较2023年) begins no clause. A time that is promised is kept as printed:
by when (到2025年底), within the year (全年) or within the span of a plan (十四五期间).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from yiju.text.lookups import find_words, read_patterns
from yiju.values.characters import fold
from yiju.values.list_number import strip_number
from yiju.values.lookups import any_of
from yiju.values.period import find_periods

_LONGEST: Final = 240
"""Characters of the longest clause that is read; a longer one is no prose."""

_STOPS: Final = "。;!?"
_SENTENCE: Final = re.compile(f"[{_STOPS}]")
_END: Final = re.compile(r"\s*(?:[。；;！!？?\t]|$)")
_CUT: Final = re.compile(rf"[{_STOPS}\t]|(?<![0-9])[,:]|[,:](?![0-9])")
_FIGURE: Final = re.compile("[0-9０-９]")
_YEAR: Final = re.compile(r"(?<![0-9到至])(?P<year>20[0-9]{2})年(?!底|末|前|以前|之前)")
_FIRST_YEAR: Final = re.compile(rf"(?:其中[,:]?|在)?{_YEAR.pattern}")
_UNTIL: Final = re.compile(r"[到至]$")
_DUE: Final = re.compile(r"(?:[底末]|[底末]?(?:以前|之前|前|止))$")
_ALONE: Final = re.compile(r"[到至]?#*(?:[\"']?十[二三四五六七]五[\"']?(?:期间|时期|末)?)?")

_DATED: Final = re.compile(r"20[0-9]{2}年|月")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Time:
    """When a promise is to be met, as printed: `until` a date, or a `period` (a concept)."""

    until: str | None = None
    period: str | None = None


NO_TIME: Final = Time()


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause between two offsets of a text, list number and blanks left out.

    `is_last` where its sentence ends with it, `is_past` where it says what was, not what shall be.
    """

    start: int
    end: int
    has_figure: bool
    is_last: bool
    is_past: bool = False
    time: Time = NO_TIME


def find_sentences(text: str) -> list[Span]:
    """The offsets of the sentences of a text, stops included, blanks around them left out.

    >>> text = "新增书店3家；达到10家。 按时完成"
    >>> [text[start:end] for start, end in find_sentences(text)]
    ['新增书店3家；', '达到10家。', '按时完成']
    """
    cuts = [0, *(match.end() for match in _SENTENCE.finditer(fold(text))), len(text)]
    spans = (_trimmed(text, low, high) for low, high in pairwise(cuts))
    return [(low, high) for low, high in spans if low < high]


def find_clauses(text: str, year: int | None = None) -> Iterator[Clause]:
    """The clauses of a text; `year` is the one that is planned, where it is known.

    >>> text = "1、2023年完成率为98%，2024年不低于 99%；覆盖 1,000 人"
    >>> [(text[one.start:one.end], one.is_past) for one in find_clauses(text)]
    [('2023年完成率为98%', True), ('2024年不低于 99%', False), ('覆盖 1,000 人', False)]
    """
    folded = fold(text)
    planned = max([year or 0, *(int(match["year"]) for match in _YEAR.finditer(folded))])
    is_past, lasting, start = False, NO_TIME, 0
    for match in [*_CUT.finditer(folded), None]:
        end = match.start() if match else len(folded)
        low, high = _inside(folded, start, end)
        is_last = match is None or match[0] in _STOPS or match[0] == "\t"
        if low < high <= low + _LONGEST:
            words = "".join(folded[low:high].split())
            is_past = _is_past(words, is_past, year, planned)
            time = _time(words)
            is_alone = time != NO_TIME and _ALONE.fullmatch(_masked(words))
            lasting = time if is_alone else lasting
            shown = time if time != NO_TIME else lasting
            yield Clause(low, high, has_figure(folded, low, high), is_last, is_past, shown)
        if is_last:
            is_past, lasting = False, NO_TIME
        start = end + 1


def has_figure(text: str, start: int, end: int) -> bool:
    """Whether a figure stands between two offsets.

    >>> has_figure("新增书店３家", 0, 6), has_figure("新增三家", 0, 4)
    (True, False)
    """
    return bool(_FIGURE.search(text, start, end))


def ends_sentence(text: str, at: int) -> bool:
    """Whether a sentence ends at an offset, blanks left out.

    >>> ends_sentence("甲 。乙", 1), ends_sentence("甲，乙", 1)
    (True, False)
    """
    return bool(_END.match(text, at))


def _inside(text: str, start: int, end: int) -> Span:
    """Without blanks at the ends and the list number in front."""
    low, high = _trimmed(text, start, end)
    part = text[low:high]
    return high - len(strip_number(part)) if part else low, high


def _trimmed(text: str, low: int, high: int) -> Span:
    part = text[low:high]
    return low + len(part) - len(part.lstrip()), low + len(part.rstrip())


# --- the time of a clause ------------------------------------------------------------------------


def _is_past(words: str, before: bool, year: int | None, planned: int) -> bool:  # noqa: FBT001  # the state of the walk
    """Whether a clause tells what was: the year or the word that it begins with decides, if any."""
    if find_words("targets", "time", "past").match(words):
        return True
    if find_words("targets", "time", "present").match(words):
        return False
    first = _FIRST_YEAR.match(words)
    if not first:
        return before
    said = int(first["year"])
    is_before = said < (year or 0) or said < planned
    return is_before and not find_words("targets", "time", "modal").search(words)


def _time(words: str) -> Time:
    """The time that a clause promises: a date to be met first, else the words for a span."""
    for found in find_periods(words) if _DATED.search(words) else ():
        printed = words[found.start : found.end]
        is_due = _DUE.search(printed) or _UNTIL.search(words[: found.start])
        if found.until and not found.is_span and is_due:
            return Time(until=found.until)
    match = _spans().search(words)
    return Time(period=f"{match.lastgroup}Period") if match else NO_TIME


def _masked(words: str) -> str:
    for found in find_periods(words):
        words = words[: found.start] + "#" * (found.end - found.start) + words[found.end :]
    return words


@cache
def _spans() -> re.Pattern[str]:
    """Words for the span of a plan, and for the year; 年度 and 每年 stand at the start or behind no noun."""
    words = read_patterns("targets")["time"]
    plan = any_of(words["midTerm"])
    year = any_of(words["annual"])
    return re.compile(rf"(?P<midTerm>{plan}|[二两三四五2-5]年内)|(?P<annual>{year})")
