"""What was reached counts as a number only where it is of the target's unit."""

import pytest

from yiju.mapping.evaluation import map_evaluation
from yiju.model import Evaluation, Indicator, Passage, Target
from yiju.values.target import parse_target


def reached(target: str, actual: str) -> object:
    words = Passage.of(target, 0, 1)
    indicator = Indicator(
        name=Passage.of("次数", 20, 1),
        row=words,
        position=1,
        targets=(Target(words, parse_target(target)),),
        evaluation=Evaluation(Passage.of(actual, 40, 1)),
    )
    return map_evaluation(indicator).get("actualValue")


@pytest.mark.parametrize(
    ("target", "actual", "value"),
    [
        ("≥50个", "52个", "52"),
        ("≥50个", "52", "52"),
        ("≥90%", "93.4%", "93.4"),
        ("≥90%", "93.4", "93.4"),
        ("≥50", "52", "52"),
        ("≥90%", "0.93", None),
        ("≥1.2万人", "12800", None),
        ("≥50个", "52家", None),
        ("≥50", "52家", None),
        ("≥50个", "达成预期指标", None),
        ("健全", "基本健全", None),
    ],
)
def test_a_number_that_was_reached_counts_in_the_unit_of_the_target(
    target: str, actual: str, value: str | None
) -> None:
    assert reached(target, actual) == value
