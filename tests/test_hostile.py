"""Text made to hurt: every shape that could cost more than its length is read to its end."""

from pathlib import Path

import pytest

from yiju.mapping import as_document, parse_quads
from yiju.pipeline.reading import understand, with_citations
from yiju.readers.plain import read
from yiju.readers.source import SourceFile
from yiju.validation import check_graph
from yiju.vocabulary import Names

MANY = 20_000
HEADER = "一级指标\t二级指标\t三级指标\t绩效指标描述\t指标值\t指标值确定依据\n"
GRADING = "职责活动\t年度预算数\t内容描述\t绩效目标\t绩效指标\t评价标准\n\t\t\t\t\t优\t良\t中\t差\n"
PROCUREMENT = "项目名称\t采购物品名称\t采购目录编码\t采购金额\n"
ROW = "产出指标\t数量指标\t名\t述\t≥1\t"

UNITS = "单位名称\t单位性质\t单位规格\t经费保障形式\n"
ASSETS = "七、国有资产信息\n项目\t数量\t价值（元）\n资产总额\t1\t2.00\n"
BUDGET = "部门支出总表\n科目编码\t科目名称\t合计\n"

TEXTS = {
    "a cell of many lines": "\t甲\n\t乙\n\n\t丙\n" + "文\n" * MANY,
    "a cell of many blank lines": "\t甲\n\t乙\n\t丙\n\n\t丁\n" + "文\n\n" * MANY + "\t戊\n",
    "text between rows": "甲\t乙\n" + "文\n" * MANY + "丙\t丁\n",
    "a cut row without end": HEADER + ROW + "依据\n" + "\t\t\t续\t\t\n" * MANY,
    "a cut duty without end": GRADING + "一、职责\t1\t内容\t目标\n" + "\t\t续\t\n" * MANY,
    "headers and text in turn": (HEADER + "\n文字\n") * (MANY // 10),
    "a row of forms": "项目编码\t130190210000\t" * MANY + "\n",
    "a row of headers": "三级指标\t指标值\t一级指标\t" * MANY + "\n" + ROW + "\n",
    "a cut item without end": PROCUREMENT
    + "甲\t纸\tA0\t1\n"
    + (PROCUREMENT + "乙\t张\n\n") * (MANY // 4),
    "sums without end": "采购物品名称\t采购目录编码\t采购金额\n" + "合计\t\t合计\t\n" * (MANY // 4),
    "a wide header of sums": "采购物品名称\t采购目录编码\t采购金额"
    + "\t合计" * 190
    + "\n"
    + "纸\tA0"
    + "\t1" * MANY,
    "open brackets": "《〈" * MANY + "\n" + HEADER + ROW + "《" * MANY + "\n",
    "numbers without end": "依据石政字〔2020" * MANY + "\n",
    "figures without end": "9" * 40 * MANY
    + "\n"
    + HEADER
    + "产出指标\t数量指标\t名\t述\t"
    + "≥1个，" * MANY
    + "\t\n",
    "plans without end": "预算数\t1\n资金用途\t"
    + "3月底前支出1%，" * MANY
    + "3月底前支出" * MANY
    + "计划累计预计" * MANY
    + "\n",
    "rates without end": "预算数\t1\n资金用途\t"
    + "每平方米" * MANY
    + "每家30万元、" * MANY
    + "的企业给予10万元奖励，" * MANY
    + "给予按照" * MANY
    + "\n",
    "units without end": UNITS + "甲局\t行政\t正科级\t财政拨款\n" * (MANY // 4),
    "a cut unit without end": UNITS
    + "甲局\t行政\t正科级\t\n"
    + "\n- 3 -\n\n\t\t\t续\n" * (MANY // 4),
    "a budget table without end": BUDGET + "206\t科学技术支出\t9.00\n" * (MANY // 4),
    "one class under many names": BUDGET
    + "".join(f"206\t科目{at}\t9.00\n" for at in range(MANY // 4)),
    "budget pages without end": BUDGET
    + ("\n科目编码\t科目名称\t合计\n206\t科学\t9\n") * (MANY // 10),
    "budget tables without end": (BUDGET + "206\t科学\t9\n\n") * (MANY // 10),
    "a long heading again and again": BUDGET.replace("合计", "合计" * MANY)
    + "\n科目编码\t科目名称\t合计\n206\t科学\t9\n" * (MANY // 10),
    "assets without end": ASSETS + "1、车辆（台）\t1\t2.00\n" * (MANY // 4),
    "parts of parts without end": ASSETS + "其中：车辆\t1\t2.00\n" * (MANY // 4),
    "pages of assets without end": ASSETS + "\n项目\t数量\t价值（元）\n甲\t1\t2\n" * (MANY // 10),
    "a glossary without end": "八、名词解释\n" + "1、甲乙：指支出的\n\n全部。\n\n" * (MANY // 10),
    "a term without end": "八、名词解释\n1、" + "甲" * MANY + "：" * MANY + "\n",
    "items without end": "部门收支总表\n收入\t\t支出\t\n项目\t预算数\t项目\t预算数\n"
    + "一、甲\t1\t一、乙\t1\n收入合计\t1\t丙\t1\n" * (MANY // 10),
    "a goal without stops": "一、总体绩效目标\n" + "新增企业20家" * MANY + "\n",
    "a goal of stops": "一、总体绩效目标\n" + "新增企业20家，、" * (MANY // 10) + "\n",
    "brackets in goals": "一、总体绩效目标\n" + "(1" * MANY + "，" + "《“" * MANY + "\n",
    "figures in goals": "一、总体绩效目标\n" + "9" * 40 * MANY + "\n" + "1 " * MANY + "\n",
    "goal headings without end": "（一）绩效目标：\n（二）绩效目标：3家\n" * (MANY // 10),
    "a list that begins again": "（一）部门职责\n" + "1、科普\n" * (MANY // 4),
    "lists in lists": "一、部门职责\n" + "（一）科普\n1、宣传\n（1）培训\n①活动\n" * (MANY // 10),
    "duties with much below": "（一）部门职责\n1、科普\n" + "宣传培训\n" * (MANY // 4),
    "a sentence without end": "（一）部门职责\n1、科普，\n" + "宣传培训，\n" * (MANY // 4),
    "a bracket without end": "一、绩效目标\n" + "（宣传\n" * (MANY // 4),
    "wrapped lines without end": "部门职责：\n" + ("科普，" * 20 + "\n") * (MANY // 10),
    "headings without end": "部门职责：\n绩效目标：\n名词解释\n" * (MANY // 10),
    "internal units without end": "机构设置：\n内设机构为" + "办公室、" * MANY + "\n",
    "contents without end": "目录\n" + "一、部门职责\n" * (MANY // 4),
    "captions cut again and again": "1、科普绩效目标表\n绩效目标表\n\n甲\t乙\n" * (MANY // 10),
    "figures of prose without end": "二、部门预算安排总体情况\n"
    + "其中：基本支出较上年增加1万元，主要原因是人员；" * (MANY // 10)
    + "\n"
    + "（项目支出1万元" * (MANY // 10)
    + "9" * 40 * MANY
    + "\n",
    "lists of prose without end": "三、机关运行经费安排情况\n机关运行经费9万元，包括"
    + "、".join(["办公费1万元"] * (MANY // 10))
    + "年度预算安排共计" * MANY
    + "1万元，与上年持平。"
    + "和会议费" * MANY
    + "均与上年持平。\n",
    "a written cell without end": "项目名称\t预算金额\t绩效指标\n甲\t1\t"
    + "【产出指标-数量指标】" * (MANY // 10)
    + "甲(≥1个)；" * (MANY // 10)
    + "（" * MANY
    + "\n",
    "a list of projects without end": "项目名称\t预算金额\t绩效目标\n"
    + "甲\t1\t丙\n" * (MANY // 10),
    "marks without end": "<b>" * MANY + "甲\t乙</b>\n",
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_made_to_hurt_is_read_to_its_end(name: str) -> None:
    source = SourceFile(Path("a.txt"), TEXTS[name].encode())
    disclosure = with_citations(understand(read(source)))
    sums = disclosure.accounting
    assert sums.read == sums.mapped + sums.ignored + sums.unmapped
    sums = disclosure.characters
    assert sums.read == sums.mapped + sums.ignored + sums.unmapped
    report = check_graph(parse_quads(as_document(disclosure, Names())))
    assert report.conforms, report.text()[:500]
