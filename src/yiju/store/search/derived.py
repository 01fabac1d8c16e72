"""The entries of what was concluded: policies, departments and projects across documents, findings."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, TypeVar

from pyoxigraph import NamedNode, QuerySolution

from yiju.store.protocol import Store
from yiju.store.search.entries import CODE, NAME, QUOTATION, SPELLING, TEXT, Entry
from yiju.store.search.facts import Facts

_PREFIXES: Final = """PREFIX yj: <https://w3id.org/yiju/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
"""
_POLICIES: Final = """SELECT ?s ?p ?o WHERE { GRAPH @graph {
  VALUES ?s { @things } ?s a yj:Policy ; ?p ?o .
  VALUES ?p { rdfs:label dcterms:title yj:documentNumber yj:issuerName yj:issueYear skos:altLabel } } }"""
_QUOTED: Final = """SELECT ?s ?provision ?text WHERE { GRAPH @graph {
  VALUES ?s { @things } ?provision yj:provisionOf ?s ; yj:quotation ?text } }"""
_RESTING: Final = """SELECT ?s (COUNT(DISTINCT ?indicator) AS ?count) WHERE { GRAPH @graph {
  VALUES ?s { @things } ?indicator yj:basisPolicy ?s } } GROUP BY ?s"""
_ENTITIES: Final = """SELECT ?s ?class ?p ?o WHERE { GRAPH @graph {
  VALUES ?s { @things } VALUES ?class { yj:DepartmentEntity yj:ProjectEntity }
  ?s a ?class ; ?p ?o . VALUES ?p { rdfs:label skos:altLabel } } }"""
_DENOTING: Final = """SELECT ?s ?thing ?document ?name ?code ?body WHERE {
  GRAPH @graph { VALUES ?s { @things } ?thing yj:denotes ?s }
  GRAPH ?document { ?thing rdfs:label ?name .
    OPTIONAL { ?thing yj:departmentCode|yj:projectCode ?code }
    OPTIONAL { ?thing yj:ofDepartment/rdfs:label ?body } } }"""
_FINDINGS: Final = """SELECT ?s ?message WHERE { GRAPH @graph {
  VALUES ?s { @things } ?s a yj:Finding ; sh:resultMessage ?message } }"""
_PLACES: Final = """SELECT ?s ?document ?line ?source ?file ?year ?body WHERE {
  GRAPH @graph { VALUES ?s { @things } ?s yj:evidence ?evidence }
  GRAPH ?document { ?evidence yj:line ?line ; oa:hasSource ?source . ?source yj:fileName ?file .
    OPTIONAL { ?source yj:fiscalYear ?year }
    OPTIONAL { ?source yj:disclosedBy/rdfs:label ?body } } }"""

Place = tuple[str, int, str, str, str]
Value = TypeVar("Value", str, tuple[bool, str], Place)
Reader = Callable[[Store, str, Sequence[str]], Iterator[Entry]]


def read_policies(store: Store, graph: str, things: Sequence[str]) -> Iterator[Entry]:
    """The entries of policies; the weight is how many indicators rest on one."""
    ask = partial(_ask, store, graph=graph, things=things)
    facts = Facts((row["s"], row["p"], row["o"]) for row in ask(_POLICIES))
    told = list(ask(_QUOTED))
    quoted, provisions = (_grouped(told, column) for column in ("text", "provision"))
    resting = {row["s"].value: int(row["count"].value) for row in ask(_RESTING)}
    for iri in facts.things():
        entry = _policy(facts, iri, tuple(quoted.get(iri, ())))
        leans = tuple(provisions.get(iri, ()))
        yield replace(entry, weight=resting.get(iri, 0), leans=leans)


def _policy(facts: Facts, iri: str, quoted: tuple[str, ...]) -> Entry:
    number, issuers = facts.text(iri, "yj:documentNumber"), facts.texts(iri, "yj:issuerName")
    label = facts.text(iri, "rdfs:label", "yj:documentNumber") or iri
    return Entry(
        iri=iri,
        kind="Policy",
        label=label,
        words={
            NAME: tuple(dict.fromkeys((label, *facts.texts(iri, "dcterms:title")))),
            CODE: facts.texts(iri, "yj:documentNumber"),
            SPELLING: facts.texts(iri, "skos:altLabel"),
            TEXT: issuers,
            QUOTATION: quoted,
        },
        context=number,
        year=facts.number(iri, "yj:issueYear"),
        department=next(iter(issuers), None),
        departments=issuers,
    )


def read_entities(store: Store, graph: str, things: Sequence[str]) -> Iterator[Entry]:
    """The entries of what is one across documents, with the names, codes and bodies that these print."""
    rows = list(_ask(store, _ENTITIES, graph=graph, things=things))
    kinds = {row["s"].value: row["class"].value.rpartition("#")[2] for row in rows}
    facts = Facts((row["s"], row["p"], row["o"]) for row in rows)
    denoting = list(_ask(store, _DENOTING, graph=graph, things=things))
    names, codes, bodies, members, documents = (
        _grouped(denoting, column) for column in ("name", "code", "body", "thing", "document")
    )
    for iri in facts.things():
        label, owners = facts.text(iri, "rdfs:label") or iri, tuple(bodies.get(iri, ()))
        spelt = (*facts.texts(iri, "skos:altLabel"), *names.get(iri, ()))
        yield Entry(
            iri=iri,
            kind=kinds[iri],
            label=label,
            words={
                NAME: (label,),
                CODE: tuple(codes.get(iri, ())),
                SPELLING: tuple(dict.fromkeys(spelt)),
            },
            context="、".join(owners) or None,
            department=next(iter(owners), None),
            departments=owners,
            weight=len(members.get(iri, ())),
            leans=tuple(documents.get(iri, ())),
        )


def read_findings(store: Store, graph: str, things: Sequence[str]) -> Iterator[Entry]:
    """The entries of findings, each at the first place that proves it."""
    told = _collected(
        (row["s"].value, (row["message"].language != "zh", row["message"].value))
        for row in _ask(store, _FINDINGS, graph=graph, things=things)
    )
    proved = list(_ask(store, _PLACES, graph=graph, things=things))
    places = _collected((row["s"].value, _place(row)) for row in proved)
    documents = _grouped(proved, "document")
    for iri, messages in sorted(told.items()):
        texts = tuple(text for _, text in messages)
        file, line, source, year, body = next(iter(places.get(iri, ())), ("", 0, "", "", ""))
        yield Entry(
            iri=iri,
            kind="Finding",
            label=texts[0],
            words={TEXT: texts},
            document=source or None,
            file=file or None,
            year=int(year) if year.isdecimal() else None,
            department=body or None,
            departments=(body,) if body else (),
            line=line or None,
            leans=tuple(documents.get(iri, ())),
        )


def _place(row: QuerySolution) -> Place:
    """Where a finding is proved: file, line, document, year and department."""
    source, file, year, body = (
        str(getattr(row[name], "value", "")) for name in ("source", "file", "year", "body")
    )
    return file, int(row["line"].value), source, year, body


def _ask(store: Store, query: str, *, graph: str, things: Sequence[str]) -> Iterator[QuerySolution]:
    """The rows of a query about some things of a graph, which are put in as terms."""
    named = " ".join(str(NamedNode(thing)) for thing in things)
    asked = query.replace("@graph", str(NamedNode(graph))).replace("@things", named)
    return iter(store.select(_PREFIXES + asked))


def _grouped(rows: Iterable[QuerySolution], column: str) -> dict[str, list[str]]:
    """The values of a column for each thing, each once, in order."""
    return _collected((row["s"].value, row[column].value) for row in rows if row[column])


def _collected(pairs: Iterable[tuple[str, Value]]) -> dict[str, list[Value]]:
    found: dict[str, set[Value]] = {}
    for key, value in pairs:
        found.setdefault(key, set()).add(value)
    return {key: sorted(values) for key, values in found.items()}


READERS: Final[Mapping[str, tuple[tuple[str, ...], Reader]]] = {
    "policies": (("Policy",), read_policies),
    "identities": (("DepartmentEntity", "ProjectEntity"), read_entities),
    "findings": (("Finding",), read_findings),
}
"""The derived graphs whose things are found: the classes in each, and what reads them."""
