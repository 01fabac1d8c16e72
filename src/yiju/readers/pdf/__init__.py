"""PDF files: each page as its lines and tables, put together as one document.

Every word has its page and its box on it. What cannot be seen, running titles, and head rows printed again
are left out by rules of their own; what a page cut in two is put together. Scans, which have no text, are
refused with a hint at text recognition.
"""

from time import monotonic
from typing import Final

from yiju.errors import UnreadableFileError
from yiju.model import Document
from yiju.readers.compose import Composer
from yiju.readers.limits import LONGEST_READING
from yiju.readers.pdf.file import PdfFile, refusing_pdf
from yiju.readers.pdf.marks import MarkReader
from yiju.readers.pdf.pages import Page, read_page
from yiju.readers.pdf.seen import Oddities, find_seen
from yiju.readers.pdf.text import compose_pages
from yiju.readers.source import SourceFile

_MOST_UNKNOWN: Final = 0.2
"""The share of characters that fonts may leave unknown."""

_RECOGNISE: Final = "let text recognition (OCR) write its text into it, as `ocrmypdf -l chi_sim` of the extra yiju[ocr] does"


def read(source: SourceFile) -> Document:
    """The document of a PDF file; UnreadableFileError where it is damaged, locked, or a scan."""
    with refusing_pdf(source.path):
        oddities = Oddities()
        pages = _read_pages(source, oddities)
        composer = Composer(source)
        composer.notes.extend(oddities.notes())
        compose_pages(pages, composer)
        return composer.document()


def _read_pages(source: SourceFile, oddities: Oddities) -> list[Page]:
    file, reader, begun = PdfFile(source), MarkReader(source), monotonic()
    pages, pictures = [], 0
    for page in file.pages():
        marks = reader.read(page)
        pictures += len(marks.pictures)
        pages.append(read_page(marks, find_seen(marks, oddities)))
        if monotonic() - begun > LONGEST_READING:
            raise UnreadableFileError(
                f"{source.path}: {len(pages)} pages took more than {LONGEST_READING} seconds. Split the file."
            )
    _check_text(source, oddities, len(pages), pictures)
    return pages


def _check_text(source: SourceFile, oddities: Oddities, pages: int, pictures: int) -> None:
    if not oddities.seen:
        what = "scanned, no text: pictures" if pictures else "no text"
        raise UnreadableFileError(
            f"{source.path}: {what} on {pages} page{'s' * (pages > 1)}; {_RECOGNISE}."
        )
    unknown = oddities.unknown.total()
    if unknown > _MOST_UNKNOWN * oddities.seen:
        raise UnreadableFileError(
            f"{source.path}: its fonts do not tell which characters they show, {unknown:,} of "
            f"{oddities.seen:,}; {_RECOGNISE}, or save the document anew."
        )
