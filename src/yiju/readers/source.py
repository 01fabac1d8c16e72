"""The bytes of a file and their text: limits, permissions, encodings.

UTF-8 with or without a byte-order mark, and GB18030. Bytes that decode but do not look like Chinese
text are refused: a wrong encoding that is not noticed would put nonsense into the graph.
"""

import os
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from yiju.errors import UnreadableFileError
from yiju.readers.limits import LARGEST_PACKAGE

LARGEST: Final = 8 * 1024 * 1024
"""Bytes of the largest text file that is read: three hundred pages of tables have less than 1 MB."""

LONGEST_LINE: Final = 1_000_000
"""Characters of the longest line that is read; a long table row has some thousands."""

_HAN: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_COMMON_SHARE: Final = 0.9
"""Of the Han characters of a Chinese text nearly all stand in GB 2312; in mis-decoded text few do."""

_SAMPLE: Final = 200_000
"""Characters of a text that are looked at to tell whether it is Chinese."""

_INCOMPLETE: Final = ("unexpected end of data", "incomplete multibyte sequence")
_PACKAGES: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf")
"""How files begin that may hold pictures beside their text."""

_HEAD: Final = 8

_FOREIGN: Final = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it lies on disk, or in an archive that does."""

    path: Path
    data: bytes
    archive: Path | None = None

    @property
    def name(self) -> str:
        """The base name, that of the archive before it: `a.zip/inner.docx`."""
        inside = self.path.relative_to(self.archive.parent) if self.archive else None
        return _writable(inside.as_posix() if inside else self.path.name)

    @property
    def sha256(self) -> str:
        """64 hexadecimal digits: the identity of the document."""
        return sha256(self.data).hexdigest()


def _writable(name: str) -> str:
    """A name with the letters it was given in, where they are not those of this machine."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", "replace")
    return name


def read_source(path: Path) -> SourceFile:
    """The bytes of a file that is neither empty nor too large; else UnreadableFileError."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            check_size(path, head, path.stat().st_size)
            data = head + file.read(LARGEST_PACKAGE)
    except OSError as fault:
        why = fault.strerror or str(fault)
        raise UnreadableFileError(
            f"{path}: cannot be read ({why}); check the path and the rights."
        ) from fault
    return check_source(SourceFile(path, data))


def check_source(source: SourceFile) -> SourceFile:
    """The same, neither empty nor too large; else UnreadableFileError."""
    check_size(source.path, source.data[:_HEAD], len(source.data))
    if not source.data.strip():
        raise UnreadableFileError(f"{source.path}: the file is empty; nothing was read.")
    return source


def check_size(path: Path, head: bytes, size: int) -> None:
    """Refuses a file that is larger than files may be that begin so."""
    limit = LARGEST_PACKAGE if head.startswith(_PACKAGES) else LARGEST
    if size > limit:
        raise UnreadableFileError(
            f"{path}: {size:,} bytes; at most {limit:,} are read. Split the file."
        )


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of a file; `cut` where it ends inside a character, so that more must have been there."""

    text: str
    cut: bool


def read_text(source: SourceFile) -> SourceText:
    """The text of a file without its byte-order mark; UnreadableFileError where there is none."""
    found = decode_text(source)
    _check_lines(source.path, found.text)
    return found


def decode_text(source: SourceFile) -> SourceText:
    """The text of a file, whatever its lines are; UnreadableFileError where there is none."""
    mark = _FOREIGN.get(source.data[:2])
    if mark:
        raise UnreadableFileError(f"{source.path}: the text is {mark}; save it as UTF-8.")
    if b"\x00" in source.data:
        raise UnreadableFileError(f"{source.path}: binary data, not text; nothing was read.")
    return _decode(source)


def _decode(source: SourceFile) -> SourceText:
    try:
        found = _decoded(source.data, "utf-8-sig")
    except UnicodeDecodeError as fault:
        line = source.data.count(b"\n", 0, fault.start) + 1
        return _decode_gb18030(source, f"byte 0x{source.data[fault.start]:02x} in line {line}")
    if _CONTROL.search(found.text):
        raise UnreadableFileError(f"{source.path}: binary data, not text; nothing was read.")
    return found


def _decode_gb18030(source: SourceFile, fault: str) -> SourceText:
    try:
        found = _decoded(source.data, "gb18030")
    except UnicodeDecodeError:
        found = SourceText("", cut=False)
    if not _looks_chinese(found.text):
        raise UnreadableFileError(
            f"{source.path}: neither UTF-8 ({fault}) nor GB18030; save the text as UTF-8."
        )
    return found


def _decoded(data: bytes, encoding: str) -> SourceText:
    """The text of bytes; a character that the end of the file cut is left out."""
    try:
        return SourceText(data.decode(encoding), cut=False)
    except UnicodeDecodeError as fault:
        if fault.reason not in _INCOMPLETE:
            raise
        return SourceText(data[: fault.start].decode(encoding), cut=True)


def _looks_chinese(text: str) -> bool:
    """Whether a decoded text has Han characters, nearly all of them common, and no control codes."""
    han = _HAN.findall(text, 0, _SAMPLE)
    if not han or _CONTROL.search(text):
        return False
    common = sum(len(character.encode("gb2312", "ignore")) > 0 for character in han)
    return common >= _COMMON_SHARE * len(han)


def _check_lines(path: Path, text: str) -> None:
    longest, number = max((len(line), -n) for n, line in enumerate(text.split("\n"), 1))
    if longest > LONGEST_LINE:
        raise UnreadableFileError(
            f"{path}: line {-number} has {longest:,} characters; at most {LONGEST_LINE:,} are read. "
            "Is this a text file with line ends?"
        )
