"""The engine's faults, told in one sentence: what was found, where, and what to do."""

from pathlib import Path
from typing import Final

from yiju.errors import QueryError, StoreError, StoreLockedError

_LONG: Final = 300
_FULL: Final = ("no space left", "file too large", "disk quota exceeded")


class telling:  # noqa: N801  # it reads as a function; a generator would cost thrice the time
    """Turn what the engine raises about the database in `folder` into a StoreError."""

    __slots__ = ("_folder",)

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, fault: BaseException | None, _trace: object) -> None:
        if isinstance(fault, OSError | RuntimeError):
            raise explain(fault, self._folder) from fault


def explain(fault: Exception, folder: Path) -> StoreError:
    """The StoreError that says what an engine's fault means.

    >>> explain(OSError("IO error: While lock file: LOCK: Resource temporarily unavailable"), Path("s"))
    StoreLockedError('The store s is being written by another process; wait until it has finished.')
    """
    words = str(fault).lower()
    if "lock" in words and ("unavailable" in words or "available" in words):
        return StoreLockedError(
            f"The store {folder} is being written by another process; wait until it has finished."
        )
    if any(sign in words for sign in _FULL):
        return StoreError(
            f"The store {folder} cannot be written: the disk is full; free space and build again."
        )
    if "permission denied" in words or "read-only file system" in words:
        return StoreError(
            f"The store {folder} may not be opened: permission denied; ask for access to the folder."
        )
    if "not a directory" in words or "file exists" in words:
        return StoreError(f"The store {folder} is no folder; name a folder.")
    return StoreError(
        f"The store {folder} is damaged or unreadable ({_first_line(fault)}); build it again elsewhere."
    )


class telling_query:  # noqa: N801  # as above
    """Turn what the engine raises about a query into a QueryError; what concerns the disk passes."""

    __slots__ = ()

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, fault: BaseException | None, _trace: object) -> None:
        if isinstance(fault, SyntaxError | ValueError):
            raise QueryError(f"The query is not valid SPARQL: {_first_line(fault)}") from fault
        if isinstance(fault, RuntimeError):
            raise QueryError(f"The query cannot be answered: {_first_line(fault)}") from fault


def _first_line(fault: Exception) -> str:
    words = (str(fault).splitlines() or [type(fault).__name__])[0]
    return words if len(words) <= _LONG else words[:_LONG] + " …"
