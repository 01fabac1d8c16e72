"""Where every character outside tables goes: mapped, ignored by a named rule, or listed as unmapped."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from yiju.model import Accounting, Document, IgnoredPassage, Passage, Prose, UnmappedPassage
from yiju.prose.outline import Outline
from yiju.values.characters import count_shown


def close_account(
    prose: Prose, outline: Outline, length: int
) -> tuple[Accounting, tuple[UnmappedPassage, ...]]:
    """The sums over a text of that length, and the words of the outline that nobody speaks for."""
    mapped = bytearray(length)
    for passage in _told(prose):
        for piece in passage.pieces:
            mapped[piece.start : piece.end] = b"\1" * len(piece.text)
    unmapped = tuple(_left(outline, mapped))
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


def _left(outline: Outline, mapped: bytearray) -> Iterator[UnmappedPassage]:
    for chapter in outline.chapters:
        known = chapter.section is not None and chapter.section.kind is not None
        reason = "reasonUnknownText" if known else "reasonUnknownSection"
        for line in chapter.lines:
            for words in _gaps(line.words, mapped):
                yield UnmappedPassage(reason, words, 0)


def _gaps(words: Passage, mapped: bytearray) -> Iterable[Passage]:
    """The parts of a line that nothing covers; what holds neither letter nor figure is no words."""
    places = [at for piece in words.pieces for at in range(piece.start, piece.end)]
    for covered, group in groupby(enumerate(places), lambda pair: mapped[pair[1]]):
        at = [index for index, _ in group]
        gap = words.slice(at[0], at[-1] + 1).strip()
        if not covered and any(character.isalnum() for character in gap.text):
            yield gap
