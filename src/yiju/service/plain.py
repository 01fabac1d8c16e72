"""Routes that are described like all others, but whose requests nobody takes apart beforehand.

FastAPI parses the parameters of each request and checks them, which costs more than a short query.
An endpoint that takes nothing but the request can do without.
"""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute


class PlainRoute(APIRoute):
    """A route whose endpoint is `async def name(request: Request) -> Response`, and is called at once."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The endpoint itself (FastAPI calls this)."""
        return self.endpoint
