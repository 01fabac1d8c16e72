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
    HIGHEST_RATIO,
    LARGEST_ENTRY,
    LARGEST_TREE,
    LARGEST_UNPACKED,
    MOST_ENTRIES,
    SMALL,
    check_amount,
    refusing,
)
from yiju.readers.source import SourceFile

_TYPES: Final = "[Content_Types].xml"
_XML: Final = (".xml", ".rels", ".vml")
_DOCTYPE: Final = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
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
_OPEN_DOCUMENT: Final = re.compile(rb"application/vnd\.oasis\.opendocument\.[a-z-]+")


def kind_of_package(source: SourceFile) -> str:
    """`docx` or `xlsx`, or words for what else it is; UnreadableFileError where it is a broken ZIP."""
    with refusing(source.path, "ZIP-based file"), zipfile.ZipFile(BytesIO(source.data)) as package:
        check_package(source.path, package)
        names = {entry.filename for entry in package.infolist()}
        types = package.read(_TYPES) if _TYPES in names else b""
        mime = package.read("mimetype") if "mimetype" in names else b""
        largest = max(
            (entry.file_size for entry in package.infolist() if _is_xml(entry)), default=0
        )
    for mark, kind in (*_KINDS, *_OTHER):
        if mark in types:
            if kind == "docx":
                check_amount(
                    source.path,
                    largest,
                    LARGEST_TREE,
                    "bytes of text and marks",
                    "Split the document.",
                )
            return kind
    if _OPEN_DOCUMENT.match(mime):
        return "an OpenDocument file (ODT, ODS)"
    return "a ZIP archive" if not types else "an Office file of an unknown kind"


def check_package(path: Path, package: zipfile.ZipFile) -> None:
    """Refuses a ZIP that is too much, is locked, or holds XML with a document type."""
    entries = package.infolist()
    advice = "Save the document anew without what it does not need."
    check_amount(path, len(entries), MOST_ENTRIES, "entries in the ZIP", advice)
    total = sum(entry.file_size for entry in entries)
    check_amount(path, total, LARGEST_UNPACKED, "bytes when unpacked", advice)
    for entry in entries:
        what = f"bytes in the entry {entry.filename}"
        check_amount(path, entry.file_size, LARGEST_ENTRY, what, advice)
        _check_entry(path, entry)
    for entry in entries:
        if _is_xml(entry):
            _check_no_doctype(path, package, entry)


def _is_xml(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().endswith(_XML)


def _check_entry(path: Path, entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & 1:
        raise UnreadableFileError(f"{path}: locked with a password; save it without one.")
    if entry.file_size > SMALL and entry.file_size > HIGHEST_RATIO * entry.compress_size:
        raise UnreadableFileError(
            f"{path}: the entry {entry.filename} unpacks to more than {HIGHEST_RATIO} times its size, "
            "as a ZIP bomb does; it was not unpacked. Save the document anew."
        )


def _check_no_doctype(path: Path, package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    data = package.read(entry)
    if any(mark in data for mark in _DOCTYPE):
        raise UnreadableFileError(
            f"{path}: the entry {entry.filename} has a document type, which Office files do not have; "
            "it was not read. Save the document anew."
        )
