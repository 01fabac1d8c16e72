"""Old Word files, RTF and OpenDocument, with the real LibreOffice: the same graph, and nothing beside it."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from tests.readers.disclosures import make, merged, sample
from tests.readers.ole import stored_as
from tests.readers.test_formats import graph_of, read
from tests.readers.writers import WRITERS, zipped

from yiju.errors import UnreadableFileError
from yiju.model import Document
from yiju.pipeline import read_disclosure
from yiju.readers import read_document, soffice

FILTERS = {
    "doc": "MS Word 97",
    "rtf": "Rich Text Format",
    "odt": "writer8",
    "ods": "calc8",
    "fodt": "OpenDocument Text Flat XML",
    "fods": "OpenDocument Spreadsheet Flat XML",
}
RTF = rb"{\rtf1\ansi\ansicpg936 {\f0 \u28165?\u27827?\u21306?}\par }"

needs_office = pytest.mark.skipif(
    soffice.find_program() is None,
    reason="LibreOffice is not installed (Debian: libreoffice-writer, libreoffice-calc)",
)


@cache
def written(form: str, name: str) -> bytes:
    """The sample as LibreOffice writes it."""
    program = soffice.find_program()
    assert program
    source, opens = (
        ("xlsx", "Calc MS Excel 2007 XML") if form.endswith("ods") else ("docx", "MS Word 2007 XML")
    )
    with TemporaryDirectory() as folder:
        given = Path(folder) / f"given.{source}"
        given.write_bytes(WRITERS[source][1](merged(sample(name), seed=1), Random(1)))
        return soffice.convert(program, given, opens, form, FILTERS[form]).read_bytes()


def read_bytes(folder: Path, name: str, data: bytes) -> Document:
    path = folder / name
    path.write_bytes(data)
    return read_document(path)


# --- what is read ----------------------------------------------------------------------------------


@needs_office
@pytest.mark.parametrize("form", FILTERS)
def test_the_sample_in_other_formats_gives_one_graph(form: str, tmp_path: Path) -> None:
    name = "wangxi-2024.txt"
    first = graph_of(read(merged(sample(name), seed=1), "rows", 1, tmp_path))
    path = tmp_path / f"a.{form}"
    path.write_bytes(written(form, name))
    other = graph_of(read_disclosure(path))
    assert other - first == first - other == Counter()


@needs_office
@pytest.mark.parametrize(
    ("form", "name"),
    [("doc", "a.wps"), ("doc", "a.docx"), ("odt", "a.zip"), ("rtf", "a.doc")],
)
def test_the_content_decides_and_identity_is_that_of_the_file(
    form: str, name: str, tmp_path: Path
) -> None:
    data = written(form, "wangxi-2020.txt")
    document = read_bytes(tmp_path, name, data)
    assert document.sha256 == sha256(data).hexdigest()
    assert document.names == (name,)
    assert document.blocks
    told = [note for note in document.notes if "is named" in note]
    assert bool(told) == (name not in ("a.wps", "a.doc"))
    assert any("as LibreOffice converts it" in note for note in document.notes)


WORKBOOK = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="预算"><Table><Row><Cell><Data ss:Type="String">科目</Data></Cell><Cell><Data ss:Type="String">金额</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">甲</Data></Cell><Cell><Data ss:Type="Number">12.5</Data></Cell></Row></Table></Worksheet></Workbook>"""


@needs_office
def test_a_workbook_in_xml_is_read_under_the_name_of_an_old_one(tmp_path: Path) -> None:
    document = read_bytes(tmp_path, "a.xls", WORKBOOK.encode())
    assert "甲\t12.5" in document.text
    assert not [note for note in document.notes if "is named" in note]


WORD = """<?xml version="1.0"?><?mso-application progid="Word.Document"?>
<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"
 xmlns:aml="http://schemas.microsoft.com/aml/2001/core"><w:body><w:p><w:r><w:t>清河区科技局</w:t></w:r>
<aml:annotation w:type="Word.{change}"><aml:content><w:r><w:{tag}>旧文</w:{tag}></w:r></aml:content></aml:annotation>
<w:r><w:t>部门预算</w:t></w:r></w:p><w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="900"/><w:gridCol w:w="900"/><w:gridCol w:w="900"/></w:tblGrid>
<w:tr><w:tc><w:tcPr><w:tcW w:w="1800" w:type="dxa"/><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>指标</w:t></w:r></w:p></w:tc>
<w:tc><w:p><w:r><w:t>值</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:tcPr><w:vmerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>
<w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>≥12.5</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:tcPr><w:vmerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>丙</w:t></w:r></w:p></w:tc>
<w:tc><w:p><w:r><w:t>3</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:wordDocument>""".replace(
    "\n", " "
).replace("> <", "><")


@needs_office
def test_a_word_file_in_xml_is_read_without_what_was_deleted(tmp_path: Path) -> None:
    data = WORD.format(change="Deletion", tag="delText").encode()
    document = read_bytes(tmp_path, "a.doc", data)
    assert document.text == "清河区科技局部门预算\n\n指标\t\t值\n甲\t乙\t≥12.5\n\t丙\t3\n\n"
    assert document.notes == ("is a Word file in XML and was read as LibreOffice converts it",)


