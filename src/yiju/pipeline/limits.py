"""What reading a document may cost the process that does it, and the sentences that refuse it beyond.

What a document may hold is limited by name in `yiju.readers.limits`; these limits end what slips through.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost: seconds of wall clock, and bytes by which its process may grow."""

    seconds: float = 600.0
    memory: int = 2048 * MEGABYTE

    def tell_seconds(self, path: Path) -> str:
        """The sentence that refuses a file that takes too long."""
        return (
            f"{path}: reading took longer than {self.seconds:g} seconds and was stopped. "
            "Split the file, or allow more with --max-seconds."
        )

    def tell_memory(self, path: Path) -> str:
        """The sentence that refuses a file that needs too much memory."""
        return (
            f"{path}: reading needs more than {self.memory // MEGABYTE:,} MB of memory and was stopped. "
            "Split the file, or allow more with --max-memory."
        )

    def tell_end(self, path: Path, status: str) -> str:
        """The sentence that refuses a file over which the process that read it ended."""
        return (
            f"{path}: the process that read it ended ({status}), as over a file that is made to break "
            f"its reader, or that needs more than {self.memory // MEGABYTE:,} MB of memory. "
            "Save it anew, or allow more with --max-memory."
        )


LARGEST_GRAPH: Final = 128 * MEGABYTE
"""Bytes of the graph of one document, which the build holds and checks: a workbook of 100,000 rows has half."""

MOST_DOCUMENTS: Final = 500
"""Documents after which a process that reads is replaced, so that what libraries keep does not add up."""
