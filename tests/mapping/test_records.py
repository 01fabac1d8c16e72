import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from yiju.mapping import Json, as_document, context, parse_quads
from yiju.readers.plain import read
from yiju.readers.source import SourceFile
from yiju.tables import find_disclosure
from yiju.vocabulary import NS, Names, is_document_graph

TEXT = """清河区科技局2024年部门预算信息公开说明

306 清河区科技局

1、科普经费绩效目标表

项目编码	13019024P001		项目名称	科普 经费		
预算规模及资金用途	预算数	42.40	其中：财政资金	42.40	其他资金	0
	补助活动
绩效目标	1.普及科学。
一级指标	二级指标	三级指标	绩效指标描述	指标值	指标值确定依据
产出指标	数量指标	活动 场次	全年场次	≥20 场	工作计划
	时效指标	完成时间	按时	2023 年 1 月-2024 年 12 月	工作计划

职责活动	年度预算数	内容描述	绩效目标	绩效指标	评价标准
					优	良	中	差
一、科普	1	开展	提高
1、活动	1	举办	更多	次数	≥5	≥3	≥2	<2
"""


@pytest.fixture
def tree() -> Json:
    disclosure = find_disclosure(read(SourceFile(Path("a.txt"), TEXT.encode())))
    return as_document(disclosure, Names())


@pytest.fixture
def quads(tree: Json) -> list[ox.Quad]:
    return parse_quads(tree)


def values(quads: list[ox.Quad], name: str) -> list[str]:
    return sorted(str(quad.object) for quad in quads if quad.predicate.value == NS + name)


def test_all_quads_stand_in_the_graph_of_the_document(quads: list[ox.Quad]) -> None:
    (graph,) = {quad.graph_name for quad in quads}
    assert isinstance(graph, ox.NamedNode)
    assert is_document_graph(graph.value)


def test_every_key_of_the_json_is_a_term_of_the_context(tree: Json) -> None:
    known = set(context()) | {"@context", "@value", "@type"}

    def keys(node: object) -> set[str]:
        if isinstance(node, dict):
            inner = (keys(value) for key, value in node.items() if key != "@context")
            return set(node).union(*inner)
        return set().union(*map(keys, node)) if isinstance(node, list) else set()

    assert keys(tree) <= known


def test_numbers_are_decimals_as_printed(quads: list[ox.Quad]) -> None:
    decimal = "^^<http://www.w3.org/2001/XMLSchema#decimal>"
    assert values(quads, "amount") == [f'"0"{decimal}', f'"42.40"{decimal}']
    assert f'"42.40"{decimal}' in values(quads, "budget")


def test_a_span_of_months_is_between_two_months(quads: list[ox.Quad]) -> None:
    month = "^^<http://www.w3.org/2001/XMLSchema#gYearMonth>"
    assert values(quads, "from") == [f'"2023-01"{month}']
    assert values(quads, "until") == [f'"2024-12"{month}']


def test_names_are_labels_without_the_blanks_of_a_wrap(quads: list[ox.Quad]) -> None:
    labels = {str(q.object) for q in quads if q.predicate.value.endswith("rdf-schema#label")}
    assert {'"科普经费"@zh', '"活动场次"@zh', '"一、科普"@zh', '"1、活动"@zh'} <= labels


def test_there_is_no_blank_node(quads: list[ox.Quad]) -> None:
    assert not any(isinstance(term, ox.BlankNode) for quad in quads for term in quad)


def test_a_graded_indicator_has_bands_and_no_target(quads: list[ox.Quad]) -> None:
    graded = {quad.subject for quad in quads if quad.predicate.value == NS + "gradeBand"}
    aimed = {quad.subject for quad in quads if quad.predicate.value == NS + "target"}
    assert len(graded) == 1
    assert not graded & aimed


def test_a_graph_is_the_same_whenever_it_is_made(tree: Json) -> None:
    disclosure = find_disclosure(read(SourceFile(Path("a.txt"), TEXT.encode())))
    again = as_document(disclosure, Names())
    assert json.dumps(again, ensure_ascii=False) == json.dumps(tree, ensure_ascii=False)


def test_another_base_names_everything_under_it(quads: list[ox.Quad]) -> None:
    disclosure = find_disclosure(read(SourceFile(Path("a.txt"), TEXT.encode())))
    there = parse_quads(as_document(disclosure, Names("https://example.org/")))
    assert len(there) == len(quads)
    assert all(str(quad.subject).startswith("<https://example.org/id/") for quad in there)


def test_goals_of_a_department_without_a_name_are_kept() -> None:
    text = "部门整体绩效目标表\n\n绩效目标\t1.普及《清河区科普办法》。\n"
    disclosure = find_disclosure(read(SourceFile(Path("a.txt"), text.encode())))
    there = parse_quads(as_document(disclosure, Names()))
    assert disclosure.department is None
    assert values(there, "text") == ['"1.普及《清河区科普办法》。"']


def test_what_is_not_mapped_is_listed_with_its_words_and_line() -> None:
    text = "说明\n\n甲栏\t乙栏\n子\t<b>丑</b>\t寅\n"
    disclosure = find_disclosure(read(SourceFile(Path("a.txt"), text.encode())))
    there = parse_quads(as_document(disclosure, Names()))
    integer = "^^<http://www.w3.org/2001/XMLSchema#integer>"
    exact = sorted(str(q.object) for q in there if q.predicate.value.endswith("oa#exact"))
    assert values(there, "cellsUnmapped") == [f'"5"{integer}']
    assert values(there, "line") == [f'"3"{integer}', f'"4"{integer}']
    assert exact == ['"子\\t<b>丑</b>\\t寅"', '"甲栏\\t乙栏"']
