"""How much a request may cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Seconds of wall clock, bytes of memory and rows of result for one query; processes for all.

    `quick` of the processes are for requests that are not long, or not yet; `finders` are those that
    search, apart from the others, so that who types need not wait. `kept` is how many bytes of answers are
    kept for who asks the same again, `triples` how many one graph is read out with, `upload` how many bytes
    may be written at once,
    `patience` how many seconds a request waits for a free process, `refresh` how many may pass before
    new data in the store is seen.
    """

    seconds: float = 30.0
    memory: int = 1 << 30
    rows: int = 100_000
    triples: int = 1_000_000
    body: int = 1_000_000
    upload: int = 64 << 20
    kept: int = 64 << 20
    processes: int = 4
    quick: int = 2
    finders: int = 2
    patience: float = 10.0
    refresh: float = 1.0
