"""How much a request may cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Seconds of wall clock, bytes of memory and rows of result for one query; processes for all.

    `patience` is how many seconds a request waits for a free process, `refresh` how many seconds
    may pass before new data in the store is seen.
    """

    seconds: float = 30.0
    memory: int = 1 << 30
    rows: int = 100_000
    body: int = 1 << 20
    processes: int = 4
    patience: float = 10.0
    refresh: float = 1.0
