"""A worker: a process of its own that holds the store and answers one request after the other.

It can be killed: by the service when time is up, by its own alarm should the service be gone, by
the system when it asks for more memory than it may have. Started as `python -m yiju.service.worker`,
with its settings as JSON; requests come on standard input, replies go to standard output, in frames.
"""

import json
import signal
import sys
import traceback
from collections.abc import Mapping
from typing import Any, Final

from yiju.service.faults import explain, is_ours
from yiju.service.jobs import JOBS
from yiju.service.results import Reply
from yiju.service.window import Window
from yiju.workers import limit_memory, pack, private_output, read_request, send

_GRACE: Final = 5.0


def main() -> None:
    """Say that all is ready, then answer requests until there are no more."""
    settings = json.loads(sys.argv[1])
    requests, replies = sys.stdin.buffer, private_output()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    window = Window(settings["location"], refresh=settings["refresh"])
    window.open()
    limit_memory(settings["memory"])
    send(replies, pack({"ready": True}))
    while request := read_request(requests):
        signal.setitimer(signal.ITIMER_REAL, settings["seconds"] + _GRACE)
        send(replies, _answer(window, settings, request))
        signal.setitimer(signal.ITIMER_REAL, 0)


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
