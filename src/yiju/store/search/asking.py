"""What is asked of the index, and what is found: words become an expression that holds nothing else.

Words stand apart by blanks, and all of them must be found, each anywhere in the words of a thing.
Nothing of a text that is asked for is ever read as syntax: each word is quoted.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from yiju.errors import QueryError
from yiju.store.search.entries import NAMING
from yiju.store.search.folding import fold_words, spell_numbers

LONGEST: Final = 300
"""Characters that may be asked for at once."""

_MOST: Final = 24
_IN_NUMBER: Final = re.compile(
    r"\s+(?=[(（\[［〔【]\s*\d{4})|(?<=[(（\[［〔【])\s+(?=\d{4})|(?<=\d)\s+(?=[)）\]］〕】号])"
    r"|(?<=[)）\]］〕】第])\s+(?=[第\d])"
)
"""Blanks that stand inside a document number, and part no words."""
_SHORT: Final = 2
_NAMES: Final = f"{{{' '.join(NAMING)}}}"


@dataclass(frozen=True, slots=True)
class Asked:
    """Words that are looked for: `key` is all of them together, `words` are their keys one by one.

    >>> Asked.of("培训 望政办字 [ 2017 ] 第0114 号").words
    ('培训', '望政办字(2017)114号')
    """

    key: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Asked":
        """Of what a person wrote; QueryError where it is too much."""
        if len(text) > LONGEST:
            raise QueryError(f"{len(text)} characters are looked for; {LONGEST} are allowed.")
        parts = _IN_NUMBER.sub("", text).split()
        keys = tuple(filter(None, (fold_words(spell_numbers(part)) for part in parts)))
        words = tuple(dict.fromkeys(keys))
        if len(words) > _MOST:
            raise QueryError(f"{len(words)} words are looked for; {_MOST} are allowed.")
        return cls("".join(keys), words)

    def threes(self, *, named: bool = False) -> str:
        """The expression for words of three characters and more; empty where there are none."""
        found = " AND ".join(_quoted(word) for word in self.words if len(word) > _SHORT)
        return f"{_NAMES} : ({found})" if found and named else found

    def twos(self, *, named: bool = False) -> str:
        """The expression for words of one or two characters; empty where there are none."""
        short = (word for word in self.words if len(word) <= _SHORT)
        found = " AND ".join(_quoted(word) + ("" if len(word) == _SHORT else "*") for word in short)
        return f"{{name}} : ({found})" if found and named else found

    def likely(self) -> tuple[str, str]:
        """The table and the expression of what may be meant though it is spelt in another way."""
        if len(self.key) > _SHORT:
            parts = dict.fromkeys(self.key[at : at + 3] for at in range(len(self.key) - 2))
            return "threes", f"{_NAMES} : ({' OR '.join(map(_quoted, parts))})"
        return "twos", f"{{name}} : {_quoted(self.key)}*"


def _quoted(word: str) -> str:
    """A word as a string of the expression.

    >>> _quoted('a"b* OR c')
    '"a""b* OR c"'
    """
    return '"' + word.replace('"', '""') + '"'


@dataclass(frozen=True, slots=True)
class Match:
    """Words of a field in which something was found, with the offsets of what it was."""

    field: str
    text: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A thing that was found: what and where it is, how it fits, and the words that fit.

    `fit` is exact, prefix or name where its name fits, and text where other words do.
    """

    iri: str
    kind: str
    label: str
    codes: tuple[str, ...]
    context: str | None
    document: str | None
    file: str | None
    year: int | None
    department: str | None
    line: int | None
    weight: int
    fit: str
    matches: tuple[Match, ...]
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """So many of all that was found; `behind` where the store has changed since."""

    hits: Sequence[Hit]
    total: int
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name that goes on as what was typed does, how many things bear it, and one of them."""

    kind: str
    label: str
    count: int
    iri: str
    spans: tuple[tuple[int, int], ...]
