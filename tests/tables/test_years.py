"""Columns of targets that are headed with years: the fiscal year of the document tells which are promised."""

from collections.abc import Callable

import pytest

from yiju.mapping import as_document, parse_quads
from yiju.model import Disclosure
from yiju.validation import check_graph
from yiju.vocabulary import Names

Finder = Callable[[str], Disclosure]

FORM = "清河区水利局{year}部门预算公开\n\n项目绩效目标表\n\n项目名称\t河道巡查\t\t\t\t\n预算数\t5\t\t\t\t\n"
TWO_ROWS = "一级指标\t二级指标\t三级指标\t指标值\t\t\n\t\t\t{heads}\n"
ONE_ROW = "一级指标\t二级指标\t三级指标\t{heads}\n"
ROWS = "产出指标\t数量指标\t巡查次数\t{first}\n\t质量指标\t问题整改率\t{second}\n"


def read(found: Finder, head: str, first: str, second: str, year: str = "2024年") -> Disclosure:
    return found(FORM.format(year=year) + head + ROWS.format(first=first, second=second))


def targets(disclosure: Disclosure) -> list[list[tuple[str, str | None, str | None]]]:
    (project,) = disclosure.projects
    return [
        [(one.words.text, one.period, one.reading.until) for one in row.targets]
        for row in project.indicators
    ]


def listed(disclosure: Disclosure) -> str:
    return "\t".join(passage.words.text for passage in disclosure.unmapped)


@pytest.mark.parametrize(
    "head",
    [
        TWO_ROWS.format(heads="2023年\t2024年\t2025年"),
        ONE_ROW.format(heads="2023年指标值\t2024年度指标值\t2025年目标值"),
        ONE_ROW.format(heads="指标值（2023年）\t指标值（2024年）\t指标值（2025年度）"),
    ],
)
def test_the_fiscal_year_is_promised_a_later_one_is_due_then_an_earlier_one_is_listed(
    head: str, found: Finder
) -> None:
    disclosure = read(found, head, "12次\t≥15次\t≥20次", "90%\t≥95%\t≥96%")
    assert targets(disclosure) == [
        [("≥15次", "annualPeriod", None), ("≥20次", "midTermPeriod", "2025")],
        [("≥95%", "annualPeriod", None), ("≥96%", "midTermPeriod", "2025")],
    ]
    assert listed(disclosure) == "12次\t90%"
    assert check_graph(parse_quads(as_document(disclosure, Names()))).conforms


def test_what_no_later_year_can_be_told_of_is_listed(found: Finder) -> None:
    head = TWO_ROWS.format(heads="2024年\t2025年\t2026年")
    disclosure = read(found, head, "≥15次\t20—30次\t2026年6月底前", "提升\t提升\t提升")
    assert targets(disclosure) == [
        [("≥15次", "annualPeriod", None), ("2026年6月底前", "midTermPeriod", "2026-06")],
        [("提升", "annualPeriod", None)],
    ]
    assert listed(disclosure) == "20—30次\t提升\t提升"


def test_where_the_fiscal_year_heads_no_column_none_is_promised(found: Finder) -> None:
    head = TWO_ROWS.format(heads="2022年\t2023年\t2025年")
    disclosure = read(found, head, "12次\t15次\t≥20次", "90%\t95%\t≥96%")
    assert targets(disclosure) == [[], []]
    assert "≥20次" in listed(disclosure)


@pytest.mark.parametrize(
    ("year", "expected"),
    [("2024年", [[("≥15次", None, None)], [("≥95%", None, None)]]), ("2023年", [[], []])],
)
def test_a_single_column_of_a_year_is_of_that_year(
    year: str, expected: object, found: Finder
) -> None:
    head = ONE_ROW.format(heads="2024年指标值\t\t")
    assert targets(read(found, head, "≥15次\t\t", "≥95%\t\t", year)) == expected


def test_a_single_column_of_a_year_is_read_where_no_other_year_is_known(found: Finder) -> None:
    head = ONE_ROW.format(heads="2024年指标值\t\t")
    disclosure = read(found, head, "≥15次\t\t", "≥95%\t\t", "")
    assert targets(disclosure) == [[("≥15次", None, None)], [("≥95%", None, None)]]


def test_a_table_of_many_projects_may_head_its_targets_with_years(found: Finder) -> None:
    rows = (
        "项目名称\t预算数\t一级指标\t二级指标\t三级指标\t指标值\t\n\t\t\t\t\t2024年\t2025年\n"
        "河道巡查\t5\t产出指标\t数量指标\t巡查次数\t≥15次\t≥20次\n"
        "\t\t\t质量指标\t问题整改率\t≥95%\t≥96%\n"
    )
    assert targets(found(f"清河区水利局2024年部门预算公开\n\n项目绩效目标表\n\n{rows}")) == [
        [("≥15次", "annualPeriod", None), ("≥20次", "midTermPeriod", "2025")],
        [("≥95%", "annualPeriod", None), ("≥96%", "midTermPeriod", "2025")],
    ]
