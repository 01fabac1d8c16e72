"""Concluding in steps comes to what concluding from scratch comes to, triple for triple.

Small documents that share numbers, titles, near titles, departments, projects and codes come, change
and go in any order, between judgements and catalogues.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yiju.inputs.policies import Catalogue, Row, load_catalogue
from yiju.judgements import judge_pair, load_judgement
from yiju.mapping import Json, as_graph, map_registry, parse_quads
from yiju.mapping.findings import map_findings
from yiju.mapping.identities import map_identities
from yiju.model import Finding, Resolution
from yiju.pipeline import Conclusions, policy_steps
from yiju.pipeline.asking import read_verdicts
from yiju.pipeline.description import DescriptionSteps
from yiju.pipeline.findings import find_in_document
from yiju.pipeline.identities import read_seen
from yiju.pipeline.identity_steps import document_of
from yiju.pipeline.ledger import FILE, Ledger
from yiju.pipeline.policies import read_entries, read_mentions
from yiju.pipeline.shares import Shares
from yiju.pipeline.tallies import Tallies
from yiju.resolve import resolve_citations
from yiju.resolve.citations import Cited, resolve_document
from yiju.resolve.evidence import Evidence
from yiju.resolve.identities import resolve_identities
from yiju.store import NO_BINDINGS, Store, Term
from yiju.store.embedded import EmbeddedStore
from yiju.validation import audit_rules, audit_store, load
from yiju.vocabulary import Names, is_document_graph

NAMES: Final = Names()
DEPARTMENTS: Final = (
    "清河区科技局", "清河区科学技术局", "石家庄市清河区科技局", "石家庄市清河区科技局本级", "科技局",
    "高新区科技局", "石家庄高新区科技局", "廊坊高新区科技局", "河北省财政厅",
)  # fmt: skip
CODES: Final = (None, None, "306", "306001")
REGIONS: Final = (None, None, "石家庄市", "廊坊市")
PROJECTS: Final = ("2023年科普经费", "2024年科普经费", "科普经费", "提前下达科普经费预算", "创新券")
PROJECT_CODES: Final = (None, None, "13019024P00000001", "13019024P00000002", "13100024P00000001")
INDICATORS: Final = ("科普活动次数", "科普活动次数（次）", "活动科普次数", "合格率")
TITLES: Final = (
    None, "清河区企业上市奖励资金管理办法", "清河区企业上市奖励资金管理办法（试行）",
    "清河区企业上市奖励资金管理办法（修订）", "清河区关于培育发展企业的方案", "清河区关于培育企业的方案",
    "关于印发《清河区企业上市奖励资金管理办法》的通知", "清河区企业上市奖励资金管",
    "科普工作方案", "中华人民共和国预算法", "河北省科技计划（2019-2025年）", "关于下达专项资金的通知",
    "科普项目经费请示", "2021年科普工作方案", "2022年科普工作方案", "2023年科普工作方案",
    "中华人民共和国预算法实施条例",
)  # fmt: skip
NUMBERS: Final = (
    None, None, "清政〔2019〕57号", "清政〔2020〕57号", "清政〔2021〕57号", "政办发〔2020〕1号",
    "冀政发〔2020〕1号",
)  # fmt: skip
ARTICLES: Final = (None, None, None, "第一条", "第 二 条")
DOCUMENTS: Final = 6

Op = tuple[object, ...]


def one_of(values: Iterable[object]) -> st.SearchStrategy[object]:
    return st.sampled_from(list(values))


CITATIONS: Final = st.tuples(
    one_of(TITLES), one_of(NUMBERS), one_of(ARTICLES), st.integers(0, 3), st.booleans()
)
UNDERTAKINGS: Final = st.tuples(
    one_of(PROJECTS), one_of(PROJECT_CODES), st.lists(one_of(INDICATORS), max_size=3)
)
CONTENTS: Final = st.tuples(
    one_of(DEPARTMENTS), one_of(CODES), one_of(REGIONS), one_of((None, "2023", "2024")),
    st.lists(UNDERTAKINGS, max_size=3), st.lists(CITATIONS, max_size=6),
)  # fmt: skip
PLACES: Final = st.integers(0, DOCUMENTS - 1)
THINGS: Final = st.tuples(
    PLACES, one_of(("department", "project", "indicator", "citation")), st.integers(0, 3)
)
ROWS: Final = st.lists(st.tuples(one_of(TITLES[1:]), one_of(NUMBERS[1:])), max_size=3, unique=True)
OPS: Final = st.one_of(
    st.tuples(st.just("put"), PLACES, CONTENTS),
    st.tuples(st.just("put"), PLACES, CONTENTS),
    st.tuples(st.just("put"), PLACES, CONTENTS),
    st.tuples(st.just("remove"), PLACES),
    st.tuples(st.just("judge"), THINGS, THINGS, st.booleans()),
    st.tuples(st.just("list"), ROWS),
    st.tuples(st.just("kill"), PLACES, CONTENTS),
    st.tuples(st.just("forget")),
)


def graph_of(place: object) -> str:
    return NAMES.document_graph(sha256(str(place).encode()).hexdigest())


def thing(place: object, kind: object, line: int) -> str:
    column = ("document", "department", "project", "indicator", "citation", "basis", "funding")
    return NAMES.part(str(kind), graph_of(place)[-64:], line + 1, column.index(str(kind)) + 1)


def document(place: object, contents: tuple) -> list[ox.Quad]:  # type: ignore[type-arg]
    """The quads of a document that holds this."""
    name, code, region, year, undertakings, citations = contents
    own = thing(place, "department", 0)
    nodes: list[Json] = [
        {
            "id": NAMES.disclosure(graph_of(place)[-64:]), "type": "Disclosure",
            "disclosedBy": own, "fiscalYear": year, "spatial": region,
        },
        {"id": own, "type": "Department", "label": name, "departmentCode": code},
    ]  # fmt: skip
    for line, (project, number, indicators) in enumerate(undertakings):
        nodes += undertaking(place, line, project, number, indicators)
    for line, cited in enumerate(citations):
        nodes += citation(place, line, *cited)
    present = [{key: value for key, value in node.items() if value is not None} for node in nodes]
    return parse_quads(as_graph(graph_of(place), present))


def undertaking(
    place: object, line: int, name: str, code: str | None, indicators: list[str]
) -> list[Json]:
    project = thing(place, "project", line)
    owner = {"ofDepartment": thing(place, "department", 0)} if line else {}
    nodes: list[Json] = [
        {"id": project, "type": "Project", "label": name, "projectCode": code, **owner}
    ]
    for at, label in enumerate(indicators):
        nodes.append(
            {
                "id": thing(place, "indicator", 10 * line + at), "type": "Indicator", "label": label,
                "indicatorOf": project, "level1Text": "产出指标",
            }
        )  # fmt: skip
    return nodes


def citation(
    place: object,
    line: int,
    title: str | None,
    number: str | None,
    article: str | None,
    at: int,
    pays: bool,  # noqa: FBT001
) -> list[Json]:
    here, basis = thing(place, "citation", line), thing(place, "basis", line)
    words = f"《{title}》{number or ''}" if title else number or "文件"
    nodes: list[Json] = [
        {
            "id": here, "type": "Citation", "text": words, "citedTitle": title,
            "citedNumber": number, "citedArticle": article, "quotation": article and "甲",
        },
        {"id": basis, "type": "Basis", "citation": here},
        {"id": thing(place, "indicator", at), "basis": basis},
    ]  # fmt: skip
    if pays:
        nodes.append({"id": thing(place, "funding", line), "transferCitation": here})
    return nodes


def do(store: Store, op: Op, conclusions: Conclusions) -> None:
    match op:
        case ("put" | "kill", place, tuple() as contents):
            conclusions.announce([graph_of(place)])
            store.replace_graphs({graph_of(place): document(place, contents)})
            if op[0] == "put":
                conclusions.put_findings({graph_of(place)[-64:]: found_in(store, graph_of(place))})
        case ("remove", place):
            conclusions.announce([graph_of(place)])
            store.remove_graph(graph_of(place))
        case ("judge", (at, kind, int(line)), (other, _, int(second)), bool(same)):
            first, last = thing(at, kind, line), thing(other, kind, second)
            if first != last:
                load_judgement(store, judge_pair(first, last, same=same, by="甲", why="乙"))
        case ("list", list() as rows):
            conclusions.announce([NAMES.graph("catalogue")])
            load_catalogue(store, catalogue(rows))


def found_in(store: Store, graph: str) -> list[Finding]:
    """What the audit says of a document."""
    return _found_in(frozenset(store.quads(graph)))


@cache
def _found_in(quads: frozenset[ox.Quad]) -> list[Finding]:
    return find_in_document(load(quads), NAMES)


def catalogue(rows: list[tuple[str, str | None]]) -> Catalogue:
    listed = [
        Row(line=at, title=title, number=number, status="statusRepealed" if at % 2 else None)
        for at, (title, number) in enumerate(rows)
    ]
    return Catalogue(file="a.csv", sha256="0" * 64, rows=tuple(listed), issues=())


def step(store: Store, op: Op) -> None:
    """One command: it opens the store, does something, and concludes, unless it is killed."""
    if op == ("forget",):
        forget(store)
    with Conclusions(store, NAMES) as conclusions:
        do(store, op, conclusions)
        if op[0] != "kill":
            conclusions.conclude()


def forget(store: Store) -> None:
    """Lose the ledger after all is concluded."""
    with Conclusions(store, NAMES) as conclusions:
        conclusions.conclude()
    assert store.folder
    (store.folder / FILE).unlink(missing_ok=True)


def derived(store: Store) -> dict[str, list[str]]:
    """The derived graphs of a store as lines."""
    return {
        name: sorted(str(quad) for quad in store.quads(NAMES.graph(name)))
        for name in ("identities", "policies", "findings")
    }


def from_scratch(store: Store) -> dict[str, list[str]]:
    """What is derived from a store, by the functions that know all documents at once."""
    other = EmbeddedStore(Path(), ox.Store())
    other.replace_graphs({graph: list(store.quads(graph)) for graph in inputs(store)})
    seen = replace(read_seen(other), verdicts=read_verdicts(other))
    put(other, "identities", map_identities(resolve_identities(seen, NAMES)))
    registry = resolve_citations(
        read_mentions(other), NAMES, catalogue=read_entries(other), verdicts=read_verdicts(other)
    )
    put(other, "policies", map_registry(registry))
    graphs = [graph for graph in other.graphs() if is_document_graph(graph)]
    found = [one for graph in graphs for one in found_in(other, graph)]
    found += audit_store(other.select, audit_rules(), NAMES)
    put(other, "findings", map_findings(found))
    return derived(other)


def inputs(store: Store) -> list[str]:
    known = ("graph/document/", "graph/judgements", "graph/catalogue")
    return [graph for graph in store.graphs() if any(one in graph for one in known)]


def put(store: Store, name: str, nodes: list[Json]) -> None:
    graph = NAMES.graph(name)
    store.replace_graphs({graph: parse_quads(as_graph(graph, nodes))})


def assert_same(found: Mapping[str, list[str]], expected: Mapping[str, list[str]]) -> None:
    for name, lines in expected.items():
        assert found[name] == lines, name


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(OPS, min_size=2, max_size=14))
@pytest.mark.hypothesis
def test_in_any_order_the_steps_come_to_what_follows_from_scratch(ops: list[Op]) -> None:
    with TemporaryDirectory() as folder:
        store = EmbeddedStore(Path(folder), ox.Store())
        for op in ops:
            step(store, op)
            if op[0] != "kill":
                assert_same(derived(store), from_scratch(store))
        with Conclusions(store, NAMES) as conclusions:
            conclusions.conclude()
        assert described(store) == described_from_scratch(store)


def described(store: Store) -> list[str]:
    """What the store says of itself, as lines."""
    return sorted(str(quad) for quad in store.quads(NAMES.graph("description")))


def described_from_scratch(store: Store) -> list[str]:
    """The same by who knows nothing of what it was before, and counts all that there is."""
    other = EmbeddedStore(Path(), ox.Store())
    graphs = [graph for graph in store.graphs() if graph != NAMES.graph("description")]
    other.replace_graphs({graph: list(store.quads(graph)) for graph in graphs})
    documents = {document_of(graph): graph for graph in graphs if is_document_graph(graph)}
    ledger = Ledger(None)
    shares = Shares(ledger, other, NAMES.graph("description"))
    tallies = Tallies(ledger, other, NAMES)
    steps = DescriptionSteps(shares, tallies, other, NAMES, in_steps=False)
    steps.conclude(documents, documents, set())
    ledger.close()
    return described(other)


LAW: Final = ("中华人民共和国预算法", None, None, 0, False)
PLAN: Final = ("河北省科技计划（2019-2025年）", "冀政发〔2020〕1号", "第一条", 1, False)


def content(place: int, *citations: tuple[object, ...]) -> tuple[object, ...]:
    """A department of its own, which cites what all cite."""
    project = ("2024年科普经费", f"{130000 + place}24P00000001", ["科普活动次数"])
    region = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒"[place]
    return f"{region}阳市科技局", "306", None, "2024", [project], [LAW, PLAN, *citations]


@pytest.mark.parametrize("number", [None, "冀政发〔2019〕8号"])
def test_a_document_costs_the_same_beside_many_that_cite_the_same_law(number: str | None) -> None:
    law = [(LAW[0], number, None, 0, False)] if number else []
    costs = [cost_beside(count, content(0, *law)) for count in (4, 24)]
    if number is None:
        assert costs[0] == costs[1]
    else:
        resolved = [cost[0] for cost in costs]
        assert resolved == [5, 25], "the number that all lacked is news to all, and to nobody else"


def test_what_is_cited_by_many_is_written_once() -> None:
    (_, few, _), (_, many, _) = (cost_beside(count, content(0)) for count in (4, 24))
    assert few == many


def cost_beside(count: int, contents: tuple[object, ...]) -> tuple[int, int, int]:
    """What it costs to add a document beside so many: documents resolved and read, triples written."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        store = Counting(Path(folder), ox.Store())
        with Conclusions(store, NAMES) as conclusions:
            for place in range(1, count + 1):
                do(store, ("put", place, content(place)), conclusions)
            conclusions.conclude()
        resolved: list[str | None] = []
        patch.setattr(policy_steps, "resolve_document", counting(resolved))
        store.written, store.asked = 0, 0
        step(store, ("put", 0, contents))
        return len(resolved), store.written, store.asked


def counting(resolved: list[str | None]) -> Callable[..., dict[str, Resolution]]:
    def resolve(cited: Cited, evidence: Evidence, names: Names) -> dict[str, Resolution]:
        resolved.append(cited.document)
        return resolve_document(cited, evidence, names)

    return resolve


class Counting(EmbeddedStore):
    """A store that counts what is asked of it, and the triples by which derived graphs change."""

    written = 0
    asked = 0

    def select(self, text: str, *, bindings: Mapping[str, Term] = NO_BINDINGS) -> ox.QuerySolutions:
        self.asked += 1
        return super().select(text, bindings=bindings)

    def change_graph(
        self, graph: str, *, gone: Iterable[ox.Quad], added: Iterable[ox.Quad]
    ) -> None:
        out, into = list(gone), list(added)
        self.written += len(out) + len(into)
        super().change_graph(graph, gone=out, added=into)
