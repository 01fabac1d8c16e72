from collections.abc import Callable
from decimal import Decimal

import pytest

from yiju.model import Disclosure, Indicator, Project

Finder = Callable[[str], Disclosure]

FORM = """1、科普活动经费绩效目标表

306001 清河区科学技术局本级

单位：万元

项目编码	1301902101PDD8ZPY 4KBQ		项目名称	科普活动经费		
预算规模及 资金用途	预算数	1,042.40	其中：财政 资金	1042.40	其他资金	0
	依据《清河区科普办法》，补助活动。					
资金支出计划（%）	3月底		6月底	10月底	12月底	
			60.00%	60.00%	100.00%	
绩效目标	1.通过活动，普及科学。 2.提升素质2.5万人。					
"""
HEADER = "一级指标	二级指标	三级指标	绩效指标描述	指标值	指标值确定依据	\n"
ROWS = """产出指标	数量指标	活动场次	全年活动场次	≥20 场	工作计划	
	质量指标	参与人次	累计人次	≥300人次	工作计划	
"""


def only(disclosure: Disclosure) -> Project:
    (project,) = disclosure.projects
    return project


def indicators(disclosure: Disclosure) -> tuple[Indicator, ...]:
    return only(disclosure).indicators


def test_a_form_says_code_name_unit_and_money(found: Finder) -> None:
    project = only(found(FORM + HEADER + ROWS))
    assert project.name.text == "科普活动经费"
    assert project.code == "1301902101PDD8ZPY4KBQ"
    assert project.department is not None
    assert (project.department.code, project.department.name) == ("306001", "清河区科学技术局本级")
    assert project.budget == Decimal("1042.40")
    assert [(f.source, f.amount) for f in project.funding] == [
        ("fiscalFunds", Decimal("1042.40")),
        ("otherFunds", Decimal(0)),
    ]
    assert project.purpose.text == "依据《清河区科普办法》，补助活动。"
    assert [goal.words.text for goal in project.goals] == [
        "1.通过活动，普及科学。",
        "2.提升素质2.5万人。",
    ]


CENTRAL = """项目支出绩效目标表
项目名称	农村饮水安全工程
主管部门及代码	水利局		实施单位	水利局建设科
项目资金（元）	年度资金总额：	5000000
	其中：财政拨款	4800000
	其他资金	200000
总体目标	解决饮水。
绩效指标	一级指标	二级指标	三级指标	指标值
	产出指标	数量指标	指标1：新建水厂	2座
			指标2：管网长度	≥35公里
"""


def test_the_form_of_the_central_departments_is_read(found: Finder) -> None:
    disclosure = found(CENTRAL)
    project = only(disclosure)
    assert project.name.text == "农村饮水安全工程"
    assert project.department is not None
    assert project.department.name == "水利局建设科"
    assert project.budget == Decimal(500)
    assert [f.amount for f in project.funding] == [Decimal(480), Decimal(20)]
    assert [(i.level2.text, i.name.text) for i in project.indicators] == [
        ("数量指标", "新建水厂"),
        ("数量指标", "管网长度"),
    ]
    assert disclosure.accounting.unmapped == 0


def test_every_cell_of_a_project_is_mapped(found: Finder) -> None:
    sums = found(FORM + HEADER + ROWS).accounting
    assert (sums.read, sums.mapped) == (sums.mapped, sums.read)


def test_amounts_in_yuan_become_ten_thousands(found: Finder) -> None:
    project = only(found(FORM.replace("单位：万元", "单位：元").replace("1,042.40", "424000")))
    assert project.budget == Decimal("42.4")


def test_a_share_belongs_to_the_month_above_it(found: Finder) -> None:
    plan = [(m.month, m.share) for m in only(found(FORM + HEADER + ROWS)).milestones]
    assert plan == [(6, Decimal("0.6")), (10, Decimal("0.6")), (12, Decimal(1))]


