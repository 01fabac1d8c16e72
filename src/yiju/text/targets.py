"""Targets in passages of goals: a spaCy component, and its spans brought back to their places.

    nlp = spacy.blank("zh")
    nlp.add_pipe("yiju_clauses")
    nlp.add_pipe("yiju_targets")

fills `doc.spans["yiju.targets"]`, a span for each statement, and beside it `yiju.subjects` and
`yiju.figures` in the same order. A target carries `span._.yiju_subject` and `yiju_figure` (where these
stand in the text of the doc), `yiju_operator`, `yiju_value` or the two of `yiju_bounds` (as printed
numbers), `yiju_unit`, and `yiju_until` or `yiju_period` where its clause prints a time. Without
`yiju_clauses` in front it finds the clauses itself.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span

from yiju.model import Passage, ProseIndicator, Target
from yiju.text.citations import find_windows
from yiju.text.clauses import NO_TIME, Time
from yiju.text.segments import CLAUSES, build_blank, clauses_of, span_of, text_of
from yiju.text.statements import Statement, find_statements, read_clauses
from yiju.values.target import Operator, Reading

TARGETS: Final = "yiju.targets"
SUBJECTS: Final = "yiju.subjects"
FIGURES: Final = "yiju.figures"

_ATTRIBUTES: Final = (
    "yiju_subject", "yiju_figure", "yiju_operator", "yiju_value", "yiju_bounds", "yiju_unit",
)  # fmt: skip
_MAY_COUNT: Final = re.compile("[0-9０-９]")


def register_extensions() -> None:
    """Register the custom attributes; doing it twice changes nothing."""
    for name in _ATTRIBUTES:
        if not Span.has_extension(name):
            Span.set_extension(name, default=None)


register_extensions()


@dataclass(frozen=True, slots=True)
class Targets:
    """Finds what prose promises in figures, one span for each statement, subject and figure."""

    spans_key: str
    clauses_key: str

    def __call__(self, doc: Doc) -> Doc:
        """Fill the groups of targets, subjects and figures, from the clauses where they were found."""
        found = self._statements(doc)
        groups = {
            self.spans_key: [_span(doc, one) for one in found],
            SUBJECTS: [span_of(doc, *one.subject, "SUBJECT") for one in found],
            FIGURES: [span_of(doc, *one.figure, "FIGURE") for one in found],
        }
        for name, spans in groups.items():
            doc.spans[name] = spans
        return doc

    def _statements(self, doc: Doc) -> list[Statement]:
        text = text_of(doc)
        if self.clauses_key in doc.spans:
            return read_clauses(text, clauses_of(doc.spans[self.clauses_key]))
        return find_statements(text, doc._.yiju_year)


def _span(doc: Doc, statement: Statement) -> Span:
    """The span of a statement, widened to whole tokens where a segmenter made long ones."""
    span = span_of(doc, statement.start, statement.end, "TARGET")
    reading, time, said = statement.reading, statement.time, span._
    said.yiju_subject, said.yiju_figure = statement.subject, statement.figure
    said.yiju_operator, said.yiju_unit = reading.operator.value, reading.unit
    if reading.value is not None:
        said.yiju_value = f"{reading.value:f}"
    if reading.lower is not None and reading.upper is not None:
        said.yiju_bounds = (f"{reading.lower:f}", f"{reading.upper:f}")
    if time != NO_TIME:
        said.yiju_until, said.yiju_period = time.until, time.period
    return span


def _statement(span: Span) -> Statement:
    """The statement that a span carries."""
    said = span._
    value, (lower, upper) = said.yiju_value, said.yiju_bounds or (None, None)
    reading = Reading(
        Operator(said.yiju_operator),
        value=Decimal(value) if value else None,
        lower=Decimal(lower) if lower else None,
        upper=Decimal(upper) if upper else None,
        unit=said.yiju_unit,
    )
    time = Time(said.yiju_until, said.yiju_period)
    place = (span.start_char, span.end_char)
    return Statement(*place, said.yiju_subject, said.yiju_figure, reading, time)


@Language.factory("yiju_targets", default_config={"spans_key": TARGETS, "clauses_key": CLAUSES})
def create_targets(nlp: Language, name: str, spans_key: str, clauses_key: str) -> Targets:  # noqa: ARG001  # spaCy calls every factory with both
    """Create the component that finds targets in prose."""
    return Targets(spans_key, clauses_key)


def extract_targets(passage: Passage, year: int | None = None) -> tuple[ProseIndicator, ...]:
    """Extract every target that a passage of goals states in figures, in order.

    `year` is the fiscal year of the document, where it is known: an earlier one is past.

    >>> [found] = extract_targets(Passage.of("1.新增孵化器 3 家以上；", 10, 4))
    >>> found.subject.text, found.figure.text, found.target.words.text
    ('新增孵化器', '3 家以上', '新增孵化器 3 家以上')
    >>> found.target.reading.operator.value, found.figure.start
    ('atLeast', 18)
    """
    return tuple(
        _indicator(passage, start, one)
        for start, window in find_windows(passage.text)
        for one in _statements(window, year)
    )


def _indicator(passage: Passage, start: int, one: Statement) -> ProseIndicator:
    def part(low: int, high: int) -> Passage:
        return passage.slice(start + low, start + high)

    is_number = one.reading.value is not None
    reading = replace(one.reading, until=one.time.until if is_number else None)
    target = Target(part(one.start, one.end), reading, period=one.time.period)
    return ProseIndicator(part(*one.subject), part(*one.figure), target)


@cache
def _pipeline() -> Language:
    return build_blank("yiju_clauses", "yiju_targets")


@lru_cache(maxsize=1_024)
def _statements(text: str, year: int | None) -> tuple[Statement, ...]:
    """The statements of a text; goals repeat, so each text is read once."""
    if not _MAY_COUNT.search(text):
        return ()
    nlp = _pipeline()
    doc = nlp.make_doc(text)
    doc._.yiju_year = year
    return tuple(_statement(span) for span in nlp(doc).spans[TARGETS])
