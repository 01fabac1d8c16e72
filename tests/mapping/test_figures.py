"""The Data Cube of figures in prose: one observation per item, and a gate that can fail."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from yiju.mapping import as_document, parse_quads
from yiju.pipeline.reading import understand
from yiju.readers.plain import read
from yiju.readers.source import SourceFile
from yiju.validation import check_graph
from yiju.vocabulary import NS, PREFIXES, Names

QB = PREFIXES["qb"]
TEXT = (
    "云溪市科技局2024年部门预算信息公开\n\n三、机关运行经费安排情况\n"
    "机关运行经费95000元，较上年减少0.5万元，下降5%，主要原因是节约，其中：办公费9万元，与上年持平。\n"
)


@pytest.fixture(scope="module")
def quads() -> list[Quad]:
    disclosure = understand(read(SourceFile(Path("a.txt"), TEXT.encode())))
    return parse_quads(as_document(disclosure, Names()))


def values(quads: list[Quad], predicate: str) -> list[str]:
    return [
        quad.object.value.removeprefix(NS)
        for quad in quads
        if quad.predicate.value == predicate and isinstance(quad.object, NamedNode | Literal)
    ]


def test_a_figure_has_its_item_amount_change_and_whole(quads: list[Quad]) -> None:
    assert values(quads, NS + "statedItem") == ["operatingTotal", "operatingPart"]
    assert values(quads, NS + "itemText") == ["机关运行经费", "办公费"]
    assert values(quads, NS + "amount") == ["9.5", "9"]
    assert values(quads, NS + "amountText") == ["95000元"]
    assert values(quads, NS + "changeDirection") == ["decrease", "unchanged"]
    assert values(quads, NS + "changeAmount") == ["-0.5"]
    assert values(quads, NS + "changeRate") == ["-0.05"]
    assert values(quads, NS + "comparedYear") == ["2023", "2023"]
    assert values(quads, NS + "changeReason") == ["节约"]
    assert values(quads, NS + "position") == ["1", "1", "2"]  # the statement, and its two figures
    assert len(set(values(quads, QB + "dataSet"))) == 1
    assert len(values(quads, NS + "partOfFigure")) == 1


def without(name: str) -> Callable[[Quad], bool]:
    return lambda quad: quad.predicate.value != NS + name


@pytest.mark.parametrize(
    "keep",
    [
        *map(without, ("statedItem", "itemText", "position", "amount")),
        lambda quad: quad.predicate.value != QB + "dataSet",
        lambda quad: quad.predicate.value != QB + "structure",
    ],
)
def test_the_gate_finds_what_is_missing(quads: list[Quad], keep: Callable[[Quad], bool]) -> None:
    assert check_graph(quads).conforms
    kept = [
        quad
        for quad in quads
        if keep(quad) and "change" not in quad.predicate.value.removeprefix(NS)
    ]
    assert not check_graph(kept).conforms


@pytest.mark.parametrize(
    ("old", "new"), [("decrease", "fell"), ("operatingTotal", "rent"), ("duringYear", "once")]
)
def test_the_gate_finds_a_concept_of_no_list(quads: list[Quad], old: str, new: str) -> None:
    changed = [
        Quad(quad.subject, quad.predicate, NamedNode(NS + new))
        if quad.object == NamedNode(NS + old)
        else quad
        for quad in quads
    ]
    assert changed != quads
    assert not check_graph(changed).conforms
