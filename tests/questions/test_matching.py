"""Which policy, department or project is meant: certain matches, and candidates for people to decide."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from yiju.questions.matching import (
    DEPARTMENT,
    POLICY,
    PROJECT,
    Candidate,
    Wanted,
    find_candidates,
    similarity,
)
from yiju.store import open_store
from yiju.store.search import SearchIndex, open_index
from yiju.vocabulary import NS, PREFIXES, Names

NAMES = Names()
POLICIES = {
    "p1": ("清河区科技创新券管理办法", "清科字〔2019〕12号", "清河区科学技术局"),
    "p2": ("清河区科技创新券管理办法（试行）", "清科字〔2016〕3号", "清河区科学技术局"),
    "p3": ("清河区高新技术企业培育实施方案", "清政办字〔2020〕21号", "清河区人民政府办公室"),
    "p4": ("清河区重点产业发展若干政策", "清政字〔2018〕5号", "清河区人民政府"),
    "p5": ("清河区重点产业发展若干政策", "清政字〔2021〕9号", "清河区人民政府"),
    "p6": ("管理办法", "清财字〔2017〕1号", None),
    "p7": ("清河区科普工作协议", None, None),
}
"""Local name: title, number, issuer."""

ENTITIES = {
    "department-1": ("DepartmentEntity", "清河区科学技术局", "315", None),
    "department-2": ("DepartmentEntity", "清河区科学技术局本级", "315001", None),
    "department-3": ("DepartmentEntity", "科学技术局", "401", None),
    "project-1": ("ProjectEntity", "办公经费", "13019024P00327710005P", "清河区科学技术局"),
    "project-2": ("ProjectEntity", "办公经费", "13019024P00327710006X", "清河区财政局"),
}
"""Local name: class, name, code, body."""


def quads() -> Iterator[tuple[str, Quad]]:
    def quad(
        graph: str, subject: str, predicate: str, value: str, *, iri: bool = False
    ) -> tuple[str, Quad]:
        prefix, _, name = predicate.partition(":")
        term = NamedNode(value) if iri else Literal(value)
        return graph, Quad(
            NamedNode(subject), NamedNode(PREFIXES[prefix] + name), term, NamedNode(graph)
        )

    graph = NAMES.graph("policies")
    for local, (title, number, issuer) in POLICIES.items():
        iri = NAMES.thing("policy", local)
        yield quad(graph, iri, "rdf:type", f"{NS}Policy", iri=True)
        yield quad(graph, iri, "rdfs:label", title)
        yield quad(graph, iri, "skos:altLabel", f"《{title}》（{number}）" if number else title)
        if number:
            yield quad(graph, iri, "yj:documentNumber", number)
            yield quad(graph, iri, "yj:issueYear", number[number.index("〔") + 1 :][:4])
        if issuer:
            yield quad(graph, iri, "yj:issuerName", issuer)
    graph, document = NAMES.graph("identities"), NAMES.document_graph("1" * 64)
    for local, (kind, name, code, body) in ENTITIES.items():
        iri, thing = NAMES.thing("entity", local), NAMES.thing("thing", local)
        yield quad(graph, iri, "rdf:type", NS + kind, iri=True)
        yield quad(graph, iri, "rdfs:label", name)
        yield quad(graph, thing, "yj:denotes", iri, iri=True)
        yield quad(document, thing, "rdfs:label", name)
        yield quad(
            document, thing, "yj:departmentCode" if "depart" in local else "yj:projectCode", code
        )
        if body:
            yield quad(document, thing, "yj:ofDepartment", f"{thing}-body", iri=True)
            yield quad(document, f"{thing}-body", "rdfs:label", body)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    folder: Path = tmp_path_factory.mktemp("store")
    graphs: dict[str, list[Quad]] = {}
    for graph, quad in quads():
        graphs.setdefault(graph, []).append(quad)
    with open_store(folder, write=True) as store:
        store.replace_graphs(graphs)
    with open_index(folder) as opened:
        yield opened


def find(index: SearchIndex, text: str, kind: str = POLICY, **facts: str) -> list[Candidate]:
    return find_candidates(
        index, Wanted(text, (kind,), {name: (value,) for name, value in facts.items()})
    )


def matched(found: list[Candidate]) -> str | None:
    matches = [one.hit.iri.rpartition("/")[2] for one in found if one.match]
    assert len(matches) < 2
    return matches[0] if matches else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("清政办字〔2020〕21号", "p3"),
        ("清政办字[2020]第021 号", "p3"),
        ("《清河区高新技术企业培育实施方案》（清政办字〔2020〕21号）", "p3"),
        ("清河区高新技术企业培育实施方案", "p3"),
        ("清河区 高新技术企业培育 实施方案", "p3"),
        ("高新技术企业培育实施方案（清政办字〔2020〕21 号）", "p3"),
        ("清河区科普工作协议", "p7"),
        ("清科字〔2019〕12号", "p1"),
        ("清政字〔2021〕9号", "p5"),
    ],
)
def test_what_is_certain_is_a_match(index: SearchIndex, text: str, expected: str) -> None:
    assert matched(find(index, text)) == expected


@pytest.mark.parametrize(
    ("text", "first", "why"),
    [
        ("清河区科技创新券管理办法", "p1", "the trial edition is alike"),
        ("清河区重点产业发展若干政策", "p4", "two bear the title"),
        ("管理办法", "p6", "many documents bear such a title"),
        ("清河区高新技术企业实施方案", "p3", "a word is missing"),
        (
            "清河区高新技术企业培育实施方案（清科字〔2019〕12号）",
            "p1",
            "the number is that of another title",
        ),
        ("清政办字〔2020〕22号", None, "nobody bears the number"),
        ("清政办字〔2020〕21号、清政字〔2018〕5号", None, "two are named"),
        ("清河区", None, "that is no title"),
    ],
)
def test_what_is_doubtful_is_none(
    index: SearchIndex, text: str, first: str | None, why: str
) -> None:
    found = find(index, text)
    assert matched(found) is None, why
    if first:
        assert found[0].hit.iri == NAMES.thing("policy", first)


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("清河区重点产业发展若干政策", {"year": "2018"}, "p4"),
        ("清河区重点产业发展若干政策", {"year": "2021"}, "p5"),
        ("清河区重点产业发展若干政策", {"year": "2021", "issuer": "清政字"}, "p5"),
        ("清河区重点产业发展若干政策", {"issuer": "清河区人民政府"}, None),
        ("清河区重点产业发展若干政策", {"number": "清政字[2018]第5号"}, "p4"),
        ("重点产业若干政策", {"number": "清政字[2018]第5号"}, "p4"),
        ("清河区高新技术企业培育实施方案", {"year": "2019"}, None),
        ("清政办字〔2020〕21号", {"year": "2019"}, None),
        ("清政办字〔2020〕21号", {"issuer": "别处人民政府"}, None),
        ("清政办字〔2020〕21号", {"unknown": "x"}, "p3"),
        ("管理办法", {"year": "2017"}, None),
    ],
)
def test_what_else_is_known_tells_apart_or_forbids(
    index: SearchIndex, text: str, facts: Mapping[str, str], expected: str | None
) -> None:
    assert matched(find(index, text, **facts)) == expected


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("清河区科学技术局", {}, "department-1"),
        ("清河区科学技术局本级", {}, "department-2"),
        ("科学技术局", {}, None),
        ("科学技术局", {"code": "401"}, "department-3"),
        ("清河区科学技术局", {"code": "401"}, None),
        ("315", {}, None),
    ],
)
def test_a_body_is_meant_by_a_name_with_its_place(
    index: SearchIndex, text: str, facts: Mapping[str, str], expected: str | None
) -> None:
    assert matched(find(index, text, DEPARTMENT, **facts)) == expected


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("办公经费", {}, None),
        ("办公经费", {"department": "清河区财政局"}, "project-2"),
        ("办公经费", {"department": "财政局"}, None),
        ("13019024P00327710005P", {}, "project-1"),
        ("办公经费", {"code": "13019024P0032771 0006X"}, "project-2"),
    ],
)
def test_a_project_is_meant_by_its_code_or_within_its_department(
    index: SearchIndex, text: str, facts: Mapping[str, str], expected: str | None
) -> None:
    assert matched(find(index, text, PROJECT, **facts)) == expected


def test_an_identifier_is_itself(index: SearchIndex) -> None:
    found = find(index, NAMES.thing("policy", "p6"))
    assert matched(found) == "p6"
    assert found[0].score == 100


def test_candidates_come_with_the_best_first_and_no_more_than_wanted(index: SearchIndex) -> None:
    found = find_candidates(index, Wanted("清河区政策办法方案", (POLICY,)), limit=3)
    assert len(found) == 3
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)


@given(one=st.text(alphabet="甲乙丙丁", max_size=8), other=st.text(alphabet="甲乙丙丁", max_size=8))
def test_similarity_is_the_same_both_ways_and_whole_only_for_the_same(one: str, other: str) -> None:
    assert similarity(one, other) == similarity(other, one)
    assert 0 <= similarity(one, other) <= 1
    assert similarity(one, one) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(
    text=st.text(alphabet='清河区科技创新券管理办法（试行）〔2019〕12号字 《》\x00"', max_size=60)
)
def test_any_words_have_candidates_and_at_most_one_match(index: SearchIndex, text: str) -> None:
    matched(find(index, text))
