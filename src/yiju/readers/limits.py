"""What a file may cost: limits with their names, and the sentences that refuse what is beyond them.

A file from a stranger is hostile until it is read: it may unpack to a thousand times its size, name a
million columns, or break off in the middle.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from yiju.errors import UnreadableFileError

LARGEST_PACKAGE: Final = 64 * 1024 * 1024
"""Bytes of the largest Office file; what is larger holds pictures, or harm."""

LARGEST_TEXT: Final = 8 * 1024 * 1024
"""Characters of the longest text that is made of a file: that of three hundred pages has 1 million."""

MOST_ENTRIES: Final = 10_000
"""Entries of a ZIP-based file; a disclosure has some dozens."""

LARGEST_ENTRY: Final = 128 * 1024 * 1024
"""Bytes of the largest unpacked entry: a sheet of 100,000 rows has half of it."""

LARGEST_TREE: Final = 64 * 1024 * 1024
"""Bytes of the largest unpacked entry of a Word file, which is held as a tree of twenty times its size."""

LARGEST_UNPACKED: Final = 256 * 1024 * 1024
"""Bytes of all entries, unpacked."""

HIGHEST_RATIO: Final = 200
"""How often an entry may unpack to its packed size; sheets of blank cells reach 100."""

SMALL: Final = 1024 * 1024
"""Entries of so many unpacked bytes may have any ratio."""

DEEPEST_ARCHIVE: Final = 3
"""Archives inside one another: an archive of departments may hold one for each, and each its annexes."""

LARGEST_ARCHIVE: Final = 1024 * 1024 * 1024
"""Bytes of all files in an archive, unpacked one by one and never all of them held."""

CONVERSION_SECONDS: Final = 120.0
"""Seconds that LibreOffice may take over a file; 300 pages take it ten."""

LARGEST_CONVERSION: Final = LARGEST_UNPACKED
"""Bytes of the largest file that LibreOffice may write."""

MOST_CELLS: Final = 1_000_000
"""Cells that a file states."""

MOST_PLACES: Final = 4_000_000
"""Rows times columns of a table: a few cells far apart would make a wide and empty one."""


MOST_PAGES: Final = 2_000
"""Pages of a file; the longest disclosures have some hundreds."""

MOST_MARKS: Final = 200_000
"""Characters and strokes of one page: a dense table has some thousands, a map or a drawing more."""

MOST_LINES: Final = 2_000
"""Ruled lines of one page in one direction; where there are more, a drawing was taken for a table."""

LONGEST_READING: Final = 480
"""Seconds that the pages of one file may take: two thousand dense ones take less than half of it."""

_FAULTS: Final[tuple[type[Exception], ...]] = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
"""What libraries raise over bytes that are not what their format says."""


_OFFICE: Final = "open it in an Office program and save it anew"


@contextmanager
def refusing(
    path: Path, kind: str, *also: type[Exception], advice: str = _OFFICE
) -> Iterator[None]:
    """Around a library that reads bytes: whatever it stumbles over becomes one sentence."""
    try:
        yield
    except UnreadableFileError:
        raise
    except _FAULTS + also as fault:
        told = " ".join(str(fault).split())[:120]
        why = f"{type(fault).__name__}: {told}" if told else type(fault).__name__
        raise UnreadableFileError(
            f"{path}: damaged or not a complete {kind} ({why}); {advice}."
        ) from fault


def check_amount(path: Path, found: int, limit: int, what: str, advice: str) -> None:
    """Refuses a file that has more of something than the limit."""
    if found > limit:
        raise UnreadableFileError(f"{path}: {found:,} {what}; at most {limit:,} are read. {advice}")


def check_ratio(path: Path, entry: zipfile.ZipInfo) -> None:
    """Refuses an entry of the ZIP at a path that unpacks to far more than it is."""
    if entry.file_size > SMALL and entry.file_size > HIGHEST_RATIO * entry.compress_size:
        raise UnreadableFileError(
            f"{path}: the entry {entry.filename} unpacks to more than {HIGHEST_RATIO} times its size, "
            "as a ZIP bomb does; it was not unpacked. Save the document anew."
        )
