"""The addresses of linked data: things and our vocabulary, each in several forms.

A thing's own address answers 303 to the form that the client likes; each form has an address of its
own, that of the thing with a suffix. The data keep their IRIs, whatever base these have; addresses and
links of pages are those of this service.
"""

from dataclasses import replace
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request, Response

from yiju.service.addresses import root_of
from yiju.service.freshness import REVALIDATE, fresh
from yiju.service.negotiation import HTML, JSONLD, NTRIPLES, RDFXML, TURTLE, choose
from yiju.service.publication import LICENCE
from yiju.service.responses import pool_of
from yiju.service.schemas import Responses, ok
from yiju.vocabulary import NS, Names

router: Final = APIRouter(tags=["Linked data"])

FORMS: Final = {TURTLE: "ttl", JSONLD: "jsonld", NTRIPLES: "nt", RDFXML: "rdf", HTML: "html"}
"""The media types of linked data, with the suffix of each."""

_CONTENT: Final[Responses] = {
    **ok("Data", FORMS),
    304: {"description": "It is what the client has"},
}
_MEDIA: Final = {suffix: media for media, suffix in FORMS.items()}
_FORM_NAMES: Final = "|".join(_MEDIA)

Kind = Annotated[str, Path(pattern=r"^[a-z]{1,40}$", examples=["indicator"])]
Local = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,200}$", examples=["ef13fe27685564f3-157-1"])]
File = Annotated[
    str,
    Path(
        pattern=rf"^[A-Za-z0-9_-]{{1,200}}(\.({_FORM_NAMES}))?$",
        examples=["ef13fe27685564f3-157-1.ttl"],
    ),
]
SchemeFile = Annotated[
    str, Path(pattern=rf"^[a-z0-9-]{{1,60}}(\.({_FORM_NAMES}))?$", examples=["tiers-2015.ttl"])
]


@router.get(
    "/id/{kind}/{file}",
    summary="A thing",
    responses=_CONTENT | {303: {"description": "Where its data is"}},
)
async def thing(request: Request, kind: Kind, file: File) -> Response:
    """303 to its data or its page by Accept; with a suffix (.ttl .jsonld .nt .rdf .html) those at once."""
    local, _, suffix = file.partition(".")
    if suffix:
        return await _thing_in(request, kind, local, suffix)
    media = choose(request.headers.get("accept"), tuple(FORMS))
    await pool_of(request).ask("exists", kind=kind, local=local)
    headers = {
        "Location": f"/id/{kind}/{local}.{FORMS[media]}",
        "Vary": "Accept",
        "Cache-Control": REVALIDATE,
    }
    return Response(status_code=303, headers=headers)


async def _thing_in(request: Request, kind: str, local: str, suffix: str) -> Response:
    media = _MEDIA[suffix]
    if media == HTML:
        reply = await pool_of(request).ask("page", kind=kind, local=local)
    else:
        reply = await pool_of(request).ask("data", kind=kind, local=local, media=media)
    iri = Names(request.app.state.base).thing(kind, local)
    return fresh(request, reply, Link=_links(request, f"/id/{kind}/{local}", suffix, iri))


@router.get("/ns", summary="The vocabulary", responses=_CONTENT)
async def vocabulary(request: Request) -> Response:
    """Our terms and code lists, in the form that is accepted."""
    media = choose(request.headers.get("accept"), tuple(FORMS))
    return await _terms_in(request, media, Vary="Accept")


@router.get("/ns.{suffix}", summary="The vocabulary in one form", responses=_CONTENT)
async def vocabulary_in(
    request: Request, suffix: Annotated[str, Path(pattern=f"^({_FORM_NAMES})$", examples=["ttl"])]
) -> Response:
    """Our terms and code lists."""
    return await _terms_in(request, _MEDIA[suffix])


@router.get("/ns/{file}", summary="A code list", responses=_CONTENT)
async def code_list(request: Request, file: SchemeFile) -> Response:
    """The concepts of one code list, in the form that is accepted, or that its suffix says."""
    scheme, _, suffix = file.partition(".")
    if suffix:
        return await _terms_in(request, _MEDIA[suffix], scheme)
    media = choose(request.headers.get("accept"), tuple(FORMS))
    return await _terms_in(request, media, scheme, Vary="Accept")


async def _terms_in(
    request: Request, media: str, scheme: str | None = None, **headers: str
) -> Response:
    """Our terms; they come with the installation, so that no write of data changes them."""
    reply = await pool_of(request).ask("ontology", media=media, scheme=scheme)
    address = f"/ns/{scheme}" if scheme else "/ns"
    link = _links(request, address, FORMS[media], NS)
    return fresh(request, replace(reply, modified=None), Link=link, **headers)


def _links(request: Request, address: str, suffix: str, iri: str) -> str:
    """The other forms, what is described, its own address, what the data are, and their licence."""
    root = root_of(request)
    others = (
        f'<{address}.{other}>; rel="alternate"; type="{media}"'
        for media, other in FORMS.items()
        if other != suffix
    )
    licence = LICENCE if iri == NS else request.app.state.publication.licence
    own = (
        f'<{iri}>; rel="describes"',
        f'<{root}{address}.{suffix}>; rel="canonical"',
        '</.well-known/void>; rel="describedby"',
        f'<{licence}>; rel="license"',
    )
    return ", ".join([*others, *own])
