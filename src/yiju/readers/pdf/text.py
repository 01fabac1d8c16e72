"""Pages put together as one document: paragraphs from lines, tables over pages, running titles left out.

A line goes on in the next one where it is full and the next one begins at the margin, as near below as
lines of one paragraph are. What the end of a page or of a column cuts goes on likewise.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from yiju.readers.compose import Composer, Part
from yiju.readers.pdf.lines import Line, glue, goes_on
from yiju.readers.pdf.pages import Page
from yiju.readers.pdf.running import RUNNING_TITLE, find_running
from yiju.readers.pdf.tables import PageTable, TableJoiner
from yiju.values.list_number import read_number

_WIDE: Final = 0.75
"""The share of the width of a page at which a line that fills it ends at least."""

_INDENT: Final = 0.7
"""How far from the margin a line begins at most that goes on with the one before, in characters."""

_FULL: Final = 1.5
"""How far before the margin a full line ends at most, in characters."""

_MOST_PIECES: Final = 2
_SAME_SIZE: Final = 0.1
_CLOSED: Final = ("。", "；", "：", ";", ":", "！", "？")
_HANGING: Final = ("。", "，", "、", "；", "：", "）", "”", "》")
"""What may stand behind the margin at the end of a line."""

_LEADING: Final = 1.3
"""How much further apart lines of a paragraph stand than the nearest ones do."""


def compose_pages(pages: Sequence[Page], composer: Composer) -> None:
    """Puts all that was read of the pages into a document."""
    text = _Text(pages, composer)
    for page, running in zip(pages, find_running(pages), strict=True):
        text.take(page, running)
    text.finish()


class _Text:
    def __init__(self, pages: Sequence[Page], composer: Composer) -> None:
        self.composer = composer
        self.tables = TableJoiner(composer)
        self.held: list[tuple[Line, Page]] = []
        self.paper = _Paper(pages)
        self.end: float | None = None

    def take(self, page: Page, running: frozenset[int]) -> None:
        """The next page."""
        for at, item in enumerate(page.items):
            if at in running and isinstance(item, Line):
                self.composer.leave_out_printed(RUNNING_TITLE, page.part(item))
            elif isinstance(item, PageTable):
                self._release()
                self.tables.take(item, self.end)
                self.end = None
            else:
                self._take_line(item, page)
        for rule, part in page.left:
            self.composer.leave_out_printed(rule, part)
        self.end = page.height

    def finish(self) -> None:
        """All pages were taken."""
        self._release()
        self.tables.release()

    def _take_line(self, line: Line, page: Page) -> None:
        self.tables.release()
        self.end = None
        if self.held and not self.paper.goes_on(*self.held[-1], line, page):
            self._release()
        self.held.append((line, page))

    def _release(self) -> None:
        if self.held:
            self.composer.printed(list(_parts(self.held)))
        self.held = []


def _parts(lines: Sequence[tuple[Line, Page]]) -> Iterator[Part]:
    first, page = lines[0]
    yield page.part(first)
    for (before, _), (line, page) in pairwise(lines):
        yield page.part(line, glue(before.text, line.text))


# --- paragraphs --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Margins:
    """Where lines begin that go on, where the longest end, and how far lines of a paragraph stand apart."""

    left: float
    right: float
    leading: float


class _Paper:
    """What the pages of each size have in common."""

    def __init__(self, pages: Sequence[Page]) -> None:
        by_size: dict[tuple[int, int], list[list[Line]]] = {}
        for page in pages:
            lines = [item for item in page.items if isinstance(item, Line)]
            by_size.setdefault(_size(page), []).append(lines)
        self.margins = {size: _margins(lines) for size, lines in by_size.items()}

    def goes_on(self, line: Line, page: Page, after: Line, after_page: Page) -> bool:
        """Whether a line goes on in the one that is read next."""
        margins, others = self._of(line, page), self._of(after, after_page)
        if (
            margins is None
            or others is None
            or max(len(line.segments), len(after.segments)) > _MOST_PIECES
        ):
            return False
        if abs(line.size - after.size) > _SAME_SIZE * line.size or _begins(line, after):
            return False
        beside = page.number != after_page.number or line.column != after.column
        near = beside or after.base - line.base < _LEADING * margins.leading
        flush = after.area.x0 - others.left < _INDENT * after.size
        wide = line.column is not None or line.area.x1 > _WIDE * page.width
        return near and flush and wide and goes_on(line, after, margins.right - line.area.x0)

    def _of(self, line: Line, page: Page) -> _Margins | None:
        margins = self.margins[_size(page)]
        if margins is None or line.column is None:
            return margins
        return _Margins(*line.column, margins.leading)


def _size(page: Page) -> tuple[int, int]:
    return round(page.width), round(page.height)


def _begins(line: Line, after: Line) -> bool:
    """Whether a line that a number begins stands behind one that is complete."""
    return bool(read_number(after.text)) and line.text.rstrip().endswith(_CLOSED)


def _margins(pages: Sequence[Sequence[Line]]) -> _Margins | None:
    """The margins of pages of one size; None where no line is full."""
    ends = [line.area.x1 for lines in pages for line in lines if not line.text.endswith(_HANGING)]
    right = max(ends, default=0.0)
    behind = [
        (line, after)
        for lines in pages
        for line, after in pairwise(lines)
        if line.column == after.column
        and right - line.area.x1 < _FULL * line.size
        and after.base > line.base
    ]
    if not behind:
        return None
    starts = Counter(round(after.area.x0) for _, after in behind)
    left = max(starts, key=lambda start: (starts[start], -start))
    near = [after.base - line.base for line, after in behind if round(after.area.x0) == left]
    return _Margins(left, right, min(near))