@pytest.mark.parametrize(
    ("rows", "plan"),
    [
        ("\t3月底\t\t6月底\t\t10月底\t\n\t\t\t\t\t12 月底 100.00%\t\n", [(12, "1")]),
        ("\t3月底\t\t6月底\t\t10月底\t\n\t\t\t\t\t12月底\t\n\t\t\t\t\t100%\t\n", [(12, "1")]),
        (
            "\t3月底\t\t6月底\t\t10月底\t\n\t30%\t\t30%\t\t60%\t\n",
            [(3, ".3"), (6, ".3"), (10, ".6")],
        ),
        ("\t3月底\t\t6月底\t\t10月底\t\n\t\t\t\t40%\t\t\n", []),
        (
            "\t3月底\t\t6月底\t\t10月底\t\n\t20%\t\t40%\t\t60%\t\n绩效目标\t3月底\t\t6月底\t\t12月底\t\n\t20%\t\t40%\t\t100%\t\n",
            [(3, ".2"), (6, ".4"), (10, ".6"), (3, ".2"), (6, ".4"), (12, "1")],
        ),
    ],
)
def test_a_spending_plan_with_a_lost_column_keeps_what_is_printed(
    found: Finder, rows: str, plan: list[tuple[int, str]]
) -> None:
    start, end = FORM.index("\t3月底"), FORM.index("绩效目标\t1.")
    text = FORM[:start] + rows + FORM[end:]
    milestones = only(found(text + HEADER + ROWS)).milestones
    assert [(m.month, m.share) for m in milestones] == [(m, Decimal(s)) for m, s in plan]


def test_a_lost_month_follows_from_the_full_plans_of_the_document(found: Finder) -> None:
    start, end = FORM.index("\t3月底"), FORM.index("绩效目标\t1.")
    lost = "\t3月底\t\t6月底\t\t10月底\t\n\t25%\t\t50%\t\t75%\t100%\n"
    other = (FORM[:start] + lost + FORM[end:]).replace("PDD8ZPY", "QQQ8ZPY")
    _, second = found(FORM + HEADER + ROWS + "\n" + other + HEADER + ROWS).projects
    assert [(m.month, str(m.share.normalize())) for m in second.milestones] == [
        (3, "0.25"),
        (6, "0.5"),
        (10, "0.75"),
        (12, "1"),
    ]


def test_an_item_of_a_goal_may_stand_in_the_first_column(found: Finder) -> None:
    project = only(found(FORM + "3.壮大集群。\t\t\t\t\t\t\n" + HEADER + ROWS))
    assert project.goals[-1].words.text == "3.壮大集群。"


def test_tiers_go_down_over_merged_cells(found: Finder) -> None:
    first, second = indicators(found(FORM + HEADER + ROWS))
    assert (first.level1.text, second.level1.text) == ("产出指标", "产出指标")
    assert second.tiers == ("tier2015-output", "tier2015-output-quality")
    assert second.level1.line == first.level1.line


def test_a_repeated_header_behind_a_page_break_is_ignored(found: Finder) -> None:
    text = FORM + HEADER + ROWS + "\n306001 清河区科学技术局本级\n\n" + HEADER
    text += "效益指标	社会效益指标	就业	吸纳就业	≥10 人	工作计划\n"
    disclosure = found(text)
    assert [i.level1.text for i in indicators(disclosure)] == ["产出指标", "产出指标", "效益指标"]
    assert [(p.rule, p.cells) for p in disclosure.ignored] == [("ruleRepeatedHeader", 6)]


def test_a_row_that_a_page_cut_is_put_together(found: Finder) -> None:
    text = (
        FORM
        + HEADER
        + "满意度指标	服务对象满	参与群众	群众满意	≥85%	历年经验	\n\n"
    )
    text += HEADER + "	意度指标	满意度			\n"
    (indicator,) = indicators(found(text))
    assert (indicator.level2.text, indicator.name.text) == ("服务对象满意度指标", "参与群众满意度")
    assert [piece.line for piece in indicator.name.pieces] == [14, 17]
    assert indicator.tiers == ("tier2015-satisfaction", "tier2015-satisfaction-recipient")


def test_a_basis_that_a_page_cut_is_put_together(found: Finder) -> None:
    text = FORM + HEADER + "产出指标	数量指标	场次	全年	≥2 场	《清河区科普	\n\n"
    text += HEADER + "					办法》\n"
    (indicator,) = indicators(found(text))
    assert indicator.basis is not None
    assert indicator.basis.words.text == "《清河区科普办法》"


