"""The Data Cube of budget tables: few statements per observation, one code list, a gate that can fail."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from yiju.mapping import as_document, parse_quads
from yiju.readers.plain import read
from yiju.readers.source import SourceFile
from yiju.tables import find_disclosure
from yiju.validation import check_graph
from yiju.vocabulary import NS, PREFIXES, Names

RDF, SKOS, QB = (PREFIXES[name] for name in ("rdf", "skos", "qb"))
LABEL = PREFIXES["rdfs"] + "label"
TEXT = (
    "云溪市科技局2024年部门预算信息公开\n\n部门支出总表\n单位：元\n科目编码\t科目名称\t合计\t项目支出\n"
    "\t合计\t150.00\t150.00\n206\t科学技术支出\t150.00\t150.00\n2060499\t其他支出\t150.00\t150.00\n\n"
    "一般公共预算支出表\n单位：万元\n科目编码\t科目名称\t合计\n206\t科技支出\t1,150.00\n\n"
    "财政拨款“三公”经费支出表\n单位：万元\n项目\t合计\n合计\t2.40\n一、公务接待费\t2.40\n"
)


@pytest.fixture(scope="module")
def quads() -> list[Quad]:
    disclosure = find_disclosure(read(SourceFile(Path("a.txt"), TEXT.encode())))
    return parse_quads(as_document(disclosure, Names()))


def subjects(quads: list[Quad], kind: str) -> list[NamedNode]:
    return [
        quad.subject
        for quad in quads
        if quad.object == NamedNode(NS + kind) and isinstance(quad.subject, NamedNode)
    ]


def values(quads: list[Quad], subject: NamedNode, predicate: str) -> list[str]:
    return [
        quad.object.value
        for quad in quads
        if quad.subject == subject and quad.predicate.value == predicate
        if isinstance(quad.object, NamedNode | Literal)
    ]


def test_an_observation_takes_eight_statements_and_one_more_where_it_was_converted(
    quads: list[Quad],
) -> None:
    lines = subjects(quads, "BudgetLine")
    counts = [sum(quad.subject == line for quad in quads) for line in lines]
    assert counts == [9] * 6 + [8] * 3
    assert values(quads, lines[0], NS + "amount") == ["0.015"]
    assert values(quads, lines[0], NS + "amountText") == ["150.00"]
    assert values(quads, lines[6], NS + "amount") == ["1150.00"]


def test_a_class_is_named_once_and_lies_under_the_next_code_that_is_printed(
    quads: list[Quad],
) -> None:
    upper, lower = subjects(quads, "BudgetClass")
    assert values(quads, upper, LABEL) == ["科学技术支出"]
    assert values(quads, upper, SKOS + "altLabel") == ["科技支出"]
    assert values(quads, upper, SKOS + "broader") == [NS + "allFunctions"]
    assert values(quads, lower, SKOS + "broader") == [upper.value]


def test_the_number_cells_of_a_table_are_its_observations(quads: list[Quad]) -> None:
    for table in subjects(quads, "BudgetTable"):
        members = [quad for quad in quads if quad.predicate.value == QB + "dataSet"]
        count = sum(quad.object == table for quad in members)
        assert values(quads, table, NS + "amountCells") == [str(count)]


@pytest.mark.parametrize(
    ("kind", "predicate", "rule"),
    [
        ("BudgetTable", QB + "structure", "TableStructure"),
        ("BudgetTable", NS + "amountCells", "AmountCells"),
        ("BudgetLine", QB + "dataSet", "InTable"),
        ("BudgetLine", NS + "budgetColumn", "InColumn"),
        ("BudgetLine", NS + "operationCharacter", "OperationCharacter"),
        ("BudgetLine", NS + "functionalClass", "BudgetLineShape"),
        ("BudgetLine", NS + "amount", "Amount"),
        ("BudgetLine", NS + "evidence", "Evidence"),
        ("BudgetColumn", NS + "ofTable", "OfTable"),
        ("BudgetClass", SKOS + "notation", "ClassCode"),
        ("BudgetClass", SKOS + "inScheme", "ClassScheme"),
        ("BudgetClass", SKOS + "broader", "ClassAbove"),
        ("BudgetItem", LABEL, "Label"),
    ],
)
def test_the_gate_misses_what_is_dropped(
    quads: list[Quad], kind: str, predicate: str, rule: str
) -> None:
    assert check_graph(quads).conforms
    thing = subjects(quads, kind)[0]
    kept = [quad for quad in quads if (quad.subject, quad.predicate.value) != (thing, predicate)]
    assert len(kept) < len(quads)
    rules = {str(result.shape) for result in check_graph(kept).results}
    assert f"<https://w3id.org/yiju/shapes#{rule}>" in rules


@pytest.mark.parametrize(
    ("kind", "predicate", "value", "rule"),
    [
        ("BudgetLine", "budgetItem", "atLeast", "BudgetLineShape"),
        ("BudgetColumn", "columnKind", "fiscalFunds", "ColumnKind"),
        ("BudgetColumn", "fundingSource", "totalColumn", "ColumnSource"),
        ("BudgetTable", "note", "atLeast", "Note"),
        ("BudgetLine", "amountText", "atLeast", "AmountText"),
    ],
)
def test_the_gate_sees_what_is_out_of_place(
    quads: list[Quad], kind: str, predicate: str, value: str, rule: str
) -> None:
    thing = subjects(quads, kind)[0]
    wrong = Quad(thing, NamedNode(NS + predicate), NamedNode(NS + value), quads[0].graph_name)
    rules = {str(result.shape) for result in check_graph([*quads, wrong]).results}
    assert f"<https://w3id.org/yiju/shapes#{rule}>" in rules
