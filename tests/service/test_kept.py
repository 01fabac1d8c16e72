"""Answers that are kept for who asks the same again."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from yiju.service.kept import Kept
from yiju.service.results import Reply
from yiju.store import open_store
from yiju.store.state import name_state, read_signature

Serve = Callable[..., AbstractContextManager[httpx.Client]]
GRAPH = "https://w3id.org/yiju/graph/extra"
FACT = Quad(NamedNode("urn:x:a"), NamedNode("urn:x:b"), Literal("c"), NamedNode(GRAPH))


def reply_of(folder: Path, size: int = 10) -> Reply:
    return Reply(b"x" * size, "text/plain", state=name_state(read_signature(folder / "oxigraph")))


def write_fact(folder: Path) -> None:
    with open_store(folder, write=True) as store:
        store.replace_graphs({GRAPH: [FACT]})


@pytest.fixture
def folder(tmp_path: Path, load: Callable[[Path], None]) -> Path:
    load(tmp_path)
    return tmp_path


def test_an_answer_holds_until_the_store_is_written(folder: Path) -> None:
    kept = Kept(str(folder), room=1000, refresh=0)
    assert kept.find(b"asked") is None
    kept.keep(b"asked", reply_of(folder))
    assert kept.find(b"asked") == reply_of(folder)
    write_fact(folder)
    assert kept.find(b"asked") is None


def test_an_answer_from_another_state_is_not_kept(folder: Path) -> None:
    before = reply_of(folder)
    write_fact(folder)
    kept = Kept(str(folder), room=1000, refresh=0)
    kept.find(b"asked")
    kept.keep(b"asked", before)
    kept.keep(b"other", Reply(b"x", "text/plain"))
    assert kept.find(b"asked") is kept.find(b"other") is None


def test_what_was_used_last_is_kept_and_no_more_than_there_is_room_for(folder: Path) -> None:
    kept = Kept(str(folder), room=160, refresh=0)
    assert kept.find(b"0") is None
    kept.keep(b"0", reply_of(folder, 9))
    for number in range(1, 30):
        kept.keep(str(number).encode(), reply_of(folder, 8))
        assert kept.find(b"0") is not None
    assert kept.find(b"1") is None
    assert kept.find(b"29") is not None
    kept.keep(b"long", reply_of(folder, 50))
    assert kept.find(b"long") is None


@pytest.mark.parametrize("function", ["RAND()", "UUID()", "STRUUID()"])
def test_what_is_new_each_time_is_asked_each_time(client: httpx.Client, function: str) -> None:
    query = f"SELECT ({function} AS ?x) {{}}"
    assert len({client.get("/sparql", params={"query": query}).text for _ in range(3)}) == 3


def test_a_new_store_is_seen_by_who_asks_the_same_again(folder: Path, serve: Serve) -> None:
    query = {"query": "SELECT ?c { <urn:x:a> <urn:x:b> ?c }"}
    with serve(folder, '{"limits": {"refresh": 0.0}}') as client:
        for _ in range(3):
            assert client.get("/sparql", params=query).json()["results"]["bindings"] == []
        write_fact(folder)
        assert len(client.get("/sparql", params=query).json()["results"]["bindings"]) == 1
