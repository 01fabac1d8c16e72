"""A store seen through a window: read only, and opened again when new data has come.

An open database shows the state at its opening. The window looks at the files of a store folder at
most once in `refresh` seconds, and opens the store again when they have changed. While a build is
writing, opening may fail; then the last good state is shown until the next look.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from yiju.errors import StoreError
from yiju.store import Store, open_store
from yiju.store.embedded import DATABASE
from yiju.store.state import Signature, name_state, read_signature

T = TypeVar("T")


class Window:
    """The newest readable state of the store at a location; an empty store where there is none."""

    def __init__(self, location: str, *, refresh: float) -> None:
        self._location = location
        self._refresh = refresh
        self._seen: Signature | None = None
        self._name: str | None = None
        self._looked = 0.0
        self._store: Store | None = None

    @property
    def state(self) -> str | None:
        """The state of the store that is seen."""
        return self._name

    def ask(self, question: Callable[[Store], T]) -> T:
        """Ask the store; once more after opening it again, if its files went away underneath."""
        store = self._newest()
        try:
            return question(store)
        except (StoreError, OSError):
            return question(self._open())

    def open(self) -> None:
        """Open the store early; where that cannot be done, the first question says why."""
        with suppress(StoreError):
            self._newest()

    @property
    def modified(self) -> float | None:
        """When what is seen was written last, in seconds since 1970; None where no file tells it."""
        return max((time_ns for _, _, time_ns in self._seen or ()), default=0) / 1e9 or None

    def _newest(self) -> Store:
        now = time.monotonic()
        if self._store is not None and now - self._looked < self._refresh:
            return self._store
        self._looked = now
        signature = read_signature(Path(self._location) / DATABASE)
        if self._store is None or signature != self._seen:
            self._reopen(signature)
        return self._store or self._open()

    def _reopen(self, signature: Signature) -> None:
        """Open the store anew; where that fails, the last good state stays until the next look."""
        try:
            self._open()
        except StoreError:
            if self._store is None:
                raise
        else:
            self._seen = signature
            self._name = name_state(signature)

    def _open(self) -> Store:
        self._name = self._seen = None  # until it is known which state this is
        fresh = open_store(self._location, missing_ok=True)
        if self._store is not None:
            self._store.close()
        self._store = fresh
        return fresh
