"""Watching the service at work: a number for each request, counts and times, a line of log.

Every response bears `X-Request-ID`, the client's own where it sent one. Counts and times are kept
for Prometheus; several processes put theirs together in a folder (PROMETHEUS_MULTIPROC_DIR).
"""

import json
import logging
import os
import re
import time
from typing import Any, Final
from uuid import uuid4

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.datastructures import Headers, MutableHeaders
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
    """Numbers, counts, times and, where it is wanted, logs each request."""

    def __init__(self, app: ASGIApp, *, logs: bool) -> None:
        self._app = app
        self._logs = logs

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and keep what came of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begin = time.perf_counter()
        number = _number(scope)
        told: dict[str, int] = {"status": 500, "bytes": 0}

        async def send_watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                told["status"] = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = number
            else:
                told["bytes"] += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, send_watched)
        finally:
            self._keep(scope, number, told, time.perf_counter() - begin)

    def _keep(self, scope: Scope, number: str, told: dict[str, int], seconds: float) -> None:
        route = _route(scope)
        _REQUESTS.labels(_method(scope), route, told["status"]).inc()
        _SECONDS.labels(route).observe(seconds)
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


def _number(scope: Scope) -> str:
    sent = Headers(scope=scope).get("x-request-id", "")
    return sent if _REQUEST_ID.fullmatch(sent) else uuid4().hex


def _route(scope: Scope) -> str:
    """The address as it is described, so that there are few."""
    return getattr(scope.get("route"), "path", "") or "other"


def _method(scope: Scope) -> str:
    known = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"}
    return scope["method"] if scope["method"] in known else "other"
