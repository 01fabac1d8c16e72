"""Turned text set upright: a page printed sideways, a cell written from top to bottom."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yiju.readers.pdf.marks import Area, Glyph, Rule


@dataclass(frozen=True, slots=True)
class Turn:
    """Takes places of a page to where they stand when text that is turned by so many degrees is upright.

    >>> Turn(270, 600, 800).point(580, 40)
    (40, 20)
    """

    degrees: int
    width: float
    height: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page when it is turned."""
        return (self.height, self.width) if self.degrees in (90, 270) else (self.width, self.height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point comes to stand."""
        match self.degrees:
            case 90:
                return self.height - y, x
            case 180:
                return self.width - x, self.height - y
            case 270:
                return y, self.width - x
        return x, y

    def area(self, area: Area) -> Area:
        """Where a box comes to stand."""
        (x0, y0), (x1, y1) = self.point(area.x0, area.top), self.point(area.x1, area.bottom)
        return Area(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def glyph(self, glyph: Glyph) -> Glyph:
        """A character set upright."""
        box = self.area(Area(glyph.x0, glyph.top, glyph.x1, glyph.bottom))
        along, base = self.point(glyph.along, glyph.base)
        return Glyph(glyph.text, *box, glyph.size, (glyph.turn - self.degrees) % 360, along, base)

    def rule(self, rule: Rule) -> Rule:
        """Where a line comes to stand."""
        ends = (rule.start, rule.at, rule.end, rule.at)
        placed = self.area(
            Area(*ends) if rule.across else Area(rule.at, rule.start, rule.at, rule.end)
        )
        if rule.across == (self.degrees in (0, 180)):
            return Rule(True, placed.top, placed.x0, placed.x1)  # noqa: FBT003
        return Rule(False, placed.x0, placed.top, placed.bottom)  # noqa: FBT003

    def back(self) -> "Turn":
        """The turn that undoes this one."""
        return Turn((360 - self.degrees) % 360, *self.size)


def main_turn(glyphs: Sequence[Glyph]) -> int:
    """By how many degrees most of these characters are turned."""
    turns = Counter(glyph.turn for glyph in glyphs)
    return max(turns, key=lambda turn: (turns[turn], -turn), default=0)


def upright(glyphs: Iterable[Glyph], turn: Turn) -> list[Glyph]:
    """Characters set upright."""
    return [turn.glyph(glyph) for glyph in glyphs] if turn.degrees else list(glyphs)
