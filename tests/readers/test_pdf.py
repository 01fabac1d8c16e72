"""PDF files: what stands on their pages, drawn with a PDF library place by place."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from tests.readers.pdf_writers import FONT

from yiju.errors import UnreadableFileError
from yiju.model import Box, Document, Paragraph, Table
from yiju.readers import limits, read_document
from yiju.readers.pdf.marks import Glyph, Marks
from yiju.readers.pdf.seen import Oddities, find_seen

WIDTH, HEIGHT = A4
DOWN = "HeiseiMin-W3"
pdfmetrics.registerFont(UnicodeCIDFont(DOWN, isVertical=True))
Draw = Callable[[Any], None]


def drawn(*pages: Draw, **options: Any) -> bytes:
    """A file of these pages; places are counted from the lower left corner, as the library does."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, **options)
    for page in pages:
        canvas.setFont(FONT, 10)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def read(folder: Path, data: bytes) -> Document:
    path = folder / "a.pdf"
    path.write_bytes(data)
    return read_document(path)


def said(document: Document) -> list[Any]:
    """Paragraphs as texts, tables as lists of rows."""
    return [
        block.words.text
        if isinstance(block, Paragraph)
        else [[cell.text for cell in row.cells] for row in block.rows]
        for block in document.blocks
    ]


def nothing(canvas: Any) -> None:
    """A blank page."""


def lines(canvas: Any, x: float, y: float, *texts: str, step: float = 14) -> None:
    for at, text in enumerate(texts):
        canvas.drawString(x, y - at * step, text)


def grid(canvas: Any, xs: list[float], ys: list[float], rows: list[list[str]]) -> None:
    """A table with lines around each cell; places from the upper end down."""
    canvas.grid(xs, ys)
    for y, row in zip(ys[1:], rows, strict=True):
        for x, text in zip(xs, row, strict=False):
            for at, line in enumerate(text.split("\n")):
                canvas.drawString(x + 4, y + 6 + 12 * (text.count("\n") - at), line)


# --- places ------------------------------------------------------------------------------------------


def test_a_line_knows_its_page_and_its_box(tmp_path: Path) -> None:
    document = read(tmp_path, drawn(nothing, lambda c: lines(c, 100, 700, "清河区科技局")))
    place = document.place_at(document.text.index("清河区"))
    assert place is not None
    assert place.page == 2
    assert place.box is not None
    assert (place.box.left, place.box.width) == (100, 60)
    assert abs(place.box.top - (HEIGHT - 700 - 10)) < 4


def test_the_box_is_told_of_the_page_as_it_is_shown(tmp_path: Path) -> None:
    def page(canvas: Any) -> None:
        canvas.setPageRotation(90)
        canvas.saveState()
        canvas.translate(300, 100)
        canvas.rotate(90)
        canvas.drawString(0, 0, "横向的页面")
        canvas.restoreState()

    document = read(tmp_path, drawn(page))
    assert said(document) == ["横向的页面"]
    box = document.places[0].box
    assert box is not None
    assert (box.left, box.width) == (100, 50)
    assert abs(box.top + box.height - 300) < 4


def test_a_page_printed_sideways_is_read_upright(tmp_path: Path) -> None:
    def page(canvas: Any) -> None:
        canvas.rotate(90)
        grid(canvas, [100, 200, 300], [-100, -130, -160], [["名称", "数值"], ["场次", "≥3场"]])
        canvas.drawString(100, -80, "一、绩效目标表")

    document = read(tmp_path, drawn(page))
    assert said(document) == ["一、绩效目标表", [["名称", "数值"], ["场次", "≥3场"]]]
    box = document.places[0].box
    assert box is not None
    assert box.height > box.width


# --- tables ------------------------------------------------------------------------------------------


