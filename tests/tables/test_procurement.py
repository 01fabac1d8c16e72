import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from yiju.model import Disclosure
from yiju.pipeline.reading import read_disclosure, with_citations
from yiju.values.characters import squeeze

Finder = Callable[[str], Disclosure]

HEADER = """政府采购项目来源		采购物品名称	政府采购目录序号	计量单位	数量	单价	政府采购金额			2024年预留中小微企业份额
项目名称	预算资金						合计	一般公共预算拨款	单位资金	
"""
ROWS = """合计							5.60	4.40	1.20	1.20
清河区科技局小计							5.60	4.40	1.20	1.20
办公经费	12.80	台式 计算机	A02010105	台	4	0.60	2.40	1.20	1.20	1.20
		打印机	A02021003	台	1	0.20	0.20	0.20		
科普经费	30.00	印刷服务	C0814	批	1	3.00	3.00	3.00		
"""
BREAK = "\n306 清河区科技局\n\n单位：万元\n\n"


def sums(disclosure: Disclosure) -> tuple[int, set[str], set[str]]:
    rules = {passage.rule for passage in disclosure.ignored}
    return disclosure.accounting.unmapped, rules, {p.reason for p in disclosure.unmapped}


def test_a_row_is_an_item_and_a_merged_project_cell_holds_for_the_rows_below(
    found: Finder,
) -> None:
    disclosure = found(HEADER + ROWS)
    first, second, third = disclosure.procurement
    assert (first.name.text, first.code, first.unit.text) == ("台式 计算机", "A02010105", "台")
    assert (first.quantity, first.price) == (Decimal(4), Decimal("0.60"))
    assert (first.amount, first.reserved) == (Decimal("2.40"), Decimal("1.20"))
    assert [item.project.text for item in disclosure.procurement] == [
        "办公经费",
        "办公经费",
        "科普经费",
    ]
    assert [item.project_budget for item in (first, second)] == [Decimal("12.80")] * 2
    assert [(f.source, f.amount) for f in first.funding] == [
        ("generalPublicBudget", Decimal("1.20")),
        ("unitFunds", Decimal("1.20")),
    ]
    assert third.row.line == 7
    assert sums(disclosure) == (0, {"ruleTotalRow"}, set())


def test_a_project_of_the_document_is_told_and_any_other_is_a_printed_name(found: Finder) -> None:
    form = "项目编码\t13019024P001\t\t项目名称\t科普 经费\n预算数\t30.00\n\n"
    disclosure = found(form + HEADER + ROWS)
    (project,) = disclosure.projects
    assert [item.project_row for item in disclosure.procurement][2] == project.row
    assert not any(item.project_row for item in disclosure.procurement[:2])


def test_two_projects_of_one_name_tell_nothing(found: Finder) -> None:
    form = "项目编码\t13019024P00{}\t\t项目名称\t科普经费\n预算数\t30.00\n\n"
    disclosure = found(form.format(1) + form.format(2) + HEADER + ROWS)
    assert len(disclosure.projects) == 2
    assert not any(item.project_row for item in disclosure.procurement)


@pytest.mark.parametrize("header", [HEADER, ""])
def test_a_table_goes_on_behind_a_page_break(found: Finder, header: str) -> None:
    rows = ROWS.splitlines(keepends=True)
    disclosure = found(HEADER + "".join(rows[:4]) + BREAK + header + "".join(rows[4:]))
    assert [item.amount for item in disclosure.procurement] == [
        Decimal("2.40"),
        Decimal("0.20"),
        Decimal("3.00"),
    ]
    assert sums(disclosure)[0] == 0


def test_the_rest_of_a_row_that_a_page_cut_belongs_to_it(found: Finder) -> None:
    rows = (
        HEADER
        + "石财教[2023]9 号专	30.00	其他印	C08	批	1	3.00	3.00	3.00		\n"
    )
    rest = "项资金		刷服务	14							\n"
    (item,) = found(rows + BREAK + HEADER + rest).procurement
    assert (item.name.text, item.code) == ("其他印刷服务", "C0814")
    assert item.project.text == "石财教[2023]9 号专项资金"


def test_merged_cells_without_their_blanks_are_put_in_their_columns(found: Finder) -> None:
    header = [
        ["政府采购项目来源", "采购物品名称", "政府采购目录序号", "数量 单位", "数量", "单价", "政府采购金额"],
        ["项目名称", "预算资金", *[""] * 5, "总计", "当年部门预算安排资金", "其他渠道资金"],
        [*[""] * 8, "合计", "一般公共预算拨款", "基金预算拨款", "财政专户核拨", "其他来源收入", ""],
    ]  # fmt: skip
    row = [
        "办公经费",
        "9",
        "纸张",
        "A0901",
        "批",
        "2",
        "1.5",
        "3.0",
        "3.0",
        "2.0",
        "1.0",
        "",
        "",
        "",
    ]
    text = "\n".join("".join(f"\t{cell}\n" for cell in cells) for cells in [*header, row])
    disclosure = found("科技局\n\n" + text)
    (item,) = disclosure.procurement
    assert (item.name.text, item.code, item.unit.text) == ("纸张", "A0901", "批")
    assert (item.quantity, item.price, item.amount) == (Decimal(2), Decimal("1.5"), Decimal("3.0"))
    assert [f.source for f in item.funding] == ["generalPublicBudget", "governmentFunds"]
    assert sums(disclosure) == (0, {"ruleRepeatedAmount"}, set())


