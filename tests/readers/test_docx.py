"""Word files as printed: numbers that Word generates, merged cells, changes, boxes, running titles."""

from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml.parser import parse_xml
from tests.readers.writers import W, zipped

from yiju.model import Document, Paragraph, Table
from yiju.readers.docx import read
from yiju.readers.source import SourceFile

NAMES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
LISTS = f"""<w:numbering {NAMES}>
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Third"/><w:suff w:val="space"/><w:lvlText w:val="%3."/></w:lvl>
 <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%3.%4"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
 <w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimalEnclosedCircleChinese"/><w:lvlText w:val="%1"/></w:lvl>
 <w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"""
STYLES = f"""<w:styles {NAMES}>
<w:style w:type="paragraph" w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Third"><w:basedOn w:val="Base"/></w:style>
<w:style w:type="paragraph" w:styleId="Plain"><w:basedOn w:val="Base"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>
</w:styles>"""


def package(body: str, **parts: str) -> SourceFile:
    """A Word file of a body and of parts such as numbering, styles, header1, footnotes."""
    kinds = {name: name.rstrip("0123456789") for name in parts}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{TYPES}.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{RELATIONS}/{kind}" Target="{name}.xml"/>'
        for at, (name, kind) in enumerate(kinds.items())
    )
    wrapped = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    main = f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'
    entries = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{TYPES}.document.main+xml"/>{overrides}</Types>',
        "_rels/.rels": wrapped.format(main),
        "word/_rels/document.xml.rels": wrapped.format(relations),
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
    } | {f"word/{name}.xml": text for name, text in parts.items()}
    return SourceFile(
        Path("a.docx"), zipped({name: text.encode() for name, text in entries.items()})
    )


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def numbered(text: str, number: int, level: int = 0) -> str:
    return paragraph(
        text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    )


def cell(text: str, properties: str = "", inside: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}{paragraph(text)}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def lines(document: Document) -> list[str]:
    return [block.words.text for block in document.blocks if isinstance(block, Paragraph)]


def tables(document: Document) -> list[list[list[str]]]:
    return [
        [[one.text for one in row.cells] for row in block.rows]
        for block in document.blocks
        if isinstance(block, Table)
    ]


def test_numbers_that_word_generates_stand_before_their_paragraphs() -> None:
    body = (
        numbered("部门职责", 1) + numbered("主要职责", 1, 1) + numbered("科普", 1, 2)
        + paragraph("培训", '<w:pStyle w:val="Third"/>') + numbered("细目", 1, 3)
        + numbered("机构设置", 1, 1) + paragraph("无号", '<w:pStyle w:val="Plain"/>')
        + numbered("预算", 1) + numbered("收入", 1, 1) + numbered("另起", 3)
        + numbered("圈", 2) + numbered("圈", 2) + numbered("点", 2, 1)
    )  # fmt: skip
    assert lines(read(package(body, numbering=LISTS, styles=STYLES))) == [
        "一、部门职责", "（一）主要职责", "1. 科普", "2. 培训", "1.2.1细目", "（二）机构设置", "无号",
        "二、预算", "（一）收入", "一、另起", "③圈", "④圈", "•点",
    ]  # fmt: skip


def test_merged_cells_have_their_text_once_and_every_cell_its_name() -> None:
    wide, begun, on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = paragraph("表一") + table(
        cell("一级") + cell("指标", wide),
        cell("产出", begun) + cell("甲") + cell("1"),
        cell("旧", on) + cell("乙") + cell("2"),
    )
    document = read(package(body))
    assert tables(document) == [[["一级", "指标", ""], ["产出", "甲", "1"], ["", "乙", "2"]]]
    names = {document.text[place.start : place.end]: place.cell for place in document.places}
    assert names == {
        "一级": "T1R1C1", "指标": "T1R1C2", "产出": "T1R2C1", "甲": "T1R2C2", "1": "T1R2C3",
        "乙": "T1R3C2", "2": "T1R3C3",
    }  # fmt: skip
    assert document.place_at(document.text.index("表一")) is None


def test_changes_are_read_as_accepted() -> None:
    body = (
        f"<w:p>{run('预算')}<w:del>{run('旧')}</w:del><w:ins>{run('新')}</w:ins><w:moveFrom>{run('移')}</w:moveFrom></w:p>"
         f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('前半')}</w:p>" + paragraph("后半")
        + "<w:tbl><w:tr><w:trPr><w:del/></w:trPr>" + cell("删") + cell("去") + "</w:tr>"
        + f"<w:tr>{cell('留')}{cell('下')}</w:tr></w:tbl>"
    )  # fmt: skip
    document = read(package(body))
    assert lines(document) == ["预算新", "前半后半"]
    assert tables(document) == [[["留", "下"]]]


