"""The goal sections of a document: the lines of prose that stand under a heading of goals.

A section goes on through the items of its own lists and ends where the numbering around it goes on
(（三） behind （二）, 六、 behind 五、), at a heading of measures or of project tables, at a caption, at
a new part of the document, and at a table.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from yiju.model import Document, Paragraph, Passage, Table
from yiju.tables.words import caption_ending
from yiju.values.characters import squeeze
from yiju.values.list_number import read_number, strip_number
from yiju.values.lookups import any_of

_WORDS: Final = tomllib.loads(Path(__file__).with_name("outline.toml").read_text(encoding="utf-8"))[
    "heading"
]
_PART: Final = re.compile(r"第[一二三四五六七八九十0-9]{1,3}(?:部分|章|篇|编)")
_HEADING: Final = re.compile(
    rf"[^,。;:]{{0,16}}{any_of(_WORDS['goals'])}(?:{any_of(_WORDS['tails'])})?(?P<colon>:|$)"
)
_REFUSED: Final = re.compile(any_of(_WORDS["refused"]))
_CLOSING: Final = re.compile(any_of(_WORDS["closing"]))
_LONGEST_HEADING: Final = 30


def find_goal_lines(document: Document) -> tuple[Passage, ...]:
    """The lines of all goal sections, headings left out but for what stands behind their colon."""
    return tuple(_Outline().read(document))


class _Outline:
    """Walks over the blocks; knows the numbering around the open section, and that inside it."""

    def __init__(self) -> None:
        self.is_open = False
        self.style: str | None = None
        self.outer: dict[str, int] = {}
        self.inner: dict[str, int] = {}

    def read(self, document: Document) -> Iterator[Passage]:
        for block in document.blocks:
            if isinstance(block, Table):
                self.is_open = False
            elif isinstance(block, Paragraph):
                yield from self._read_line(block.words)

    def _read_line(self, words: Passage) -> Iterator[Passage]:
        text = squeeze(words.text[:200])
        if _PART.match(text):
            self.is_open, self.outer = False, {}
            return
        number = read_number(text)
        if self.is_open and (_ends(text, number) or (number and not self._is_inside(*number))):
            self.is_open = False
        if not self.is_open:
            yield from self._read_outside(words, text, number)
            return
        if number:
            self.inner[number[0]] = number[1]
        yield words

    def _read_outside(
        self, words: Passage, text: str, number: tuple[str, int] | None
    ) -> Iterator[Passage]:
        """A heading of goals opens a section; the text behind its colon is the first line."""
        if number:
            self.outer[number[0]] = number[1]
        if not is_goal_heading(text):
            return
        self.is_open, self.style, self.inner = True, number and number[0], {}
        rest = _behind_colon(words)
        first = read_number(rest.text) if rest else None
        if first:
            self.inner[first[0]] = first[1]
        if rest:
            yield rest

    def _is_inside(self, style: str, value: int) -> bool:
        """Whether a numbered line is an item of the open section, and not the next heading."""
        last = self.inner.get(style)
        if last is not None and value in (1, last + 1, last + 2):
            return True
        if style == self.style:
            return False
        return value == 1 or style not in self.outer


def is_goal_heading(text: str) -> bool:
    """Whether a line, squeezed, announces goals in prose.

    >>> is_goal_heading("(一)2018年总体绩效目标:"), is_goal_heading("第二部分预算项目绩效目标")
    (True, False)
    >>> is_goal_heading("绩效指标:新增企业20个"), is_goal_heading("3、强化绩效目标管理")
    (True, False)
    """
    heading = _HEADING.match(strip_number(text))
    return bool(heading) and not _REFUSED.search(heading[0] if heading else "")


def _ends(text: str, number: tuple[str, int] | None) -> bool:
    """Whether a line ends the goals above it: a caption of a table, or a heading of measures."""
    if text.endswith("表") and caption_ending(text):
        return True
    return bool(number) and len(text) <= _LONGEST_HEADING and bool(_CLOSING.search(text))


def _behind_colon(words: Passage) -> Passage:
    colon = re.search("[:：﹕]", words.text)
    return words.slice(colon.end(), len(words.text)).strip() if colon else Passage()