def test_an_indicator_without_a_target_is_no_rest_of_another(found: Finder) -> None:
    text = (
        FORM
        + HEADER
        + ROWS
        + "\n"
        + HEADER
        + "效益指标	社会效益指标	就业	吸纳就业		\n"
    )
    assert [i.name.text for i in indicators(found(text))] == ["活动场次", "参与人次", "就业"]


def test_a_merged_name_goes_down_to_targets_of_its_own(found: Finder) -> None:
    rows = "产出指标	成本指标	补助标准	国家一等奖	100万元	计划	\n			国家二等奖	30万元	计划	\n"
    first, second = indicators(found(FORM + HEADER + rows))
    assert (first.name.text, second.name.text) == ("补助标准", "补助标准")
    assert second.description.text == "国家二等奖"


def test_a_header_beside_its_columns_is_set_right_by_the_tiers(found: Finder) -> None:
    first, _ = indicators(found(FORM + "	" + HEADER + ROWS))
    assert (first.level2.text, first.name.text, first.targets[0].words.text) == (
        "数量指标",
        "活动场次",
        "≥20 场",
    )


def test_sign_value_and_unit_in_three_columns_are_one_target(found: Finder) -> None:
    header = "一级指标	二级指标	三级指标	符号	指标值	计量单位	指标值确定依据\n"
    (indicator,) = indicators(
        found(FORM + header + "产出指标	数量指标	场次	≥	20	场	计划\n")
    )
    (target,) = indicator.targets
    assert target.words.text == "≥ 20 场"
    assert (target.reading.operator, target.reading.value, target.reading.unit) == (
        "atLeast",
        Decimal(20),
        "场",
    )


def test_a_list_number_is_no_part_of_a_name(found: Finder) -> None:
    rows = "产出指标	数量指标	指标1：活动场次	全年	≥2 场	计划	\n"
    assert indicators(found(FORM + HEADER + rows))[0].name.text == "活动场次"


def test_a_row_of_a_blank_form_is_ignored(found: Finder) -> None:
    disclosure = found(FORM + HEADER + ROWS + "		……				\n")
    assert len(indicators(disclosure)) == 2
    assert [p.rule for p in disclosure.ignored] == ["ruleFormPlaceholder"]


def test_cost_on_tier_two_is_the_scheme_of_2015(found: Finder) -> None:
    rows = (
        ROWS
        + "	成本指标	总成本	全年	≤10万元	计划	\n效益指标	可持续影响指标	影响	长期	持续	计划	\n"
    )
    concepts = [i.tiers for i in indicators(found(FORM + HEADER + rows))]
    assert concepts[2:] == [
        ("tier2015-output", "tier2015-output-cost"),
        ("tier2015-benefit", "tier2015-benefit-sustainable"),
    ]


def test_cost_on_tier_one_is_the_scheme_of_2021(found: Finder) -> None:
    rows = ROWS + "成本指标	经济成本指标	总成本	全年	≤10万元	计划	\n"
    concepts = [i.tiers for i in indicators(found(FORM + HEADER + rows))]
    assert concepts[0] == ("tier2021-output", "tier2021-output-quantity")
    assert concepts[-1] == ("tier2021-cost", "tier2021-cost-economic")


def test_two_forms_in_one_table_are_two_projects(found: Finder) -> None:
    form = FORM[FORM.index("项目编码") :]
    both = FORM + HEADER + ROWS + form.replace("科普活动经费", "培训经费") + HEADER + ROWS
    assert [p.name.text for p in found(both).projects] == ["科普活动经费", "培训经费"]
    assert [len(p.indicators) for p in found(both).projects] == [2, 2]


def test_a_caption_names_a_project_without_a_form(found: Finder) -> None:
    text = "2、科普专项资金绩效目标表\n\n绩效目标\t1、前30名\n\n" + HEADER + ROWS
    project = only(found(text))
    assert (project.name.text, project.code, len(project.indicators)) == ("科普专项资金", None, 2)
    assert [goal.words.text for goal in project.goals] == ["1、前30名"]


