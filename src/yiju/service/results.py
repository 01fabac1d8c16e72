"""Results in the form that the client takes, cut where they are longer than allowed."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import Final

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse_query_results,
    serialize,
)

from yiju.service.negotiation import (
    CSV,
    JSON,
    JSONLD,
    NTRIPLES,
    RDFXML,
    ROWS,
    TRIPLES,
    TSV,
    TURTLE,
    XML,
    choose,
)
from yiju.store import Results
from yiju.vocabulary import PREFIXES

ROW_FORMS: Final = {
    JSON: QueryResultsFormat.JSON,
    "application/json": QueryResultsFormat.JSON,
    XML: QueryResultsFormat.XML,
    "application/xml": QueryResultsFormat.XML,
    CSV: QueryResultsFormat.CSV,
    TSV: QueryResultsFormat.TSV,
}
TRIPLE_FORMS: Final = {
    TURTLE: RdfFormat.TURTLE,
    NTRIPLES: RdfFormat.N_TRIPLES,
    RDFXML: RdfFormat.RDF_XML,
    JSONLD: RdfFormat.JSON_LD,
}
MAX_BYTES: Final = 256 << 20


@dataclass(frozen=True, slots=True)
class Reply:
    """The body of a response, its media type, and whether it was cut."""

    body: bytes
    media: str
    truncated: bool = False


def write_results(results: Results, *, accept: str | None, rows: int) -> Reply:
    """Write the results of a query, `rows` rows or triples at most."""
    if isinstance(results, QuerySolutions):
        return _solutions(results, choose(accept, ROWS), rows)
    if isinstance(results, QueryBoolean):
        media = choose(accept, ROWS)
        return Reply(results.serialize(format=ROW_FORMS[media]) or b"", media)
    media = choose(accept, TRIPLES)
    found = list(islice(results, rows + 1))
    return Reply(write_triples(found[:rows], media), media, truncated=len(found) > rows)


def write_triples(triples: Iterable[Triple], media: str) -> bytes:
    """Write triples in the syntax of that media type."""
    written = list(triples)
    return serialize(written, format=TRIPLE_FORMS[media], prefixes=_prefixes_in(written)) or b""


def _prefixes_in(triples: Iterable[Triple]) -> dict[str, str]:
    """The prefixes that shorten something in the triples."""
    iris = "\n".join(map(str, triples))
    return {name: space for name, space in PREFIXES.items() if f"<{space}" in iris}


def _solutions(solutions: QuerySolutions, media: str, rows: int) -> Reply:
    """Write TSV first, where every row is a line and can be counted, then the form that is wanted."""
    lines = _Lines(rows + 1)
    with suppress(_FullError):
        solutions.serialize(lines, QueryResultsFormat.TSV)
    form = ROW_FORMS[media]
    body = lines.text()
    if form != QueryResultsFormat.TSV:
        body = parse_query_results(body, QueryResultsFormat.TSV).serialize(format=form) or b""
    return Reply(body, media, truncated=lines.full)


class _FullError(Exception):
    """Enough lines were written."""


class _Lines(BytesIO):
    """Takes so many lines and no more, nor more than MAX_BYTES."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.left = limit
        self.full = False

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        """Take the data up to the last line that is allowed."""
        count = data.count(b"\n")
        if count > self.left or (count == self.left and not data.endswith(b"\n")):
            super().write(_first_lines(data, self.left))
            self.left, self.full = 0, True
            raise _FullError
        if self.left == 0 or self.tell() + len(data) > MAX_BYTES:
            self.full = True
            raise _FullError
        self.left -= count
        return super().write(data)

    def text(self) -> bytes:
        """All whole lines."""
        return self.getvalue()[: self.getvalue().rfind(b"\n") + 1]


def _first_lines(data: bytes, count: int) -> bytes:
    r"""So many lines from the beginning.

    >>> _first_lines(b"a\nb\nc", 2)
    b'a\nb\n'
    """
    return b"".join(line + b"\n" for line in data.split(b"\n", count)[:count])
