"""Records to linked data: JSON with `ontology/context.jsonld` is JSON-LD, and JSON-LD is quads."""

import json
from collections.abc import Sequence
from functools import cache

import pyoxigraph as ox

from yiju import resources
from yiju.mapping.evidence import Json
from yiju.mapping.records import map_disclosure
from yiju.mapping.registry import map_registry
from yiju.model import Disclosure
from yiju.vocabulary import Names

__all__ = [
    "Json",
    "as_document",
    "as_graph",
    "context",
    "map_disclosure",
    "map_registry",
    "parse_quads",
]


@cache
def context() -> Json:
    """The JSON-LD context, which says what the keys of the JSON mean."""
    found: Json = json.loads(resources.text("ontology", "context.jsonld"))["@context"]
    return found


def as_graph(graph: str, nodes: Sequence[Json]) -> Json:
    """A JSON-LD document of one named graph, its context embedded."""
    return {"@context": context(), "id": graph, "graph": list(nodes)}


def as_document(disclosure: Disclosure, names: Names) -> Json:
    """The graph of one document as JSON-LD."""
    graph = names.document_graph(disclosure.document.sha256)
    return as_graph(graph, map_disclosure(disclosure, names))


def parse_quads(document: Json) -> list[ox.Quad]:
    """The quads of a JSON-LD document made here; its context is embedded, nothing is fetched."""
    text = json.dumps(document, ensure_ascii=False)
    return list(ox.parse(text, format=ox.RdfFormat.JSON_LD))
