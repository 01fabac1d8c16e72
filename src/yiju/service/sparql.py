"""The addresses of the SPARQL 1.1 Protocol and of the Graph Store Protocol.

Reading is open to all. Writing is refused unless the service was told that it may, and then wants
the token; whatever is written passes the gate.
"""

import hmac
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from yiju.service.describing import describe_service
from yiju.service.faults import Fault, FaultError
from yiju.service.negotiation import ROWS, TRIPLES, TURTLE, choose
from yiju.service.pool import Pool
from yiju.service.requests import FORM, QUERY, UPDATE, SparqlRequest, read_body, read_sparql
from yiju.service.responses import ask_while_connected, pool_of, respond
from yiju.service.results import write_triples
from yiju.service.schemas import Responses, content_of, ok

router: Final = APIRouter()

Graph = Annotated[
    str | None, Query(max_length=2000, examples=["https://w3id.org/yiju/graph/policies"])
]
_RESULTS: Final = ok("Results", (*ROWS, *TRIPLES))
_TRIPLES: Final = ok("Triples", TRIPLES)
_WRITTEN: Final[Responses] = {204: {"description": "It is done"}}
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
_LOADED: Final[dict[str, Any]] = {"requestBody": {"required": True, "content": content_of(TRIPLES)}}


@router.get("/sparql", openapi_extra=_ASKED, responses=_RESULTS, tags=["SPARQL"], summary="Ask")
async def get_sparql(request: Request) -> Response:
    """SPARQL 1.1 Protocol. Without named graphs the default graph is the union of all graphs.

    Without a query, the description of the service.
    """
    asked = await read_sparql(request, limit=request.app.state.limits.body)
    if asked is None:
        media = choose(request.headers.get("accept"), TRIPLES)
        described = describe_service(endpoint_of(request), updates=_writer_of(request) is not None)
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
    await _writer(request).ask(
        "update",
        text=asked.text,
        default=asked.default,
        named=asked.named,
        address=endpoint_of(request),
    )
    return Response(status_code=204)


@router.get("/graphs", responses=_TRIPLES, tags=["SPARQL"], summary="Read a graph")
async def get_graph(request: Request, graph: Graph = None) -> Response:
    """Graph Store Protocol: the graph of that IRI, or with `?default` the union of all."""
    reply = await ask_while_connected(
        request,
        pool_of(request),
        "graph",
        graph=_graph_of(request, graph),
        accept=request.headers.get("accept"),
    )
    return respond(reply, **_VARY)


@router.put(
    "/graphs",
    openapi_extra=_LOADED,
    responses=_WRITTEN,
    status_code=204,
    tags=["SPARQL"],
    summary="Replace a graph",
)
async def put_graph(request: Request, graph: Graph = None) -> Response:
    """Graph Store Protocol: the graph holds what the body says, and nothing else."""
    return await _write(request, "put_graph", graph)


@router.post(
    "/graphs",
    openapi_extra=_LOADED,
    responses=_WRITTEN,
    status_code=204,
    tags=["SPARQL"],
    summary="Add to a graph",
)
async def post_graph(request: Request, graph: Graph = None) -> Response:
    """Graph Store Protocol: the graph holds what the body says, too."""
    return await _write(request, "post_graph", graph)


@router.delete(
    "/graphs", responses=_WRITTEN, status_code=204, tags=["SPARQL"], summary="Remove a graph"
)
async def delete_graph(request: Request, graph: Graph = None) -> Response:
    """Graph Store Protocol: the graph is there no more."""
    writer = _writer(request)
    await writer.ask("delete_graph", graph=_one_graph(request, graph))
    return Response(status_code=204)


async def _write(request: Request, job: str, graph: str | None) -> Response:
    writer = _writer(request)
    media = request.headers.get("content-type", TURTLE).partition(";")[0].strip().lower()
    if media not in TRIPLES:
        raise _refused("unsupported_media_type", f"Triples come as {', '.join(TRIPLES)}.", 415)
    body = await read_body(request, request.app.state.limits.upload)
    name = _one_graph(request, graph)
    await writer.ask(job, body, graph=name, media=media, address=endpoint_of(request))
    return Response(status_code=204)


def endpoint_of(request: Request) -> str:
    """The address of the endpoint: the configured public one, or the one that was asked."""
    public: str | None = request.app.state.public
    return (
        f"{public.rstrip('/')}/sparql"
        if public
        else str(request.url.replace(path="/sparql", query=""))
    )


def _graph_of(request: Request, graph: str | None) -> str | None:
    """The graph that a request names; None for the default graph."""
    if graph is None and "default" not in request.query_params:
        raise _refused("bad_request", "Say which graph: ?graph=IRI, or ?default.", 400)
    return graph


def _one_graph(request: Request, graph: str | None) -> str:
    name = _graph_of(request, graph)
    if name is None:
        raise _refused(
            "bad_request", "The default graph is the union of all; write one of them.", 400
        )
    return name


def _writer_of(request: Request) -> Pool | None:
    writer: Pool | None = request.app.state.writer
    return writer


def _writer(request: Request) -> Pool:
    """The process that writes; FaultError where nothing may be written, or the token is wrong."""
    writer = _writer_of(request)
    if writer is None:
        message = "This service is only read; start it with --allow-update where it may be written."
        raise _refused("read_only", message, 403)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    expected: str = request.app.state.token
    if scheme.lower() != "bearer" or not hmac.compare_digest(
        token.strip().encode(), expected.encode()
    ):
        raise _refused("unauthorized", "Writing wants `Authorization: Bearer` and the token.", 401)
    return writer


def _refused(code: str, message: str, status: int) -> FaultError:
    return FaultError(Fault(status, code, message))
