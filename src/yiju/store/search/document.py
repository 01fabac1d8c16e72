"""The entries of one document: what it names or says, each with the words that tell of it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from yiju.store.search.entries import (
    BASIS,
    CODE,
    NAME,
    PURPOSE,
    QUOTATION,
    TEXT,
    Entry,
    Words,
)
from yiju.store.search.facts import Facts

PROPERTIES: Final = (
    *("rdfs:label", "skos:prefLabel", "skos:definition", "dcterms:title"),
    *("yj:fileName", "yj:fiscalYear", "yj:disclosedBy", "yj:departmentCode", "yj:projectCode"),
    *("yj:ofDepartment", "yj:indicatorOf", "yj:ofProject", "yj:inSection", "yj:goal", "yj:purpose"),
    *("yj:content", "yj:description", "yj:text", "yj:target", "yj:gradeBand", "yj:actualText"),
    *("yj:basis", "yj:citation", "yj:citedNumber", "yj:catalogueCode", "yj:projectName"),
)
"""What is read of a document, beside the classes of its things and their quotations."""

_NS: Final = "https://w3id.org/yiju/ns#"
_TOLD: Final = ("Goal", "Statement")
"""What has no name, only a text."""

_LABELS: Final[Mapping[str, tuple[str, ...]]] = {
    "Goal": ("yj:text",),
    "Statement": ("yj:text",),
    "Disclosure": ("dcterms:title", "yj:fileName"),
}
"""What is shown of things that bear no label."""

Places = Collection[tuple[int, str]]
"""Line and words of each quotation, in order."""

_FIELDS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "Department": {CODE: ("yj:departmentCode",)},
    "Project": {CODE: ("yj:projectCode",), PURPOSE: ("yj:purpose",)},
    "Indicator": {TEXT: ("yj:description", "yj:actualText")},
    "ProseIndicator": {TEXT: ("yj:description",)},
    "Activity": {TEXT: ("yj:content",)},
    "Duty": {TEXT: ("yj:content",)},
    "Goal": {TEXT: ("yj:text",)},
    "Statement": {TEXT: ("yj:text",)},
    "ProcurementItem": {CODE: ("yj:catalogueCode",), TEXT: ("yj:projectName",)},
    "GlossaryTerm": {TEXT: ("skos:definition",)},
    "Disclosure": {TEXT: ("yj:fileName",)},
}
"""The properties that fill fields beyond those of all things."""

CLASSES: Final = tuple(_FIELDS)
"""The classes of a document's things that are found."""


@dataclass(frozen=True, slots=True)
class _Source:
    """The document itself."""

    iri: str | None
    file: str | None
    year: int | None
    department: str | None


@dataclass(frozen=True, slots=True)
class _Read:
    """All that was read of a document; `owners` are what its goals belong to."""

    facts: Facts
    places: Mapping[str, Places]
    source: _Source
    owners: Mapping[str, str]


def entries_of(facts: Facts, places: Mapping[str, Places]) -> Iterator[Entry]:
    """The entries of what was read of a document's graph, and of the places of its things."""
    read = _Read(facts, places, _source(facts), _owners(facts))
    for thing in facts.things():
        for kind in facts.texts(thing, "rdf:type"):
            yield _entry(read, thing, kind.removeprefix(_NS))


def _source(facts: Facts) -> _Source:
    for thing in facts.things():
        if f"{_NS}Disclosure" in facts.texts(thing, "rdf:type"):
            return _Source(
                thing,
                facts.text(thing, "yj:fileName"),
                facts.number(thing, "yj:fiscalYear"),
                next(iter(facts.beyond(thing, "yj:disclosedBy", "rdfs:label")), None),
            )
    return _Source(None, None, None, None)


def _owners(facts: Facts) -> dict[str, str]:
    """What each goal belongs to: the thing that has it."""
    return {goal: thing for thing in facts.things() for goal in facts.texts(thing, "yj:goal")}


def _entry(read: _Read, thing: str, kind: str) -> Entry:
    facts, source, places = read.facts, read.source, read.places.get(thing, ())
    owner = facts.text(thing, "yj:indicatorOf", "yj:ofProject") or read.owners.get(thing)
    body = _body(facts, owner or thing) or source.department
    label = _label(facts, thing, kind)
    return Entry(
        iri=thing,
        kind=kind,
        label=label,
        words=_words(facts, thing, kind, label, tuple(text for _, text in places)),
        context=_context(facts, thing, owner) or body,
        document=source.iri,
        file=source.file,
        year=source.year,
        department=body,
        departments=tuple(dict.fromkeys(name for name in (body, source.department) if name)),
        line=next((line for line, _ in places), None),
    )


def _label(facts: Facts, thing: str, kind: str) -> str:
    return facts.text(thing, *_LABELS.get(kind, ("rdfs:label", "skos:prefLabel"))) or ""


def _words(facts: Facts, thing: str, kind: str, label: str, quoted: tuple[str, ...]) -> Words:
    targets = facts.texts(thing, "yj:target", "yj:gradeBand")
    bases = facts.texts(thing, "yj:basis")
    found = {name: facts.texts(thing, *properties) for name, properties in _FIELDS[kind].items()}
    found[NAME] = () if kind in _TOLD else (label,)
    found[TEXT] = (
        *found.get(TEXT, ()),
        *(text for at in targets for text in facts.texts(at, "yj:text")),
    )
    found[BASIS] = tuple(text for at in bases for text in _basis(facts, at))
    found[QUOTATION] = quoted
    return {name: tuple(dict.fromkeys(texts)) for name, texts in found.items() if texts}


def _basis(facts: Facts, basis: str) -> tuple[str, ...]:
    """The words of a basis, and the numbers that it cites as the standard has them."""
    return *facts.texts(basis, "yj:text"), *facts.beyond(basis, "yj:citation", "yj:citedNumber")


def _context(facts: Facts, thing: str, owner: str | None) -> str | None:
    """The name of what a thing belongs to, or of the section in which it stands."""
    if owner:
        return facts.text(owner, "rdfs:label")
    return next(iter(facts.beyond(thing, "yj:inSection", "rdfs:label")), None)


def _body(facts: Facts, thing: str) -> str | None:
    """The department that a thing is, or belongs to."""
    if f"{_NS}Department" in facts.texts(thing, "rdf:type"):
        return facts.text(thing, "rdfs:label")
    return next(iter(facts.beyond(thing, "yj:ofDepartment", "rdfs:label")), None)
