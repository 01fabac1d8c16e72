"""The audit's rules as records: what `shapes/audit.ttl` says, each compiled to one query.

A rule is a named sh:SPARQLConstraint of a named sh:NodeShape with target classes. SHACL asks its
query once for each focus node; here it is asked once for all of them, which gives the same rows, and
so a subquery has to select `$this`. What a query may not hold is what SHACL does not let it hold.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Store, parse

from yiju import resources
from yiju.validation.rdf import RDFS, SH, Graph, Node, ShapesError
from yiju.validation.shapes import read_prologue
from yiju.vocabulary import NS

FILE: Final = "audit.ttl"
_COMPUTED: Final = NS + "computedRule"
_THIS: Final = re.compile(r"[?$]this\b")
_FORBIDDEN: Final = re.compile(
    r"\b(MINUS|VALUES|SERVICE)\b|\bAS\s+[?$]this\b|[?$](shapesGraph|currentShape)\b", re.IGNORECASE
)
_WHERE: Final = re.compile(r"\bWHERE\s*\{", re.IGNORECASE)
_VARIABLE: Final = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `query` selects `?this` and what its messages quote; without one, it is computed.

    `severity` and `family` are IRIs; `over_all` rules look at all documents of a store together,
    and those that name a variable in `for_each` can be asked for some of its values.
    """

    iri: str
    labels: dict[str, str]
    messages: dict[str, str]
    severity: str
    family: str
    query: str | None
    over_all: bool = False
    looks_at: frozenset[str] = frozenset()
    """The classes whose instances it looks at: where a document has none, there is nothing to ask."""
    for_each: str | None = None

    def query_for(self, values: Iterable[Literal]) -> str:
        """The query that is asked for these values of the variable `for_each` alone."""
        told = f"WHERE {{ VALUES ?{self.for_each} {{ {' '.join(map(str, values))} }} "
        return _WHERE.sub(lambda _: told, self.query or "")

    @property
    def name(self) -> str:
        """The local name: `CostAboveBudget`."""
        return self.iri.rpartition("#")[2]

    @property
    def quoted(self) -> frozenset[str]:
        """The variables that the messages quote."""
        return frozenset(
            name for text in self.messages.values() for name in _VARIABLE.findall(text)
        )


@cache
def audit_rules() -> tuple[Rule, ...]:
    """The rules of `shapes/audit.ttl`, in its order."""
    return parse_rules(resources.text("shapes", FILE))


def parse_rules(turtle: str) -> tuple[Rule, ...]:
    """The rules of a Turtle text; ShapesError where one is not complete, or cannot be asked."""
    try:
        graph = Graph(parse(turtle, RdfFormat.TURTLE))
    except SyntaxError as fault:
        raise ShapesError(f"The rules are no Turtle: {fault}") from fault
    return tuple(
        _rule(graph, shape, constraint)
        for shape in graph.subjects()
        for constraint in (*graph.objects(shape, SH + "sparql"), *graph.objects(shape, _COMPUTED))
    )


def _rule(graph: Graph, shape: Node, constraint: Node) -> Rule:
    over_all = graph.one(constraint, NS + "overAllDocuments")
    rule = Rule(
        iri=_iri(graph, constraint, None),
        labels=_texts(graph, constraint, RDFS + "label"),
        messages=_texts(graph, constraint, SH + "message"),
        severity=_iri(graph, constraint, SH + "severity"),
        family=_iri(graph, constraint, NS + "family"),
        query=_query(graph, shape, constraint, is_everywhere=over_all is not None),
        over_all=over_all is not None,
        looks_at=frozenset(_iris(graph, shape, SH + "targetClass")),
        for_each=_word(graph, constraint, NS + "askedForEach"),
    )
    _refuse_unbound(rule)
    return rule


def _query(graph: Graph, shape: Node, constraint: Node, *, is_everywhere: bool) -> str | None:
    """The query with the focus nodes written into it; a rule that is computed has none."""
    text = graph.one(constraint, SH + "select")
    if text is None:
        return None
    if not isinstance(text, Literal):
        raise ShapesError(f"{constraint} has a sh:select that is no text; write a literal.")
    if refused := _FORBIDDEN.search(text.value):
        raise ShapesError(f"{constraint} says {refused[0]!r} in its query: not compiled.")
    head, brace, body = _THIS.sub("?this", text.value).partition("{")
    focus = "" if is_everywhere else _focus(graph.objects(shape, SH + "targetClass"), shape)
    return read_prologue(graph, constraint) + head + brace + focus + body


def _focus(classes: list[Node], shape: Node) -> str:
    if not classes:
        raise ShapesError(f"{shape} has no sh:targetClass; name what its rules look at.")
    if len(classes) == 1:
        return f" ?this a {classes[0]} . "
    return f" VALUES ?targetClass {{ {' '.join(map(str, classes))} }} ?this a ?targetClass . "


def _refuse_unbound(rule: Rule) -> None:
    """Ask an empty store, so that a rule that could never speak is told before any document comes."""
    if rule.query is None:
        return
    try:
        solutions = Store().query(rule.query)
    except SyntaxError as fault:
        raise ShapesError(f"The query of {rule.iri} is no SPARQL: {fault}") from fault
    selected = {variable.value for variable in getattr(solutions, "variables", ())}
    needed = {"this", *rule.quoted, *filter(None, [rule.for_each])}
    if missing := needed - selected:
        raise ShapesError(f"{rule.iri} does not select {sorted(missing)}, which it needs.")


def _word(graph: Graph, node: Node, predicate: str) -> str | None:
    found = graph.one(node, predicate)
    return found.value if isinstance(found, Literal) else None


def _iri(graph: Graph, node: Node, predicate: str | None) -> str:
    found = node if predicate is None else graph.one(node, predicate)
    if not isinstance(found, NamedNode):
        raise ShapesError(f"{node} has no IRI as <{predicate or 'its name'}>; give it one.")
    return found.value


def _iris(graph: Graph, node: Node, predicate: str) -> list[str]:
    return [found.value for found in graph.objects(node, predicate) if isinstance(found, NamedNode)]


def _texts(graph: Graph, node: Node, predicate: str) -> dict[str, str]:
    """The texts by language; a rule has exactly one in zh and one in en."""
    found = [text for text in graph.objects(node, predicate) if isinstance(text, Literal)]
    texts = {text.language or "": text.value for text in found}
    if sorted(texts) != ["en", "zh"] or len(found) > len(texts):
        raise ShapesError(f"{node} needs one <{predicate}> in zh and one in en.")
    return texts
