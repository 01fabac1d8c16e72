"""spaCy components over official Chinese prose; add them to any pipeline by name.

    nlp = spacy.blank("zh")
    nlp.add_pipe("yiju_document_numbers")
    nlp.add_pipe("yiju_policy_titles")
    nlp.add_pipe("yiju_articles")
    nlp.add_pipe("yiju_citations")

Each fills one group of `doc.spans`. A citation span carries `span._.yiju_title`, `yiju_number`,
`yiju_article` and `yiju_quotation`. A document that is a basis cell says so in
`doc._.yiju_in_basis`; titles without 《》 are then read more freely.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span

from yiju.text.joining import Mention, join_mentions
from yiju.text.mentions import (
    Title,
    find_articles,
    find_bare_titles,
    find_quoted_laws,
    find_titles,
)
from yiju.text.segments import text_of
from yiju.values.document_number import find_document_numbers, parse_document_number

NUMBERS: Final = "yiju.document_numbers"
TITLES: Final = "yiju.policy_titles"
ARTICLES: Final = "yiju.articles"
CITATIONS: Final = "yiju.citations"

_SPAN_ATTRIBUTES: Final = ("yiju_title", "yiju_number", "yiju_article", "yiju_quotation")


def register_extensions() -> None:
    """Register the custom attributes; doing it twice changes nothing."""
    for name in _SPAN_ATTRIBUTES:
        if not Span.has_extension(name):
            Span.set_extension(name, default=None)
    if not Doc.has_extension("yiju_in_basis"):
        Doc.set_extension("yiju_in_basis", default=False)


register_extensions()


@dataclass(frozen=True, slots=True)
class DocumentNumbers:
    """Finds document numbers; `span._.yiju_number` is the number after GB/T 9704."""

    spans_key: str

    def __call__(self, doc: Doc) -> Doc:
        """Fill the group of numbers."""
        spans = []
        for start, end, number in find_document_numbers(text_of(doc)):
            span = _span(doc, start, end, "NUMBER")
            span._.yiju_number = str(number)
            spans.append(span)
        doc.spans[self.spans_key] = spans
        return doc


@dataclass(frozen=True, slots=True)
class PolicyTitles:
    """Finds titles in 《》, and titles without where `doc._.yiju_in_basis` or a number allows it."""

    spans_key: str

    def __call__(self, doc: Doc) -> Doc:
        """Fill the group of titles."""
        text = text_of(doc)
        marked = find_titles(text)
        laws = find_quoted_laws(text)
        marked += [title for title in laws if not _overlaps(title, marked)]
        bare = find_bare_titles(text, in_basis=doc._.yiju_in_basis)
        titles = marked + [title for title in bare if not _overlaps(title, marked)]
        spans = []
        for title in sorted(titles, key=lambda title: title.start):
            span = _span(doc, title.start, title.end, "TITLE")
            span._.yiju_title = title.text
            spans.append(span)
        doc.spans[self.spans_key] = spans
        return doc


@dataclass(frozen=True, slots=True)
class Articles:
    """Finds articles, paragraphs and items of a law: 第五条第二款."""

    spans_key: str

    def __call__(self, doc: Doc) -> Doc:
        """Fill the group of articles."""
        spans = [_span(doc, start, end, "ARTICLE") for start, end in find_articles(text_of(doc))]
        doc.spans[self.spans_key] = spans
        return doc


@dataclass(frozen=True, slots=True)
class Citations:
    """Joins titles, numbers and articles that stand side by side into citations."""

    numbers_key: str
    titles_key: str
    articles_key: str
    spans_key: str

    def __call__(self, doc: Doc) -> Doc:
        """Fill the group of citations from the other three."""
        doc.spans[self.spans_key] = [_cited(doc, mention) for mention in self._mentions(doc)]
        return doc

    def _mentions(self, doc: Doc) -> list[Mention]:
        titles = [
            Title(span.start_char, span.end_char, span._.yiju_title)
            for span in doc.spans.get(self.titles_key, ())
        ]
        numbers = [
            (span.start_char, span.end_char, number)
            for span in doc.spans.get(self.numbers_key, ())
            if (number := parse_document_number(span._.yiju_number))
        ]
        articles = [
            (span.start_char, span.end_char) for span in doc.spans.get(self.articles_key, ())
        ]
        return join_mentions(text_of(doc), titles, numbers, articles)


def _cited(doc: Doc, mention: Mention) -> Span:
    span = _span(doc, mention.start, mention.end, "CITATION")
    span._.yiju_title = mention.title
    span._.yiju_number = str(mention.number) if mention.number else None
    span._.yiju_article = mention.article
    span._.yiju_quotation = mention.quotation
    return span


def _overlaps(title: Title, others: Iterable[Title]) -> bool:
    return any(title.start < other.end and other.start < title.end for other in others)


def _span(doc: Doc, start: int, end: int, label: str) -> Span:
    """The span between two characters, widened to whole tokens where a segmenter made long ones."""
    span = doc.char_span(start, end, label=label, alignment_mode="expand")
    assert span is not None, "offsets come from the document's own text"
    return span


@Language.factory("yiju_document_numbers", default_config={"spans_key": NUMBERS})
def create_document_numbers(nlp: Language, name: str, spans_key: str) -> DocumentNumbers:  # noqa: ARG001  # spaCy calls every factory with both
    """Create the component that finds document numbers."""
    return DocumentNumbers(spans_key)


@Language.factory("yiju_policy_titles", default_config={"spans_key": TITLES})
def create_policy_titles(nlp: Language, name: str, spans_key: str) -> PolicyTitles:  # noqa: ARG001  # the same
    """Create the component that finds titles."""
    return PolicyTitles(spans_key)


@Language.factory("yiju_articles", default_config={"spans_key": ARTICLES})
def create_articles(nlp: Language, name: str, spans_key: str) -> Articles:  # noqa: ARG001  # the same
    """Create the component that finds articles."""
    return Articles(spans_key)


@Language.factory(
    "yiju_citations",
    default_config={
        "numbers_key": NUMBERS,
        "titles_key": TITLES,
        "articles_key": ARTICLES,
        "spans_key": CITATIONS,
    },
)
def create_citations(
    nlp: Language,  # noqa: ARG001  # the same
    name: str,  # noqa: ARG001  # the same
    numbers_key: str,
    titles_key: str,
    articles_key: str,
    spans_key: str,
) -> Citations:
    """Create the component that joins what the others found."""
    return Citations(numbers_key, titles_key, articles_key, spans_key)
