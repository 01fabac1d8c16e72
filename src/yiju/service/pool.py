"""A pool of workers: queries run beside the service, never in it, and can be killed.

A worker is started when it is first needed and kept. A request that takes too long, or is
abandoned by its client, costs its worker; what waited behind it goes to another.
"""

import asyncio
import json
import os
from collections import deque
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import asdict
from tempfile import TemporaryDirectory
from typing import Any, Final

from yiju.service.bodies import sweep, take_body
from yiju.service.channels import Turn, Worker
from yiju.service.faults import Fault, FaultError
from yiju.service.kept import Kept
from yiju.service.limits import Limits
from yiju.service.results import TOLD, Reply
from yiju.workers import pack

READER: Final = "yiju.service.worker"
WRITER: Final = "yiju.service.writer"
FINDER: Final = "yiju.service.finder"

_START: Final = 60.0
_LONG: Final = 0.1
"""Seconds after which no request waits behind another, nor for its place."""

_SLOW: Final = 0.5
"""Seconds after which a request lets others go first."""

_LOOK: Final = 0.05
"""Seconds between two looks at what takes how long."""

_DEPTH: Final = 8
"""How many turns a worker has at a time: the one that it does, and the next."""

_DIED: Final = Fault(
    503,
    "stopped",
    "The query was stopped because it needs more memory than a query may have, or nests too deeply; "
    "ask for less at a time.",
)
_BUSY: Final = Fault(503, "busy", "All workers are busy; ask again in a moment.")
_UNABLE: Final = Fault(
    503, "store_unavailable", "No worker could be started; see the service's log."
)