def test_lines_of_a_cell_are_one_text_and_the_cell_has_its_name(tmp_path: Path) -> None:
    rows = [["指标", "依据"], ["群众满\n意度", "工作计划"]]
    document = read(tmp_path, drawn(lambda c: grid(c, [100, 140, 220], [700, 670, 630], rows)))
    assert said(document) == [[["指标", "依据"], ["群众满意度", "工作计划"]]]
    names = {document.text[place.start : place.end]: place.cell for place in document.places}
    assert names == {"指标": "T1R1C1", "依据": "T1R1C2", "群众满": "T1R2C1", "意度": "T1R2C1", "工作计划": "T1R2C2"}  # fmt: skip


def test_a_merged_cell_has_its_text_where_it_begins(tmp_path: Path) -> None:
    def page(canvas: Any) -> None:
        canvas.lines([(100, 700, 300, 700), (200, 670, 300, 670), (100, 640, 300, 640)])
        canvas.lines([(100, 610, 300, 610)])
        canvas.lines([(100, 700, 100, 610), (200, 700, 200, 640), (300, 700, 300, 610)])
        for x, y, text in [(110, 666, "产出"), (210, 680, "数量"), (210, 650, "质量"), (150, 620, "全宽")]:  # fmt: skip
            canvas.drawString(x, y, text)

    document = read(tmp_path, drawn(page))
    assert said(document) == [[["产出", "数量"], ["", "质量"], ["全宽", ""]]]


def test_a_table_whose_sides_are_open_is_whole(tmp_path: Path) -> None:
    def page(canvas: Any) -> None:
        canvas.lines([(100, y, 400, y) for y in (700, 670, 640)])
        canvas.lines([(x, 700, x, 640) for x in (200, 300)])
        for x, first, second in [(110, "甲", "丁"), (210, "乙", "戊"), (310, "丙", "己")]:
            lines(canvas, x, 680, first, second, step=30)

    assert said(read(tmp_path, drawn(page))) == [[["甲", "乙", "丙"], ["丁", "戊", "己"]]]


def test_a_frame_around_prose_is_no_table(tmp_path: Path) -> None:
    def page(canvas: Any) -> None:
        canvas.rect(90, 600, 300, 120)
        lines(canvas, 100, 700, "一、部门职责", "二、机构设置")

    assert said(read(tmp_path, drawn(page))) == ["一、部门职责", "二、机构设置"]


@pytest.mark.parametrize("turn", [90, 270])
def test_turned_text_in_a_cell_is_read_in_its_direction(turn: int, tmp_path: Path) -> None:
    def page(canvas: Any) -> None:
        grid(canvas, [100, 140, 220], [700, 670, 580], [["", "指标值"], ["", "≥3场"]])
        canvas.translate(124 if turn == 90 else 116, 590 if turn == 90 else 660)
        canvas.rotate(turn if turn == 90 else -90)
        canvas.drawString(0, 0, "产出指标")

    assert said(read(tmp_path, drawn(page))) == [[["", "指标值"], ["产出指标", "≥3场"]]]


def test_text_that_runs_down_is_read_column_by_column_from_the_right(tmp_path: Path) -> None:
    def page(canvas: Any) -> None:
        grid(canvas, [100, 140, 220], [700, 670, 580], [["", "指标值"], ["", "≥3场"]])
        canvas.setFont(DOWN, 10)
        canvas.drawString(126, 660, "出力指標（甲）")
        canvas.drawString(112, 660, "乙丙")

    assert said(read(tmp_path, drawn(page))) == [[["", "指标值"], ["出力指標（甲）乙丙", "≥3场"]]]


def test_characters_below_each_other_in_a_narrow_cell_are_one_word(tmp_path: Path) -> None:
    rows = [["类", "指标值"], ["绩\n效\n目\n标", "≥3场"]]
    document = read(tmp_path, drawn(lambda c: grid(c, [100, 118, 220], [700, 670, 600], rows)))
    assert said(document) == [[["类", "指标值"], ["绩效目标", "≥3场"]]]


