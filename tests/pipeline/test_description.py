"""The description of a store says what is in it: the same as its own queries, asked of all of it."""

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from yiju import resources
from yiju.inputs.indicators import OfficialLibrary, OfficialRow, load_library
from yiju.judgements import judge_pair, load_judgement
from yiju.pipeline import Conclusions, build
from yiju.store import Store, check_query, open_store
from yiju.vocabulary import PREFIXES, Names, is_document_graph

NAMES = Names()
GRAPH = NAMES.graph("description")
DATASET = NAMES.thing("dataset", "all")
HEAD = "".join(f"PREFIX {name}: <{space}>\n" for name, space in PREFIXES.items())

Counts = Counter[tuple[str, ...]]

CLASSES = "SELECT ?class (COUNT(DISTINCT ?s) AS ?n) { GRAPH ?g { ?s a ?class } FILTER(?g != ?own) } GROUP BY ?class"
PROPERTIES = "SELECT ?p (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } FILTER(?g != ?own) } GROUP BY ?p"
OF_CLASSES = """SELECT ?class ?p (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?s a ?class }
FILTER(?g != ?own && ?h != ?own) } GROUP BY ?class ?p"""
VALUES = """SELECT ?class ?p ?kind (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?s a ?class }
OPTIONAL { GRAPH ?i { ?o a ?of } FILTER(?i != ?own) }
BIND(IF(isLiteral(?o), DATATYPE(?o), ?of) AS ?kind)
FILTER(?g != ?own && ?h != ?own && ?p != rdf:type && BOUND(?kind)) } GROUP BY ?class ?p ?kind"""

