"""What can go wrong, said in one sentence: what was found, where, and what to do.

An exception means that going on would produce something wrong. An `Issue` means that one item
cannot be used; the rest goes on.
"""

from dataclasses import dataclass
from enum import StrEnum


class YijuError(Exception):
    """A fault to be told to a person in one sentence; never shown as a traceback."""


class UnreadableFileError(YijuError):
    """A file that holds no disclosure that could be read: empty, binary, too large, not permitted."""


class UnknownFormatError(UnreadableFileError):
    """A file in a format that no reader knows."""


class StoreError(YijuError):
    """A store that cannot be opened, read or written."""


class StoreLockedError(StoreError):
    """A store that another process is writing to."""


class QueryError(YijuError):
    """A query that is wrong, refused, or asks for parameters that were not given."""


class AmbiguousError(QueryError):
    """Several things answer to the given name."""


class NotFoundError(YijuError):
    """Nothing in the store answers to the given name."""


class ResourceError(YijuError):
    """A file that belongs to the installation is missing or broken."""


class Level(StrEnum):
    """How grave an issue is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Issue:
    """One item that could not be used: a stable code, where it stands, what stands there, and why."""

    code: str
    level: Level
    document: str
    line: int
    raw: str
    message: str

    def __str__(self) -> str:
        """`002.txt:157: warning: …`, as compilers say it, so that editors can jump there."""
        return f"{self.document}:{self.line}: {self.level}: {self.message}"
