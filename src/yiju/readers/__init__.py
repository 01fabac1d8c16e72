"""Bytes in, a `Document` out: one module per format, which knows layout and nothing of meaning.

The format is that of the content; a name that says another is told in a note. A module that reads with
a library of its own is imported when the first file of its kind comes. A file is refused in one sentence
when nothing of it can be trusted; never with a guess.
"""

import re
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Final, Protocol, cast

from yiju.errors import UnknownFormatError
from yiju.model import Document
from yiju.readers.flat import kind_of_xml
from yiju.readers.package import kind_of_package
from yiju.readers.source import SourceFile, read_source

_READERS: Final = {
    "text": "yiju.readers.plain",
    "docx": "yiju.readers.docx",
    "xlsx": "yiju.readers.xlsx",
    "xls": "yiju.readers.xls",
    "html": "yiju.readers.html",
    "doc": "yiju.readers.office",
    "rtf": "yiju.readers.office",
    "odt": "yiju.readers.office",
    "ods": "yiju.readers.office",
    "wordml": "yiju.readers.office",
    "excelml": "yiju.readers.office",
    "fodt": "yiju.readers.office",
    "fods": "yiju.readers.office",
    "pdf": "yiju.readers.pdf",
}
"""The module that reads each format. This is the one place from where modules are imported late."""

_PICTURES: Final = {"pdf": "yiju.readers.pdf.pictures"}
"""The module that draws the pages of a format with the tables found in them, where it has pages."""

_SUFFIXES: Final = {
    "text": frozenset({".txt", ".text", ".md", ".markdown", ".tsv", ""}),
    "docx": frozenset({".docx", ".docm", ".dotx", ".dotm", ".wps"}),
    "xlsx": frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".et"}),
    "xls": frozenset({".xls", ".xlt", ".et"}),
    "html": frozenset({".html", ".htm", ".xhtml", ".shtml"}),
    "doc": frozenset({".doc", ".dot", ".wps", ".wpt"}),
    "rtf": frozenset({".rtf", ".doc"}),
    "odt": frozenset({".odt", ".ott"}),
    "ods": frozenset({".ods", ".ots"}),
    "wordml": frozenset({".xml", ".doc"}),
    "excelml": frozenset({".xml", ".xls"}),
    "fodt": frozenset({".fodt", ".xml"}),
    "fods": frozenset({".fods", ".xml"}),
    "pdf": frozenset({".pdf"}),
}
_SPOKEN: Final = {
    "text": "text", "docx": "a Word file (DOCX)", "xlsx": "a workbook (XLSX)",
    "xls": "an old workbook (XLS)", "html": "a web page (HTML)",
    "doc": "an old Word file (DOC)", "rtf": "a text in RTF",
    "odt": "an OpenDocument text (ODT)", "ods": "an OpenDocument workbook (ODS)",
    "wordml": "a Word file in XML", "excelml": "a workbook in XML", "fodt": "an OpenDocument text in XML",
    "fods": "an OpenDocument workbook in XML",
    "pdf": "a PDF file",
}  # fmt: skip
_MAGIC: Final = {
    b"\xd0\xcf\x11\xe0": "a damaged old Office file (DOC, XLS or WPS)",
    b"%PDF-": "pdf",
    b"{\\rtf": "rtf",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"II*\x00": "a picture",
    b"MM\x00*": "a picture",
    b"\x1f\x8b": "a compressed file",
    b"PK\x05\x06": "an empty ZIP archive",
    b"Rar!\x1a\x07": "a RAR archive",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"MIME-Version:": "a web archive (MHT)",
}
_ZIP: Final = b"PK\x03\x04"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE: Final = "yiju.readers.ole"
_PAGE: Final = re.compile(
    rb"(?:\xef\xbb\xbf|\s|<\?xml[^>]{0,200}\?>|<!--.{0,2000}?-->)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|table|div)\b",
    re.IGNORECASE | re.DOTALL,
)
_LOOKED_AT: Final = 8192
SUFFIXES: Final = frozenset().union(*_SUFFIXES.values()) - {""}
"""The endings of the names of files that are read."""


class _Reader(Protocol):
    def read(self, source: SourceFile) -> Document:
        """The document of a file of that format."""


class _Painter(Protocol):
    def draw(self, source: SourceFile, folder: Path) -> list[Path]:
        """The pictures of the pages of a file of that format, as they were written into the folder."""


def read_document(path: Path) -> Document:
    """The document in a file; UnreadableFileError or UnknownFormatError where there is none."""
    return read_file(read_source(path))


def read_file(source: SourceFile) -> Document:
    """The document in a file whose bytes are there; else as `read_document`."""
    found = find_format(source)
    document = cast("_Reader", import_module(_READERS[found])).read(source)
    suffix = source.path.suffix.lower()
    if suffix and suffix not in _SUFFIXES[found]:
        note = f"is named {source.path.suffix}, but is {_SPOKEN[found]}; it was read as that"
        return replace(document, notes=(note, *document.notes))
    return document


def draw_pages(path: Path, folder: Path) -> list[Path]:
    """A picture of each page, the tables and cells found in it outlined; UnknownFormatError without pages."""
    source = read_source(path)
    found = find_format(source)
    if found not in _PICTURES:
        raise UnknownFormatError(
            f"{path}: this is {_SPOKEN[found]}, which has no pages to draw; leave --picture out."
        )
    return cast("_Painter", import_module(_PICTURES[found])).draw(source, folder)


def find_format(source: SourceFile) -> str:
    """The format of a file, by its first bytes and then by its name; UnknownFormatError where no reader knows it."""
    kind = _kind_of_bytes(source)
    if kind in _READERS:
        return kind
    if kind:
        advice = _ADVICE.get(kind, "save it as DOCX, XLSX, HTML or text (UTF-8)")
        raise UnknownFormatError(
            f"{source.path}: this is {kind}, which no reader knows yet; {advice}."
        )
    suffix = source.path.suffix.lower()
    if suffix in _SUFFIXES["html"] and b"<" in source.data[:_LOOKED_AT]:
        return "html"
    if suffix in SUFFIXES | {""}:
        return "text"
    raise UnknownFormatError(
        f"{source.path}: files ending in {source.path.suffix} are not read; "
        f"known are {', '.join(sorted(SUFFIXES))}."
    )


_ADVICE: Final = {
    "a file locked with a password": "save it without one",
    "a ZIP archive": "unpack it, and read the files in it",
    "a RAR archive": "unpack it, and read the files in it",
    "a 7-Zip archive": "unpack it, and read the files in it",
}


def _kind_of_bytes(source: SourceFile) -> str | None:
    """A format, words for a kind of file that no reader knows, or nothing where the bytes may be text."""
    data = source.data
    if data.startswith(_ZIP):
        return kind_of_package(source)
    if data.startswith(_OLD_OFFICE):
        return str(import_module(_OLE).kind_of_old_office(source))
    if _PAGE.match(data[:_LOOKED_AT]):
        return "html"
    if xml := kind_of_xml(source):
        return xml
    return next((kind for magic, kind in _MAGIC.items() if data.startswith(magic)), None)
