"""The one address where each microsecond counts, answered before the framework's routing.

It is described, and would be answered, like all others; the framework's stacks cost as much as a
short query takes.
"""

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from yiju.errors import YijuError

Answer = Callable[[Request], Awaitable[Response]]


class Express:
    """Answers the methods of a route at once; all that YijuError says is told by `tell`."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        path: str,
        answers: Mapping[str, Answer],
        tell: Callable[[Request, Exception], Awaitable[Response]],
    ) -> None:
        self._app = app
        self.path = path
        self._answers = answers
        self._tell = tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, or pass it on where it is for another address."""
        answer = self._answers.get(scope.get("method", ""))
        if answer is None or scope["path"] != self.path:
            await self._app(scope, receive, send)
            return
        scope["route"] = self
        request = Request(scope, receive, send)
        try:
            response = await answer(request)
        except YijuError as error:
            response = await self._tell(request, error)
        await response(scope, receive, send)
