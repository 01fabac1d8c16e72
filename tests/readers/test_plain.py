from yiju.model import Paragraph, Row, Table
from yiju.readers.plain import find_blocks


def tables(text: str) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row.cells] for row in block.rows]
        for block in find_blocks(text)
        if isinstance(block, Table)
    ]


def paragraphs(text: str) -> list[str]:
    return [block.words.text for block in find_blocks(text) if isinstance(block, Paragraph)]


def first_row(text: str) -> Row:
    table = next(block for block in find_blocks(text) if isinstance(block, Table))
    return table.rows[0]


def test_a_line_with_tabs_is_a_row() -> None:
    assert tables("项目编码\t130\t\n\t用途\n") == [[["项目编码", "130", ""], ["", "用途"]]]


def test_a_blank_line_parts_two_tables_of_rows() -> None:
    assert len(tables("甲\t乙\n\n丙\t丁\n")) == 2


def test_a_tab_in_front_of_every_cell_makes_a_line_a_cell() -> None:
    text = "\t单位名称\n\t单位性质\n\n\t科技局\n\t行政\n"
    assert tables(text) == [[["单位名称", "单位性质"], ["科技局", "行政"]]]


def test_a_cell_goes_on_in_lines_without_a_tab() -> None:
    text = "\t绩效目标\n\t1、增加数量。\n2、提高质量。\n"
    assert tables(text) == [[["绩效目标", "1、增加数量。\n2、提高质量。"]]]


def test_a_cell_may_have_a_blank_line_inside_while_its_row_is_short() -> None:
    text = "\t职责\n\t目标\n\t指标\n\n\t一\n\t1、甲。   \n\n2、乙。\n\t\n\n\t二\n\t丙\n\t丁\n"
    assert tables(text) == [
        [["职责", "目标", "指标"], ["一", "1、甲。\n2、乙。", ""], ["二", "丙", "丁"]]
    ]


def test_text_behind_a_complete_row_ends_the_table() -> None:
    text = "\t职责\n\t目标\n\n\t一\n\t甲\n\n八、名词解释\n"
    assert tables(text) == [[["职责", "目标"], ["一", "甲"]]]
    assert paragraphs(text) == ["八、名词解释"]


def test_blanks_before_the_first_tab_are_an_empty_cell() -> None:
    text = " \t数量指标\n\t宣传次数\n\n\t效益指标\n\t社会效益指标\n\t环境\n"
    assert tables(text)[0][0] == ["", "数量指标", "宣传次数"]


def test_marks_of_a_conversion_are_no_text() -> None:
    assert tables("<b>项目编码</b>\t**130**\n") == [[["项目编码", "130"]]]
    assert tables("\u200b\t甲\u200b乙\t\n") == [[["", "甲乙", ""]]]
    assert paragraphs("[bookmark: _Toc1]2、绩效目标表\n") == ["2、绩效目标表"]
    assert paragraphs("##### （一）总体绩效目标\n") == ["（一）总体绩效目标"]


def test_a_row_cut_inside_a_cell_is_put_together() -> None:
    text = "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量\n指标\t面积\t100\n"
    assert tables(text)[0][1] == ["产出指标", "数量指标", "面积", "100"]


def test_short_rows_of_a_form_are_not_put_together() -> None:
    text = "项目编码\t130\t项目名称\t补贴\n预算数\t10\n用途\t补贴企业\n"
    assert [len(row) for row in tables(text)[0]] == [4, 2, 2]


def test_a_table_in_markdown_is_a_table() -> None:
    text = "| 一级指标 | 二级指标 |\n|---|:--:|\n| 产出指标 | 数量指标 |\n"
    assert tables(text) == [[["一级指标", "二级指标"], ["产出指标", "数量指标"]]]


def test_every_piece_stands_where_it_says() -> None:
    text = "标题\n\n甲 \t<b>乙</b>丙\t\n\t  丁\t戊\n"
    for block in find_blocks(text):
        passages = (
            [block.words]
            if isinstance(block, Paragraph)
            else [cell for row in block.rows for cell in row.filled]
        )
        for passage in passages:
            for piece in passage.pieces:
                assert text[piece.start : piece.end] == piece.text
                assert text.count("\n", 0, piece.start) + 1 == piece.line


def test_windows_line_ends_are_no_text() -> None:
    assert [cell.text for cell in first_row("甲\t乙\r\n").cells] == ["甲", "乙"]
