"""What policies are concluded from, and the graph of policies concluded from all that a store holds.

The identities come first: two names of one department are one department, whose disclosures speak for each other.
"""

from collections.abc import Iterator
from typing import Final

from yiju.mapping import as_graph, map_registry, parse_quads
from yiju.model import CatalogueEntry, Mention, Registry
from yiju.pipeline.asking import read_rows, read_verdicts
from yiju.resolve import resolve_citations
from yiju.store import Store
from yiju.vocabulary import NS, Names

_MENTIONS: Final = """SELECT ?citation ?document ?words ?title ?number ?article ?quotation ?place
  ?funding WHERE { GRAPH ?document {
  ?citation a yj:Citation ; yj:text ?words .
  OPTIONAL { ?citation yj:citedTitle ?title }
  OPTIONAL { ?citation yj:citedNumber ?number }
  OPTIONAL { ?citation yj:citedArticle ?article }
  OPTIONAL { ?citation yj:quotation ?quotation }
  OPTIONAL { ?citation yj:citedIn ?place }
  OPTIONAL { ?funding yj:transferCitation ?citation } } }"""

_BASES: Final = """SELECT ?document ?citation ?indicator ?subject WHERE { GRAPH ?document {
  ?basis yj:citation ?citation . ?indicator yj:basis ?basis .
  OPTIONAL { ?indicator yj:indicatorOf ?subject } } }"""

_GOALS: Final = """SELECT ?document ?goal ?subject WHERE { GRAPH ?document {
  ?citation yj:citedIn ?goal . ?subject yj:goal ?goal } }"""

_DEPARTMENTS: Final = """SELECT ?document ?year ?department ?name ?entity WHERE {
  GRAPH ?document {
    ?d a yj:Disclosure .
    OPTIONAL { ?d yj:fiscalYear ?year }
    OPTIONAL { ?d yj:disclosedBy ?department . ?department rdfs:label ?name } }
  OPTIONAL { GRAPH ?identities { ?department yj:denotes ?entity } } }"""

_CATALOGUE: Final = """SELECT ?iri ?title ?number ?status WHERE { GRAPH ?catalogue {
  ?iri a yj:CatalogueEntry ; dcterms:title ?title .
  OPTIONAL { ?iri yj:documentNumber ?number }
  OPTIONAL { ?iri yj:policyStatus ?status } } }"""


_COUNTS: Final = """SELECT (COUNT(?policy) AS ?there) (COUNT(?entry) AS ?listed) WHERE {
  GRAPH ?policies { ?policy a yj:Policy . OPTIONAL { ?policy yj:catalogued ?entry } } }"""


def count_policies(store: Store) -> tuple[int, int]:
    """How many policies a store knows, and how many of them a catalogue lists."""
    (row,) = read_rows(store, _COUNTS)
    return int(row["there"]), int(row["listed"])


def conclude_policies(store: Store, names: Names) -> Registry:
    """Replace the graph of policies by what follows from documents, catalogue and judgements of now."""
    registry = resolve_citations(
        read_mentions(store),
        names,
        catalogue=read_entries(store),
        verdicts=read_verdicts(store),
    )
    graph = names.graph("policies")
    store.replace_graphs({graph: parse_quads(as_graph(graph, map_registry(registry)))})
    return registry


def read_entries(store: Store) -> list[CatalogueEntry]:
    """All policies that catalogues list."""
    return [_entry(row) for row in read_rows(store, _CATALOGUE)]


def read_mentions(store: Store, graph: str | None = None) -> Iterator[Mention]:
    """Every citation of a store, or of the document of that graph, with its table and department."""
    bases = {row["citation"]: row for row in read_rows(store, _BASES, document=graph)}
    goals = {row["goal"]: row["subject"] for row in read_rows(store, _GOALS, document=graph)}
    documents = {row["document"]: row for row in read_rows(store, _DEPARTMENTS, document=graph)}
    for row in read_rows(store, _MENTIONS, document=graph):
        place = row.pop("place", None)
        basis = bases.get(row["citation"], {})
        document = documents.get(row["document"], {})
        yield Mention(
            **row,
            indicator=basis.get("indicator"),
            subject=basis.get("subject") or goals.get(place or "", place),
            department=document.get("entity") or document.get("name"),
            year=int(document["year"]) if "year" in document else None,
        )


def _entry(row: dict[str, str]) -> CatalogueEntry:
    return CatalogueEntry(
        iri=row["iri"],
        title=row["title"],
        number=row.get("number"),
        status=row["status"].removeprefix(NS) if "status" in row else None,
    )
