"""What every request passes: methods, packing, a limit to the rate; and the headers of every response."""

import re
import time
from collections import OrderedDict
from collections.abc import Collection, Mapping
from typing import Final

from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from yiju.service.faults import PROBLEM, Fault
from yiju.service.responses import TOTAL, TRUNCATED

SAFE: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
}
"""The headers that tell a browser to load nothing from elsewhere and guess nothing."""

OPEN: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": f"{TRUNCATED}, {TOTAL}, X-Request-ID, ETag, Link, Location, Content-Range",
}
"""The headers that let any page on the web read what it asked for: there is nothing private here."""

ALLOWED: Final = "yiju.allowed"
"""Where a request bears the function that tells what may be done at an address."""

_ANY_ORIGIN: Final = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Accept, If-None-Match, Range",
    "Access-Control-Max-Age": "86400",
}
EMBEDDED: Final = "/api/reconcile/preview"
"""The one page that others show inside of theirs; it has no script, no form and nothing to press."""

SAFE_EMBEDDED: Final = {
    name: value.replace("frame-ancestors 'none'", "frame-ancestors *")
    for name, value in SAFE.items()
    if name != "X-Frame-Options"
}

IS_HEAD: Final = "yiju.head"
"""What of a request says that its body is not sent, so that a long one need not be made."""

_WORTH_PACKING: Final = 2_000
_CLIENTS: Final = 10_000


class Packing:
    """Packs long answers for clients that take them packed (gzip).

    But no dumps: their tags and ranges are those of the files as they lie.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._packing = GZipMiddleware(app, minimum_size=_WORTH_PACKING, compresslevel=5)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, through the packing where it is wanted."""
        wanted = any(
            name == b"accept-encoding" and b"gzip" in value
            for name, value in scope.get("headers", ())
        )
        is_packed = wanted and not scope["path"].startswith("/dumps/")
        await (self._packing if is_packed else self._app)(scope, receive, send)


class Methods:
    """Answers HEAD as GET, where the server leaves the body out, and OPTIONS with what may be done.

    `paths` maps the addresses of the OpenAPI description to their methods.
    """

    def __init__(self, app: ASGIApp, *, paths: Mapping[str, Collection[str]]) -> None:
        self._app = app
        self._known = [(_pattern(path), methods) for path, methods in paths.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer OPTIONS; pass everything else on."""
        scope[ALLOWED] = self.allowed
        method = scope.get("method")
        if method == "OPTIONS" and (allowed := self.allowed(scope["path"])):
            await Response(status_code=204, headers=_ANY_ORIGIN | {"Allow": allowed})(
                scope, receive, send
            )
            return
        if method == "HEAD":
            scope = {**scope, "method": "GET", IS_HEAD: True}
        await self._app(scope, receive, send)

    def allowed(self, path: str) -> str:
        """The methods that an address has, as the header `Allow` lists them; empty for no address."""
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
