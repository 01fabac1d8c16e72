"""Tables with a project in each row, and indicators that a cell writes out under their tiers."""

from collections.abc import Callable

import pytest

from yiju.model import Disclosure, Passage
from yiju.tables.project_list import read_written

Finder = Callable[[str], Disclosure]

HEADER = "项目名称\t预算金额（元）\t绩效目标\t绩效指标\n"
ROW = "机房运维\t450000\t保障运行\t【产出指标-数量指标】指标1:机柜数量(≥77台)；指标2：巡检（12次/年）；【效益指标-社会效益指标】服务单位(≥30家)\n"


def test_each_row_is_a_project_with_what_its_cell_writes_out(found: Finder) -> None:
    disclosure = found(
        HEADER + ROW + "水质监测\t600000\t1.掌握水质。2.及时预警。\t\n合计\t1050000\t\t\n"
    )
    first, second = disclosure.projects
    assert (first.name.text, str(first.budget), len(first.goals)) == ("机房运维", "45", 1)
    assert (second.name.text, str(second.budget), len(second.goals)) == ("水质监测", "60", 2)
    assert [
        (one.level1.text, one.level2.text, one.name.text, one.targets[0].words.text)
        for one in first.indicators
    ] == [
        ("产出指标", "数量指标", "机柜数量", "≥77台"),
        ("产出指标", "数量指标", "巡检", "12次/年"),
        ("效益指标", "社会效益指标", "服务单位", "≥30家"),
    ]
    assert [one.position for one in first.indicators] == [1, 2, 3]
    assert len({one.row.start for one in first.indicators}) == 3
    assert disclosure.accounting.unmapped == 0
    assert [passage.rule for passage in disclosure.ignored] == ["ruleTotalRow"]


@pytest.mark.parametrize(
    "cell",
    [
        "【产出指标-数量指标】指标1:机柜数量(≥**台)",
        "【产出指标-数量指标】机柜很多",
        "【其他-数量指标】机柜(≥3台)",
        "按合同执行",
    ],
)
def test_a_cell_that_is_not_clear_is_listed_and_no_indicator(found: Finder, cell: str) -> None:
    disclosure = found(f"{HEADER}机房运维\t450000\t保障运行\t{cell}\n")
    (project,) = disclosure.projects
    assert project.indicators == ()
    bare = cell.replace("**", "")  # read as marks of bold print
    assert [passage.words.text for passage in disclosure.unmapped] == [bare]


def test_a_line_that_begins_with_a_bracket_goes_on_with_the_one_above() -> None:
    cell = Passage.of("【产出指标-数量指标】机柜\n（≥3台）\n巡检（12次）", 0, 1)
    found = [(one.name.text, one.targets[0].words.text) for one in read_written(cell)]
    assert found == [("机柜", "≥3台"), ("巡检", "12次")]


def test_a_row_without_name_or_amount_is_listed(found: Finder) -> None:
    disclosure = found(HEADER + "\t450000\t保障运行\t\n机房运维\t若干\t保障运行\t\n")
    assert disclosure.projects == ()
    assert disclosure.goals == ()
    assert disclosure.accounting.unmapped == 5
