"""A dump that is loaded elsewhere is the store: read by strangers, whole and by document."""

import csv
import gzip
import json
import shutil
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from yiju import resources
from yiju.dumps import write_dumps
from yiju.dumps.graphs import sort_lines
from yiju.dumps.tables import write_table
from yiju.errors import StoreError
from yiju.pipeline import build
from yiju.store import Store, open_store
from yiju.vocabulary import NS, is_document_graph

NAMES = {"all.nq.gz", "all.trig.gz", "indicators.jsonl.gz", "indicators.csv", "policies.csv", "findings.csv"}  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("dumped")
    build(sorted(resources.folder("sample").glob("disclosures/*.txt")), folder)
    with open_store(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def dumps(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dumps")
    write_dumps(store, folder)
    return folder


def manifest(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return told


def unpacked(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())


def rapper(data: bytes, form: str) -> set[Quad]:
    found = shutil.which("rapper")
    if not found:
        pytest.skip("rapper is not installed (Debian package raptor2-utils)")
    done = subprocess.run(
        [found, "-q", "-i", form, "-o", "nquads", "-", "urn:base"],
        input=data,
        capture_output=True,
        check=True,
        timeout=120,
    )
    return set(parse(done.stdout, RdfFormat.N_QUADS))


def by_rdflib(data: bytes, form: str, monkeypatch: pytest.MonkeyPatch) -> set[Quad]:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    dataset = rdflib.Dataset()
    dataset.parse(data=data.decode(), format=form)
    return set(parse(dataset.serialize(format="nquads"), RdfFormat.N_QUADS))


@pytest.mark.parametrize(("name", "form"), [("all.nq.gz", "nquads"), ("all.trig.gz", "trig")])
def test_rapper_reads_the_whole_as_the_store_holds_it(
    store: Store, dumps: Path, name: str, form: str
) -> None:
    assert rapper(unpacked(dumps / name), form) == set(store.quads())


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # it warns of itself
@pytest.mark.parametrize(("name", "form"), [("all.nq.gz", "nquads"), ("all.trig.gz", "trig")])
def test_rdflib_reads_the_whole_as_the_store_holds_it(
    store: Store, dumps: Path, name: str, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert by_rdflib(unpacked(dumps / name), form, monkeypatch) == set(store.quads())


def test_the_whole_is_sorted_as_whoever_sorts_it(store: Store, dumps: Path) -> None:
    lines = unpacked(dumps / "all.nq.gz").splitlines()
    pairs = [(line.rpartition(b" <")[2], line) for line in lines]
    assert pairs == sorted(pairs)
    assert sorted(lines) == sorted(f"{quad} .".encode() for quad in store.quads())


def test_each_document_is_a_file_of_its_graph(store: Store, dumps: Path) -> None:
    graphs = [graph for graph in store.graphs() if is_document_graph(graph)]
    files = sorted((dumps / "documents").iterdir())
    assert [file.stem for file in files] == [graph.rpartition("/")[2] for graph in graphs]
    for graph, file in zip(graphs, files, strict=True):
        quads = parse(path=file, format=RdfFormat.TURTLE)
        assert {quad.triple for quad in quads} == {quad.triple for quad in store.quads(graph)}


def test_the_manifest_tells_what_lies_there(store: Store, dumps: Path) -> None:
    told = manifest(dumps)
    files = {str(path.relative_to(dumps)) for path in dumps.rglob("*.*") if path.is_file()}
    assert {file["name"] for file in told["files"]} == files - {"manifest.json"}
    assert files >= NAMES
    for file in told["files"]:
        data = (dumps / file["name"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(data), sha256(data).hexdigest())
        assert file["title"]["zh"]
    assert told["graphs"] == {graph: len(list(store.quads(graph))) for graph in store.graphs()}


def test_counts_are_those_of_the_files(store: Store, dumps: Path) -> None:
    counts = {file["name"]: file["count"] for file in manifest(dumps)["files"]}
    assert counts["all.nq.gz"] == len(unpacked(dumps / "all.nq.gz").splitlines())
    assert counts["indicators.jsonl.gz"] == len(records(dumps))
    for name in ("indicators", "policies", "findings"):
        assert counts[f"{name}.csv"] == len(table(dumps / f"{name}.csv")) > 2


def records(dumps: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in unpacked(dumps / "indicators.jsonl.gz").splitlines()]


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_record_is_an_indicator_with_its_chain(store: Store, dumps: Path) -> None:
    found = {record["iri"]: record for record in records(dumps)}
    rows = store.select(
        f"SELECT ?it {{ GRAPH ?g {{ ?it a ?kind }} VALUES ?kind {{ <{NS}Indicator> <{NS}ProseIndicator> }} }}"
    )
    assert set(found) == {row["it"].value for row in rows}
    (one,) = (one for one in found.values() if one["label"] == "奖励科技型中小企业数量")
    assert one["promises"][0]["text"] == "≥60家"
    assert one["subjects"][0]["budget"] == "320"
    assert one["bases"][0]["citations"][0]["policy"]["number"] == "岚望政办字〔2023〕18号"


def test_a_table_leaves_out_what_may_be_asked_of_it(dumps: Path) -> None:
    (row,) = (
        row for row in table(dumps / "indicators.csv") if row["label"] == "奖励科技型中小企业数量"
    )
    assert row["indicator"].startswith("https://w3id.org/yiju/id/indicator/")
    assert {"policy", "year", "text"}.isdisjoint(row)


def test_the_same_store_gives_the_same_bytes(store: Store, dumps: Path, tmp_path: Path) -> None:
    write_dumps(store, tmp_path)
    assert (tmp_path / "manifest.json").read_bytes() == (dumps / "manifest.json").read_bytes()


def test_a_table_for_excel_begins_with_its_mark(store: Store, tmp_path: Path) -> None:
    write_dumps(store, tmp_path, bom=True)
    assert (tmp_path / "policies.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert table(tmp_path / "policies.csv")


def test_a_cell_is_no_formula(tmp_path: Path) -> None:
    policy, graph = NamedNode("urn:x:policy"), "https://w3id.org/yiju/graph/policies"
    label = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    with open_store(tmp_path / "store", write=True) as store:
        quads = [
            Quad(policy, kind, NamedNode(NS + "Policy"), NamedNode(graph)),
            Quad(policy, label, Literal("=cmd|' /C calc'!A0", language="zh"), NamedNode(graph)),
        ]
        store.replace_graphs({graph: quads})
        with (tmp_path / "a.csv").open("wb") as out:
            assert write_table(store, "policies", out, bom=False) == 1
    (row,) = table(tmp_path / "a.csv")
    assert row["label"] == "'=cmd|' /C calc'!A0"


def test_a_dump_takes_the_place_of_the_one_before(store: Store, tmp_path: Path) -> None:
    write_dumps(store, tmp_path / "out")
    kept = {path.name for path in (tmp_path / "out" / "documents").iterdir()}
    files = sorted(resources.folder("sample").glob("disclosures/*.txt"))
    build(files[:1], tmp_path / "store")
    with open_store(tmp_path / "store") as smaller:
        write_dumps(smaller, tmp_path / "out")
    left = {path.name for path in (tmp_path / "out" / "documents").iterdir()}
    assert len(kept) == 2
    assert len(left) == 1
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        *NAMES, "documents", "manifest.json",
    }  # fmt: skip


def test_an_empty_store_has_an_empty_dump(tmp_path: Path) -> None:
    with open_store(tmp_path / "nothing", missing_ok=True) as store:
        dumps = write_dumps(store, tmp_path / "out")
    assert {dump.name for dump in dumps} == NAMES
    assert {dump.count for dump in dumps} == {0}


def test_a_folder_that_cannot_be_written_is_told(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        write_dumps(store, tmp_path / "file")


def test_lines_that_are_too_many_for_memory_are_sorted() -> None:
    lines = [b"%d\n" % (number * 7919 % 1000) for number in range(1000)]
    assert list(sort_lines(lines, at_once=64)) == sorted(lines)
