"""From a request to a worker's reply, and from the reply to the response."""

import asyncio
from typing import Any, Final

from fastapi import Request, Response

from yiju.service.faults import Fault, FaultError
from yiju.service.pool import Pool
from yiju.service.results import Reply

TRUNCATED: Final = "Yiju-Truncated"
"""The header of a result that was cut: `rows=N`."""

TOTAL: Final = "Yiju-Total"
"""The header with the number of all rows, of which a page may be shown."""

_SOON: Final = 0.2
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
    return Response(reply.body, media_type=reply.media, headers=headers)


async def ask_while_connected(request: Request, pool: Pool, job: str, **asked: Any) -> Reply:
    """Have a worker do a job, and stop it when the client leaves."""
    work = asyncio.ensure_future(pool.ask(job, **asked))
    try:
        done, _ = await asyncio.wait({work}, timeout=_SOON)
        if not done:
            await _either(work, request)
        return await work
    except asyncio.CancelledError:
        if asyncio.current_task().cancelling():  # type: ignore[union-attr]  # this runs in a task
            raise
        raise FaultError(_LEFT) from None
    finally:
        work.cancel()


async def _either(work: asyncio.Future[Reply], request: Request) -> None:
    """Wait until the work is done, or the client has gone: then the work is cancelled."""
    gone = asyncio.ensure_future(_gone(request))
    try:
        waited: set[asyncio.Future[Any]] = {work, gone}
        await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            work.cancel()
    finally:
        gone.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
