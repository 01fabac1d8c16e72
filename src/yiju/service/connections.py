"""Connections that may not be held for nothing.

Who sends a request too slowly, or does not take its answer, is cut off: neither costs a worker, but
each costs memory and a place. And who writes an address in Chinese as it is, without encoding it as the
standard wants, is understood all the same.
"""

import asyncio
import os
import re
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

PATIENCE: Final = "YIJU_CLIENT_SECONDS"
"""The variable of the environment with the seconds that a client has, 50 by default."""

_SECONDS: Final = 50.0
_LOOKS: Final = 5
_NOT_ASCII: Final = re.compile(rb"[\x80-\xff]")


class PatientProtocol(HttpToolsProtocol):
    """HTTP/1.1 that looks at its connection now and then, and cuts it off when nothing moves."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to look (asyncio calls this)."""
        super().connection_made(transport)
        self._patience = float(os.environ.get(PATIENCE, _SECONDS))
        self._asking_since: float | None = self.loop.time()
        self._taking_since = self.loop.time()
        self._unsent = 0
        self._is_in_line = True
        self._look_again()

    def data_received(self, data: bytes) -> None:
        """Take what came; the parser bears only ASCII in the first line (asyncio calls this)."""
        if self._is_in_line and not data.isascii():
            line, end, rest = data.partition(b"\n")
            data = _NOT_ASCII.sub(lambda found: b"%%%02X" % found[0][0], line) + end + rest
        self._is_in_line = self._is_in_line and b"\n" not in data
        super().data_received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """Look no more (asyncio calls this)."""
        self._timer.cancel()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """A request begins to come (the parser calls this)."""
        self._asking_since = self.loop.time()
        super().on_message_begin()

    def on_message_complete(self) -> None:
        """A request has come whole (the parser calls this)."""
        self._asking_since = None
        self._is_in_line = True
        super().on_message_complete()

    def _look_again(self) -> None:
        self._timer = self.loop.call_later(self._patience / _LOOKS, self._look)

    def _look(self) -> None:
        now = self.loop.time()
        unsent = self.transport.get_write_buffer_size()
        if not unsent or unsent < self._unsent:
            self._taking_since = now
        self._unsent = unsent
        asks_slowly = self._asking_since is not None and now - self._asking_since > self._patience
        if asks_slowly or now - self._taking_since > self._patience:
            self.transport.abort()
        else:
            self._look_again()
