"""The terms of a glossary: lines of a term, a colon, and what the department says it means."""

import re
from collections.abc import Iterator
from typing import Final

from yiju.model import GlossaryTerm, Passage
from yiju.prose.outline import Chapter
from yiju.values.list_number import strip_number

_BULLET: Final = re.compile(r"\s*[-•●*◆■]\s*(?=\D)")
_TERM: Final = re.compile(r"(?P<term>[^。，；、,;：:\n]{2,30})[：:](?P<words>.{4,})", re.DOTALL)


def read_glossary(chapter: Chapter) -> Iterator[GlossaryTerm]:
    """The terms of a section up to an item that defines nothing; other lines are left out."""
    items = [line for line in chapter.lines if line.number or _BULLET.match(line.words.text)]
    for line in items or chapter.lines:
        bare = _bare(line.words)
        found = _TERM.fullmatch(bare.text)
        term = bare.slice(*found.span("term")).strip() if found else Passage()
        definition = bare.slice(*found.span("words")).strip() if found else Passage()
        if not term or not definition:
            return
        yield GlossaryTerm(term, definition, line.words)


def _bare(words: Passage) -> Passage:
    """A line without its bullet and its number."""
    bullet = _BULLET.match(words.text)
    words = words.slice(bullet.end() if bullet else 0, len(words.text)).strip()
    count = len(words.text)
    return words.slice(count - len(strip_number(words.text)), count)
