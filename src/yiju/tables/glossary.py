"""The glossary of a document: terms with their definitions as the department prints them.

A glossary goes on through numbered or bulleted lines of a term, a colon and words, and ends where the
numbering of its heading goes on, at a numbered line without a definition, at a new part, and at a table.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from yiju.model import Document, GlossaryTerm, Paragraph, Passage
from yiju.values.characters import squeeze
from yiju.values.list_number import read_number, strip_number

_HEADINGS: Final = tomllib.loads(
    Path(__file__).with_name("glossary.toml").read_text(encoding="utf-8")
)["headings"]
_PART: Final = re.compile(r"第[一二三四五六七八九十0-9]{1,3}(?:部分|章|篇|编)")
_BULLET: Final = re.compile(r"\s*[-•●*]\s+")
_TERM: Final = re.compile(r"(?P<term>[^。，；、,;：:\n]{2,30})[：:](?P<words>.{4,})", re.DOTALL)
_PAGE: Final = re.compile(r"[-—–]?\d{1,4}[-—–]?")
_FULL_STOP: Final = "。"
_LONGEST_HEADING: Final = 30


def find_glossary(document: Document) -> tuple[GlossaryTerm, ...]:
    """The terms of all glossaries of a document; lines that define nothing are left out."""
    reader = _Reader()
    for block in document.blocks:
        if isinstance(block, Paragraph):
            reader.read_line(block.words)
        else:
            reader.close()
    reader.close()
    return tuple(_terms(reader.items))


@dataclass(slots=True)
class _Item:
    term: Passage
    parts: list[Passage]
    rows: list[Passage]

    def is_cut(self) -> bool:
        """Whether the words so far are no full sentence, so that a page may have cut them."""
        return not self.parts[-1].text.rstrip().endswith(_FULL_STOP) and len(self.parts) == 1


class _Reader:
    """Walks over the lines; `style` is how the heading of the open glossary is numbered."""

    def __init__(self) -> None:
        self.items: list[_Item] = []
        self.is_open = False
        self.style: str | None = None
        self.last: _Item | None = None

    def close(self) -> None:
        """End the open glossary."""
        self.is_open, self.last = False, None

    def read_line(self, words: Passage) -> None:
        """Take in a line: a heading, a term, or the rest of one."""
        head = squeeze(words.text[: 2 * _LONGEST_HEADING])
        number = read_number(words.text[: 2 * _LONGEST_HEADING])
        if len(words.text) <= _LONGEST_HEADING and strip_number(head).rstrip(":") in _HEADINGS:
            self.is_open, self.style, self.last = True, number and number[0], None
        elif not self.is_open or _PAGE.fullmatch(head):
            return
        elif _PART.match(head) or (number and number[0] == self.style):
            self.close()
        elif number or _BULLET.match(words.text):
            self._read_item(words)
        elif self.last and self.last.is_cut() and words.text.rstrip().endswith(_FULL_STOP):
            self.last.parts.append(words.strip())
            self.last.rows.append(words)
        else:
            self.last = None

    def _read_item(self, words: Passage) -> None:
        """A line of the list; one that defines nothing is a heading and ends the glossary."""
        bare = _bare(words)
        found = _TERM.fullmatch(bare.text)
        if found is None:
            self.close()
            return
        definition = bare.slice(*found.span("words")).strip()
        if not definition:
            self.close()
            return
        self.last = _Item(bare.slice(*found.span("term")).strip(), [definition], [words])
        self.items.append(self.last)


def _bare(words: Passage) -> Passage:
    """A line without its bullet and its number."""
    bullet = _BULLET.match(words.text)
    words = words.slice(bullet.end() if bullet else 0, len(words.text)).strip()
    count = len(words.text)
    return words.slice(count - len(strip_number(words.text)), count)


def _terms(items: list[_Item]) -> Iterator[GlossaryTerm]:
    for item in items:
        if item.term:
            yield GlossaryTerm(item.term, Passage.join(item.parts), Passage.join(item.rows))
