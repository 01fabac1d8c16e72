"""The lines of a document between its tables, each with its list number, paragraphs put together.

A page break or a narrow page cuts a paragraph into lines. A line is joined to the one before when
that one stops inside a bracket or at a comma, is prose without a full stop that this line brings,
or fills the width at which the document wraps its lines.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from yiju.model import Document, Paragraph, Passage
from yiju.prose.headings import (
    is_heading_line,
    is_label,
    is_lead,
    is_page_number,
    is_title,
    kind_of_heading,
)
from yiju.values.characters import squeeze
from yiju.values.list_number import read_number, strip_number

_HEAD: Final = 200
"""Characters of a line that tell what it is."""

ARTICLE: Final = "第一条"
"""The style of the articles of a regulation, which may stand around a list."""

_ARTICLE: Final = re.compile(r"第[一二三四五六七八九十百0-9]{1,4}条")
_LABEL: Final = re.compile(r"(?![^:]*(?:原因|其中|包括|主要|分别))[^,。;:()]{2,12}:")
"""The name of an item in front of a colon; reasons and parts go on with a sentence."""

_LABELLED: Final = re.compile(r":.")
_BULLET: Final = re.compile(r"\s*[-•●*·◆■]\s*")
_FULL_STOP: Final = re.compile(r"[。；;！？!?]\s*[”\"」）)]?\s*$")
_CLOSED: Final = re.compile(r"[。；;！？!?：:]\s*[”\"」）)]?\s*$")
_OPEN_END: Final = re.compile(r"[，,、（(《〈“]\s*$")
_PROSE: Final = re.compile(r"[，,；;。]")
_FIGURE_END: Final = re.compile(r"[^\W\d_][0-9]+$")
_FIGURE_START: Final = re.compile(r"(?!(?:19|20)[0-9]{2}年)[0-9]+(?:[.][0-9]+)?(?![、.)0-9])")
_REST: Final = re.compile(r"[,。;、)》]")
"""What no paragraph begins with."""

_PAIRS: Final = (("（", "）"), ("(", ")"), ("《", "》"), ("“", "”"))
_STEP: Final = 4
_NARROWEST: Final = 40
_MANY: Final = 8
_SHARE: Final = 0.3
"""Columns by which full lines differ, of the narrowest page, and how many lines make a wrap."""

_WIDE: Final = 24
"""Characters of the shortest line without a comma that may be cut prose."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph with the style and value of its list number; a table is a line without words.

    `text` is its beginning, squeezed.
    """

    words: Passage
    text: str
    number: tuple[str, int] | None = None

    @classmethod
    def of(cls, words: Passage) -> "Line":
        """The line of these words."""
        head = _BULLET.sub("", words.text[:_HEAD], count=1)
        return cls(words, squeeze(head), _number(head))

    @property
    def is_table(self) -> bool:
        """Whether a table stands here."""
        return not self.words


def _number(head: str) -> tuple[str, int] | None:
    if number := read_number(head):
        return number
    return (ARTICLE, 1) if _ARTICLE.match(squeeze(head[:12])) else None


def read_lines(document: Document) -> Iterator[Line]:
    """All lines and tables in their order; page numbers are lines of their own."""
    wrap = _wrap_width(document)
    held: list[Passage] = []
    pages: list[Passage] = []
    for block in document.blocks:
        words = block.words if isinstance(block, Paragraph) else None
        if words and held and is_page_number(squeeze(words.text[:_HEAD])):
            pages.append(words)
        elif words and held and _goes_on(held, words, wrap):
            held.append(words)
        else:
            yield from _released(held, pages)
            held, pages = [words] if words else [], []
            if words is None:
                yield Line(Passage(), "")
    yield from _released(held, pages)


def _released(held: list[Passage], pages: list[Passage]) -> Iterator[Line]:
    if held:
        yield Line.of(Passage.join(held))
    yield from map(Line.of, pages)


def _wrap_width(document: Document) -> int | None:
    """The width at which lines are wrapped, where many that end without a stop have one width."""
    lines = (block.words.text for block in document.blocks if isinstance(block, Paragraph))
    prose = (line for line in lines if _PROSE.search(line) and not _CLOSED.search(line[-_HEAD:]))
    widths = [_width(line) for line in prose]
    counts = Counter(width for width in widths if width >= _NARROWEST)
    near = {wide: sum(counts[wide - less] for less in range(_STEP)) for wide in counts}
    wrap = max(near, key=lambda wide: (near[wide], wide), default=None)
    return wrap if wrap and near[wrap] >= max(_MANY, len(widths) * _SHARE) else None


def _width(text: str) -> int:
    """Columns of a text, a wide character being two."""
    return sum(1 if character.isascii() else 2 for character in text)


def _last_width(words: Passage) -> int:
    last = words.pieces[-1].line
    return sum(_width(piece.text) for piece in words.pieces if piece.line == last)


def _goes_on(held: list[Passage], words: Passage, wrap: int | None) -> bool:
    """Whether a line is the rest of the paragraph that was cut into the lines before it."""
    before = held[-1]
    text = squeeze(words.text[:_HEAD])
    if _number(words.text[:_HEAD]) or _BULLET.match(words.text) or is_lead(text):
        return False
    if wrap and abs(_last_width(before) - wrap) < _STEP:
        return True
    end = before.text[-_HEAD:]
    if _REST.match(text) or _OPEN_END.search(end) or _is_open(end):
        return True
    if _CLOSED.search(end) or _LABEL.match(text):
        return False
    if is_title(text) or is_label(squeeze(end)):
        return False
    if _FIGURE_END.search(end) or _FIGURE_START.match(text):
        return not kind_of_heading(squeeze(end), numbered=True)
    if len(held) == 1 and _is_heading(before):
        return False
    return not _is_short(before) and bool(_FULL_STOP.search(words.text[-4:]))


def _is_open(end: str) -> bool:
    """Whether a bracket or a quotation was opened and not closed."""
    return any(end.rfind(left) > end.rfind(right) for left, right in _PAIRS)


def _is_heading(words: Passage) -> bool:
    """Whether a line may be a heading rather than prose that was cut."""
    text = squeeze(words.text[:_HEAD])
    numbered = bool(read_number(words.text[:_HEAD]))
    if _LABELLED.search(text) or len(text) >= 2 * _WIDE or _PROSE.search(strip_number(text)):
        return False
    return bool(kind_of_heading(text, numbered=False)) or (numbered and is_heading_line(text))


def _is_short(words: Passage) -> bool:
    """Whether a line says too little to be prose that was cut."""
    text = squeeze(words.text[:_HEAD])
    return len(text) < _WIDE and not _PROSE.search(text) and not _LABELLED.search(text)
