"""The address of the SPARQL 1.1 Protocol, for queries and, where that is allowed, updates."""

from typing import Any, Final

from fastapi import APIRouter, Request, Response

from yiju.service.addresses import endpoint_of
from yiju.service.describing import describe_service
from yiju.service.negotiation import ROWS, TRIPLES, choose
from yiju.service.plain import PlainRoute
from yiju.service.requests import FORM, QUERY, UPDATE, SparqlRequest, read_sparql
from yiju.service.responses import ask_while_connected, pool_of, respond
from yiju.service.results import write_triples
from yiju.service.schemas import content_of, ok
from yiju.service.writing import is_written, writer_for

router: Final = APIRouter(route_class=PlainRoute)

_RESULTS: Final = ok("Results", (*ROWS, *TRIPLES))
_ASKED: Final[dict[str, Any]] = {
    "parameters": [
        {"name": "query", "in": "query", "required": False, "schema": {"type": "string"}},
        *(
            {"name": name, "in": "query", "schema": {"type": "array", "items": {"type": "string"}}}
            for name in ("default-graph-uri", "named-graph-uri")
        ),
    ]
}
_POSTED: Final[dict[str, Any]] = {
    "requestBody": {"required": True, "content": {FORM: {}} | content_of((QUERY, UPDATE))}
}


@router.get("/sparql", openapi_extra=_ASKED, responses=_RESULTS, tags=["SPARQL"], summary="Ask")
async def get_sparql(request: Request) -> Response:
    """SPARQL 1.1 Protocol. Without named graphs the default graph is the union of all graphs.

    Without a query, the description of the service.
    """
    asked = await read_sparql(request, limit=request.app.state.limits.body)
    if asked is None:
        media = choose(request.headers.get("accept"), TRIPLES)
        described = describe_service(endpoint_of(request), updates=is_written(request))
        return Response(write_triples(described, media), media_type=media, headers=_VARY)
    return await _query(request, asked)


@router.post("/sparql", openapi_extra=_POSTED, responses=_RESULTS, tags=["SPARQL"], summary="Ask")
async def post_sparql(request: Request) -> Response:
    """SPARQL 1.1 Protocol, both forms of POST. SERVICE, LOAD and outside FROM are refused."""
    asked = await read_sparql(request, limit=request.app.state.limits.body)
    assert asked is not None, "a POST without query or update is refused"
    return await (_update(request, asked) if asked.is_update else _query(request, asked))


_VARY: Final = {"Vary": "Accept"}


async def _query(request: Request, asked: SparqlRequest) -> Response:
    reply = await ask_while_connected(
        request,
        pool_of(request),
        "sparql",
        text=asked.text,
        default=asked.default,
        named=asked.named,
        address=endpoint_of(request),
        accept=request.headers.get("accept"),
    )
    return respond(reply, **_VARY)


async def _update(request: Request, asked: SparqlRequest) -> Response:
    await writer_for(request).ask(
        "update",
        text=asked.text,
        default=asked.default,
        named=asked.named,
        address=endpoint_of(request),
    )
    return Response(status_code=204)


ANSWERS: Final = {"GET": get_sparql, "POST": post_sparql}
"""What answers each method of the address."""
