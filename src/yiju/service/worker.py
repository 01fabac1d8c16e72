"""A worker: a process of its own that holds the store and answers one request after the other.

It can be killed: by the service when time is up, by its own alarm should the service be gone, by
the system when it asks for more memory than it may have. Started as `python -m yiju.service.worker`,
with its settings as JSON; requests come on standard input, replies go to standard output, in frames.
"""

import json
import os
import resource
import signal
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

from yiju.service.faults import explain, is_ours
from yiju.service.frames import LENGTHS, pack
from yiju.service.jobs import JOBS
from yiju.service.results import Reply
from yiju.service.window import Window

_GRACE: Final = 5.0


def main() -> None:
    """Say that all is ready, then answer requests until there are no more."""
    settings = json.loads(sys.argv[1])
    requests, replies = sys.stdin.buffer, _private_output()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    window = Window(settings["location"], refresh=settings["refresh"])
    window.open()
    _limit_memory(settings["memory"])
    _send(replies, pack({"ready": True}))
    while request := _read(requests):
        signal.setitimer(signal.ITIMER_REAL, settings["seconds"] + _GRACE)
        _send(replies, _answer(window, settings, request))
        signal.setitimer(signal.ITIMER_REAL, 0)


def _send(replies: BinaryIO, frame: bytes) -> None:
    replies.write(frame)
    replies.flush()


def _private_output() -> BinaryIO:
    """Standard output for replies alone: what a library prints goes to standard error."""
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return output


def _limit_memory(allowed: int) -> None:
    """Let the process grow by so many bytes from where it is, where the system can tell where."""
    usage = Path("/proc/self/statm")
    if not usage.exists():
        return
    pages = int(usage.read_text(encoding="ascii").split()[0])
    resource.setrlimit(
        resource.RLIMIT_AS, (pages * resource.getpagesize() + allowed, resource.RLIM_INFINITY)
    )


def _read(requests: BinaryIO) -> dict[str, Any] | None:
    lengths = requests.read(LENGTHS.size)
    if len(lengths) < LENGTHS.size:
        return None
    head, body = LENGTHS.unpack(lengths)
    request: dict[str, Any] = json.loads(requests.read(head + body)[:head])
    return request


def _answer(window: Window, settings: Mapping[str, Any], request: dict[str, Any]) -> bytes:
    job = JOBS[request.pop("job")]
    try:
        reply: Reply = window.ask(lambda store: job(store, settings, request))
    except Exception as error:  # noqa: BLE001  # one bad request harms no other
        fault = explain(error)
        if is_ours(fault):
            traceback.print_exc()
        return pack({"status": fault.status, "code": fault.code, "message": fault.message})
    return pack({"media": reply.media, "truncated": reply.truncated}, reply.body)


if __name__ == "__main__":
    main()
