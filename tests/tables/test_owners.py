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


@pytest.mark.parametrize(
    "above",
    [
        "（一）部门整体绩效目标\n\n绩效目标申报表",
        "三、单位整体支出绩效情况\n\n2024年度绩效目标表",
    ],
)
def test_a_heading_may_name_the_whole_department(found: Finder, above: str) -> None:
    disclosure = found(f"{TITLE}{above}\n\n{TABLE}")
    assert [one.name.text for one in disclosure.indicators] == ["巡查次数"]


@pytest.mark.parametrize(
    "above",
    [
        "（一）部门整体绩效目标\n\n项目支出绩效目标表",
        "（一）部门整体绩效目标\n\n（二）绩效目标情况\n\n绩效目标申报表",
        "（一）部门整体绩效目标\n\n绩效目标申报表\n\n科目\t金额\t备注\n甲\t5\t无\n\n绩效目标申报表",
    ],
)
def test_a_heading_of_something_else_names_nobody(found: Finder, above: str) -> None:
    disclosure = found(f"{TITLE}{above}\n\n{TABLE}")
    assert disclosure.indicators == ()


def test_a_form_may_have_labels_that_only_departments_have(found: Finder) -> None:
    form = "单位名称\t清河区水利局\n年度主要任务\t任务名称\t主要内容\n\t巡查\t巡查河道\n"
    disclosure = found(f"{TITLE}绩效目标申报表\n\n{form}{TABLE}")
    assert [one.name.text for one in disclosure.indicators] == ["巡查次数"]


@pytest.mark.parametrize(
    ("name", "is_own"),
    [
        ("清河区水利局", True),
        ("清河区水利局（本级）", True),
        ("水利局", True),
        ("清河区水务和利民局", True),
        ("清河区水利局执法局", False),
        ("清河区水利局河道管理站", False),
        ("白河区水利局", False),
    ],
)
@pytest.mark.parametrize("label", ["部门名称", "单位名称"])
def test_what_another_body_promises_is_not_the_departments(
    found: Finder, label: str, name: str, *, is_own: bool
) -> None:
    disclosure = found(f"{TITLE}单位整体支出绩效目标表\n\n{label}\t{name}\n{TABLE}")
    assert bool(disclosure.indicators) == is_own
    owners = {passage.reason for passage in disclosure.unmapped}
    assert ("reasonUnknownOwner" in owners) != is_own


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
