"""The gate says what the reference engine says, and names the row of the source."""

import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from yiju import resources
from yiju.validation import Report, check_graph
from yiju.validation.files import read_graph
from yiju.validation.reference import check_with_reference
from yiju.vocabulary import NS, PREFIXES

EXAMPLES = sorted((resources.folder("ontology") / "examples").glob("*.ttl"))
Term = NamedNode | BlankNode | Literal | Triple
SHA16 = "6f086b254d09e05b"
ELSEWHERE = NamedNode("urn:example:elsewhere")
XSD, RDFS, OA = PREFIXES["xsd"], PREFIXES["rdfs"], PREFIXES["oa"]


def example(name: str) -> list[Quad]:
    return read_graph(resources.folder("ontology") / "examples" / f"{name}.ttl")


def without(quads: list[Quad], predicate: str) -> list[Quad]:
    kept = [quad for quad in quads if quad.predicate.value != predicate]
    assert len(kept) < len(quads), f"the example has no <{predicate}>"
    return kept


def said(report: Report) -> set[tuple[str, str, str]]:
    """What both engines have to agree on; blank nodes have no name to compare."""
    return {
        (
            "_:" if isinstance(result.focus, BlankNode) else str(result.focus),
            result.component,
            result.path.sparql if result.path else "",
        )
        for result in report.results
    }


# --- single mutations, each in a copy of its own ---------------------------------------------------


def other_values(term: Term) -> list[tuple[Term, ...]]:
    """What a value is replaced by, one fault at a time."""
    if not isinstance(term, Literal):
        wrong_class = NamedNode(NS + "Wrong")
        return [(ELSEWHERE,), (term, ELSEWHERE), (Literal("x"),), (BlankNode("b"),), (wrong_class,)]
    if term.language:
        spoken = [Literal(term.value), Literal(term.value, language="en")]
        return [*((one,) for one in spoken), (term, Literal("另一个", language="zh")), (ELSEWHERE,)]
    kind = term.datatype.value.removeprefix(XSD)
    number = kind in {"integer", "decimal"}
    wrong = XSD + {"integer": "decimal", "decimal": "float"}.get(kind, "token")
    blank = "-1" if number else " "
    return [
        (Literal(term.value, datatype=NamedNode(wrong)),),
        (Literal(term.value, language="zh"),) if not number else (Literal(term.value),),
        (Literal(blank, datatype=term.datatype),),
        (term, Literal("9", datatype=term.datatype)),
        (ELSEWHERE,),
    ]


def mutations(quads: list[Quad]) -> Iterator[list[Quad]]:
    """Each statement dropped once, and given one wrong value, another kind of fault each time."""
    for at, quad in enumerate(quads):
        rest = quads[:at] + quads[at + 1 :]
        yield rest
        faults = other_values(quad.object)
        new = faults[at % len(faults)]
        yield rest + [Quad(quad.subject, quad.predicate, term) for term in new]


def renamed(quads: list[Quad], number: int) -> Iterator[Quad]:
    """A copy of a document's graph under another SHA-256, so that many copies stand side by side."""

    def move(term: Term) -> Term:
        if isinstance(term, NamedNode):
            return NamedNode(term.value.replace(SHA16, f"{number:016x}"))
        return BlankNode(f"b{number}") if isinstance(term, BlankNode) else term

    for quad in quads:
        subject = move(quad.subject)
        assert not isinstance(subject, Literal)
        yield Quad(subject, quad.predicate, move(quad.object))


@pytest.mark.parametrize(
    "name",
    ["disclosure", "department", "funding-allocation", "target", "policy", "ignored-passage"],
)
def test_both_engines_find_the_same_in_every_single_mutation(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)  # rdflib logs each ill-formed literal that it meets
    mutants = list(mutations(example(name)))
    quads = [quad for number, mutant in enumerate(mutants, 1) for quad in renamed(mutant, number)]
    ours, reference = check_graph(quads), check_with_reference(quads)
    assert said(ours) == said(reference)
    assert len(said(ours)) > len(mutants) / 2


@pytest.mark.deep
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_both_engines_find_the_same_in_every_mutation_of_every_example(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    quads = read_graph(path)
    mutants = [
        [*quads[:at], *quads[at + 1 :], *(Quad(quad.subject, quad.predicate, new) for new in fault)]
        for at, quad in enumerate(quads)
        for fault in other_values(quad.object)
    ]
    moved = [quad for number, mutant in enumerate(mutants, 1) for quad in renamed(mutant, number)]
    assert said(check_graph(moved)) == said(check_with_reference(moved))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_passes_the_gate(path: Path) -> None:
    report = check_graph(read_graph(path))
    assert report.conforms, report.text("en")


def test_the_reference_engine_passes_all_examples_together() -> None:
    quads = [quad for path in EXAMPLES for quad in read_graph(path)]
    report = check_with_reference(quads)
    assert report.conforms, report.text("en")


# --- what is told --------------------------------------------------------------------------------


def test_a_missing_label_names_the_row_of_the_source() -> None:
    (result,) = check_graph(without(example("indicator"), RDFS + "label")).results[-1:]
    assert result.row is not None
    assert (result.row.file, result.row.line) == ("source.txt", 14)
    assert "补助企业数量" in result.row.quotation


def test_a_thing_without_evidence_borrows_the_row_of_what_points_at_it() -> None:
    quads = [
        quad
        for quad in example("indicator")
        if not (quad.predicate.value == NS + "evidence" and "/target/" in str(quad.subject))
    ]
    rows = {result.row.line for result in check_graph(quads).results if result.row}
    assert 14 in rows


def test_an_accounting_that_does_not_add_up_is_told_with_both_sums() -> None:
    quads = [
        Quad(quad.subject, quad.predicate, Literal(50))
        if quad.predicate.value == NS + "cellsRead"
        else quad
        for quad in example("disclosure")
    ]
    (result,) = check_graph(quads).results
    assert "(50)" in result.message("en")
    assert "(53)" in result.message("en")
    assert "50" in result.message("zh")


def test_a_missing_selector_is_told_where_the_evidence_stands() -> None:
    results = check_graph(without(example("goal"), OA + "hasSelector")).results
    assert any(result.row and result.row.line > 0 for result in results)


def test_the_names_of_graphs_play_no_part() -> None:
    graph = NamedNode("https://w3id.org/yiju/graph/document/" + "0" * 64)
    quads = [Quad(q.subject, q.predicate, q.object, graph) for q in example("project")]
    assert check_graph(quads).conforms
    assert not check_graph(without(quads, RDFS + "label")).conforms


def test_an_empty_graph_breaks_no_rule() -> None:
    assert check_graph([]).conforms


def test_a_project_that_prints_nothing_but_its_name_passes() -> None:
    bare = {"projectCode", "ofDepartment", "budget", "budgetText", "purpose"}
    quads = [
        quad for quad in example("project") if quad.predicate.value not in {NS + n for n in bare}
    ]
    assert check_graph(quads).conforms


def test_validation_imports_neither_rdflib_nor_pyshacl() -> None:
    code = "import sys, yiju.validation; print(sorted({'rdflib', 'pyshacl'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
