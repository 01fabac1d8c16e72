"""Old Word files (DOC, WPS), RTF, OpenDocument, documents in one XML file: read as LibreOffice converts them.

LibreOffice is a program of its own that is used when it is installed. It has a folder, a profile and a
process group that are thrown away with the file, runs no macro, follows no link, reaches no network, and is
stopped when it takes too long. The document keeps the identity of the file, not that of what was made of it.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from yiju.errors import UnreadableFileError
from yiju.model import Document
from yiju.readers import docx, soffice, xlsx
from yiju.readers.flat import kind_of_xml
from yiju.readers.limits import CONVERSION_SECONDS, LARGEST_PACKAGE, check_amount
from yiju.readers.package import kind_of_package
from yiju.readers.source import SourceFile

_NOTE: Final = "is {what} and was read as LibreOffice converts it"


@dataclass(frozen=True, slots=True)
class _Form:
    """A format: what it is called, the filter that opens it where there is one only, what it is made into."""

    what: str
    opens: str | None = None
    makes: str = "docx"
    loses: bytes | None = None
    """What its bytes hold where they hold tracked insertions, if the filter loses these."""


_FORMS: Final = {
    "doc": _Form("an old Word file (DOC)"),
    "rtf": _Form("a text in RTF", "Rich Text Format"),
    "odt": _Form("an OpenDocument text (ODT)", "writer8"),
    "ods": _Form("an OpenDocument workbook (ODS)", "calc8", makes="xlsx"),
    "wordml": _Form("a Word file in XML", "MS Word 2003 XML", loses=b"Word.Insertion"),
    "excelml": _Form("a workbook in XML", "MS Excel 2003 XML Orcus", makes="xlsx"),
    "fodt": _Form("an OpenDocument text in XML", "OpenDocument Text Flat XML"),
    "fods": _Form(
        "an OpenDocument workbook in XML", "OpenDocument Spreadsheet Flat XML", makes="xlsx"
    ),
}
_FILTERS: Final = {"docx": "MS Word 2007 XML", "xlsx": "Calc MS Excel 2007 XML"}
_READERS: Final = {"docx": docx.read, "xlsx": xlsx.read}


def read(source: SourceFile) -> Document:
    """The document of an office file; UnreadableFileError where LibreOffice is missing or makes nothing of it."""
    kind = _kind_of(source)
    form = _FORMS[kind]
    if form.loses and form.loses in source.data:
        raise UnreadableFileError(
            f"{source.path}: this is {form.what} with tracked insertions, which LibreOffice would lose; "
            "accept all changes and save it anew."
        )
    converted = replace(source, data=_convert(source, kind, form))
    if kind_of_package(converted) != form.makes:
        raise _refusal(source, form)
    document = _READERS[form.makes](converted)
    notes = (_NOTE.format(what=form.what), *document.notes)
    return replace(document, sha256=source.sha256, notes=notes)


def _kind_of(source: SourceFile) -> str:
    if source.data.startswith(b"{\\rtf"):
        return "rtf"
    if source.data.startswith(b"PK"):
        return kind_of_package(source)
    return kind_of_xml(source) or "doc"


def _convert(source: SourceFile, kind: str, form: _Form) -> bytes:
    program = soffice.find_program()
    if program is None:
        raise UnreadableFileError(
            f"{source.path}: this is {form.what}, which is read through LibreOffice, and that is not "
            f"installed. Install it, or save the file as {form.makes.upper()}."
        )
    with TemporaryDirectory(prefix="yiju-office-") as name:
        given = Path(name) / f"given.{kind}"
        given.write_bytes(source.data)
        try:
            made = soffice.convert(program, given, form.opens, form.makes, _FILTERS[form.makes])
        except TimeoutError as fault:
            raise UnreadableFileError(
                f"{source.path}: LibreOffice took longer than {CONVERSION_SECONDS:g} seconds and was "
                f"stopped. Split the file, or save it as {form.makes.upper()}."
            ) from fault
        return _bytes_of(source, made, form)


def _bytes_of(source: SourceFile, made: Path, form: _Form) -> bytes:
    if not made.is_file():
        raise _refusal(source, form)
    advice = "Split the file."
    check_amount(source.path, made.stat().st_size, LARGEST_PACKAGE, "bytes when converted", advice)
    return made.read_bytes()


def _refusal(source: SourceFile, form: _Form) -> UnreadableFileError:
    return UnreadableFileError(
        f"{source.path}: LibreOffice makes nothing of this file; it is damaged, or locked with a "
        f"password, or too large for the memory allowed. Save it as {form.makes.upper()}."
    )
