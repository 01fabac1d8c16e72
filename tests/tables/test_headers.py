"""Headers in one row and in two, what they leave open, and what a page repeats of them."""

from collections.abc import Callable

import pytest

from yiju.model import Disclosure, Indicator

Finder = Callable[[str], Disclosure]

FORM = "项目名称\t河道巡查\t\t\t\t\n预算数\t5\t\t\t\t\n"


def indicators(disclosure: Disclosure) -> tuple[Indicator, ...]:
    (project,) = disclosure.projects
    return project.indicators


def targets(disclosure: Disclosure) -> list[list[str]]:
    return [[one.words.text for one in row.targets] for row in indicators(disclosure)]


DIVIDED = (
    FORM
    + """一级指标\t二级指标\t三级指标\t指标值\t\t
\t\t\t{names}
产出指标\t数量指标\t巡查次数\t{first}
\t质量指标\t问题整改率\t{second}
"""
)


def test_what_a_second_row_names_is_read_by_that_name(found: Finder) -> None:
    text = DIVIDED.format(
        names="指标性质\t指标值\t度量单位", first="≥\t20\t次", second="＝\t100\t%"
    )
    assert targets(found(text)) == [["≥ 20 次"], ["＝ 100 %"]]


def test_values_of_past_years_are_no_targets(found: Finder) -> None:
    text = DIVIDED.format(
        names="前年\t上年\t预计当年实现", first="12次\t15次\t≥20次", second="90%\t95%\t≥96%"
    )
    assert targets(found(text)) == [["≥20次"], ["≥96%"]]


def test_where_it_stays_open_which_of_several_values_is_the_target_none_is(found: Finder) -> None:
    text = DIVIDED.format(
        names="2022年\t2023年\t2024年", first="12次\t15次\t≥20次", second="90%\t95%\t≥96%"
    )
    assert targets(found(text)) == [[], []]
    listed = " ".join(passage.words.text for passage in found(text).unmapped)
    assert "≥20次" in listed
    assert "≥96%" in listed


def test_a_sign_and_a_value_may_stand_under_one_heading(found: Finder) -> None:
    rows = "产出指标\t数量指标\t巡查次数\t≥\t20次\n\t质量指标\t整改率\t≥\t96%\n"
    assert targets(found(f"{FORM}一级指标\t二级指标\t三级指标\t指标值\t\n{rows}")) == [
        ["≥ 20次"],
        ["≥ 96%"],
    ]


OPEN = (
    FORM
    + """一级指标\t二级指标\t三级指标\t指标值\t绩效标准
产出指标\t数量指标\t巡查次数\t≥20次\t{first}
\t质量指标\t整改率\t≥96%\t{second}
"""
)


@pytest.mark.parametrize(
    ("cells", "bases", "descriptions"),
    [
        (("行业标准", "《河道巡查办法》"), ["行业标准", "《河道巡查办法》"], ["", ""]),
        (("每少1次扣2分", "达到得满分"), ["", ""], ["每少1次扣2分", "达到得满分"]),
        (("较好", "一般"), ["", ""], ["", ""]),
    ],
)
def test_what_a_header_leaves_open_its_cells_decide_together(
    found: Finder, cells: tuple[str, str], bases: list[str], descriptions: list[str]
) -> None:
    rows = indicators(found(OPEN.format(first=cells[0], second=cells[1])))
    assert [one.basis.words.text if one.basis else "" for one in rows] == bases
    assert [one.description.text for one in rows] == descriptions


def test_points_beside_each_tier_are_not_those_of_the_indicator(found: Finder) -> None:
    header = "一级指标\t分值\t二级指标\t分值\t三级指标\t分值\t目标值\n"
    row = "产出指标\t50\t数量指标\t30\t巡查次数\t15\t≥20次\n"
    (one,) = indicators(found(FORM + header + row))
    assert one.evaluation is not None
    assert str(one.evaluation.weight) == "15"


MANY = """项目名称\t预算数\t绩效目标\t绩效指标\t\t\t
\t\t\t一级指标\t二级指标\t三级指标\t指标值
河道巡查\t5\t1.巡查。\t产出指标\t数量指标\t巡查次数\t≥20次
\t\t\t\t质量指标\t整改率\t≥96%
堤防维修\t8\t1.维修。\t产出指标\t数量指标\t维修堤防\t≥3公里
"""


@pytest.mark.parametrize("repeated", [[], [0], [1], [0, 1]])
def test_a_page_may_repeat_a_header_or_a_part_of_it(found: Finder, repeated: list[int]) -> None:
    lines = MANY.splitlines()
    header = [lines[at] for at in repeated]
    text = "\n".join([*lines[:3], "", "- 3 -", "", *header, *lines[3:], ""])
    told = {
        project.name.text: [one.name.text for one in project.indicators]
        for project in found(text).projects
    }
    assert told == {"河道巡查": ["巡查次数", "整改率"], "堤防维修": ["维修堤防"]}


def test_rows_before_the_first_name_belong_to_no_project(found: Finder) -> None:
    lines = MANY.splitlines()
    disclosure = found("\n".join([*lines[:2], lines[3], lines[4], ""]))
    assert [project.name.text for project in disclosure.projects] == ["堤防维修"]
    assert [len(project.indicators) for project in disclosure.projects] == [1]
    assert "整改率" in " ".join(passage.words.text for passage in disclosure.unmapped)


@pytest.mark.parametrize("column", ["单位名称、项目名称", "单位名称\t项目名称"])
def test_a_row_that_names_a_body_alone_tells_whose_projects_follow(
    found: Finder, column: str
) -> None:
    blank = "\t" * column.count("\t")
    header = f"{column}\t预算数\t一级指标\t二级指标\t三级指标\t指标值\n"
    rows = "".join(
        f"{body}{blank}\t\t\t\t\t\n{blank}{name}\t5\t产出指标\t数量指标\t次数\t≥2次\n"
        for body, name in (("清河区河道所", "河道巡查"), ("清河区水文站", "水文监测"))
    )
    told = {
        project.name.text: project.department.name if project.department else None
        for project in found(header + rows).projects
    }
    assert told == {"河道巡查": "清河区河道所", "水文监测": "清河区水文站"}
