from collections.abc import Callable
from decimal import Decimal

from yiju.model import Disclosure, Grade

Finder = Callable[[str], Disclosure]

HEADER = """职责活动	年度预算数	内容描述	绩效目标	绩效指标	评价标准			
					优	良	中	差
"""
ROWS = """一、科普工作	35.00	开展科普	水平提高					
1、科普活动	35.00	举办活动		活动数(次)	≥5	≥3	≥2	<2
				覆盖率	95%以上	90%以上	85%以上	60%以下
二、科协工作		对接科协						
1、调查		上报信息	按时完成	工作开展	及时解决	较好	一般	没解决
"""


def test_duties_hold_activities_and_these_their_graded_indicators(found: Finder) -> None:
    disclosure = found("306 清河区科学技术局\n\n" + HEADER + ROWS)
    first, second = disclosure.duties
    assert [first.name.text, second.name.text] == ["一、科普工作", "二、科协工作"]
    assert (first.budget, second.budget) == (Decimal("35.00"), None)
    (activity,) = first.activities
    assert [i.name.text for i in activity.indicators] == ["活动数(次)", "覆盖率"]
    bands = activity.indicators[0].bands
    assert [(b.grade, b.words.text) for b in bands] == [
        (Grade.EXCELLENT, "≥5"),
        (Grade.GOOD, "≥3"),
        (Grade.FAIR, "≥2"),
        (Grade.POOR, "<2"),
    ]
    assert activity.department is not None
    assert activity.department.code == "306"
    assert disclosure.accounting.unmapped == 0


def test_what_a_page_cut_goes_on_behind_the_repeated_header(found: Finder) -> None:
    text = HEADER + "一、科技企业培育和科	9.00	培育	目标\n"
    text += "\n" + HEADER + "技创新环境建设		企业	达成					\n"
    text += "1、环境		建设	完善	申报	≥3	≥2	≥1	<1\n"
    text += "\n306 清河区科学技术局\n\n" + HEADER + "		更多	更好	数				\n"
    (duty,) = found(text).duties
    (activity,) = duty.activities
    assert duty.name.text == "一、科技企业培育和科技创新环境建设"
    assert duty.content.text == "培育企业"
    assert (activity.content.text, activity.goals[0].words.text) == ("建设更多", "完善更好")
    (indicator,) = activity.indicators
    assert indicator.name.text == "申报数"
    assert len(indicator.bands) == 4


def test_one_cell_per_line_says_the_same_as_rows(found: Finder) -> None:
    rows = (HEADER + ROWS).splitlines()
    cells = "\n\n".join("\n".join(f"\t{cell}" for cell in row.split("\t")) for row in rows)

    def said(disclosure: Disclosure) -> list[tuple[str, list[str]]]:
        return [
            (activity.name.text, [i.name.text for i in activity.indicators])
            for duty in disclosure.duties
            for activity in (duty, *duty.activities)
        ]

    assert said(found(cells)) == said(found(HEADER + ROWS))


def test_an_activity_above_the_first_duty_keeps_its_indicators(found: Finder) -> None:
    (duty,) = found(
        HEADER + "1、科普活动	35.00	举办		活动数	≥5	≥3	≥2	<2\n"
    ).duties
    assert not duty.name
    assert [activity.name.text for activity in duty.activities] == ["1、科普活动"]
