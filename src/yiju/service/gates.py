"""What every response passes: headers that keep browsers safe, and a limit to the rate of requests."""

import re
import time
from collections import OrderedDict
from collections.abc import Collection, Mapping
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from yiju.service.faults import PROBLEM, Fault

_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
}
IS_HEAD: Final = "yiju.head"
"""What of a request says that its body is not sent, so that a long one need not be made."""

_CLIENTS: Final = 10_000
_NOT_ALLOWED: Final = 405


class SafeHeaders:
    """Adds the headers that tell a browser to load nothing from elsewhere and guess nothing."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and put the headers on its response."""

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self._app(scope, receive, send_safely if scope["type"] == "http" else send)


class HeadAsGet:
    """Answers HEAD as GET; the server leaves the body out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, as GET where it is HEAD."""
        if scope.get("method") == "HEAD":
            scope = {**scope, "method": "GET", IS_HEAD: True}
        await self._app(scope, receive, send)


class Methods:
    """Tells what may be done at an address: OPTIONS, and the Allow of a 405.

    `paths` maps the addresses of the OpenAPI description to their methods.
    """

    def __init__(self, app: ASGIApp, *, paths: Mapping[str, Collection[str]]) -> None:
        self._app = app
        self._known = [(_pattern(path), methods) for path, methods in paths.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer OPTIONS; pass everything else on."""

        async def send_allowed(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == _NOT_ALLOWED:
                MutableHeaders(scope=message)["Allow"] = self._allowed(scope["path"])
            await send(message)

        if scope.get("method") == "OPTIONS" and (allowed := self._allowed(scope["path"])):
            await Response(status_code=204, headers={"Allow": allowed})(scope, receive, send)
            return
        await self._app(scope, receive, send_allowed)

    def _allowed(self, path: str) -> str:
        found = {name for known, names in self._known if known.fullmatch(path) for name in names}
        extra = {"HEAD", "OPTIONS"} if "GET" in found else {"OPTIONS"}
        return ", ".join(sorted(found | extra)) if found else ""


def _pattern(path: str) -> re.Pattern[str]:
    """What an address of the description matches.

    >>> bool(_pattern("/id/{kind}/{file}").fullmatch("/id/policy/x.ttl"))
    True
    """
    parts = re.split(r"\{[^}]*\}", path)
    return re.compile(".+".join(map(re.escape, parts)))


class RateLimit:
    """Lets each client have so many requests a minute, evenly refilled, and as many at once."""

    def __init__(self, app: ASGIApp, *, per_minute: int) -> None:
        self._app = app
        self._per_minute = per_minute
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 429."""
        if scope["type"] == "http" and not self._allows((scope.get("client") or ("",))[0]):
            message = f"More than {self._per_minute} requests a minute; ask again a little later."
            fault = Fault(429, "too_many_requests", message)
            refusal = JSONResponse(
                fault.as_json(), 429, headers={"Retry-After": "5"}, media_type=PROBLEM
            )
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _allows(self, client: str) -> bool:
        now = time.monotonic()
        left, seen = self._left.pop(client, (float(self._per_minute), now))
        left = min(left + (now - seen) * self._per_minute / 60, float(self._per_minute))
        self._left[client] = (left - 1 if left >= 1 else left, now)
        if len(self._left) > _CLIENTS:
            self._left.popitem(last=False)
        return left >= 1
