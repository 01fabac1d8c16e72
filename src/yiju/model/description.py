"""What is said of a store as a whole: how much is in it, of which classes, with which properties."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """So many triples, of what the IRI names: a property, a class, a datatype, a graph."""

    iri: str
    triples: int


@dataclass(frozen=True, slots=True)
class PropertyPart:
    """A property of the things of a class: how often, and of which classes or datatypes its values are."""

    iri: str
    triples: int
    classes: tuple[Share, ...] = ()
    datatypes: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassPart:
    """The things of a class; no properties where these cannot be told from those of other things."""

    iri: str
    entities: int
    properties: tuple[PropertyPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a store, counted. `subjects` is None where it is not known how many there are."""

    triples: int
    entities: int
    subjects: int | None
    classes: tuple[ClassPart, ...]
    properties: tuple[Share, ...]
    graphs: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A query of ours as it can be run at once, with its title in both languages."""

    name: str
    zh: str
    en: str
    text: str


@dataclass(frozen=True, slots=True)
class Description:
    """A store described: its version, its contents, where to begin, things and queries as examples."""

    version: str
    contents: Contents
    roots: tuple[str, ...]
    things: tuple[str, ...]
    queries: tuple[Example, ...]
