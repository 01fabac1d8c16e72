"""The store in a folder: what it keeps, and what it says when it cannot."""

import io
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from yiju.errors import NotFoundError, QueryError, StoreError, StoreLockedError
from yiju.store import Dataset, Format, Store, embedded, open_store

FIRST, SECOND = (
    "https://w3id.org/yiju/graph/document/" + "a" * 64,
    "https://w3id.org/yiju/graph/policies",
)
DECIMAL = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")


def quad(name: str, value: Literal | NamedNode, graph: str = FIRST) -> Quad:
    return Quad(NamedNode(f"urn:{name}"), NamedNode("urn:says"), value, NamedNode(graph))


QUADS = [
    quad("a", Literal("12.50", datatype=DECIMAL)),
    quad("a", Literal("名\n\"'\\", language="zh")),
    quad("b", NamedNode("urn:a")),
    quad("c", Literal("x"), SECOND),
]


def exported(store: Store, form: Format | str = Format.NQUADS, graph: str | None = None) -> bytes:
    out = io.BytesIO()
    store.export(form, graph=graph, out=out)
    return out.getvalue()


def fill(folder: Path, quads: list[Quad] = QUADS) -> None:
    by_graph: dict[str, list[Quad]] = {}
    for item in quads:
        assert isinstance(item.graph_name, NamedNode)
        by_graph.setdefault(item.graph_name.value, []).append(item)
    with open_store(folder, write=True) as store:
        store.replace_graphs(by_graph)


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False
    )


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    fill(tmp_path)
    with open_store(tmp_path) as store:
        assert store.graphs() == sorted([FIRST, SECOND])
        assert len(list(store.quads())) == 4
        rows = store.select("SELECT ?v { <urn:a> <urn:says> ?v FILTER(ISNUMERIC(?v)) }")
        assert [row["v"] for row in rows] == [Literal("12.5", datatype=DECIMAL)]


def test_a_graph_is_replaced_and_others_stay(tmp_path: Path) -> None:
    fill(tmp_path)
    changed = [quad("b", NamedNode("urn:a")), quad("d", Literal("neu '}} \\ "))]
    fill(tmp_path, changed)
    with open_store(tmp_path) as store:
        assert set(store.quads(FIRST)) == set(changed)
        assert set(store.quads(SECOND)) == {QUADS[3]}


def test_replacing_by_the_same_writes_nothing(tmp_path: Path) -> None:
    fill(tmp_path)
    before = {file.name for file in (tmp_path / "oxigraph").glob("*.sst")}
    with open_store(tmp_path, write=True) as store:
        store.replace_graphs({FIRST: QUADS[:3]})
        with open_store(tmp_path) as beside:
            assert set(beside.quads(FIRST)) == set(store.quads(FIRST))
    assert before <= {file.name for file in (tmp_path / "oxigraph").glob("*.sst")}


def test_quads_go_into_the_graph_that_is_replaced(tmp_path: Path) -> None:
    with open_store(tmp_path, write=True) as store:
        store.replace_graphs({SECOND: QUADS[:1]})
        assert store.graphs() == [SECOND]


def test_a_graph_is_changed_by_what_goes_and_what_comes(tmp_path: Path) -> None:
    fill(tmp_path)
    new = quad("d", Literal("neu '}} \\ "))
    with open_store(tmp_path, write=True) as store:
        store.change_graph(FIRST, gone=[QUADS[0], quad("z", Literal("never there"))], added=[new])
        store.change_graph(FIRST, gone=[], added=[new, quad("c", Literal("x"), SECOND)])
        assert set(store.quads(FIRST)) == {*QUADS[1:3], new, quad("c", Literal("x"))}
        assert set(store.quads(SECOND)) == {QUADS[3]}


def test_an_emptied_graph_holds_nothing(tmp_path: Path) -> None:
    fill(tmp_path)
    with open_store(tmp_path, write=True) as store:
        store.replace_graphs({FIRST: []})
        assert list(store.quads(FIRST)) == []
        store.remove_graph(FIRST)
        store.remove_graph("urn:never-there")
        assert store.graphs() == [SECOND]


@pytest.mark.parametrize("form", list(Format))
def test_an_export_is_the_same_bytes_in_whatever_order_it_was_loaded(
    tmp_path: Path, form: Format
) -> None:
    many = [*QUADS, *(quad(f"n{at % 7}", Literal(str(at))) for at in range(50))]
    exports = set()
    for seed in range(3):
        order = many.copy()
        random.Random(seed).shuffle(order)
        for half in (order[: seed * 10], order):
            fill(tmp_path / str(seed), half)
        with open_store(tmp_path / str(seed)) as store:
            exports.add(exported(store, form))
    assert len(exports) == 1


@pytest.mark.parametrize(
    ("form", "syntax"),
    [
        (Format.NQUADS, RdfFormat.N_QUADS),
        (Format.TRIG, RdfFormat.TRIG),
        (Format.JSONLD, RdfFormat.JSON_LD),
    ],
)
def test_an_export_holds_everything(tmp_path: Path, form: Format, syntax: RdfFormat) -> None:
    fill(tmp_path)
    with open_store(tmp_path) as store:
        assert set(parse(exported(store, form), syntax)) == set(store.quads())


@pytest.mark.parametrize(
    ("form", "syntax"), [(Format.TURTLE, RdfFormat.TURTLE), (Format.RDFXML, RdfFormat.RDF_XML)]
)
def test_a_form_without_graphs_holds_all_triples(
    tmp_path: Path, form: Format, syntax: RdfFormat
) -> None:
    fill(tmp_path)
    with open_store(tmp_path) as store:
        written = {item.triple for item in parse(exported(store, form), syntax)}
        assert written == {item.triple for item in store.quads()}
        one = {item.triple for item in parse(exported(store, form, SECOND), syntax)}
        assert one == {QUADS[3].triple}


