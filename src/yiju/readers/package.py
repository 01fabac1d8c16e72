"""ZIP-based files before a library opens them: which format they are, and that they do no harm.

Nothing is unpacked to disk, no entry is opened that is larger than it may be, and XML with a document
type is refused: Office files have none, and entities begin there.
"""

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Final

from yiju.errors import UnreadableFileError
from yiju.readers.limits import (
    LARGEST_ENTRY,
    LARGEST_TREE,
    LARGEST_UNPACKED,
    MOST_ENTRIES,
    check_amount,
    check_ratio,
    refusing,
)
from yiju.readers.source import SourceFile

_ZIP: Final = b"PK\x03\x04"
_TYPES: Final = "[Content_Types].xml"
_XML: Final = (".xml", ".rels", ".vml")
_DOCTYPE: Final = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
_HEAD: Final = 200
_XML_BEGINS: Final = re.compile(
    rb"(?:\xef\xbb\xbf|\s)*<(?:\?xml|!DOCTYPE(?!\s+html))", re.IGNORECASE
)
_PLAIN: Final = re.compile(rb"\xff\xfe<|\xfe\xff\0<|<\0[^\0]|\0<|(?:\xef\xbb\xbf|\s)*<[^\0]")
"""How XML begins that has its signs where they can be seen: in UTF-8 or the like, or in UTF-16."""

_ENCODING: Final = re.compile(
    rb"(?:\xef\xbb\xbf|\s)*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.-]+)", re.IGNORECASE
)
_ENCODINGS: Final = frozenset(
    (b"utf-8", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1", b"gbk", b"gb2312", b"gb18030")
)
_KINDS: Final = (
    (b"spreadsheetml.sheet.main+xml", "xlsx"),
    (b"spreadsheetml.template.main+xml", "xlsx"),
    (b"ms-excel.sheet.macroEnabled.main+xml", "xlsx"),
    (b"ms-excel.template.macroEnabled.main+xml", "xlsx"),
    (b"wordprocessingml.document.main+xml", "docx"),
    (b"wordprocessingml.template.main+xml", "docx"),
    (b"ms-word.document.macroEnabled.main+xml", "docx"),
    (b"ms-word.template.macroEnabledTemplate.main+xml", "docx"),
)
_OTHER: Final = (
    (b"ms-excel.sheet.binary", "a binary workbook (XLSB)"),
    (b"presentationml", "a presentation (PPTX)"),
)
_MIME: Final = "mimetype"
_MARKS: Final = {_TYPES, _MIME}
"""Entries by which a document is told from an archive."""

_MANIFEST: Final = "META-INF/manifest.xml"
_OPEN_DOCUMENTS: Final = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "a presentation (ODP)",
}
_ADVICE: Final = "Save the document anew without what it does not need."


def is_archive(source: SourceFile) -> bool:
    """Whether a file is a ZIP of files, not a document that is packed as one."""
    if not source.data.startswith(_ZIP):
        return False
    with refusing(source.path, "ZIP-based file"), zipfile.ZipFile(BytesIO(source.data)) as package:
        return not _MARKS & set(package.namelist())


def kind_of_package(source: SourceFile) -> str:
    """The format that a reader knows, or words for what else it is; UnreadableFileError where it is broken."""
    with refusing(source.path, "ZIP-based file"), zipfile.ZipFile(BytesIO(source.data)) as package:
        check_amount(
            source.path, len(package.infolist()), MOST_ENTRIES, "entries in the ZIP", _ADVICE
        )
        names = set(package.namelist())
        if not names & _MARKS:
            return "a ZIP archive"
        check_package(source.path, package)
        if _TYPES in names:
            return _kind_of_office(source.path, package)
        return _kind_of_open_document(source.path, package)


def _kind_of_office(path: Path, package: zipfile.ZipFile) -> str:
    types = package.read(_TYPES)
    known = (kind for mark, kind in (*_KINDS, *_OTHER) if mark in types)
    kind = next(known, "an Office file of an unknown kind")
    if kind == "docx":
        largest = max(entry.file_size for entry in package.infolist() if _is_xml(entry))
        check_amount(path, largest, LARGEST_TREE, "bytes of text and marks", "Split the document.")
    return kind


def _kind_of_open_document(path: Path, package: zipfile.ZipFile) -> str:
    kind = _OPEN_DOCUMENTS.get(package.read(_MIME).partition(b"-template")[0])
    manifest = package.read(_MANIFEST) if _MANIFEST in package.namelist() else b""
    if b"encryption-data" in manifest:
        raise UnreadableFileError(f"{path}: locked with a password; save it without one.")
    return kind or "a package of an unknown kind"


def check_package(path: Path, package: zipfile.ZipFile) -> None:
    """Refuses a ZIP that is too much, is locked, or holds XML with a document type."""
    entries = package.infolist()
    total = sum(entry.file_size for entry in entries)
    check_amount(path, total, LARGEST_UNPACKED, "bytes when unpacked", _ADVICE)
    for entry in entries:
        what = f"bytes in the entry {entry.filename}"
        check_amount(path, entry.file_size, LARGEST_ENTRY, what, _ADVICE)
        _check_entry(path, entry)
    for entry in entries:
        _check_xml(path, package, entry)


def _is_xml(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().endswith(_XML)


def _check_entry(path: Path, entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & 1:
        raise UnreadableFileError(f"{path}: locked with a password; save it without one.")
    check_ratio(path, entry)


def _check_xml(path: Path, package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Refuses XML, under whatever name, in which entities could begin, or that hides what it is."""
    with package.open(entry) as file:
        data = file.read(_HEAD)
        if not (_is_xml(entry) or _XML_BEGINS.match(data)):
            return
        data += file.read()
    if any(mark in data for mark in _DOCTYPE):
        raise UnreadableFileError(
            f"{path}: the entry {entry.filename} has a document type, which Office files do not have; "
            "it was not read. Save the document anew."
        )
    named = _ENCODING.match(data)
    if data and not (_PLAIN.match(data) and (not named or named[1].lower() in _ENCODINGS)):
        raise UnreadableFileError(
            f"{path}: the entry {entry.filename} is in an encoding that Office files do not have; "
            "it was not read. Save the document anew."
        )
