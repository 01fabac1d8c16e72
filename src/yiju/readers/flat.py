"""Documents that are one XML file: which format they are, by the namespace of their root.

Programs save them under the endings of other formats. None has a document type: entities begin there.
"""

import re
from typing import Final

from yiju.errors import UnreadableFileError
from yiju.readers.source import SourceFile

_XML: Final = re.compile(rb"(?:\xef\xbb\xbf|\s)*<\?xml\b")
_KINDS: Final = (
    (b"http://schemas.microsoft.com/office/word/2003/wordml", "wordml"),
    (b"urn:schemas-microsoft-com:office:spreadsheet", "excelml"),
    (b'"application/vnd.oasis.opendocument.text', "fodt"),
    (b'"application/vnd.oasis.opendocument.spreadsheet', "fods"),
)
_HEAD: Final = 16_384
"""Bytes in which the root stands; some state a hundred namespaces."""


def kind_of_xml(source: SourceFile) -> str | None:
    """A format, or words for another; nothing where it is no XML. UnreadableFileError where it hides entities."""
    head = source.data[:_HEAD]
    if not _XML.match(head):
        return None
    kind = next((kind for mark, kind in _KINDS if mark in head), "an XML file of an unknown kind")
    if b"<!DOCTYPE" in source.data:
        raise UnreadableFileError(
            f"{source.path}: has a document type, which Office files do not have; it was not read. "
            "Save the document anew."
        )
    return kind
