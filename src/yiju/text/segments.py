"""spaCy components that part official prose: sentences, and the clauses in them.

    nlp = spacy.blank("zh")
    nlp.add_pipe("yiju_sentences")
    nlp.add_pipe("yiju_clauses")

`yiju_sentences` fills `doc.spans["yiju.sentences"]` and `doc.sents`; `yiju_clauses` fills
`doc.spans["yiju.clauses"]`. A clause has the label `PAST` where it says what was, `TIMED` where it
promises a time, which `span._.yiju_until` or `yiju_period` tells, else `CLAUSE`. The year that is
planned, where it is known, stands in `doc._.yiju_year`.

`build_blank` makes the pipelines of this package: one character per token, nothing else done.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import DummyTokenizer, registry
from spacy.vocab import Vocab

from yiju.text.clauses import (
    NO_TIME,
    Clause,
    Time,
    ends_sentence,
    find_clauses,
    find_sentences,
    has_figure,
)

SENTENCES: Final = "yiju.sentences"
CLAUSES: Final = "yiju.clauses"
PLAIN, PAST, TIMED = "CLAUSE", "PAST", "TIMED"
TOKENIZER: Final = "yiju.characters.v1"

_TEXT: Final = "yiju.text"
_TIMES: Final = ("yiju_until", "yiju_period")


def register_extensions() -> None:
    """Register the custom attributes; doing it twice changes nothing."""
    for name in _TIMES:
        if not Span.has_extension(name):
            Span.set_extension(name, default=None)
    if not Doc.has_extension("yiju_year"):
        Doc.set_extension("yiju_year", default=None)


register_extensions()


@registry.tokenizers(TOKENIZER)  # type: ignore[untyped-decorator]
def create_tokenizer() -> Callable[[Language], "Characters"]:
    """Create the tokenizer of characters, as the configuration of a pipeline names it."""
    return lambda nlp: Characters(nlp.vocab)


class Characters(DummyTokenizer):
    """One character per token, blanks too: offsets of characters are offsets of tokens.

    It has no state to write: what spaCy asks for that stands in its own class.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The document of a text."""
        doc = Doc(self.vocab, words=list(text), spaces=[False] * len(text))
        doc.user_data[_TEXT] = text
        return doc


def build_blank(*components: str) -> Language:
    """A blank Chinese pipeline of characters with the named components."""
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    for name in components:
        nlp.add_pipe(name)
    return nlp


def text_of(doc: Doc) -> str:
    """The text of a document, put together once: `doc.text` builds it anew at every call."""
    if _TEXT not in doc.user_data:
        doc.user_data[_TEXT] = doc.text
    return str(doc.user_data[_TEXT])


def span_of(doc: Doc, start: int, end: int, label: str) -> Span:
    """The span between two offsets of characters, widened to whole tokens."""
    if len(doc) == len(text_of(doc)):
        return Span(doc, start, end, label=label)
    span = doc.char_span(start, end, label=label, alignment_mode="expand")
    assert span is not None, "offsets come from the document's own text"
    return span


@dataclass(frozen=True, slots=True)
class Sentences:
    """Finds the sentences of official prose."""

    spans_key: str

    def __call__(self, doc: Doc) -> Doc:
        """Fill the group of sentences, and say where each begins."""
        spans = [
            span_of(doc, start, end, "SENTENCE") for start, end in find_sentences(text_of(doc))
        ]
        for span in spans:
            doc[span.start].is_sent_start = True
        doc.spans[self.spans_key] = spans
        return doc


@dataclass(frozen=True, slots=True)
class Clauses:
    """Finds the clauses, and the time of which each speaks."""

    spans_key: str

    def __call__(self, doc: Doc) -> Doc:
        """Fill the group of clauses."""
        clauses = find_clauses(text_of(doc), doc._.yiju_year)
        doc.spans[self.spans_key] = [_span(doc, clause) for clause in clauses]
        return doc


def _span(doc: Doc, clause: Clause) -> Span:
    """The span of a clause; its label says what is to be known of it."""
    if clause.is_past:
        return span_of(doc, clause.start, clause.end, PAST)
    if clause.time == NO_TIME:
        return span_of(doc, clause.start, clause.end, PLAIN)
    span = span_of(doc, clause.start, clause.end, TIMED)
    span._.yiju_until, span._.yiju_period = clause.time.until, clause.time.period
    return span


def clauses_of(group: SpanGroup) -> Iterator[Clause]:
    """The clauses that a group of spans carries."""
    text = text_of(group.doc)
    for span in group:
        start, end, label = span.start_char, span.end_char, span.label_
        time = Time(span._.yiju_until, span._.yiju_period) if label == TIMED else NO_TIME
        figure, is_last = has_figure(text, start, end), ends_sentence(text, end)
        yield Clause(start, end, figure, is_last, label == PAST, time)


@Language.factory("yiju_sentences", default_config={"spans_key": SENTENCES})
def create_sentences(nlp: Language, name: str, spans_key: str) -> Sentences:  # noqa: ARG001  # spaCy calls every factory with both
    """Create the component that finds sentences."""
    return Sentences(spans_key)


@Language.factory("yiju_clauses", default_config={"spans_key": CLAUSES})
def create_clauses(nlp: Language, name: str, spans_key: str) -> Clauses:  # noqa: ARG001  # as above
    """Create the component that finds clauses."""
    return Clauses(spans_key)
