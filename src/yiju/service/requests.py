"""Reading a SPARQL request: GET, a form by POST, or a query by POST (SPARQL 1.1 Protocol, section 2.1)."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from yiju.service.faults import Fault, FaultError

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SparqlRequest:
    """A query, and the graphs that the request names."""

    query: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


async def read_sparql(request: Request, *, limit: int) -> SparqlRequest:
    """Read a query from a request; FaultError where it holds none, two, or an update."""
    pairs = _pairs(request.url.query.encode())
    if request.method == "POST":
        pairs = await _posted(request, pairs, limit)
    return parse_pairs(pairs)


def parse_pairs(pairs: Pairs) -> SparqlRequest:
    """Parse the parameters of a request.

    >>> parse_pairs([("query", "ASK {}"), ("default-graph-uri", "http://x/")])
    SparqlRequest(query='ASK {}', default=('http://x/',), named=())
    """
    names = [name for name, _ in pairs]
    if "update" in names:
        raise _refused("read_only", "This service is only read; updates are refused.")
    if names.count("query") != 1:
        raise _refused("bad_request", f"One query is wanted; {names.count('query')} were given.")
    return SparqlRequest(
        query=dict(pairs)["query"],
        default=tuple(value for name, value in pairs if name == "default-graph-uri"),
        named=tuple(value for name, value in pairs if name == "named-graph-uri"),
    )


async def _posted(request: Request, pairs: Pairs, limit: int) -> Pairs:
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media == FORM:
        return pairs + _pairs(await _body(request, limit))
    if media == QUERY:
        return [*pairs, ("query", _text(await _body(request, limit)))]
    if media == UPDATE:
        raise _refused("read_only", "This service is only read; updates are refused.")
    message = f"A query comes as {FORM} or {QUERY}; {media[:100] or 'nothing'} was named."
    raise _refused("unsupported_media_type", message, status=415)


async def _body(request: Request, limit: int) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            message = f"The request is longer than {limit} bytes; send a shorter query."
            raise _refused("too_large", message, status=413)
    return body


def _pairs(encoded: bytes) -> Pairs:
    try:
        return parse_qsl(
            encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=1000
        )
    except ValueError as error:
        raise _refused("bad_request", "The parameters are not in UTF-8.") from error


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _refused("bad_request", "The query is not in UTF-8; encode it so.") from error


def _refused(code: str, message: str, *, status: int = 400) -> FaultError:
    return FaultError(Fault(status, code, message))
