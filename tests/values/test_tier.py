import pytest

from yiju.values.tier import Scheme, find_scheme, find_tier, tier_concepts


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("产出指标", "产出指标"),
        ("项目完成指标", "产出指标"),
        ("效果 指标", "效益指标"),
        ("满意度", "满意度指标"),
        ("成本指标", "成本指标"),
        ("二、效益指标（30分）", "效益指标"),
        ("一级指标", None),
        ("", None),
    ],
)
def test_printed_variants_name_one_first_tier(text: str, tier: str | None) -> None:
    assert find_tier(text, 1) == tier


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("社会效益", "社会效益指标"),
        ("可持续影响", "可持续影响指标"),
        ("服务对象满\n意度指标", "服务对象满意度指标"),
        ("经济成本指标", "经济成本指标"),
        ("三级指标", None),
    ],
)
def test_printed_variants_name_one_second_tier(text: str, tier: str | None) -> None:
    assert find_tier(text, 2) == tier


@pytest.mark.parametrize(
    ("level1", "level2", "scheme"),
    [
        (["产出指标", "效益指标"], ["数量指标", "成本指标"], "2015"),
        (["成本指标", "产出指标"], ["数量指标"], "2021"),
        (["产出指标"], ["社会成本指标"], "2021"),
        ([], [], "2015"),
    ],
)
def test_only_costs_on_the_first_tier_tell_the_scheme_of_2021(
    level1: list[str], level2: list[str], scheme: str
) -> None:
    assert find_scheme(level1, level2) == scheme


@pytest.mark.parametrize(
    ("level1", "level2", "scheme", "concepts"),
    [
        ("产出指标", "成本指标", "2015", ("tier2015-output", "tier2015-output-cost")),
        ("", "社会效益指标", "2015", ("tier2015-benefit", "tier2015-benefit-social")),
        ("成本指标", "经济成本指标", "2021", ("tier2021-cost", "tier2021-cost-economic")),
        ("成本指标", "", "2015", (None, None)),
        ("别的指标", "数量指标", "2015", (None, "tier2015-output-quantity")),
        ("产出指标", "可持续影响指标", "2021", ("tier2021-output", None)),
        (
            "满意度指标",
            "满意度",
            "2015",
            ("tier2015-satisfaction", "tier2015-satisfaction-recipient"),
        ),
    ],
)
def test_concepts_follow_the_printed_tiers(
    level1: str, level2: str, scheme: Scheme, concepts: tuple[str | None, str | None]
) -> None:
    assert tier_concepts(level1, level2, scheme) == concepts