def test_a_table_goes_on_over_the_page_without_its_repeated_head(tmp_path: Path) -> None:
    head = ["指标", "指标值"]

    def table(canvas: Any, top: float, *rows: list[str]) -> None:
        ys = [top - 30 * at for at in range(len(rows) + 2)]
        grid(canvas, [100, 200, 300], ys, [head, *rows])

    first = drawn(
        lambda c: table(c, 150, ["培训场次", "≥3场"], ["发放人数", "≥9人"]),
        lambda c: table(c, 760, ["满意度", "≥90%"]),
    )
    document = read(tmp_path, first)
    assert said(document) == [[head, ["培训场次", "≥3场"], ["发放人数", "≥9人"], ["满意度", "≥90%"]]]  # fmt: skip
    assert {(one.rule, one.words.text) for one in document.left_out} == {
        ("ruleRepeatedHeader", "指标"), ("ruleRepeatedHeader", "指标值"),
    }  # fmt: skip
    last = document.place_at(document.text.index("≥90%"))
    assert last is not None
    assert (last.page, last.cell) == (2, "T1R4C2")


def test_a_row_that_the_page_cut_is_one_row(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        drawn(
            lambda c: grid(c, [100, 150, 250], [130, 100, 70], [["指标", "依据"], ["培训", "《清河区科普办法》（"]]),
            lambda c: grid(c, [100, 150, 250], [760, 730, 700], [["", "清政字〔2020〕3号）"], ["场次", "计划"]]),
        ),
    )  # fmt: skip
    assert said(document) == [[["指标", "依据"], ["培训", "《清河区科普办法》（清政字〔2020〕3号）"], ["场次", "计划"]]]  # fmt: skip
    pages = [place.page for place in document.places if place.cell == "T1R2C2"]
    assert pages == [1, 2]


def test_full_lines_alone_cut_no_row(tmp_path: Path) -> None:
    """Words fill their narrow cells by chance; below one of them there was room for more."""
    xs, head = [100.0, 132.0, 164.0], ["指标", "说明"]
    above = [head, ["培训", "全年\n培训\n场次"]]
    document = read(tmp_path, drawn(
        lambda c: grid(c, xs, [150, 120, 70], above),
        lambda c: grid(c, xs, [760, 710], [["人数", "全年\n人数"]]),
    ))  # fmt: skip
    assert said(document) == [[head, ["培训", "全年培训场次"], ["人数", "全年人数"]]]


def test_a_number_never_goes_on_with_a_number(tmp_path: Path) -> None:
    rows = [["项目", "金额"], ["甲", "5320.10"]]
    document = read(tmp_path, drawn(
        lambda c: grid(c, [100, 160, 202], [130, 100, 70], rows),
        lambda c: grid(c, [100, 160, 202], [760, 730], [["", "1810.49"]]),
    ))  # fmt: skip
    assert said(document) == [[*rows, ["", "1810.49"]]]


def test_a_number_that_breaks_off_at_its_point_goes_on(tmp_path: Path) -> None:
    rows = [["时间", "3月底", "12月底"], ["比例", "20.", "100"]]
    document = read(tmp_path, drawn(
        lambda c: grid(c, [100, 160, 200, 240], [130, 100, 70], rows),
        lambda c: grid(c, [100, 160, 200, 240], [760, 730], [["", "00%", "%"]]),
    ))  # fmt: skip
    assert said(document) == [[rows[0], ["比例", "20.00%", "100%"]]]


def test_a_number_goes_on_behind_its_sign(tmp_path: Path) -> None:
    rows = [["场次", "优", "差"], ["科技型中", "≥60", "<"]]
    document = read(tmp_path, drawn(
        lambda c: grid(c, [100, 144, 200, 240], [130, 100, 70], rows),
        lambda c: grid(c, [100, 144, 200, 240], [760, 730], [["小企业", "", "60"]]),
    ))  # fmt: skip
    assert said(document) == [[rows[0], ["科技型中小企业", "≥60", "<60"]]]


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        ("05P", [["编码", "13011024P0032771005P"]]),
        ("13011024P003277101", [["编码", "13011024P00327710"], ["", "13011024P003277101"]]),
    ],
)
def test_a_code_goes_on_where_its_rest_is_shorter(
    below: str, expected: list[list[str]], tmp_path: Path
) -> None:
    rows = [["项目", "说明"], ["编码", "13011024P00327710"]]
    document = read(tmp_path, drawn(
        lambda c: grid(c, [100, 150, 242], [130, 100, 85], rows),
        lambda c: grid(c, [100, 150, 242], [760, 730], [["", below]]),
    ))  # fmt: skip
    assert said(document) == [[rows[0], *expected]]


