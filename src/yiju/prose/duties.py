"""The list of duties: its items in their order, items within items, and what is said below them."""

from collections.abc import Iterator

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
    around: list[tuple[str, Passage]] = []
    for position, (line, below) in enumerate(_grouped(chapter.lines, items), 1):
        style = line.number[0] if line.number else ""
        parent = _parent(around, style)
        around.append((style, line.words))
        content = Passage.join(below, "\n") if is_heading_line(line.text) else Passage()
        yield ListedDuty(line.words, section, position, parent, content)


def _grouped(lines: list[Line], items: set[int]) -> Iterator[tuple[Line, list[Passage]]]:
    """Each item with the paragraphs below it; what stands above the first is left out."""
    item: Line | None = None
    below: list[Passage] = []
    for line in lines:
        if line.words.start not in items:
            below.append(line.words)
            continue
        if item:
            yield item, below
        item, below = line, []
    if item:
        yield item, below


def _parent(around: list[tuple[str, Passage]], style: str) -> Passage:
    """The item around one of that style; `around` keeps the items that stay open."""
    same = [depth for depth, (other, _) in enumerate(around) if other == style]
    del around[same[0] if same else len(around) :]
    return around[-1][1] if around else Passage()
