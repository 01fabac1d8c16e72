"""From a request to a worker's reply, and from the reply to the response."""

import asyncio
from typing import Any, Final

from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from starlette.types import Receive

from yiju.service.faults import Fault, FaultError
from yiju.service.pool import Pool
from yiju.service.results import Reply

TRUNCATED: Final = "Yiju-Truncated"
"""The header of a result that was cut: `rows=N`."""

TOTAL: Final = "Yiju-Total"
"""The header with the number of all rows, of which a page may be shown."""

_LEFT: Final = Fault(503, "client_left", "The query was stopped, as nobody waits for it.")


def pool_of(request: Request) -> Pool:
    """The workers that read."""
    pool: Pool = request.app.state.pool
    return pool


def respond(reply: Reply, **headers: str) -> Response:
    """The response that a reply makes."""
    if reply.cut is not None:
        headers[TRUNCATED] = f"rows={reply.cut}"
    if reply.total is not None:
        headers[TOTAL] = str(reply.total)
    if reply.long:
        headers["Content-Length"] = str(reply.long.size)
        return StreamingResponse(reply.long.pieces(), media_type=reply.media, headers=headers)
    return Response(reply.body, media_type=reply.media, headers=headers)


async def ask_while_connected(request: Request, pool: Pool, job: str, **asked: Any) -> Reply:
    """Have a worker do a job, and stop it when the client leaves; what is done soon is not watched."""
    watch = _Watch(request.receive)
    try:
        return await pool.ask(job, when_long=watch.begin, **asked)
    except asyncio.CancelledError:
        watch.tell()
        raise
    finally:
        watch.end()


class _Watch:
    """Cancels the task in which it is made when the client leaves."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._task = asyncio.current_task()
        self._watching: asyncio.Task[None] | None = None
        self._has_left = False

    def begin(self) -> None:
        """Begin to watch."""
        self._watching = asyncio.create_task(self._wait())

    def end(self) -> None:
        """Watch no more."""
        if self._watching:
            self._watching.cancel()

    def tell(self) -> None:
        """FaultError where it was the client's leaving that cancelled the task."""
        if self._has_left and self._task and self._task.uncancel() == 0:
            raise FaultError(_LEFT)

    async def _wait(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._has_left = True
        if self._task:
            self._task.cancel()
