"""Which files are read: those that are named, those in folders, and those of a list."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, TextIO

from yiju.errors import YijuError

DOWNLOAD: Final = (
    "Download it first, and read the file; --sources FILE.csv tells where files came from."
)
"""What to do with the address of a file."""


def find_files(paths: Sequence[Path]) -> list[Path]:
    """The files named, and those in the folders named, sorted by name; hidden ones are left out."""
    found: set[Path] = set()
    for path in paths:
        found.update(_inside(path) if path.is_dir() else [path])
    return sorted(found, key=lambda file: (file.name, str(file)))


def _inside(folder: Path) -> Iterator[Path]:
    """The files below a folder; a folder that may not be read stands for itself, to be refused."""
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        yield folder
        return
    for entry in entries:
        if not entry.name.startswith("."):
            yield from _inside(entry) if entry.is_dir() else (entry,)


def read_file_list(listed: Path, standard_input: TextIO) -> list[Path]:
    """The files and folders of a list, one in a line, relative to the list; YijuError where it is none.

    Blank lines, and lines that begin with `#`, say nothing. The list `-` is that of standard input, and
    relative to the folder one is in.
    """
    is_input = str(listed) == "-"
    try:
        text = standard_input.read() if is_input else listed.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise YijuError(f"{listed}: the list of files cannot be read: {fault}") from fault
    return [listed.parent / line for line in _lines(listed, text)]


def _lines(listed: Path, text: str) -> Iterator[str]:
    for number, line in enumerate(map(str.strip, text.splitlines()), 1):
        if "://" in line and not line.startswith("#"):
            raise YijuError(f"{listed}: line {number}: {line} is an address. {DOWNLOAD}")
        if line and not line.startswith("#"):
            yield line
