"""Whatever a file is built of, it is read or refused: trees of Word, pages, sheets and archives made at random."""

from contextlib import suppress
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tests.readers.test_docx import LISTS, NAMES, STYLES, package
from tests.readers.writers import zipped

from yiju.errors import UnreadableFileError
from yiju.model import Document, Paragraph
from yiju.readers import read_file
from yiju.readers.source import SourceFile

TEXTS = st.sampled_from(
    ["甲", "乙\n丙", "", " ", "\t", "\x0b", "≥20场", "\u200b", "&", "<b>", "\ufeff", "1"]
)
NUMBERS = st.one_of(
    st.integers(-2, 4).map(str), st.sampled_from(["", "x", "99999999999", "1.5", "-0", "１"])
)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\x0b", "")


def whole(document: Document) -> None:
    """What a reader promises of every document: its words stand where it says they stand."""
    for block in document.blocks:
        passages = (
            [block.words]
            if isinstance(block, Paragraph)
            else [cell for row in block.rows for cell in row.cells]
        )
        for piece in (piece for passage in passages for piece in passage.pieces):
            assert document.text[piece.start : piece.end] == piece.text
            assert document.text.count("\n", 0, piece.start) + 1 == piece.line
    for place in document.places:
        assert 0 <= place.start < place.end <= len(document.text)


def check(name: str, data: bytes) -> None:
    with suppress(UnreadableFileError):
        whole(read_file(SourceFile(Path(name), data)))


# --- Word ------------------------------------------------------------------------------------------

RUNS = st.one_of(
    TEXTS.map(lambda text: f"<w:r><w:t>{escaped(text)}</w:t></w:r>"),
    st.sampled_from(
        [
            "<w:r><w:br/></w:r>",
            "<w:r><w:tab/><w:rPr><w:vanish/></w:rPr></w:r>",
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>",
            "<w:ins><w:r><w:t>增</w:t></w:r></w:ins>",
            "<w:del><w:r><w:delText>删</w:delText></w:r></w:del>",
            "<w:hyperlink/>",
            '<w:r><w:sym w:char="F0FC"/></w:r>',
            "<!--无--><?无?>",
        ]
    ),
)
PROPERTIES = st.builds(
    '<w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>{}</w:pPr>'.format,
    NUMBERS,
    NUMBERS,
    st.sampled_from(
        ["", '<w:pStyle w:val="Third"/>', '<w:pStyle w:val="无"/>', "<w:rPr><w:del/></w:rPr>"]
    ),
)
PARAGRAPHS = st.builds(
    "<w:p>{}{}</w:p>".format,
    st.one_of(st.just(""), PROPERTIES),
    st.lists(RUNS, max_size=4).map("".join),
)