TOLD_CLASSES = "SELECT ?class ?n { ?part void:class ?class ; void:entities ?n }"
TOLD_PROPERTIES = "SELECT ?p ?n { ?all void:propertyPartition ?part . ?all void:uriSpace ?space . ?part void:property ?p ; void:triples ?n }"
TOLD_OF_CLASSES = "SELECT ?class ?p ?n { ?c void:class ?class ; void:propertyPartition ?part . ?part void:property ?p ; void:triples ?n }"
TOLD_VALUES = """SELECT ?class ?p ?kind ?n { ?c void:class ?class ; void:propertyPartition ?part .
?part void:property ?p ; void:classPartition|<http://ldf.fi/void-ext#datatypePartition> ?value .
?value void:class|<http://ldf.fi/void-ext#datatype> ?kind ; void:triples ?n }"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("described")
    build(sorted(resources.folder("sample").glob("disclosures/*.txt")), folder)
    with open_store(folder, write=True) as opened:
        take_in_more(opened)
        yield opened


def take_in_more(store: Store) -> None:
    """A judgement and a library, which are input."""
    row = OfficialRow(line=2, level1="产出指标", level2="数量指标", name="奖励科技型中小企业数量")
    with Conclusions(store, NAMES) as conclusions:
        conclusions.announce([NAMES.graph("library")])
        library = OfficialLibrary(file="a.csv", sha256="0" * 64, rows=(row,), issues=())
        load_library(store, library, NAMES)
        projects = store.select(f"{HEAD}SELECT ?p {{ GRAPH ?g {{ ?p a yj:Project }} }} ORDER BY ?p")
        first, second, *_ = (found["p"].value for found in projects)
        load_judgement(store, judge_pair(first, second, same=False, by="a", why="b"), NAMES)
        conclusions.conclude()


def counted(store: Store, query: str) -> Counts:
    asked = query.replace("?own", f"<{GRAPH}>")
    rows = [list(row) for row in store.select(HEAD + asked)]
    return Counter({tuple(term.value for term in row[:-1]): int(row[-1].value) for row in rows})


def told(store: Store, query: str) -> Counts:
    return counted(store, query.replace("{", f"{{ GRAPH <{GRAPH}> {{", 1) + "}")


@pytest.mark.parametrize(
    ("query", "telling"), [(CLASSES, TOLD_CLASSES), (PROPERTIES, TOLD_PROPERTIES)]
)
def test_it_counts_things_and_triples(store: Store, query: str, telling: str) -> None:
    real = counted(store, query)
    assert len(real) > 40
    assert told(store, telling) == real


@pytest.mark.parametrize(
    ("query", "telling"), [(OF_CLASSES, TOLD_OF_CLASSES), (VALUES, TOLD_VALUES)]
)
def test_it_counts_the_properties_of_each_class_and_their_values(
    store: Store, query: str, telling: str
) -> None:
    real, said = counted(store, query), told(store, telling)
    silent = {NS_ELI}
    assert {key[0] for key in real} - {key[0] for key in said} == silent
    assert said == {key: count for key, count in real.items() if not silent & set(key)}


NS_ELI = f"{PREFIXES['eli']}LegalResource"
"""Only some policies are legal resources: the properties of those alone are not told."""


def test_it_counts_the_whole(store: Store) -> None:
    graphs = [graph for graph in store.graphs() if graph != GRAPH]
    quads = [quad for graph in graphs for quad in store.quads(graph)]
    said = {
        quad.predicate.value.rpartition("#")[2]: str(quad.object)
        for quad in store.quads(GRAPH)
        if quad.subject == NamedNode(DATASET)
    }
    subjects = {str(quad.subject) for quad in quads}
    ours = {subject for subject in subjects if subject.startswith(f"<{NAMES.base}id/")}
    assert said["triples"].startswith(f'"{len(quads)}"')
    assert said["distinctSubjects"].startswith(f'"{len(subjects)}"')
    assert said["entities"].startswith(f'"{len(ours)}"')


def test_each_graph_is_a_part_with_its_size(store: Store) -> None:
    rows = told(
        store, "SELECT ?graph ?n { ?graph sd:graph/void:triples ?n }".replace("sd:graph", SD)
    )
    derived = [g for g in store.graphs() if g != GRAPH and not is_document_graph(g)]
    assert rows == {(graph,): len(list(store.quads(graph))) for graph in derived}
    assert len(derived) == 6


SD = "<http://www.w3.org/ns/sparql-service-description#graph>"


def test_nothing_but_names_stands_in_it_and_every_subject_is_ours(store: Store) -> None:
    for quad in store.quads(GRAPH):
        assert isinstance(quad.subject, NamedNode)
        assert quad.subject.value.startswith(NAMES.base)


def test_examples_run_as_they_are(store: Store) -> None:
    found = store.select(
        f"{HEAD}SELECT ?query ?text ?comment {{ GRAPH <{GRAPH}> {{ ?query sh:select ?text ; rdfs:comment ?comment }} }}"
    )
    texts = {row["query"].value.rpartition("/")[2]: row["text"].value for row in found}
    assert len(texts) == len(list(resources.folder("queries").glob("*.rq")))
    empty = set()
    for name, text in texts.items():
        check_query(text, store=store)
        if not list(store.select(text)):
            empty.add(name)
    assert {"trace", "findings", "indicators", "department-policies"}.isdisjoint(empty)


def test_what_goes_is_counted_no_more(tmp_path: Path) -> None:
    files = sorted(resources.folder("sample").glob("disclosures/*.txt"))
    build(files[:1], tmp_path / "one")
    build(files, tmp_path / "two")
    with open_store(tmp_path / "two", write=True) as store:
        gone = next(g for g in store.graphs() if is_document_graph(g) and not _is_in(g, files[0]))
        with Conclusions(store, NAMES) as conclusions:
            conclusions.announce([gone])
            store.remove_graph(gone)
            conclusions.conclude()
        left = set(store.quads(GRAPH))
    with open_store(tmp_path / "one") as store:
        assert set(store.quads(GRAPH)) == left


def _is_in(graph: str, file: Path) -> bool:
    return graph.endswith(sha256(file.read_bytes()).hexdigest())