class Pool:
    """Workers over the store at a location: `processes` at most, of which `quick` are for all.

    A request that takes long goes on with a lower priority, as one of the others; so it costs those
    that come after it little.
    """

    def __init__(
        self,
        location: str,
        *,
        base: str,
        limits: Limits,
        program: str = READER,
        processes: int,
        quick: int | None = None,
        kept: Kept | None = None,
        state: str | None = None,
    ) -> None:
        self._bodies = TemporaryDirectory(prefix="yiju-bodies-", ignore_cleanup_errors=True)
        place = {"location": location, "state": state, "base": base, "folder": self._bodies.name}
        self._settings = json.dumps({**place, "parent": os.getpid(), **asdict(limits)})
        self._limits = limits
        self._program = program
        self._kept = kept
        self._processes = processes
        self._quick = min(quick or processes, processes)
        self._workers: list[Worker] = []
        self._waiting: deque[Turn] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._starting = 0
        self._looking: asyncio.TimerHandle | None = None

    async def warm(self) -> None:
        """Start the first worker, so that the first request need not wait."""
        self._start()
        await self._finish()

    async def close(self) -> None:
        """End all workers, with whatever they do."""
        self._processes = 0
        await self._finish()
        for worker in tuple(self._workers):
            self._drop(worker, _DIED)
        await self._finish()
        if self._looking:
            self._looking.cancel()
        self._bodies.cleanup()

    async def _finish(self) -> None:
        """Wait until all workers that are being started or ended are so."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def ask(
        self,
        job: str,
        body: bytes = b"",
        *,
        when_long: Callable[[], None] | None = None,
        **request: Any,
    ) -> Reply:
        """Have a worker do a job; FaultError where it cannot be done, in time or at all.

        `when_long` is called once, when it turns out to take long.
        """
        frame = pack({"job": job, **request}, body)
        if self._kept is None:
            return await self._ask(frame, when_long)
        reply = self._kept.find(frame)
        if reply is None:
            reply = await self._ask(frame, when_long)
            self._kept.keep(frame, reply)
        return reply

    async def _ask(self, frame: bytes, when_long: Callable[[], None] | None) -> Reply:
        loop = asyncio.get_running_loop()
        turn = Turn(frame, loop.time(), loop.create_future(), when_long)
        self._waiting.append(turn)
        self._feed()
        if self._looking is None:
            self._looking = loop.call_later(_LOOK, self._look)
        header, answer = await turn.answer
        return _checked(header, answer)

    def _feed(self) -> None:
        """Give the turns that wait to the workers that have time for them."""
        while self._waiting and (worker := self._find_worker()):
            turn = self._waiting.popleft()
            if not turn.answer.done():
                worker.give(turn)

    def _find_worker(self) -> Worker | None:
        """A worker that has nothing to do, or the least; a new one is started where one may be."""
        good = [worker for worker in self._workers if not (worker.is_long or worker.is_spent)]
        busy = [worker for worker in good if worker.turns]
        if len(busy) < min(self._quick, self._processes - len(self._workers) + len(good)):
            idle = next((worker for worker in good if not worker.turns), None)
            if idle:
                return idle
            if len(self._workers) + self._starting < self._processes:
                self._start()
        least = min(busy, key=_load, default=None)
        return least if least and _load(least) < _DEPTH else None

    def _told(self, worker: Worker) -> None:
        """A worker has done a turn, or is gone."""
        if not worker.is_alive or (worker.is_spent and not worker.turns):
            self._drop(worker, _DIED)
        self._feed()

    def _look(self) -> None:
        """See what takes long, and what has waited for too long."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        for worker in tuple(self._workers):
            if worker.turns and now - worker.since > min(_LONG, self._limits.seconds):
                self._judge(worker, now - worker.since)
        while self._waiting and now - self._waiting[0].asked > self._limits.patience:
            _fail(self._waiting.popleft(), _BUSY)
        is_busy = self._waiting or any(worker.turns for worker in self._workers)
        self._looking = loop.call_later(_LOOK, self._look) if is_busy else None

    def _judge(self, worker: Worker, seconds: float) -> None:
        """Stop what nobody waits for and what takes too long; what takes long goes on slowly."""
        if worker.turns[0].answer.done() or seconds > self._limits.seconds:
            self._drop(worker, self._late())
        elif not worker.is_long:
            self._waiting.extendleft(reversed(worker.take_back()))
            if when_long := worker.turns[0].when_long:
                when_long()
        elif not worker.is_slow and seconds > _SLOW:
            worker.slow_down()
        self._feed()

    def _drop(self, worker: Worker, fault: Fault) -> None:
        """End a worker; the turn that it does fails with it, those that wait go elsewhere."""
        if worker in self._workers:
            self._workers.remove(worker)
        if worker.turns:
            _fail(worker.turns.popleft(), fault)
        self._waiting.extendleft(reversed(worker.turns))
        worker.turns.clear()
        self._spawn(self._end(worker))

    async def _end(self, worker: Worker) -> None:
        await worker.end()
        if worker.number is not None:
            sweep(self._bodies.name, worker.number)

    def _start(self) -> None:
        self._starting += 1
        self._spawn(self._start_worker())

    async def _start_worker(self) -> None:
        worker = Worker(self._told)
        ready = Turn(b"", 0.0, asyncio.get_running_loop().create_future())
        try:
            async with asyncio.timeout(_START):
                await worker.start(self._program, self._settings)
                worker.give(ready)
                await ready.answer
        except (TimeoutError, OSError, FaultError):
            await worker.end()
            while self._waiting and not self._workers:
                _fail(self._waiting.popleft(), _UNABLE)
        else:
            self._workers.append(worker)
        finally:
            self._starting -= 1
        self._feed()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _late(self) -> Fault:
        return Fault(
            503,
            "timeout",
            f"The query took longer than {self._limits.seconds:g} seconds and was stopped; "
            "ask for less at a time.",
        )


def _load(worker: Worker) -> int:
    return len(worker.turns)


def _fail(turn: Turn, fault: Fault) -> None:
    if not turn.answer.done():
        turn.answer.set_exception(FaultError(fault))


def _checked(header: Mapping[str, Any], body: bytes) -> Reply:
    if "fault" in header:
        raise FaultError(Fault(**header["fault"]))
    long = take_body(header["path"]) if header["path"] else None
    return Reply(body, **{name: header[name] for name in TOLD}, long=long)
