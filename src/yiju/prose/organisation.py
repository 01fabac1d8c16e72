"""The internal organisation: the offices and sections that a department says it has.

A list is taken where the words before it announce internal bodies and every item is named as such
bodies are; anything else stays a statement.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from yiju.model import InternalUnit, Passage, Section
from yiju.prose.headings import ORGANISATION, PROFILE
from yiju.prose.lines import Line
from yiju.prose.outline import Chapter
from yiju.values.list_number import strip_number
from yiju.values.lookups import any_of

_WORDS: Final = tomllib.loads(
    Path(__file__).with_name("organisation.toml").read_text(encoding="utf-8")
)
_LIST: Final = re.compile(
    rf"{any_of(_WORDS['announce'])}[^。；;：:、]{{0,16}}?"
    rf"(?:{any_of(_WORDS['lead'])}[：:]?|[：:])(?P<names>[^。；;：:]+)"
)
_NAME: Final = re.compile(
    rf"\s*(?P<name>[^\W\d_][^，。；;：:、（）()]{{0,19}}?{any_of(_WORDS['endings'])})"
    r"\s*(?:[（(][^（）()]*[）)])?等?\s*"
)
_PARTING: Final = re.compile(r"[、，,]|和(?=[^、，,和]+$)|及(?=[^、，,及]+$)")


def read_internal_units(chapter: Chapter) -> Iterator[InternalUnit]:
    """The internal bodies that the paragraphs of a section name."""
    if chapter.section and chapter.section.kind in (ORGANISATION, PROFILE):
        for words in _paragraphs(chapter.section, chapter.lines):
            for found in _LIST.finditer(words.text):
                yield from _units(words, *found.span("names"))


def _paragraphs(section: Section, lines: list[Line]) -> Iterator[Passage]:
    """The lines; the first one behind a heading that ends with a colon goes on with it."""
    for at, line in enumerate(lines):
        opens = not at and section.heading.text.rstrip().endswith(("：", ":"))
        yield section.heading + line.words if opens else line.words


def _units(words: Passage, start: int, end: int) -> Iterator[InternalUnit]:
    """The items of one list; none where one of them is named like nothing internal."""
    names = list(_names(words.slice(start, end)))
    if len(names) > 1 and all(names):
        for name in names:
            assert name is not None
            yield InternalUnit(name, words)


def _names(listed: Passage) -> Iterator[Passage | None]:
    at = 0
    for parting in (*_PARTING.finditer(listed.text), None):
        end = parting.start() if parting else len(listed.text)
        part = listed.slice(at, end)
        skipped = len(part.text) - len(strip_number(part.text)) if part else 0
        bare = part.slice(skipped, len(part.text))
        found = _NAME.fullmatch(bare.text)
        yield bare.slice(*found.span("name")) if found else None
        at = parting.end() if parting else end
