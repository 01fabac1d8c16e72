"""The goals and measures of a section, each with the section that it stands in."""

from collections.abc import Iterator

from yiju.model import Goal, ListedGoal, Passage
from yiju.prose.headings import MEASURES, holds_figure, is_heading_line
from yiju.prose.lines import Line
from yiju.prose.outline import Chapter
from yiju.values.list_number import split_items

_SHORT = 40
"""Characters of the longest numbered line that only names what the next paragraph says."""


def read_goals(chapter: Chapter) -> tuple[ListedGoal, ...]:
    """The goals or measures of a section; a line of goals is split at the list numbers inside it."""
    section = chapter.section
    if section is None:
        return ()
    measures = section.kind == MEASURES
    parts = [part for words in _items(chapter.lines) for part in _parts(words, split=not measures)]
    return tuple(ListedGoal(Goal(part, n), section, measures) for n, part in enumerate(parts, 1))


def _items(lines: list[Line]) -> Iterator[Passage]:
    """The paragraphs; one below a numbered line that only names it belongs to that line."""
    named: Passage | None = None
    for line in lines:
        if named and not line.number:
            yield Passage.join((named, line.words), "\n")
            named = None
            continue
        if named:
            yield named
        named = line.words if line.number and _only_names(line) else None
        if named is None:
            yield line.words
    if named:
        yield named


def _only_names(line: Line) -> bool:
    """Whether a numbered line is one short phrase, as `2、加强支出管理。`."""
    short = len(line.text) <= _SHORT and is_heading_line(line.text.rstrip("。"))
    return short and not holds_figure(line.text)


def _parts(words: Passage, *, split: bool) -> Iterator[Passage]:
    if not split or "\n" in words.text:
        yield words
        return
    for start, end in split_items(words.text):
        yield words.slice(start, end)
