"""Bodies of answers: a short one in memory, a long one in a file, so that nobody has to hold it whole.

A worker writes a long body into a file of the folder that it was given; the service opens the file,
takes it away from the folder, and hands it to the client piece by piece.
"""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import BinaryIO, Final

from yiju.service.faults import Fault, FaultError

MAX_BYTES: Final = 512 << 20

_LONG: Final = 1 << 20
_PIECE: Final = 256 << 10
_NUMBERS: Final = count(1)
_NO_ROOM: Final = Fault(
    503, "no_room", "The answer is too long for the room that there is just now; ask for less."
)


class FullError(Exception):
    """Enough was written."""


class Body:
    """A body that is being written: in memory while it is short, then in a file in `folder`.

    It begins with `start` in the place of the first byte that is written, where `start` is given.
    """

    def __init__(self, folder: str, *, start: bytes = b"") -> None:
        self._folder = Path(folder)
        self._start = start
        self._file: BinaryIO = BytesIO()
        self._size = 0
        self.path: Path | None = None

    def write(self, data: bytes, /) -> int:
        """Write on; FullError where it would be longer than any body may be."""
        taken = len(data)
        if self._start:
            data, self._start = self._start + data[1:], b""
        if self._size + len(data) > MAX_BYTES:
            raise FullError
        if self.path is None and self._size + len(data) > _LONG:
            self._move()
        try:
            self._file.write(data)
        except OSError as fault:
            raise FaultError(_NO_ROOM) from fault
        self._size += len(data)
        return taken

    def flush(self) -> None:
        """Nothing is held back (the engine calls this)."""

    def _move(self) -> None:
        start = self.short()
        self.path = self._folder / f"{os.getpid()}-{next(_NUMBERS)}"
        self._file = self.path.open("x+b")
        self._file.write(start)

    def short(self) -> bytes:
        """What was written, while it is short."""
        assert isinstance(self._file, BytesIO)
        return self._file.getvalue()

    def finish(self) -> BinaryIO:
        """All that was written, to be read from its beginning."""
        self._file.flush()
        self._file.seek(0)
        return self._file

    def drop(self) -> None:
        """Forget it."""
        self._file.close()
        if self.path:
            self.path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class LongBody:
    """A body in a file that has no name any more: it goes when nobody reads it."""

    file: BinaryIO
    size: int

    async def pieces(self) -> AsyncIterator[bytes]:
        """The body, piece by piece, and once."""
        with self.file:
            while piece := self.file.read(_PIECE):
                yield piece


def take_body(path: str) -> LongBody:
    """Open the file in which a worker has written a body, and take it out of its folder."""
    file = Path(path).open("rb")  # noqa: SIM115  # it is closed when it was read
    Path(path).unlink()
    return LongBody(file, os.fstat(file.fileno()).st_size)


def sweep(folder: str, process: int) -> None:
    """Remove what a process that was ended has left of bodies."""
    for left in Path(folder).glob(f"{process}-*"):
        left.unlink(missing_ok=True)
