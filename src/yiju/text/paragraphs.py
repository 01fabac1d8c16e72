"""Paragraphs that a page cut in two, put together again: a blank line or a page number stands between.

A paragraph goes on in the next one where it ends at a comma or a figure, where the next one begins with
a stop or a figure, or where a long one without a stop meets one that has a stop. A list number, a
label (绩效目标：) and a finished sentence begin anew.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from yiju.model import Passage
from yiju.values.list_number import is_numbered

_PAGE: Final = re.compile(r"[-—–\s]*[0-9０-９]{1,4}[-—–\s]*|第\s*[0-9]{1,4}\s*页.{0,12}")
_CLOSED: Final = re.compile("[。；;！!？?：:]$")
_OPEN_END: Final = re.compile("[，、,（(《0-9０-９]$")
_OPEN_START: Final = re.compile("[，、,。；;）)》%％0-9０-９]")
_LABEL: Final = re.compile("[^，。；,;0-9]{2,12}[:：]")
_STOP: Final = re.compile("[。；;]")
_NEAR: Final = 6
"""Lines between the pieces of a paragraph: blank ones and a page number."""
_LONG: Final = 40
_MOST: Final = 4
"""Pieces of one paragraph; one that seems to have more is none."""


def join_broken(paragraphs: Iterable[Passage]) -> Iterator[Passage]:
    """The paragraphs, those that a page cut in two as one; page numbers are left out.

    >>> pieces = [Passage.of("新增书店", 0, 1), Passage.of("- 3 -", 6, 3), Passage.of("20 家。", 13, 5)]
    >>> [paragraph.text for paragraph in join_broken(pieces)]
    ['新增书店20 家。']
    """
    parts: list[Passage] = []
    for words in paragraphs:
        if not words or _PAGE.fullmatch(words.text):
            continue
        if parts and (len(parts) == _MOST or not _goes_on(parts[-1], words)):
            yield Passage.join(parts)
            parts = []
        parts.append(words)
    if parts:
        yield Passage.join(parts)


def _goes_on(one: Passage, two: Passage) -> bool:
    """Whether the second paragraph ends the sentence of the first."""
    first, second = one.text.rstrip(), two.text.lstrip()
    if two.line - one.pieces[-1].line > _NEAR or _CLOSED.search(first):
        return False
    if is_numbered(second) or _LABEL.match(second):
        return False
    if _OPEN_END.search(first) or _OPEN_START.match(second):
        return True
    return len(first) >= _LONG and bool(_STOP.search(second))