def test_two_tables_under_one_caption_are_one_project(found: Finder) -> None:
    project = only(found("2、科普专项资金绩效目标表\n" + HEADER + ROWS + "\n说明\n\n" + ROWS))
    assert [one.position for one in project.indicators] == [1, 2, 3, 4]


def test_indicators_of_the_whole_department_belong_to_no_project(found: Finder) -> None:
    disclosure = found("第二部分 部门整体绩效目标\n" + HEADER + ROWS)
    assert (disclosure.projects, len(disclosure.indicators)) == ((), 2)


def test_a_table_whose_header_is_lost_is_known_by_its_tiers(found: Finder) -> None:
    disclosure = found("部门整体绩效目标\n" + ROWS.replace("产出指标", ""))
    first, second = disclosure.indicators
    assert first.level1.text == ""
    assert first.tiers == ("tier2015-output", "tier2015-output-quantity")
    assert (second.name.text, second.targets[0].words.text) == ("参与人次", "≥300人次")


def test_a_table_that_is_not_known_is_listed_with_every_cell(found: Finder) -> None:
    disclosure = found(FORM + HEADER + ROWS + "\n六、采购\n\n项目名称\t预算资金\n科普\t5.00\n")
    assert [(p.reason, p.cells) for p in disclosure.unmapped] == [
        ("reasonUnknownTable", 2),
        ("reasonUnknownTable", 2),
    ]
    assert len(disclosure.projects) == 1


def test_an_amount_that_is_no_amount_is_listed(found: Finder) -> None:
    disclosure = found(FORM.replace("1,042.40", "待定") + HEADER + ROWS)
    assert only(disclosure).budget is None
    assert [(p.reason, p.words.text) for p in disclosure.unmapped] == [
        ("reasonUnknownCell", "待定")
    ]


def test_a_table_of_contents_is_ignored(found: Finder) -> None:
    disclosure = found("目录\n\n一、职责\t3\n二、预算\t5\n")
    assert [p.rule for p in disclosure.ignored] == ["ruleContents", "ruleContents"]


def test_a_table_cut_in_the_middle_keeps_what_is_there(found: Finder) -> None:
    text = FORM + HEADER + ROWS
    for end in range(0, len(text), 7):
        sums = found(text[:end]).accounting
        assert sums.read == sums.mapped + sums.ignored + sums.unmapped


def test_the_text_of_a_label_that_is_not_known_is_no_part_of_the_section_above(
    found: Finder,
) -> None:
    form = "项目名称\t河道巡查\n预算数\t5\n项目概况\t巡查全区河道。\n未见过的栏\t说别的事。\n"
    disclosure = found(f"项目支出绩效目标表\n\n{form}")
    assert only(disclosure).purpose.text == "巡查全区河道。"
    assert [passage.words.text for passage in disclosure.unmapped] == ["未见过的栏\t说别的事。"]


def test_a_remark_below_the_indicators_is_no_part_of_the_last_tier(found: Finder) -> None:
    rows = "产出指标\t数量指标\t巡查次数\t≥20次\n其他问题\t汛期加密巡查。\t\t\n"
    disclosure = found(FORM + HEADER.replace("绩效指标描述\t", "") + rows)
    (indicator,) = indicators(disclosure)
    assert (indicator.level1.text, indicator.level2.text) == ("产出指标", "数量指标")
    assert "汛期加密巡查。" in [
        part for one in disclosure.unmapped for part in one.words.text.split("\t")
    ]


def test_what_stands_below_a_head_of_goals_that_is_not_known_is_no_goal(found: Finder) -> None:
    form = "项目名称\t河道巡查\t\n预算数\t5\t\n绩效目标\t远景目标\t年度目标\n\t河道常清。\t巡查河道20次。\n"
    disclosure = found(f"项目支出绩效目标表\n\n{form}")
    assert [goal.words.text for goal in only(disclosure).goals] == ["巡查河道20次。"]
    assert [one.words.text for one in disclosure.unmapped] == ["远景目标", "河道常清。"]
