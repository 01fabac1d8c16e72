"""Conclusions: what is derived over all documents, and can be thrown away and rebuilt."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from yiju.values.document_number import DocumentNumber


@dataclass(frozen=True, slots=True)
class Mention:
    """A citation as a store tells it: what is cited, where.

    `indicator` is the one whose basis cites it, `funding` the allocation that comes by it.
    """

    citation: str
    document: str
    words: str
    title: str | None = None
    number: str | None = None
    indicator: str | None = None
    funding: str | None = None


class Method(StrEnum):
    """How a citation was resolved; the names are those of the concepts in the ontology."""

    NUMBER = "numberMatch"
    TITLE_IN_DOCUMENT = "titleMatchInDocument"
    TITLE = "titleOnly"


@dataclass(frozen=True, slots=True)
class Policy:
    """A document that citations mean; `official` where it is law or an official document."""

    iri: str
    title: str | None
    number: DocumentNumber | None
    spellings: tuple[str, ...]
    official: bool


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a citation means: one policy with method and confidence, or several candidates."""

    citation: str
    policy: str | None = None
    method: Method | None = None
    confidence: Decimal | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Registry:
    """All policies, what each citation means, and what rests on them: indicators, and transfers."""

    policies: tuple[Policy, ...]
    resolutions: tuple[Resolution, ...]
    bases: tuple[tuple[str, tuple[str, ...]], ...]
    transfers: tuple[tuple[str, str], ...] = ()
