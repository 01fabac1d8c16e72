"""What a page prints: characters with their places, ruled lines, coloured areas and pictures.

All places are in points, counted from the upper left corner of the page as it is shown: turned as the file
turns it, cut as the file cuts it. Nothing is judged here; what cannot be seen is marked with the reason.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise
from math import hypot
from pathlib import Path
from typing import Any, Final, NamedTuple

from pdfminer.pdfdevice import PDFTextDevice, PDFTextSeq
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import (
    PDFGraphicState,
    PDFPageInterpreter,
    PDFResourceManager,
    PDFTextState,
)
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream
from pdfminer.utils import Matrix, apply_matrix_pt, apply_matrix_rect

from yiju.readers.limits import MOST_MARKS, check_amount
from yiju.readers.source import SourceFile

UNKNOWN: Final = "\ufffd"
"""Stands for a character of which the file does not say which one it is."""

_INVISIBLE: Final = {3, 7}
"""The ways to render text that draw nothing."""

_SLANT: Final = 0.1
"""How far a direction may be from that of the page, as a share of its length."""

_THIN: Final = 3.0
"""Points of the thickest area that is a ruled line."""

_STRAIGHT: Final = 1.0
_WHITE: Final = 0.98
_SIGNS: Final[dict[str, dict[str, str]]] = {
    name: signs
    for name, signs in tomllib.loads(
        Path(__file__).with_name("characters.toml").read_text(encoding="utf-8")
    ).items()
    if name[0].isupper()
}
"""Fonts of signs, and what they print for codes of private use."""

_LOOKED_BACK: Final = 200
"""Areas drawn last among which the one beneath a white character is looked for."""


class Unseen(Enum):
    """Why a character cannot be seen, or is none of the text."""

    INVISIBLE = "invisible"
    WHITE = "white"
    SLANTED = "slanted"


class Glyph(NamedTuple):
    """A character: its box, its size, by how many degrees it is turned to the left, and where it begins.

    `along` and `base` are the place of its origin: across the page, and down it. One that is `vertical` is
    upright, but the text runs down from it; it counts as turned to the right.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    turn: int
    along: float
    base: float
    unseen: Unseen | None = None
    vertical: bool = False


class Rule(NamedTuple):
    """A straight line: across (or down) the page at a height (or at a distance), from there to there."""

    across: bool
    at: float
    start: float
    end: float


class Area(NamedTuple):
    """A rectangle with colour or a picture in it."""

    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is in it."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


