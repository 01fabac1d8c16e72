"""Old Office files (OLE): which format they are, by the streams at their root, and whether they are locked.

A stream deeper down says nothing: a Word file may have a workbook in it.
"""

import os
from pathlib import Path
from typing import Any, Final

from xlrd import XLRDError
from xlrd.compdoc import CompDoc, CompDocError

from yiju.errors import UnreadableFileError
from yiju.readers.limits import refusing
from yiju.readers.source import SourceFile

_UNKNOWN: Final = "an old Office file of an unknown kind"
_WORD: Final = "WordDocument"
_KINDS: Final = (
    ("EncryptedPackage", "a file locked with a password"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    (_WORD, "doc"),
    ("PowerPoint Document", "an old presentation (PPT)"),
)
_WORD_MARKS: Final = (b"\xec\xa5", b"\xdc\xa5")
"""How the stream of a Word file begins, from Word 97 on and before."""

_FLAGS: Final = 10
"""Where the flags of a Word file stand in its stream."""

_ENCRYPTED: Final = 1
"""The bit of the second byte of the flags that says so."""


def kind_of_old_office(source: SourceFile) -> str:
    """`doc` or `xls`, or words for what else it is; UnreadableFileError where it is locked or broken."""
    with refusing(source.path, "old Office file (DOC, XLS or WPS)", CompDocError, XLRDError):
        file = _open(source)
        root, *_ = file.dirlist
        names = {file.dirlist[child].name for child in root.children}
        kind = next((kind for name, kind in _KINDS if name in names), _UNKNOWN)
        if kind == "doc" and _is_locked(file):
            raise UnreadableFileError(
                f"{source.path}: locked with a password; save it without one."
            )
        return kind


def _open(source: SourceFile) -> Any:
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:  # what xlrd tells itself
        return CompDoc(source.data, logfile=nowhere)


def _is_locked(file: Any) -> bool:
    data, start, _ = file.locate_named_stream(_WORD)
    head = data[start : start + _FLAGS + 2]
    return head.startswith(_WORD_MARKS) and bool(head[-1] & _ENCRYPTED)
