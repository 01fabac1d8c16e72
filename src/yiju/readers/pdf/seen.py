"""The characters of a page that a reader sees, each once, and those that nobody sees.

Invisible text over a picture is what text recognition found in it, and read; a note says so. A character
printed twice at nearly one place is bold, and stands once. Ligatures and the look-alikes of Han characters
that some programs write (radicals, compatibility forms) are read as the characters they show.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from unicodedata import category, normalize

from yiju.readers.pdf.marks import UNKNOWN, Glyph, Marks, Unseen

HIDDEN: Final = "ruleHiddenText"
WATERMARK: Final = "ruleWatermark"

_SMALLEST: Final = 1.0
"""Points of the smallest character that can be seen."""

_DOUBLE: Final = 0.12
"""How far the second print of a bold character stands from the first, as a share of its size."""

_FOLDED: Final = (
    (0x2E80, 0x2FDF),
    (0xF900, 0xFAFF),
    (0xFB00, 0xFB06),
    (0x2F800, 0x2FA1F),
)
"""Radicals, compatibility ideographs, Latin ligatures."""

_SAME: Final[dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("characters.toml").read_text(encoding="utf-8")
)["same"]


@dataclass(slots=True)
class Seen:
    """The characters of a page, and those left out by each rule."""

    glyphs: list[Glyph] = field(default_factory=list)
    left: dict[str, list[Glyph]] = field(default_factory=dict)
    recognised: bool = False


@dataclass(slots=True)
class Oddities:
    """Characters that whoever reads the document should know of, and the pages they stand on."""

    folded: Counter[int] = field(default_factory=Counter)
    private: Counter[int] = field(default_factory=Counter)
    unknown: Counter[int] = field(default_factory=Counter)
    recognised: Counter[int] = field(default_factory=Counter)
    seen: int = 0

    def notes(self) -> Iterator[str]:
        """Sentences about them."""
        for pages, said in (
            (self.recognised, "{} of invisible text over a picture, as text recognition leaves it, were read; compare quotations with the picture"),
            (self.folded, "{} that stand for others of the same look (radicals, compatibility forms, ligatures) were read as those"),
            (self.private, "{} of private use, whose look only the font knows, were kept as they are"),
            (self.unknown, "{} of fonts that do not tell what they show were read as " + UNKNOWN),
        ):  # fmt: skip
            if pages.total():
                yield said.format(f"{pages.total():,} characters ({_pages(pages)})")


def find_seen(marks: Marks, oddities: Oddities) -> Seen:
    """What can be seen on a page; what is odd about it is counted."""
    seen = Seen()
    for glyph in marks.glyphs:
        rule = _rule_against(glyph, marks)
        if rule:
            seen.left.setdefault(rule, []).append(glyph)
        else:
            seen.glyphs.append(glyph)
            if glyph.unseen is Unseen.INVISIBLE:
                oddities.recognised[marks.number] += 1
    seen.glyphs = [_folded(glyph, marks.number, oddities) for glyph in _once(seen.glyphs)]
    oddities.seen += len(seen.glyphs)
    return seen


def _rule_against(glyph: Glyph, marks: Marks) -> str | None:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    if not (0 <= x <= marks.width and 0 <= y <= marks.height) or glyph.size < _SMALLEST:
        return HIDDEN
    if glyph.unseen is Unseen.SLANTED:
        return WATERMARK
    if glyph.unseen is Unseen.INVISIBLE and any(area.holds(x, y) for area in marks.pictures[:1]):
        return None
    return HIDDEN if glyph.unseen else None


def _once(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    """Characters without the second prints that make them look bold."""
    known: dict[tuple[str, float, int, int], Glyph] = {}
    for glyph in glyphs:
        size = round(glyph.size, 1)
        step = max(_DOUBLE * size, 0.1)
        across, down = round(glyph.along / step), round(glyph.base / step)
        near = (
            known.get((glyph.text, size, across + x, down + y))
            for x in (0, -1, 1)
            for y in (0, -1, 1)
        )
        if not any(one and _is_double(one, glyph, step) for one in near):
            known[glyph.text, size, across, down] = glyph
            yield glyph


def _is_double(one: Glyph, other: Glyph, reach: float) -> bool:
    return abs(one.along - other.along) <= reach and abs(one.base - other.base) <= reach


def _folded(glyph: Glyph, page: int, oddities: Oddities) -> Glyph:
    """The character that is shown; what is not known is counted."""
    text = glyph.text
    if text.isascii() or "一" <= text <= "鿿":
        return glyph
    if any(low <= ord(one) <= high for one in text for low, high in _FOLDED):
        text = "".join(_SAME.get(one) or normalize("NFKC", one) for one in text)
        oddities.folded[page] += 1
    oddities.private[page] += any(category(one) == "Co" for one in text)
    oddities.unknown[page] += UNKNOWN in text
    return glyph if text == glyph.text else glyph._replace(text=text)


def _pages(pages: Counter[int]) -> str:
    """The pages that count, in words.

    >>> _pages(Counter({3: 1, 4: 7, 9: 0}))
    'pages 3, 4'
    """
    numbers = sorted(number for number, count in pages.items() if count)
    more = f" and {len(numbers) - 5} more" if len(numbers) > 5 else ""
    named = ", ".join(map(str, numbers[:5]))
    return f"page{'s' if len(numbers) > 1 else ''} {named}{more}"
