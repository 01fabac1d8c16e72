"""What the store says of one thing, in all graphs: for the data forms and for its page.

The data of a thing is its own statements, and those of the quotations that prove it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, QuerySolutions, Triple

from yiju.errors import NotFoundError
from yiju.store import Store, Term
from yiju.vocabulary import PREFIXES

_DATA: Final = """
PREFIX yj: <https://w3id.org/yiju/ns#>
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT DISTINCT ?thing ?s ?p ?o WHERE {
  { GRAPH ?graph { ?thing ?p ?o } BIND(?thing AS ?s) }
  UNION { GRAPH ?graph { ?thing yj:evidence ?s . ?s ?p ?o } }
  UNION { GRAPH ?graph { ?thing yj:evidence/oa:hasSelector ?s . ?s ?p ?o } }
}
"""
_STATED: Final = "SELECT DISTINCT ?thing ?p ?x WHERE { GRAPH ?graph { ?thing ?p ?x } }"
_USED: Final = "SELECT DISTINCT ?thing ?p ?x WHERE { GRAPH ?graph { ?x ?p ?thing } } LIMIT 200"
_WORDS: Final = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX yj: <https://w3id.org/yiju/ns#>
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT ?thing ?words ?line WHERE {
  { GRAPH ?graph { ?thing rdfs:label ?words . FILTER(LANGMATCHES(LANG(?words), "zh")) } }
  UNION { GRAPH ?graph { ?thing yj:text ?words } }
  UNION {
    GRAPH ?graph {
      ?thing yj:line ?line ; oa:hasSelector ?selector .
      ?selector oa:exact ?words .
    }
  }
}
ORDER BY ?words
LIMIT 1
"""


@dataclass(frozen=True, slots=True, order=True)
class Value:
    """One value of a property: its words, its IRI where it is a thing, the line of a quotation."""

    words: str
    iri: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a page shows: name, classes, properties with values, and what points here."""

    iri: str
    label: str
    classes: tuple[str, ...]
    stated: Mapping[str, tuple[Value, ...]]
    used: Mapping[str, tuple[Value, ...]]


def exists(store: Store, iri: str) -> bool:
    """Whether the store says anything of a thing."""
    probe = "SELECT ?thing ?p WHERE { GRAPH ?graph { ?thing ?p ?o } } LIMIT 1"
    return any(True for _ in store.select(probe, bindings={"thing": NamedNode(iri)}))


def read_data(store: Store, iri: str) -> list[Triple]:
    """Read the statements of a thing, sorted; NotFoundError where there are none."""
    rows = store.select(_DATA, bindings={"thing": NamedNode(iri)})
    triples = {Triple(row["s"], row["p"], row["o"]) for row in rows}
    if not triples:
        raise missing(iri)
    return sorted(triples, key=str)


def read_sheet(store: Store, iri: str) -> Sheet:
    """Read what a page shows of a thing; NotFoundError where there is nothing."""
    bound: dict[str, Term] = {"thing": NamedNode(iri)}
    stated = _grouped(store, store.select(_STATED, bindings=bound))
    if not stated:
        raise missing(iri)
    classes = stated.pop(PREFIXES["rdf"] + "type", ())
    labels = stated.get(PREFIXES["rdfs"] + "label", ())
    return Sheet(
        iri=iri,
        label=labels[0].words if labels else iri.rpartition("/")[2],
        classes=tuple(value.iri or "" for value in classes),
        stated=stated,
        used=_grouped(store, store.select(_USED, bindings=bound)),
    )


def missing(iri: str) -> NotFoundError:
    """Say that the store holds nothing of that name."""
    return NotFoundError(f"The store says nothing of <{iri}>.")


def _grouped(store: Store, rows: QuerySolutions) -> dict[str, tuple[Value, ...]]:
    found: dict[str, set[Value]] = {}
    for row in rows:
        found.setdefault(row["p"].value, set()).add(_value(store, row["x"]))
    return {name: tuple(sorted(found[name], key=_order)) for name in sorted(found)}


def _order(value: Value) -> tuple[int, str, str]:
    return value.line or 0, value.words, value.iri or ""


def _value(store: Store, term: Term) -> Value:
    """A value with the words that a person knows it by: a label, a text, or a quotation."""
    if isinstance(term, Literal):
        return Value(term.value)
    iri = str(getattr(term, "value", term))
    if not isinstance(term, NamedNode):
        return Value(iri)
    for row in store.select(_WORDS, bindings={"thing": term}):
        return Value(row["words"].value, iri, int(row["line"].value) if row["line"] else None)
    return Value(short_name(iri), iri)


def short_name(iri: str) -> str:
    """Shorten an IRI to a prefixed name where a prefix of ours fits.

    >>> short_name("https://w3id.org/yiju/ns#budget")
    'yj:budget'
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
