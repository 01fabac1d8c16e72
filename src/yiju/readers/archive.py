"""ZIP archives: the files in them, one after the other, each refused by itself.

Nothing is unpacked to disk, so no name in an archive can lead anywhere; names are only shown. They are
UTF-8, or GBK where Windows wrote them. Links are not followed. How much an archive may unpack to, and how
deeply archives may stand inside one another, is limited for all of it together.
"""

import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Final

from yiju.errors import UnreadableFileError
from yiju.readers.limits import (
    DEEPEST_ARCHIVE,
    LARGEST_ARCHIVE,
    LARGEST_PACKAGE,
    MOST_ENTRIES,
    check_ratio,
    refusing,
)
from yiju.readers.package import is_archive
from yiju.readers.source import SourceFile, check_source, read_source

Position = tuple[int, ...]
"""Where a file is in an archive: its number, and its number in the archive that it is in."""

Begin = Callable[[Position, str], None]

_UTF_8: Final = 0x800
_ENCRYPTED: Final = 1
_UNIX: Final = 3
_SYSTEM: Final = "__MACOSX"
_ADVICE: Final = "Unpack it, and read the files in it."


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A file that could not be had, and why."""

    name: str
    reason: str


def find_sources(
    path: Path, begin: Begin | None = None, after: Position = ()
) -> Iterator[SourceFile | UnreadFile]:
    """The file at a path, or the files in it where it is an archive.

    `begin` is told the position and the name of each before anything of it is touched. Those up to the
    position `after` are passed over.
    """
    walk = _Walk(path, begin or (lambda _position, _name: None), after)
    yield from walk.found(SourceFile(path, b"").name, (0,), lambda: read_source(path))


def read_name(entry: zipfile.ZipInfo) -> str:
    r"""The name of an entry as it may be shown: no root, no way up, and the letters it was written in.

    >>> read_name(zipfile.ZipInfo("../../etc/./passwd")), read_name(zipfile.ZipInfo("C:\\预算.doc"))
    ('etc/passwd', '预算.doc')
    """
    name = entry.filename
    if not entry.flag_bits & _UTF_8:
        name = _decoded(name)
    parts = PurePosixPath(name.replace("\\", "/")).parts
    kept = [part for part in parts if part not in ("/", "//", "..") and not part.endswith(":")]
    return "".join(sign for sign in "/".join(kept) if sign.isprintable()) or "unnamed"


def _decoded(name: str) -> str:
    """A name that Python took for that of an old American machine."""
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


class _Walk:
    """A way through an archive and the archives in it, with what all of them together have cost."""

    def __init__(self, path: Path, begin: Begin, after: Position) -> None:
        self.path = path
        self.begin = begin
        self.after = after
        self.entries = 0
        self.size = 0

    def found(
        self, name: str, position: Position, load: Callable[[], SourceFile]
    ) -> Iterator[SourceFile | UnreadFile]:
        """A file, or what is in it."""
        if self._is_done(position):
            return
        if position > self.after:
            self.begin(position, name)
        try:
            source = load()
            if not is_archive(source):
                yield source
                return
            with refusing(source.path, "ZIP archive"):
                yield from self._inside(source, position)
        except UnreadableFileError as fault:
            yield UnreadFile(name, str(fault))

    def _is_done(self, position: Position) -> bool:
        """Whether a file was passed before; an archive that has more behind that place was not."""
        is_around = len(position) < len(self.after) and self.after[: len(position)] == position
        return position <= self.after and not is_around

    def _inside(self, source: SourceFile, position: Position) -> Iterator[SourceFile | UnreadFile]:
        if len(position) > DEEPEST_ARCHIVE:
            raise UnreadableFileError(
                f"{source.path}: {len(position)} archives stand inside one another; "
                f"at most {DEEPEST_ARCHIVE} are opened. {_ADVICE}"
            )
        with zipfile.ZipFile(BytesIO(source.data)) as archive:
            entries = [entry for entry in archive.infolist() if _is_shown(entry)]
            if not entries:
                raise UnreadableFileError(f"{source.path}: the archive is empty; nothing was read.")
            for number, entry in enumerate(entries):
                self._count(source, entry)
                inner = _Inner(source, archive, entry)
                yield from self.found(inner.name, (*position, number), inner.load)

    def _count(self, source: SourceFile, entry: zipfile.ZipInfo) -> None:
        """Adds an entry to what was opened so far; UnreadableFileError ends the way."""
        self.entries += 1
        self.size += entry.file_size
        if self.entries > MOST_ENTRIES or self.size > LARGEST_ARCHIVE:
            raise UnreadableFileError(
                f"{source.path}: more than {MOST_ENTRIES:,} files or {LARGEST_ARCHIVE:,} bytes when "
                f"unpacked; what stands behind {read_name(entry)} was not read. {_ADVICE}"
            )


def _is_shown(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry is a file that a person put there."""
    parts = read_name(entry).split("/")
    return not (entry.is_dir() or _SYSTEM in parts or any(part[0] == "." for part in parts))


@dataclass(frozen=True, slots=True)
class _Inner:
    """An entry of the archive that a file is."""

    holder: SourceFile
    archive: zipfile.ZipFile
    entry: zipfile.ZipInfo

    @property
    def name(self) -> str:
        """The name under which it is known."""
        return self._holding(b"").name

    def load(self) -> SourceFile:
        """Its bytes; UnreadableFileError where they may or can not be had."""
        self._check()
        with refusing(self.path, "entry of a ZIP archive"), self.archive.open(self.entry) as file:
            data = file.read(LARGEST_PACKAGE + 1)
        return check_source(self._holding(data))

    @property
    def path(self) -> Path:
        return self.holder.path / read_name(self.entry)

    def _holding(self, data: bytes) -> SourceFile:
        return SourceFile(self.path, data, self.holder.archive or self.holder.path)

    def _check(self) -> None:
        if self.entry.flag_bits & _ENCRYPTED:
            raise UnreadableFileError(
                f"{self.path}: locked with a password; unpack the archive, and read the files in it."
            )
        if self.entry.create_system == _UNIX and stat.S_ISLNK(self.entry.external_attr >> 16):
            raise UnreadableFileError(
                f"{self.path}: a link to another file, which is not followed; put the file itself there."
            )
        check_ratio(self.holder.path, self.entry)
