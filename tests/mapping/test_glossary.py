"""Terms of glossaries as concepts, behind a gate that can fail."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from yiju.mapping import as_document, parse_quads
from yiju.pipeline.reading import understand
from yiju.readers.plain import read
from yiju.readers.source import SourceFile
from yiju.validation import check_graph
from yiju.vocabulary import NS, PREFIXES, Names

SKOS, LABEL = PREFIXES["skos"], PREFIXES["rdfs"] + "label"
TEXT = "云溪市科技局2024年部门预算信息公开\n\n八、名词解释\n1、基本支出：指日常的支出。\n"


@pytest.fixture(scope="module")
def quads() -> list[Quad]:
    disclosure = understand(read(SourceFile(Path("a.txt"), TEXT.encode())))
    return parse_quads(as_document(disclosure, Names()))


def the_term(quads: list[Quad]) -> NamedNode:
    (node,) = (quad.subject for quad in quads if quad.object == NamedNode(NS + "GlossaryTerm"))
    assert isinstance(node, NamedNode)
    return node


def test_a_term_has_one_label_and_its_definition(quads: list[Quad]) -> None:
    said = {quad.predicate.value: quad.object for quad in quads if quad.subject == the_term(quads)}
    assert said[SKOS + "prefLabel"] == Literal("基本支出", language="zh")
    assert said[SKOS + "definition"] == Literal("指日常的支出。")
    assert LABEL not in said


@pytest.mark.parametrize("name", ["prefLabel", "definition"])
def test_the_gate_finds_what_is_missing(quads: list[Quad], name: str) -> None:
    assert check_graph(quads).conforms
    kept = [quad for quad in quads if quad.predicate.value != SKOS + name]
    assert not check_graph(kept).conforms


def test_the_gate_finds_another_label(quads: list[Quad]) -> None:
    more = Quad(the_term(quads), NamedNode(LABEL), Literal("支出", language="zh"))
    assert not check_graph([*quads, more]).conforms
