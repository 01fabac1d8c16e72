"""Characters and their spellings: widths, quotes, brackets, and the blanks that a line wrap leaves.

Nothing here knows what a text means. `fold` keeps the length of a text, so that an offset in the
folded text is an offset in the printed one.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_SHORT: Final = 64
"""Characters of a text that is likely to come again, as a cell does."""

HAN: Final = "\u3400-\u9fff〇"

_WIDTHS: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,
    0xA0: 0x20,
}
_STYLES: Final = {
    '"': "“”„‟″〃「」『』",
    "'": "‘’‛′`´",
    "(": "〔【［[〖﹝❲",
    ")": "〕】］]〗﹞❳",
    "《": "〈",
    "》": "〉",
    "≥": "≧⩾≽",
    "≤": "≦⩽≼",
    "<": "﹤",
    ">": "﹥",
    "-": "‐‑‒–—―−─",
    "~": "∼〜",
    "·": "•・‧∙⋅･",
    ":": "∶﹕︰",
    "%": "﹪",
    "*": "﹡∗✱",
}
_FOLD: Final = _WIDTHS | {
    ord(style): plain for plain, styles in _STYLES.items() for style in styles
}
_INVISIBLE: Final = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_BLANKS: Final = re.compile(f"[\\s{_INVISIBLE}]+")
_CLOSED: Final = f"{HAN}\u3001-\u3003\u3008-\u3011\u3014-\u301b\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65“”‘’…—"
_BETWEEN: Final = re.compile(f"(?<=[{_CLOSED}])[\\s{_INVISIBLE}]+(?=[{_CLOSED}])")


def is_blank(character: str) -> bool:
    r"""Whether a character shows nothing.

    >>> is_blank("\u3000"), is_blank("\ufeff"), is_blank("一")
    (True, True, False)
    """
    return character.isspace() or character in _INVISIBLE


def count_shown(text: str) -> int:
    r"""How many characters show something.

    >>> count_shown("一、 职责\n")
    4
    """
    return sum(not is_blank(character) for character in text)


def fold(text: str) -> str:
    """One width, one style of quotes, brackets, dashes and signs; the length stays.

    >>> fold("【２０１９】３７号，“≧”")
    '(2019)37号,"≥"'
    """
    return text.translate(_FOLD)


def squeeze(text: str) -> str:
    r"""Folded, and every blank dropped: two spellings of one thing become equal.

    >>> squeeze("石高管字〔2019〕37\u3000号") == squeeze("石高管字【2019】 37号")
    True
    """
    return _squeeze_short(text) if len(text) <= _SHORT else _BLANKS.sub("", fold(text))


@lru_cache(maxsize=16_384)
def _squeeze_short(text: str) -> str:
    """Cells say the same again and again, and are asked many times."""
    return _BLANKS.sub("", fold(text))


def join_wrapped(text: str) -> str:
    r"""Without the blanks that only a wrap put between Han characters or full-width punctuation.

    >>> join_wrapped("受理 群众\n举报（ 2020  年）")
    '受理群众举报（ 2020 年）'
    """
    return _BLANKS.sub(" ", _BETWEEN.sub("", text)).strip()


@dataclass(frozen=True, slots=True)
class Compact:
    """A text folded and without blanks, that knows where each character was printed.

    >>> compact = Compact.of("≥ 1.6 元 / 平米")
    >>> compact.text, compact.printed(4, 8)
    ('≥1.6元/平米', '元 / 平米')
    """

    source: str
    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, source: str, *, apart: str = "") -> "Compact":
        """Of a printed text; a blank between two characters that match `apart` stays."""
        folded = fold(source)
        places = [at for at, character in enumerate(folded) if not is_blank(character)]
        if apart:
            places = _with_gaps(folded, places, re.compile(apart))
        shown = (" " if is_blank(folded[at]) else folded[at] for at in places)
        return cls(source, "".join(shown), tuple(places))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the printed text of `text[start:end]`, which is not empty."""
        return self.places[start], self.places[end - 1] + 1

    def printed(self, start: int, end: int) -> str:
        """The printed words of `text[start:end]`, wraps joined."""
        if start >= end:
            return ""
        low, high = self.span(start, end)
        return join_wrapped(self.source[low:high])


def _with_gaps(folded: str, places: list[int], apart: re.Pattern[str]) -> list[int]:
    """The places, and one blank where characters of one kind stand apart."""
    kept: list[int] = []
    for at in places:
        gap = kept and at - kept[-1] > 1
        if gap and apart.match(folded[kept[-1]]) and apart.match(folded[at]):
            kept.append(at - 1)
        kept.append(at)
    return kept
