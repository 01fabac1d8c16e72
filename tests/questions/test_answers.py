"""Answers for people, over a store with two invented disclosures."""

import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import Quad, parse

from yiju.errors import NotFoundError, QueryError
from yiju.questions import answer_findings, answer_policy, answer_trace, to_json
from yiju.store import Store, open_store

SAMPLE = Path(__file__).parents[1] / "service" / "sample.trig"
BASE = "https://w3id.org/yiju/id/"
LOCAL = "aa11bb22cc33dd44-17-1"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("answers")
    graphs: dict[str, list[Quad]] = defaultdict(list)
    for quad in parse(path=SAMPLE):
        graphs[quad.graph_name.value].append(quad)
    with open_store(folder, write=True) as writing:
        writing.replace_graphs(graphs)
    return open_store(folder)


@pytest.mark.parametrize(
    "name", [LOCAL, f"{BASE}indicator/{LOCAL}", "完成科技保险单数", "科技 保险单", f" {LOCAL} "]
)
def test_an_indicator_answers_to_all_its_names(store: Store, name: str) -> None:
    assert [trace.iri for trace in answer_trace(store, name)] == [f"{BASE}indicator/{LOCAL}"]


def test_a_trace_holds_the_whole_chain_with_its_proof(store: Store) -> None:
    (trace,) = answer_trace(store, LOCAL)
    (promise,), (subject,), (ground,) = trace.promises, trace.subjects, trace.bases
    (cited,) = ground.citations
    assert (promise.text, promise.operator, promise.value, promise.unit) == (
        "≥30单",
        "atLeast",
        Decimal(30),
        "单",
    )
    assert (subject.kind, subject.label, subject.budget) == (
        "Project",
        "科技保险保费补贴",
        Decimal("42.4"),
    )
    assert [(money.source, money.amount) for money in subject.funding] == [
        ("fiscalFunds", Decimal("42.4")),
        ("otherFunds", 0),
    ]
    assert subject.department is not None
    assert subject.department.label == "岚州市望溪区科学技术局本级"
    assert trace.document is not None
    assert (trace.document.file, trace.document.year) == ("copy-of-wangxi-2024.txt", "2024")
    assert cited.policy is not None
    assert (cited.policy.number, cited.method) == ("望政办字〔2017〕114号", "numberMatch")
    for step in (trace, promise, subject, subject.department, ground, cited):
        assert step.evidence
        assert all(proof.file and proof.line > 0 and proof.quotation for proof in step.evidence)


def test_a_graded_indicator_shows_its_bands(store: Store) -> None:
    (trace,) = answer_trace(store, "资金支出率")
    assert {promise.grade: promise.text for promise in trace.promises} == {
        "excellent": "≥95%",
        "poor": "<60%",
    }
    assert trace.bases == ()


def test_an_ambiguous_citation_shows_its_candidates(store: Store) -> None:
    (trace,) = answer_trace(store, "补助企业数量")
    ambiguous, clear = trace.bases[0].citations
    assert ambiguous.policy is None
    assert [policy.number for policy in ambiguous.candidates] == [
        "岚科字〔2018〕7号",
        "岚财教〔2019〕9号",
    ]
    assert clear.policy is not None
    assert clear.confidence == Decimal("0.7")


def test_words_of_a_project_lead_to_its_indicators(store: Store) -> None:
    assert [trace.label for trace in answer_trace(store, "保费补贴")] == [
        "完成科技保险单数",
        "资金拨付时限",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "没有",
        "",
        "aa11bb22cc33dd44-99-9",
        f"{BASE}indicator/none",
        f"{BASE}project/aa11bb22cc33dd44-11-1",
    ],
)
def test_an_unknown_indicator_is_said(store: Store, name: str) -> None:
    with pytest.raises(NotFoundError, match="No indicator answers to"):
        answer_trace(store, name)


def test_a_broken_iri_is_refused(store: Store) -> None:
    with pytest.raises(QueryError):
        answer_trace(store, "http://x/ <y>")


@pytest.mark.parametrize(
    "name",
    ["望政办字〔2017〕114号", "望政办字[2017]114 号", "（望政办字 ［２０１７］ 第0114 号）", "依据望政办字(2017)114号执行", "望溪区科技保险工作方案",
     "《望溪区科技保险工作方案》", "科技保险工作", "2017-114-3b1f4c0a9e", f"{BASE}policy/2017-114-3b1f4c0a9e"],
)  # fmt: skip
def test_a_policy_answers_to_all_its_names(store: Store, name: str) -> None:
    (found,) = answer_policy(store, name)
    assert found.policy.number == "望政办字〔2017〕114号"
    assert (found.projects, found.money) == (2, Decimal("142.65"))
    assert found.distinct_total == found.money
    assert [(use.role, use.evidence.line) for use in found.uses] == [
        ("basis", 17),
        ("basis", 18),
        ("cited", 6),
    ]


def test_money_of_several_policies_counts_each_project_once(store: Store) -> None:
    found = answer_policy(store, "望溪区")
    assert len(found) > 1
    (total,) = {use.distinct_total for use in found}
    assert max(use.money for use in found) <= total < sum(use.money for use in found)


def test_a_title_that_several_policies_bear_answers_with_all(store: Store) -> None:
    assert [found.policy.number for found in answer_policy(store, "管理办法")] == [
        "岚科字〔2018〕7号",
        "岚财教〔2019〕9号",
    ]


@pytest.mark.parametrize(
    "name", ["望政办字〔2018〕114号", "没有这个文件", "《》", "", "unknown-1", "http://x.example/"]
)
def test_an_unknown_policy_is_said(store: Store, name: str) -> None:
    with pytest.raises(NotFoundError, match="No policy answers to"):
        answer_policy(store, name)


def test_findings_come_by_severity_with_their_proof(store: Store) -> None:
    (finding,) = answer_findings(store, severity="warning")
    assert finding.evidence[0].line == 8
    assert "若干" in (finding.message_zh or "")
    assert answer_findings(store) == [finding]
    assert answer_findings(store, severity="Violation") == []


def test_a_trace_shows_what_people_corrected_beside_what_is_printed(store: Store) -> None:
    (trace,) = answer_trace(store, LOCAL)
    (found,) = trace.corrections
    assert (found.property, found.printed, found.value) == ("budget", ("42.4",), "40")
    assert (found.by, found.why, found.day) == ("甲", "原件为40", "2024-05-06")
    assert trace.subjects[0].budget == Decimal("42.4")


def test_answers_are_json(store: Store) -> None:
    written = json.dumps(to_json([*answer_trace(store, LOCAL), *answer_policy(store, "管理办法")]))
    assert json.loads(written)[0]["subjects"][0]["budget"] == "42.4"
