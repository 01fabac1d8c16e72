"""How words are spelt for the search index, the same way in what is kept and in what is asked.

One width, one case, one style of brackets and signs; no blanks, no quotation marks, nothing that
cannot be seen. Each character folds by itself, so that a place in the folded text is a place in the
printed one.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from yiju.values.characters import fold, is_blank
from yiju.values.document_number import find_document_numbers

_DROPPED: Final = frozenset("《》〈〉\"'")
_UNSEEN: Final = ("Cc", "Cf", "Cs", "Cn", "Zs", "Zl", "Zp")


class _Table(dict[int, str]):
    """What each character folds to, found when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = fold(unicodedata.normalize("NFKC", fold(chr(code)))).casefold()
        self[code] = found = "".join(filter(_is_kept, folded))
        return found


def _is_kept(character: str) -> bool:
    unseen = is_blank(character) or unicodedata.category(character) in _UNSEEN
    return not unseen and character not in _DROPPED


_TABLE: Final = _Table()


def fold_words(text: str) -> str:
    r"""The key of a text: two spellings of the same words have the same.

    >>> fold_words("《ＡＢ 办法》\x00（2019）") == fold_words("ab办法〔2019〕")
    True
    """
    return text.translate(_TABLE)


def spell_numbers(text: str) -> str:
    """The text with each document number spelt as the standard has it.

    >>> spell_numbers("见石高管字【2019】第037 号文件")
    '见石高管字〔2019〕37号文件'
    """
    pieces, at = [], 0
    for start, end, number in find_document_numbers(text):
        pieces += [text[at:start], str(number)]
        at = end
    return "".join([*pieces, text[at:]])


def pairs_of(key: str) -> Iterator[str]:
    """Each two neighbouring characters of a key, and its last one: to find words of one or two.

    >>> list(pairs_of("培训费"))
    ['培训', '训费', '费']
    """
    return (key[at : at + 2] for at in range(len(key)))


@dataclass(frozen=True, slots=True)
class Folded:
    """A text with its key, and where each character of the key was printed.

    >>> Folded.of("科技 保险").spans(["技保"])
    [(1, 4)]
    """

    source: str
    key: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, source: str) -> "Folded":
        """Of a printed text."""
        pieces = [_TABLE[ord(character)] for character in source]
        places = tuple(at for at, piece in enumerate(pieces) for _ in piece)
        return cls(source, "".join(pieces), places)

    def spans(self, keys: Iterable[str]) -> list[tuple[int, int]]:
        """Where the keys stand in the printed text: offsets, in order, those that touch put together."""
        found = sorted(
            (self.places[at], self.places[at + len(key) - 1] + 1)
            for key in keys
            if key
            for at in _all(self.key, key)
        )
        joined: list[tuple[int, int]] = []
        for start, end in found:
            if joined and start <= joined[-1][1]:
                joined[-1] = joined[-1][0], max(end, joined[-1][1])
            else:
                joined.append((start, end))
        return joined


def _all(text: str, key: str) -> Iterator[int]:
    at = text.find(key)
    while at >= 0:
        yield at
        at = text.find(key, at + len(key))
