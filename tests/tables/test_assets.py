"""Tables of fixed assets: known by columns and title, read where moment, measure and unit are clear."""

from collections.abc import Callable
from datetime import date

import pytest

from yiju.model import AssetTable, Disclosure

Finder = Callable[[str], Disclosure]

HEAD = "云溪市科技局2024年部门预算信息公开\n\n七、国有资产信息\n"
TABLE = "项 目\t数量\t价值（金额单位：万元）\n资产总额\t\t78.80\n1、房屋（平方米）\t1320\t75\n其中：办公用房\t—\t\n2、车辆（台、辆）\t1\t3.80\n"
FULL = (
    "金额单位：元\n\n2023 年度\n\n项 目\t行次\t数量\t\t价值\t\t补充资料\t\t\n\t\t年初数\t年末数\t年初数\t年末数\t\t\t\n"
    "栏 次\t\t1\t2\t3\t4\t栏 次\t行次\t5\n资产总额\t1\t—\t—\t917,359.86\t2,387,135.66\t一、本年损失金额\t3\t50.00\n"
    "一、车辆（台、辆）\t2\t2\t3\t10.00\t20.00\t二、危房面积（平方米）\t4\t—\n\n"
    "1. 轿车\t\t2\t2\t10.00\t15.00\t（一）上年年末数\t5\t7.00\n"
)

Lines = list[tuple[str, str | None, list[tuple[str, str, str]]]]


def lines_of(table: AssetTable) -> Lines:
    """Each item, the item that it is part of, and its figures."""
    return [
        (
            line.name.text,
            None if line.parent is None else table.lines[line.parent].name.text,
            [(one.measure, one.moment, f"{one.number:f}") for one in line.figures],
        )
        for line in table.lines
    ]


def test_quantities_and_values_stand_at_their_items(found: Finder) -> None:
    disclosure = found(HEAD + "部门固定资产占用情况表\n截止时间：2023年12月31日\n" + TABLE)
    (table,) = disclosure.assets
    assert (table.title.text, table.as_of) == ("部门固定资产占用情况表", date(2023, 12, 31))
    now = "statedMoment"
    assert lines_of(table) == [
        ("资产总额", None, [("assetValue", now, "78.80")]),
        ("1、房屋（平方米）", "资产总额", [("assetQuantity", now, "1320"), ("assetValue", now, "75")]),
        ("其中：办公用房", "1、房屋（平方米）", []),
        ("2、车辆（台、辆）", "资产总额", [("assetQuantity", now, "1"), ("assetValue", now, "3.80")]),
    ]  # fmt: skip
    assert [line.unit for line in table.lines] == [None, "平方米", None, "台、辆"]
    assert disclosure.unmapped == ()
    assert [one.words.text for one in disclosure.ignored] == ["—"]


def test_opening_and_closing_in_yuan_with_items_beside_over_two_pages(found: Finder) -> None:
    disclosure = found(HEAD + FULL)
    (table,) = disclosure.assets
    assert (table.title.text, table.fiscal_year, table.as_of) == ("国有资产信息", 2023, None)
    assert lines_of(table)[0][2] == [
        ("assetValue", "openingMoment", "91.735986"),
        ("assetValue", "closingMoment", "238.713566"),
    ]
    assert lines_of(table)[2:] == [
        ("1. 轿车", "一、车辆（台、辆）", [
            ("assetQuantity", "openingMoment", "2"), ("assetQuantity", "closingMoment", "2"),
            ("assetValue", "openingMoment", "0.001"), ("assetValue", "closingMoment", "0.0015"),
        ]),
        ("一、本年损失金额", None, [("assetValue", "statedMoment", "0.005")]),
        ("二、危房面积（平方米）", None, []),
        ("（一）上年年末数", "二、危房面积（平方米）", [("assetQuantity", "statedMoment", "7.00")]),
    ]  # fmt: skip
    assert disclosure.unmapped == ()


@pytest.mark.parametrize(
    "text",
    [
        "云溪市2024年部门预算公开\n\n六、其他\n" + TABLE,
        HEAD + TABLE.replace("（金额单位：万元）", ""),
        HEAD + TABLE.replace("数量", "数量及单位"),
        HEAD + FULL.replace("年初数\t年末数\t年初数", "年初数\t年中数\t年初数"),
        HEAD + FULL.replace("栏 次\t\t1\t2\t3\t4\t栏 次\t行次\t5\n", ""),
        HEAD + FULL.replace("年初数\t年末数\t年初数", "年初数\t年初数\t年初数"),
    ],
    ids=["no title", "no unit", "no quantity", "unknown moment", "no numbers", "one moment twice"],
)
def test_a_table_that_leaves_something_open_is_listed(found: Finder, text: str) -> None:
    disclosure = found(text)
    assert disclosure.assets == ()
    assert {passage.reason for passage in disclosure.unmapped} == {"reasonUnknownTable"}


def test_a_cell_that_is_no_number_is_listed(found: Finder) -> None:
    disclosure = found(HEAD + TABLE.replace("1320", "若干"))
    assert [(one.reason, one.words.text) for one in disclosure.unmapped] == [
        ("reasonUnknownCell", "若干")
    ]


def test_an_item_beside_that_says_no_unit_is_not_counted(found: Finder) -> None:
    disclosure = found(HEAD + FULL.replace("一、本年损失金额", "一、本年损失"))
    assert [one.words.text for one in disclosure.unmapped] == ["50.00"]


@pytest.mark.parametrize(
    ("names", "parents"),
    [
        (["1、甲", "2、乙", "（1）丙", "3、丁"], [None, None, 1, None]),
        (["1、甲", "5、乙"], [None, None]),
        (["1、甲", "（3）乙", "2、丙"], [None, None, None]),
        (["1、甲", "（1）乙", "1、丙", "（1）丁"], [None, 0, None, None]),
        (["减：折旧", "资产总额", "一、甲", "其中：乙"], [None, None, 1, 2]),
    ],
)
def test_an_item_is_part_of_what_its_number_says(
    found: Finder, names: list[str], parents: list[int | None]
) -> None:
    rows = "".join(f"{name}\t1\t2.00\n" for name in names)
    (table,) = found(HEAD + "项目\t数量\t价值（万元）\n" + rows).assets
    assert [line.parent for line in table.lines] == parents


def test_a_line_left_blank_in_the_template_is_no_item(found: Finder) -> None:
    disclosure = found(HEAD + TABLE + "3、………\t\t\n4、其他\t2\t1.00\n")
    (table,) = disclosure.assets
    assert [line.name.text for line in table.lines][-1] == "4、其他"
    assert {one.rule for one in disclosure.ignored} == {"ruleFormPlaceholder"}
    assert disclosure.unmapped == ()
