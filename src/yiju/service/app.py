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
from starlette.types import ASGIApp, Receive, Scope, Send

from yiju import __version__
from yiju.errors import YijuError
from yiju.service import catalogue, graphs, linked, reconciling, searching, sparql
from yiju.service import dumps as dumping
from yiju.service.asking import question_router
from yiju.service.express import Express
from yiju.service.faults import PROBLEM, Fault, explain
from yiju.service.gates import (
    ALLOWED,
    EMBEDDED,
    OPEN,
    SAFE,
    SAFE_EMBEDDED,
    Methods,
    Packing,
    RateLimit,
)
from yiju.service.kept import Kept
from yiju.service.limits import Limits
from yiju.service.pool import WRITER, Pool
from yiju.service.publication import Publication
from yiju.service.routes import router
from yiju.service.watching import Watch, count_fault
from yiju.vocabulary import BASE

_HEADERS: Final = {401: {"WWW-Authenticate": "Bearer"}, 503: {"Retry-After": "5"}}
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


class Service(FastAPI):
    """FastAPI behind gates that every request and every answer passes, whatever goes wrong within."""

    gates: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass the gates (the server calls this)."""
        scope["app"] = self
        await self.gates(scope, receive, send)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what has passed them."""
        await super().__call__(scope, receive, send)


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
    publication: Publication | None = None,
) -> FastAPI:
    """Make the application over a store; `rate_limit` is in requests a minute and client.

    The store is opened by worker processes, read only; the application itself never touches it.
    `state` is the folder where the search index of an endpoint lies.
    With a `token`, who knows it may write. `public` is the address that the service is known by.
    With `logs`, each request leaves a line of JSON on standard error.
    """
    location = str(store_location)
    app = _empty_app()
    app.state.public = public
    app.state.token = token
    app.state.base = base_iri
    app.state.publication = publication or Publication()
    app.state.dumps = app.state.publication.folder(location)
    app.state.limits = _limits(limits or Limits(), written=token is not None)
    _add_pools(app, location, state)
    for part in (sparql, graphs, linked, catalogue, dumping, searching, reconciling):
        app.include_router(part.router)
    app.include_router(question_router())
    app.include_router(router)
    _add_error_handlers(app)
    app.gates = _gates(app, rate_limit, logs=logs)
    return app


def _empty_app() -> "Service":
    return Service(
        title="依据 Yiju",
        version=__version__,
        description="What is promised, with what money, by whom, and on what authority.",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        responses=dict.fromkeys(("4XX", "5XX"), _PROBLEM),
    )


def _add_pools(app: "Service", location: str, state: str | Path | None) -> None:
    """The processes that read the store, those that search and, with a token, the one that writes."""
    base, limits, token = app.state.base, app.state.limits, app.state.token
    app.state.pool = Pool(
        location,
        base=base,
        limits=limits,
        processes=limits.processes,
        quick=limits.quick,
        kept=None if token else Kept(location, room=limits.kept, refresh=limits.refresh),
    )
    app.state.finder = searching.make_finder(location, state, base=base, limits=limits)
    app.state.writer = (
        Pool(location, base=base, limits=limits, program=WRITER, processes=1) if token else None
    )


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


def _gates(app: "Service", rate_limit: int | None, *, logs: bool) -> ASGIApp:
    """What every request passes on its way to the application; the last one named comes first."""
    gates: ASGIApp = Express(app.answer, path="/sparql", answers=sparql.ANSWERS, tell=_tell)
    if rate_limit is not None:
        gates = RateLimit(gates, per_minute=rate_limit)
    gates = Packing(Methods(gates, paths=_methods(app)))
    headers = {"": SAFE | OPEN, EMBEDDED: SAFE_EMBEDDED | OPEN}
    return Watch(gates, headers=headers, logs=logs)


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
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = request.scope[ALLOWED](request.url.path)
    return _told(Fault(error.status_code, code, message), headers=headers)


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
