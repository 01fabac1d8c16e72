"""The graph of findings: what the audit says of each document, kept in step with the documents.

What was found in a document is found anew when the document is read, stays when it is not, and goes
when the document goes. Rules over all documents are asked anew of what changed documents touch.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import pyoxigraph as ox

from yiju import resources
from yiju.mapping.findings import map_findings
from yiju.model import SEVERITIES, Finding
from yiju.pipeline.identity_steps import document_of
from yiju.pipeline.shares import Shares
from yiju.store import Store
from yiju.validation import ask_rule_for, audit_document, audit_rules, audit_store, load
from yiju.validation.rules import FILE, Rule
from yiju.vocabulary import NS, PREFIXES, Names

_OF: Final = "of "
"""What the names of units that are documents begin with; the others begin with that of a rule."""

_AT_ONCE: Final = 200
"""Values of which a rule is asked together."""

_RULE: Final = ox.NamedNode(NS + "rule")
_TOLD_OF_RULES: Final = frozenset(
    (
        *(PREFIXES["rdfs"] + name for name in ("label", "seeAlso")),
        *(NS + name for name in ("family", "overAllDocuments", "askedForEach")),
        PREFIXES["skos"] + "definition",
        PREFIXES["sh"] + "severity",
        PREFIXES["dcterms"] + "source",
    )
)


def find_in_document(graph: ox.Store, names: Names) -> list[Finding]:
    """What the audit says of one document, whose graph is loaded in memory."""
    return audit_document(graph, audit_rules(), names)


class FindingSteps:
    """Brings the graph of findings up to date, document by document, rule by rule."""

    def __init__(self, shares: Shares, store: Store, names: Names) -> None:
        self._shares = shares
        self._store = store
        self._names = names

    def put(self, found: Mapping[str, Sequence[Finding]]) -> None:
        """Let documents have these findings and no others."""
        self._shares.put({_OF + who: map_findings(findings) for who, findings in found.items()})
        self._shares.finish()

    def conclude(self, gone: Iterable[str], touched: Mapping[str, set[str]]) -> list[Finding]:
        """Ask the rules over all documents, and forget what was found in documents that went.

        A rule that can be asked for each value of a variable is asked for the touched ones, where
        these are known. Gives what was found now.
        """
        self._shares.put({_OF + who: [] for who in gone})
        found: list[Finding] = []
        for rule in audit_rules():
            for unit, findings in self._ask(rule, touched) if rule.over_all else ():
                self._shares.put({unit: map_findings(findings)})
                found += findings
        self._shares.finish()
        return found

    def keep(self, there: set[str]) -> None:
        """Take over what the store says was found in documents that are there, by rules that are."""
        rules = {rule.iri for rule in audit_rules() if not rule.over_all}
        subjects: dict[str, list[ox.Quad]] = defaultdict(list)
        for quad in self._store.quads(self._shares.graph):
            subjects[_value(quad.subject)].append(quad)
        units: dict[str, list[ox.Quad]] = defaultdict(list)
        for subject, quads in subjects.items():
            ruled = any(one.predicate == _RULE and _value(one.object) in rules for one in quads)
            if ruled and document_of(subject) in there:
                units[_OF + document_of(subject)] += quads
        for unit, quads in units.items():
            self._shares.take(unit, quads)

    def _ask(
        self, rule: Rule, touched: Mapping[str, set[str]]
    ) -> Iterator[tuple[str, list[Finding]]]:
        """What a rule finds: one unit, or one for each value."""
        if rule.for_each is None or rule.for_each not in touched:
            yield rule.iri, audit_store(self._store.select, [rule], self._names)
            return
        values = sorted(touched[rule.for_each])
        for start in range(0, len(values), _AT_ONCE):
            some = values[start : start + _AT_ONCE]
            found = ask_rule_for(self._store.select, rule, some, self._names)
            yield from ((f"{rule.iri} {value}", findings) for value, findings in found.items())


def read_and_find(store: Store, graph: str, names: Names) -> list[Finding]:
    """What the audit says of a document that a store holds."""
    return find_in_document(load(store.quads(graph)), names)


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


def _value(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""
