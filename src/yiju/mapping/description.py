"""A store described, as triples: VoID, DCAT, service description, and queries and prefixes in SHACL.

What depends on the address of a service is not here: the service adds it. Partitions are things with
names, `yj-Indicator--yj-basis--yj-Basis`, for there are no blank nodes.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from yiju import resources
from yiju.model import ClassPart, Contents, Description, Example, PropertyPart, Share
from yiju.vocabulary import PREFIXES, Names, digest

Object = NamedNode | Literal

DOCUMENTS: Final = "documents"
"""The graphs of all documents together, where shares of graphs are told."""

_SPACES: Final = {
    **PREFIXES,
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "void-ext": "http://ldf.fi/void-ext#",
    "foaf": "http://xmlns.com/foaf/0.1/",
}


def map_description(description: Description, names: Names) -> list[Triple]:
    """The graph of the description."""
    return list(_Mapper(names).triples(description))


class _Mapper:
    def __init__(self, names: Names) -> None:
        self.names = names
        self.dataset = names.thing("dataset", "all")

    def triples(self, description: Description) -> Iterator[Triple]:
        yield from self._about()
        yield from self._dataset(description)
        yield from self._counts(description.contents)
        for share in description.contents.graphs:
            yield from self._graph(share)
        for part in description.contents.classes:
            yield from self._class(part)
        for share in description.contents.properties:
            yield from self._property(share)
        yield from self._prefixes()
        for query in description.queries:
            yield from self._query(query)

    def _about(self) -> Iterator[Triple]:
        """What is said of every store."""
        about = resources.text("ontology", "dataset/about.ttl")
        for quad in parse(about, RdfFormat.TURTLE, base_iri=self.names.base):
            yield quad.triple

    def _dataset(self, described: Description) -> Iterator[Triple]:
        yield _tell(self.dataset, "dcat:version", Literal(described.version))
        yield _tell(self.dataset, "void:uriSpace", Literal(f"{self.names.base}id/"))
        for space in sorted(_vocabularies(described.contents)):
            yield _link(self.dataset, "void:vocabulary", space)
        for thing in described.things:
            yield _link(self.dataset, "void:exampleResource", thing)
        for root in described.roots:
            yield _link(self.dataset, "void:rootResource", root)

    def _counts(self, contents: Contents) -> Iterator[Triple]:
        counts = {
            "triples": contents.triples,
            "entities": contents.entities,
            "distinctSubjects": contents.subjects,
            "classes": len(contents.classes),
            "properties": len(contents.properties),
        }
        for name, count in counts.items():
            if count is not None:
                yield _count(self.dataset, f"void:{name}", count)

    def _graph(self, share: Share) -> Iterator[Triple]:
        """A graph, or all graphs of documents together, as a part of the dataset."""
        part = self.names.thing("dataset", _local(share.iri.removeprefix(self.names.graph(""))))
        yield _is_a(part, "void:Dataset")
        yield _link(self.dataset, "void:subset", part)
        yield _count(part, "void:triples", share.triples)
        if share.iri != DOCUMENTS:
            yield _is_a(part, "sd:Graph")
            yield _is_a(share.iri, "sd:NamedGraph")
            yield _link(self.dataset, "sd:namedGraph", share.iri)
            yield _link(share.iri, "sd:name", share.iri)
            yield _link(share.iri, "sd:graph", part)

    def _class(self, part: ClassPart) -> Iterator[Triple]:
        local = _short(part.iri)
        node = self._part(local)
        yield _is_a(node, "void:Dataset")
        yield _link(self.dataset, "void:classPartition", node)
        yield _link(node, "void:class", part.iri)
        yield _count(node, "void:entities", part.entities)
        for one in part.properties:
            yield from self._class_property(node, local, one)

    def _class_property(self, owner: str, local: str, part: PropertyPart) -> Iterator[Triple]:
        local = f"{local}--{_short(part.iri)}"
        node = self._part(local)
        yield _is_a(node, "void:Dataset")
        yield _link(owner, "void:propertyPartition", node)
        yield _link(node, "void:property", part.iri)
        yield _count(node, "void:triples", part.triples)
        yield from self._values(node, local, "void:class", part.classes)
        yield from self._values(node, local, "void-ext:datatype", part.datatypes)

    def _values(self, owner: str, local: str, key: str, parts: Iterable[Share]) -> Iterator[Triple]:
        """What the values of a property are."""
        for part in parts:
            node = self._part(f"{local}--{_short(part.iri)}")
            yield _is_a(node, "void:Dataset")
            yield _link(owner, f"{key}Partition", node)
            yield _link(node, key, part.iri)
            yield _count(node, "void:triples", part.triples)

    def _property(self, part: Share) -> Iterator[Triple]:
        node = self._part(f"all--{_short(part.iri)}")
        yield _is_a(node, "void:Dataset")
        yield _link(self.dataset, "void:propertyPartition", node)
        yield _link(node, "void:property", part.iri)
        yield _count(node, "void:triples", part.triples)

    def _part(self, local: str) -> str:
        return self.names.thing("partition", local)

    def _prefixes(self) -> Iterator[Triple]:
        for prefix, space in PREFIXES.items():
            node = self.names.thing("prefix", prefix)
            yield _link(self.dataset, "sh:declare", node)
            yield _is_a(node, "sh:PrefixDeclaration")
            yield _tell(node, "sh:prefix", Literal(prefix))
            yield _tell(node, "sh:namespace", Literal(space, datatype=_iri("xsd:anyURI")))

    def _query(self, query: Example) -> Iterator[Triple]:
        """A query of ours; its one comment is in both languages, as editors show each comment apart."""
        node = self.names.thing("query", query.name)
        yield _is_a(node, "sh:SPARQLExecutable")
        yield _is_a(node, "sh:SPARQLSelectExecutable")
        yield _link(node, "sh:prefixes", self.dataset)
        yield _tell(node, "dcterms:title", Literal(query.zh, language="zh"))
        yield _tell(node, "dcterms:title", Literal(query.en, language="en"))
        yield _tell(node, "rdfs:comment", Literal(f"{query.zh} / {query.en}"))
        yield _tell(node, "sh:select", Literal(query.text))


def _vocabularies(contents: Contents) -> set[str]:
    """The namespaces of what is used, as far as they are known."""
    used = [part.iri for part in contents.classes] + [share.iri for share in contents.properties]
    return {space for space in PREFIXES.values() if any(iri.startswith(space) for iri in used)}


def _short(iri: str) -> str:
    """A name for an IRI that may stand in an identifier, and is no other's.

    >>> _short("https://w3id.org/yiju/ns#Indicator")
    'yj-Indicator'
    """
    for prefix, space in PREFIXES.items():
        local = iri.removeprefix(space)
        if local != iri and local.isascii() and local.isalnum():
            return f"{prefix}-{local}"
    return digest(iri, 16)


def _local(name: str) -> str:
    """The name of a graph, where it may stand in an identifier."""
    return name if name.isascii() and name.isalnum() else digest(name, 16)


def _iri(short: str) -> NamedNode:
    prefix, _, local = short.partition(":")
    return NamedNode(_SPACES[prefix] + local)


def _tell(subject: str, predicate: str, value: Object) -> Triple:
    return Triple(NamedNode(subject), _iri(predicate), value)


def _link(subject: str, predicate: str, iri: str) -> Triple:
    return _tell(subject, predicate, NamedNode(iri))


def _is_a(subject: str, kind: str) -> Triple:
    return _tell(subject, "rdf:type", _iri(kind))


def _count(subject: str, predicate: str, count: int) -> Triple:
    return _tell(subject, predicate, Literal(count))
