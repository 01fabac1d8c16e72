"""Tables with tiers and names in one column, and names with targets in one cell."""

from collections.abc import Callable

import pytest

from yiju.model import Disclosure

Finder = Callable[[str], Disclosure]

FORM = "项目支出绩效目标表\n\n项目名称\t河道巡查\n预算数\t5\n"


def said(disclosure: Disclosure) -> list[tuple[str, str, str, list[str]]]:
    (project,) = disclosure.projects
    return [
        (one.level1.text, one.level2.text, one.name.text, [t.words.text for t in one.targets])
        for one in project.indicators
    ]


@pytest.mark.parametrize(
    ("first", "second", "costs", "more"),
    [
        ("一、产出指标", "（一）数量指标", "（二）成本指标", ""),
        ("产出指标", "数量指标", "成本指标", ""),
        ("一、产出指标", "（一）数量指标", "二、成本指标", "（一）经济成本指标"),
        ("产出指标", "数量指标", "成本指标", "经济成本指标"),
    ],
)
def test_an_outline_tells_its_tiers(
    first: str, second: str, costs: str, more: str, found: Finder
) -> None:
    lines = [first, second, "1.巡查次数\t≥20次", costs, more, "2.巡查成本\t≤5万元"]
    rows = "\n".join(line if "\t" in line else f"{line}\t" for line in lines if line)
    upper = (costs, more) if more else (first, costs)
    assert said(found(f"{FORM}指标\t指标值\n{rows}\n")) == [
        (first, second, "巡查次数", ["≥20次"]),
        (*upper, "巡查成本", ["≤5万元"]),
    ]


def test_without_a_first_tier_it_is_no_outline(found: Finder) -> None:
    rows = "（一）数量指标\t\n1.巡查次数\t≥20次\n2.整改问题\t≥5个\n"
    assert said(found(f"{FORM}指标\t指标值\n{rows}")) == []


HEADER = "一级指标\t二级指标\t明细指标\n"


def test_names_may_have_their_targets_behind_them(found: Finder) -> None:
    rows = "产出指标\t数量指标\t巡查次数（≥20次）\n\t\t巡查河道（条）（≥5条）\n效益指标\t社会效益指标\t水质（改善）\n"
    assert said(found(f"{FORM}{HEADER}{rows}")) == [
        ("产出指标", "数量指标", "巡查次数", ["≥20次"]),
        ("产出指标", "数量指标", "巡查河道（条）", ["≥5条"]),
        ("效益指标", "社会效益指标", "水质", ["改善"]),
    ]


def test_words_in_brackets_are_no_targets_where_figures_are_rare(found: Finder) -> None:
    rows = (
        "产出指标\t数量指标\t巡查次数（次）\n\t质量指标\t整改率（%）\n\t时效指标\t及时性（按月）\n"
    )
    assert [(name, targets) for _, _, name, targets in said(found(f"{FORM}{HEADER}{rows}"))] == [
        ("巡查次数（次）", []),
        ("整改率（%）", []),
        ("及时性（按月）", []),
    ]
