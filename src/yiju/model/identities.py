"""Identities: which departments, projects and indicators of documents are one thing across them.

What a store tells of things goes in; entities, what denotes them, and what a person should judge
come out. All of it is derived, but for the verdicts of people.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class EntityKind(StrEnum):
    """What an entity is; the names are those of the classes in the ontology."""

    DEPARTMENT = "DepartmentEntity"
    PROJECT = "ProjectEntity"
    INDICATOR = "IndicatorEntity"


class IdentityMethod(StrEnum):
    """How an identity was concluded; the names are those of the concepts in the ontology."""

    JUDGEMENT = "judgement"
    ALONE = "standsAlone"
    CODE = "sameProjectCode"
    NAME = "sameName"
    OFFICIAL_NAME = "sameOfficialName"
    DOCUMENT_REGION = "regionOfDocument"
    DIVISION = "regionOfProjectCodes"
    REGION_OMITTED = "regionOmitted"
    BUT_YEAR = "sameNameButYear"
    OTHER_WORDS = "sameNameInOtherWords"
    SIMILAR_NAME = "similarName"
    SAME_CODE = "sameDepartmentCode"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenDocument:
    """What a document tells about the whole of it."""

    iri: str
    department: str | None = None
    year: str | None = None
    region: str | None = None
    publisher: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenDepartment:
    """A department as one document prints it."""

    iri: str
    document: str
    name: str
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenProject:
    """A project as one document prints it; `department` is the IRI of the body that carries it."""

    iri: str
    document: str
    name: str
    code: str | None = None
    department: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenActivity:
    """A duty or activity as one document prints it: it owns indicators, and is no entity itself."""

    iri: str
    document: str
    name: str
    department: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenIndicator:
    """An indicator as one document prints it; `owner` is what it is an indicator of."""

    iri: str
    document: str
    name: str
    owner: str | None = None
    tiers: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Verdict:
    """What a person decided of two things: that they are one, or that they are two."""

    first: str
    second: str
    same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """All that documents print and people decided, in any order."""

    documents: tuple[SeenDocument, ...] = ()
    departments: tuple[SeenDepartment, ...] = ()
    projects: tuple[SeenProject, ...] = ()
    activities: tuple[SeenActivity, ...] = ()
    indicators: tuple[SeenIndicator, ...] = ()
    verdicts: tuple[Verdict, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One thing across documents; `part_of` is the entity of the department of which it is the 本级."""

    iri: str
    kind: EntityKind
    label: str
    spellings: tuple[str, ...]
    part_of: str | None = None


@dataclass(frozen=True, slots=True)
class Denotation:
    """That a thing of one document is an entity."""

    thing: str
    entity: str
    method: IdentityMethod
    confidence: Decimal


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two things of different entities that may be one: for a person to judge."""

    iri: str
    first: str
    second: str
    method: IdentityMethod
    confidence: Decimal


@dataclass(frozen=True, slots=True)
class Identities:
    """All entities, what denotes each, and what is left to people."""

    entities: tuple[Entity, ...]
    denotations: tuple[Denotation, ...]
    likenesses: tuple[Likeness, ...]
