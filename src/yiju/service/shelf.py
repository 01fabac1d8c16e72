"""The index of the store as the service sees it: read only, and opened again when it was made anew.

What is brought up to date in its file is seen at once, as the next question is asked.
"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeVar

from yiju.errors import StoreError
from yiju.service.faults import Fault, FaultError
from yiju.store import is_endpoint
from yiju.store.embedded import is_store
from yiju.store.search import FILE, NoIndexError, SearchIndex, empty_index, open_index

T = TypeVar("T")
Mark = tuple[int, int]

_NONE: Final = Fault(
    503,
    "index_unavailable",
    "There is no search index that fits this store; `yiju index` makes one.",
)


class Shelf:
    """The newest index of the store at a location, or in the folder that keeps the state of an endpoint."""

    def __init__(self, location: str, state: str | None) -> None:
        self._is_local = not is_endpoint(location)
        place = location if self._is_local else state
        self._folder = Path(place) if place else None
        self._index: SearchIndex | None = None
        self._seen: Mark | None = None

    def ask(self, question: Callable[[SearchIndex], T]) -> T:
        """Ask the index; FaultError where there is none."""
        try:
            return question(self._newest())
        except NoIndexError as fault:
            self._close()
            raise FaultError(_NONE) from fault

    def _newest(self) -> SearchIndex:
        mark = self._mark()
        if self._index is None or mark is None or mark != self._seen:
            self._close()
            self._index, self._seen = self._open(), mark
        return self._index

    def _open(self) -> SearchIndex:
        if self._folder is None:
            raise NoIndexError("An endpoint has an index where --state says.")
        if self._is_local and self._is_empty(self._folder):
            return empty_index()
        return open_index(self._folder)

    def _is_empty(self, folder: Path) -> bool:
        """Whether there is no store yet, so that there is nothing to be found."""
        with suppress(StoreError):
            return not is_store(folder)
        return False

    def _mark(self) -> Mark | None:
        """What tells one file from the next, and from itself where it can only be read as it is."""
        with suppress(OSError):
            state = (self._folder / FILE).stat() if self._folder else None
            return (state.st_ino, state.st_mtime_ns) if state else None
        return None

    def _close(self) -> None:
        if self._index is not None:
            self._index.close()
        self._index = None