def tables(blocks: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    marks = st.sampled_from(["", "<w:vMerge/>", '<w:vMerge w:val="restart"/>', "<w:hMerge/>"])
    cells = st.builds(
        '<w:tc><w:tcPr><w:gridSpan w:val="{}"/>{}</w:tcPr>{}</w:tc>'.format,
        NUMBERS,
        marks,
        st.lists(blocks, max_size=2).map("".join),
    )
    skips = st.builds('<w:trPr><w:gridBefore w:val="{}"/></w:trPr>'.format, NUMBERS)
    rows = st.builds(
        "<w:tr>{}{}</w:tr>".format,
        st.one_of(st.just(""), skips),
        st.lists(cells, max_size=4).map("".join),
    )
    return st.lists(rows, max_size=4).map(lambda found: f"<w:tbl>{''.join(found)}</w:tbl>")


def frames(blocks: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda frame, inside: frame.format("".join(inside)),
        st.sampled_from(
            [
                "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
                "<w:ins>{}</w:ins>",
                "<w:p><w:r><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></w:r></w:p>",
                "<mc:AlternateContent><mc:Choice>{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent>",
                "<w:无>{}</w:无>",
            ]
        ),
        st.lists(blocks, max_size=3),
    )


BODIES = st.lists(
    st.recursive(
        PARAGRAPHS, lambda blocks: st.one_of(tables(blocks), frames(blocks)), max_leaves=8
    ),
    max_size=5,
).map("".join)


@given(BODIES, BODIES)
def test_every_word_file_is_read_or_refused(body: str, note: str) -> None:
    header = f"<w:hdr {NAMES}>{note}</w:hdr>"
    source = package(body, numbering=LISTS, styles=STYLES, header1=header)
    check("a.docx", source.data)


# --- web pages -------------------------------------------------------------------------------------

TAGS = st.sampled_from(
    [
        "p",
        "div",
        "span",
        "table",
        "tr",
        "td",
        "th",
        "tbody",
        "ul",
        "li",
        "a",
        "br",
        "script",
        "nav",
        "pre",
        "h1",
        "td",
    ]
)
ATTRIBUTES = st.one_of(
    st.just(""),
    st.builds(' rowspan="{}" colspan={}'.format, NUMBERS, NUMBERS),
    st.sampled_from(
        [
            ' class="footer"',
            " hidden",
            ' style="display:none"',
            " style='",
            ' start="3"',
            " href=javascript:",
        ]
    ),
)
NODES = st.recursive(
    TEXTS,
    lambda inside: st.builds(
        lambda tag, attributes, parts, end: (
            f"<{tag}{attributes}>{''.join(parts)}{end and f'</{tag}>'}"
        ),
        TAGS,
        ATTRIBUTES,
        st.lists(inside, max_size=4),
        st.booleans(),
    ),
    max_leaves=15,
)


@given(st.lists(NODES, max_size=4).map("".join), st.sampled_from(["utf-8", "gb18030"]))
def test_every_page_is_read_or_refused(content: str, encoding: str) -> None:
    check("a.html", f"<html>{content}".encode(encoding))


# --- workbooks -------------------------------------------------------------------------------------

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
ADDRESSES = st.sampled_from(
    ["A1", "B2", "C3", "ZZZ9", "A0", "XFD1048576", "", "1", "甲1", "b2", "A99999999"]
)
PLACES = st.sampled_from(["A1", "B2", "C3", "A3", "XFD1048576", "b2"])
STYLES_USED = st.integers(0, 2)
PLAIN_CELLS = st.one_of(
    st.builds('<c r="{}" s="{}"><v>{}</v></c>'.format, PLACES, STYLES_USED, st.floats(-1e6, 1e6)),
    st.builds(
        '<c r="{}" s="{}" t="str"><v>{}</v></c>'.format, PLACES, STYLES_USED, TEXTS.map(escaped)
    ),
    st.builds('<c r="{}" t="s"><v>{}</v></c>'.format, PLACES, st.integers(0, 1)),
)
PLAIN_ROWS = st.builds(
    '<row hidden="{}">{}</row>'.format,
    st.integers(0, 1),
    st.lists(PLAIN_CELLS, max_size=5).map("".join),
)
CELLS = st.builds(
    '<c r="{}" t="{}" s="{}"><v>{}</v></c>'.format,
    ADDRESSES,
    st.sampled_from(["s", "n", "str", "b", "e", "d", "inlineStr", "无"]),
    NUMBERS,
    st.one_of(NUMBERS, TEXTS.map(escaped)),
)
ROWS = st.builds(
    '<row r="{}" hidden="{}">{}</row>'.format,
    NUMBERS,
    NUMBERS,
    st.lists(CELLS, max_size=5).map("".join),
)
MERGES = st.builds('<mergeCell ref="{}:{}"/>'.format, ADDRESSES, ADDRESSES)
COLUMNS = st.builds(
    '<col min="{}" max="{}" hidden="1"/>'.format, st.integers(1, 4), st.integers(1, 99999)
)


def workbook(columns: list[str], rows: list[str], merges: list[str], form: str) -> bytes:
    """A workbook of one sheet and one number format."""
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPE}.sharedStrings+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/></Types>',
        "_rels/.rels": RELATIONS.format(
            f'<Relationship Id="r1" Type="{RELATION}/officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/_rels/workbook.xml.rels": RELATIONS.format(
            f'<Relationship Id="r1" Type="{RELATION}/worksheet" Target="worksheets/sheet1.xml"/>'
        ),
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{RELATION}"><sheets>'
        '<sheet name="甲" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/sharedStrings.xml": f'<sst xmlns="{SHEET}"><si><t>乙</t></si><si/></sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{SHEET}"><numFmts><numFmt numFmtId="164" formatCode="{form}"/>'
        '</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}"><cols>{"".join(columns)}</cols><sheetData>'
        f"{''.join(rows)}</sheetData><mergeCells>{''.join(merges)}</mergeCells></worksheet>",
    }
    return zipped({name: text.encode() for name, text in parts.items()})


FORMS = st.text("0#?.,%@[]\\_*;年月日dhms/E+-红", max_size=10)


@given(
    st.lists(COLUMNS, max_size=1),
    st.one_of(st.lists(PLAIN_ROWS, max_size=6), st.lists(ROWS, max_size=3)),
    st.lists(MERGES, max_size=2),
    FORMS,
)
def test_every_workbook_is_read_or_refused(
    columns: list[str], rows: list[str], merges: list[str], form: str
) -> None:
    check("a.xlsx", workbook(columns, rows, merges, form))


def test_a_workbook_of_the_kind_is_read() -> None:
    row = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>0.5</v></c></row>'
    data = workbook([], [row], [], "0%")
    assert "乙\t50%" in read_file(SourceFile(Path("a.xlsx"), data)).text
