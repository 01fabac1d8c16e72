"""What the prose of purposes says, in the graph, with its words."""

from collections.abc import Iterator

import pytest

from yiju.pipeline import build
from yiju.questions import answer
from yiju.store import Store, open_store

TEXT = """清河区科技局2024年部门预算信息公开说明

1、科普经费绩效目标表

项目编码	13019024P001		项目名称	科普经费		
预算规模及资金用途	预算数	42.40	其中：财政资金	42.40	其他资金	0
	依据办法，给予 20%的保费支持，最高不超过60万；对入选的企业给予50万元、10万元的奖励，每家补助3万元。以上经费共计42.4万元，其中3月底前支出0%，6 月底前支出 60%，12月底前支出100%。					
资金支出计划（%）	3月底		6月底		12月底	
			50.00%		100.00%	
绩效目标	1.普及科学。					
一级指标	二级指标	三级指标	绩效指标描述	指标值	指标值确定依据	
产出指标	数量指标	活动场次	全年场次	≥20场	工作计划	
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("purposes")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    assert build([folder / "a.txt"], folder / "store").complete
    with open_store(folder / "store") as opened:
        yield opened


def test_the_plan_of_the_prose_stands_beside_that_of_the_table(store: Store) -> None:
    rows = answer(store, "spending-plans", {}).records()
    prose = [row for row in rows if row["reading"] == "prose"]
    assert [(row["month"], row["share"], row["quotation"]) for row in prose] == [
        ("3", "0", "3月底前支出0%"),
        ("6", "0.6", "6 月底前支出 60%"),
        ("12", "1", "12月底前支出100%"),
    ]
    assert {row["line"] for row in prose} == {"7"}
    table = {(row["month"], row["share"]) for row in rows if row["reading"] == "table"}
    assert table == {("6", "0.5"), ("12", "1")}


def test_rates_are_told_with_their_parts_and_words(store: Store) -> None:
    rows = answer(store, "rates", {}).records()
    parts = ("amount", "share", "per", "cap", "line")
    assert [(row["quotation"], *(row[part] for part in parts)) for row in rows] == [
        ("给予 20%的保费支持，最高不超过60万", None, "0.2", None, "60", "7"),
        ("给予50万元、10万元的奖励", "50", None, None, None, "7"),
        ("给予50万元、10万元的奖励", "10", None, None, None, "7"),
        ("每家补助3万元", "3", None, "每家", None, "7"),
    ]
