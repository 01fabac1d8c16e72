"""Bodies of answers, short and long."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from yiju.service import bodies
from yiju.service.bodies import Body, FullError, take_body
from yiju.service.faults import FaultError
from yiju.service.results import _Lines

Serve = Callable[..., AbstractContextManager[httpx.Client]]
MANY = "SELECT ?x { VALUES ?a { 0 1 2 3 4 5 6 7 8 9 } VALUES ?b { 0 1 2 3 4 5 6 7 8 9 } " + (
    "VALUES ?c { 0 1 2 3 4 5 6 7 8 9 } VALUES ?d { 0 1 2 3 4 5 6 7 8 9 } "
    "BIND(CONCAT(STR(?a), '" + "指标" * 40 + "', STR(?b), STR(?c), STR(?d)) AS ?x) }"
)
TRIPLES = MANY.replace("SELECT ?x", "CONSTRUCT { ?x <urn:x:is> ?x }").replace(
    "BIND(CONCAT(STR(?a), '" + "指标" * 40 + "', STR(?b), STR(?c), STR(?d)) AS ?x)",
    "BIND(IRI(CONCAT('urn:x:', STR(?a), STR(?b), STR(?c), STR(?d))) AS ?x)",
)


def test_a_long_body_goes_to_a_file_that_is_taken_away(tmp_path: Path) -> None:
    body = Body(str(tmp_path), start=b"start")
    for _ in range(3):
        body.write(b"x" * 600_000)
    body.finish().close()
    (file,) = tmp_path.iterdir()
    assert body.path == file
    taken = take_body(str(file))
    assert not list(tmp_path.iterdir())
    with taken.file:
        assert taken.file.read() == b"start" + b"x" * 1_799_999
    assert taken.size == 1_800_004


def test_a_body_that_is_too_long_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "MAX_BYTES", 100)
    body = Body(str(tmp_path))
    body.write(b"x" * 100)
    with pytest.raises(FullError):
        body.write(b"x")


def test_no_room_for_a_body_is_told(tmp_path: Path) -> None:
    body = Body("/proc/nowhere")
    with pytest.raises((FaultError, OSError)):
        body.write(b"x" * 2_000_000)


@given(
    st.lists(st.sampled_from([b"a", b"\n", b"bc\n", b"\n\n", b""]), max_size=12), st.integers(1, 6)
)
def test_so_many_whole_lines_are_taken(pieces: list[bytes], limit: int) -> None:
    taker = _Lines(Body("."), limit)
    try:
        for piece in pieces:
            taker.write(piece)
    except FullError:
        assert taker.full
    whole = b"".join(pieces)
    lines = whole.splitlines(keepends=True)
    ended = [line for line in lines if line.endswith(b"\n")]
    assert taker.body.short() == b"".join(ended[:limit])
    assert taker.full == (len(lines) > limit)
    assert taker.rows == min(len(ended), limit) - 1


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tab-separated-values"])
def test_a_long_result_comes_whole(client: httpx.Client, form: str) -> None:
    family = "application/sparql-results+" if form in {"json", "xml"} else "text/"
    answer = client.post("/sparql", data={"query": MANY}, headers={"Accept": family + form})
    assert answer.status_code == 200
    assert len(answer.content) > 2_000_000
    if form == "json":
        assert len(answer.json()["results"]["bindings"]) == 10_000
    else:
        assert answer.text.count("指标指标9") >= 1_000


def test_a_long_result_that_was_cut_says_so(sample_store: Path, serve: Serve) -> None:
    with serve(sample_store, '{"limits": {"rows": 9000}}') as client:
        answer = client.post("/sparql", data={"query": MANY})
        assert answer.headers["yiju-truncated"] == "rows=9000"
        assert answer.json()["truncated"] == {"rows": 9000}
        assert len(answer.json()["results"]["bindings"]) == 9_000
        found = parse_query_results(answer.content, QueryResultsFormat.JSON)
        assert isinstance(found, QuerySolutions)
        assert len(list(found)) == 9_000


@pytest.mark.parametrize(
    "form", [RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.RDF_XML, RdfFormat.JSON_LD]
)
def test_many_triples_come_whole_or_say_that_they_were_cut(
    sample_store: Path, serve: Serve, form: RdfFormat
) -> None:
    headers = {"Accept": form.media_type}
    with serve(sample_store, '{"limits": {"rows": 9500}}') as client:
        whole = client.get("/sparql", params={"query": TRIPLES + " LIMIT 9500"}, headers=headers)
        cut = client.get("/sparql", params={"query": TRIPLES}, headers=headers)
    assert "yiju-truncated" not in whole.headers
    assert cut.headers["yiju-truncated"] == "rows=9500"
    assert len(set(parse(whole.content, form))) == 9_500
    assert len(set(parse(cut.content, form))) == 9_500
