"""Reading in a process of its own, so that no file can take the build down.

The process is started once and reads file after file, the next while this one is being checked. When a
document takes too long, too much memory, or ends the process, that document is refused; a new process goes
on behind it. Nothing heavy is imported here: what reads is imported over there, meanwhile.
"""

import json
import os
import select
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import Any, Final

from yiju.errors import UnreadableFileError, YijuError
from yiju.pipeline.answers import Answer, Reading, Refusal, unpack_answer
from yiju.pipeline.limits import Limits
from yiju.vocabulary import BASE
from yiju.workers import LENGTHS, OUT_OF_MEMORY, pack

_PROGRAM: Final = "yiju.pipeline.worker"
_START: Final = 60.0
_CHUNK: Final = 1 << 20
_UNABLE: Final = (
    "The process that reads files could not be started; "
    "set YIJU_TRACEBACK=1 to see why, and report it."
)


class _StoppedError(Exception):
    """The process took too long, or is gone; `status` says how it ended, if it did."""

    def __init__(self, status: int | None = None) -> None:
        super().__init__(status)
        self.status = status


@dataclass(slots=True)
class _Request:
    """A file to be read, the document in it that is being read, and what was begun of it so far."""

    file: Path
    base: str
    after: tuple[int, ...] = ()
    document: str = ""
    goes_on: bool = False
    """Whether something was begun since the file was last asked for."""

    def pack(self) -> bytes:
        """The request as a frame."""
        self.goes_on = False
        return pack({"file": str(self.file), "base": self.base, "after": self.after})

    def begin(self, document: str, position: Iterable[int]) -> None:
        """Take down which document is being read."""
        self.document, self.after, self.goes_on = document, tuple(position), True

    @property
    def name(self) -> str:
        """The name of the document that is being read, or of the file."""
        return self.document or self.file.name


@contextmanager
def open_reader(limits: Limits | None = None) -> Iterator["Reader"]:
    """A process that reads files, for as long as it is needed."""
    reader = Reader(limits or Limits())
    try:
        yield reader
    finally:
        reader.close()


def read_one(file: Path, limits: Limits | None = None) -> Reading:
    """The one document of a file; UnreadableFileError where there is none, or more."""
    with open_reader(limits) as reader:
        first, *more = islice(next(reader.read([file])), 2)
    if isinstance(first, Refusal):
        raise UnreadableFileError(first.reason)
    if more:
        raise UnreadableFileError(
            f"{file}: holds more than one document. Unpack it, and extract them one by one."
        )
    return first


class Reader:
    """Hands files to a process, and has their documents back in the same order."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._asked: deque[_Request] = deque()
        self._start()

    def read(self, files: Iterable[Path], base: str = BASE) -> Iterator[Iterator[Answer]]:
        """The documents of each file; the file behind it is being read while they are looked at."""
        for file in files:
            self._asked.append(_Request(file, base))
            self._hand_over(self._asked[-1])
            if len(self._asked) > 1:
                yield self._answers()
        while self._asked:
            yield self._answers()

    def close(self) -> None:
        """End the process, and take its files back."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._requests.close()
        self._replies.close()

    # --- what is asked, and what comes back --------------------------------------------------------

    def _hand_over(self, request: _Request) -> None:
        with suppress(BrokenPipeError):  # that it is gone is seen when its answer is waited for
            self._requests.write(request.pack())

    def _answers(self) -> Iterator[Answer]:
        """The documents of the file that was asked for first."""
        request, is_spent = self._asked[0], False
        while True:
            try:
                header, body = self._next_frame()
            except _StoppedError as stop:
                yield Refusal(request.name, self._reason(request, stop))
                is_spent = True
                if not request.goes_on:  # it would end so again
                    break
                self._replace()
                request.document = ""
                continue
            if "done" in header:
                is_spent = header["spent"]
                break
            if "begun" in header:
                request.begin(header["begun"], header["position"])
            else:
                yield unpack_answer(header, body)
                request.document = ""
        self._asked.popleft()
        if is_spent:
            self._replace()

    def _reason(self, request: _Request, stop: _StoppedError) -> str:
        path = request.file.parent / request.name
        if stop.status in (None, -signal.SIGALRM):
            return self._limits.tell_seconds(path)
        if stop.status == OUT_OF_MEMORY:
            return self._limits.tell_memory(path)
        return self._limits.tell_end(path, _tell_status(stop.status or 0))

    # --- the process -------------------------------------------------------------------------------

    def _start(self) -> None:
        settings = json.dumps({"limits": asdict(self._limits), "parent": os.getpid()})
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-P", "-m", _PROGRAM, settings],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("YIJU_TRACEBACK") == "1" else subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,
        )
        assert self._process.stdin
        assert self._process.stdout
        self._requests, self._replies = self._process.stdin, self._process.stdout
        self._is_ready = False

    def _replace(self) -> None:
        """A new process, asked for what the old one still had to read."""
        self.close()
        self._start()
        for request in self._asked:
            self._hand_over(request)

    def _next_frame(self) -> tuple[dict[str, Any], bytes]:
        """The next frame; _StoppedError where none comes in time."""
        if not self._is_ready:
            self._await_start()
        return self._frame(self._limits.seconds)

    def _await_start(self) -> None:
        try:
            self._frame(_START)
        except _StoppedError as stop:
            raise YijuError(_UNABLE) from stop
        self._is_ready = True

    def _frame(self, seconds: float) -> tuple[dict[str, Any], bytes]:
        deadline = monotonic() + seconds
        head, body = LENGTHS.unpack(self._bytes(LENGTHS.size, deadline))
        return json.loads(self._bytes(head, deadline)), self._bytes(body, deadline)

    def _bytes(self, count: int, deadline: float) -> bytes:
        found, poll = bytearray(), select.poll()
        poll.register(self._replies, select.POLLIN)
        while len(found) < count:
            if not poll.poll(max(deadline - monotonic(), 0) * 1000):
                raise _StoppedError
            part = os.read(self._replies.fileno(), min(count - len(found), _CHUNK))
            if not part:
                raise _StoppedError(self._process.wait())
            found += part
        return bytes(found)


def _tell_status(status: int) -> str:
    """How a process ended, as systems say it."""
    return signal.Signals(-status).name if status < 0 else f"status {status}"
