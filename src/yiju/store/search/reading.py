"""From the graphs of a store to the entries of the index.

A document's graph is read as a whole, what is derived thing by thing. All is asked in SPARQL, so
that a store in a folder and one behind an endpoint give the same entries.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from pyoxigraph import NamedNode

from yiju.store.protocol import Store
from yiju.store.search.derived import READERS
from yiju.store.search.document import CLASSES, PROPERTIES, entries_of
from yiju.store.search.entries import Entry
from yiju.store.search.facts import Facts
from yiju.vocabulary import NS, is_document_graph

_AT_ONCE: Final = 200
"""Things that are asked for together."""

_NAMED: Final = (
    *("/id/policy/", "/id/provision/", "/id/entity/department-", "/id/entity/project-"),
    "/id/finding/",
)
"""What stands in the names of things of derived graphs that are found, or that tell of these."""

_CLASSES: Final = " ".join(f"yj:{name}" for name in CLASSES)
_DOCUMENT: Final = f"""PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX yj: <{NS}>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?graph ?s ?p ?o WHERE {{ GRAPH ?graph {{
  {{ VALUES ?p {{ {" ".join(PROPERTIES)} }} ?s ?p ?o }}
  UNION {{ VALUES ?o {{ {_CLASSES} }} ?s a ?o . BIND(rdf:type AS ?p) }} }} }}"""
_PLACES: Final = f"""PREFIX yj: <{NS}>
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT ?graph ?s ?line ?exact WHERE {{ GRAPH ?graph {{
  VALUES ?class {{ {_CLASSES} }}
  ?s a ?class ; yj:evidence ?evidence . ?evidence yj:line ?line ; oa:hasSelector ?quote .
  ?quote oa:exact ?exact }} }}"""
_OF_CLASS: Final = "SELECT DISTINCT ?graph ?class ?thing WHERE { GRAPH ?graph { ?thing a ?class } }"
_LEANING: Final = f"""PREFIX yj: <{NS}>
SELECT DISTINCT ?document ?graph ?thing WHERE {{
  {{ GRAPH ?document {{ VALUES ?class {{ yj:Department yj:Project }} ?named a ?class }}
    GRAPH ?graph {{ ?named yj:denotes ?thing }} }}
  UNION {{ GRAPH ?document {{ ?evidence yj:line ?line }}
    GRAPH ?graph {{ ?thing yj:evidence ?evidence ; a yj:Finding }} }} }}"""


def is_read(graph: str) -> bool:
    """Whether things of a graph are found."""
    return is_document_graph(graph) or _name(graph) in READERS


def is_found(thing: str) -> bool:
    """Whether a thing of this name may be found as one of a derived graph, or tells of one.

    >>> is_found("https://w3id.org/yiju/id/entity/indicator-00"), is_found("https://w3id.org/yiju/id/policy/a")
    (False, True)
    """
    return any(part in thing for part in _NAMED)


def read_graph(store: Store, graph: str) -> Iterator[Entry]:
    """The entries of a whole graph; none where nothing in it is looked for."""
    if is_document_graph(graph):
        yield from _read_document(store, graph)
    elif _name(graph) in READERS:
        yield from read_things(store, graph, sorted(_things(store, graph)))


def read_things(store: Store, graph: str, things: Iterable[str]) -> Iterator[Entry]:
    """The entries of some things of a derived graph; a thing that is gone has none."""
    _, read = READERS[_name(graph)]
    waiting = iter(things)
    while some := list(islice(waiting, _AT_ONCE)):
        yield from read(store, graph, some)


def find_leaning(store: Store, document: str) -> Iterator[tuple[str, str]]:
    """What has words or places from a document's graph: the graph and the name of each thing."""
    for row in store.select(_LEANING, bindings={"document": NamedNode(document)}):
        yield row["graph"].value, row["thing"].value


def _read_document(store: Store, graph: str) -> Iterator[Entry]:
    bound = {"graph": NamedNode(graph)}
    rows = store.select(_DOCUMENT, bindings=bound)
    facts = Facts((row["s"], row["p"], row["o"]) for row in rows)
    places: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for row in store.select(_PLACES, bindings=bound):
        places[row["s"].value].add((int(row["line"].value), row["exact"].value))
    yield from entries_of(facts, {thing: sorted(found) for thing, found in places.items()})


def _things(store: Store, graph: str) -> set[str]:
    """All things of the classes of a derived graph that are found."""
    classes, _ = READERS[_name(graph)]
    return {
        row["thing"].value
        for name in classes
        for row in store.select(
            _OF_CLASS, bindings={"graph": NamedNode(graph), "class": NamedNode(NS + name)}
        )
    }


def _name(graph: str) -> str:
    """The name of a graph that is no document's: `policies`."""
    return graph.rpartition("/graph/")[2]
