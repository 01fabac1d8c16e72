"""Characters as lines of text, and how two lines of one text are glued together.

Programs place characters one by one and put blanks where they please. A blank stands where there is room
for one: much between Han characters, little between letters. A line goes on in the next one where the
next word would not have found room at its end.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from yiju.model import Box
from yiju.readers.compose import Part
from yiju.readers.pdf.marks import Area, Glyph

_SAME_LINE: Final = 0.4
"""How far the base of a character of a line may be from that of the others, as a share of its size."""

_LATIN_BLANK: Final = 0.17
_BLANK: Final = 0.5
_HAN_BLANK: Final = 0.9
"""Room for a blank between letters, between a letter and a Han character, and between two of these."""

_APART: Final = 0.6
"""Room that parts what stands on one line, in the way of columns."""

_HEAD: Final = re.compile(
    r"[（(《〈“‘〔【「]*[≥≤＞＜]*(?:[0-9](?:[!-'*-~]|[，、：](?=[0-9]))*.?|[!-'*-~]+|.)[)，。、；：！？）》〉”’〕】」％]*"
    r"(?:[“‘]+.[)，。、；：！？）》〉”’〕】」％]*)*",
    re.DOTALL,
)
"""What is not parted at the end of a line: a word, with what must not end a line or begin one."""

_OPEN_END: Final = re.compile(r"[（《〈“‘〔【「]$")
_NO_BEGINNING: Final = re.compile(r"[，。、；：！？）》〉”’〕】」％]")


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of a line that stand close together; `head` is how wide its first word is."""

    text: str
    area: Area
    size: float
    head: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: its segments from left to right, and the column that it stands in, where there are two."""

    segments: tuple[Segment, ...]
    base: float
    column: tuple[float, float] | None = None

    @property
    def text(self) -> str:
        """All of its words."""
        return " ".join(segment.text for segment in self.segments)

    @property
    def area(self) -> Area:
        """The box around it."""
        return around(segment.area for segment in self.segments)

    @property
    def size(self) -> float:
        """The size of its largest characters."""
        return max(segment.size for segment in self.segments)

    @property
    def head(self) -> float:
        """How wide its first word is."""
        return self.segments[0].head

    def placed(self, shown: Callable[[Area], Area]) -> "Line":
        """The line with its boxes where they stand on the page as it is shown."""
        segments = tuple(replace(one, area=shown(one.area)) for one in self.segments)
        return Line(segments, max(one.area.bottom for one in segments))


def around(areas: Iterable[Area]) -> Area:
    """The box around boxes."""
    xs0, tops, xs1, bottoms = zip(*areas, strict=True)
    return Area(min(xs0), min(tops), max(xs1), max(bottoms))


def find_lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines of upright characters, from top to bottom."""
    return [_line(group) for group in _on_one_base(sorted(glyphs, key=lambda one: one.base))]


def as_drawn(glyphs: Sequence[Glyph]) -> Line:
    """Characters in the order in which they are drawn, as one line."""
    area = around(Area(one.x0, one.top, one.x1, one.bottom) for one in glyphs)
    size = max(one.size for one in glyphs)
    said = "".join(one.text for one in glyphs)
    return Line((Segment(said, area, size, 0.0),), area.bottom)


def _on_one_base(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    held: list[Glyph] = []
    for glyph in glyphs:
        reach = _SAME_LINE * max(glyph.size, held[0].size) if held else 0.0
        if held and glyph.base - held[0].base > reach:
            yield held
            held = []
        held.append(glyph)
    if held:
        yield held


def _line(glyphs: list[Glyph]) -> Line:
    glyphs.sort(key=lambda one: (one.x0, one.along))
    groups: list[list[Glyph]] = []
    for glyph in glyphs:
        if groups and glyph.x0 - groups[-1][-1].x1 < _APART * max(glyph.size, groups[-1][-1].size):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    base = sorted(one.base for one in glyphs)[len(glyphs) // 2]
    return Line(tuple(_segment(group) for group in groups), base)


def _segment(glyphs: Sequence[Glyph]) -> Segment:
    text = [glyphs[0].text]
    for before, glyph in pairwise(glyphs):
        if glyph.x0 - before.x1 > _room(before.text, glyph.text) * max(before.size, glyph.size):
            text.append(" ")
        text.append(glyph.text)
    area = around(Area(one.x0, one.top, one.x1, one.bottom) for one in glyphs)
    said = "".join(text)
    first = _HEAD.match(said)
    last = glyphs[min(len(first[0]) if first else 1, len(glyphs)) - 1]
    size = max(one.size for one in glyphs)
    return Segment(said, area, size, max(last.x1 - glyphs[0].x0, 0.0))


def _room(before: str, after: str) -> float:
    latin = before[-1:].isascii() + after[:1].isascii()
    return (_HAN_BLANK, _BLANK, _LATIN_BLANK)[latin]


# --- lines of one text -------------------------------------------------------------------------------


def goes_on(line: Line, after: Line, room: float) -> bool:
    """Whether the first word of the line after had no room behind a line, where there is so much in all."""
    if _OPEN_END.search(line.text) or _NO_BEGINNING.match(after.text):
        return True
    return line.area.x1 - line.area.x0 + after.head > room - 0.1 * line.size


def glue(before: str, after: str) -> str:
    """What stands between two lines of which the second goes on with the first: a blank between words.

    >>> glue("每家", "30万"), glue("P10", "316K"), glue("Yiju", "demo")
    ('', '', ' ')
    """
    return " " if before[-1:].isascii() and after[:1].isalpha() and after[:1].isascii() else ""


def part_of(line: Line, page: int, shown: Callable[[Area], Area], between: str = "") -> Part:
    """A line as the document takes it; `shown` tells where a box stands on the page as it is shown."""
    area = shown(line.area)
    left, top = int(area.x0), int(area.top)
    box = Box(left, top, _up(area.x1) - left, _up(area.bottom) - top)
    return Part(line.text, page, box, between)


def _up(number: float) -> int:
    return -int(-number // 1)
