from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiju.values.plan import find_planned_shares


def read(text: str) -> list[tuple[int, Decimal]]:
    return [(one.month, one.share) for one in find_planned_shares(text)]


def plan(*items: tuple[int, str]) -> list[tuple[int, Decimal]]:
    return [(month, Decimal(share)) for month, share in items]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "以上共计42.4万元,其中3月底前支出0%，6月底前支出60%，10月底前支出60%，12月底前支出100%。",
            plan((3, "0"), (6, "0.6"), (10, "0.6"), (12, "1")),
        ),
        ("其中 3 月底前支出 0，6 月底前支出 00%。", plan((3, "0"), (6, "0"))),
        ("3 月底支出 0%,6 月份支出 100%。9 月份支出 100%", plan((3, "0"), (6, "1"), (9, "1"))),
        (
            "预计第一季度0，第二季度支持80%，第三季度80%，第四季度100%。",
            plan((3, "0"), (6, "0.8"), (9, "0.8"), (12, "1")),
        ),
        ("2024年3月底前支出30%，2024年6月底前支出62.5%", plan((3, "0.3"), (6, "0.625"))),
        ("截至6月底累计支出达到50%；截至12月底累计支出100%", plan((6, "0.5"), (12, "1"))),
        ("计划6月底前支付60%", plan((6, "0.6"))),
        ("第一季度累计支出20%，第二季度累计支出40%", plan((3, "0.2"), (6, "0.4"))),
    ],
)
def test_a_plan_is_read_as_cumulative_shares(
    text: str, expected: list[tuple[int, Decimal]]
) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "6月底前完成工程量的60%",
        "3月底前达到30%，6月底前达到60%",
        "3月底前支付30%的工程款",
        "6月底前支出进度达到60%以上",
        "6月底前支出60万元",
        "第一季度支出25%，第二季度25%，第三季度25%，第四季度25%",
        "3月底前支出10%，6月底前支出20%，9月底前支出30%，12月底前支出40%",
        "第一季度支出20%，第二季度30%",
        "3月底前支出60%，6月底前支出40%",
        "13月底前支出60%",
        "3月底前支出160%",
        "每月支出100%",
        "",
    ],
)
def test_what_may_not_be_a_cumulative_share_of_money_is_refused(text: str) -> None:
    assert read(text) == []


def test_a_plan_whose_months_do_not_rise_is_two_plans() -> None:
    first, second = "3月底前支出0%，6月底前支出60%", "3月底前支出20%，6月底前支出80%"
    assert read(f"{first}，{second}") == read(first) + read(second)


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(0, 100)), min_size=1, max_size=6))
def test_what_is_read_stands_where_it_says(items: list[tuple[int, int]]) -> None:
    text = "，".join(f"{month} 月底前支出 {share}%" for month, share in items)
    for one in find_planned_shares(text):
        assert text[one.start : one.end] == f"{one.month} 月底前支出 {one.share * 100:.0f}%"
