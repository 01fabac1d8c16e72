"""Results in the form that the client takes, cut where they are longer than allowed, and saying so."""

from collections.abc import Callable, Iterable
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
    ANY_JSON,
    ANY_XML,
    CSV,
    JSON,
    JSONLD,
    NQUADS,
    NTRIPLES,
    RDFXML,
    ROWS,
    TRIG,
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
    ANY_JSON: QueryResultsFormat.JSON,
    XML: QueryResultsFormat.XML,
    ANY_XML: QueryResultsFormat.XML,
    CSV: QueryResultsFormat.CSV,
    TSV: QueryResultsFormat.TSV,
}
TRIPLE_FORMS: Final = {
    TURTLE: RdfFormat.TURTLE,
    NTRIPLES: RdfFormat.N_TRIPLES,
    NQUADS: RdfFormat.N_QUADS,
    TRIG: RdfFormat.TRIG,
    RDFXML: RdfFormat.RDF_XML,
    JSONLD: RdfFormat.JSON_LD,
}
MAX_BYTES: Final = 256 << 20
_LEAST_PER_ROW: Final = 3
"""Bytes that a row has at least in any form: `{},` in JSON, a value and a line end in the others."""
_DIRECT: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Reply:
    """The body of a response, its media type, and after how many rows it was cut, if it was.

    `total` is how many rows there are in all, where that is known; `state` that of the store from which
    it was read, where the same question will be answered so as long as it is in that state. `modified` is when
    the data was written last, in seconds since 1970.
    """

    body: bytes
    media: str
    cut: int | None = None
    total: int | None = None
    state: str | None = None
    modified: float | None = None


TOLD: Final = ("media", "cut", "total", "state", "modified")
"""What is told of a reply before its body."""


def write_results(ask: Callable[[], Results], *, accept: str | None, rows: int) -> Reply:
    """Write what a query finds, `rows` rows or triples at most; a long result is asked for twice."""
    results = ask()
    if isinstance(results, QuerySolutions):
        media = choose(accept, ROWS)
        return _direct(results, media, rows) or _counted(ask(), media, rows)
    if isinstance(results, QueryBoolean):
        media = choose(accept, ROWS)
        return Reply(results.serialize(format=ROW_FORMS[media]) or b"", media)
    media = choose(accept, TRIPLES)
    return write_some(results, media, rows)


def write_some(triples: Iterable[Triple], media: str, rows: int) -> Reply:
    """Write so many triples at most."""
    found = list(islice(triples, rows + 1))
    body = write_triples(found[:rows], media)
    return mark_cut(body, media, rows) if len(found) > rows else Reply(body, media)


def write_triples(triples: Iterable[Triple], media: str) -> bytes:
    """Write triples in the syntax of that media type."""
    written = list(triples)
    return serialize(written, format=TRIPLE_FORMS[media], prefixes=_prefixes_in(written)) or b""


def _prefixes_in(triples: Iterable[Triple]) -> dict[str, str]:
    """The prefixes that shorten something in the triples."""
    iris = "\n".join(map(str, triples))
    return {name: space for name, space in PREFIXES.items() if f"<{space}" in iris}


class _FullError(Exception):
    """Enough was written."""


class _Short(BytesIO):
    """Takes so many bytes and no more."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        """Take the data, or none of it where that is too much."""
        if self.tell() + len(data) > self._limit:
            raise _FullError
        return super().write(data)


def _direct(solutions: QuerySolutions, media: str, rows: int) -> Reply | None:
    """The rows as they come, where they are so short that they cannot be too many; else None."""
    body = _Short(min(_DIRECT, rows * _LEAST_PER_ROW))
    with suppress(_FullError):
        solutions.serialize(body, ROW_FORMS[media])
        return Reply(body.getvalue(), media)
    return None


def _counted(solutions: Results, media: str, rows: int) -> Reply:
    """Write TSV first, where every row is a line and can be counted, then the form that is wanted."""
    assert isinstance(solutions, QuerySolutions)
    lines = _Lines(rows + 1)
    with suppress(_FullError):
        solutions.serialize(lines, QueryResultsFormat.TSV)
    form = ROW_FORMS[media]
    table = lines.text()
    body = table
    if form != QueryResultsFormat.TSV:
        body = parse_query_results(table, QueryResultsFormat.TSV).serialize(format=form) or b""
    return mark_cut(body, media, table.count(b"\n") - 1) if lines.full else Reply(body, media)


def mark_cut(body: bytes, media: str, rows: int) -> Reply:
    """A result that was cut says so in its body, too, where its form has a place for that.

    >>> mark_cut(b'{"head":{},"results":{}}', JSON, 5).body
    b'{"head":{},"results":{},"truncated":{"rows":5}}'
    """
    words = f"truncated: rows={rows}"
    if media in {JSON, ANY_JSON}:
        body = body.rstrip()[:-1] + f',"truncated":{{"rows":{rows}}}}}'.encode()
    elif media in {XML, ANY_XML, RDFXML}:
        body += f"<!-- {words} -->\n".encode()
    elif media in {TURTLE, NTRIPLES, NQUADS, TRIG}:
        body += f"# {words}\n".encode()
    return Reply(body, media, cut=rows)


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