def test_an_item_in_each_row_is_no_rest_of_the_one_above(tmp_path: Path) -> None:
    rows = [["1、房屋", "5"], ["2、车辆", "2"], ["3、单价高的设备", "0"]]
    document = read(tmp_path, drawn(
        lambda c: grid(c, [100, 178, 240], [145, 115, 85, 70], rows),
        lambda c: grid(c, [100, 178, 240], [760, 730], [["4、……", ""]]),
    ))  # fmt: skip
    assert said(document) == [[*rows, ["4、……", ""]]]


def test_an_item_that_goes_on_in_its_cell_begins_a_line(tmp_path: Path) -> None:
    rows = [["目标", "1、排名列前30名"]]
    document = read(tmp_path, drawn(
        lambda c: grid(c, [100, 150, 232], [100, 85], rows),
        lambda c: grid(c, [100, 150, 232], [760, 730], [["", "2、完成任务"]]),
    ))  # fmt: skip
    assert said(document) == [[["目标", "1、排名列前30名\n2、完成任务"]]]


def test_the_next_item_begins_a_line_where_the_one_above_fills_its_line(tmp_path: Path) -> None:
    rows = [["目标", "1、科技计划名列前三\n2、完成任务指标，并\n3月底前上报"]]
    document = read(tmp_path, drawn(lambda c: grid(c, [100, 150, 248], [700, 640], rows)))
    assert said(document) == [[["目标", "1、科技计划名列前三\n2、完成任务指标，并3月底前上报"]]]


def test_a_quote_is_not_parted_from_the_word_before_it(tmp_path: Path) -> None:
    rows = [["依据", "实施意见\n内\n容：“新\n认定的”"]]
    document = read(tmp_path, drawn(lambda c: grid(c, [100, 150, 199], [700, 640], rows)))
    assert said(document) == [[["依据", "实施意见内容：“新认定的”"]]]


def test_the_label_of_a_cell_over_several_rows_may_be_cut(tmp_path: Path) -> None:
    xs = [100.0, 150.0, 220.0]
    document = read(tmp_path, drawn(
        lambda c: grid(c, xs, [130, 100, 70], [["项目编码", "甲"], ["资金支出", "3月底"]]),
        lambda c: grid(c, xs, [760, 730], [["计划（%）", "20.00%"]]),
    ))  # fmt: skip
    assert said(document) == [[["项目编码", "甲"], ["资金支出计划（%）", "3月底"], ["", "20.00%"]]]


def test_the_next_page_may_begin_a_row_or_a_table(tmp_path: Path) -> None:
    above = [["指标", "指标值"], ["培训场次", "≥3场"]]
    low, high = [130.0, 100.0, 70.0], [760.0, 730.0, 700.0]
    rows = [["发放人数", "≥9人"], ["满意度", "≥90%"]]
    document = read(tmp_path, drawn(
        lambda c: grid(c, [100, 200, 300], low, above), lambda c: grid(c, [100, 200, 300], high, rows),
    ))  # fmt: skip
    assert said(document) == [[*above, *rows]]
    document = read(tmp_path, drawn(
        lambda c: grid(c, [100, 200, 300], low, above), lambda c: grid(c, [100, 180, 400], high, rows),
    ))  # fmt: skip
    assert said(document) == [above, rows]


