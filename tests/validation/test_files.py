"""Graphs are read from files of every syntax, and what cannot be read is told in one sentence."""

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, serialize

from yiju import resources
from yiju.errors import UnknownFormatError, UnreadableFileError
from yiju.validation import check_file
from yiju.validation.files import FORMATS, read_graph

EXAMPLES = resources.folder("ontology") / "examples"


@pytest.mark.parametrize("ending", FORMATS)
def test_every_syntax_is_judged_alike(tmp_path: Path, ending: str) -> None:
    quads = read_graph(EXAMPLES / "project.ttl")
    short = [quad for quad in quads if not quad.predicate.value.endswith("#label")]
    for name, graph in (("whole", quads), ("short", short)):
        triples = (quad.triple for quad in graph)
        serialize(triples, tmp_path / f"{name}{ending}", FORMATS[ending])
    assert check_file(tmp_path / f"whole{ending}").conforms
    assert not check_file(tmp_path / f"short{ending}").conforms


def test_a_folder_is_judged_as_one_graph() -> None:
    assert check_file(EXAMPLES).conforms


def test_json_ld_with_a_context_elsewhere_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "far.jsonld"
    path.write_text('{"@context": "https://example.org/context.jsonld", "@id": "urn:x", "a": 1}')
    with pytest.raises(UnreadableFileError, match=r"far\.jsonld"):
        check_file(path)


@pytest.mark.parametrize("text", ["yj:a yj:b", "\x00\x01", "<urn:a> <urn:b> _:c ."])
def test_what_is_no_turtle_is_told_with_its_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text(text)
    if text.endswith("."):
        assert len(read_graph(path)) == 1
    else:
        with pytest.raises(UnreadableFileError, match=r"broken\.ttl"):
            check_file(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"absent\.ttl"):
        check_file(tmp_path / "absent.ttl")


def test_an_unknown_ending_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormatError, match=r"\.ttl"):
        check_file(tmp_path / "graph.xlsx")


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="holds no graph"):
        check_file(tmp_path)


def test_blank_nodes_of_two_files_stay_apart(tmp_path: Path) -> None:
    for name in ("a.nt", "b.nt"):
        (tmp_path / name).write_bytes(b'_:x <urn:p> "1" .\n')
    subjects = {quad.subject for name in ("a.nt", "b.nt") for quad in read_graph(tmp_path / name)}
    assert len(subjects) == 2
    assert RdfFormat.N_TRIPLES in FORMATS.values()


def test_triples_nested_without_end_are_refused_before_they_are_parsed(tmp_path: Path) -> None:
    deep = 100_000
    path = tmp_path / "deep.ttl"
    path.write_text("<urn:a> <urn:p> " + "<<( <urn:a> <urn:b> " * deep + "1" + " )>>" * deep + " .")
    with pytest.raises(UnreadableFileError, match="quotes triples"):
        check_file(path)


def test_a_blank_node_in_place_of_a_disclosure_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "blank.ttl"
    path.write_text(
        "@prefix yj: <https://w3id.org/yiju/ns#> .\n"
        "[] a yj:Disclosure ; yj:cellsRead 3 ; yj:cellsMapped 1 ; yj:cellsIgnored 1 ; yj:cellsUnmapped 0 ."
    )
    text = check_file(path).text("en")
    assert "a blank node is no name" in text
    assert "cells read (3)" in text
