"""Records to linked data: JSON with `ontology/context.jsonld` is JSON-LD, and JSON-LD is quads."""

import json
from collections.abc import Sequence
from functools import cache
from io import BytesIO

import pyoxigraph as ox

from yiju import resources
from yiju.mapping.evidence import Json
from yiju.mapping.provenance import map_provenance
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
    "map_provenance",
    "map_registry",
    "parse_quads",
    "read_quads",
    "write_document",
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
    return as_graph(graph, list(map_disclosure(disclosure, names)))


def write_document(disclosure: Disclosure, names: Names) -> bytes:
    """The same as bytes, node by node: the whole of it is never held as JSON."""
    graph = as_graph(names.document_graph(disclosure.document.sha256), ())
    written = BytesIO()
    written.write(json.dumps(graph, ensure_ascii=False).removesuffix("]}").encode())
    for at, node in enumerate(map_disclosure(disclosure, names)):
        written.write(b", " if at else b"")
        written.write(json.dumps(node, ensure_ascii=False).encode())
    written.write(b"]}")
    return written.getvalue()


def parse_quads(document: Json) -> list[ox.Quad]:
    """The quads of a JSON-LD document made here; its context is embedded, nothing is fetched."""
    return read_quads(json.dumps(document, ensure_ascii=False).encode())


def read_quads(document: bytes) -> list[ox.Quad]:
    """The quads of a JSON-LD document made here that was written as bytes."""
    return list(ox.parse(document, format=ox.RdfFormat.JSON_LD))
