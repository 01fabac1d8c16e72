"""The list of duties: its items in their order, items within items, and what is said below them."""

from collections.abc import Iterator
from dataclasses import replace

from yiju.model import ListedDuty, Passage, Section
from yiju.prose.headings import is_heading_line
from yiju.prose.lines import ARTICLE, Line
from yiju.prose.outline import Chapter


def read_duties(chapter: Chapter) -> tuple[ListedDuty, ...]:
    """The duties of a section; where nothing is numbered, every paragraph is one."""
    section = chapter.section
    if section is None:
        return ()
    items = [line for line in chapter.lines if _is_item(line, chapter)]
    if not items:
        plain = (line for line in chapter.lines if not line.number)
        return tuple(ListedDuty(line.words, section, n) for n, line in enumerate(plain, 1))
    return tuple(_numbered(chapter, section, {line.words.start for line in items}))


def _is_item(line: Line, chapter: Chapter) -> bool:
    """Articles around a numbered list are no duties; where nothing else is numbered, they are."""
    others = any(one.number and one.number[0] != ARTICLE for one in chapter.lines)
    return bool(line.number) and (not others or bool(line.number and line.number[0] != ARTICLE))


def _numbered(chapter: Chapter, section: Section, items: set[int]) -> Iterator[ListedDuty]:
    """The items of numbered lists; a paragraph below an item that is a mere heading is its content."""
    duty: ListedDuty | None = None
    around: list[tuple[str, Passage]] = []
    position = 0
    for line in chapter.lines:
        if line.number and line.words.start in items:
            if duty:
                yield duty
            position += 1
            parent = _parent(around, line.number[0])
            around.append((line.number[0], line.words))
            duty = ListedDuty(line.words, section, position, parent)
        elif duty and is_heading_line(Line.of(duty.name).text):
            duty = replace(duty, content=Passage.join((duty.content, line.words), "\n"))
    if duty:
        yield duty


def _parent(around: list[tuple[str, Passage]], style: str) -> Passage:
    """The item around one of that style; `around` keeps the items that stay open."""
    same = [depth for depth, (other, _) in enumerate(around) if other == style]
    del around[same[0] if same else len(around) :]
    return around[-1][1] if around else Passage()
