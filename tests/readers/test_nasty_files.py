"""Files made to hurt, broken files and files under wrong names: one sentence, and no harm."""

import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
import xlwt
from tests.readers.disclosures import make
from tests.readers.ole import locked_word_file, stored_as
from tests.readers.pdf_writers import write_drawn_pdf
from tests.readers.test_docx import cell, package, paragraph, table
from tests.readers.writers import WRITERS as OFFICE_WRITERS
from tests.readers.writers import zipped

from yiju.errors import UnknownFormatError, UnreadableFileError
from yiju.model import Document
from yiju.readers import limits, read_document

WRITERS = OFFICE_WRITERS | {"pdf": ("a.pdf", write_drawn_pdf)}
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "word/document.xml"


def written(form: str, seed: int = 1) -> bytes:
    return WRITERS[form][1](make(seed).script, Random(seed))


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A ZIP with one entry changed."""
    with zipfile.ZipFile(BytesIO(data)) as old:
        entries = {entry: old.read(entry) for entry in old.namelist()}
    return zipped(entries | {name: change(entries.get(name, b""))})


def read(folder: Path, name: str, data: bytes) -> Document:
    path = folder / name
    path.write_bytes(data)
    return read_document(path)


def refused(folder: Path, name: str, data: bytes, said: str) -> None:
    with pytest.raises(UnreadableFileError, match=said) as caught:
        read(folder, name, data)
    assert str(caught.value).startswith(str(folder / name))
    assert "\n" not in str(caught.value)


# --- names and kinds ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("docx", "a.doc"),
        ("docx", "a.txt"),
        ("xlsx", "a.xls"),
        ("xls", "a.xlsx"),
        ("html", "a.xls"),
        ("html", "a.txt"),
        ("rows", "a.docx"),
        ("pdf", "a.docx"),
    ],
)
def test_the_content_tells_the_format_and_a_wrong_name_is_told(
    form: str, name: str, tmp_path: Path
) -> None:
    data = written(form)
    right = read(tmp_path, WRITERS[form][0], data)
    wrong = read(tmp_path, name, data)
    assert (wrong.text, wrong.blocks) == (right.text, right.blocks)
    assert wrong.notes[0].startswith(f"is named {Path(name).suffix}, but is ")


def test_the_name_tells_what_the_content_leaves_open(tmp_path: Path) -> None:
    data = "<p>清河区科技局</p><p>正文</p>".encode()
    assert len(read(tmp_path, "a.html", data).blocks) == 2
    assert len(read(tmp_path, "a.txt", data).blocks) == 1
    page = read(tmp_path, "b.html", "清河区科技局".encode())
    assert page.notes == ("is named .html, but is text; it was read as that",)


@pytest.mark.parametrize("name", ["a.et", "a.wps", "a.xlsm"])
def test_files_of_wps_are_read_by_their_content(name: str, tmp_path: Path) -> None:
    document = read(tmp_path, name, written("docx" if name == "a.wps" else "xlsx"))
    assert document.blocks
    assert not [note for note in document.notes if "is named" in note]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (zipped({"a.txt": b"x"}), "ZIP archive.*unpack"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.presentation"}), "ODP"),
        (zipped({"mimetype": b"application/epub+zip"}), "unknown kind"),
        (zipped({}), "empty ZIP archive"),
        (stored_as("EncryptedPackage"), "locked with a password.*save it without one"),
        (stored_as("PowerPoint Document"), "old presentation"),
        (stored_as("Contents"), "unknown kind"),
        (b"Rar!\x1a\x07\x00", "RAR archive.*unpack"),
        (b"7z\xbc\xaf\x27\x1c\x00", "7-Zip archive.*unpack"),
    ],
)  # fmt: skip
def test_a_kind_of_file_that_no_reader_knows_is_named(
    data: bytes, said: str, tmp_path: Path
) -> None:
    with pytest.raises(UnknownFormatError, match=said):
        read(tmp_path, "a.docx", data)


@pytest.mark.parametrize(
    "data",
    [
        locked_word_file(),
        zipped(
            {
                "mimetype": b"application/vnd.oasis.opendocument.text",
                "META-INF/manifest.xml": b"<manifest><encryption-data/></manifest>",
            }
        ),
    ],
    ids=["doc", "odt"],
)
def test_a_file_locked_with_a_password_is_told(data: bytes, tmp_path: Path) -> None:
    refused(tmp_path, "a.doc", data, "locked with a password; save it without one")


# --- broken files ------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["docx", "xlsx", "xls"])
def test_a_file_that_breaks_off_is_refused(form: str, tmp_path: Path) -> None:
    data = written(form)
    for share in (5, 50, 90):
        refused(tmp_path, WRITERS[form][0], data[: len(data) * share // 100], "damaged|old Office")


@pytest.mark.parametrize("form", ["docx", "xlsx", "xls", "html", "pdf"])
def test_bytes_that_were_changed_are_refused_or_read(form: str, tmp_path: Path) -> None:
    data, random = written(form), Random(7)
    for _ in range(40):
        broken = bytearray(data)
        for _ in range(random.choice([1, 3, 30])):
            broken[random.randrange(len(broken))] = random.randrange(256)
        _read_or_refuse(tmp_path, WRITERS[form][0], bytes(broken))


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("docx", MAIN),
        ("docx", "word/styles.xml"),
        ("xlsx", SHEET),
        ("xlsx", "xl/styles.xml"),
        ("xlsx", "xl/workbook.xml"),
    ],
)
def test_xml_that_was_changed_is_refused_or_read(form: str, name: str, tmp_path: Path) -> None:
    data, random = written(form), Random(8)

    def change(xml: bytes) -> bytes:
        at, length = random.randrange(len(xml)), random.choice([1, 2, 40])
        digits = random.choice([b"", b"9", b"-1", b"99999999999", b"x", b"\xff"])
        return xml[:at] + digits + xml[at + length :]

    for _ in range(40):
        _read_or_refuse(tmp_path, WRITERS[form][0], changed(data, name, change))


def _read_or_refuse(folder: Path, name: str, data: bytes) -> None:
    with suppress(UnreadableFileError):
        read(folder, name, data)


# --- files made to hurt ------------------------------------------------------------------------------


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = changed(written("docx"), MAIN, lambda xml: xml + b" " * 50_000_000)
    assert len(bomb) < 200_000
    refused(tmp_path, "a.docx", bomb, "ZIP bomb")


def test_too_many_and_too_large_entries_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = {f"{at}.bin": b"" for at in range(limits.MOST_ENTRIES + 1)}
    refused(tmp_path, "a.docx", zipped(many), "10,001 entries")
    monkeypatch.setattr("yiju.readers.package.LARGEST_UNPACKED", 1000)
    refused(tmp_path, "b.docx", written("docx"), "bytes when unpacked")


def test_a_size_that_the_directory_hides_is_no_way_around(tmp_path: Path) -> None:
    data = bytearray(changed(written("docx"), MAIN, lambda xml: xml + b" " * 3_000_000))
    at = data.index(b"PK\x01\x02")
    while data[at + 46 : at + 46 + len(MAIN)] != MAIN.encode():
        at = data.index(b"PK\x01\x02", at + 4)
    data[at + 24 : at + 28] = struct.pack("<I", 100)
    refused(tmp_path, "a.docx", bytes(data), "damaged")


def test_a_word_file_too_large_for_a_tree_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yiju.readers.package.LARGEST_TREE", 1000)
    refused(tmp_path, "a.docx", written("docx"), "bytes of text and marks")
    assert read(tmp_path, "a.xlsx", written("xlsx")).blocks


@pytest.mark.parametrize(
    ("form", "name"), [("docx", MAIN), ("xlsx", SHEET), ("xlsx", "xl/sharedStrings.xml")]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(form: str, name: str, encoding: str, tmp_path: Path) -> None:
    evil = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'

    def change(xml: bytes) -> bytes:
        text = xml.decode().partition("?>")[2] or xml.decode()
        return f'<?xml version="1.0" encoding="{encoding}"?>{evil}{text}'.encode(encoding)

    refused(tmp_path, WRITERS[form][0], changed(written(form), name, change), "document type")


@pytest.mark.parametrize(
    ("form", "name", "data"),
    [
        ("docx", "word/media/a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\xff" * 5000),
        ("docx", "word/vbaProject.bin", stored_as("VBA")),
        ("docx", "word/embeddings/a.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 100),
        ("xlsx", "xl/vbaProject.bin", stored_as("VBA")),
        ("xlsx", "xl/macrosheets/sheet1.xml", b"<xm:macrosheet xmlns:xm='a'/>"),
    ],
)
def test_pictures_macros_and_objects_are_never_opened(
    form: str, name: str, data: bytes, tmp_path: Path
) -> None:
    without = read(tmp_path, WRITERS[form][0], written(form))
    beside = read(tmp_path, WRITERS[form][0], changed(written(form), name, lambda _: data))
    assert (beside.text, beside.notes) == (without.text, without.notes)


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-be", "utf-7", "cp037", "utf-16-be"])
def test_no_encoding_hides_entities(encoding: str, tmp_path: Path) -> None:
    def change(xml: bytes) -> bytes:
        text = xml.decode().partition("?>")[2] or xml.decode()
        evil = f'<!DOCTYPE x [<!ENTITY a "{"b" * 100}">]>{text}'
        if encoding == "utf-7":
            return (
                b'<?xml version="1.0" encoding="UTF-7"?>' + evil.replace("<!", "+ADwAIQ-").encode()
            )
        return f'<?xml version="1.0" encoding="{encoding}"?>{evil}'.encode(encoding, "replace")

    data = changed(written("docx"), MAIN, change)
    refused(tmp_path, "a.docx", data, "document type|an encoding that Office files do not have")


def test_entities_are_refused_under_any_name_and_pages_inside_are_no_harm(tmp_path: Path) -> None:
    evil = b' <!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    refused(
        tmp_path, "a.docx", changed(written("docx"), "word/a.dat", lambda _: evil), "document type"
    )
    page = changed(written("docx"), "word/chunk.html", lambda _: b"<!DOCTYPE html><p>x")
    assert read(tmp_path, "b.docx", page).blocks


def test_a_page_with_entities_of_its_own_reads_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("秘密")
    text = f'<!DOCTYPE html [<!ENTITY a SYSTEM "{secret}">]><html><body><p>科技局&a;</p><iframe src="{secret}"></body></html>'
    assert "秘密" not in read(tmp_path, "a.html", text.encode()).text


def test_elements_nested_too_deeply_are_refused(tmp_path: Path) -> None:
    deep = "<w:sdt><w:sdtContent>" * 20_000 + paragraph("底") + "</w:sdtContent></w:sdt>" * 20_000
    refused(tmp_path, "a.docx", package(deep).data, "damaged")
    nested = paragraph("底")
    for _ in range(60):
        nested = table(cell("甲", inside=nested), cell("乙"))
    assert "底" in read(tmp_path, "b.docx", package(nested).data).text
    refused(tmp_path, "a.html", ("<html>" + "<div>" * 20_000 + "底").encode(), "inside one another")


def test_a_cell_that_covers_everything_costs_nothing(tmp_path: Path) -> None:
    wide = table(
        cell("甲", '<w:gridSpan w:val="999999999"/>') + cell("乙"), cell("丙") + cell("丁")
    )
    assert len(read(tmp_path, "a.docx", package(wide).data).blocks) == 1
    rows = "<tr><td colspan=999999999 rowspan=999999999>甲<td>乙" * 300
    assert read(tmp_path, "a.html", f"<table>{rows}</table>".encode()).blocks

    def merge(xml: bytes) -> bytes:
        merges = b'<mergeCell ref="A1:XFD1048576"/>' * 50
        return xml.replace(
            b"</sheetData>", b"</sheetData><mergeCells>" + merges + b"</mergeCells>"
        ).replace(b"<mergeCells count", b"<old count")

    _read_or_refuse(tmp_path, "a.xlsx", changed(written("xlsx"), SHEET, merge))


def test_cells_far_apart_make_no_wide_and_empty_table(tmp_path: Path) -> None:
    cells = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c><c r="A1048576"><v>2</v></c></row></sheetData>'
    data = changed(written("xlsx"), SHEET, lambda xml: xml.replace(b"</sheetData>", cells))
    document = read(tmp_path, "a.xlsx", data)
    assert "Sheet1!XFD1048576" in {place.cell for place in document.places}


def test_cells_far_apart_in_an_old_workbook_are_no_more_than_they_are(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for row in range(0, 65_536, 64):
        sheet.write(row, 255, "甲")
    sheet.write(1, 0, "乙")
    out = BytesIO()
    book.save(out)
    document = read(tmp_path, "a.xls", out.getvalue())
    assert len(document.places) == 1025


def test_more_cells_than_the_limit_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("compose", "sheets"):
        monkeypatch.setattr(f"yiju.readers.{module}.MOST_CELLS", 20)
    for form in ("docx", "xlsx", "xls", "html"):
        refused(tmp_path, WRITERS[form][0], written(form), "cells; at most 20 are read")


def test_a_string_that_many_cells_share_is_no_way_around(tmp_path: Path) -> None:
    shared = b"<sst><si><t>" + b"\xe7\x94\xb2" * 600_000 + b"</t></si></sst>"
    rows = b"".join(b'<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>' for _ in range(500))
    data = changed(
        written("xlsx"),
        "xl/sharedStrings.xml",
        lambda _: shared.replace(
            b"<sst>", b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        ),
    )
    data = changed(
        data,
        SHEET,
        lambda xml: (
            xml.split(b"<sheetData>")[0] + b"<sheetData>" + rows + b"</sheetData></worksheet>"
        ),
    )
    refused(tmp_path, "a.xlsx", data, "characters of text|ZIP bomb")
