"""Reading a SPARQL request: what is asked or changed, on which graphs (SPARQL 1.1 Protocol, section 2)."""

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
    """A query or an update, and the graphs that the request names for it."""

    text: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    is_update: bool = False


async def read_sparql(request: Request, *, limit: int) -> SparqlRequest | None:
    """What a request asks; None where it asks nothing, which is to ask for the service's description.

    FaultError where it asks two things, an update by GET, or in a form that the protocol has not.
    """
    pairs = _pairs(request.url.query.encode())
    if request.method == "POST":
        return parse_pairs(pairs + await _posted(request, limit))
    if any(name == "update" for name, _ in pairs):
        raise _refused("bad_request", "An update comes by POST; GET changes nothing.")
    return parse_pairs(pairs) if pairs else None


def parse_pairs(pairs: Pairs) -> SparqlRequest:
    """Parse the parameters of a request.

    >>> parse_pairs([("query", "ASK {}"), ("default-graph-uri", "http://x/")])
    SparqlRequest(text='ASK {}', default=('http://x/',), named=(), is_update=False)
    """
    asked = [(name, value) for name, value in pairs if name in {"query", "update"}]
    if len(asked) != 1:
        raise _refused(
            "bad_request", f"One query or update is wanted; the request has {len(asked)}."
        )
    ((kind, text),) = asked
    is_update = kind == "update"
    default, named = (
        ("using-graph", "using-named-graph") if is_update else ("default-graph", "named-graph")
    )
    return SparqlRequest(text, _all(pairs, default), _all(pairs, named), is_update)


def _all(pairs: Pairs, name: str) -> tuple[str, ...]:
    return tuple(value for found, value in pairs if found == f"{name}-uri")


async def _posted(request: Request, limit: int) -> Pairs:
    """The parameters in a body: those of a form, or the one that it is."""
    media, parameters = _content_type(request)
    if media not in {FORM, QUERY, UPDATE}:
        message = f"A query comes as {FORM} or {QUERY}; {media[:100] or 'nothing'} was named."
        raise _refused("unsupported_media_type", message, status=415)
    if parameters.get("charset", "utf-8").lower() not in {"utf-8", "utf8", "us-ascii"}:
        message = f"SPARQL comes in UTF-8; {parameters['charset'][:50]!r} was named."
        raise _refused("unsupported_media_type", message, status=415)
    body = await read_body(request, limit)
    if media == FORM:
        return _pairs(body)
    return [("update" if media == UPDATE else "query", _text(body))]


def _content_type(request: Request) -> tuple[str, dict[str, str]]:
    """The media type of a body and its parameters."""
    media, *rest = (part.strip() for part in request.headers.get("content-type", "").split(";"))
    pairs = (part.partition("=") for part in rest)
    return media.lower(), {name.lower(): value.strip('"') for name, _, value in pairs}


async def read_body(request: Request, limit: int) -> bytes:
    """The body of a request; FaultError where it is longer than so many bytes."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            message = f"The request is longer than {limit} bytes; send less at a time."
            raise _refused("too_large", message, status=413)
    return bytes(body)


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
