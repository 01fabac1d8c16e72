"""What does not fit into triples: the sources that were read, and the reports of quarantine.

It lies beside the database and can be rebuilt from the files; nothing else depends on it.
"""

from pathlib import Path

from yiju.errors import StoreError


class State:
    """The folder of a store; without one, nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def save_source(self, sha: str, data: bytes) -> None:
        """Keeps the bytes of a document."""
        self._write(f"sources/{sha}", data)

    def quarantine(self, sha: str, graph: bytes, report: str) -> Path | None:
        """Keeps a graph that broke the gate, with the report that says why."""
        self._write(f"quarantine/{sha}.nq", graph)
        return self._write(f"quarantine/{sha}.txt", report.encode())

    def release(self, sha: str) -> None:
        """A document that passes the gate is in quarantine no more."""
        for ending in ("nq", "txt"):
            if self.folder:
                (self.folder / f"quarantine/{sha}.{ending}").unlink(missing_ok=True)

    def _write(self, name: str, data: bytes) -> Path | None:
        if self.folder is None:
            return None
        path = self.folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        except OSError as fault:
            raise StoreError(f"{path}: cannot be written ({fault.strerror}).") from fault
        return path
