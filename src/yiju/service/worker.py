"""A worker: a process of its own that answers one request after the other, from the store it holds.

It can be killed: by the service when time is up, by its own alarm should the service be gone, by
the system when it asks for more memory than it may have. Started as `python -m yiju.service.worker`,
with its settings as JSON; requests and replies pass the socket that is its standard input, in frames.
"""

import json
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from itertools import count
from typing import Any, Final

from yiju.service.faults import explain, is_ours
from yiju.service.jobs import JOBS, is_volatile
from yiju.service.results import TOLD, Reply
from yiju.service.window import Window
from yiju.workers import (
    address_space,
    end_with_parent,
    limit_memory,
    pack,
    read_request,
    work_in_batches,
)

Settings = Mapping[str, Any]
Answer = Callable[[str, dict[str, Any], bytes], Reply]

_GRACE: Final = 5.0
_SHORT: Final = 0.005
"""Seconds in which nobody grows by much: to look how large one is takes a tenth of a short request."""
_OFTEN: Final = 100


def main() -> None:
    """Read what is asked, one request after the other."""
    serve_requests(_reading)


def _reading(settings: Settings) -> Answer:
    """A window on the store, and the jobs that look through it."""
    window = Window(settings["location"], refresh=settings["refresh"])
    window.open()

    def answer(job: str, request: dict[str, Any], _body: bytes) -> Reply:
        reply = window.ask(
            lambda store: JOBS[job](store, {**settings, "modified": window.modified}, request)
        )
        state = None if is_volatile(job, request) else window.state
        return replace(reply, state=state, modified=window.modified)

    return answer


def serve_requests(prepare: Callable[[Settings], Answer]) -> None:
    """Say that all is ready, then answer requests until there are no more."""
    settings = json.loads(sys.argv[1])
    with socket.socket(fileno=sys.stdin.fileno()) as channel, channel.makefile("rb") as requests:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        end_with_parent(settings["parent"])
        work_in_batches()
        answer = prepare(settings)
        limit_memory(settings["memory"])
        enough = address_space() + settings["memory"] // 2
        channel.sendall(pack({"ready": True}))
        for served in count(1):
            asked = read_request(requests)
            if asked is None:
                break
            signal.setitimer(signal.ITIMER_REAL, settings["seconds"] + _GRACE)
            began = time.monotonic()
            head, body = _reply(answer, *asked)
            is_looked_at = time.monotonic() - began > _SHORT or not served % _OFTEN
            is_spent = is_looked_at and address_space() > enough
            channel.sendall(pack(head | {"spent": is_spent}, body))
            signal.setitimer(signal.ITIMER_REAL, 0)


def _reply(answer: Answer, request: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    """The header and the body of what is answered."""
    try:
        reply = answer(request.pop("job"), request, body)
    except Exception as error:  # noqa: BLE001  # one bad request harms no other
        fault = explain(error)
        if is_ours(fault):
            traceback.print_exc()
        return {"fault": asdict(fault)}, b""
    return {name: getattr(reply, name) for name in TOLD}, reply.body


if __name__ == "__main__":
    main()
