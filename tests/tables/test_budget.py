"""Budget tables: known by title, read by headings over all pages, and left where these are open."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from yiju.model import BudgetTable, Disclosure

Finder = Callable[[str], Disclosure]

HEAD = "云溪市科技局2024年部门预算信息公开\n\n"
TITLE = "部门预算支出总表\n\n预算年度：2024\n\n单位：万元\n\n"
COLUMNS = "序号\t功能分类科目\t\t合计\t基本支出\t项目支出\n\t科目编码\t科目名称\t\t\t\n栏次\t1\t2\t3\t4\t5\n"
LINES = "1\t\t合计\t150.00\t30.00\t120.00\n2\t206\t科学技术支出\t150.00\t30.00\t120.00\n"
MORE = "3\t20604\t技术研究与开发\t120.00\t\t120.00\n"

Amounts = list[tuple[str, str, list[tuple[str, str]]]]


def amounts_of(table: BudgetTable) -> Amounts:
    """Code, name, and the amounts by the lowest heading of their column."""
    return [
        (
            line.code.text,
            line.name.text,
            [
                (table.columns[one.column].headings[-1].text, f"{one.amount:f}")
                for one in line.amounts
            ],
        )
        for line in table.lines
    ]


def test_a_table_goes_on_behind_a_page_break_that_repeats_its_headings(found: Finder) -> None:
    page = "\n306 云溪市科技局\n\n预算年度：2024\n\n单位：万元\n\n"
    disclosure = found(HEAD + TITLE + COLUMNS + LINES + page + COLUMNS + MORE)
    (table,) = disclosure.budgets
    assert (table.kind, table.dimension, table.fiscal_year) == (
        "expenditureTable",
        "functionalClass",
        2024,
    )
    assert amounts_of(table) == [
        ("", "合计", [("合计", "150.00"), ("基本支出", "30.00"), ("项目支出", "120.00")]),
        ("206", "科学技术支出", [("合计", "150.00"), ("基本支出", "30.00"), ("项目支出", "120.00")]),
        ("20604", "技术研究与开发", [("合计", "120.00"), ("项目支出", "120.00")]),
    ]  # fmt: skip
    assert disclosure.unmapped == ()
    assert {passage.rule for passage in disclosure.ignored} == {
        "ruleColumnNumbers", "ruleSerialNumbers", "ruleRepeatedHeader",
    }  # fmt: skip


INCOME = "部门预算收入总表\n单位：万元\n"
OUT_OF_PLACE = (
    "序号\t功能分类科目\t\t本年收入\t\t上年结转\t\n\t科目编码\t科目名称\t小计\t财政拨款收入\t\t其他收入\n栏次\t1\t2\t3\t4\t5\t6\n"
    "1\t206\t科学技术支出\t7.00\t7.00\t\t2.50\n"
)
IN_PLACE = (
    "\n序号\t功能分类科目\t\t本年收入\t\t\t上年结转\n\t科目编码\t科目名称\t小计\t财政拨款收入\t其他收入\t\n栏次\t1\t2\t3\t4\t5\t6\n"
    "2\t208\t社会保障和就业支出\t1.00\t1.00\t\t\n"
)


def test_headings_out_of_place_are_read_as_another_page_prints_them(found: Finder) -> None:
    (table,) = found(HEAD + INCOME + OUT_OF_PLACE + IN_PLACE).budgets
    assert amounts_of(table)[0][2] == [
        ("小计", "7.00"),
        ("财政拨款收入", "7.00"),
        ("上年结转", "2.50"),
    ]


def test_headings_out_of_place_on_every_page_are_not_read(found: Finder) -> None:
    disclosure = found(HEAD + INCOME + OUT_OF_PLACE)
    assert disclosure.budgets == ()
    assert {passage.reason for passage in disclosure.unmapped} == {"reasonUnknownTable"}


def test_two_sides_of_a_balance_stand_one_after_the_other(found: Finder) -> None:
    (table,) = found(
        HEAD
        + "部门收支总表\n收入\t\t支出\t\n项 目\t预算数\t项 目\t预算数\n"
        + "一、拨款收入\t9.00\t一、科学支出\t8.00\n二、单位资金\t1.00\t二、其他支出\t\n"
        + "本年收入合计\t10.00\t本年支出合计\t8.00\n上年结转\t0.50\t年终结转\t2.50\n收入总计\t10.50\t支出总计\t10.50\n"
    ).budgets
    income = [line for line in table.lines if line.direction == "incomeSide"]
    assert [line.name.text for line in income] == [
        "一、拨款收入", "二、单位资金", "本年收入合计", "上年结转", "收入总计",
    ]  # fmt: skip
    assert [line.parent for line in table.lines] == [2, 2, 4, 4, None, 7, 7, 9, 9, None]
    assert [len(line.amounts) for line in table.lines] == [1, 1, 1, 1, 1, 1, 0, 1, 1, 1]


def test_a_form_number_is_no_title_and_a_total_may_stand_under_the_codes(found: Finder) -> None:
    columns = "科目编码\t科目名称\t合计\n合计\t\t10.00\n206\t科学技术支出\t10.00\n"
    (table,) = found(HEAD + "部门支出总体情况表\n公开03表\n单位：万元\n" + columns).budgets
    assert [(line.name.text, line.total) for line in table.lines] == [
        ("合计", True),
        ("科学技术支出", False),
    ]


def test_yuan_are_converted(found: Finder) -> None:
    (table,) = found(HEAD + TITLE.replace("万元", "元") + COLUMNS + LINES).budgets
    assert table.lines[0].amounts[0].amount == Decimal("0.015")
    assert table.lines[0].amounts[0].words.text == "150.00"


def test_an_empty_table_is_there_with_its_note(found: Finder) -> None:
    text = TITLE.replace("支出总表", "政府性基金预算财政拨款支出表") + COLUMNS
    disclosure = found(HEAD + text + "\n注：空表列示。\n")
    (table,) = disclosure.budgets
    assert (table.kind, table.lines, table.note.text) == (
        "governmentFundTable",
        (),
        "注：空表列示。",
    )
    assert disclosure.unmapped == ()


@pytest.mark.parametrize(
    "text",
    [
        COLUMNS + LINES,
        "部门职能说明表\n" + COLUMNS + LINES,
        TITLE + "以下为说明。\n\n" + COLUMNS + LINES,
        TITLE.replace("支出总表", "支出决算总表") + COLUMNS + LINES,
        TITLE.replace("支出总表", "项目支出表") + COLUMNS + LINES,
        TITLE.replace("支出总表", "基本支出表") + COLUMNS + LINES,
        TITLE + COLUMNS.replace("科目名称", "说明") + LINES,
        TITLE.replace("万元", "美元") + COLUMNS + LINES,
    ],
    ids=["no title", "other title", "prose", "accounts", "projects", "functions", "no name", "unit"],
)  # fmt: skip
def test_what_is_not_surely_a_budget_table_is_listed(found: Finder, text: str) -> None:
    disclosure = found(HEAD + text)
    assert disclosure.budgets == ()
    assert sum(passage.cells for passage in disclosure.unmapped) > 10


def test_lines_and_cells_that_are_not_understood_are_listed(found: Finder) -> None:
    odd = "3\t301\t工资福利支出\t9.00\t\t\n4\t\t小记\t9.00\t\t\n5\t20604\t技术研究与开发\t待定\t\t9.00\n"
    disclosure = found(HEAD + TITLE + COLUMNS + LINES + odd)
    (table,) = disclosure.budgets
    assert amounts_of(table)[2:] == [("20604", "技术研究与开发", [("项目支出", "9.00")])]
    assert [(one.reason, one.words.text) for one in disclosure.unmapped] == [
        ("reasonUnknownRow", "3\t301\t工资福利支出\t9.00"),
        ("reasonUnknownRow", "4\t小记\t9.00"),
        ("reasonUnknownCell", "待定"),
    ]


def test_money_of_another_year_and_shares_are_no_budget_lines(found: Finder) -> None:
    columns = "科目编码\t科目名称\t2023年预算数\t2024年预算数\t增长率\n"
    disclosure = found(HEAD + TITLE + columns + "206\t科学技术支出\t90.00\t150.00\t66.7\n")
    (table,) = disclosure.budgets
    assert amounts_of(table) == [("206", "科学技术支出", [("2024年预算数", "150.00")])]
    assert [one.words.text for one in disclosure.unmapped] == ["90.00", "66.7"]
