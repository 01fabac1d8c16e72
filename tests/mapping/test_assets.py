"""The Data Cube of fixed assets: one measure per observation, and a gate that can fail."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from yiju.mapping import as_document, parse_quads
from yiju.readers.plain import read
from yiju.readers.source import SourceFile
from yiju.tables import find_disclosure
from yiju.validation import check_graph
from yiju.vocabulary import NS, PREFIXES, Names

QB, SKOS = PREFIXES["qb"], PREFIXES["skos"]
TEXT = (
    "云溪市科技局2024年部门预算信息公开\n\n七、国有资产信息\n截止时间：2023-12-31\n"
    "项目\t数量\t价值（元）\n资产总额\t\t3,800.00\n1、车辆（台、辆）\t1\t3,800.00\n"
)


@pytest.fixture(scope="module")
def quads() -> list[Quad]:
    disclosure = find_disclosure(read(SourceFile(Path("a.txt"), TEXT.encode())))
    return parse_quads(as_document(disclosure, Names()))


def values(quads: list[Quad], predicate: str) -> list[str]:
    return [
        quad.object.value
        for quad in quads
        if quad.predicate.value == predicate and isinstance(quad.object, NamedNode | Literal)
    ]


def test_a_number_cell_has_the_measure_that_it_names(quads: list[Quad]) -> None:
    assert values(quads, QB + "measureType") == [
        NS + "assetValue", NS + "assetQuantity", NS + "assetValue",
    ]  # fmt: skip
    assert values(quads, NS + "assetValue") == ["0.38", "0.38"]
    assert values(quads, NS + "assetQuantity") == ["1"]
    assert values(quads, NS + "amountText") == ["3,800.00", "3,800.00"]
    assert values(quads, NS + "asOf") == ["2023-12-31"]
    assert values(quads, NS + "unitText") == ["台、辆"]
    assert len(values(quads, SKOS + "broader")) == 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda quad: None if quad.predicate.value == NS + "assetMoment" else quad,
        lambda quad: None if quad.predicate.value == NS + "assetItem" else quad,
        lambda quad: None if quad.predicate.value == NS + "assetQuantity" else quad,
        lambda quad: None if quad.predicate.value == NS + "ofAssetTable" else quad,
        lambda quad: None if quad.predicate.value == QB + "structure" else quad,
        lambda quad: (
            Quad(quad.subject, quad.predicate, NamedNode(NS + "assetValue"))
            if quad.object == NamedNode(NS + "assetQuantity")
            else quad
        ),
    ],
)
def test_the_gate_finds_what_is_missing_or_wrong(
    quads: list[Quad], spoil: Callable[[Quad], Quad | None]
) -> None:
    assert check_graph(quads).conforms
    kept = [new for quad in quads if (new := spoil(quad))]
    assert kept != quads
    assert not check_graph(kept).conforms
