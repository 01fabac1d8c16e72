"""What identities are concluded from, and the graph of identities concluded from all that a store holds.

What a person decides of two things is in effect at once, and again after every build. What is printed counts: a correction changes no identity, who
wants two things to be one says so.
"""

from dataclasses import replace
from typing import Final

from yiju.mapping import as_graph, parse_quads
from yiju.mapping.identities import map_identities
from yiju.model import (
    Identities,
    Seen,
    SeenActivity,
    SeenDepartment,
    SeenDocument,
    SeenIndicator,
    SeenProject,
)
from yiju.pipeline.asking import read_rows, read_verdicts
from yiju.resolve.identities import resolve_identities
from yiju.store import Store
from yiju.vocabulary import Names

_DOCUMENTS: Final = """SELECT ?iri ?department ?year ?region ?publisher WHERE { GRAPH ?iri {
  ?d a yj:Disclosure .
  OPTIONAL { ?d yj:disclosedBy ?department }
  OPTIONAL { ?d yj:fiscalYear ?year }
  OPTIONAL { ?d dcterms:spatial ?region }
  OPTIONAL { ?d dcterms:publisher ?publisher } } }"""

_DEPARTMENTS: Final = """SELECT ?iri ?document ?name ?code WHERE { GRAPH ?document {
  ?iri a yj:Department ; rdfs:label ?name .
  OPTIONAL { ?iri yj:departmentCode ?code } } }"""

_PROJECTS: Final = """SELECT ?iri ?document ?name ?code ?department WHERE { GRAPH ?document {
  ?iri a yj:Project ; rdfs:label ?name .
  OPTIONAL { ?iri yj:projectCode ?code }
  OPTIONAL { ?iri yj:ofDepartment ?department } } }"""

_ACTIVITIES: Final = """SELECT ?iri ?document ?name ?department WHERE { GRAPH ?document {
  VALUES ?class { yj:Duty yj:Activity }
  ?iri a ?class ; rdfs:label ?name .
  OPTIONAL { ?iri yj:ofDepartment ?department } } }"""

_INDICATORS: Final = """SELECT ?iri ?document ?name ?owner ?class ?level1 ?level2 ?description
WHERE { GRAPH ?document {
  VALUES ?class { yj:Indicator yj:ProseIndicator }
  ?iri a ?class ; rdfs:label ?name .
  OPTIONAL { ?iri yj:indicatorOf ?owner }
  OPTIONAL { ?iri yj:level1Text ?level1 }
  OPTIONAL { ?iri yj:level2Text ?level2 }
  OPTIONAL { ?iri yj:description ?description } } }"""


def conclude_identities(store: Store, names: Names) -> Identities:
    """Replace the graph of identities by what follows from the documents and judgements of now."""
    seen = replace(read_seen(store), verdicts=read_verdicts(store))
    identities = resolve_identities(seen, names)
    graph = names.graph("identities")
    store.replace_graphs({graph: parse_quads(as_graph(graph, map_identities(identities)))})
    return identities


def read_seen(store: Store, document: str | None = None) -> Seen:
    """What the documents of a store print, or the one of that graph, people's decisions apart."""
    return Seen(
        documents=tuple(SeenDocument(**row) for row in read_rows(store, _DOCUMENTS, iri=document)),
        departments=tuple(SeenDepartment(**row) for row in _rows(store, _DEPARTMENTS, document)),
        projects=tuple(SeenProject(**row) for row in _rows(store, _PROJECTS, document)),
        activities=tuple(SeenActivity(**row) for row in _rows(store, _ACTIVITIES, document)),
        indicators=tuple(_indicator(row) for row in _rows(store, _INDICATORS, document)),
    )


def _rows(store: Store, query: str, document: str | None) -> list[dict[str, str]]:
    """The rows of a query in an order that only they decide."""
    rows = read_rows(store, query, document=document)
    return sorted(({"document": document, **row} for row in rows), key=lambda row: row["iri"])


def _indicator(row: dict[str, str]) -> SeenIndicator:
    """An indicator with its tiers; what stands in prose has a tier of its own."""
    return SeenIndicator(
        iri=row["iri"],
        document=row["document"],
        name=row["name"],
        owner=row.get("owner"),
        tiers=(row["class"], row.get("level1", ""), row.get("level2", "")),
        description=row.get("description", ""),
    )
