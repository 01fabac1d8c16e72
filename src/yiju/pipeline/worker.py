"""A process that reads files: one after the other, each document to its graph, and stores nothing.

It can be killed: by the one that started it when time is up, by its own alarm, by the system when that one
is gone or when a library asks for more memory than there may be. Started as `python -m yiju.pipeline.worker`
with its limits as JSON; requests come on standard input, answers go to standard output, in frames.
"""

import gc
import json
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from yiju.errors import UnreadableFileError, YijuError
from yiju.mapping import write_document
from yiju.pipeline.answers import Answer, Reading, Refusal, pack_answer
from yiju.pipeline.limits import LARGEST_GRAPH, MOST_DOCUMENTS, Limits
from yiju.pipeline.reading import understand, with_citations
from yiju.pipeline.report import tell_loaded
from yiju.readers import read_file
from yiju.readers.archive import Position, UnreadFile, find_sources
from yiju.readers.source import SourceFile
from yiju.vocabulary import Names
from yiju.workers import (
    OUT_OF_MEMORY,
    end_with_parent,
    limit_memory,
    pack,
    private_output,
    read_request,
    send,
)

_GRACE: Final = 5.0
"""Seconds after which the alarm rings, where the one that started the process has not stopped it."""

_COLLECTING: Final = (100_000, 20, 100)
"""How seldom cycles are looked for: records have none, and a document may have millions of them."""

_KILOBYTE: Final = 1 if sys.platform == "darwin" else 1024
"""The unit in which the system tells how much memory was used."""


def main() -> None:
    """Say that all is ready, then read what is asked for until nothing is."""
    settings = json.loads(sys.argv[1])
    limits = Limits(**settings["limits"])
    end_with_parent(settings["parent"])
    requests, answers = sys.stdin.buffer, private_output()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_memory(limits.memory)
    gc.freeze()
    gc.set_threshold(*_COLLECTING)
    send(answers, pack({"ready": True}))
    work = _Work(answers, limits)
    try:
        while asked := read_request(requests):
            work.do(asked[0])
    except MemoryError:  # too little is left even to say so
        os._exit(OUT_OF_MEMORY)


class _Work:
    def __init__(self, answers: BinaryIO, limits: Limits) -> None:
        self.answers = answers
        self.limits = limits
        self.documents = 0
        self.before = _most_held()

    def do(self, request: dict[str, Any]) -> None:
        """Read the documents of a file; the alarm is set only while nothing is being sent."""
        path, names = Path(request["file"]), Names(request["base"])
        self._set_alarm()
        for answer in read_each(path, names, self.limits, self._begin, tuple(request["after"])):
            self._send(pack_answer(answer))
            self.documents += 1
        self._send(pack({"done": True, "spent": self._is_spent()}))
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _begin(self, position: Position, name: str) -> None:
        self._send(pack({"begun": name, "position": position}))

    def _send(self, frame: bytes) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        send(self.answers, frame)
        self._set_alarm()

    def _set_alarm(self) -> None:
        signal.setitimer(signal.ITIMER_REAL, self.limits.seconds + _GRACE)

    def _is_spent(self) -> bool:
        """Whether so much was read, or once held, that a new process is better for what comes."""
        return (
            self.documents >= MOST_DOCUMENTS or _most_held() - self.before > self.limits.memory // 2
        )


def _most_held() -> int:
    """The bytes of memory that this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KILOBYTE


def read_each(
    path: Path,
    names: Names,
    limits: Limits,
    begin: Callable[[Position, str], None] | None = None,
    after: Position = (),
) -> Iterator[Answer]:
    """The documents of a file, those behind a position; whatever is wrong with one is its answer."""
    try:
        for found in find_sources(path, begin, after):
            if isinstance(found, UnreadFile):
                yield Refusal(found.name, found.reason)
            else:
                yield _answer(found, names, limits)
    except MemoryError:
        yield Refusal(path.name, limits.tell_memory(path))


def _answer(source: SourceFile, names: Names, limits: Limits) -> Answer:
    try:
        return _read(source, names)
    except YijuError as fault:
        return Refusal(source.name, str(fault))
    except MemoryError:
        return Refusal(source.name, limits.tell_memory(source.path))
    except Exception as fault:  # noqa: BLE001 - one document must not harm the others
        if os.environ.get("YIJU_TRACEBACK") == "1":
            traceback.print_exc()
        kind = type(fault).__name__
        reason = f"{source.path}: {kind} while reading: {fault}; please report it."
        return Refusal(source.name, reason)


def _read(source: SourceFile, names: Names) -> Reading:
    disclosure = with_citations(understand(read_file(source)))
    graph = write_document(disclosure, names)
    if len(graph) > LARGEST_GRAPH:
        raise UnreadableFileError(
            f"{source.path}: what it says takes {len(graph):,} bytes; at most {LARGEST_GRAPH:,} are "
            "loaded of one document. Split the file."
        )
    return Reading(
        outcome=tell_loaded(source.name, disclosure),
        issues=tuple(map(str, disclosure.issues)),
        graph=graph,
        data=source.data,
    )


if __name__ == "__main__":
    main()
