from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiju.values.band import Band, Outcome, find_interval, find_intervals, grade_of
from yiju.values.target import parse_target

GRADES = ("excellent", "good", "fair", "poor")


def bands(*texts: str) -> list[Band]:
    return [
        Band(grade, text, parse_target(text)) for grade, text in zip(GRADES, texts, strict=False)
    ]


THRESHOLDS = ("≥90%", "≥80%", "≥60%", "<60%")
WITH_GAP = ("95%以上", "90%以上", "85%以上", "60%以下")
TOUCHING = ("10次以上", "8次以上", "6次以上", "6次以下")
WHOLE = ("100%", "≥90%", "≥85%", "<85%")
RISING = ("≤5", "≤10", "≤20", ">20")


@pytest.mark.parametrize(
    ("texts", "value", "grades"),
    [
        (THRESHOLDS, "100", ["excellent"]),
        (THRESHOLDS, "90", ["excellent"]),
        (THRESHOLDS, "89.99", ["good"]),
        (THRESHOLDS, "60", ["fair"]),
        (THRESHOLDS, "59.9", ["poor"]),
        (WITH_GAP, "85", ["fair"]),
        (WITH_GAP, "84.9", []),
        (WITH_GAP, "60", ["poor"]),
        (TOUCHING, "6", ["fair", "poor"]),
        (TOUCHING, "5", ["poor"]),
        (WHOLE, "100", ["excellent"]),
        (WHOLE, "99", ["good"]),
        (WHOLE, "120", []),
        (("≥3", "≥2", "≥1", "=0"), "0", ["poor"]),
        (("≥3", "≥2", "≥1", "=0"), "0.5", []),
        (("100%", "≥90%", "≥85%", "≥80%"), "82", ["poor"]),
        (RISING, "5", ["excellent"]),
        (RISING, "6", ["good"]),
        (RISING, "21", ["poor"]),
        ((">90", "≥90", "≥60"), "90", ["good"]),
        (("≥60", "≥80"), "85", ["excellent", "good"]),
        (("≥80", "≥80"), "80", ["excellent", "good"]),
        (("90-100", "80-90", "60-80", "<60"), "90", ["excellent", "good"]),
        (("90≤X≤100", "80≤X<90", "60≤X<80", "<60"), "90", ["excellent"]),
        (("≥90%", "≥80%，<90%", "<80%，≥60%", "<60%"), "80", ["good"]),
        (("[90,100]", "[80,90)", "[60,80)", "<60"), "90", ["excellent"]),
    ],
)
def test_a_value_is_graded_as_the_bands_are_printed(
    texts: tuple[str, ...], value: str, grades: list[str]
) -> None:
    graded = grade_of(Decimal(value), bands(*texts))
    assert list(graded.grades) == grades
    assert graded.outcome == ("gap", "grade", "overlap")[len(grades)]


@pytest.mark.parametrize(
    "texts",
    [
        ("及时解决", "较好", "一般", "没解决"),
        ("≥3", "较好", "一般", "<1"),
        ("≥3次", "≥2人", "≥1人", "<1人"),
        ("6月底前", "9月底前", "12月底前", "未完成"),
        ("80%（含）-90%", "≥60", "<60"),
        ("≥90", "60以下（不含60）"),
        (),
    ],
)
def test_bands_without_exact_numbers_are_not_computed(texts: tuple[str, ...]) -> None:
    graded = grade_of(Decimal(3), bands(*texts))
    assert (graded.outcome, graded.grades) == (Outcome.NOT_COMPUTABLE, ())


NUMBERS = st.integers(0, 12)
TEXTS = st.lists(
    st.one_of(
        st.builds("{}{}".format, st.sampled_from(["≥", ">", "≤", "<", "="]), NUMBERS),
        st.builds("{}≤X<{}".format, NUMBERS, NUMBERS.map(lambda n: n + 13)),
    ),
    min_size=1,
    max_size=4,
)


@given(TEXTS, st.integers(-1, 27))
def test_a_band_only_gives_way_to_a_better_one(texts: list[str], value: int) -> None:
    """Ending a threshold loses no value but those at or beyond a better band inside it."""
    printed = bands(*texts)
    number = Decimal(value)
    before = [interval for band in printed if (interval := find_interval(band))]
    after = [interval for interval in find_intervals(printed) if interval]
    assert len(before) == len(after) == len(printed)
    for wide, ended in zip(before, after, strict=True):
        assert wide.holds(number) or not ended.holds(number)
    assert before[0] == after[0]
    thresholds = all(text[0] in "≥>" for text in texts)
    if thresholds and any(wide.holds(number) for wide in before):
        assert any(ended.holds(number) for ended in after)
