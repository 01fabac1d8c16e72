"""What a reader noted in the published disclosures is what the audit finds, at the same lines.

`golden/oddities.tsv` is a reading by eye; it also holds what no rule looks for.
"""

import csv
from collections import defaultdict
from pathlib import Path

import pytest
from pyoxigraph import Literal

from yiju import resources
from yiju.mapping import as_document, parse_quads
from yiju.model import Finding
from yiju.pipeline.findings import find_in_document
from yiju.pipeline.reading import read_disclosure
from yiju.validation import audit_rules, load
from yiju.validation.audit import asking
from yiju.validation.files import read_graph
from yiju.validation.rdf import Graph
from yiju.vocabulary import NS, PREFIXES, Names

GOLDEN = Path(__file__).parent / "golden" / "oddities.tsv"
FAMILIES = ("1", "2", "3", "6")
MOST_OF_THE_GRAVEST = 12

Found = dict[str, list[tuple[Finding, set[int]]]]


@pytest.fixture(scope="module")
def found(shared: Path) -> Found:
    """The findings of each document with the lines that they quote."""
    findings: Found = {}
    for file in sorted((shared / "disclosures").glob("*.txt")):
        quads = parse_quads(as_document(read_disclosure(file), Names()))
        lines = {
            row["evidence"].value: int(row["line"].value)
            for row in asking(load(quads))(
                f"SELECT ?evidence ?line {{ ?evidence <{NS}line> ?line }}"
            )
        }
        findings[file.name[:3]] = [
            (one, {lines[evidence] for evidence in one.evidence})
            for one in find_in_document(load(quads), Names())
        ]
    return findings


def numbers() -> dict[str, str]:
    """The number of the family of each rule, by its IRI."""
    path = resources.folder("ontology") / "schemes" / "finding-families.ttl"
    graph = Graph(read_graph(path))
    number = {
        str(node): notation.value
        for node in graph.subjects()
        for notation in graph.objects(node, PREFIXES["skos"] + "notation")
        if isinstance(notation, Literal)
    }
    return {rule.iri: number[f"<{rule.family}>"] for rule in audit_rules()}


@pytest.mark.parametrize("family", FAMILIES)
def test_nearly_all_oddities_of_a_family_are_found_at_their_line(found: Found, family: str) -> None:
    number = numbers()
    with GOLDEN.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["family"] == family]
    missed = [
        row["document"] + ":" + row["line"] + " " + row["what"]
        for row in rows
        if not any(
            number[finding.rule] == family and int(row["line"]) in lines
            for finding, lines in found[row["document"]]
        )
    ]
    assert len(missed) <= 0.25 * len(rows), "\n".join(missed)
    print(f"family {family}: {len(rows) - len(missed)} of {len(rows)}; missed: {missed}")


def test_no_reader_is_drowned(found: Found) -> None:
    for document, findings in found.items():
        counts: dict[str, int] = defaultdict(int)
        for finding, _ in findings:
            counts[finding.severity.rpartition("#")[2]] += 1
        assert counts["Violation"] <= MOST_OF_THE_GRAVEST, document


def test_no_two_findings_say_the_same(found: Found) -> None:
    for findings in found.values():
        said = [(one.rule, one.about, one.messages["zh"]) for one, _ in findings]
        assert len(said) == len(set(said))
