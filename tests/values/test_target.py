import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from yiju.values.characters import fold, squeeze
from yiju.values.target import Operator, Reading, parse_target

GOLD = Path(__file__).parents[2].parent / "shared" / "gold"
SIGNS = {
    ">=": Operator.AT_LEAST,
    "<=": Operator.AT_MOST,
    ">": Operator.MORE_THAN,
    "<": Operator.LESS_THAN,
    "=": Operator.EQUAL_TO,
    "range": Operator.BETWEEN,
}


def told_targets() -> Iterator[tuple[str, Operator, Decimal | None, str]]:
    """Every target that an independent reader has read."""
    for path in sorted(GOLD.glob("*.json")):
        for project in json.loads(path.read_text(encoding="utf-8"))["projects"]:
            for row in project["indicators"]:
                sign = row["operator"]
                operator = SIGNS.get(sign) or Operator(sign)
                value = Decimal(row["value"]) if row["value"] else None
                yield row["target_text"], operator, value, squeeze(row["unit"] or "")


def told_bands() -> Iterator[str]:
    for path in sorted(GOLD.glob("*.json")):
        for activity in json.loads(path.read_text(encoding="utf-8"))["activities"]:
            for row in activity["indicators"]:
                yield from (row[grade] for grade in ("excellent", "good", "fair", "poor"))


@pytest.mark.skipif(not GOLD.is_dir(), reason="the independent readings are not here")
def test_every_target_is_read_as_an_independent_reader_did() -> None:
    told = list(told_targets())
    assert len(told) > 200
    for text, operator, value, unit in told:
        reading = parse_target(text)
        assert (reading.operator, reading.value, squeeze(reading.unit or "")) == (
            operator,
            value,
            unit,
        ), text


@pytest.mark.skipif(not GOLD.is_dir(), reason="the independent readings are not here")
def test_every_grade_band_of_the_readings_has_its_value() -> None:
    bands = list(told_bands())
    assert len(bands) > 80
    for text in bands:
        reading = parse_target(text)
        assert reading.value == Decimal(re.findall("[0-9.]+", text)[0]), text
        signs = {"≥": Operator.AT_LEAST, "<": Operator.LESS_THAN, "=": Operator.EQUAL_TO}
        words = {"以上": Operator.AT_LEAST, "以下": Operator.AT_MOST}
        expected = signs.get(text[0]) or words.get(text[-2:]) or Operator.EQUAL_TO
        assert reading.operator == expected, text


def read(text: str) -> tuple[str, str | None, str | None]:
    reading = parse_target(text)
    return (
        reading.operator.value,
        str(reading.value) if reading.value is not None else None,
        reading.unit,
    )


