"""Where every character outside tables goes: mapped, ignored by a named rule, or listed as unmapped."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from yiju.model import Accounting, Document, IgnoredPassage, Passage, Prose, UnmappedPassage
from yiju.prose.outline import Outline
from yiju.values.characters import count_shown

_MAPPED: Final = 1
_UNREAD: Final = 2
_UNKNOWN_FIGURE: Final = "reasonUnknownFigure"


def close_account(
    prose: Prose, outline: Outline, length: int
) -> tuple[Accounting, tuple[UnmappedPassage, ...]]:
    """The sums over a text of that length, and the words of the outline that nobody speaks for."""
    fates = bytearray(length)
    for fate, passages in ((_MAPPED, _told(prose)), (_UNREAD, _unread(prose))):
        for piece in (piece for passage in passages for piece in passage.pieces):
            fates[piece.start : piece.end] = bytes([fate]) * len(piece.text)
    unmapped = tuple(_left(outline, fates))
    skipped = sum(count_shown(passage.words.text) for passage in outline.ignored)
    left = sum(count_shown(passage.words.text) for passage in unmapped)
    lines = [line.words for chapter in outline.chapters for line in chapter.lines]
    headings = [section.heading for section in prose.sections]
    read = sum(count_shown(words.text) for words in lines + headings) + skipped
    return Accounting(read, read - skipped - left, skipped, left), unmapped


def count_cells(
    document: Document, ignored: Iterable[IgnoredPassage], unmapped: Iterable[UnmappedPassage]
) -> Accounting:
    """Where the characters of the cells went, by what is known of the cells that are not mapped."""
    read = sum(count_shown(cell.text) for cell in document.cells())
    skipped = sum(count_shown(passage.words.text) for passage in ignored)
    left = sum(count_shown(passage.words.text) for passage in unmapped)
    return Accounting(read, read - skipped - left, skipped, left)


def _told(prose: Prose) -> Iterator[Passage]:
    yield from (section.heading for section in prose.sections)
    yield from (statement.words for statement in prose.statements)
    yield from (goal.goal.words for goal in prose.goals)
    yield from (term.row for term in prose.glossary)
    for duty in prose.duties:
        yield duty.name
        yield duty.content


def _unread(prose: Prose) -> Iterator[Passage]:
    """The numbers of a paragraph that nothing could be made of, though its words are told."""
    for section in prose.figures:
        for reading in section.paragraphs:
            yield from reading.unread


def _left(outline: Outline, fates: bytearray) -> Iterator[UnmappedPassage]:
    for chapter in outline.chapters:
        known = chapter.section is not None and chapter.section.kind is not None
        reason = "reasonUnknownText" if known else "reasonUnknownSection"
        for line in chapter.lines:
            for fate, words in _parts(line.words, fates):
                if fate != _MAPPED:
                    yield UnmappedPassage(_UNKNOWN_FIGURE if fate == _UNREAD else reason, words, 0)


def _parts(words: Passage, fates: bytearray) -> Iterable[tuple[int, Passage]]:
    """The parts of a line with their fates; what holds neither letter nor figure is no words."""
    places = [at for piece in words.pieces for at in range(piece.start, piece.end)]
    for fate, group in groupby(enumerate(places), lambda pair: fates[pair[1]]):
        at = [index for index, _ in group]
        part = words.slice(at[0], at[-1] + 1).strip()
        if any(character.isalnum() for character in part.text):
            yield fate, part
