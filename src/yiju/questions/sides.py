"""Which document a person means: by file, by SHA-256, by IRI, or by department and year."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import QuerySolution

from yiju.errors import AmbiguousError, NotFoundError
from yiju.store import Store
from yiju.values.characters import squeeze

LISTED: Final = 8

_SHA: Final = re.compile(r"[0-9a-f]{4,64}")
_DOCUMENTS: Final = """
PREFIX yj: <https://w3id.org/yiju/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?document ?disclosure ?sha ?file ?title ?year ?department ?label WHERE {
  GRAPH ?document {
    ?disclosure a yj:Disclosure ; dcterms:identifier ?sha ; yj:fileName ?file .
    OPTIONAL { ?disclosure dcterms:title ?title }
    OPTIONAL { ?disclosure yj:fiscalYear ?year }
    OPTIONAL { ?disclosure yj:disclosedBy ?department . ?department rdfs:label ?label }
  }
}
"""
_ENTITIES: Final = """
PREFIX yj: <https://w3id.org/yiju/ns#>
SELECT DISTINCT ?department ?entity WHERE {
  GRAPH ?document { ?disclosure a yj:Disclosure ; yj:disclosedBy ?department }
  GRAPH ?identities { ?department yj:denotes ?entity }
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document of the store, and the department that disclosed it, as far as it says so."""

    graph: str
    iri: str
    sha: str
    files: tuple[str, ...]
    title: str | None = None
    year: str | None = None
    department: str | None = None
    name: str | None = None
    entity: str | None = None

    def __str__(self) -> str:
        told = ", ".join(filter(None, (self.name, self.year)))
        return f"{self.files[0]} ({told})" if told else self.files[0]


def list_documents(store: Store) -> list[Document]:
    """All documents of a store, by file name."""
    entities = {row["department"].value: row["entity"].value for row in store.select(_ENTITIES)}
    found: dict[str, list[QuerySolution]] = {}
    for row in store.select(_DOCUMENTS):
        found.setdefault(row["document"].value, []).append(row)
    documents = (_document(rows, entities) for rows in found.values())
    return sorted(documents, key=lambda document: (document.files, document.sha))


def _document(rows: Sequence[QuerySolution], entities: dict[str, str]) -> Document:
    told = {
        name: min((row[name].value for row in rows if row[name] is not None), default=None)
        for name in ("title", "year", "department", "label")
    }
    return Document(
        graph=rows[0]["document"].value,
        iri=rows[0]["disclosure"].value,
        sha=rows[0]["sha"].value,
        files=tuple(sorted({row["file"].value for row in rows})),
        title=told["title"],
        year=told["year"],
        department=told["department"],
        name=told["label"],
        entity=entities.get(told["department"] or ""),
    )


def find_document(documents: Sequence[Document], text: str) -> Document:
    """Find the one document that is meant.

    NotFoundError where there is none, QueryError where there are several; both name candidates.
    """
    wanted = text.strip()
    for found in _meant(documents, wanted):
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousError(
                f"{text[:200]!r} may mean {_listed(found)}; say which{_hint(found)}."
            )
    raise NotFoundError(
        f"No document or department answers to {text[:200]!r}; there is {_listed(_near(documents, wanted))}."
    )


def _meant(documents: Sequence[Document], wanted: str) -> Iterable[list[Document]]:
    """The documents that are meant, by one way of naming after the other, the most exact first."""
    if not wanted:
        return
    yield [d for d in documents if wanted in (d.iri, d.graph, d.sha, *d.files)]
    yield _of_department(documents, wanted)
    name, _, year = wanted.rpartition("@")
    if name:
        yield [d for d in _of_department(documents, name) if d.year == year.strip()]
    sha = wanted.lower() if _SHA.fullmatch(wanted.lower()) else None
    yield [
        document
        for document in documents
        if (sha and document.sha.startswith(sha))
        or any(file.startswith(wanted) for file in document.files)
    ]


def _of_department(documents: Sequence[Document], name: str) -> list[Document]:
    """The documents of a department, under all names that are known to be its own."""
    compact = squeeze(name)
    found = [d for d in documents if name in (d.department, d.entity)]
    found = found or [d for d in documents if d.name and squeeze(d.name) == compact]
    one = {d.entity for d in found if d.entity}
    return [d for d in documents if d in found or (d.entity and d.entity in one)]


def _near(documents: Sequence[Document], wanted: str) -> list[Document]:
    """Documents whose department, title or file holds the words; all where none does."""
    compact = squeeze(wanted.partition("@")[0])
    near = [
        d
        for d in documents
        if compact and any(compact in squeeze(t) for t in (d.name or "", d.title or "", *d.files))
    ]
    return near or list(documents)


def _listed(documents: Sequence[Document]) -> str:
    if not documents:
        return "no document in the store"
    more = f", and {len(documents) - LISTED} more" if len(documents) > LISTED else ""
    return ", ".join(str(document) for document in documents[:LISTED]) + more


def _hint(documents: Sequence[Document]) -> str:
    """How to say which of several is meant, where the year tells them apart."""
    years = [document.year for document in documents]
    if None in years or len(set(years)) < len(years) or not documents[0].name:
        return ", by file name or SHA-256"
    return f", as {documents[0].name}@{years[0]}"
