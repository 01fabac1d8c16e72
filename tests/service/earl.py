"""An EARL report of a conformance suite: which test had which outcome."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

EARL: Final = "http://www.w3.org/ns/earl#"
SUBJECT: Final = NamedNode("https://w3id.org/yiju/")
TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def write_report(path: Path, outcomes: Mapping[str, bool]) -> None:
    """Write a report in Turtle; outcomes by the IRI of each test."""
    path.parent.mkdir(parents=True, exist_ok=True)
    triples = [triple for test, passed in outcomes.items() for triple in _told(test, passed=passed)]
    path.write_bytes(serialize(triples, format=RdfFormat.TURTLE, prefixes={"earl": EARL}) or b"")


def _told(test: str, *, passed: bool) -> list[Triple]:
    assertion = NamedNode(f"{test}-assertion")
    result = NamedNode(f"{test}-result")
    return [
        Triple(assertion, TYPE, NamedNode(EARL + "Assertion")),
        Triple(assertion, NamedNode(EARL + "subject"), SUBJECT),
        Triple(assertion, NamedNode(EARL + "test"), NamedNode(test)),
        Triple(assertion, NamedNode(EARL + "mode"), NamedNode(EARL + "automatic")),
        Triple(assertion, NamedNode(EARL + "result"), result),
        Triple(result, TYPE, NamedNode(EARL + "TestResult")),
        Triple(
            result,
            NamedNode(EARL + "outcome"),
            NamedNode(EARL + ("passed" if passed else "failed")),
        ),
    ]
