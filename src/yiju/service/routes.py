"""The addresses of the service. Each only reads the request and passes a job to a worker."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel

from yiju.service.pages import STYLE
from yiju.service.responses import pool_of, respond
from yiju.service.watching import METRICS, read_metrics

router: Final = APIRouter()


class Health(BaseModel):
    """Whether the store can be read, and how much is in it."""

    status: str
    graphs: int
    documents: int


@router.get("/api/indicators/{id:path}/trace", tags=["API"], summary="Trace an indicator")
async def trace(request: Request, id: Annotated[str, Path(max_length=500)]) -> Response:  # noqa: A002  # the name in the address
    """What is promised, with what money, by whom and on what authority, each with its quotation."""
    return respond(await pool_of(request).ask("trace", id=id))


@router.get("/api/indicators/{id:path}/grade", tags=["API"], summary="Grade an actual value")
async def grade(
    request: Request,
    id: Annotated[str, Path(max_length=500)],  # noqa: A002  # the name in the address
    value: Annotated[str, Query(pattern=r"^[+-]?[0-9]{1,18}(\.[0-9]{1,18})?$", examples=["85"])],
) -> Response:
    """The grade that a value earns by the printed bands; a gap or an overlap is answered as such."""
    return respond(await pool_of(request).ask("grade", id=id, value=value))


@router.get("/api/compare", tags=["API"], summary="Compare two documents")
async def compare(
    request: Request,
    a: Annotated[str, Query(min_length=1, max_length=500, examples=["wangxi-2020.txt"])],
    b: Annotated[str, Query(min_length=1, max_length=500, examples=["wangxi-2024.txt"])],
) -> Response:
    """Two years of one department, or two departments: what rose, fell, changed, came or went.

    Each is a file name, a SHA-256, an IRI, or a department, with `@2021` where it has several years.
    """
    return respond(await pool_of(request).ask("compare", a=a, b=b))


@router.get("/api/library", tags=["API"], summary="The indicators that departments use")
async def library(
    request: Request,
    kind: Annotated[str | None, Query(max_length=40, examples=["trainingProject"])] = None,
    unused: bool = False,  # noqa: FBT001, FBT002  # a query parameter has no position
) -> Response:
    """By kind of project, tiers and name, the most used first, with the official ones that match.

    With `unused=true` also the official indicators that nobody uses.
    """
    return respond(await pool_of(request).ask("library", kind=kind, unused=unused))


@router.get("/api/policies/{name:path}", tags=["API"], summary="What rests on a policy")
async def policy(request: Request, name: Annotated[str, Path(max_length=500)]) -> Response:
    """A policy by its number in any spelling, its title or a part of it, its local id or its IRI."""
    return respond(await pool_of(request).ask("policy", name=name))


@router.get("/api/documents", tags=["API"], summary="The documents in the store")
async def documents(request: Request) -> Response:
    """One record per document: file, year, department, counts, source."""
    return respond(await pool_of(request).ask("documents"))


@router.get("/api/findings", tags=["API"], summary="Findings of the audit")
async def findings(
    request: Request,
    severity: Annotated[str | None, Query(pattern="^(Violation|Warning|Info)$")] = None,
    family: Annotated[str | None, Query(max_length=60)] = None,
    document: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """What the audit found, the gravest first, with the quoted places.

    May be limited to a severity, a family of rules (`moneyFamily`, or its number) and the name of a file.
    """
    reply = await pool_of(request).ask(
        "findings", severity=severity, family=family, document=document
    )
    return respond(reply)


@router.get("/api/queries", tags=["API"], summary="The questions that can be asked by name")
async def queries(request: Request) -> Response:
    """Each with title, description, parameters, columns and the text of its query."""
    return respond(await pool_of(request).ask("questions"))


@router.get("/health", tags=["Service"], summary="Is the service well?", response_model=Health)
async def health(request: Request) -> Response:
    """Whether the store can be read, and how much is in it."""
    return respond(await pool_of(request).ask("health"))


@router.get("/health/live", tags=["Service"], summary="Is the service there?")
async def live() -> dict[str, str]:
    """It answers, whatever the store does."""
    return {"status": "ok"}


@router.get("/health/ready", tags=["Service"], summary="Can it answer?", response_model=Health)
async def ready(request: Request) -> Response:
    """Whether the store can be read; 503 where it cannot."""
    return respond(await pool_of(request).ask("health"))


@router.get(
    "/metrics", tags=["Service"], summary="Counts and times", response_class=PlainTextResponse
)
async def metrics() -> Response:
    """For Prometheus: requests by address and status, their times, and problems by code."""
    return Response(read_metrics(), media_type=METRICS)


@router.get("/", include_in_schema=False)
async def start(request: Request) -> Response:
    """The start page."""
    return respond(await pool_of(request).ask("start"))


@router.get("/style.css", include_in_schema=False)
async def style() -> Response:
    """The one style sheet of the pages."""
    return Response(STYLE, media_type="text/css", headers={"Cache-Control": "max-age=3600"})
