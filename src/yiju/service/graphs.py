"""The address of the Graph Store Protocol: graphs read whole, and written where that is allowed."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from yiju.service.addresses import endpoint_of
from yiju.service.faults import refused
from yiju.service.negotiation import TRIPLES, TURTLE
from yiju.service.requests import read_body
from yiju.service.responses import ask_while_connected, pool_of, respond
from yiju.service.schemas import Responses, content_of, ok
from yiju.service.writing import writer_for

router: Final = APIRouter(tags=["SPARQL"])

Graph = Annotated[
    str | None, Query(max_length=2000, examples=["https://w3id.org/yiju/graph/policies"])
]
_TRIPLES: Final = ok("Triples", TRIPLES)
_WRITTEN: Final[Responses] = {204: {"description": "It is done"}}
_LOADED: Final[dict[str, Any]] = {"requestBody": {"required": True, "content": content_of(TRIPLES)}}


@router.get("/graphs", responses=_TRIPLES, summary="Read a graph")
async def get_graph(request: Request, graph: Graph = None) -> Response:
    """Graph Store Protocol: the graph of that IRI, or with `?default` the union of all."""
    reply = await ask_while_connected(
        request,
        pool_of(request),
        "graph",
        graph=_graph_of(request, graph),
        accept=request.headers.get("accept"),
    )
    return respond(reply, Vary="Accept")


@router.put(
    "/graphs",
    openapi_extra=_LOADED,
    responses=_WRITTEN,
    status_code=204,
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
    summary="Add to a graph",
)
async def post_graph(request: Request, graph: Graph = None) -> Response:
    """Graph Store Protocol: the graph holds what the body says, too."""
    return await _write(request, "post_graph", graph)


@router.delete("/graphs", responses=_WRITTEN, status_code=204, summary="Remove a graph")
async def delete_graph(request: Request, graph: Graph = None) -> Response:
    """Graph Store Protocol: the graph is there no more."""
    writer = writer_for(request)
    await writer.ask("delete_graph", graph=_one_graph(request, graph))
    return Response(status_code=204)


async def _write(request: Request, job: str, graph: str | None) -> Response:
    writer = writer_for(request)
    media = request.headers.get("content-type", TURTLE).partition(";")[0].strip().lower()
    if media not in TRIPLES:
        raise refused(
            "unsupported_media_type", f"Triples come as {', '.join(TRIPLES)}.", status=415
        )
    body = await read_body(request, request.app.state.limits.upload)
    name = _one_graph(request, graph)
    await writer.ask(job, body, graph=name, media=media, address=endpoint_of(request))
    return Response(status_code=204)


def _graph_of(request: Request, graph: str | None) -> str | None:
    """The graph that a request names; None for the default graph."""
    if graph is None and "default" not in request.query_params:
        raise refused("bad_request", "Say which graph: ?graph=IRI, or ?default.")
    return graph


def _one_graph(request: Request, graph: str | None) -> str:
    name = _graph_of(request, graph)
    if name is None:
        raise refused("bad_request", "The default graph is the union of all; write one of them.")
    return name
