"""The search index of a store behind an endpoint: in its state folder, the same as that of a folder."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, parse
from tests.store.endpoints import serving_endpoint

from yiju.store import Store, open_store
from yiju.store.search import FILE, Asked, is_current, make_index, open_index

SAMPLE = Path(__file__).parents[1] / "service" / "sample.trig"
DOCUMENT = "https://w3id.org/yiju/graph/document/ee55ff66aa77bb881111111111111111111111111111111111111111111111aa"
POLICIES = "https://w3id.org/yiju/graph/policies"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with serving_endpoint() as address:
        yield address


def load(store: Store) -> None:
    graphs: dict[str, list[Quad]] = defaultdict(list)
    for quad in parse(path=SAMPLE):
        graphs[quad.graph_name.value].append(quad)
    store.replace_graphs(graphs)


def content(folder: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / FILE) as rows:
        found = rows.execute(
            "SELECT graph, iri, kind, label, words, file, year, line, weight FROM entry"
        )
        return sorted(found, key=str)


def total(folder: Path, text: str) -> int:
    with open_index(folder) as index:
        return index.search(Asked.of(text)).total


def test_an_endpoint_is_indexed_as_a_folder_is(endpoint: str, tmp_path: Path) -> None:
    state, folder = tmp_path / "state", tmp_path / "folder"
    with open_store(endpoint, write=True, state=state) as remote:
        load(remote)
    with open_store(folder, write=True) as local:
        load(local)
    assert content(state) == content(folder) != []
    assert is_current(state)


def test_what_is_written_to_an_endpoint_is_followed(endpoint: str, tmp_path: Path) -> None:
    with open_store(endpoint, write=True, state=tmp_path) as store:
        load(store)
    with open_store(endpoint, write=True, state=tmp_path) as store:
        store.remove_graph(DOCUMENT)
        titled = [
            quad
            for quad in store.quads(POLICIES)
            if getattr(quad.object, "value", "") == "管理办法"
        ]
        store.change_graph(POLICIES, gone=titled, added=())
    assert total(tmp_path, "补助企业数量") == 0
    with open_index(tmp_path) as index:
        assert index.search(Asked.of("管理办法")).total == 0
    kept = content(tmp_path)
    with open_store(endpoint, write=True, state=tmp_path) as store:
        make_index(store)
    assert kept == content(tmp_path)


def test_what_others_wrote_is_found_after_the_index_is_made_anew(
    endpoint: str, tmp_path: Path
) -> None:
    with open_store(endpoint, write=True, state=tmp_path) as store:
        load(store)
    with open_store(endpoint, write=True) as elsewhere:
        elsewhere.remove_graph(DOCUMENT)
    assert total(tmp_path, "补助企业数量") == 1
    with open_store(endpoint, write=True, state=tmp_path) as store:
        make_index(store)
    assert total(tmp_path, "补助企业数量") == 0


def test_an_endpoint_without_a_state_folder_keeps_no_index(endpoint: str, tmp_path: Path) -> None:
    thing = NamedNode("urn:x:a")
    with open_store(endpoint, write=True) as store:
        store.change_graph(
            "urn:x:g", gone=(), added=[Quad(thing, thing, thing, NamedNode("urn:x:g"))]
        )
    assert list(tmp_path.iterdir()) == []
