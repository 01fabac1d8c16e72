"""What state the files of a store are in: it changes with every write."""

from hashlib import sha256
from pathlib import Path

Signature = tuple[tuple[str, int, int], ...]


def read_signature(database: Path) -> Signature:
    """Names, sizes and times of the files that a write changes; nothing where there is no database."""
    found = []
    for file in database.iterdir() if database.is_dir() else ():
        if file.suffix in {".log", ".sst"} or file.name.startswith(("CURRENT", "MANIFEST")):
            try:
                state = file.stat()
            except FileNotFoundError:
                continue
            found.append((file.name, state.st_size, state.st_mtime_ns))
    return tuple(sorted(found))


def name_state(signature: Signature) -> str | None:
    """A short name for a state; None where nothing tells one state from another."""
    return sha256(repr(signature).encode()).hexdigest()[:16] if signature else None
