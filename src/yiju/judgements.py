"""What people decide: two things are one or are not, or a printed value is wrong.

A judgement is input. It lies in a graph of its own, says who made it and why, and touches nothing
that a document says. It is a statement about a statement (`rdf:Statement`), attributed with PROV-O.
A person who judges the same question again replaces their own earlier answer and nobody else's.
Where one says same and another different, what is concluded keeps the two apart. A policy is judged by a
citation that means it.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from yiju import resources
from yiju.errors import NotFoundError, QueryError
from yiju.store import Store
from yiju.vocabulary import NS, PREFIXES, Names, digest

GRAPH: Final = "judgements"
SAME: Final = "http://www.w3.org/2002/07/owl#sameAs"
DIFFERENT: Final = "http://www.w3.org/2002/07/owl#differentFrom"

_FORMS: Final = {
    "xsd:decimal": r"[+-]?[0-9]+(\.[0-9]+)?",
    "xsd:integer": r"[+-]?[0-9]+",
    "xsd:gYear": r"[0-9]{4}",
    "xsd:date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
}
"""How a value of each datatype of the context is written."""

_NAMES: Final = Names()
_RDF: Final = PREFIXES["rdf"]
_KNOWN: Final = "SELECT ?thing WHERE { GRAPH ?graph { ?thing ?property ?value } } LIMIT 1"
_DENOTING: Final = f"""SELECT ?entity ?thing WHERE {{ GRAPH ?identities {{ ?thing <{NS}denotes> ?entity }} }}
ORDER BY ?thing"""
_MEANING: Final = f"""SELECT ?policy ?thing ?method ?confidence WHERE {{ GRAPH ?policies {{
  ?thing <{NS}resolvesTo> ?policy ; <{NS}resolutionMethod> ?method ; <{NS}confidence> ?confidence }} }}
ORDER BY DESC(?confidence) ?thing"""
_ENTITY: Final = (
    f"SELECT ?thing ?known WHERE {{ GRAPH ?identities {{ ?thing <{NS}denotes> ?known }} }}"
)
_POLICY: Final = (
    f"SELECT ?thing ?known WHERE {{ GRAPH ?policies {{ ?thing <{NS}resolvesTo> ?known }} }}"
)
_KINDS: Final = "SELECT ?thing ?kind WHERE { GRAPH ?document { ?thing a ?kind } }"
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Who decided what, and why; `issued` is the day that they give, for we read no clock."""

    subject: NamedNode
    predicate: NamedNode
    object: NamedNode | Literal
    by: str
    why: str
    issued: date | None = None

    @property
    def is_pair(self) -> bool:
        """Whether it is about two things."""
        return self.predicate.value in {SAME, DIFFERENT}

    @property
    def joins(self) -> bool:
        """Whether it holds two things for one."""
        return self.predicate.value == SAME

    @property
    def things(self) -> tuple[str, str]:
        """The two things that it is about, or a thing and its value."""
        return self.subject.value, self.object.value

    @property
    def question(self) -> str:
        """What was decided, whichever way: the pair in either order, or the value of a property."""
        if self.is_pair:
            pair = sorted(self.things)
            return "\n".join(("pair", *pair))
        return "\n".join((self.subject.value, self.predicate.value))


def judge_pair(
    first: str, second: str, *, same: bool, by: str, why: str, issued: date | None = None
) -> Judgement:
    """That two things are one, or that they are two; QueryError where one is no IRI."""
    return Judgement(
        subject=parse_iri(first),
        predicate=NamedNode(SAME if same else DIFFERENT),
        object=parse_iri(second),
        by=by,
        why=why,
        issued=issued,
    )


def judge_value(
    subject: str, term: str, value: str, *, by: str, why: str, issued: date | None = None
) -> Judgement:
    """That a property of a thing should be this value; QueryError where term or value are wrong."""
    predicate, found = parse_value(term, value)
    return Judgement(
        subject=parse_iri(subject), predicate=predicate, object=found, by=by, why=why, issued=issued
    )


def parse_iri(text: str) -> NamedNode:
    """An absolute IRI; QueryError for anything else.

    >>> parse_iri("https://w3id.org/yiju/id/project/ef13fe27685564f3-144-1").value[-20:]
    '13fe27685564f3-144-1'
    """
    if not _IRI.fullmatch(text):
        raise QueryError(f"{text!r} is no IRI; give it in full, as `yiju trace` prints it.")
    return NamedNode(text)


def parse_value(term: str, value: str) -> tuple[NamedNode, NamedNode | Literal]:
    """A property of our context, by its name there or in full, and a value of its type.

    >>> parse_value("yj:budget", "42.40")[1].datatype.value
    'http://www.w3.org/2001/XMLSchema#decimal'
    """
    name = term.removeprefix(NS).removeprefix("yj:")
    if name not in _context() or "@id" not in _context()[name]:
        raise QueryError(f"{term!r} is no property of the vocabulary; an example is yj:budget.")
    entry = _context()[name]
    return NamedNode(_expand(entry["@id"])), _typed(name, entry, value)


@cache
def _context() -> dict[str, dict[str, str]]:
    terms = json.loads(resources.text("ontology", "context.jsonld"))["@context"]
    return {name: entry for name, entry in terms.items() if isinstance(entry, dict)}