def test_words_below_a_known_head_row_are_a_table_without_lines(tmp_path: Path) -> None:
    def page(canvas: Any) -> None:
        lines(canvas, 100, 740, "部门整体绩效指标如下。")
        for x, column in [
            (100, ["一级指标", "产出指标", "", "满意度指标"]),
            (200, ["三级指标", "培训场次", "发放人数", "农户满意度"]),
            (300, ["指标值", "≥3场", "≥9人", "≥90%"]),
        ]:
            lines(canvas, x, 700, *column)
        lines(
            canvas, 100, 600, "其他事项没有需要说明的内容，本年度的预算安排与上年度的预算安排持平。"
        )

    document = read(tmp_path, drawn(page))
    assert said(document)[1] == [
        ["一级指标", "三级指标", "指标值"], ["产出指标", "培训场次", "≥3场"],
        ["", "发放人数", "≥9人"], ["满意度指标", "农户满意度", "≥90%"],
    ]  # fmt: skip
    assert len(said(document)) == 3


def test_words_without_lines_whose_rows_are_not_plain_stay_prose(tmp_path: Path) -> None:
    def page(canvas: Any) -> None:
        for x, column in [
            (100, ["一级指标", "产出指标", "效益指标"]),
            (200, ["三级指标", "培训场次", "发放人数"]),
            (300, ["指标值", "三四场", "九十人"]),
        ]:
            lines(canvas, x, 700, *column)

    assert not [block for block in read(tmp_path, drawn(page)).blocks if isinstance(block, Table)]


# --- prose -------------------------------------------------------------------------------------------

PROSE = "到年底全区科技型中小企业总数超过四百八十家高新技术企业总数达到九十五家建成区级以上孵化载体三家全年开展科普活动二十场以上"


def test_wrapped_lines_are_one_paragraph_also_over_the_page(tmp_path: Path) -> None:
    def cut(width: int) -> list[str]:
        return [PROSE[at : at + width] for at in range(0, len(PROSE), width)]

    def first(canvas: Any) -> None:
        lines(canvas, 120, 300, cut(38)[0])
        lines(canvas, 100, 286, cut(40)[1], "（二）下一段。")
        lines(canvas, 100, 90, PROSE[:40])

    document = read(tmp_path, drawn(first, lambda c: lines(c, 100, 760, PROSE[40:])))
    assert said(document) == [cut(38)[0] + cut(40)[1], "（二）下一段。", PROSE]
    spread = [place.page for place in document.places_in(*_span(document, PROSE))]
    assert spread == [1, 2]


def _span(document: Document, words: str) -> tuple[int, int]:
    start = document.text.index(words)
    return start, start + len(words)


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [f"左栏第{n}行的文字写满这一栏的宽度" for n in "一二三四五六"]
    right = [f"右栏第{n}行的文字写满这一栏的宽度" for n in "一二三四五六"]

    def page(canvas: Any) -> None:
        lines(canvas, 100, 740, "二〇二四年部门预算公开说明的标题写在两栏之上横跨全页的宽度")
        lines(canvas, 80, 700, *left)
        lines(canvas, 310, 700, *right)

    _, *rest = said(read(tmp_path, drawn(page)))
    assert "".join(rest) == "".join([*left, *right])


def test_blanks_between_han_characters_are_none_and_those_between_words_stay(
    tmp_path: Path,
) -> None:
    def page(canvas: Any) -> None:
        canvas.drawString(100, 700, "部 门 预 算", charSpace=0)
        lines(canvas, 100, 680, "ISO 9001 2024年")

    assert said(read(tmp_path, drawn(page))) == ["部门预算", "ISO 9001 2024年"]


def test_characters_printed_twice_to_look_bold_stand_once(tmp_path: Path) -> None:
    def page(canvas: Any) -> None:
        lines(canvas, 100, 700, "人人公开说明11")
        lines(canvas, 100.4, 700, "人人公开说明11")

    assert said(read(tmp_path, drawn(page))) == ["人人公开说明11"]