@dataclass(slots=True)
class Marks:
    """All that one page prints."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    pictures: list[Area] = field(default_factory=list)


class MarkReader:
    """Reads the marks of one page after the other."""

    def __init__(self, source: SourceFile) -> None:
        manager = PDFResourceManager()
        self._device = _Device(manager, source)
        self._interpreter = PDFPageInterpreter(manager, self._device)

    def read(self, page: PDFPage) -> Marks:
        """What a page prints."""
        self._interpreter.process_page(page)
        return self._device.marks


class _Device(PDFTextDevice):
    def __init__(self, manager: PDFResourceManager, source: SourceFile) -> None:
        super().__init__(manager)
        self.source = source
        self.number = 0
        self.count = 0
        self.invisible = False
        self.marks = Marks(0, 0, 0)
        self.left = self.upper = 0.0

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        """A page begins; its corner is that of the part of it that is shown."""
        x0, y0, x1, y1 = apply_matrix_rect(ctm, page.cropbox)
        self.number += 1
        self.left, self.upper, self.count = x0, y1, 0
        self.marks = Marks(self.number, x1 - x0, y1 - y0)

    # --- characters ------------------------------------------------------------------------------

    def render_string(
        self, textstate: PDFTextState, seq: PDFTextSeq, ncs: Any, graphicstate: PDFGraphicState
    ) -> None:
        """Text is drawn, or is there without being drawn."""
        if textstate.font is not None:
            self.invisible = textstate.render in _INVISIBLE
            super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: PDFGraphicState,
    ) -> float:
        """A character is drawn; how far it moves the next one."""
        self._count()
        advance = font.char_width(cid) * fontsize * scaling
        text = _text_of(font, cid)
        if text.strip() and fontsize:
            box, origin = self._placed(matrix, font, fontsize, rise, cid, advance)
            turn = 270 if font.is_vertical() else _turn(matrix)
            size = fontsize * hypot(matrix[2], matrix[3])
            unseen = self._unseen(box, turn, ncs, graphicstate)
            self.marks.glyphs.append(
                Glyph(text, *box, abs(size), turn or 0, *origin, unseen, font.is_vertical())
            )
        return advance

    def _placed(
        self, matrix: Matrix, font: PDFFont, size: float, rise: float, cid: int, advance: float
    ) -> tuple[Area, tuple[float, float]]:
        """The box of a character and its origin; that of a vertical one is in the middle above it."""
        if font.is_vertical():
            shift, drop = _displacement(font, cid, size)
            inner = (-shift, drop + rise + advance, -shift + size, drop + rise)
            return self._area(apply_matrix_rect(matrix, inner)), self._point(
                apply_matrix_pt(matrix, (0, 0))
            )
        below = font.get_descent() * size + rise
        inner = (0, below, advance, below + size)
        return self._area(apply_matrix_rect(matrix, inner)), self._point(
            apply_matrix_pt(matrix, (0, 0))
        )

    def _unseen(
        self, box: Area, turn: int | None, space: Any, state: PDFGraphicState
    ) -> Unseen | None:
        if turn is None:
            return Unseen.SLANTED
        if self.invisible:
            return Unseen.INVISIBLE
        if _is_white(state.ncolor, space) and not self._is_backed(box):
            return Unseen.WHITE
        return None

    def _is_backed(self, box: Area) -> bool:
        """Whether there is colour or a picture beneath."""
        x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
        backing = (self.marks.areas, self.marks.pictures)
        return any(area.holds(x, y) for areas in backing for area in areas[-_LOOKED_BACK:])

    # --- lines and areas -------------------------------------------------------------------------

    def paint_path(
        self,
        graphicstate: PDFGraphicState,
        stroke: bool,  # noqa: FBT001 - the library's signature
        fill: bool,  # noqa: FBT001
        evenodd: bool,  # noqa: ARG002, FBT001
        path: Sequence[Any],
    ) -> None:
        """Lines are drawn, or areas filled; white ones show nothing."""
        stroke = stroke and not _is_white(graphicstate.scolor, graphicstate.scs)
        fill = fill and not _is_white(graphicstate.ncolor, graphicstate.ncs)
        if (stroke or fill) and self.ctm is not None:
            for points, straight in _subpaths(path):
                self._count(len(points))
                placed = [self._point(apply_matrix_pt(self.ctm, point)) for point in points]
                if straight:
                    self._draw(placed, stroke=stroke)

    def _draw(self, points: list[tuple[float, float]], *, stroke: bool) -> None:
        if stroke:
            for start, end in pairwise(points):
                self._rule(Area(*start, *end))
            return
        xs, ys = [x for x, _ in points], [y for _, y in points]
        area = Area(min(xs), min(ys), max(xs), max(ys))
        if min(area.x1 - area.x0, area.bottom - area.top) > _THIN:
            self.marks.areas.append(area)
        else:
            self._rule(area)

    def _rule(self, line: Area) -> None:
        """A line from corner to corner of a thin box; one that stands at a slant is none."""
        wide, tall = abs(line.x1 - line.x0), abs(line.bottom - line.top)
        if tall <= min(_THIN, wide) and (tall <= _STRAIGHT or wide > 2 * _THIN):
            ends = sorted((line.x0, line.x1))
            self.marks.rules.append(Rule(True, (line.top + line.bottom) / 2, *ends))  # noqa: FBT003
        elif wide <= min(_THIN, tall) and (wide <= _STRAIGHT or tall > 2 * _THIN):
            ends = sorted((line.top, line.bottom))
            self.marks.rules.append(Rule(False, (line.x0 + line.x1) / 2, *ends))  # noqa: FBT003

    def render_image(self, name: str, stream: PDFStream) -> None:  # noqa: ARG002 - the library's signature
        """A picture is drawn over the unit square."""
        self._count()
        if self.ctm is not None:
            self.marks.pictures.append(self._area(apply_matrix_rect(self.ctm, (0, 0, 1, 1))))

    # --- places ----------------------------------------------------------------------------------

    def _area(self, box: tuple[float, float, float, float]) -> Area:
        x0, y0, x1, y1 = box
        return Area(x0 - self.left, self.upper - y1, x1 - self.left, self.upper - y0)

    def _point(self, point: tuple[float, float]) -> tuple[float, float]:
        return point[0] - self.left, self.upper - point[1]

    def _count(self, marks: int = 1) -> None:
        self.count += marks
        if self.count > MOST_MARKS:
            what = f"characters and strokes on page {self.number}"
            check_amount(self.source.path, self.count, MOST_MARKS, what, "Split the page.")


def _text_of(font: PDFFont, cid: int) -> str:
    try:
        text = font.to_unichr(cid)
    except PDFUnicodeNotDefined:
        return UNKNOWN
    if text.isascii() or not "\ue000" <= text <= "\uf8ff":
        return text
    name = str(font.fontname)
    return next(
        (signs[text] for told, signs in _SIGNS.items() if told in name and text in signs), text
    )


def _displacement(font: PDFFont, cid: int, size: float) -> tuple[float, float]:
    """How far the box of a vertical character begins at the left of its origin, and above it."""
    told = font.char_disp(cid)
    across, down = told if isinstance(told, tuple) else (None, 880)
    shift = size * 0.5 if across is None else across * size * 0.001
    return shift, (1000 - down) * size * 0.001


def _turn(matrix: Matrix) -> int | None:
    """By how many degrees text is turned to the left, in quarters; None where it stands at a slant.

    >>> [_turn(matrix) for matrix in [(1, 0, 0, 1, 0, 0), (0, 1, -1, 0, 0, 0), (0.7, 0.7, -0.7, 0.7, 0, 0)]]
    [0, 90, None]
    """
    across, up = matrix[0], matrix[1]
    if min(abs(across), abs(up)) > _SLANT * hypot(across, up):
        return None
    if abs(across) >= abs(up):
        return 0 if across >= 0 else 180
    return 90 if up > 0 else 270


def _is_white(colour: Any, space: Any) -> bool:
    """Whether a colour is that of paper, as far as its space tells.

    >>> _is_white((1, 1, 1), None), _is_white((0, 0, 0, 0), None), _is_white(0, None)
    (True, True, False)
    """
    parts = colour if isinstance(colour, list | tuple) else [colour]
    if not all(isinstance(part, int | float) for part in parts):
        return False
    name = getattr(space, "name", "")
    if len(parts) == 4 or name in ("Separation", "DeviceN"):
        return bool(max(parts) <= 1 - _WHITE)
    return name not in ("Indexed", "Lab", "Pattern") and bool(parts) and bool(min(parts) >= _WHITE)


def _subpaths(path: Sequence[Any]) -> list[tuple[list[tuple[float, float]], bool]]:
    """The points of each part of a path, and whether all of its lines are straight."""
    found: list[tuple[list[tuple[float, float]], bool]] = []
    for step in path:
        if step[0] == "m":
            found.append(([(float(step[1]), float(step[2]))], True))
        elif not found:
            continue
        elif step[0] == "h":
            found[-1][0].append(found[-1][0][0])
        else:
            points, straight = found[-1]
            points.append((float(step[-2]), float(step[-1])))
            found[-1] = (points, straight and step[0] == "l")
    return found
