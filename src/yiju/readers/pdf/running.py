"""Running titles and page numbers: what stands at one height near the edge of many pages, outside the text.

What stands at a height at which other pages have text is text: each page of a form begins likewise. Digits count as one, so that page numbers repeat. Of a file of one page only a bare page number is known as
such.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from yiju.readers.pdf.lines import Line
from yiju.readers.pdf.pages import Item, Page

RUNNING_TITLE: Final = "ruleRunningTitle"

_EDGE: Final = 0.14
"""The share of a page at its upper and at its lower end in which running titles stand."""

_FEWEST: Final = 2
_SHARE: Final = 0.3
"""So many pages, and such a share of those between the first and the last of them, repeat a running title."""

_MOST: Final = 3
"""Lines of the longest running title."""

_DIGITS: Final = re.compile(r"\d+")
_BLANKS: Final = re.compile(r"\s+")
_PAGE_NUMBER: Final = re.compile(r"[-—–－·•~～]*(?:第?#页?|第#页[,，/]?共#页|#/#)[-—–－·•~～]*")

_Key = tuple[str, bool, int]


def find_running(pages: Sequence[Page]) -> Iterator[frozenset[int]]:
    """For each page the numbers of the items that are running titles or page numbers."""
    keyed = [dict(_edge_lines(page)) for page in pages]
    on_pages: dict[_Key, list[int]] = {}
    for at, keys in enumerate(keyed):
        for key in set(keys.values()):
            on_pages.setdefault(key, []).append(at)
    repeated = {key for key, found in on_pages.items() if _is_repeated(found)}
    running = repeated - set(_among_text(pages, keyed, repeated))
    for keys in keyed:
        yield frozenset(at for at, key in keys.items() if key in running or _is_number(key))


def _is_repeated(found: Sequence[int]) -> bool:
    return len(found) >= _FEWEST and len(found) >= _SHARE * (found[-1] - found[0] + 1)


def _among_text(
    pages: Sequence[Page], keyed: Sequence[dict[int, _Key]], repeated: set[_Key]
) -> Iterator[_Key]:
    """Lines at whose height other words stand on pages of the same size: they are text."""
    edges: dict[tuple[int, bool], float] = {}
    for page, keys in zip(pages, keyed, strict=True):
        for at, item in enumerate(page.items):
            if keys.get(at) not in repeated and not _is_number(keys.get(at)):
                for is_upper, far in ((True, -item.area.top), (False, item.area.bottom)):
                    place = (round(page.width), is_upper)
                    edges[place] = max(edges.get(place, far), far)
    for page, keys in zip(pages, keyed, strict=True):
        for at, key in keys.items():
            area = page.items[at].area
            near = -area.bottom if key[1] else area.top
            if edges.get((round(page.width), key[1]), near - 1) > near:
                yield key


def _is_number(key: _Key | None) -> bool:
    return key is not None and not key[1] and bool(_PAGE_NUMBER.fullmatch(key[0]))


def _edge_lines(page: Page) -> Iterator[tuple[int, _Key]]:
    """The lines near the upper and the lower edge, from the edge to the first that is no line."""
    items = sorted(range(len(page.items)), key=lambda at: _top(page.items[at]))
    for is_upper, order in ((True, items), (False, items[::-1])):
        for at in order[:_MOST]:
            item = page.items[at]
            if not isinstance(item, Line) or not _is_at_edge(item, page, is_upper=is_upper):
                break
            text = _DIGITS.sub("#", _BLANKS.sub("", item.text))
            yield at, (text, is_upper, round(item.base / 4))


def _top(item: Item) -> float:
    return item.area.top


def _is_at_edge(line: Line, page: Page, *, is_upper: bool) -> bool:
    edge = _EDGE * page.height
    return line.base < edge if is_upper else line.base > page.height - edge