def test_controls_fields_and_links_are_read_through() -> None:
    body = (
        f"<w:sdt><w:sdtContent>{paragraph('目录')}</w:sdtContent></w:sdt>"
        f"<w:p><w:hyperlink>{run('一、职责')}</w:hyperlink><w:r><w:tab/></w:r>"
        "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>PAGEREF</w:instrText></w:r>"
        f"<w:fldSimple>{run('3')}</w:fldSimple></w:p>"
        "<w:p><w:r><w:t>上</w:t><w:br/><w:t>下</w:t><w:noBreakHyphen/></w:r></w:p>"
    )
    assert lines(read(package(body))) == ["目录", "一、职责 3", "上", "下-"]


def test_a_text_box_is_read_once_behind_its_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph('框中')}</w:txbxContent>"
    body = (
        f"<w:p>{run('正文')}<w:r><mc:AlternateContent><mc:Choice><wps:txbx>{box}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><v:textbox>{box}</v:textbox></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert lines(read(package(body))) == ["正文", "框中"]


def test_a_table_in_a_cell_is_a_table_behind_the_one_it_stands_in() -> None:
    inner = table(cell("三级指标") + cell("指标值"), cell("场次") + cell("3"))
    body = table(cell("绩效指标") + cell("见表", inside=inner), cell("备注") + cell("无"))
    document = read(package(body + paragraph("后")))
    assert tables(document) == [
        [["绩效指标", "见表"], ["备注", "无"]],
        [["三级指标", "指标值"], ["场次", "3"]],
    ]
    assert {place.cell for place in document.places} >= {"T2R2C2", "T1R2C1"}


def test_a_frame_of_one_column_and_a_caption_in_the_table_are_paragraphs() -> None:
    body = table(cell("框内文字")) + table(
        cell("科普绩效目标表", '<w:gridSpan w:val="2"/>'), cell("甲") + cell("乙")
    )
    document = read(package(body))
    assert lines(document) == ["框内文字", "科普绩效目标表"]
    assert tables(document) == [[["甲", "乙"]]]


def test_running_titles_and_notes_are_left_out_by_their_rules() -> None:
    header = f"<w:hdr {NAMES}>{paragraph('清河区科技局')}</w:hdr>"
    notes = (
        f'<w:footnotes {NAMES}><w:footnote w:type="separator">{paragraph("-")}</w:footnote>'
        f"<w:footnote>{paragraph('含结转')}</w:footnote></w:footnotes>"
    )
    document = read(package(paragraph("正文"), header1=header, footnotes=notes))
    assert lines(document) == ["正文"]
    left = [(one.rule, one.words.text) for one in document.left_out]
    assert left == [("ruleRunningTitle", "清河区科技局"), ("ruleNote", "含结转")]
    for one in document.left_out:
        assert document.text[one.words.start :].startswith(one.words.text)


def test_hidden_text_is_not_read_and_told() -> None:
    body = f"<w:p>{run('可见')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>不可见</w:t></w:r></w:p>"
    document = read(package(body))
    assert lines(document) == ["可见"]
    assert "hidden text in 1 places" in document.notes[0]


def test_lines_of_the_text_are_those_of_its_passages() -> None:
    body = (
        paragraph("一") + table(cell("甲") + cell("乙"), cell("丙") + cell("丁")) + paragraph("后")
    )
    document = read(package(body))
    all_lines = document.text.split("\n")
    for block in document.blocks:
        passages = [block.words] if isinstance(block, Paragraph) else [*document.cells()]
        for words in passages:
            assert words.text in all_lines[words.line - 1]
            assert document.text[words.start :].startswith(words.text)


@pytest.mark.parametrize("kind", ["macroEnabled", "template"])
def test_a_file_with_macros_is_read_and_they_are_not_run(kind: str, tmp_path: Path) -> None:
    document = docx.Document()
    document.element.body.insert(0, parse_xml(f"<w:p {NAMES}>{run('正文')}</w:p>"))
    out = BytesIO()
    document.save(out)
    assert "正文" in lines(read(SourceFile(Path("a.docm"), out.getvalue())))
