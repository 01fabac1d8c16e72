"""A PDF file as its library opens it, made safe: every stream has a bound, every fault is one sentence.

The library reads on over whatever is broken, and leaves out what it cannot find. Here a file that breaks off, a
stream that is damaged and a page that is missing are refused: half a document would pass for a whole one.
"""

import logging
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from pdfminer.ascii85 import ascii85decode, asciihexdecode
from pdfminer.lzw import LZWDecoder
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, dict_value, resolve1
from pdfminer.psexceptions import PSException

from yiju.errors import UnreadableFileError
from yiju.readers.limits import (
    LARGEST_ENTRY,
    LARGEST_UNPACKED,
    MOST_PAGES,
    check_amount,
    refusing,
)
from yiju.readers.source import SourceFile

_END: Final = b"%%EOF"
_TAIL: Final = 4096
"""Bytes behind the end mark that servers may have added."""

_ANEW: Final = "Save the document anew."
_RUN_RATIO: Final = 64

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # what it warns of is told by our notes


@contextmanager
def refusing_pdf(path: Path) -> Iterator[None]:
    """Around all that reads a PDF file: whatever it stumbles over becomes one sentence."""
    try:
        with refusing(path, "PDF file", PSException, advice="download or save it anew"):
            yield
    except UnreadableFileError as refused:
        if isinstance(refused.__cause__, PDFPasswordIncorrect):
            raise UnreadableFileError(
                f"{path}: locked with a password; save it without one."
            ) from refused
        if isinstance(refused.__cause__, PDFEncryptionError):
            raise UnreadableFileError(
                f"{path}: locked in a way that is not known; save it without a lock."
            ) from refused
        raise


class PdfFile:
    """An open file and its pages."""

    def __init__(self, source: SourceFile) -> None:
        self.path = source.path
        if _END not in source.data.rstrip(b"\0\r\n \t")[-_TAIL:]:
            raise UnreadableFileError(
                f"{self.path}: breaks off; the end of a PDF file is missing. Download or save it anew."
            )
        self._parser = _Parser(source)
        self._document = PDFDocument(self._parser, password="")

    def pages(self) -> Iterator[PDFPage]:
        """The pages in their order; UnreadableFileError where the file tells of more than it holds."""
        told = self._told()
        check_amount(self.path, told, MOST_PAGES, "pages", "Split the file.")
        found = 0
        for page in PDFPage.create_pages(self._document):
            found += 1
            check_amount(self.path, found, MOST_PAGES, "pages", "Split the file.")
            self._check_contents(page, found)
            yield page
        if found < max(told, 1):
            raise UnreadableFileError(
                f"{self.path}: damaged; {told} pages are told, {found} are there. Download or save it anew."
            )

    def _told(self) -> int:
        count = resolve1(dict_value(self._document.catalog.get("Pages", {})).get("Count"))
        return count if isinstance(count, int) else 0

    def _check_contents(self, page: PDFPage, number: int) -> None:
        if not all(isinstance(resolve1(part), PDFStream) for part in page.contents):
            raise UnreadableFileError(
                f"{self.path}: damaged; what stands on page {number} is missing. Download or save it anew."
            )


class _Parser(PDFParser):
    """The library's parser, with streams that know how large they may be."""

    def __init__(self, source: SourceFile) -> None:
        super().__init__(BytesIO(source.data))
        self.path = source.path
        self.unpacked = 0

    def push(self, *objs: tuple[int, Any]) -> None:
        """Takes objects as the library reads them; each stream is put into one with bounds."""
        super().push(
            *((at, _Stream(one, self) if type(one) is PDFStream else one) for at, one in objs)
        )


class _Stream(PDFStream):
    """A stream that unpacks within bounds or not at all, and does not keep what it unpacked."""

    def __init__(self, stream: PDFStream, parser: _Parser) -> None:
        super().__init__(stream.attrs, stream.rawdata or b"", stream.decipher)
        self._parser = parser
        self._checked = False

    def get_data(self) -> bytes:
        """The bytes of the stream; UnreadableFileError where they are too many or damaged."""
        raw = self.rawdata or b""
        if not self._checked:
            self._parser.unpacked += self._check(raw)
            self._checked = True
            total = self._parser.unpacked
            check_amount(self._parser.path, total, LARGEST_UNPACKED, "bytes when unpacked", _ANEW)
        data = super().get_data()
        self.rawdata, self.data = raw, None
        return data

    def _check(self, data: bytes) -> int:
        """How many bytes the stream unpacks to, found without keeping them."""
        filters = [str(getattr(one, "name", one)) for one, _ in self.get_filters()]
        packing = [one for one in filters if one in _SIZES]
        path = self._parser.path
        if len(packing) > 1:
            raise UnreadableFileError(
                f"{path}: a stream is packed {len(packing)} times over, as a bomb is; it was not unpacked. {_ANEW}"
            )
        if self.decipher and self.objid is not None and self.genno is not None:
            data = self.decipher(self.objid, self.genno, data, self.attrs)
        for one in filters[: filters.index(packing[0])] if packing else ():
            data = _SPELLED[one](data) if one in _SPELLED else data
        size = _SIZES[packing[0]](data) if packing else len(data)
        check_amount(path, size, LARGEST_ENTRY, "bytes in a stream", _ANEW)
        return size


def _flate_size(data: bytes) -> int:
    """Bytes that a packed stream unpacks to, counted up to the limit; a wrong sum at its end does not matter."""
    stream = zlib.decompressobj()
    size, rest = 0, data
    while rest and size <= LARGEST_ENTRY and not stream.eof:
        try:
            size += len(stream.decompress(rest, 1 << 20))
        except zlib.error as fault:
            if "incorrect data check" not in str(fault):
                raise
            return size
        rest = stream.unconsumed_tail
    return size


def _lzw_size(data: bytes) -> int:
    size = 0
    for piece in LZWDecoder(BytesIO(data)).run():
        size += len(piece)
        if size > LARGEST_ENTRY:
            break
    return size


def _run_size(data: bytes) -> int:
    return len(data) * _RUN_RATIO


_SIZES: Final = {
    "FlateDecode": _flate_size, "Fl": _flate_size, "LZWDecode": _lzw_size, "LZW": _lzw_size,
    "RunLengthDecode": _run_size, "RL": _run_size,
}  # fmt: skip
_SPELLED: Final = {
    "ASCII85Decode": ascii85decode, "A85": ascii85decode, "ASCIIHexDecode": asciihexdecode,
    "AHx": asciihexdecode,
}  # fmt: skip
