"""The addresses of search: ranked, as one types, and policies that may be meant."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from yiju.service.limits import Limits
from yiju.service.pool import FINDER, Pool
from yiju.service.responses import TOTAL, ask_while_connected, respond
from yiju.service.schemas import Responses
from yiju.store.search import WITH_ENTITIES

router: Final = APIRouter(tags=["Search"])

_MOST: Final = 100
_DEEPEST: Final = 10_000

Kind = StrEnum("Kind", {name: name for name in WITH_ENTITIES})  # type: ignore[misc]  # the names are those of the index


class Highlight(StrEnum):
    """How the words that were found are shown: by their offsets, or marked in escaped HTML."""

    OFFSETS = "offsets"
    MARK = "mark"


Words = Annotated[
    str, Query(min_length=1, max_length=300, examples=["满意度", "望政办字[2017]114号"])
]
Kinds = Annotated[
    list[Kind] | None,
    Query(alias="kind", max_length=len(WITH_ENTITIES), description="Only things of these kinds."),
]
Year = Annotated[int | None, Query(ge=1900, le=2999, description="Fiscal year, or year of issue.")]
Department = Annotated[
    str | None, Query(max_length=200, description="Words of the name of a department or an issuer.")
]
Limit = Annotated[int, Query(ge=1, le=_MOST)]


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": sorted(properties), "properties": properties}


_TEXT: Final = {"type": "string"}
_MAY_TEXT: Final = {"type": ["string", "null"]}
_MAY_NUMBER: Final = {"type": ["integer", "null"]}
_SPANS: Final = {
    "type": "array",
    "description": "Offsets in characters: from, and up to.",
    "items": {"type": "array", "items": {"type": "integer"}},
}
_HIT: Final = _object(
    {
        **dict.fromkeys(("iri", "kind", "label"), _TEXT),
        **dict.fromkeys(("code", "context", "document", "file", "department"), _MAY_TEXT),
        **dict.fromkeys(("year", "line"), _MAY_NUMBER),
        "weight": {"type": "integer", "description": "How many indicators rest on a policy."},
        "fit": {"enum": ["exact", "prefix", "name", "text"]},
        "matches": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": _TEXT, "text": _TEXT, "spans": _SPANS, "html": _TEXT},
            },
        },
    }
)
_FOUND: Final = _object(
    {
        "text": _TEXT,
        "total": {"type": "integer"},
        "behind": {"type": "boolean", "description": "Whether the store has changed since."},
        "results": {"type": "array", "items": _HIT},
    }
)
_SUGGESTED: Final = _object(
    {
        "text": _TEXT,
        "suggestions": {
            "type": "array",
            "items": _object(
                {
                    **dict.fromkeys(("kind", "label", "iri"), _TEXT),
                    "count": {"type": "integer"},
                    "spans": _SPANS,
                }
            ),
        },
    }
)
_MEANT: Final = _object(
    {
        "text": _TEXT,
        "candidates": {
            "type": "array",
            "items": _object(
                {
                    **dict.fromkeys(("iri", "label"), _TEXT),
                    **dict.fromkeys(("number", "issuer"), _MAY_TEXT),
                    "year": _MAY_NUMBER,
                    "indicators": {"type": "integer"},
                    "score": {"type": "number", "description": "Of 100."},
                    "match": {"type": "boolean", "description": "Whether it is certain."},
                    "features": {"type": "object"},
                }
            ),
        },
    }
)


def _answer(schema: dict[str, Any], *, counted: bool = False) -> Responses:
    total = {TOTAL: {"description": "How many there are in all.", "schema": {"type": "integer"}}}
    content = {"application/json": {"schema": schema}}
    told = {"description": "What was found", "content": content}
    return {200: told | ({"headers": total} if counted else {})}


def make_finder(location: str, state: str | Path | None, *, base: str, limits: Limits) -> Pool:
    """The processes that search; each is started when it is first needed."""
    return Pool(
        location,
        base=base,
        limits=limits,
        program=FINDER,
        processes=limits.finders,
        state=str(state) if state else None,
    )


def finder_of(request: Request) -> Pool:
    """The processes that search."""
    finder: Pool = request.app.state.finder
    return finder


@router.get(
    "/api/search", summary="Find things by their words", responses=_answer(_FOUND, counted=True)
)
async def search(
    request: Request,
    q: Words,
    kind: Kinds = None,
    year: Year = None,
    department: Department = None,
    limit: Limit = 20,
    offset: Annotated[int, Query(ge=0, le=_DEEPEST)] = 0,
    highlight: Highlight = Highlight.OFFSETS,
) -> Response:
    """Everything in which all the words stand, the best first.

    Words stand apart by blanks; each may stand anywhere: in names, document numbers (in any spelling),
    spellings of a policy, descriptions, targets, bases, purposes, quotations. Width, case, brackets,
    quotation marks and blanks do not count. Names come before other words, and of equal policies that
    on which more indicators rest. What is one across documents is found with `kind=DepartmentEntity`.
    """
    reply = await ask_while_connected(
        request,
        finder_of(request),
        "search",
        text=q,
        kinds=kind or [],
        year=year,
        department=department,
        limit=limit,
        offset=offset,
        marked=highlight is Highlight.MARK,
    )
    return respond(reply)


@router.get("/api/suggest", summary="Names, as one types", responses=_answer(_SUGGESTED))
async def suggest(
    request: Request,
    q: Annotated[str, Query(min_length=1, max_length=100, examples=["满意"])],
    kind: Kinds = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> Response:
    """Names that begin with what was typed, then those that hold it; each once, with how many bear it."""
    reply = await finder_of(request).ask("suggest", text=q, kinds=kind or [], limit=limit)
    return respond(reply)


@router.get("/api/policies", summary="Policies that may be meant", responses=_answer(_MEANT))
async def policies(
    request: Request,
    q: Annotated[str, Query(min_length=1, max_length=300, examples=["科技保险工作方案"])],
    year: Year = None,
    issuer: Department = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> Response:
    """By number in any spelling, or by title, also where it is spelt otherwise: candidates with scores.

    `match` is true only where it is certain: the same number and no other title, or the same title
    and nothing alike. Year and issuer, where they are given, must agree.
    """
    facts = {"year": str(year) if year else None, "issuer": issuer}
    reply = await finder_of(request).ask("policies", text=q, facts=facts, limit=limit)
    return respond(reply)
