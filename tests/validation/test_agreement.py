"""Goals of a department against its tables: one thing with two numbers is told, two things are not."""

from pathlib import Path

import pytest

from yiju.mapping import as_document, parse_quads
from yiju.pipeline.reading import read_disclosure
from yiju.validation import load
from yiju.validation.agreement import figures_without_indicator, goals_against_table
from yiju.validation.audit import Ask, asking
from yiju.vocabulary import Names

TEXT = """云溪市科学技术局2024年部门预算信息公开

五、绩效预算信息

（一）总体绩效目标

1. GOAL

2. 提升服务水平。

（二）职责及工作活动绩效目标

306 云溪市科学技术局

单位：万元

职责活动	年度预算数	内容描述	绩效目标	绩效指标	评价标准			
					优	良	中	差
一、科技企业培育	320.00	组织企业申报。	企业持续增加。					
1、企业认定	320.00	落实奖励资金。	入库企业增加。	INDICATOR	≥10	≥5	<5
"""


def asked(goal: str, indicator: str, folder: Path) -> Ask:
    path = folder / "text.txt"
    text = TEXT.replace("GOAL", goal).replace("INDICATOR", indicator)
    path.write_text(text, encoding="utf-8")
    return asking(load(parse_quads(as_document(read_disclosure(path), Names()))))


@pytest.mark.parametrize(
    ("goal", "indicator"),
    [
        ("新认定高新技术企业100家。", "新增高新技术企业数量（家）\t≥15"),
        ("新增各类市级以上创新平台10个。", "创新平台申报数（个）\t≥3"),
        ("完成企业上市挂牌6家。", "上市挂牌企业数量（家）\t≥12"),
        ("开展科技政策宣讲5次。", "科技政策宣讲活动数（场）\t≥8"),
    ],
)
def test_two_numbers_for_one_thing_are_told(goal: str, indicator: str, tmp_path: Path) -> None:
    (row,) = goals_against_table(asked(goal, indicator, tmp_path))
    assert row["goal"] in goal
    assert not list(figures_without_indicator(asked(goal, indicator, tmp_path)))


@pytest.mark.parametrize(
    ("goal", "indicator"),
    [
        ("新认定高新技术企业100家。", "新增高新技术企业数量（家）\t≥100"),
        ("全区高新技术企业总数达到580家。", "新增高新技术企业数量（家）\t≥15"),
        ("新认定科技型中小企业300家。", "科技型中小企业风险补偿金融资业务（家）\t≥4"),
        ("培训科技人员100人次。", "科技人员培训期数（期）\t≥4"),
    ],
)
def test_one_number_or_two_things_are_not(goal: str, indicator: str, tmp_path: Path) -> None:
    assert not list(goals_against_table(asked(goal, indicator, tmp_path)))


def test_a_figure_that_no_indicator_names_is_told(tmp_path: Path) -> None:
    ask = asked("专利申请量超过1000件。", "新增高新技术企业数量（家）\t≥15", tmp_path)
    assert ["1000" in row["eachGoal"] for row in figures_without_indicator(ask)] == [True]
