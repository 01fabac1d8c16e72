"""Forms of self-evaluation, weights, and targets of the mid term beside those of the year."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from yiju.model import Disclosure

Finder = Callable[[str], Disclosure]

EVALUATION = """项目名称\t饮水工程维修
项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t120.00\t120.00\t118.50\t10\t98.75%\t9.88
\t其中：当年财政拨款\t120.00\t120.00\t118.50\t—\t98.75%\t—
\t上年结转资金\t0\t0\t0\t—\t—\t—
年度总体目标\t预期目标\t实际完成情况
\t维修工程20处。\t已维修22处。
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施
产出指标\t数量指标\t维修工程数量\t≥20处\t22处\t15\t15\t
\t时效指标\t按时完工率\t≥95%\t90%\t10\t9\t受汛期影响
效益指标\t社会效益指标\t长效机制\t健全\t基本健全\t15\t—\t有待完善
总分\t100\t95.88
"""


def test_a_self_evaluation_tells_what_came_of_each_indicator(found: Finder) -> None:
    disclosure = found(EVALUATION)
    (project,) = disclosure.projects
    told = [one.evaluation for one in project.indicators]
    assert all(told)
    assert [
        (one.actual.text, one.weight, one.score, one.deviation.text) for one in told if one
    ] == [
        ("22处", Decimal(15), Decimal(15), ""),
        ("90%", Decimal(10), Decimal(9), "受汛期影响"),
        ("基本健全", Decimal(15), None, "有待完善"),
    ]
    assert [one.targets[0].words.text for one in project.indicators] == ["≥20处", "≥95%", "健全"]


def test_its_money_and_goals_are_those_that_were_planned(found: Finder) -> None:
    (project,) = found(EVALUATION).projects
    assert project.budget == Decimal(120)
    assert [(one.source, one.amount) for one in project.funding] == [
        ("fiscalFunds", Decimal(120)),
        ("carriedOver", Decimal(0)),
    ]
    assert [goal.words.text for goal in project.goals] == ["维修工程20处。"]
    assert not project.purpose


def test_what_it_says_besides_is_listed_and_its_sum_ignored(found: Finder) -> None:
    disclosure = found(EVALUATION)
    assert "ruleTotalRow" in {passage.rule for passage in disclosure.ignored}
    listed = "\n".join(passage.words.text for passage in disclosure.unmapped)
    assert "118.50" in listed
    assert "已维修22处。" in listed


SIGNS = """项目名称\t工程管护
预算数\t3.00
一级指标\t二级指标\t三级指标\t{sign}\t绩效指标值\t{unit}\t权重
产出指标\t数量指标\t管护数量\t≥\t12\t座\t20
\t质量指标\t完好率\t≥\t95\t%\t20
效益指标\t社会效益指标\t度汛安全\t定性\t有效\t\t10
"""


@pytest.mark.parametrize(("sign", "unit"), [("绩效指标性质", "绩效度量单位"), ("方向", "口径")])
def test_signs_and_units_in_columns_of_their_own_belong_to_the_target(
    found: Finder, sign: str, unit: str
) -> None:
    (project,) = found(SIGNS.format(sign=sign, unit=unit)).projects
    assert [one.targets[0].words.text for one in project.indicators] == [
        "≥ 12 座",
        "≥ 95 %",
        "有效",
    ]
    assert [one.evaluation.weight for one in project.indicators if one.evaluation] == [20, 20, 10]


TERMS = """项目名称\t河道整治
总体目标\t实施期目标\t年度目标
\t整治河道30公里。\t整治河道10公里。
一级指标\t二级指标\t三级指标\t指标值\t二级指标\t三级指标\t指标值
产出指标\t数量指标\t整治长度\t≥30公里\t数量指标\t整治长度\t≥10公里
\t质量指标\t合格率\t100%\t质量指标\t验收通过率\t98%
"""


def test_what_is_meant_for_the_mid_term_is_told_from_what_is_meant_for_the_year(
    found: Finder,
) -> None:
    disclosure = found(TERMS)
    (project,) = disclosure.projects
    assert [
        [(target.words.text, target.period) for target in one.targets] for one in project.indicators
    ] == [
        [("≥10公里", "annualPeriod"), ("≥30公里", "midTermPeriod")],
        [("100%", "midTermPeriod")],
        [("98%", "annualPeriod")],
    ]
    assert [(one.level1.text, one.level2.text, one.name.text) for one in project.indicators] == [
        ("产出指标", "数量指标", "整治长度"),
        ("产出指标", "质量指标", "合格率"),
        ("产出指标", "质量指标", "验收通过率"),
    ]
    assert len({one.row.start for one in project.indicators}) == 3
    assert [(goal.words.text, goal.period) for goal in project.goals] == [
        ("整治河道30公里。", "midTermPeriod"),
        ("整治河道10公里。", "annualPeriod"),
    ]
    assert disclosure.unmapped == ()