def test_an_export_of_an_unknown_graph_or_form_is_refused(tmp_path: Path) -> None:
    fill(tmp_path)
    with open_store(tmp_path) as store:
        with pytest.raises(NotFoundError, match="no graph <urn:x>"):
            exported(store, graph="urn:x")
        with pytest.raises(StoreError, match="choose one of nquads, trig"):
            exported(store, "csv")


def test_parameters_are_terms_and_never_text(tmp_path: Path) -> None:
    fill(tmp_path)
    hostile = Literal('"} DROP ALL # ')
    with open_store(tmp_path) as store:
        query = "SELECT ?v ?s { ?s <urn:says> ?v }"
        assert list(store.select(query, bindings={"v": hostile})) == []
        rows = list(store.select(query, bindings={"v": Literal("x")}))
        assert [row["s"] for row in rows] == [NamedNode("urn:c")]


def test_a_dataset_limits_what_a_query_sees(tmp_path: Path) -> None:
    fill(tmp_path)
    query = "SELECT ?s { ?s ?p ?o }"
    with open_store(tmp_path) as store:

        def count(dataset: Dataset | None, *, union: bool = True) -> int:
            return len(list(store.query(query, dataset=dataset, union=union)))  # type: ignore[arg-type]

        assert count(None) == 4
        assert count(None, union=False) == 0
        assert count(Dataset(default=(SECOND,))) == 1
        assert count(Dataset(default=("urn:lacking",))) == 0
        assert count(Dataset(named=(SECOND,))) == 0


@pytest.mark.parametrize("query", ["SELECT * {", "", "DROP ALL", "ASK {}"])
def test_what_is_no_select_is_refused_in_a_sentence(tmp_path: Path, query: str) -> None:
    fill(tmp_path)
    with open_store(tmp_path) as store, pytest.raises(QueryError, match=r"\w"):
        store.select(query)


def test_reading_what_is_not_there_is_said_or_empty(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="There is no store in"):
        open_store(tmp_path / "nothing")
    with open_store(tmp_path / "nothing", missing_ok=True) as store:
        assert store.graphs() == []
    assert not (tmp_path / "nothing").exists()


def test_a_second_writer_is_told_that_the_store_is_locked(tmp_path: Path) -> None:
    program = "import sys; from yiju.store import open_store; open_store(sys.argv[1], write=True)"
    with open_store(tmp_path, write=True) as store:
        with pytest.raises(StoreLockedError, match="being written by another process"):
            open_store(tmp_path, write=True)
        assert "StoreLockedError: The store" in run(program, str(tmp_path)).stderr
        store.replace_graphs({FIRST: QUADS[:3]})
    assert run(program, str(tmp_path)).returncode == 0


def test_a_reader_opens_beside_a_writer(tmp_path: Path) -> None:
    with open_store(tmp_path, write=True) as store:
        store.replace_graphs({FIRST: QUADS[:3]})
        with open_store(tmp_path) as reader:
            assert reader.graphs() == [FIRST]


def test_a_full_disk_is_said_in_a_sentence(tmp_path: Path) -> None:
    program = """
import resource, sys
from pyoxigraph import Literal, NamedNode, Quad
from yiju.store import open_store
store = open_store(sys.argv[1], write=True)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
graph = NamedNode("urn:g")
store.replace_graphs({"urn:g": (Quad(NamedNode(f"urn:{i}"), graph, Literal(f"{i*7919}"), graph) for i in range(20_000))})
"""
    ended = run(program, str(tmp_path))
    assert ended.returncode == 1
    assert "StoreError: The store" in ended.stderr
    assert "the disk is full" in ended.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
@pytest.mark.parametrize("write", [True, False])
def test_a_folder_without_permission_is_said_in_a_sentence(tmp_path: Path, *, write: bool) -> None:
    fill(tmp_path / "store")
    for folder in (tmp_path / "store", tmp_path / "store" / "oxigraph"):
        folder.chmod(0o700)
    program = """
import os, sys
from yiju.store import open_store
os.setuid(65534)
open_store(sys.argv[1], write=sys.argv[2] == "True")
"""
    ended = run(program, str(tmp_path / "store"), str(write))
    assert ended.returncode == 1
    assert "StoreError: The store" in ended.stderr
    assert "permission denied" in ended.stderr


def test_a_file_in_place_of_a_folder_and_damage_are_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="is no folder"):
        open_store(tmp_path / "file", write=True)
    (tmp_path / "oxigraph").mkdir()
    (tmp_path / "oxigraph" / "CURRENT").write_text("nonsense")
    for write in (True, False):
        with pytest.raises(StoreError, match="damaged or unreadable"):
            open_store(tmp_path, write=write)


def test_a_remote_context_is_never_fetched() -> None:
    hostile = b'{"@context": "http://127.0.0.1:9/context.jsonld", "@id": "urn:a", "name": "x"}'
    with pytest.raises(SyntaxError):
        list(parse(hostile, RdfFormat.JSON_LD))


def test_a_state_that_was_gone_through_while_opening_is_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(tmp_path, write=True) as store:
        store.replace_graphs({"urn:x:g": QUADS})
    told = iter(["while it", "was opened", "files came", "and went", "same", "same"])
    asked: list[Path] = []

    def read_signature(database: Path) -> str:
        asked.append(database)
        return next(told)

    monkeypatch.setattr(embedded, "read_signature", read_signature)
    with open_store(tmp_path) as store:
        assert list(store.quads())
    assert len(asked) == 6
