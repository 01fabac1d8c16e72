import pytest

from yiju.values.period import find_periods, parse_month_end


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("3月底", 3),
        (" 12 月底 ", 12),
        ("10月底前", 10),
        ("6月", 6),
        ("十二月底", 12),
        ("3月底（%）", 3),
        ("2024年9月底", 9),
    ],
)
def test_a_header_cell_names_its_month(text: str, month: int) -> None:
    assert parse_month_end(text) == month


@pytest.mark.parametrize(
    "text", ["", "100.00%", "13月底", "0月", "12 月底 100.00%", "月底", "12个月", "合计"]
)
def test_what_is_no_month_is_refused(text: str) -> None:
    assert parse_month_end(text) is None


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("12月底前", None, "--12"),
        ("2024年6月30日前", None, "2024-06-30"),
        ("2024.12.31前", None, "2024-12-31"),
        ("2024-06-30", None, "2024-06-30"),
        ("2024年12月", None, "2024-12"),
        ("12月31日前", None, "--12-31"),
        ("第四季度前", None, None),
        ("2024年第一季度", None, None),
        ("年底前", None, None),
        ("2023年1月-2024年12月", "2023-01", "2024-12"),
        ("2024年1-12月", "2024-01", "2024-12"),
        ("3月至11月", "--03", "--11"),
        ("1月1日-12月31日", "--01-01", "--12-31"),
        ("2023-2025年", "2023", "2025"),
    ],
)
def test_dates_and_spans_are_as_printed(text: str, since: str | None, until: str | None) -> None:
    [period] = find_periods(text)
    assert (period.since, period.until) == (since, until)
    assert text[period.start : period.end] == text


def test_a_date_that_no_calendar_has_gives_none() -> None:
    [period] = find_periods("2024年2月31日前")
    assert period.until is None


@pytest.mark.parametrize("text", ["12个月", "3年内", "每季度", "1.5亿元", "13月", "5日内"])
def test_a_length_of_time_is_no_date(text: str) -> None:
    assert find_periods(text) == []
