"""Results in the form that the client takes, cut where they are longer than allowed, and saying so."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from itertools import chain, islice
from typing import IO, Final, cast

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse_query_results,
    serialize,
)

from yiju.service.bodies import MAX_BYTES, Body, FullError, LongBody
from yiju.service.faults import Fault, FaultError
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
_LEAST_PER_ROW: Final = 3
"""Bytes that a row has at least in any form: `{},` in JSON, a value and a line end in the others."""
_DIRECT: Final = 1 << 20
_FEW: Final = 10_000
_TOO_LONG: Final = Fault(
    503,
    "too_long",
    f"The answer is longer than {MAX_BYTES >> 20} megabytes; ask for less at a time.",
)


@dataclass(frozen=True, slots=True)
class Reply:
    """The body of a response, its media type, and after how many rows it was cut, if it was.

    `total` is how many rows there are in all, where that is known; `state` that of the store from which
    it was read, where the same question will be answered so as long as it is in that state. `modified` is when
    the data was written last, in seconds since 1970. A long body lies at `path`, and is `long` when it was
    taken from there.
    """

    body: bytes
    media: str
    cut: int | None = None
    total: int | None = None
    state: str | None = None
    modified: float | None = None
    path: str | None = None
    long: LongBody | None = None


TOLD: Final = ("media", "cut", "total", "state", "modified", "path")
"""What is told of a reply before its body."""


def write_results(
    ask: Callable[[], Results], *, accept: str | None, rows: int, folder: str
) -> Reply:
    """Write what a query finds, `rows` rows or triples at most; a long result is asked for twice.

    A long body goes into a file in `folder`.
    """
    results = ask()
    if isinstance(results, QuerySolutions):
        media = choose(accept, ROWS)
        return _direct(results, media, rows) or _counted(ask(), media, rows, folder)
    if isinstance(results, QueryBoolean):
        media = choose(accept, ROWS)
        return Reply(results.serialize(format=ROW_FORMS[media]) or b"", media)
    media = choose(accept, TRIPLES)
    return write_some(results, media, rows, folder)


def write_some(triples: Iterable[Triple], media: str, rows: int, folder: str) -> Reply:
    """Write so many triples at most."""
    found = iter(triples)
    first = list(islice(found, min(rows, _FEW)))
    prefixes = _prefixes_in(first) if len(first) < _FEW else dict(PREFIXES)
    body = Body(folder)
    rest = islice(found, rows - len(first))
    try:
        serialize(chain(first, rest), _io(body), format=TRIPLE_FORMS[media], prefixes=prefixes)
    except FullError as error:
        raise FaultError(_TOO_LONG) from error
    return _reply(body, media, cut=rows if next(found, None) else None)


def write_triples(triples: Iterable[Triple], media: str) -> bytes:
    """Write triples in the syntax of that media type."""
    written = list(triples)
    return serialize(written, format=TRIPLE_FORMS[media], prefixes=_prefixes_in(written)) or b""


def _prefixes_in(triples: Iterable[Triple]) -> dict[str, str]:
    """The prefixes that shorten something in the triples."""
    iris = "\n".join(map(str, triples))
    return {name: space for name, space in PREFIXES.items() if f"<{space}" in iris}


class _Short(BytesIO):
    """Takes so many bytes and no more."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        """Take the data, or none of it where that is too much."""
        if self.tell() + len(data) > self._limit:
            raise FullError
        return super().write(data)


def _direct(solutions: QuerySolutions, media: str, rows: int) -> Reply | None:
    """The rows as they come, where they are so short that they cannot be too many; else None."""
    body = _Short(min(_DIRECT, rows * _LEAST_PER_ROW))
    with suppress(FullError):
        solutions.serialize(body, ROW_FORMS[media])
        return Reply(body.getvalue(), media)
    return None


def _counted(solutions: Results, media: str, rows: int, folder: str) -> Reply:
    """Write TSV first, where every row is a line and can be counted, then the form that is wanted."""
    assert isinstance(solutions, QuerySolutions)
    table = _Lines(Body(folder), rows + 1)
    with suppress(FullError):
        solutions.serialize(_io(table), QueryResultsFormat.TSV)
    form = ROW_FORMS[media]
    body = table.body
    if form != QueryResultsFormat.TSV:
        body = Body(folder, start=_start(media, table.rows) if table.full else b"")
        whole = parse_query_results(table.body.finish(), QueryResultsFormat.TSV)
        assert isinstance(whole, QuerySolutions)
        try:
            whole.serialize(_io(body), form)
        except FullError as error:
            raise FaultError(_TOO_LONG) from error
        finally:
            table.body.drop()
    return _reply(body, media, cut=table.rows if table.full else None)


def _io(taker: "Body | _Lines") -> IO[bytes]:
    """What takes bytes, as the engine's types want it."""
    return cast("IO[bytes]", taker)


def _reply(body: Body, media: str, *, cut: int | None) -> Reply:
    """The reply with a body that was written; one that was cut ends so, where its form has a place."""
    if cut is not None:
        body.write(_end(media, cut))
    body.finish()
    if body.path is None:
        return Reply(body.short(), media, cut=cut)
    return Reply(b"", media, cut=cut, path=str(body.path))


def mark_cut(body: bytes, media: str, rows: int) -> Reply:
    """A result that was cut says so in its body, too, where its form has a place for that.

    >>> mark_cut(b'{"head":{},"results":{}}', JSON, 5).body
    b'{"truncated":{"rows":5},"head":{},"results":{}}'
    """
    start = _start(media, rows)
    return Reply(start + body[len(start[:1]) :] + _end(media, rows), media, rows)


def _start(media: str, rows: int) -> bytes:
    """How JSON begins that was cut: first of all, as some readers bear nothing behind the rows."""
    return f'{{"truncated":{{"rows":{rows}}},'.encode() if media in {JSON, ANY_JSON} else b""


def _end(media: str, rows: int) -> bytes:
    """How other forms end that were cut, where they have comments."""
    words = f"truncated: rows={rows}"
    if media in {XML, ANY_XML, RDFXML}:
        return f"<!-- {words} -->\n".encode()
    return f"# {words}\n".encode() if media in {TURTLE, NTRIPLES, NQUADS, TRIG} else b""


class _Lines:
    """Takes so many whole lines and no more; the first is no row."""

    def __init__(self, body: Body, limit: int) -> None:
        self.body = body
        self.full = False
        self._left = limit
        self._limit = limit
        self._open = b""

    @property
    def rows(self) -> int:
        """How many rows were taken."""
        return self._limit - self._left - 1

    def write(self, data: bytes, /) -> int:
        """Take the lines that are allowed and whole; FullError where there are more."""
        text = self._open + data
        end = text.rfind(b"\n") + 1
        lines, self._open = text[:end], text[end:]
        count = lines.count(b"\n")
        if count > self._left:
            lines = b"\n".join(lines.split(b"\n", self._left)[: self._left]) + b"\n" * (
                self._left > 0
            )
        self.full = True  # unless it is written, and nothing goes on behind it
        self.body.write(lines)
        self.full = count > self._left or (count == self._left and bool(self._open))
        self._left = max(self._left - count, 0)
        if self.full:
            raise FullError
        return len(data)

    def flush(self) -> None:
        """Nothing is held back but the line that is not whole (the engine calls this)."""
