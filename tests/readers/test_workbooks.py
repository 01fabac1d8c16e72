"""Workbooks as printed: formats, merged cells, hidden things, and which rows are a table."""

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlwt
from openpyxl import Workbook
from openpyxl.styles import Border, Side

from yiju.model import Document, Paragraph
from yiju.readers import xls, xlsx
from yiju.readers.number_format import print_number
from yiju.readers.source import SourceFile

LINE = Side(style="thin")
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)


def seen(document: Document) -> list[object]:
    """Paragraphs as texts, tables as rows of texts."""
    return [
        block.words.text
        if isinstance(block, Paragraph)
        else [[cell.text for cell in row.cells] for row in block.rows]
        for block in document.blocks
    ]


def read(fill: Callable[[Any], None], name: str = "Sheet1") -> Document:
    book = Workbook()
    sheet: Any = book.active
    sheet.title = name
    fill(sheet)
    out = BytesIO()
    book.save(out)
    return xlsx.read(SourceFile(Path("a.xlsx"), out.getvalue()))


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (1, "0%", "100%"), (0.6, "0.00%", "60.00%"), (0.6, "0%", "60%"), (0.005, "0.0%", "0.5%"),
        (1234567.891, "#,##0.00", "1,234,567.89"), (320, '0.00"万元"', "320.00万元"),
        (320, "0.00万元", "320.00万元"), (12345, '0!.0,"万元"', "1.2万元"), (0.125, "0.00", "0.13"),
        (-5, "0.00_);[Red]\\(0.00\\)", "(5.00)"), (0, '#,##0;-#,##0;"-"', "-"), (7, '"≥"0"家"', "≥7家"),
        (5, "000", "005"), (0.5, "#.##", ".5"), (1234, "[$¥-804]#,##0.00", "¥1,234.00"),
        (827.5000000000001, "General", "827.5"), (44197, "yyyy/m/d", "2021/1/1"), (1e11, "General", "100000000000"),
        (44197, 'yyyy"年"m"月"d"日";@', "2021年1月1日"), (44197.5, "yyyy-mm-dd hh:mm", "2021-01-01 12:00"),
        (44197, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "Friday, January 01, 2021"), (1, "yyyy-m-d", "1900-1-1"),
        (0.25, "0.00E+00", "2.50E-01"), (150, '[>=100]0"大";0"小"', "150大"), (-3, "0", "-3"),
        (3, "0.0?", "3.0"), (Decimal("12.50"), "@", "12.5"), (44197, "aaaa", "星期五"),
    ],
)  # fmt: skip
def test_a_number_stands_as_its_format_prints_it(value: float, form: str, shown: str) -> None:
    assert print_number(value, form).text == shown


@pytest.mark.parametrize("form", ["# ?/?", "[DBNum2]0", "0" * 300])
def test_a_format_that_is_not_understood_is_told(form: str) -> None:
    assert not print_number(0.25, form).known

    def fill(sheet: Any) -> None:
        sheet["A1"] = 0.25
        sheet["A1"].number_format = form

    document = read(fill)
    assert seen(document) == ["0.25"]
    assert "number formats that are not understood" in document.notes[0]


def test_the_date_formats_that_chinese_programs_number_are_known() -> None:
    book = xlwt.Workbook()
    book.add_sheet("Sheet1").write(0, 0, 44197, xlwt.easyxf(num_format_str="M/D/YY"))
    out = BytesIO()
    book.save(out)
    assert seen(xls.read(SourceFile(Path("a.xls"), out.getvalue()))) == ["2021/1/1"]


Rows = list[tuple[str | float | None, ...]]


def _ruled(sheet: Any) -> None:
    sheet["A1"] = "科普活动经费绩效目标表"
    sheet.merge_cells("A1:C1")
    sheet["C2"] = "单位：万元"
    rows: Rows = [
        ("三级指标", "指标值", "依据"),
        ("场次", 1, "计划"),
        (None, "≥3", None),
        ("率", 0.5, "计划"),
    ]
    for at, row in enumerate(rows, 3):
        for column, value in enumerate(row, 1):
            sheet.cell(at, column, value).border = BOX
    sheet["B6"].number_format = "0%"
    sheet["A7"] = "注：以上为年度指标。"


def test_rules_part_a_table_from_the_lines_above_and_below_it() -> None:
    document = read(_ruled)
    assert seen(document) == [
        "科普活动经费绩效目标表",
        "单位：万元",
        [
            ["三级指标", "指标值", "依据"],
            ["场次", "1", "计划"],
            ["", "≥3", ""],
            ["率", "50%", "计划"],
        ],
        "注：以上为年度指标。",
    ]
    names = {document.text[place.start : place.end]: place.cell for place in document.places}
    assert names["50%"] == "Sheet1!B6"
    assert names["科普活动经费绩效目标表"] == "Sheet1!A1"


