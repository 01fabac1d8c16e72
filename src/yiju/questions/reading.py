"""A document read to be compared: what it says, by class, and which entities its things are."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from yiju.questions.facts import Facts, local_name
from yiju.questions.sides import Document
from yiju.store import Store
from yiju.vocabulary import NS

_SAID: Final = """
PREFIX yj: <https://w3id.org/yiju/ns#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX qb: <http://purl.org/linked-data/cube#>
SELECT ?document ?s ?p ?o WHERE {
  VALUES ?p {
    rdf:type rdfs:label yj:fileName yj:budget yj:partOf yj:indicatorOf yj:level2Text yj:description
    yj:target yj:gradeBand yj:text yj:operator yj:value yj:lowerValue yj:upperValue yj:from yj:until
    yj:unitText yj:grade yj:period yj:evidence yj:line oa:hasSource oa:hasSelector oa:exact
    qb:dataSet qb:structure yj:budgetItem yj:functionalClass yj:economicClass yj:budgetColumn
    yj:operationCharacter yj:amount yj:statedItem yj:itemText yj:fiscalYear yj:figureTime yj:position
  }
  GRAPH ?document { ?s ?p ?o }
}
"""
_ENTITIES: Final = """
PREFIX yj: <https://w3id.org/yiju/ns#>
SELECT DISTINCT ?document ?thing ?entity WHERE {
  GRAPH ?document { ?thing a ?class }
  VALUES ?class { yj:Department yj:Project yj:Duty yj:Activity yj:Indicator yj:ProseIndicator }
  GRAPH ?identities { ?thing yj:denotes ?entity }
}
"""
_FIGURES: Final = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """A document, what it says, and which entities its things are."""

    document: Document
    said: Facts
    kinds: Mapping[str, Sequence[str]]
    entities: Mapping[str, str]

    def things(self, kind: str) -> list[str]:
        """The things of a class, in the order of their places."""
        return sorted(self.kinds.get(NS + kind, ()), key=place_of)

    @property
    def year(self) -> int | None:
        """The fiscal year."""
        year = self.document.year
        return int(year) if year and year.isdigit() else None


def read_document(store: Store, document: Document) -> Reading:
    """What a document says, read in one query, and its identities in another."""
    bound = {"document": NamedNode(document.graph)}
    said = Facts(store.select(_SAID, bindings=bound))
    rows = store.select(_ENTITIES, bindings=bound)
    entities = {row["thing"].value: row["entity"].value for row in rows}
    return Reading(document, said, said.grouped("rdf:type"), entities)


def place_of(iri: str) -> tuple[list[int], str]:
    """Where a thing stands, as its name tells it."""
    _, _, place = local_name(iri).partition("-")
    return [int(figure) for figure in _FIGURES.findall(place)], iri
