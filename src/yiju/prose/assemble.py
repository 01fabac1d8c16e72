"""Puts together what the sections of a document say; each kind of section has its reader."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from yiju.model import Document, FigureSection, Prose, Statement
from yiju.prose.account import close_account
from yiju.prose.duties import read_duties
from yiju.prose.figures import read_figures
from yiju.prose.glossary import read_glossary
from yiju.prose.goals import read_goals
from yiju.prose.headings import DUTIES, GLOSSARY, GOALS, MEASURES
from yiju.prose.lines import read_lines
from yiju.prose.organisation import read_internal_units
from yiju.prose.outline import Chapter, find_outline

_FIGURES: Final = {
    "budgetSection": "totals",
    "publicExpenseSection": "publicExpenses",
    "operatingSection": "operating",
    "procurementSection": "procurement",
    "assetSection": "assets",
}
"""The kinds of sections that state figures, and which words their figures are read by."""


def find_prose(document: Document, fiscal_year: int | None) -> Prose:
    """What the lines outside tables say; nothing is guessed, and no character is lost."""
    outline = find_outline(list(read_lines(document)))
    chapters = outline.chapters
    prose = Prose(
        sections=tuple(chapter.section for chapter in chapters if chapter.section),
        duties=tuple(duty for chapter in _of(chapters, DUTIES) for duty in read_duties(chapter)),
        internal_units=tuple(unit for one in chapters for unit in read_internal_units(one)),
        goals=tuple(
            goal for chapter in _of(chapters, GOALS, MEASURES) for goal in read_goals(chapter)
        ),
        glossary=tuple(term for one in _of(chapters, GLOSSARY) for term in read_glossary(one)),
        figures=tuple(_figures(chapters, fiscal_year)),
        ignored=outline.ignored,
    )
    taken = {duty.name.start for duty in prose.duties}
    taken |= {piece.start for duty in prose.duties for piece in duty.content.pieces}
    statements = tuple(one for chapter in chapters for one in _statements(chapter, taken))
    prose = replace(prose, statements=statements)
    characters, unmapped = close_account(prose, outline, len(document.text))
    return replace(prose, characters=characters, unmapped=unmapped)


def _of(chapters: tuple[Chapter, ...], *kinds: str) -> Iterator[Chapter]:
    for chapter in chapters:
        if chapter.section and chapter.section.kind in kinds:
            yield chapter


def _statements(chapter: Chapter, taken: set[int]) -> Iterator[Statement]:
    """The paragraphs of a section of a known kind that no other reader takes."""
    section = chapter.section
    if section is None or section.kind in (None, GOALS, MEASURES, GLOSSARY):
        return
    lines = [line.words for line in chapter.lines if line.words.start not in taken]
    for position, words in enumerate(lines, 1):
        yield Statement(words, section, position)


def _figures(chapters: tuple[Chapter, ...], fiscal_year: int | None) -> Iterator[FigureSection]:
    """The figures of all chapters of one kind together, under the heading of the first."""
    for kind, words in _FIGURES.items():
        own = list(_of(chapters, kind))
        lines = (line.words for chapter in own for line in chapter.lines)
        readings = [read_figures(words, line, fiscal_year) for line in lines]
        told = tuple(one for one in readings if one.figures or one.unread)
        if told and own[0].section:
            yield FigureSection(kind, own[0].section.heading, told)