def _expand(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def _typed(name: str, entry: dict[str, str], value: str) -> NamedNode | Literal:
    kind = entry.get("@type")
    if kind in {"@id", "@vocab"}:
        return parse_iri(re.sub(r"^(yj:)?(?=[A-Za-z][A-Za-z0-9-]*$)", NS, value))
    if kind is None:
        return Literal(value, language=entry.get("@language"))
    if not re.fullmatch(_FORMS.get(kind, r".*"), value):
        raise QueryError(f"{value!r} is no value of {name}: it takes an {kind}.")
    return Literal(value, datatype=NamedNode(_expand(kind)))


def map_judgement(judgement: Judgement, names: Names = _NAMES) -> list[Quad]:
    """The quads of one judgement, and of the person who made it."""
    agent = NamedNode(names.thing("agent", digest(judgement.by, 16)))
    key = digest(f"{judgement.by}\n{judgement.question}", 16)
    here = NamedNode(names.thing("judgement", key))
    facts = [
        (here, _RDF + "type", NamedNode(_RDF + "Statement")),
        (here, _RDF + "subject", judgement.subject),
        (here, _RDF + "predicate", judgement.predicate),
        (here, _RDF + "object", judgement.object),
        (here, PREFIXES["prov"] + "wasAttributedTo", agent),
        (here, PREFIXES["dcterms"] + "description", Literal(judgement.why)),
        (agent, _RDF + "type", NamedNode(PREFIXES["prov"] + "Agent")),
        (agent, PREFIXES["rdfs"] + "label", Literal(judgement.by, language="zh")),
    ]
    if judgement.issued:
        day = Literal(judgement.issued.isoformat(), datatype=NamedNode(PREFIXES["xsd"] + "date"))
        facts.append((here, PREFIXES["dcterms"] + "date", day))
    graph = NamedNode(names.graph(GRAPH))
    return [
        Quad(subject, NamedNode(predicate), value, graph) for subject, predicate, value in facts
    ]


def name_things(store: Store, judgement: Judgement) -> Judgement:
    """The judgement of things that documents print, an entity being named by the first of its own.

    Entities are derived and may change; what people decide has to outlive them. QueryError where
    the two are one and the same, or of different kinds.
    """
    if not judgement.is_pair:
        return judgement
    assert isinstance(judgement.object, NamedNode)
    first = _thing_of(store, judgement.subject, but=None)
    second = _thing_of(store, judgement.object, but=first)
    if first == second:
        raise QueryError(f"{first.value} is one thing; judge two.")
    kinds = [_kind_of(store, thing) for thing in (first, second)]
    if all(kinds) and kinds[0] != kinds[1]:
        raise QueryError(f"A {kinds[0]} and a {kinds[1]} cannot be one; judge two of one kind.")
    return replace(judgement, subject=first, object=second)


def _thing_of(store: Store, named: NamedNode, *, but: NamedNode | None) -> NamedNode:
    """A thing that denotes the entity, or means the policy, of that name, another than `but`.

    Of a policy it is the citation that means it most surely, by its own number or title. What is
    neither entity nor policy stands for itself.
    """
    things = [row["thing"] for row in store.select(_DENOTING, bindings={"entity": named})]
    things += [row["thing"] for row in store.select(_MEANING, bindings={"policy": named})]
    return next((thing for thing in things if thing != but), named)


def entity_of(store: Store, thing: str) -> str | None:
    """The entity that a thing of a document denotes."""
    return _known_as(store, _ENTITY, thing)


def policy_of(store: Store, citation: str) -> str | None:
    """The policy that a citation means."""
    return _known_as(store, _POLICY, citation)


def _known_as(store: Store, query: str, thing: str) -> str | None:
    rows = store.select(query, bindings={"thing": NamedNode(thing)})
    return next((row["known"].value for row in rows), None)


def _kind_of(store: Store, thing: NamedNode) -> str | None:
    kinds = (row["kind"].value for row in store.select(_KINDS, bindings={"thing": thing}))
    found = {kind.removeprefix(NS).removeprefix("Prose") for kind in kinds}
    return next(iter(sorted(found & {"Department", "Project", "Indicator", "Citation"})), None)


def check_known(store: Store, judgement: Judgement) -> None:
    """NotFoundError where the store knows nothing of a thing that is judged."""
    things = [judgement.subject]
    if judgement.is_pair and isinstance(judgement.object, NamedNode):
        things.append(judgement.object)
    for thing in things:
        if not any(store.select(_KNOWN, bindings={"thing": thing})):
            raise NotFoundError(f"The store says nothing of {thing.value}; judge what it holds.")


def load_judgement(store: Store, judgement: Judgement, names: Names = _NAMES) -> None:
    """Put a judgement beside the others; the same person's earlier answer to the question goes."""
    load_judgements(store, [judgement], names)


def load_judgements(store: Store, judgements: Iterable[Judgement], names: Names = _NAMES) -> None:
    """Put judgements beside the others; the same person's earlier answers to the questions go."""
    by_node = {
        quads[0].subject: quads for one in judgements if (quads := map_judgement(one, names))
    }
    graph = names.graph(GRAPH)
    others = [quad for quad in store.quads(graph) if quad.subject not in by_node]
    added = [quad for quads in by_node.values() for quad in quads]
    store.replace_graphs({graph: [*others, *added]})