def test_a_word_file_in_xml_with_tracked_insertions_is_refused(tmp_path: Path) -> None:
    data = WORD.format(change="Insertion", tag="t").encode()
    check_refused(tmp_path, "a.xml", data, "tracked insertions, which LibreOffice would lose")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<?xml version='1.0'?><rss>预算</rss>", "an XML file of an unknown kind"),
        (WORKBOOK.replace("<Workbook", "<!DOCTYPE Workbook []><Workbook"), "a document type"),
    ],
)
def test_other_xml_is_no_text(text: str, said: str, tmp_path: Path) -> None:
    check_refused(tmp_path, "a.txt", text.encode(), said)


@needs_office
def test_the_same_bytes_give_the_same_document(tmp_path: Path) -> None:
    data = written("doc", "wangxi-2024.txt")
    assert read_bytes(tmp_path, "a.doc", data) == read_bytes(tmp_path, "a.doc", data)


# --- what is refused -------------------------------------------------------------------------------


def check_refused(folder: Path, name: str, data: bytes, said: str) -> None:
    with pytest.raises(UnreadableFileError, match=said) as caught:
        read_bytes(folder, name, data)
    assert str(caught.value).startswith(str(folder / name))
    assert "\n" not in str(caught.value)


def test_without_libreoffice_it_is_told_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soffice, "find_program", lambda: None)
    check_refused(
        tmp_path, "a.rtf", RTF, "a text in RTF, which is read through LibreOffice.*Install it"
    )


@needs_office
@pytest.mark.parametrize(
    "data",
    [
        stored_as("WordDocument"),
        zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a>"}),
        zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
    ],
    ids=["doc", "odt", "ods"],
)
def test_a_damaged_file_is_told(data: bytes, tmp_path: Path) -> None:
    check_refused(tmp_path, "a.doc", data, "LibreOffice makes nothing of this file")


def program_that(folder: Path, does: str) -> Path:
    """A program in the place of LibreOffice."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
    program.chmod(0o755)
    return program


def test_a_conversion_that_takes_too_long_is_stopped_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = tmp_path / "pid"
    program = program_that(tmp_path, f"sleep 600 & echo $! > {started}; wait")
    monkeypatch.setattr(soffice, "find_program", lambda: program)
    for module in ("office", "soffice"):
        monkeypatch.setattr(f"yiju.readers.{module}.CONVERSION_SECONDS", 0.5)
    check_refused(tmp_path, "a.rtf", RTF, "longer than 0.5 seconds and was stopped")
    state = Path(f"/proc/{started.read_text().strip()}/stat")
    assert not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z"


def test_a_conversion_that_grows_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = program_that(tmp_path, "mkdir -p made && head -c 2000 /dev/zero > made/given.docx")
    monkeypatch.setattr(soffice, "find_program", lambda: program)
    monkeypatch.setattr("yiju.readers.office.LARGEST_PACKAGE", 1000)
    check_refused(tmp_path, "a.rtf", RTF, "2,000 bytes when converted; at most 1,000")


# --- what is out of reach --------------------------------------------------------------------------

OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
LINKED = """<?xml version="1.0"?><office:document-content office:version="1.2"
 xmlns:office="{ns}:office:1.0" xmlns:text="{ns}:text:1.0" xmlns:draw="{ns}:drawing:1.0"
 xmlns:svg="{ns}:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:text>
 <text:p>清河区<draw:frame svg:width="3cm" svg:height="3cm"><draw:image xlink:href="{address}/a.png"
 xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p>
 <text:section text:name="A"><text:section-source xlink:href="{address}/b.html"/><text:p>甲</text:p></text:section>
 <text:section text:name="B"><text:section-source xlink:href="{file}" text:filter-name="Text"/><text:p>乙</text:p>
 </text:section></office:text></office:body></office:document-content>"""
MANIFEST = """<manifest:manifest xmlns:manifest="{ns}:manifest:1.0" manifest:version="1.2">
 <manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>
 <manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """The address of a server, and what it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def handle(self) -> None:
            asked.append(self.rfile.readline().decode("latin-1"))

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


@needs_office
@pytest.mark.parametrize("network", ["taken away", "there"])
def test_links_in_a_file_reach_no_network_and_no_other_file(
    network: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if network == "there":  # as on systems that cannot take it away
        monkeypatch.setattr(soffice, "_confine", lambda: None)
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密", encoding="utf-8")
    with listening() as (address, asked):
        content = LINKED.format(ns=OFFICE, address=address, file=secret.as_uri())
        entries = {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": MANIFEST.format(ns=OFFICE).encode(),
            "content.xml": content.encode(),
        }
        document = read_bytes(tmp_path, "a.odt", zipped(entries))
    assert "清河区" in document.text
    assert "秘密" not in document.text
    assert asked == []


@needs_office
def test_nothing_is_left_of_a_conversion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    home = set(Path.home().iterdir())
    assert read_bytes(tmp_path, "a.rtf", RTF).blocks
    assert list(place.iterdir()) == []
    assert set(Path.home().iterdir()) == home


@needs_office
def test_what_was_made_by_a_generator_comes_out_of_an_old_word_file(tmp_path: Path) -> None:
    program = soffice.find_program()
    assert program
    made = make(3)
    given = tmp_path / "given.docx"
    given.write_bytes(WRITERS["docx"][1](made.script, Random(3)))
    path = soffice.convert(program, given, "MS Word 2007 XML", "doc", "MS Word 97")
    found = read_disclosure(path)
    names = {project.name.text for project in found.projects}
    assert names == {fact[1] for fact in made.facts if fact[0] == "project"}
