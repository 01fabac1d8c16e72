"""An address for each question of `queries/`: a file more is an address more, described by its header."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from yiju.questions import Kind, Parameter, Question, load_questions
from yiju.service.faults import Fault, FaultError
from yiju.service.negotiation import ROWS
from yiju.service.plain import PlainRoute
from yiju.service.responses import ask_while_connected, pool_of, respond
from yiju.service.schemas import ok

_PAGING: Final[tuple[dict[str, Any], ...]] = (
    {
        "name": "limit",
        "in": "query",
        "description": "So many rows at most.",
        "schema": {"type": "integer", "minimum": 0, "maximum": 999_999_999},
    },
    {
        "name": "offset",
        "in": "query",
        "description": "After so many rows.",
        "schema": {"type": "integer", "minimum": 0, "maximum": 999_999_999},
    },
)
PAGING: Final = frozenset(part["name"] for part in _PAGING)

_LONGEST: Final = 2000
_SCHEMAS: Final[dict[Kind, dict[str, Any]]] = {
    Kind.IRI: {"type": "string", "format": "iri", "maxLength": _LONGEST},
    Kind.STRING: {"type": "string", "maxLength": _LONGEST},
    Kind.INTEGER: {"type": "string", "pattern": "^[+-]?[0-9]{1,18}$"},
    Kind.DECIMAL: {"type": "string", "pattern": r"^[+-]?[0-9]{1,18}(\.[0-9]{1,18})?$"},
}


def question_router() -> APIRouter:
    """The addresses of all questions."""
    router = APIRouter(prefix="/api/queries", tags=["Questions"], route_class=PlainRoute)
    for question in load_questions().values():
        router.add_api_route(
            f"/{question.name}",
            _answering(question.name),
            summary=f"{question.title.zh} / {question.title.en}",
            description=_description(question),
            operation_id=f"query-{question.name}",
            responses=ok("Rows", ROWS),
            openapi_extra={"parameters": [*map(_parameter, question.parameters), *_PAGING]},
        )
    return router


def _answering(name: str) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        _check_lengths(request)
        reply = await ask_while_connected(
            request,
            pool_of(request),
            "question",
            name=name,
            parameters=dict(request.query_params),
            accept=request.headers.get("accept"),
        )
        return respond(reply, Vary="Accept")

    return answer


def _check_lengths(request: Request) -> None:
    """FaultError where a parameter is longer than any name, number or IRI."""
    for name, value in request.query_params.items():
        if len(value) > _LONGEST:
            message = (
                f"The parameter {name[:50]} has {len(value)} characters; {_LONGEST} are allowed."
            )
            raise FaultError(Fault(422, "invalid_parameter", message))


def _description(question: Question) -> str:
    """The header's words, and what each column says."""
    columns = "\n".join(f"- `{name}`: {meaning}" for name, meaning in question.columns.items())
    return f"{question.description.zh}\n\n{question.description.en}\n\n{columns}"


def _parameter(parameter: Parameter) -> dict[str, Any]:
    default = {} if parameter.default is None else {"default": parameter.default}
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": f"{parameter.meaning.zh} / {parameter.meaning.en}",
        "schema": _SCHEMAS[parameter.kind] | default,
        "example": parameter.example,
    }
