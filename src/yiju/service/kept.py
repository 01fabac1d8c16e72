"""Answers that were given before and still hold, for who asks the same again.

An answer is kept with the state of the store that it was read from, and holds while the store is in
that state; that is looked at as often as the workers look. What was used last is kept longest.
"""

import time
from collections import OrderedDict
from pathlib import Path
from typing import Final

from yiju.service.results import Reply
from yiju.store.embedded import DATABASE
from yiju.store.state import name_state, read_signature

_SHARE: Final = 16
"""An answer that takes more than this part of the room is not kept."""


class Kept:
    """Answers about the store at a location, so many bytes of them at most."""

    def __init__(self, location: str, *, room: int, refresh: float) -> None:
        self._location = location
        self._room = room
        self._refresh = refresh
        self._looked = -refresh
        self._state: str | None = None
        self._answers: OrderedDict[bytes, Reply] = OrderedDict()
        self._size = 0

    def find(self, asked: bytes) -> Reply | None:
        """The answer to the very same request, if there is one that holds."""
        now = time.monotonic()
        if now - self._looked >= self._refresh:
            self._looked = now
            self._look()
        reply = self._answers.get(asked)
        if reply:
            self._answers.move_to_end(asked)
        return reply

    def keep(self, asked: bytes, reply: Reply) -> None:
        """Keep an answer, where it holds and is not too long."""
        size = len(asked) + len(reply.body)
        is_fit = (
            not reply.long
            and reply.state
            and reply.state == self._state
            and size <= self._room // _SHARE
        )
        if not is_fit or asked in self._answers:
            return
        self._answers[asked] = reply
        self._size += size
        while self._size > self._room:
            old, gone = self._answers.popitem(last=False)
            self._size -= len(old) + len(gone.body)

    def _look(self) -> None:
        state = name_state(read_signature(Path(self._location) / DATABASE))
        if state != self._state:
            self._state = state
            self._answers.clear()
            self._size = 0
