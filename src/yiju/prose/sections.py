"""The smallest finder of the sections that speak of figures; an outline of all sections replaces it."""

import re
from collections.abc import Iterable
from typing import Final

from yiju.model import Document, Paragraph, Passage
from yiju.model.figures import FigureReading, FigureSection
from yiju.prose.figures import read_figures
from yiju.prose.words import WORDS
from yiju.values.characters import squeeze
from yiju.values.list_number import read_number, strip_number
from yiju.values.lookups import any_of

_LONGEST_HEADING: Final = 40
_HEADINGS: Final = {
    kind: re.compile(rf"{any_of(words)}[^,。;]{{0,20}}")
    for kind, words in WORDS["headings"].items()
}
_SENTENCE: Final = re.compile("[,;。]")
_OPEN_END: Final = re.compile(r"[,、]$")


def find_figure_sections(document: Document, fiscal_year: int | None) -> tuple[FigureSection, ...]:
    """The sections with their figures, in the order of the document; one without figures is left out."""
    found: dict[str, tuple[Passage, list[Passage]]] = {}
    kind, style = "", ""
    for block in document.blocks:
        if not isinstance(block, Paragraph):
            kind = kind if kind != "procurement" else ""
            continue
        marks = len(block.words.text) - len(block.words.text.lstrip("#* "))
        words = block.words.slice(marks, len(block.words.text))
        text = squeeze(words.text[: 3 * _LONGEST_HEADING])
        number = read_number(text)
        new = _kind(text) if len(text) <= _LONGEST_HEADING and number else ""
        if new:
            kind, style = new, number[0] if number else ""
            found.setdefault(kind, (words, []))
        elif number and number[0] == style and len(text) <= _LONGEST_HEADING:
            kind = ""
        elif kind and _SENTENCE.search(text):
            _take(found[kind][1], words)
    sections = (
        FigureSection(kind, heading, _read(kind, paragraphs, fiscal_year))
        for kind, (heading, paragraphs) in found.items()
    )
    return tuple(one for one in sections if any(part.figures for part in one.paragraphs))


def _kind(text: str) -> str:
    bare = strip_number(text)
    return next((kind for kind, form in _HEADINGS.items() if form.fullmatch(bare)), "")


def _take(paragraphs: list[Passage], words: Passage) -> None:
    """A paragraph that breaks off at a comma goes on in the next one."""
    if paragraphs and _OPEN_END.search(squeeze(paragraphs[-1].text[-2:])):
        paragraphs[-1] += words
    else:
        paragraphs.append(words)


def _read(kind: str, paragraphs: Iterable[Passage], year: int | None) -> tuple[FigureReading, ...]:
    readings = (read_figures(kind, words, year) for words in paragraphs)
    return tuple(one for one in readings if one.figures or one.unread)