def test_columns_may_stand_in_another_order_and_amounts_in_yuan(found: Finder) -> None:
    text = "品目名称\t所属项目\t采购总价（元）\t采购数量\t采购品目编码\t单价（元）\n纸张\t办公\t30000\t2\tA0901\t15000\n"
    (item,) = found(text).procurement
    assert (item.name.text, item.project.text, item.code) == ("纸张", "办公", "A0901")
    assert (item.amount, item.price, item.quantity) == (Decimal(3), Decimal("1.5"), Decimal(2))


@pytest.mark.parametrize(
    "rows", ["", "\t" * 10 + "\n", "合　计" + "\t" * 10 + "\n", "\t".join("0" * 11) + "\n"]
)
def test_a_table_without_items_is_said_to_be_empty(found: Finder, rows: str) -> None:
    disclosure = found(HEADER + rows)
    assert disclosure.procurement == ()
    assert sums(disclosure) == (0, {"ruleEmptyTable"}, set())


def test_a_total_without_items_is_not_an_empty_table(found: Finder) -> None:
    disclosure = found(HEADER + ROWS.splitlines()[0] + "\n")
    assert sums(disclosure)[1:] == (set(), {"reasonUnknownTable"})


def test_a_sum_that_differs_from_the_amount_stays_open(found: Finder) -> None:
    header = "采购品目\t数量\t采购金额\t当年部门预算安排资金\t其他渠道资金\n"
    disclosure = found(header + "纸张\t2\t3.0\t2.0\t1.0\n")
    assert [passage.words.text for passage in disclosure.unmapped] == ["2.0"]


@pytest.mark.parametrize(
    "row",
    [
        "纸张	A0901	批	2	1.5	3.0					",
        "办公	9	A0901	批	2	1.5	3.0	3.0			",
        "办公	9	纸张	批次	批	2	1.5	3.0	3.0		",
        "办公	9	纸张	A0901	2	1.5	3.0	3.0	3.0		",
        "办公	9	纸张	A0901	批	2	1.5	待定			",
    ],
)
def test_a_row_whose_cells_stand_in_no_column_of_theirs_is_listed(found: Finder, row: str) -> None:
    disclosure = found(HEADER + ROWS + row + "\n")
    assert len(disclosure.procurement) == 3
    assert sums(disclosure)[2] == {"reasonUnknownRow"}


def test_amounts_of_another_currency_are_listed(found: Finder) -> None:
    disclosure = found("单位：美元\n\n" + HEADER + ROWS)
    assert disclosure.procurement == ()
    assert sums(disclosure)[2] == {"reasonUnknownTable"}


def test_other_tables_with_quantities_are_no_procurement(found: Finder) -> None:
    assert found("物品名称\t计量单位\t数量\t单价\t合计\n桌\t张\t1\t2\t2\n").procurement == ()


def test_a_printed_name_of_a_project_cites_once(found: Finder) -> None:
    rows = (
        HEADER
        + "石财教[2023]9 号专项资金	30.00	印刷服务	C0814	批	1	3.00	3.00	3.00		\n"
    )
    disclosure = with_citations(
        found(rows + "		纸张	A0901	批	1	3.00	3.00	3.00		\n")
    )
    assert [str(citation.number) for citation in disclosure.citations] == ["石财教〔2023〕9号"]


def test_the_published_table_says_what_an_independent_reader_read(shared: Path) -> None:
    (path,) = (shared / "disclosures").glob("002_*.txt")
    gold = json.loads((shared / "gold" / "002.json").read_text(encoding="utf-8"))["procurement"]
    said = [
        {
            "project": squeeze(item.project.text),
            "item": squeeze(item.name.text),
            "catalogue_code": item.code,
            "unit": item.unit.text,
            "quantity": f"{item.quantity}",
            "unit_price": f"{item.price}",
            "total_wan": f"{item.amount}",
            "line": item.row.line,
        }
        for item in read_disclosure(path).procurement
    ]
    read = [row | {key: squeeze(row[key]) for key in ("project", "item")} for row in gold]
    assert said == read


@pytest.mark.parametrize(
    ("name", "count", "total", "lines"),
    [
        ("000", 7, "1050.00", [191, 192, *range(201, 206)]),
        ("001", 0, "0", []),
        ("002", 7, "219.00", [930, 931, *range(939, 944)]),
        ("003", 17, "326.34", [*range(1188, 1196), *range(1203, 1207), *range(1214, 1219)]),
        ("004", 0, "0", []),
    ],
)
def test_the_published_items_sum_to_the_printed_total(
    shared: Path, name: str, count: int, total: str, lines: list[int]
) -> None:
    (path,) = (shared / "disclosures").glob(f"{name}_*.txt")
    disclosure = read_disclosure(path)
    assert len(disclosure.procurement) == count
    assert sum(item.amount for item in disclosure.procurement) == Decimal(total)
    assert [item.row.line for item in disclosure.procurement] == lines
    empty = any(passage.rule == "ruleEmptyTable" for passage in disclosure.ignored)
    assert empty is not bool(lines)
