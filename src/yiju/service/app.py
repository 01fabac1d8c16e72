"""The application: addresses, gates, and the one shape of everything that goes wrong."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from yiju import __version__
from yiju.errors import YijuError
from yiju.service import linked, reconciling, searching, sparql
from yiju.service.asking import question_router
from yiju.service.faults import PROBLEM, Fault, explain
from yiju.service.gates import HeadAsGet, Methods, RateLimit, SafeHeaders
from yiju.service.limits import Limits
from yiju.service.pool import WRITER, Pool
from yiju.service.responses import TOTAL, TRUNCATED
from yiju.service.routes import router
from yiju.service.watching import Watch, count_fault
from yiju.vocabulary import BASE

_HEADERS: Final = {401: {"WWW-Authenticate": "Bearer"}, 503: {"Retry-After": "5"}}
_WORTH_PACKING: Final = 2_000
_CODES: Final = {404: "not_found", 405: "method_not_allowed"}


class Problem(BaseModel):
    """The one shape of all errors (RFC 9457): `code` is for programs, `detail` for people."""

    type: str
    title: str
    status: int
    detail: str
    code: str


_PROBLEM: Final[dict[str, Any]] = {
    "description": "What is wrong, and what to do",
    "content": {PROBLEM: {"schema": Problem.model_json_schema()}},
}


def create_app(
    store_location: str | Path,
    *,
    state: str | Path | None = None,
    base_iri: str = BASE,
    public: str | None = None,
    token: str | None = None,
    rate_limit: int | None = None,
    limits: Limits | None = None,
    logs: bool = False,
) -> FastAPI:
    """Make the application over a store; `rate_limit` is in requests a minute and client.

    The store is opened by worker processes, read only; the application itself never touches it.
    `state` is the folder where the search index of an endpoint lies.
    With a `token`, who knows it may write. `public` is the address that the service is known by.
    With `logs`, each request leaves a line of JSON on standard error.
    """
    limits = _limits(limits or Limits(), written=token is not None)
    location = str(store_location)
    app = FastAPI(
        title="依据 Yiju",
        version=__version__,
        description="What is promised, with what money, by whom, and on what authority.",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        responses=dict.fromkeys(("4XX", "5XX"), _PROBLEM),
    )
    app.state.limits = limits
    app.state.public = public
    app.state.base = base_iri
    app.state.token = token
    app.state.pool = Pool(location, base=base_iri, limits=limits, processes=limits.processes)
    app.state.writer = (
        Pool(location, base=base_iri, limits=limits, program=WRITER, processes=1) if token else None
    )
    app.state.finder = searching.make_finder(location, state, base=base_iri, limits=limits)
    app.include_router(sparql.router)
    app.include_router(linked.router)
    app.include_router(question_router())
    app.include_router(searching.router)
    app.include_router(reconciling.router)
    app.include_router(router)
    _add_gates(app, rate_limit, logs=logs)
    _add_error_handlers(app)
    return app


def _limits(limits: Limits, *, written: bool) -> Limits:
    """Where the service itself writes, what is written is seen by the next request."""
    return replace(limits, refresh=0.0) if written else limits


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    await app.state.pool.warm()
    await app.state.finder.warm()
    yield
    await app.state.pool.close()
    await app.state.finder.close()
    if app.state.writer:
        await app.state.writer.close()


def _add_gates(app: FastAPI, rate_limit: int | None, *, logs: bool) -> None:
    """The last one added is the first one passed."""
    if rate_limit is not None:
        app.add_middleware(RateLimit, per_minute=rate_limit)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST", "PUT", "DELETE"],
        allow_headers=["Authorization", "Content-Type"],
        expose_headers=[TRUNCATED, TOTAL],
    )
    app.add_middleware(Methods, paths=_methods(app))
    app.add_middleware(HeadAsGet)
    app.add_middleware(GZipMiddleware, minimum_size=_WORTH_PACKING, compresslevel=5)
    app.add_middleware(SafeHeaders)
    app.add_middleware(Watch, logs=logs)


def _methods(app: FastAPI) -> dict[str, set[str]]:
    """The addresses that are described, with their methods in capitals."""
    paths = app.openapi()["paths"]
    return {path: {name.upper() for name in described} for path, described in paths.items()}


def _add_error_handlers(app: FastAPI) -> None:
    app.add_exception_handler(YijuError, _tell)
    app.add_exception_handler(HTTPException, _tell_http)
    app.add_exception_handler(RequestValidationError, _tell_invalid)
    app.add_exception_handler(Exception, _tell)


async def _tell(_request: Request, error: Exception) -> JSONResponse:
    fault = explain(error)
    return _told(fault, headers=_HEADERS.get(fault.status))


async def _tell_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code = _CODES.get(error.status_code, "http_error")
    phrase = HTTPStatus(error.status_code).phrase
    message = f"{request.method} {request.url.path[:200]}: {phrase}."
    return _told(Fault(error.status_code, code, message), headers=dict(error.headers or {}))


async def _tell_invalid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    return _told(Fault(422, "invalid_parameter", _first_problem(error.errors())))


def _first_problem(problems: Any) -> str:
    first = problems[0]
    name = ".".join(str(part) for part in first["loc"][1:]) or "the request"
    return f"The parameter {name} is wrong: {first['msg']}."


def _told(fault: Fault, *, headers: dict[str, str] | None = None) -> JSONResponse:
    count_fault(fault.code)
    return JSONResponse(fault.as_json(), fault.status, headers=headers, media_type=PROBLEM)
