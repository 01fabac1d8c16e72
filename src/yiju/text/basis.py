"""What kind of authority a basis cell names: a policy, an agreement, a plan, experience.

The kind of a cited document follows from the last words of its title; everything else from the
words outside the citations. Words that no list knows give no kind.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from yiju.model import Citation, Passage
from yiju.text.lookups import read_patterns
from yiju.values.characters import squeeze
from yiju.values.lookups import any_of


def classify_basis(passage: Passage, citations: Sequence[Citation]) -> tuple[str, ...]:
    """Classify a basis cell: the kinds, each once, citations first; empty where not understood.

    >>> classify_basis(Passage.of("历年经验", 0, 1), ())
    ('experienceBasis',)
    >>> classify_basis(Passage.of("满意度", 0, 1), ())
    ()
    """
    kinds = [_kind_of(citation) for citation in citations]
    kinds += _kinds_of_words(squeeze(_outside(passage.text, citations)))
    return tuple(dict.fromkeys(kinds))


def _kind_of(citation: Citation) -> str:
    """The kind of a cited document; with a number it is an official one unless its title differs."""
    match = _title_kinds().search(squeeze(citation.title or ""))
    return str(match.lastgroup) if match else "policyBasis"


def _outside(text: str, citations: Sequence[Citation]) -> str:
    """The text without the words of the citations."""
    for citation in citations:
        text = text.replace(citation.words.text, "\t", 1)
    return text


def _kinds_of_words(words: str) -> Iterator[str]:
    for match in _word_kinds().finditer(words):
        if match.lastgroup != "none":
            yield str(match.lastgroup)


@cache
def _title_kinds() -> re.Pattern[str]:
    """The last words of a title; a remark such as （试行） may follow."""
    kinds = _alternatives(read_patterns()["title_kinds"])
    return re.compile(rf"(?:{kinds})(?:\([^()]*\))?$")


@cache
def _word_kinds() -> re.Pattern[str]:
    return re.compile(_alternatives(read_patterns()["word_kinds"]))


def _alternatives(table: dict[str, list[str]]) -> str:
    return "|".join(f"(?P<{kind}>{any_of(words)})" for kind, words in table.items())