@pytest.mark.parametrize(
    ("text", "operator", "value", "unit"),
    [
        ("≥100张(册)", "atLeast", "100", "张(册)"),
        ("≥11 家·次", "atLeast", "11", "家·次"),
        ("≧90％", "atLeast", "90", "％"),
        (">=5家", "atLeast", "5", "家"),
        ("=>5家", "atLeast", "5", "家"),
        ("10%及以上", "atLeast", "10", "%"),
        ("达到100%", "atLeast", "100", "%"),
        ("不低于 60 件", "atLeast", "60", "件"),
        ("研发费用占比不低于 3%", "atLeast", "3", "%"),
        ("每家贡献2000万以上", "atLeast", "2000", "万"),
        ("至少组织3次", "atLeast", "3", "次"),
        ("20家以上企业机构", "atLeast", "20", "家"),
        ("活动在 20 场以上", "atLeast", "20", "场"),
        ("80%以上（含80%）", "atLeast", "80", "%"),
        ("≥ 95 %", "atLeast", "95", "%"),
        ("≥1,353.09万元", "atLeast", "1353.09", "万元"),
        ("≥1 353.09 万元", "atLeast", "1353.09", "万元"),
        ("≥2012.05万元", "atLeast", "2012.05", "万元"),
        ("≥-5%", "atLeast", "-5", "%"),
        ("5G基站≥100个", "atLeast", "100", "个"),
        ("≥6月", "atLeast", "6", "月"),
        ("≤433万", "atMost", "433", "万"),
        ("≤23.58 万元人民币", "atMost", "23.58", "万元人民币"),
        ("≤30排名", "atMost", "30", "排名"),
        ("≤1.6 元/平米/天", "atMost", "1.6", "元/平米/天"),
        ("≤12个月", "atMost", "12", "个月"),
        ("≤18月", "atMost", "18", "月"),
        ("PM2.5浓度≤45微克/立方米", "atMost", "45", "微克/立方米"),
        ("6次以下", "atMost", "6", "次"),
        ("24小时内", "atMost", "24", "小时"),
        ("30个工作日内", "atMost", "30", "个工作日"),
        ("控制在10%以内", "atMost", "10", "%"),
        ("最多3人", "atMost", "3", "人"),
        ("前30名", "atMost", "30", "名"),
        ("排名前10", "atMost", "10", None),
        ("突破800亿元", "moreThan", "800", "亿元"),
        ("＞５家", "moreThan", "5", "家"),
        ("20余人", "moreThan", "20", "人"),
        ("160多家", "moreThan", "160", "家"),
        ("5万余人", "moreThan", "5", "万人"),
        ("不足5%", "lessThan", "5", "%"),
        ("< 2", "lessThan", "2", None),
        ("=0", "equalTo", "0", None),
        ("100%", "equalTo", "100", "%"),
        ("100%完成", "equalTo", "100", "%"),
        ("90百分比", "equalTo", "90", "百分比"),
        ("30万元/家", "equalTo", "30", "万元/家"),
        ("0.3 元/吨", "equalTo", "0.3", "元/吨"),
        ("280 万个", "equalTo", "280", "万个"),
        ("2 年", "equalTo", "2", "年"),
        ("提高5个百分点", "equalTo", "5", "个百分点"),
        ("每季度1次", "equalTo", "1", "次"),
        ("5个方面", "equalTo", "5", "个"),
        ("10家（其中市级3家）", "equalTo", "10", "家"),
        ("2024年完成10家", "equalTo", "10", "家"),
        ("1000 元 / 户", "equalTo", "1000", "元/户"),
        ("按期支付率100%", "equalTo", "100", "%"),
        ("0事故", "equalTo", "0", None),
        ("500元/人.月", "equalTo", "500", "元/人.月"),
        ("达到或超过90%", "atLeast", "90", "%"),
        ("65岁及以上老年人管理率≥62%", "atLeast", "62", "%"),
        ("18岁以上", "atLeast", "18", "岁"),
    ],
)
def test_one_quantity_keeps_its_printed_value_and_unit(
    text: str, operator: str, value: str, unit: str | None
) -> None:
    assert read(text) == (operator, value, unit)


@pytest.mark.parametrize(
    ("text", "operator", "value", "unit"),
    [
        ("十二次", "equalTo", "12", "次"),
        ("不少于三次", "atLeast", "3", "次"),
        ("一个月内", "atMost", "1", "个月"),
        ("百分之九十以上", "atLeast", "90", "百分之"),
        ("不超过十万元", "atMost", "10", "万元"),
        ("一般", "qualitative", None, None),
        ("一次性", "qualitative", None, None),
        ("一起", "qualitative", None, None),
        ("三级", "qualitative", None, None),
        ("零事故", "qualitative", None, None),
    ],
)
def test_han_numerals_count_only_where_they_are_the_whole_text(
    text: str, operator: str, value: str | None, unit: str | None
) -> None:
    assert read(text) == (operator, value, unit)


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("12月底前", "--12"),
        ("12 月前", "--12"),
        ("≤12月", "--12"),
        ("12月底", "--12"),
        ("8 月底前完成", "--08"),
        ("2024年6月30日前", "2024-06-30"),
        ("2024年12月", "2024-12"),
        ("2024.12底前", "2024-12"),
        ("资金于12月底前拨付到位", "--12"),
        ("第四季度前", None),
        ("年底前", None),
        ("每月15日前", None),
        ("每月底前", None),
        ("2024年12月31日24时前", "2024-12-31"),
    ],
)
def test_a_calendar_date_is_a_deadline(text: str, until: str | None) -> None:
    assert parse_target(text) == Reading(Operator.DEADLINE, until=until)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("2023 年 1 月-2024 年 12 月", "2023-01", "2024-12"),
        ("3月至11月", "--03", "--11"),
        ("1-12月", "--01", "--12"),
        ("2023-2025年", "2023", "2025"),
        ("2023-2024", "2023", "2024"),
    ],
)
def test_a_span_of_dates_has_both_ends(text: str, since: str, until: str) -> None:
    assert parse_target(text) == Reading(Operator.BETWEEN, since=since, until=until)


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        ("5-10家", 5, 10),
        ("60%-70%", 60, 70),
        ("60%～70%", 60, 70),
        ("60%（含）-80%", 60, 80),
        ("60%≤X<80%", 60, 80),
        ("90%>X≥80%", 80, 90),
        ("≥60%且<90%", 60, 90),
        ("80%以上90%以下", 80, 90),
        ("±5%", -5, 5),
        ("≤±5%", -5, 5),
        ("[80,90)", 80, 90),
    ],
)
def test_two_bounds_are_between(text: str, lower: int, upper: int) -> None:
    expected = Reading(Operator.BETWEEN, lower=Decimal(lower), upper=Decimal(upper))
    assert parse_target(text) == expected


