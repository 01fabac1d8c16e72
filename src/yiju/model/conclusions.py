"""Conclusions: what is derived over all documents, and can be thrown away and rebuilt."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from yiju.values.document_number import DocumentNumber

_PLACE: Final = re.compile(r"-([0-9]+)-([0-9]+)$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A citation as a store tells it: what is cited, where.

    `indicator` is the one whose basis cites it, `funding` the allocation that comes by it, `subject`
    the project or activity in whose table it stands, `department` who discloses, `year` the fiscal year.
    """

    citation: str
    document: str
    words: str
    title: str | None = None
    number: str | None = None
    indicator: str | None = None
    funding: str | None = None
    article: str | None = None
    quotation: str | None = None
    subject: str | None = None
    department: str | None = None
    year: int | None = None

    @property
    def scope(self) -> str:
        """Where its words mean one thing: the department, or the document where none is known."""
        return f"of {self.department or self.document}"

    @property
    def place(self) -> tuple[int, int]:
        """The line and column that the citation is named after: the order of the document."""
        match = _PLACE.search(self.citation)
        return (int(match[1]), int(match[2])) if match else (0, 0)


class Method(StrEnum):
    """How a citation was resolved; the names are those of the concepts in the ontology."""

    JUDGEMENT = "resolvedByPerson"
    NUMBER = "numberMatch"
    TITLE_IN_DOCUMENT = "titleMatchInDocument"
    TITLE_IN_DEPARTMENT = "titleMatchInDepartment"
    CATALOGUE = "titleMatchInCatalogue"
    TITLE_ELSEWHERE = "titleMatchElsewhere"
    COPIED = "copiedNumber"
    COPIED_TITLE = "copiedTitle"
    TITLE_OVER_NUMBER = "titleOverNumber"
    SIMILAR = "similarTitle"
    CUT = "cutTitle"
    TITLE = "titleOnly"


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueEntry:
    """A known policy as a catalogue lists it; `status` is a concept of the ontology."""

    iri: str
    title: str
    number: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """An article of a policy as citations tell it, and what they quote from it."""

    iri: str
    policy: str
    article: str
    quotations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a policy is by its title and number: concepts, and what the title tells."""

    genre: str | None = None
    official_kind: str | None = None
    issuer: str | None = None
    level: str | None = None
    years: tuple[int, int] | None = None
    issued: str | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """A document that citations mean; `official` where it is law or an official document."""

    iri: str
    title: str | None
    number: DocumentNumber | None
    spellings: tuple[str, ...]
    official: bool
    kind: Kind = Kind()
    entry: CatalogueEntry | None = None
    revises: tuple[str, ...] = ()
    implements: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a citation means: one policy with method and confidence, or several candidates.

    `decided_by` are the citations or catalogue entries that told it.
    """

    citation: str
    policy: str | None = None
    method: Method | None = None
    confidence: Decimal | None = None
    candidates: tuple[str, ...] = ()
    decided_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Registry:
    """All policies, what each citation means, and what rests on them: indicators, and transfers.

    `statements` are the citations that name each provision.
    """

    policies: tuple[Policy, ...]
    resolutions: tuple[Resolution, ...]
    bases: tuple[tuple[str, tuple[str, ...]], ...]
    transfers: tuple[tuple[str, str], ...] = ()
    provisions: tuple[Provision, ...] = ()
    statements: tuple[tuple[str, tuple[str, ...]], ...] = ()