def test_a_character_of_another_size_elsewhere_is_no_second_print() -> None:
    large = Glyph("产", 99.0, 834.1, 109.5, 844.6, 10.5, 0, 99.0, 841.8)
    small = large._replace(size=9.0, along=86.0, base=720.9)
    seen = find_seen(Marks(1, 600, 900, [small, large]), Oddities())
    assert seen.glyphs == [small, large]


def test_radicals_and_ligatures_are_the_characters_they_show_and_are_told() -> None:
    glyph = Glyph("⼈", 10, 10, 20, 20, 10, 0, 10, 20)
    shapes = [
        glyph._replace(text=text, along=at * 10.0)
        for at, text in enumerate("⼈⽔⻓ﬁ城\ue123\ufffd")
    ]
    oddities = Oddities()
    seen = find_seen(Marks(3, 100, 100, shapes), oddities)
    assert "".join(one.text for one in seen.glyphs) == "人水长fi城\ue123\ufffd"
    folded, private, unknown = oddities.notes()
    assert folded.startswith("4 characters (page 3) that stand for others")
    assert private.startswith("1 characters (page 3) of private use")
    assert unknown.startswith("1 characters (page 3) of fonts that do not tell")


# --- what is left out --------------------------------------------------------------------------------


def test_what_nobody_sees_is_left_out_by_its_rule(tmp_path: Path) -> None:
    def page(canvas: Any) -> None:
        lines(canvas, 100, 700, "看得见的字")
        canvas.drawString(-200, 650, "页外的字")
        canvas.setFillGray(1)
        canvas.drawString(100, 600, "白色的字")
        canvas.setFillGray(0)
        text = canvas.beginText(100, 550)
        text.setTextRenderMode(3)
        text.textOut("不着色的字")
        canvas.drawText(text)

    document = read(tmp_path, drawn(page))
    assert said(document) == ["看得见的字"]
    assert sorted((one.rule, one.words.text) for one in document.left_out) == sorted(
        ("ruleHiddenText", text) for text in ("页外的字", "白色的字", "不着色的字")
    )


def test_white_words_on_colour_are_seen(tmp_path: Path) -> None:
    def page(canvas: Any) -> None:
        canvas.setFillColorRGB(0, 0, 0.6)
        canvas.rect(90, 690, 200, 30, stroke=0, fill=1)
        canvas.setFillGray(1)
        canvas.drawString(100, 700, "表头的字")

    assert said(read(tmp_path, drawn(page))) == ["表头的字"]


def test_running_titles_and_page_numbers_are_left_out(tmp_path: Path) -> None:
    def page(number: int) -> Draw:
        def draw(canvas: Any) -> None:
            lines(canvas, 100, HEIGHT - 40, "清河区科技局部门预算")
            lines(canvas, 100, 700, f"第{'一二三'[number]}部分的正文写在这里")
            lines(canvas, 290, 30, f"- {number + 1} -")

        return draw

    document = read(tmp_path, drawn(page(0), page(1), page(2)))
    assert said(document) == [f"第{n}部分的正文写在这里" for n in "一二三"]
    assert {one.rule for one in document.left_out} == {"ruleRunningTitle"}
    assert len(document.left_out) == 6


def test_a_line_with_which_each_form_begins_is_no_running_title(tmp_path: Path) -> None:
    def form(name: str) -> Draw:
        return lambda canvas: lines(canvas, 100, 780, "306001清河区科技局本级", name)

    prose = "第一部分的正文从页面的上端写起"
    document = read(tmp_path, drawn(lambda c: lines(c, 100, 780, prose), form("甲"), form("乙")))
    assert said(document).count("306001清河区科技局本级") == 2


# --- files that cannot be read -----------------------------------------------------------------------


def refused(folder: Path, data: bytes, said: str) -> None:
    with pytest.raises(UnreadableFileError, match=said) as caught:
        read(folder, data)
    assert str(caught.value).startswith(str(folder / "a.pdf"))
    assert "\n" not in str(caught.value)


def words(canvas: Any) -> None:
    lines(canvas, 100, 700, "清河区科技局")


