"""The service's end of a worker process: turns go out, answers come back in the same order.

A worker is given its next turn before it has finished with one, so that it need never wait for us:
waking it up costs a quarter of the time that a short query takes.
"""

import asyncio
import os
import socket
import sys
from asyncio.subprocess import Process
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from yiju.workers import Frames

Answer = tuple[dict[str, Any], bytes]

_LESS: Final = 19
"""By how much a slow worker is nicer to the others: it gets what they leave, and a seventieth beside them."""


@dataclass(slots=True, eq=False)
class Turn:
    """A request as a frame, since when it waits, the answer that is to come; whom to tell if it is long."""

    frame: bytes
    asked: float
    answer: asyncio.Future[Answer]
    when_long: Callable[[], None] | None = None


class Worker(asyncio.Protocol):
    """A worker process with its turns, of which it does the first; `tell` is called after each.

    It is long while it does a turn that takes long, slow while it lets others go first, and spent when
    it should be given no more.
    """

    def __init__(self, tell: Callable[["Worker"], None]) -> None:
        self.turns: deque[Turn] = deque()
        self.since = 0.0
        self.is_long = False
        self.is_slow = False
        self.is_spent = False
        self._tell = tell
        self._loop = asyncio.get_running_loop()
        self._frames = Frames()
        self._transport: asyncio.Transport | None = None
        self._process: Process | None = None

    async def start(self, program: str, settings: str) -> None:
        """Start the process; OSError where that cannot be done."""
        ours, theirs = socket.socketpair()
        with theirs:
            command = (sys.executable, "-P", "-m", program, settings)
            self._process = await asyncio.create_subprocess_exec(
                *command, stdin=theirs.fileno(), stdout=sys.stderr
            )
        ours.setblocking(False)  # noqa: FBT003  # the name of the method says it
        await self._loop.create_connection(lambda: self, sock=ours)

    @property
    def number(self) -> int | None:
        """The number of the process; None while there is none."""
        return self._process.pid if self._process else None

    @property
    def is_alive(self) -> bool:
        """Whether it can still answer."""
        return self._transport is not None

    def give(self, turn: Turn) -> None:
        """Give it a turn, to be done after those that it has."""
        if not self.turns:
            self.since = self._loop.time()
        self.turns.append(turn)
        if self._transport:
            self._transport.write(turn.frame)

    def take_back(self) -> list[Turn]:
        """Take back the turns that have not begun; it will do them all the same, for nobody."""
        self.is_long = True
        head, *others = self.turns
        self.turns = deque([head, *(Turn(b"", turn.asked, _nobody()) for turn in others)])
        return others

    def slow_down(self) -> None:
        """Let others go first."""
        self.is_slow = True
        self._set_priority(_LESS)

    def hurry(self) -> None:
        """Be as quick as at the beginning, where the system allows that; else it is spent."""
        self.is_long = False
        if self.is_slow:
            self.is_slow = not self._set_priority(0)
            self.is_spent = self.is_spent or self.is_slow

    def _set_priority(self, less: int) -> bool:
        if self._process is None:
            return False
        ours = os.getpriority(os.PRIO_PROCESS, 0)
        try:
            os.setpriority(os.PRIO_PROCESS, self._process.pid, ours + less)
        except OSError:
            return False
        return True

    async def end(self) -> None:
        """Kill it, and wait until it is gone."""
        transport, self._transport = self._transport, None
        if transport:
            transport.abort()
        if self._process:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport (asyncio calls this)."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is none of asyncio's

    def data_received(self, data: bytes) -> None:
        """Take what came, and hand over the answers that it completes (asyncio calls this)."""
        for header, body in self._frames.take(data):
            turn = self.turns.popleft()
            self.since = self._loop.time()
            self.is_spent = self.is_spent or header.get("spent", False)
            self.hurry()
            if not turn.answer.done():
                turn.answer.set_result((header, body))
            elif header.get("path"):
                Path(header["path"]).unlink(missing_ok=True)
            self._tell(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  # asyncio gives it
        """The process is gone, unless it was ended (asyncio calls this)."""
        if self._transport:
            self._transport = None
            self._tell(self)


def _nobody() -> asyncio.Future[Answer]:
    """An answer that nobody waits for."""
    answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
    answer.cancel()
    return answer
