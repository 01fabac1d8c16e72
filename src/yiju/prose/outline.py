"""The outline of a document: headings within headings, and the paragraphs that stand under each.

Nesting follows the list numbers: a line goes on with the innermost list that it continues, and a
heading of a known kind with the outermost. A heading without a kind of its own has that of the
section around it. What no heading announces stands in no section.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from yiju.model import IgnoredPassage, Passage, Section
from yiju.prose.headings import (
    CONTENTS,
    DUTIES,
    GLOSSARY,
    GOALS,
    MEASURES,
    ORGANISATION,
    TABLE,
    TITLE,
    contents_entry,
    ends_caption,
    holds_figure,
    is_contents_line,
    is_heading_line,
    is_label,
    is_lead,
    is_page_number,
    is_part,
    is_title,
    kind_of_heading,
)
from yiju.prose.lines import Line

_LABEL: Final = "label"
"""The style of headings without a list number."""

_LISTS: Final = frozenset({DUTIES, GOALS, MEASURES, GLOSSARY, ORGANISATION})
"""The kinds whose numbered lines are items rather than headings."""

_ITEMS_ONLY: Final = frozenset({DUTIES, GLOSSARY})
"""Those of them that are never divided by headings."""

_WITH_TEXT: Final = frozenset({GOALS, DUTIES, ORGANISATION})
"""The kinds whose heading, without a number, may stand on one line with the text under it."""

_ITEM_LABELS: Final = ("绩效目标", "绩效指标", "年度目标", "工作目标", "职责", "职能")
"""Words in front of a colon that label one item of a list."""

_RANKS: Final = ("part", "一、", "（一）", "1、", "1.", "（1）", "1)", "①")
"""The styles of list numbers from the outermost in, as GB/T 9704 and custom have them."""

_DEEPEST: Final = 12
_LOST: Final = 1
_NOTES: Final = ("注", "备注", "说明", "无", "本表", "此表", "我部门", "本部门", "我单位", "本单位")
_LEAD_LINES: Final = 5


@dataclass(slots=True)
class Chapter:
    """A section with the lines that stand directly under it; without a section, lines of none."""

    section: Section | None
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outline:
    """The chapters of a document in their order, and the lines that carry nothing."""

    chapters: tuple[Chapter, ...]
    ignored: tuple[IgnoredPassage, ...]


@dataclass(frozen=True, slots=True)
class _Level:
    """A heading or item that is open: the style and value of its number, the chapter it stands in."""

    style: str
    value: int
    chapter: Chapter
    is_item: bool = False


def find_outline(lines: Sequence[Line]) -> Outline:
    """The outline of these lines."""
    walk = _Walk(lines)
    for at, line in enumerate(lines):
        if not line.is_table:
            walk.read(at, line)
    return Outline(tuple(walk.chapters), tuple(walk.ignored))


class _Walk:
    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.chapters: list[Chapter] = []
        self.ignored: list[IgnoredPassage] = []
        self.levels: list[_Level] = []
        self.none = Chapter(None)
        self.entry: tuple[str, int] | None = None
        self.last = {contents_entry(line.text): at for at, line in enumerate(lines)}

    @property
    def here(self) -> Chapter:
        """The chapter that is open."""
        return self.levels[-1].chapter if self.levels else self.none

    @property
    def kind(self) -> str | None:
        """What the open section is about."""
        return _kind(self.levels[-1]) if self.levels else None

    def read(self, at: int, line: Line) -> None:
        """Take in a line."""
        if is_page_number(line.text):
            self._ignore("rulePageNumber", line.words)
        elif is_label(line.text):
            self._ignore("ruleAnnexNumber", line.words)
        elif is_contents_line(line.text) or self._is_contents(at, line):
            self.entry = line.number or self.entry
            self._ignore("ruleContents", line.words)
        elif is_part(line.text) or (not line.number and is_title(line.text)):
            self._open_part(line)
        elif self._stands_above_table(at) and is_lead(line.text):
            self._ignore("ruleTableLead", line.words)
        elif line.number:
            self._read_numbered(at, line, line.number)
        else:
            self._read_unnumbered(at, line)

    def _ignore(self, rule: str, words: Passage) -> None:
        self.ignored.append(IgnoredPassage(rule, words, 0))

    def _is_contents(self, at: int, line: Line) -> bool:
        """Whether a line below the heading of the contents names what comes later, or goes on."""
        if self.kind != CONTENTS:
            return False
        goes_on = self.entry and line.number == (self.entry[0], self.entry[1] + 1)
        return bool(goes_on) or self.last.get(contents_entry(line.text), at) > at

    def _open_part(self, line: Line) -> None:
        kind = kind_of_heading(line.text, numbered=is_part(line.text))
        self.levels = []
        self._open("part", 1, line.words, kind or TITLE)

    # --- numbered lines ------------------------------------------------------------------------

    def _read_numbered(self, at: int, line: Line, number: tuple[str, int]) -> None:
        heading, rest = _parted(line)
        own = kind_of_heading(heading, numbered=True) if is_heading_line(heading) else None
        depth = self._depth(number, own)
        if self._is_item(depth):
            own = None
        del self.levels[depth:]
        if own or self._is_heading(at, line):
            self._open(*number, _heading_of(line, rest), own or self.kind)
            self._read_rest(at, rest)
        else:
            chapter = self._home()
            self.levels.append(_Level(*number, chapter, is_item=True))
            chapter.lines.append(line)

    def _is_item(self, depth: int) -> bool:
        """Whether a line of that depth is an item of a list, whatever words it holds."""
        if depth == len(self.levels):
            return self.kind in _ITEMS_ONLY
        return self.levels[depth].is_item

    def _depth(self, number: tuple[str, int], own: str | None) -> int:
        """How many levels stay open around a numbered line; one number of a list may be lost.

        A heading of a known kind that goes on with nothing stands above all that is numbered deeper.
        """
        style, value = number
        del self.levels[_DEEPEST:]
        same = [depth for depth, level in enumerate(self.levels) if level.style == style]
        fits = [depth for depth in same if 0 < value - self.levels[depth].value <= _LOST + 1]
        if fits:
            return fits[0] if own else fits[-1]
        if own is None:
            return len(self.levels)
        if same and value > 1:
            return same[0]
        rank = _rank(style)
        deeper = (depth for depth, one in enumerate(self.levels) if _rank(one.style) > rank)
        return next(deeper, len(self.levels))

    def _is_heading(self, at: int, line: Line) -> bool:
        """Whether a numbered line without a kind of its own is a heading: something stands under it."""
        if not is_heading_line(line.text):
            return False
        if self.kind not in _LISTS:
            return True
        if self.kind in _ITEMS_ONLY or holds_figure(line.text):
            return False
        following = self._next(at)
        if following is None or following.is_table:
            return False
        if following.number is None:
            return kind_of_heading(following.text, numbered=False) is None or ":" in following.text
        style, value = following.number
        return value == 1 and all(level.style != style for level in self.levels[-1:])

    def _next(self, at: int) -> Line | None:
        return self.lines[at + 1] if at + 1 < len(self.lines) else None

    # --- other lines ---------------------------------------------------------------------------

    def _read_unnumbered(self, at: int, line: Line) -> None:
        heading, rest = _parted(line)
        own = kind_of_heading(heading, numbered=False) if is_heading_line(heading) else None
        if rest and (own not in _WITH_TEXT or (heading in _ITEM_LABELS and self.kind in _LISTS)):
            own = None
        above = self._stands_above_table(at)
        if above and ends_caption(line.text) and self._joins_caption(line):
            return
        if own or (above and is_heading_line(line.text)):
            self._leave_label()
            self._open(_LABEL, 1, _heading_of(line, rest), own or TABLE)
            self._read_rest(at, rest)
        else:
            self._leave_caption(line)
            self._home().lines.append(line)

    def _leave_label(self) -> None:
        """A heading without a number stands beside the last such one, and not under items of a list."""
        labels = [depth for depth, level in enumerate(self.levels) if level.style == _LABEL]
        del self.levels[labels[-1] if labels else len(self.levels) :]
        while self.levels and self.levels[-1].is_item:
            self.levels.pop()

    def _joins_caption(self, line: Line) -> bool:
        """Put the rest of a caption to the heading on the line above it."""
        chapter = self.here
        section = chapter.section
        if (
            section is None
            or chapter.lines
            or section.heading.pieces[-1].line + 1 != line.words.line
        ):
            return False
        chapter.section = replace(section, heading=section.heading + line.words, kind=TABLE)
        return True

    def _leave_caption(self, line: Line) -> None:
        """What stands behind a table and is no note belongs to the section around its caption."""
        while self.kind == TABLE and len(self.levels) > 1 and not line.text.startswith(_NOTES):
            if _kind(self.levels[-2]) in _LISTS:
                return
            self.levels.pop()

    # --- chapters ------------------------------------------------------------------------------

    def _home(self) -> Chapter:
        """The chapter for a line; a first one without a section where none is open."""
        if self.here is self.none and self.none not in self.chapters:
            self.chapters.append(self.none)
        return self.here

    def _open(self, style: str, value: int, heading: Passage, kind: str | None) -> None:
        around = self.here.section
        parent = around.heading if around else Passage()
        chapter = Chapter(Section(heading, kind, parent))
        self.chapters.append(chapter)
        self.levels.append(_Level(style, value, chapter))

    def _read_rest(self, at: int, rest: Passage) -> None:
        """What stands behind the colon of a heading is the first line under it."""
        if not rest:
            return
        line = Line.of(rest)
        if line.number:
            self._read_numbered(at, line, line.number)
        else:
            self.here.lines.append(line)

    def _stands_above_table(self, at: int) -> bool:
        """Whether nothing but lines of a table's lead parts this line from a table."""
        for line in self.lines[at + 1 : at + 1 + _LEAD_LINES]:
            if line.is_table:
                return True
            if line.number or not (is_lead(line.text) or ends_caption(line.text)):
                return False
        return False


def _kind(level: _Level) -> str | None:
    return level.chapter.section.kind if level.chapter.section else None


def _rank(style: str) -> int:
    return _RANKS.index(style) if style in _RANKS else len(_RANKS)


def _parted(line: Line) -> tuple[str, Passage]:
    """The text up to a colon, squeezed, and the passage behind it."""
    text = line.words.text
    at = min((text.find(colon) for colon in ":：﹕" if colon in text), default=-1)
    if at < 0:
        return line.text, Passage()
    rest = line.words.slice(at + 1, len(text)).strip()
    return line.text.partition(":")[0], rest


def _heading_of(line: Line, rest: Passage) -> Passage:
    """The heading of a line: what stands in front of the words behind its colon."""
    if not rest:
        return line.words
    text = line.words.text
    at = min(text.find(colon) for colon in ":：﹕" if colon in text)
    return line.words.slice(0, at + 1).strip()
