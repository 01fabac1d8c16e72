"""Answers for people: plain frozen records, each step with the words that prove it.

They serialise to JSON by `to_json`; amounts and values are exact and therefore strings there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of a file, and the line (from 1) where they begin; cell and page, where the file has such."""

    file: str
    line: int
    quotation: str
    cell: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that has a name."""

    iri: str
    label: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What is promised: the target as printed, and how it was read. `grade` for graded indicators."""

    iri: str
    text: str
    operator: str | None = None
    value: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    since: str | None = None
    until: str | None = None
    unit: str | None = None
    grade: str | None = None
    period: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """Money of one source, in 万元."""

    source: str | None
    amount: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What the indicator belongs to: a project, activity, duty or department. Budget in 万元."""

    iri: str
    kind: str
    label: str
    code: str | None = None
    budget: Decimal | None = None
    funding: tuple[Allocation, ...] = ()
    department: Thing | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A policy, agreement or other authority, with every spelling in which it was met."""

    iri: str
    label: str
    number: str | None = None
    spellings: tuple[str, ...] = ()
    genre: str | None = None
    issuer: str | None = None
    level: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A citation in a basis, and the policy that it means; `candidates` where it is ambiguous."""

    iri: str
    text: str
    title: str | None = None
    number: str | None = None
    article: str | None = None
    policy: Policy | None = None
    method: str | None = None
    confidence: Decimal | None = None
    candidates: tuple[Policy, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A basis cell as printed: the kinds of authority that it names, and what it cites."""

    iri: str
    text: str
    kinds: tuple[str, ...] = ()
    citations: tuple[Cited, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The document that says all this."""

    iri: str
    file: str
    title: str | None = None
    year: str | None = None
    department: Thing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a person laid over a value of a thing; `printed` is what stands in the source."""

    thing: str
    property: str
    printed: tuple[str, ...]
    value: str
    by: str
    why: str
    day: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """The chain of one indicator: what is promised, with what money, by whom, on what authority."""

    iri: str
    label: str
    level1: str | None
    level2: str | None
    description: str | None
    document: Source | None
    subjects: tuple[Subject, ...]
    promises: tuple[Promise, ...]
    bases: tuple[Ground, ...]
    evidence: tuple[Evidence, ...]
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One place that rests on a policy: an indicator by its basis, or a thing that cites it."""

    role: str
    iri: str
    label: str | None
    subject: Thing | None
    method: str | None
    confidence: Decimal | None
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyUse:
    """A policy and everything that rests on it; `money` (万元) counts each project once.

    A project may rest on several policies: the money of two policies must not be added up. The
    budgets of all projects of an answer, each once, are its `distinct_total`, the same in each use.
    """

    policy: Policy
    projects: int
    money: Decimal
    distinct_total: Decimal
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the audit found: how grave, by which rule, about what, and what to do."""

    iri: str
    severity: str
    rule: str | None
    family: str | None
    about: str | None
    message_zh: str | None
    message_en: str | None
    evidence: tuple[Evidence, ...]


def to_json(record: object) -> Json:
    """Turn records into what a JSON writer takes.

    >>> to_json((Evidence("a.txt", 3, "≥30单"), Decimal("42.40")))
    [{'file': 'a.txt', 'line': 3, 'quotation': '≥30单', 'cell': None, 'page': None}, '42.40']
    """
    if record is None or isinstance(record, str | int):
        return record
    if is_dataclass(record):
        return {part.name: to_json(getattr(record, part.name)) for part in fields(record)}
    if isinstance(record, Mapping):
        return {str(key): to_json(value) for key, value in record.items()}
    if isinstance(record, list | tuple):
        return [to_json(item) for item in record]
    return str(record)
