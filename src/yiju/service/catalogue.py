"""The addresses where the data as a whole is described: VoID for programs, DCAT for data portals."""

from typing import Final

from fastapi import APIRouter, Request, Response

from yiju.service.addresses import root_of
from yiju.service.dumps import read_manifest
from yiju.service.freshness import fresh
from yiju.service.negotiation import TRIPLES, choose
from yiju.service.responses import pool_of
from yiju.service.schemas import Responses, ok

router: Final = APIRouter(tags=["Linked data"])

_DESCRIBED: Final[Responses] = {
    **ok("A description", TRIPLES),
    304: {"description": "It is what the client has"},
}


@router.get("/.well-known/void", summary="What the data hold", responses=_DESCRIBED)
async def void(request: Request) -> Response:
    """VoID: counts, the classes with their properties, vocabularies, examples, and where to ask."""
    return await _describe(request, "void")


@router.get("/catalog", summary="The catalogue of the data", responses=_DESCRIBED)
async def catalogue(request: Request) -> Response:
    """DCAT 3 after DCAT-AP: the dataset, its dumps with checksums, and the services that serve it."""
    return await _describe(request, "catalogue")


async def _describe(request: Request, job: str) -> Response:
    media = choose(request.headers.get("accept"), TRIPLES)
    manifest = read_manifest(request.app.state.dumps)
    publication = request.app.state.publication
    reply = await pool_of(request).ask(
        job,
        media=media,
        root=root_of(request),
        licence=publication.licence,
        publisher=publication.publisher,
        dumps=manifest.wholes if manifest else (),
    )
    return fresh(request, reply, Vary="Accept")
