"""What is said of the data as a whole: the graph of the description, and what depends on the address.

The graph is made with the data and asked through `/sparql`, too. Where the service is, and which dumps
it has, only the service knows: endpoints, distributions, publisher.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from yiju import resources
from yiju.store import Store
from yiju.vocabulary import PREFIXES, Names

_SPACES: Final = {
    **PREFIXES,
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
}
_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"
_PROTOCOL: Final = "https://www.w3.org/TR/sparql11-protocol/"
_OPENAPI: Final = "https://spec.openapis.org/oas/v3.1.0"
_LANGUAGES: Final = "http://publications.europa.eu/resource/authority/language/"

_SERVICES: Final = (
    ("sparql", "/sparql", "/sparql", _PROTOCOL, "SPARQL 查询接口", "SPARQL endpoint"),
    ("api", "/api", "/openapi.json", _OPENAPI, "数据接口", "HTTP API"),
)
"""Name, address, address of the description, standard, and the title in both languages."""

_RDF: Final = frozenset(("application/n-quads", "application/trig"))

_COUNTED: Final = frozenset(
    _SPACES[prefix] + name
    for prefix, name in (
        ("void", "classPartition"),
        ("void", "propertyPartition"),
        ("void", "rootResource"),
        ("sh", "declare"),
        ("sd", "namedGraph"),
    )
)
"""What VoID tells of a dataset, and a catalogue leaves out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a service is, and what its operator says of it; `dumps` are files of a manifest."""

    root: str
    licence: str
    publisher: str | None = None
    dumps: tuple[Mapping[str, Any], ...] = ()


def describe_dataset(store: Store, names: Names, place: Place) -> list[Triple]:
    """The VoID description: all of the graph of the description, and where the data can be had."""
    dataset = names.thing("dataset", "all")
    here = NamedNode(f"{place.root}/.well-known/void")
    return [
        *_graph(store, names),
        _is_a(dataset, "void:Dataset"),
        Triple(here, _iri("rdf:type"), _iri("void:DatasetDescription")),
        Triple(here, _iri("foaf:primaryTopic"), NamedNode(dataset)),
        _link(dataset, "dcterms:license", place.licence),
        _link(dataset, "void:sparqlEndpoint", f"{place.root}/sparql"),
        *(
            _link(dataset, "void:dataDump", _address(place, one))
            for one in place.dumps
            if one["media"] in _RDF
        ),
    ]


def describe_catalogue(
    store: Store, names: Names, place: Place, modified: float | None
) -> list[Triple]:
    """The DCAT catalogue: the dataset, its distributions, and the services that serve it."""
    return list(_catalogue(store, names, place, modified))


def _catalogue(
    store: Store, names: Names, place: Place, modified: float | None
) -> Iterator[Triple]:
    catalogue, dataset = names.thing("catalogue", "all"), names.thing("dataset", "all")
    yield from _told(store, names, {catalogue, dataset})
    yield from _about(catalogue, dataset, place, modified)
    for dump in place.dumps:
        yield from _distribution(place, dataset, dump)
    for service in _SERVICES:
        yield from _service(place, catalogue, dataset, service)


def _about(catalogue: str, dataset: str, place: Place, modified: float | None) -> Iterator[Triple]:
    """Licence, languages, publisher and date of the catalogue and its dataset."""
    yield _link(catalogue, "foaf:homepage", f"{place.root}/")
    for one in (catalogue, dataset):
        yield _link(one, "dcterms:license", place.licence)
        yield from _link_all(one, "dcterms:language", (f"{_LANGUAGES}ZHO", f"{_LANGUAGES}ENG"))
        if modified is not None:
            yield _tell(one, "dcterms:modified", _date(modified), "dateTime")
        if place.publisher:
            yield _link(one, "dcterms:publisher", f"{place.root}/catalog#publisher")
    if place.publisher:
        agent = f"{place.root}/catalog#publisher"
        yield _is_a(agent, "foaf:Agent")
        yield Triple(NamedNode(agent), _iri("foaf:name"), Literal(place.publisher))


def _service(
    place: Place, catalogue: str, dataset: str, service: tuple[str, ...]
) -> Iterator[Triple]:
    """A service that serves the dataset."""
    name, path, described, standard, zh, en = service
    node = f"{place.root}/catalog#{name}"
    yield _link(catalogue, "dcat:service", node)
    yield _is_a(node, "dcat:DataService")
    yield from _titles(node, zh, en)
    yield _link(node, "dcat:endpointURL", f"{place.root}{path}")
    yield _link(node, "dcat:endpointDescription", f"{place.root}{described}")
    yield _link(node, "dcat:servesDataset", dataset)
    yield _link(node, "dcterms:conformsTo", standard)
    yield _link(node, "dcterms:license", place.licence)


def _told(store: Store, names: Names, subjects: set[str]) -> Iterator[Triple]:
    """What the graph of the description says of these, counts of parts aside."""
    for triple in _graph(store, names):
        is_asked = isinstance(triple.subject, NamedNode) and triple.subject.value in subjects
        if is_asked and triple.predicate.value not in _COUNTED:
            yield triple


def _graph(store: Store, names: Names) -> Iterator[Triple]:
    """The graph of the description; what is said of every store, where a store has none."""
    graph = names.graph("description")
    if graph in store.graphs():
        return (quad.triple for quad in store.quads(graph))
    about = resources.text("ontology", "dataset/about.ttl")
    return (quad.triple for quad in parse(about, RdfFormat.TURTLE, base_iri=names.base))


def _distribution(place: Place, dataset: str, dump: Mapping[str, Any]) -> Iterator[Triple]:
    """A dump as a distribution, with its checksum."""
    name = f"{place.root}/catalog#{dump['name']}"
    yield _link(dataset, "dcat:distribution", name)
    yield _is_a(name, "dcat:Distribution")
    yield from _titles(name, dump["title"]["zh"], dump["title"]["en"])
    yield _link(name, "dcat:accessURL", _address(place, dump))
    yield _link(name, "dcat:downloadURL", _address(place, dump))
    if "/x-" not in dump["media"]:  # what is not registered has no name there
        yield _link(name, "dcat:mediaType", _MEDIA_TYPES + dump["media"])
    if dump["compressed"]:
        yield _link(name, "dcat:compressFormat", f"{_MEDIA_TYPES}application/gzip")
    yield _tell(name, "dcat:byteSize", str(dump["bytes"]), "nonNegativeInteger")
    yield _link(name, "dcterms:license", place.licence)
    if dump["version"]:
        yield Triple(NamedNode(name), _iri("dcat:version"), Literal(dump["version"]))
    checksum = f"{name}-checksum"
    yield _link(name, "spdx:checksum", checksum)
    yield _is_a(checksum, "spdx:Checksum")
    yield _link(checksum, "spdx:algorithm", f"{_SPACES['spdx']}checksumAlgorithm_sha256")
    yield _tell(checksum, "spdx:checksumValue", dump["sha256"], "hexBinary")


def _address(place: Place, dump: Mapping[str, Any]) -> str:
    return f"{place.root}/dumps/{dump['name']}"


def _date(modified: float) -> str:
    return datetime.fromtimestamp(int(modified), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _titles(subject: str, zh: str, en: str) -> Iterator[Triple]:
    for words, language in ((zh, "zh"), (en, "en")):
        yield Triple(NamedNode(subject), _iri("dcterms:title"), Literal(words, language=language))


def _iri(short: str) -> NamedNode:
    prefix, _, local = short.partition(":")
    return NamedNode(_SPACES[prefix] + local)


def _link(subject: str, predicate: str, iri: str) -> Triple:
    return Triple(NamedNode(subject), _iri(predicate), NamedNode(iri))


def _link_all(subject: str, predicate: str, iris: Iterable[str]) -> Iterator[Triple]:
    return (_link(subject, predicate, iri) for iri in iris)


def _is_a(subject: str, kind: str) -> Triple:
    return Triple(NamedNode(subject), _iri("rdf:type"), _iri(kind))


def _tell(subject: str, predicate: str, value: str, datatype: str) -> Triple:
    return Triple(
        NamedNode(subject), _iri(predicate), Literal(value, datatype=_iri(f"xsd:{datatype}"))
    )
