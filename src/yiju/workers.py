"""What every worker of this package needs: a process that answers another and may be ended at any time.

It speaks in frames on standard output, which nothing else may use; it may grow by so much memory and no
more; and it does not outlive the process that started it.
"""

import ctypes
import json
import os
import resource
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from struct import Struct
from typing import Any, BinaryIO, Final

LENGTHS: Final = Struct("!II")
"""How a frame begins: the length of its JSON header, and that of its body."""

OUT_OF_MEMORY: Final = 77
"""The status with which a worker ends that has no memory left to say so."""

_DIE_WITH_PARENT: Final = 1
"""What Linux calls PR_SET_PDEATHSIG."""


def pack(header: Mapping[str, Any], body: bytes = b"") -> bytes:
    r"""Pack a header and a body into a frame.

    >>> pack({}, b"x")
    b'\x00\x00\x00\x02\x00\x00\x00\x01{}x'
    """
    head = json.dumps(header).encode()
    return LENGTHS.pack(len(head), len(body)) + head + body


def read_request(requests: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """The header and the body of the next frame; nothing when there are no more."""
    lengths = requests.read(LENGTHS.size)
    if len(lengths) < LENGTHS.size:
        return None
    head, body = LENGTHS.unpack(lengths)
    return json.loads(requests.read(head)), requests.read(body)


def send(replies: BinaryIO, frame: bytes) -> None:
    """Hand over a frame at once."""
    replies.write(frame)
    replies.flush()


def private_output() -> BinaryIO:
    """Standard output for replies alone: what a library prints goes to standard error."""
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return output


def address_space() -> int:
    """The bytes of addresses that this process uses; 0 where the system does not tell."""
    usage = Path("/proc/self/statm")
    if not usage.exists():
        return 0
    return int(usage.read_text(encoding="ascii").split()[0]) * resource.getpagesize()


def limit_memory(allowed: int) -> None:
    """Let this process grow by so many bytes from where it is, where the system can tell where."""
    if used := address_space():
        resource.setrlimit(resource.RLIMIT_AS, (used + allowed, resource.RLIM_INFINITY))


def work_in_batches() -> None:
    """Have the system, where it can, let this process go on when another is woken.

    Processes that hand each other short work would else take turns so often that none of them finds
    in the processor's caches what it needs: a tenth of all time.
    """
    with suppress(OSError, AttributeError):
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def end_with_parent(parent: int) -> None:
    """Have the system, where it can, kill this process when the one that started it is gone."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # gone before it was asked
            os.kill(os.getpid(), signal.SIGKILL)


class Frames:
    """Puts frames together from the pieces in which they come."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._have = 0
        self._want = LENGTHS.size

    def take(self, data: bytes) -> list[tuple[dict[str, Any], bytes]]:
        r"""The headers and bodies that this piece completes; none while more is to come.

        >>> frames = Frames()
        >>> frames.take(pack({"a": 1}, b"xyz")[:9])
        []
        >>> frames.take(pack({"a": 1}, b"xyz")[9:] + pack({}))
        [({'a': 1}, b'xyz'), ({}, b'')]
        """
        self._pieces.append(data)
        self._have += len(data)
        found = []
        while self._have >= self._want:
            whole = b"".join(self._pieces)
            head, body = LENGTHS.unpack_from(whole)
            self._want = LENGTHS.size + head + body
            if self._have >= self._want:
                at = LENGTHS.size + head
                found.append((json.loads(whole[LENGTHS.size : at]), whole[at : self._want]))
                whole = whole[self._want :]
                self._want = LENGTHS.size
            self._pieces, self._have = [whole], len(whole)
        return found
