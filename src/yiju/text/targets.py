"""Targets in passages of goals: a spaCy component, and its spans brought back to their places.

    nlp = spacy.blank("zh")
    nlp.add_pipe("yiju_targets")

fills `doc.spans["yiju.targets"]`, a span for each statement. It carries `span._.yiju_subject` and
`yiju_figure` (where these stand in the text of the doc), `yiju_operator`, `yiju_value` or the two of
`yiju_bounds` (as printed numbers), and `yiju_unit`.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from yiju.model import Passage, ProseIndicator, Target
from yiju.text.citations import find_windows
from yiju.text.components import text_of
from yiju.text.statements import Statement, find_statements
from yiju.values.target import Operator, Reading

TARGETS: Final = "yiju.targets"

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
    """Finds what prose promises in figures, one span for each statement."""

    spans_key: str

    def __call__(self, doc: Doc) -> Doc:
        """Fill the group of targets."""
        doc.spans[self.spans_key] = [_span(doc, one) for one in find_statements(text_of(doc))]
        return doc


def _span(doc: Doc, statement: Statement) -> Span:
    """The span of a statement, widened to whole tokens where a segmenter made long ones."""
    span = doc.char_span(statement.start, statement.end, label="TARGET", alignment_mode="expand")
    assert span is not None, "offsets come from the document's own text"
    reading = statement.reading
    span._.yiju_subject, span._.yiju_figure = statement.subject, statement.figure
    span._.yiju_operator, span._.yiju_unit = reading.operator.value, reading.unit
    if reading.value is not None:
        span._.yiju_value = f"{reading.value:f}"
    if reading.lower is not None and reading.upper is not None:
        span._.yiju_bounds = (f"{reading.lower:f}", f"{reading.upper:f}")
    return span


def _statement(span: Span) -> Statement:
    """The statement that a span carries."""
    value, (lower, upper) = span._.yiju_value, span._.yiju_bounds or (None, None)
    reading = Reading(
        Operator(span._.yiju_operator),
        value=Decimal(value) if value else None,
        lower=Decimal(lower) if lower else None,
        upper=Decimal(upper) if upper else None,
        unit=span._.yiju_unit,
    )
    start, end = span.start_char, span.end_char
    return Statement(start, end, span._.yiju_subject, span._.yiju_figure, reading)


@Language.factory("yiju_targets", default_config={"spans_key": TARGETS})
def create_targets(nlp: Language, name: str, spans_key: str) -> Targets:  # noqa: ARG001  # spaCy calls every factory with both
    """Create the component that finds targets in prose."""
    return Targets(spans_key)


def extract_targets(passage: Passage) -> tuple[ProseIndicator, ...]:
    """Extract every target that a passage of goals states in figures, in order.

    >>> [found] = extract_targets(Passage.of("1.新增孵化器 3 家以上；", 10, 4))
    >>> found.subject.text, found.figure.text, found.target.words.text
    ('新增孵化器', '3 家以上', '新增孵化器 3 家以上')
    >>> found.target.reading.operator.value, found.figure.start
    ('atLeast', 18)
    """
    return tuple(
        _indicator(passage, start, one)
        for start, window in find_windows(passage.text)
        for one in _statements(window)
    )


def _indicator(passage: Passage, start: int, one: Statement) -> ProseIndicator:
    def part(low: int, high: int) -> Passage:
        return passage.slice(start + low, start + high)

    target = Target(part(one.start, one.end), one.reading)
    return ProseIndicator(part(*one.subject), part(*one.figure), target)


@cache
def _pipeline() -> Language:
    nlp = spacy.blank("zh")
    nlp.add_pipe("yiju_targets")
    return nlp


@lru_cache(maxsize=1_024)
def _statements(text: str) -> tuple[Statement, ...]:
    """The statements of a text; goals repeat, so each text is read once."""
    if not _MAY_COUNT.search(text):
        return ()
    doc = _pipeline()(text)
    return tuple(_statement(span) for span in doc.spans[TARGETS])
