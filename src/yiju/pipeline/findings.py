"""The graph of findings: what the audit says of each document, kept in step with the documents.

What was found in a document is found anew when the document is read, stays when it is not, and goes
when the document goes. Rules over all documents are asked anew after every build.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import pyoxigraph as ox

from yiju import resources
from yiju.mapping import as_graph, parse_quads
from yiju.mapping.findings import map_findings
from yiju.model import SEVERITIES, Finding
from yiju.store import Store
from yiju.validation import audit_document, audit_rules, audit_store
from yiju.validation.rules import FILE
from yiju.vocabulary import NS, PREFIXES, Names, is_document_graph

_RULE: Final = ox.NamedNode(NS + "rule")
_TOLD_OF_RULES: Final = frozenset(
    (
        *(PREFIXES["rdfs"] + name for name in ("label", "seeAlso")),
        *(NS + name for name in ("family", "overAllDocuments")),
        PREFIXES["skos"] + "definition",
        PREFIXES["sh"] + "severity",
        PREFIXES["dcterms"] + "source",
    )
)


def find_in_document(graph: ox.Store, names: Names) -> list[Finding]:
    """What the audit says of one document, whose graph is loaded in memory."""
    return audit_document(graph, audit_rules(), names)


def conclude_findings(
    store: Store, names: Names, read: Mapping[str, list[Finding]]
) -> dict[str, list[Finding]]:
    """Writes the graph of findings; gives those of each document that was read now, by its SHA-256."""
    together = audit_store(store.select, audit_rules(), names)
    graph = names.graph("findings")
    kept = _kept(store, graph, read)
    new = [*(one for found in read.values() for one in found), *together]
    quads = parse_quads(as_graph(graph, map_findings(new)))
    store.replace_graphs({graph: [*kept, *quads]})
    return {sha: [*found, *_of(sha, together)] for sha, found in read.items()}


def count_severities(findings: Iterable[Finding]) -> tuple[int, ...]:
    """How many there are of each severity, the gravest first."""
    counts = Counter(finding.severity.rpartition("#")[2] for finding in findings)
    return tuple(counts[name] for name in SEVERITIES)


def rule_quads(graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """What people are told of the rules, without their queries, for the graph of the ontology."""
    rules = {rule.iri for rule in audit_rules()}
    for quad in ox.parse(resources.text("shapes", FILE), ox.RdfFormat.TURTLE):
        is_told = quad.predicate.value in _TOLD_OF_RULES
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value in rules and is_told:
            yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def _kept(store: Store, graph: str, read: Mapping[str, object]) -> list[ox.Quad]:
    """The findings of documents that are there and were not read now, by rules that still are."""
    rules = {rule.iri for rule in audit_rules() if not rule.over_all}
    unread = {_sha(name)[:16] for name in store.graphs() if is_document_graph(name)}
    unread -= {sha[:16] for sha in read}
    quads = [quad for quad in store.quads(graph) if _document(quad.subject) in unread]
    ruled = {quad.subject for quad in quads if quad.predicate == _RULE and _value(quad) in rules}
    return [quad for quad in quads if quad.subject in ruled]


def _of(sha: str, findings: Iterable[Finding]) -> Iterator[Finding]:
    return (one for one in findings if one.iri.rpartition("/")[2].startswith(sha[:16]))


def _sha(graph: str) -> str:
    return graph.rpartition("/")[2]


def _document(subject: object) -> str:
    """The first digits of the document that a finding is named after."""
    return subject.value.rpartition("/")[2][:16] if isinstance(subject, ox.NamedNode) else ""


def _value(quad: ox.Quad) -> str:
    return quad.object.value if isinstance(quad.object, ox.NamedNode) else ""
