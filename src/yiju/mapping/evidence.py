"""Quotations: what a passage looks like in the source, word for word, and at which line.

A passage whose pieces are parted by anything but blanks and `<b>` marks has one quotation per
piece, and so has one that a page parts; a long one is quoted in parts, so that every quotation still
points somewhere. On a page it has a box, too, told as RFC 3778 has it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate
from operator import or_
from typing import Final

from yiju.model import Document, Passage
from yiju.vocabulary import Names

Json = dict[str, object]

LONGEST: Final = 900
"""Characters of the longest quotation, blanks not counted."""

_CONTEXT: Final = 24
_PDF_FRAGMENTS: Final = "http://tools.ietf.org/rfc/rfc3778"
_GAP: Final = re.compile(r"(?:\s|</?b>)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """Where a quotation stands: offsets in the text of the document."""

    start: int
    end: int


class Prover:
    """Makes the evidence of one document and names its parts after their places."""

    def __init__(self, document: Document, names: Names) -> None:
        self.document = document
        self.names = names
        self.disclosure = names.disclosure(document.sha256)
        lines = document.text.split("\n")
        self._told: set[Span] = set()
        self._starts = [0, *accumulate(len(line) + 1 for line in lines)]

    def name(self, kind: str, offset: int) -> str:
        """The IRI of the part of that kind that starts at an offset."""
        return self.names.part(kind, self.document.sha256, *self.place(offset))

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def evidence(self, *passages: Passage) -> list[Json]:
        """The quotations of passages in the order of the source; what another one holds is left out."""
        text, kept, reached = self.document.text, list[Json](), -1
        found = (span for passage in passages for span in find_spans(text, passage))
        spans = {part for span in found for part in self._by_page(span)}
        for span in sorted(spans, key=lambda span: (span.start, -span.end)):
            if span.end > reached:
                kept.append(self._quotation(span))
                reached = span.end
        return kept

    def _quotation(self, span: Span) -> Json:
        """A quotation in full where it is first told; later only its name."""
        text, (line, column) = self.document.text, self.place(span.start)
        local = f"{self.document.sha256[:16]}-{line}-{column}-{span.end - span.start}"
        if span in self._told:
            return {"id": self.names.thing("evidence", local)}
        self._told.add(span)
        selector: Json = {
            "id": self.names.thing("quotation", local),
            "type": "oa:TextQuoteSelector",
            "exact": text[span.start : span.end],
            "prefix": text[max(0, span.start - _CONTEXT) : span.start],
            "suffix": text[span.end : span.end + _CONTEXT],
        }
        regions = [*self._regions(span, local)]
        return {
            "id": self.names.thing("evidence", local),
            "type": "oa:SpecificResource",
            "hasSource": self.disclosure,
            "line": line,
            **self._place_in_file(span.start),
            "hasSelector": [selector, *regions] if regions else selector,
        }

    def _by_page(self, span: Span) -> Iterator[Span]:
        """The parts of a quotation that stand on one page each."""
        start, page = span.start, None
        for place in self.document.places_in(span.start, span.end):
            if page is not None and place.page not in (page, None):
                yield Span(start, place.start)
                start = place.start
            page = place.page or page
        yield Span(start, span.end)

    def _regions(self, span: Span, local: str) -> Iterator[Json]:
        """Where on its page a quotation stands, in points from the upper left corner."""
        places = self.document.places_in(span.start, span.end)
        boxes = [place.box for place in places if place.box]
        if boxes and places[0].page:
            box = reduce(or_, boxes)
            yield {
                "id": self.names.thing("region", local),
                "type": "oa:FragmentSelector",
                "fragment": f"page={places[0].page}&viewrect={box.left},{box.top},{box.width},{box.height}",
                "conformsTo": _PDF_FRAGMENTS,
            }

    def _place_in_file(self, offset: int) -> Json:
        """The cell and the page at which a quotation begins, where the file has such."""
        place = self.document.place_at(offset)
        if place is None:
            return {}
        told = {"cell": place.cell, "page": place.page}
        return {name: value for name, value in told.items() if value is not None}


def find_spans(text: str, passage: Passage) -> Iterator[Span]:
    """Where the passage stands in the text, side-by-side pieces put together, long ones parted.

    >>> from yiju.model import Passage
    >>> list(find_spans("一、<b>甲</b>乙|丙", Passage.of("甲", 5, 1) + Passage.of("丙", 12, 1)))
    [Span(start=5, end=6), Span(start=12, end=13)]
    """
    start = end = -1
    for piece in passage.pieces:
        if not piece.text.strip():
            continue
        if start >= 0 and piece.start >= end and _GAP.fullmatch(text, end, piece.start):
            end = piece.end
            continue
        if start >= 0:
            yield from _parted(text, start, end)
        start, end = piece.start, piece.end
    if start >= 0:
        yield from _parted(text, start, end)


def _parted(text: str, start: int, end: int) -> Iterator[Span]:
    """Parts of at most `LONGEST` characters, each beginning with one that is not blank."""
    count, begin = 0, start
    for at in range(start, end):
        if text[at].isspace():
            continue
        if count == LONGEST:
            yield Span(begin, at)
            count, begin = 0, at
        count += 1
    yield Span(begin, end)
