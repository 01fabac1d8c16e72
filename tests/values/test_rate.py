from decimal import Decimal

import pytest

from yiju.values.rate import find_rates

PARTS = ("amount", "share", "lower_share", "upper_share", "per", "cap")


def read(text: str) -> list[tuple[str, dict[str, str]]]:
    return [
        (
            text[rate.start : rate.end],
            {part: str(found) for part in PARTS if (found := getattr(rate, part)) is not None},
        )
        for rate in find_rates(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“新认定的每家30万、复审企业每家5万元奖励”；",
            [
                ("每家30万", {"amount": "30", "per": "每家"}),
                ("每家5万元奖励", {"amount": "5", "per": "每家"}),
            ],
        ),
        (
            "给予省资助金额 20%的配套资金支持，最高不超过 60 万”。",
            [("给予省资助金额 20%的配套资金支持，最高不超过 60 万", {"share": "0.20", "cap": "60"})],
        ),
        ("，给予50%-60%保费支持。", [("给予50%-60%保费支持", {"lower_share": "0.50", "upper_share": "0.60"})]),
        ("补贴标准为每平方米每月15元，", [("每平方米每月15元", {"amount": "0.0015", "per": "每平方米每月"})]),
        ("按照减免租金部分的50%给予补贴", [("按照减免租金部分的50%给予补贴", {"share": "0.50"})]),
        ("对通过认定的企业（含复审企业），一次性给予15万元补助", [("给予15万元补助", {"amount": "15"})]),
        (
            "奖励标准为：省级每家30万元，市级每家10万元。",
            [("每家30万元", {"amount": "30", "per": "每家"}), ("每家10万元", {"amount": "10", "per": "每家"})],
        ),
        ("每户最高补贴2000元", [("每户最高补贴2000元", {"per": "每户", "cap": "0.2"})]),
        ("每家企业补助5万元。", [("每家企业补助5万元", {"amount": "5", "per": "每家"})]),
    ],
)  # fmt: skip
def test_a_rate_is_read_with_its_parts(
    text: str, expected: list[tuple[str, dict[str, str]]]
) -> None:
    assert read(text) == expected


def test_coordinated_amounts_are_a_rate_each() -> None:
    rates = find_rates("对获得一、二等奖的企业分别给予100万元、30万元的奖励")
    assert [rate.amount for rate in rates] == [Decimal(100), Decimal(30)]
    assert len({rate.figure for rate in rates}) == 2
    assert len({rate.start for rate in rates}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "给予增长10%以上的企业奖励",
        "对增幅达到20%的企业给予奖励",
        "按照考核排名的前30%给予奖励",
        "优秀率80%给予奖励",
        "给予100%的支持",
        "每年安排100万元用于补贴",
        "每家企业收入达到500万元的给予奖励",
        "购置每台30万元的设备给予补助",
        "对每家5万元以上的企业给予奖励",
        "补助每家5-10万元",
        "按照合同约定的时间给予100万元支持",
        "给予资金支持共计300万元",
        "以上专项经费共计120万元，其中3月底前支出100%",
        "每人每天住宿费300元",
        "",
    ],
)
def test_totals_conditions_and_prices_are_no_rates(text: str) -> None:
    assert read(text) == []


def test_a_limit_of_something_else_is_not_the_limit_of_a_rate() -> None:
    assert read("每家补助30万元，企业总投资不超过900万元")[0][1] == {"amount": "30", "per": "每家"}
