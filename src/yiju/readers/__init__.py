"""Bytes in, a `Document` out: one module per format, which knows layout and nothing of meaning.

A file is refused in one sentence when nothing of it can be trusted; never with a guess.
"""

from pathlib import Path

from yiju.errors import UnknownFormatError
from yiju.model import Document
from yiju.readers import plain
from yiju.readers.source import SourceFile, read_source

_PLAIN = frozenset({".txt", ".text", ".md", ".markdown", ".tsv", ""})
_MAGIC = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a ZIP-based file (DOCX, XLSX, ODT or an archive)",
    b"\xd0\xcf\x11\xe0": "an old Office file (DOC, XLS or WPS)",
    b"{\\rtf": "an RTF file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "a compressed file",
}
SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown", ".tsv"})


def read_document(path: Path) -> Document:
    """The document in a file; UnreadableFileError or UnknownFormatError where there is none."""
    source = read_source(path)
    check_format(source)
    return plain.read(source)


def check_format(source: SourceFile) -> None:
    """Refuses, by its first bytes and its ending, a file that no reader knows."""
    for magic, kind in _MAGIC.items():
        if source.data.startswith(magic):
            raise UnknownFormatError(
                f"{source.path}: this is {kind}, which no reader knows yet; save it as text (UTF-8)."
            )
    if source.path.suffix.lower() not in _PLAIN:
        raise UnknownFormatError(
            f"{source.path}: files ending in {source.path.suffix} are not read; "
            f"known are {', '.join(sorted(SUFFIXES))}."
        )
