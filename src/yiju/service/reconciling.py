"""The addresses of the reconciliation service: people match their own tables against the store.

OpenRefine finds everything from the manifest at `/api/reconcile`.
"""

from typing import Annotated, Any, Final
from urllib.parse import parse_qs

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse

from yiju.service import reconciliation
from yiju.service.faults import Fault, FaultError
from yiju.service.requests import FORM, read_body
from yiju.service.responses import ask_while_connected, respond
from yiju.service.searching import finder_of

router: Final = APIRouter(prefix="/api/reconcile", tags=["Reconciliation"])

_BATCH: Final = '{"q0": {"query": "望政办字[2017]114号", "type": "Policy", "limit": 3}}'
_EXTEND: Final = '{"ids": ["policy/2017-114-3b1f4c0a9e"], "properties": [{"id": "number"}]}'
_FORM: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            FORM: {
                "schema": {
                    "type": "object",
                    "properties": {
                        "queries": {"type": "string", "example": _BATCH},
                        "extend": {"type": "string", "example": _EXTEND},
                    },
                }
            }
        },
    }
}
Prefix = Annotated[str, Query(max_length=200)]
Cursor = Annotated[int, Query(ge=0, le=10_000)]


@router.get("", summary="The manifest, or candidates")
async def ask(
    request: Request,
    queries: Annotated[str | None, Query(max_length=100_000, examples=[_BATCH])] = None,
    extend: Annotated[str | None, Query(max_length=100_000, examples=[_EXTEND])] = None,
) -> Response:
    """Reconciliation Service API 0.2: its manifest; with `queries` candidates, with `extend` values."""
    if queries is None and extend is None:
        return JSONResponse(reconciliation.manifest(root_of(request), base=_base_of(request)))
    return await _answer(request, queries, extend)


@router.post("", summary="Candidates for a batch of queries", openapi_extra=_FORM)
async def ask_by_form(request: Request) -> Response:
    """A form with `queries` (candidates, each with a score and whether it is certain) or `extend` (values).

    Properties narrow a query: number, year, issuer, code, department. Types: Policy, Department, Project.
    """
    form = await _form(request)
    return await _answer(request, form.get("queries"), form.get("extend"))


@router.get("/suggest/entity", summary="Entities, as one types")
async def entity(request: Request, prefix: Prefix = "", cursor: Cursor = 0) -> Response:
    """Entities whose names hold what was typed, those first that begin so."""
    return respond(await finder_of(request).ask("entities", prefix=prefix, cursor=cursor))


@router.get("/suggest/property", summary="Properties, as one types")
async def properties(prefix: Prefix = "", cursor: Cursor = 0) -> JSONResponse:
    """Properties whose name or identifier holds what was typed."""
    return JSONResponse(reconciliation.suggest_properties(prefix, cursor))


@router.get("/suggest/type", summary="Types, as one types")
async def types(prefix: Prefix = "", cursor: Cursor = 0) -> JSONResponse:
    """Types whose name or identifier holds what was typed."""
    return JSONResponse(reconciliation.suggest_types(prefix, cursor))


@router.get("/properties", summary="What can be had of a type")
async def proposals(
    kind: Annotated[str, Query(alias="type", max_length=200, examples=["Policy"])],
    limit: Annotated[int | None, Query(ge=1, le=100)] = None,
) -> JSONResponse:
    """The properties of entities of a type, for data extension."""
    return JSONResponse(reconciliation.propose_properties(kind, limit))


@router.get("/preview", summary="A small page about an entity", response_class=HTMLResponse)
async def preview(
    request: Request,
    id: Annotated[str, Query(max_length=500, examples=["policy/2017-114-3b1f4c0a9e"])],  # noqa: A002  # the name in the manifest
) -> Response:
    """What an entity is, and what rests on it, to be shown in a frame."""
    return respond(await finder_of(request).ask("preview", id=id))


def root_of(request: Request) -> str:
    """The address of the service, without a slash: the configured one, or the one that was asked."""
    public: str | None = request.app.state.public
    return (public or str(request.base_url)).rstrip("/")


def _base_of(request: Request) -> str:
    base: str = request.app.state.base
    return base


async def _answer(request: Request, queries: str | None, extend: str | None) -> Response:
    if (queries is None) == (extend is None):
        raise FaultError(Fault(400, "bad_request", "Give either queries or extend."))
    job, text = (
        ("reconcile", {"queries": queries})
        if queries is not None
        else ("extend", {"extend": extend})
    )
    return respond(await ask_while_connected(request, finder_of(request), job, **text))


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form, the first of each name."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != FORM:
        raise FaultError(Fault(415, "unsupported_media_type", f"Queries come as {FORM}."))
    body = await read_body(request, request.app.state.limits.body)
    try:
        fields = parse_qs(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=100
        )
    except ValueError as error:
        raise FaultError(Fault(400, "bad_request", "The form is not in UTF-8.")) from error
    return {name: values[0] for name, values in fields.items()}
