"""What the service says of itself: SPARQL 1.1 Service Description."""

from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from yiju.vocabulary import PREFIXES

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_RESULT_FORMATS: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "N-Quads",
    "TriG",
    "RDF_XML",
    "JSON-LD",
)
_TYPE: Final = NamedNode(PREFIXES["rdf"] + "type")


def describe_service(endpoint: str, *, updates: bool) -> list[Triple]:
    """The description of the service at that address; `updates` where it may be written."""
    service = NamedNode(f"{endpoint}#service")
    dataset = NamedNode(f"{endpoint}#dataset")
    default = NamedNode(f"{endpoint}#default-graph")
    languages = ["SPARQL11Query", *(["SPARQL11Update"] if updates else [])]
    return [
        Triple(service, _TYPE, _sd("Service")),
        Triple(service, _sd("endpoint"), NamedNode(endpoint)),
        *(Triple(service, _sd("supportedLanguage"), _sd(name)) for name in languages),
        *(
            Triple(service, _sd("resultFormat"), NamedNode(_FORMATS + name))
            for name in _RESULT_FORMATS
        ),
        Triple(service, _sd("feature"), _sd("UnionDefaultGraph")),
        Triple(service, _sd("defaultDataset"), dataset),
        Triple(dataset, _TYPE, _sd("Dataset")),
        Triple(dataset, NamedNode(PREFIXES["dcterms"] + "title"), Literal("依据", language="zh")),
        Triple(dataset, NamedNode(PREFIXES["dcterms"] + "title"), Literal("Yiju", language="en")),
        Triple(dataset, _sd("defaultGraph"), default),
        Triple(default, _TYPE, _sd("Graph")),
    ]


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)
