"""Citations in passages: the pipeline's spans, brought back to the places they were printed at."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from spacy.language import Language

from yiju.model import Citation, Passage
from yiju.text.components import CITATIONS
from yiju.text.joining import Mention
from yiju.text.segments import build_blank
from yiju.values.document_number import parse_document_number

COMPONENTS: Final = (
    "yiju_document_numbers",
    "yiju_policy_titles",
    "yiju_articles",
    "yiju_citations",
)

_LONGEST: Final = 20_000
_MAY_CITE: Final = re.compile(r"《|<<|关于|法[”\"＂」]|[(（〔【［\[〖﹝]\s*[12１２]")


@cache
def build_pipeline() -> Language:
    """Build the pipeline once: a blank Chinese one, one character per token, with our components."""
    return build_blank(*COMPONENTS)


def extract_citations(passage: Passage, *, in_basis: bool) -> tuple[Citation, ...]:
    """Extract every document that a passage names, in order; each knows its words.

    >>> passage = Passage.of("依据《甲办法》（石高管字[2019]37 号）第五条", 0, 1)
    >>> citation = extract_citations(passage, in_basis=True)[0]
    >>> citation.title, str(citation.number), citation.article, citation.words.text
    ('甲办法', '石高管字〔2019〕37号', '第五条', '《甲办法》（石高管字[2019]37 号）第五条')
    """
    return tuple(
        Citation(
            words=passage.slice(start + mention.start, start + mention.end),
            title=mention.title,
            number=mention.number,
            article=mention.article,
            quotation=mention.quotation,
        )
        for start, window in find_windows(passage.text)
        for mention in _mentions(window, in_basis)
    )


def find_windows(text: str) -> Iterator[tuple[int, str]]:
    """The text in parts that bound the memory of one reading, cut behind a sentence where one ends."""
    start = 0
    while start < len(text):
        limit = start + _LONGEST
        stop = max(text.rfind(mark, start, limit) for mark in "。；\n") + 1
        end = limit if limit < len(text) and stop <= start else stop
        end = end if limit < len(text) else len(text)
        yield start, text[start:end]
        start = end


@lru_cache(maxsize=4_096)
def _mentions(text: str, in_basis: bool) -> tuple[Mention, ...]:  # noqa: FBT001  # a key of the cache
    """The mentions in a text; basis cells repeat, so each text is read once."""
    if not _MAY_CITE.search(text):
        return ()
    nlp = build_pipeline()
    doc = nlp.make_doc(text)
    doc._.yiju_in_basis = in_basis
    return tuple(
        Mention(
            span.start_char,
            span.end_char,
            span._.yiju_title,
            parse_document_number(span._.yiju_number) if span._.yiju_number else None,
            span._.yiju_article,
            span._.yiju_quotation,
        )
        for span in nlp(doc).spans[CITATIONS]
    )
