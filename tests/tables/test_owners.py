"""Whose indicators are: a project's, the department's, or nobody's that the table names."""

from collections.abc import Callable

import pytest

from yiju.model import Disclosure

Finder = Callable[[str], Disclosure]

TITLE = "清河区水利局2024年部门预算公开\n\n"
TABLE = "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t巡查次数\t≥20次\n"


@pytest.mark.parametrize(
    "caption", ["项目支出绩效目标表", "2024年部门预算项目绩效目标表", "绩效自评表"]
)
def test_what_nobody_is_named_for_is_listed_and_given_to_nobody(
    found: Finder, caption: str
) -> None:
    disclosure = found(f"{TITLE}{caption}\n\n{TABLE}")
    assert (disclosure.projects, disclosure.indicators) == ((), ())
    assert {passage.reason for passage in disclosure.unmapped} == {"reasonUnknownOwner"}
    assert disclosure.accounting.unmapped == 8


@pytest.mark.parametrize("caption", ["部门整体绩效目标表", "单位整体支出绩效目标申报表"])
def test_a_caption_may_name_the_whole_department(found: Finder, caption: str) -> None:
    disclosure = found(f"{TITLE}{caption}\n\n{TABLE}")
    assert [one.name.text for one in disclosure.indicators] == ["巡查次数"]


def test_a_form_may_name_the_department_that_it_is_of(found: Finder) -> None:
    form = "部门名称\t清河区水利局\n年度总体目标\t1.巡查河道。\n"
    disclosure = found(f"{TITLE}绩效目标申报表\n\n{form}{TABLE}")
    assert [one.name.text for one in disclosure.indicators] == ["巡查次数"]
    assert [goal.words.text for goal in disclosure.goals] == ["1.巡查河道。"]


@pytest.mark.parametrize(
    "line", ["项目名称：河道巡查", "项目名称：河道巡查　　项目编码：13019024P00001"]
)
def test_a_line_above_a_table_may_name_the_project(found: Finder, line: str) -> None:
    disclosure = found(f"{TITLE}项目支出绩效目标表\n\n{line}\n\n{TABLE}")
    (project,) = disclosure.projects
    assert project.name.text == "河道巡查"
    assert project.code == ("13019024P00001" if "编码" in line else None)
    assert [one.name.text for one in project.indicators] == ["巡查次数"]


@pytest.mark.parametrize(
    ("line", "budget"),
    [("单位：元", "5"), ("预算单位：水利局　　单位：元", "5"), ("金额单位：万元", "50000")],
)
def test_amounts_count_in_the_unit_that_a_line_above_tells(
    found: Finder, line: str, budget: str
) -> None:
    form = "项目名称\t河道巡查\n预算数\t50000\n"
    (project,) = found(f"{TITLE}项目支出绩效目标表\n\n{line}\n\n{form}{TABLE}").projects
    assert str(project.budget) == budget


@pytest.mark.parametrize(
    ("printed", "name", "code"),
    [
        ("[901]国家样板局", "国家样板局", "901"),
        ("219001-梅园镇人民政府", "梅园镇人民政府", "219001"),
        ("清河区河道所", "清河区河道所", None),
    ],
)
def test_a_code_before_the_name_of_a_unit_is_no_part_of_it(
    found: Finder, printed: str, name: str, code: str | None
) -> None:
    form = f"项目名称\t河道巡查\n实施单位\t{printed}\n预算数\t5\n"
    (project,) = found(f"{TITLE}项目支出绩效目标表\n\n{form}{TABLE}").projects
    assert project.department is not None
    assert (project.department.name, project.department.code) == (name, code)
