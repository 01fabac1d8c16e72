"""A pool of workers: queries run beside the service, never in it, and can be killed.

A worker is started when it is first needed and kept. A request that takes too long, or is
abandoned by its client, costs its worker; the next request gets a new one.
"""

import asyncio
import json
import os
import socket
import sys
from asyncio.subprocess import Process
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any, Final, cast

from yiju.service.faults import Fault, FaultError
from yiju.service.limits import Limits
from yiju.service.results import Reply
from yiju.workers import Frames, pack

READER: Final = "yiju.service.worker"
WRITER: Final = "yiju.service.writer"
FINDER: Final = "yiju.service.finder"

_START: Final = 60.0
_DIED: Final = Fault(
    503,
    "stopped",
    "The query was stopped because it needs more memory than a query may have, or nests too deeply; "
    "ask for less at a time.",
)
_UNABLE: Final = Fault(
    503, "store_unavailable", "No worker could be started; see the service's log."
)


class Pool:
    """Workers over the store at a location: `processes` of them, each with one request at a time."""

    def __init__(
        self,
        location: str,
        *,
        base: str,
        limits: Limits,
        program: str = READER,
        processes: int,
        state: str | None = None,
    ) -> None:
        place = {"location": location, "state": state, "base": base}
        self._settings = json.dumps({**place, "parent": os.getpid(), **asdict(limits)})
        self._limits = limits
        self._program = program
        self._idle: list[Worker] = []
        self._places = asyncio.Semaphore(processes)

    async def warm(self) -> None:
        """Start the first worker, so that the first request need not wait."""
        self._idle.append(await self._start())

    async def close(self) -> None:
        """End all workers that are idle; the others end with their requests."""
        while self._idle:
            await self._idle.pop().end()

    async def ask(self, job: str, body: bytes = b"", **request: Any) -> Reply:
        """Have a worker do a job; FaultError where it cannot be done, in time or at all."""
        try:
            async with asyncio.timeout(self._limits.patience):
                await self._places.acquire()
        except TimeoutError as error:
            raise FaultError(
                Fault(503, "busy", "All workers are busy; ask again in a moment.")
            ) from error
        try:
            return await self._ask(pack({"job": job, **request}, body))
        finally:
            self._places.release()

    async def _ask(self, frame: bytes) -> Reply:
        worker = await self._take()
        is_kept = False
        try:
            async with asyncio.timeout(self._limits.seconds):
                header, body = await worker.channel.ask(frame)
            is_kept = not header["spent"]
        except TimeoutError as error:
            raise FaultError(self._late()) from error
        except ConnectionError as error:
            raise FaultError(_DIED) from error
        finally:
            if is_kept:
                self._idle.append(worker)
            else:
                await worker.end()
        return _checked(header, body)

    async def _take(self) -> "Worker":
        """The worker used last that is still alive, or a new one."""
        while self._idle:
            worker = self._idle.pop()
            if worker.is_alive:
                return worker
        return await self._start()

    def _late(self) -> Fault:
        return Fault(
            503,
            "timeout",
            f"The query took longer than {self._limits.seconds:g} seconds and was stopped; "
            "ask for less at a time.",
        )

    async def _start(self) -> "Worker":
        ours, theirs = socket.socketpair()
        with theirs:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-P",
                "-m",
                self._program,
                self._settings,
                stdin=theirs.fileno(),
                stdout=sys.stderr,
            )
        ours.setblocking(False)  # noqa: FBT003  # the name of the method says it
        _, channel = await asyncio.get_running_loop().create_connection(Channel, sock=ours)
        worker = Worker(process, channel)
        try:
            async with asyncio.timeout(_START):
                await channel.ask(b"")
        except (TimeoutError, ConnectionError) as error:
            await worker.end()
            raise FaultError(_UNABLE) from error
        return worker


class Channel(asyncio.Protocol):
    """The service's end of a worker's socket: a frame out, a frame back."""

    def __init__(self) -> None:
        self._frames = Frames()
        self._wanted: asyncio.Future[tuple[dict[str, Any], bytes]] | None = None
        self._transport: asyncio.Transport | None = None

    async def ask(self, frame: bytes) -> tuple[dict[str, Any], bytes]:
        """Send a frame and wait for the next; ConnectionError where the worker is gone."""
        if self._transport is None:
            raise ConnectionError
        self._wanted = asyncio.get_running_loop().create_future()
        self._transport.write(frame)
        try:
            return await self._wanted
        finally:
            self._wanted = None

    def close(self) -> None:
        """Let the socket go."""
        if self._transport:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport (asyncio calls this)."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is none of asyncio's

    def data_received(self, data: bytes) -> None:
        """Take what came, and pass on the frame that it completes (asyncio calls this)."""
        frame = self._frames.take(data)
        if frame and self._wanted and not self._wanted.done():
            self._wanted.set_result(frame)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell who waits that nothing will come (asyncio calls this)."""
        self._transport = None
        if self._wanted and not self._wanted.done():
            self._wanted.set_exception(exc or ConnectionResetError())


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker process, and the channel to it."""

    process: Process
    channel: Channel

    @property
    def is_alive(self) -> bool:
        """Whether it can still answer."""
        return self.process.returncode is None

    async def end(self) -> None:
        """Kill it, and wait until it is gone."""
        self.channel.close()
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()


def _checked(header: Mapping[str, Any], body: bytes) -> Reply:
    if "fault" in header:
        raise FaultError(Fault(**header["fault"]))
    return Reply(body, header["media"], cut=header["cut"], total=header["total"])