def test_a_file_locked_with_a_password_is_refused_and_one_that_forbids_copying_is_read(
    tmp_path: Path,
) -> None:
    refused(tmp_path, drawn(words, encrypt=StandardEncryption("geheim", strength=128)), "password")
    forbidden = StandardEncryption("", ownerPassword="x", canCopy=0, strength=128)

    def page(canvas: Any) -> None:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(100, 700, "Yiju 2024")

    assert said(read(tmp_path, drawn(page, encrypt=forbidden))) == ["Yiju 2024"]


def test_a_scan_is_refused_with_a_hint_at_text_recognition(tmp_path: Path) -> None:
    def scan(canvas: Any) -> None:
        canvas.drawInlineImage(picture(), 0, 0, WIDTH, HEIGHT)

    refused(tmp_path, drawn(scan, scan), "scanned, no text.*2 pages.*OCR")
    refused(tmp_path, drawn(nothing), "no text on 1 page")


def picture() -> Any:
    from PIL import Image

    return Image.new("L", (40, 60), 200)


def test_text_that_recognition_laid_over_a_picture_is_read_and_told(tmp_path: Path) -> None:
    def page(canvas: Any) -> None:
        canvas.drawInlineImage(picture(), 0, 0, WIDTH, HEIGHT)
        text = canvas.beginText(100, 550)
        text.setTextRenderMode(3)
        text.textOut("识别出的字")
        canvas.drawText(text)

    document = read(tmp_path, drawn(page))
    assert said(document) == ["识别出的字"]
    assert "text recognition" in document.notes[0]


def test_a_file_that_breaks_off_is_refused(tmp_path: Path) -> None:
    data = drawn(*[words] * 5)
    for share in (5, 50, 90, 99):
        refused(tmp_path, data[: len(data) * share // 100], "breaks off|damaged")


def test_a_stream_that_is_missing_or_broken_is_refused(tmp_path: Path) -> None:
    data = drawn(words, pageCompression=1)
    start = data.index(b"stream\n") + 12
    refused(tmp_path, data[:start] + b"z" * 30 + data[start + 30 :], "damaged")
    refused(tmp_path, data.replace(b"/Contents", b"/Contents 99 0 R /Was"), "damaged")


def test_fonts_that_do_not_tell_their_characters_are_refused(tmp_path: Path) -> None:
    data = (
        drawn(words).replace(b"/UniGB-UCS2-H", b"/Identity-H  ").replace(b"Adobe-GB1", b"Identity ")
    )
    data = data.replace(b"(GB1)", b"(Foo)")
    refused(tmp_path, data, "do not tell which characters")


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("yiju.readers.pdf.file.LARGEST_ENTRY", 100_000)
    bomb = drawn(lambda c: c._code.append(" " * 3_000_000), pageCompression=1)
    assert len(bomb) < 20_000
    refused(tmp_path, bomb, "bytes in a stream")


def test_what_is_beyond_the_limits_is_refused(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("yiju.readers.pdf.file.MOST_PAGES", 2)
    refused(tmp_path, drawn(words, words, words), "3 pages; at most 2")
    monkeypatch.setattr("yiju.readers.pdf.marks.MOST_MARKS", 5)
    refused(tmp_path, drawn(words), "characters and strokes on page 1")


def test_pages_that_take_too_long_are_refused(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("yiju.readers.pdf.LONGEST_READING", -1)
    refused(tmp_path, drawn(words), "took more than")


def test_a_drawing_of_many_lines_is_no_table(tmp_path: Path) -> None:
    def page(canvas: Any) -> None:
        words(canvas)
        for at in range(limits.MOST_LINES + 10):
            canvas.line(100 + at % 200, 100 + at * 0.2, 102 + at % 200, 100 + at * 0.2)

    assert said(read(tmp_path, drawn(page))) == ["清河区科技局"]


def test_boxes_are_put_around_each_other() -> None:
    assert Box(1, 2, 3, 4) | Box(0, 0, 1, 1) == Box(0, 0, 4, 6)