def test_body_and_unit_above_the_rules_are_no_row_of_the_table() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["306001 清河区水利局", "", "单位：万元"])
        rows: Rows = [("科目", "名称", "金额"), ("206", "科学", 9.5), (None, "合计", 9.5)]
        for at, row in enumerate(rows, 2):
            for column, value in enumerate(row, 1):
                sheet.cell(at, column, value).border = BOX

    assert seen(read(fill)) == [
        "306001 清河区水利局",
        "单位：万元",
        [["科目", "名称", "金额"], ["206", "科学", "9.5"], ["", "合计", "9.5"]],
    ]


def test_a_date_in_han_numerals_stands_in_arabic_ones_and_is_told() -> None:
    shown = print_number(45292, '[DBNum1][$-804]yyyy"年"m"月"d"日"')
    assert (shown.text, shown.known) == ("2024年1月1日", False)


def test_without_rules_a_row_of_one_cell_belongs_to_the_table_around_it() -> None:
    def fill(sheet: Any) -> None:
        for row in (["标题"], ["甲", "乙"], ["丙"], ["丁", "戊"], [], ["后"]):
            sheet.append(row)

    assert seen(read(fill)) == ["标题", [["甲", "乙"], ["丙", ""], ["丁", "戊"]], "后"]


def test_a_row_with_rules_and_no_text_does_not_part_a_table() -> None:
    def fill(sheet: Any) -> None:
        rows: Rows = [("甲", "乙"), (None, None), ("丙", "丁")]
        for at, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                sheet.cell(at, column, value).border = BOX

    assert seen(read(fill)) == [[["甲", "乙"], ["丙", "丁"]]]


def test_merged_cells_have_their_text_once() -> None:
    def fill(sheet: Any) -> None:
        for row in (["产出", "", "数量", 1], ["产出", "", "质量", 2]):
            sheet.append(row)
        sheet.merge_cells("A1:B2")

    assert seen(read(fill)) == [[["产出", "数量", "1"], ["", "质量", "2"]]]


def test_what_is_hidden_is_not_read_and_told() -> None:
    def fill(sheet: Any) -> None:
        for row in (["甲", "乙", "密"], ["丙", "丁", "密"], ["隐", "藏", "密"]):
            sheet.append(row)
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet.parent.create_sheet("暗").sheet_state = "hidden"

    document = read(fill)
    assert seen(document) == [[["甲", "乙"], ["丙", "丁"]]]
    assert [note.split(" were")[0].split(" is")[0] for note in document.notes] == [
        "sheet Sheet1: hidden rows 3",
        "sheet Sheet1: hidden columns C",
        "sheet 暗",
    ]


def test_a_formula_without_a_stored_value_is_told() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["合计", "=1+1"])

    document = read(fill)
    assert seen(document) == ["合计"]
    assert "1 formulas have no stored value" in document.notes[0]


def test_a_sheet_that_a_person_named_begins_with_its_name() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["甲", "乙"])

    document = read(fill, "2024年 收入表")
    assert seen(document) == ["2024年 收入表", [["甲", "乙"]]]
    assert document.places[0].cell == "'2024年 收入表'!A1"


def test_texts_keep_their_lines_and_lose_what_shows_nothing() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["1.培训\n 2.宣传\u200b", "_x000D_三", True])

    document = read(fill)
    assert seen(document) == [[["1.培训\n2.宣传", "三", "TRUE"]]]


def test_an_old_workbook_reads_like_a_new_one() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("预算")
    sheet.write_merge(0, 0, 0, 2, "收入总表")
    sheet.write_merge(1, 2, 0, 0, "科技")
    for at, (text, share) in enumerate((("甲", 0.6), ("乙", 1)), 1):
        sheet.write(at, 1, text)
        sheet.write(at, 2, share, xlwt.easyxf(num_format_str="0.00%"))
    sheet.write(3, 0, "隐")
    sheet.row(3).hidden = True
    book.add_sheet("暗").visibility = 1
    out = BytesIO()
    book.save(out)
    document = xls.read(SourceFile(Path("a.xls"), out.getvalue()))
    assert seen(document) == [
        "预算",
        "收入总表",
        [["科技", "甲", "60.00%"], ["", "乙", "100.00%"]],
    ]
    assert [place.cell for place in document.places][:3] == ["预算!A1", "预算!A2", "预算!B2"]
    assert len(document.notes) == 2
