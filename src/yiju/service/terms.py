"""Our own terms, read from the ontology that belongs to the installation."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from yiju import resources
from yiju.errors import NotFoundError, ResourceError
from yiju.vocabulary import NS, PREFIXES

_LABEL: Final = PREFIXES["rdfs"] + "label"
_DEFINITION: Final = PREFIXES["skos"] + "definition"


@dataclass(frozen=True, slots=True, order=True)
class TermEntry:
    """A term of ours: its local name, labels and definitions by language."""

    name: str
    labels: tuple[tuple[str, str], ...]
    definitions: tuple[tuple[str, str], ...]


def schemes() -> tuple[str, ...]:
    """The names of the code lists, in alphabetical order."""
    return tuple(sorted(file.stem for file in resources.folder("ontology").glob("schemes/*.ttl")))


@cache
def read_triples(scheme: str | None = None) -> tuple[Triple, ...]:
    """Read the ontology and its code lists, or one of these, sorted.

    NotFoundError where there is none of that name, ResourceError where a file is broken.
    """
    folder = resources.folder("ontology")
    files = sorted([*folder.glob("*.ttl"), *folder.glob("schemes/*.ttl")])
    if scheme is not None:
        files = [file for file in files if file.parent != folder and file.stem == scheme]
        if not files:
            raise NotFoundError(
                f"There is no code list {scheme!r}; there is {', '.join(schemes())}."
            )
    found: set[Triple] = set()
    for file in files:
        try:
            found.update(quad.triple for quad in parse(path=file, format=RdfFormat.TURTLE))
        except (SyntaxError, OSError) as fault:
            raise ResourceError(f"ontology/{file.name} cannot be read: {fault}.") from fault
    return tuple(sorted(found, key=str))


@cache
def read_terms(scheme: str | None = None) -> tuple[TermEntry, ...]:
    """Read what a page shows of each term, of all or of a code list, in alphabetical order."""
    words: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    names = set()
    for triple in read_triples(scheme):
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal):
            words[triple.subject.value, triple.predicate.value].append(
                (triple.object.language or "", triple.object.value)
            )
        if isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(NS):
            names.add(triple.subject.value)
    return tuple(
        TermEntry(
            iri.removeprefix(NS),
            tuple(sorted(words[iri, _LABEL], reverse=True)),
            tuple(sorted(words[iri, _DEFINITION], reverse=True)),
        )
        for iri in sorted(names)
    )


@cache
def read_names() -> Mapping[str, str]:
    """Read the Chinese name of each term of ours, by IRI."""
    return MappingProxyType(
        {
            NS + term.name: words
            for term in read_terms()
            for language, words in term.labels
            if language == "zh"
        }
    )
