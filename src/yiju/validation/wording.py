"""Words that look wrong in print: repeated, or misread for a set phrase of official prose.

The rules `RepeatedWords`, `MisprintedWord`, `DoubledPunctuation`, `StrayLetter` and
`TraditionalCharacter`. The words are in `wording.toml`; a document is looked through once as one
text, so that the time grows with its length alone.
"""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, QuerySolutions

from yiju.vocabulary import NS, PREFIXES

Ask = Callable[[str], QuerySolutions]
_CLASSES: Final = (
    "Project", "Goal", "Duty", "Activity", "Indicator", "Basis", "Statement", "GlossaryTerm",
    "Section",
)  # fmt: skip
_TEXTS: Final = f"""PREFIX yj: <{NS}> PREFIX rdfs: <{PREFIXES["rdfs"]}> PREFIX skos: <{PREFIXES["skos"]}>
SELECT DISTINCT ?this ?thing ?text WHERE {{
  VALUES ?class {{ {" ".join(f"yj:{name}" for name in _CLASSES)} }}
  ?this a yj:Disclosure . ?thing a ?class .
  ?thing rdfs:label|skos:altLabel|skos:definition|yj:text|yj:purpose|yj:content|yj:description ?text }}"""
_HAN: Final = "[一-鿿]"
_BLANKS: Final = re.compile(r"\s")
_AROUND: Final = 8


@dataclass(frozen=True, slots=True)
class _Page:
    """All texts of a document behind one another, each once, and what each belongs to."""

    disclosure: str
    text: str
    starts: tuple[int, ...]
    things: tuple[str, ...]

    def row(self, start: int, end: int, meant: str = "") -> dict[str, str]:
        """The finding of one slip: the words, what is meant, and where they stand."""
        return {"wrong": self.text[start:end], "meant": meant, **self.place(start, end)}

    def place(self, start: int, end: int) -> dict[str, str]:
        """One place among others: the words with what stands around them."""
        found = bisect_right(self.starts, start) - 1
        first = max(start - _AROUND, self.starts[found])
        words = self.text[first : end + _AROUND].partition("\n")[0]
        return {
            "this": self.disclosure,
            "other": self.things[found],
            "eachText": f"“{words}”",
        }


def repeated_words(ask: Ask) -> Iterator[dict[str, str]]:
    """Words that follow themselves, as 上级上级, or open a clause twice."""
    for page in _pages(ask):
        for pattern in _repetitions():
            for found in pattern.finditer(page.text):
                yield page.row(*found.span())


def misprinted_words(ask: Ask) -> Iterator[dict[str, str]]:
    """Words that stand for a set phrase, as 贯彻挑行 for 贯彻执行."""
    for page in _pages(ask):
        for pattern, meant in _misprints():
            for found in pattern.finditer(page.text):
                yield page.row(*found.span(), meant)


def doubled_punctuation(ask: Ask) -> Iterator[dict[str, str]]:
    """Punctuation that follows punctuation, told once for the document."""
    return _places(ask, "doubled")


def stray_letters(ask: Ask) -> Iterator[dict[str, str]]:
    """Single letters between Han characters, told once for the document."""
    return _places(ask, "stray")


def traditional_characters(ask: Ask) -> Iterator[dict[str, str]]:
    """Traditional characters in a simplified text, told once for the document."""
    return _places(ask, "traditional")


def _places(ask: Ask, kind: str) -> Iterator[dict[str, str]]:
    for page in _pages(ask):
        for found in re.finditer(_words()["marks"][kind], page.text):
            yield page.place(*found.span())


@lru_cache(maxsize=1)
def _pages(ask: Ask) -> tuple[_Page, ...]:
    """The page of the document, put together once for both rules; none where there are no texts."""
    by_text: dict[str, str] = {}
    disclosure = ""
    for row in ask(_TEXTS):
        this, thing, text = row["this"], row["thing"], row["text"]
        assert isinstance(this, NamedNode)
        assert isinstance(thing, NamedNode)
        assert isinstance(text, Literal)
        disclosure = this.value
        words = _BLANKS.sub("", text.value)
        by_text[words] = min(by_text.get(words, thing.value), thing.value)
    if not by_text:
        return ()
    starts, at = [], 0
    for words in sorted(by_text):
        starts.append(at)
        at += len(words) + 1
    things = tuple(by_text[words] for words in sorted(by_text))
    return (_Page(disclosure, "\n".join(sorted(by_text)), tuple(starts), things),)


@cache
def _words() -> dict[str, Any]:
    path = Path(__file__).with_name("wording.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _misprints() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(key), meant) for key, meant in _words()["misprinted"].items())


@cache
def _repetitions() -> tuple[re.Pattern[str], ...]:
    """Patterns of a word beside itself, joined to itself, and of a verb twice in a clause.

    >>> any(pattern.search("争取上级上级资金") for pattern in _repetitions())
    True
    >>> any(pattern.search("一步一步推进企业与企业合作") for pattern in _repetitions())
    False
    """
    words = _words()["repeated"]
    counting, joined = "|".join(words["counting"]), "|".join(words["joined"])
    return (
        re.compile(rf"(?!{counting})({_HAN}{{2,6}})\1"),
        re.compile(rf"({_HAN}{{3,8}}|(?!{joined}){_HAN}{{2}})[与或]\1"),
        re.compile(rf"({'|'.join(words['verbs'])}){_HAN}{{2,6}}\1"),
        re.compile(rf"({'|'.join(words['gifts'])}){_HAN}{{2,8}}\1(?=[0-9]+[项家个户名人])"),
        re.compile("|".join(words["tautologies"])),
    )
