"""Watching the service at work: a number for each request, counts and times, a line of log.

Every response bears `X-Request-ID`, the client's own where it sent one. Counts and times are kept
for Prometheus; several processes put theirs together in a folder (PROMETHEUS_MULTIPROC_DIR).
"""

import json
import logging
import os
import re
import time
from collections.abc import Mapping
from functools import cache
from os import urandom
from typing import Any, Final

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
METRICS: Final = CONTENT_TYPE_LATEST

_LOG: Final = logging.getLogger("yiju.service")
_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_REQUESTS: Final = Counter(
    "yiju_requests", "Requests that were answered", ["method", "route", "status"]
)
_SECONDS: Final = Histogram("yiju_request_seconds", "Time until the whole answer", ["route"])
_FAULTS: Final = Counter("yiju_faults", "Problems that were told, by their code", ["code"])


class Watch:
    """Numbers, counts, times and, where it is wanted, logs each request.

    All answers bear `headers`: those of their address, or else those of the empty one.
    """

    def __init__(
        self, app: ASGIApp, *, headers: Mapping[str, Mapping[str, str]], logs: bool
    ) -> None:
        self._app = app
        self._logs = logs
        self._headers = {path: _encoded(named) for path, named in headers.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and keep what came of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begin = time.perf_counter()
        number = _number(scope)
        headers = self._headers.get(scope["path"]) or self._headers[""]
        told: dict[str, int] = {"status": 500, "bytes": 0}

        async def send_watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                told["status"] = message["status"]
                message["headers"] = [
                    *message["headers"],
                    *headers,
                    (b"x-request-id", number.encode()),
                ]
            else:
                told["bytes"] += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, send_watched)
        finally:
            self._keep(scope, number, told, time.perf_counter() - begin)

    def _keep(self, scope: Scope, number: str, told: dict[str, int], seconds: float) -> None:
        route = _route(scope)
        _requests(_method(scope), route, told["status"]).inc()
        _seconds(route).observe(seconds)
        if self._logs:
            _LOG.info(
                "request",
                extra={
                    "told": {
                        "request": number,
                        "method": scope["method"],
                        "path": scope["path"][:500],
                        "ms": round(seconds * 1000, 1),
                        **told,
                    }
                },
            )


@cache
def _requests(method: str, route: str, status: int) -> Counter:
    return _REQUESTS.labels(method, route, status)


@cache
def _seconds(route: str) -> Histogram:
    return _SECONDS.labels(route)


def count_fault(code: str) -> None:
    """Keep that a problem was told."""
    _FAULTS.labels(code).inc()


def read_metrics() -> bytes:
    """All counts and times, of all processes, in the text form of Prometheus."""
    if not os.environ.get(FOLDER):
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # it has no types
    return generate_latest(registry)


class JsonLines(logging.Formatter):
    """A record of the log as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record; what was told with it stands beside its message."""
        line: dict[str, Any] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            **getattr(record, "told", {}),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def log_as_json() -> None:
    """Send the log of the service to standard error, one line of JSON each."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    _LOG.handlers = [handler]
    _LOG.setLevel(logging.INFO)
    _LOG.propagate = False


def _encoded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


def _number(scope: Scope) -> str:
    """The number that the client gave to its request, or a new one."""
    sent: str = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
    return sent if _REQUEST_ID.fullmatch(sent) else urandom(16).hex()


def _route(scope: Scope) -> str:
    """The address as it is described, so that there are few."""
    path: str | None = getattr(scope.get("route"), "path", None)
    return path or "other"


def _method(scope: Scope) -> str:
    known = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"}
    return scope["method"] if scope["method"] in known else "other"
