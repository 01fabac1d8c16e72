"""Identities over a store: concluded at the end of a build, from all documents, in any order."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from yiju import resources
from yiju.judgements import judge_pair, load_judgement
from yiju.pipeline import build
from yiju.pipeline.identities import conclude_identities
from yiju.store import open_store
from yiju.validation import check_graph
from yiju.validation.files import read_graph
from yiju.vocabulary import NS, PREFIXES, Names

GRAPH = Names().graph("identities")
TEXT = """{name}{year}年部门预算信息公开\n
部门项目绩效目标表\n单位：万元
项目编码\t1390002{two}0007\t项目名称\t{year}年科普活动
预算金额\t90.00\t其中：财政资金\t90.00\t其他资金\t0
一级指标\t二级指标\t三级指标\t绩效指标描述\t指标值\t指标值确定依据
产出指标\t数量指标\t{indicator}\t活动的次数\t≥18次\t历史标准
"""
YEARS = (
    ("云溪市科技局", 2023, "科普活动次数"),
    ("云溪市科学技术局", 2024, "科普活动次数（次）"),
)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    for name, year, indicator in YEARS:
        text = TEXT.format(name=name, year=year, two=year % 100, indicator=indicator)
        (tmp_path / f"{year}.txt").write_text(text, encoding="utf-8")
    return [tmp_path / f"{year}.txt" for _, year, _ in YEARS]


def quads(store: Path) -> set[Quad]:
    with open_store(store) as opened:
        return set(opened.quads(GRAPH))


def test_two_years_of_one_department_are_one_down_to_the_indicator(
    files: list[Path], tmp_path: Path
) -> None:
    build(files, tmp_path / "store")
    denoted = [q.object for q in quads(tmp_path / "store") if q.predicate.value == NS + "denotes"]
    assert (len(denoted), len(set(denoted))) == (6, 3)


def test_neither_the_order_of_documents_nor_the_number_of_builds_matters(
    files: list[Path], tmp_path: Path
) -> None:
    build(files, tmp_path / "once")
    for file in files[::-1]:
        build([file], tmp_path / "turned")
    assert quads(tmp_path / "once") == quads(tmp_path / "turned")


def test_the_whole_store_passes_the_gate(files: list[Path], tmp_path: Path) -> None:
    build(files, tmp_path / "store")
    with open_store(tmp_path / "store") as store:
        ours = [q for q in store.quads() if "/graph/ontology" not in str(q.graph_name)]
    report = check_graph(ours)
    assert report.conforms, report.text("en")


def test_nothing_that_is_concluded_touches_documents_or_judgements(
    files: list[Path], tmp_path: Path
) -> None:
    build(files, tmp_path / "store")
    with open_store(tmp_path / "store", write=True) as store:
        things = sorted(
            str(q.subject).strip("<>")
            for q in store.quads(GRAPH)
            if q.predicate.value == NS + "denotes" and "/department/" in str(q.subject)
        )
        load_judgement(store, judge_pair(*things, same=False, by="林", why="因"))
        kept = {q for q in store.quads() if q.graph_name != NamedNode(GRAPH)}
        found = conclude_identities(store, Names())
        assert {q for q in store.quads() if q.graph_name != NamedNode(GRAPH)} == kept
    entities = {known.thing: known.entity for known in found.denotations}
    assert len({entities[thing] for thing in things}) == 2


@pytest.mark.parametrize(
    ("subject", "predicate", "value", "rule"),
    [
        ("department/6f086b254d09e05b-1-1", "denotes", "project/x", "Denotes"),
        ("department/6f086b254d09e05b-1-1", "identityMethod", "nothing", "IdentityMethod"),
        ("department/6f086b254d09e05b-1-1", "confidence", None, "Confidence"),
        ("entity/project-990001230007", "evidence", "evidence/x", "EntityWithoutEvidence"),
        ("entity/project-0", None, None, "IsDenoted"),
        ("likeness/LIKENESS", "mayBeOne", "project/y", "MayBeOne"),
    ],
)
def test_a_counter_example_fails_by_its_rule(
    subject: str, predicate: str | None, value: str | None, rule: str
) -> None:
    graph = read_graph(resources.folder("ontology") / "examples" / "identity.ttl")
    (likeness,) = {
        str(q.subject).strip("<>") for q in graph if q.object == NamedNode(NS + "Likeness")
    }
    base = "https://w3id.org/yiju/id/"
    thing = NamedNode(likeness if "LIKENESS" in subject else base + subject)
    kind = NamedNode(PREFIXES["rdf"] + "type")
    if predicate is None:
        graph.append(Quad(thing, kind, NamedNode(NS + "ProjectEntity")))
    else:
        wrong = NamedNode(base + value) if value else Literal("sure")
        graph.append(Quad(thing, NamedNode(NS + predicate), wrong))
    rules = {str(result.shape) for result in check_graph(graph).results}
    assert f"<https://w3id.org/yiju/shapes#{rule}>" in rules
