"""A pool of workers: queries run beside the service, never in it, and can be killed.

A worker is started when it is first needed and kept. A request that takes too long, or is
abandoned by its client, costs its worker; the next request gets a new one.
"""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from typing import Any, Final

from yiju.service.faults import Fault, FaultError
from yiju.service.limits import Limits
from yiju.service.results import Reply
from yiju.workers import LENGTHS, pack

_PROGRAM: Final = "yiju.service.worker"
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
    """Workers over the store at a location."""

    def __init__(self, location: str, *, base: str, limits: Limits) -> None:
        self._settings = json.dumps({"location": location, "base": base, **asdict(limits)})
        self._limits = limits
        self._idle: list[Process] = []
        self._places = asyncio.Semaphore(limits.processes)

    async def warm(self) -> None:
        """Start the first worker, so that the first request need not wait."""
        self._idle.append(await self._start())

    async def close(self) -> None:
        """End all workers that are idle; the others end with their requests."""
        while self._idle:
            await _end(self._idle.pop())

    async def ask(self, job: str, **request: Any) -> Reply:
        """Have a worker do a job; FaultError where it cannot be done, in time or at all."""
        try:
            await asyncio.wait_for(self._places.acquire(), self._limits.patience)
        except TimeoutError as error:
            raise FaultError(
                Fault(503, "busy", "All workers are busy; ask again in a moment.")
            ) from error
        try:
            return await self._ask({"job": job, **request})
        finally:
            self._places.release()

    async def _ask(self, request: Mapping[str, Any]) -> Reply:
        worker = await self._take()
        header: dict[str, Any] = {}
        try:
            header, body = await asyncio.wait_for(_exchange(worker, request), self._limits.seconds)
        except TimeoutError as error:
            raise FaultError(self._late()) from error
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise FaultError(_DIED) from error
        finally:
            await self._keep(worker, healthy=bool(header))
        return _checked(header, body)

    async def _take(self) -> Process:
        """The worker used last that is still alive, or a new one."""
        while self._idle:
            worker = self._idle.pop()
            if worker.returncode is None:
                return worker
        return await self._start()

    async def _keep(self, worker: Process, *, healthy: bool) -> None:
        if healthy:
            self._idle.append(worker)
        else:
            await _end(worker)

    def _late(self) -> Fault:
        return Fault(
            504,
            "timeout",
            f"The query took longer than {self._limits.seconds:g} seconds and was stopped; "
            "ask for less at a time.",
        )

    async def _start(self) -> Process:
        worker = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-m", _PROGRAM, self._settings, stdin=PIPE, stdout=PIPE
        )
        try:
            await asyncio.wait_for(_read(worker), _START)
        except (TimeoutError, asyncio.IncompleteReadError) as error:
            await _end(worker)
            raise FaultError(_UNABLE) from error
        return worker


async def _exchange(worker: Process, request: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    assert worker.stdin is not None
    worker.stdin.write(pack(request))
    await worker.stdin.drain()
    return await _read(worker)


async def _read(worker: Process) -> tuple[dict[str, Any], bytes]:
    assert worker.stdout is not None
    head, body = LENGTHS.unpack(await worker.stdout.readexactly(LENGTHS.size))
    content = await worker.stdout.readexactly(head + body)
    return json.loads(content[:head]), content[head:]


def _checked(header: Mapping[str, Any], body: bytes) -> Reply:
    if "code" in header:
        raise FaultError(Fault(header["status"], header["code"], header["message"]))
    return Reply(body, header["media"], truncated=header["truncated"])


async def _end(worker: Process) -> None:
    with suppress(ProcessLookupError):
        worker.kill()
    await worker.wait()