@pytest.mark.parametrize(
    ("text", "operator"),
    [
        ("给予省资助金额20%的配套资金支持，最高不超过60万", Operator.RATE),
        ("按照上年度研发费用的10%，最高50万元", Operator.RATE),
        ("按合同金额的10%支付", Operator.RATE),
        ("1:1", Operator.RATE),
        ("1∶1.5", Operator.RATE),
        ("给予50%-60%保费支持", Operator.RATE),
        ("T+1", Operator.QUALITATIVE),
        ("认定高企 50 家，科技小巨人 25 家，技术创新中心 6 家等", Operator.LIST),
        ("3月底前30%，6月底前60%", Operator.LIST),
        ("10 20 30", Operator.LIST),
        ("显著提高", Operator.QUALITATIVE),
        ("是", Operator.QUALITATIVE),
        ("及时", Operator.QUALITATIVE),
        ("按季度", Operator.QUALITATIVE),
        ("以实际发生为准", Operator.QUALITATIVE),
        ("不低于合同标准", Operator.QUALITATIVE),
        ("按文件规定执行", Operator.QUALITATIVE),
        ("显著/较显著", Operator.QUALITATIVE),
        ("较上半年提高", Operator.QUALITATIVE),
        ("不低于2023年水平", Operator.QUALITATIVE),
        ("ISO9001认证", Operator.QUALITATIVE),
        ("第3届", Operator.QUALITATIVE),
    ],
)
def test_what_is_no_single_quantity_has_no_value(text: str, operator: Operator) -> None:
    assert parse_target(text) == Reading(operator)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("万元", "万元"),
        ("≥", None),
        ("≥%", "%"),
        ("≥万元", "万元"),
        ("(≥**人)", "人"),
        ("≥XX%", "%"),
        ("完成XX家以上", "家"),
        ("××%", "%"),
        ("", None),
        ("/", None),
    ],
)
def test_a_form_without_its_figure_is_missing(text: str, unit: str | None) -> None:
    assert parse_target(text) == Reading(Operator.MISSING, unit=unit)


TARGET_TEXT = st.text(
    alphabet="0123456789.,-%≥≤<>=年月日底前至到以上下内家个万元次一二三十不少于超过按给予的最高（）()/X* \n",
    max_size=24,
)


@given(st.one_of(st.text(max_size=60), TARGET_TEXT))
@example("X" * 3_000)
@example("1" * 400)
@example("X" * 1_900 + "!")
@example("元/" * 900 + "!")
@example("一" * 1_900 + "!")
@example("1月" * 900 + "!")
@example("（" * 1_900)
def test_no_text_makes_the_reading_fail(text: str) -> None:
    reading = parse_target(text)
    if reading.unit is not None:
        assert reading.value is not None or reading.operator is Operator.MISSING
    if reading.lower is not None and reading.upper is not None:
        assert reading.operator is Operator.BETWEEN
        assert reading.lower < reading.upper
    if reading.operator in {Operator.RATE, Operator.LIST, Operator.QUALITATIVE}:
        assert reading == Reading(reading.operator)


@given(TARGET_TEXT)
def test_no_digit_of_a_value_is_made_up(text: str) -> None:
    reading = parse_target(text)
    is_in_han = not re.search("[0-9]", text)
    for value in (reading.value, reading.lower, reading.upper):
        if value is not None and not is_in_han:
            assert str(abs(value)) in re.sub(r"[,\s]", "", fold(text))


@given(
    st.sampled_from(["≥", "≤", "<", ">", "=", "不少于", "不超过", ""]),
    st.decimals(0, 10**6, places=2),
    st.sampled_from(["%", "家", "万元", "人次", "万元/家", "平方米", "个工作日", ""]),
    st.sampled_from(["", " "]),
)
def test_a_printed_quantity_reads_back(sign: str, value: Decimal, unit: str, blank: str) -> None:
    reading = parse_target(f"{sign}{blank}{value}{blank}{unit}")
    assert (reading.value, reading.unit) == (value, unit or None)
