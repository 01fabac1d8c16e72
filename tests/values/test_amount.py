from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiju.values.amount import parse_amount
from yiju.values.share import parse_share


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("42.40", "42.40"),
        (" 1,353.09 ", "1353.09"),
        ("80", "80"),
        ("0", "0"),
        ("1.5 亿元", "15000"),
        ("3000元", "0.3"),
        ("20 万元", "20"),
        ("420万", "420"),
        ("￥100.00", "100.00"),
        ("１２．５０", "12.50"),
        ("-3.2", "-3.2"),
    ],
)
def test_an_amount_is_read_in_ten_thousand_yuan(text: str, amount: str) -> None:
    assert str(parse_amount(text)) == amount


@pytest.mark.parametrize(
    "text", ["", "万元", "12月", "1.2.3", "1,23", "约20", "20%", "1e5", "9" * 40, "NaN"]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    assert parse_amount(text) is None


def test_a_bare_number_counts_in_the_unit_of_its_table() -> None:
    assert parse_amount("30,917,359.86", unit="元") == Decimal("3091.735986")


@given(st.decimals(0, 10**9, places=2))
def test_a_printed_amount_parses_back(value: Decimal) -> None:
    assert str(parse_amount(str(value))) == str(value)
    assert parse_amount(f"{value:,}") == value


@given(st.decimals(0, 100, places=2))
def test_a_printed_share_parses_back(value: Decimal) -> None:
    assert parse_share(f"{value}%") == value / 100


@pytest.mark.parametrize("text", ["", "%", "120%", "12月底", "-5%", "60%-70%"])
def test_what_is_no_share_is_refused(text: str) -> None:
    assert parse_share(text) is None


def test_a_share_of_nothing_is_printed_in_two_ways() -> None:
    assert parse_share("00%") == parse_share("0") == Decimal(0)
    assert str(parse_share("60.00%")) == "0.6000"
