"""The addresses of linked data: things and our vocabulary, each in several forms.

A thing's own address answers 303 to the form that the client likes; each form has an address of its
own, that of the thing with a suffix. What was sent before is not sent again (ETag).
"""

from hashlib import sha256
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request, Response

from yiju.service.negotiation import HTML, JSONLD, NTRIPLES, RDFXML, TURTLE, choose
from yiju.service.responses import pool_of, respond
from yiju.service.results import Reply
from yiju.service.schemas import Responses, ok

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
    headers = {"Location": f"/id/{kind}/{local}.{FORMS[media]}", "Vary": "Accept"}
    return Response(status_code=303, headers=headers)


async def _thing_in(request: Request, kind: str, local: str, suffix: str) -> Response:
    media = _MEDIA[suffix]
    if media == HTML:
        reply = await pool_of(request).ask("page", kind=kind, local=local)
    else:
        reply = await pool_of(request).ask("data", kind=kind, local=local, media=media)
    return fresh(request, reply, Link=_links(f"/id/{kind}/{local}", suffix))


@router.get("/ns", summary="The vocabulary", responses=_CONTENT)
async def vocabulary(request: Request) -> Response:
    """Our terms and code lists, in the form that is accepted."""
    media = choose(request.headers.get("accept"), tuple(FORMS))
    reply = await pool_of(request).ask("ontology", media=media)
    return fresh(request, reply, Vary="Accept", Link=_links("/ns", FORMS[media]))


@router.get("/ns.{suffix}", summary="The vocabulary in one form", responses=_CONTENT)
async def vocabulary_in(
    request: Request, suffix: Annotated[str, Path(pattern=f"^({_FORM_NAMES})$", examples=["ttl"])]
) -> Response:
    """Our terms and code lists."""
    reply = await pool_of(request).ask("ontology", media=_MEDIA[suffix])
    return fresh(request, reply, Link=_links("/ns", suffix))


def fresh(request: Request, reply: Reply, **headers: str) -> Response:
    """The response of a reply that the client may keep: 304 where it has the very same already."""
    tag = f'"{sha256(reply.body).hexdigest()[:20]}"'
    headers |= {"ETag": tag, "Cache-Control": "no-cache"}
    known = (part.strip().removeprefix("W/") for part in _known(request).split(","))
    if tag in known or _known(request).strip() == "*":
        return Response(status_code=304, headers=headers)
    return respond(reply, **headers)


def _known(request: Request) -> str:
    return request.headers.get("if-none-match", "")


def _links(address: str, suffix: str) -> str:
    """The other forms, and what is described."""
    others = (
        f'<{address}.{other}>; rel="alternate"; type="{media}"'
        for media, other in FORMS.items()
        if other != suffix
    )
    return ", ".join([*others, f'<{address}>; rel="describes"'])
