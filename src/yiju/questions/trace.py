"""Tracing: an indicator, followed to its target, money, department, basis and policy.

Everything around an indicator comes in two queries, whatever its length; records are made of it.
"""

import re
from typing import Final

from pyoxigraph import NamedNode

from yiju.errors import NotFoundError
from yiju.questions.answer import answer, parse_term
from yiju.questions.corrections import read_corrections
from yiju.questions.facts import Facts, local_name
from yiju.questions.question import Kind
from yiju.questions.records import (
    Allocation,
    Cited,
    Evidence,
    Ground,
    Policy,
    Promise,
    Source,
    Subject,
    Thing,
    Trace,
)
from yiju.store import Store
from yiju.vocabulary import Names

LIMIT: Final = 20

_LOCAL: Final = re.compile(r"[0-9a-f]{16}-[0-9-]+")
_INDICATORS: Final = ("Indicator", "ProseIndicator")

_SAID: Final = """
PREFIX yj: <https://w3id.org/yiju/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT DISTINCT ?indicator ?s ?p ?o WHERE {
  GRAPH ?document {
    ?indicator a ?class .
    {
      ?indicator a ?class . BIND(?indicator AS ?thing)
    } UNION {
      ?indicator yj:target|yj:gradeBand|yj:basis|yj:indicatorOf|(yj:basis/yj:citation) ?thing
    } UNION {
      ?indicator yj:indicatorOf/(yj:ofDepartment|yj:funding) ?thing
    } UNION {
      ?thing a yj:Disclosure
    } UNION {
      ?disclosure a yj:Disclosure ; yj:disclosedBy ?thing
    }
    ?thing (yj:evidence/oa:hasSelector?)? ?s .
    ?s ?p ?o .
  }
}
"""

_CONCLUDED: Final = """
PREFIX yj: <https://w3id.org/yiju/ns#>
SELECT DISTINCT ?indicator ?s ?p ?o WHERE {
  GRAPH ?document { ?indicator yj:basis/yj:citation ?citation }
  GRAPH ?policies {
    ?citation yj:resolvesTo|yj:candidate ?policy .
    { ?citation ?p ?o . BIND(?citation AS ?s) } UNION { ?policy ?p ?o . BIND(?policy AS ?s) }
  }
}
"""


def answer_trace(store: Store, text_or_iri: str, *, names: Names | None = None) -> list[Trace]:
    """Trace an indicator, given by IRI, by local id, or by words of its label or its project's.

    At most 20 chains; NotFoundError where nothing answers to the name.
    """
    found = find_indicators(store, text_or_iri, names=names or Names())
    traces = [trace for iri in found[:LIMIT] if (trace := read_trace(store, iri))]
    if not traces:
        raise NotFoundError(
            f"No indicator answers to {text_or_iri[:200]!r}; give an IRI, a local id, "
            "or words of its name or of its project's name."
        )
    return traces


def find_indicators(store: Store, text_or_iri: str, *, names: Names) -> list[str]:
    """Find the IRIs of the indicators that are meant, the nearest first."""
    wanted = text_or_iri.strip()
    if wanted.startswith(("http://", "https://", "urn:")):
        return [wanted]
    if _LOCAL.fullmatch(wanted):
        return [names.thing(kind, wanted) for kind in ("indicator", "proseindicator")]
    if not wanted:
        return []
    rows = answer(store, "find", {"text": wanted}).records()
    indicators = [str(row["thing"]) for row in rows if row["kind"] in _INDICATORS]
    return list(dict.fromkeys(indicators)) or _indicators_of(store, rows)


def _indicators_of(store: Store, rows: list[dict[str, str | None]]) -> list[str]:
    """The indicators of the projects, activities and duties that were found."""
    found: dict[str, None] = {}
    for row in rows:
        if row["kind"] not in ("Project", "Activity", "Duty") or len(found) >= LIMIT:
            continue
        answered = answer(store, "project-indicators", {"project": str(row["thing"])})
        found.update((str(line["indicator"]), None) for line in answered.records())
    return list(found)


def read_trace(store: Store, iri: str) -> Trace | None:
    """Read the chain of one indicator; None where the store has no such indicator."""
    term = parse_term("indicator", Kind.IRI, iri)
    assert isinstance(term, NamedNode)
    bound = {"indicator": term}
    said = Facts(store.select(_SAID, bindings=bound))
    if _kind(said, iri) not in _INDICATORS:
        return None
    concluded = Facts(store.select(_CONCLUDED, bindings=bound))
    return Trace(
        iri=iri,
        label=said.label(iri),
        level1=said.text(iri, "yj:level1Text"),
        level2=said.text(iri, "yj:level2Text"),
        description=said.text(iri, "yj:description"),
        document=_source(said),
        subjects=tuple(_subject(said, at) for at in said.links(iri, "yj:indicatorOf")),
        promises=tuple(
            read_promise(said, at) for at in said.links(iri, "yj:target", "yj:gradeBand")
        ),
        bases=tuple(_ground(said, concluded, at) for at in said.links(iri, "yj:basis")),
        evidence=read_evidence(said, iri),
        corrections=read_corrections(store, said.things()),
    )


def _source(said: Facts) -> Source | None:
    for iri in said.subjects("rdf:type", "https://w3id.org/yiju/ns#Disclosure"):
        return Source(
            iri=iri,
            file=said.text(iri, "yj:fileName") or "",
            title=said.text(iri, "dcterms:title"),
            year=said.text(iri, "yj:fiscalYear"),
            department=_thing(said, said.links(iri, "yj:disclosedBy")),
        )
    return None


def _subject(said: Facts, iri: str) -> Subject:
    return Subject(
        iri=iri,
        kind=_kind(said, iri),
        label=said.label(iri),
        code=said.text(iri, "yj:projectCode") or said.text(iri, "yj:departmentCode"),
        budget=said.number(iri, "yj:budget"),
        funding=tuple(_allocation(said, at) for at in said.links(iri, "yj:funding")),
        department=_thing(said, said.links(iri, "yj:ofDepartment")),
        evidence=read_evidence(said, iri),
    )


def _kind(said: Facts, iri: str) -> str:
    kinds = [local_name(kind) for kind in said.links(iri, "rdf:type")]
    return next((kind for kind in kinds if kind != "Organization"), "")


def _allocation(said: Facts, iri: str) -> Allocation:
    return Allocation(
        source=said.concept(iri, "yj:fundingSource"), amount=said.number(iri, "yj:amount")
    )


def _thing(said: Facts, iris: tuple[str, ...]) -> Thing | None:
    return next((Thing(iri, said.label(iri), read_evidence(said, iri)) for iri in iris), None)


def read_promise(said: Facts, iri: str) -> Promise:
    """Read a target from what its document says of it."""
    return Promise(
        iri=iri,
        text=said.text(iri, "yj:text") or "",
        operator=said.concept(iri, "yj:operator"),
        value=said.number(iri, "yj:value"),
        lower=said.number(iri, "yj:lowerValue"),
        upper=said.number(iri, "yj:upperValue"),
        since=said.text(iri, "yj:from"),
        until=said.text(iri, "yj:until"),
        unit=said.text(iri, "yj:unitText"),
        grade=said.concept(iri, "yj:grade"),
        period=said.concept(iri, "yj:period"),
        evidence=read_evidence(said, iri),
    )


def _ground(said: Facts, concluded: Facts, iri: str) -> Ground:
    return Ground(
        iri=iri,
        text=said.text(iri, "yj:text") or "",
        kinds=tuple(local_name(kind) for kind in said.links(iri, "yj:basisKind")),
        citations=tuple(_cited(said, concluded, at) for at in said.links(iri, "yj:citation")),
        evidence=read_evidence(said, iri),
    )


def _cited(said: Facts, concluded: Facts, iri: str) -> Cited:
    meant = concluded.links(iri, "yj:resolvesTo")
    return Cited(
        iri=iri,
        text=said.text(iri, "yj:text") or "",
        title=said.text(iri, "yj:citedTitle"),
        number=said.text(iri, "yj:citedNumber"),
        article=said.text(iri, "yj:citedArticle"),
        policy=next((read_policy(concluded, policy) for policy in meant), None),
        method=concluded.concept(iri, "yj:resolutionMethod"),
        confidence=concluded.number(iri, "yj:confidence"),
        candidates=tuple(read_policy(concluded, at) for at in concluded.links(iri, "yj:candidate")),
        evidence=read_evidence(said, iri),
    )


def read_policy(facts: Facts, iri: str) -> Policy:
    """Read a policy from what is known of it."""
    return Policy(
        iri=iri,
        label=facts.label(iri),
        number=facts.text(iri, "yj:documentNumber"),
        spellings=facts.values(iri, "skos:altLabel"),
        genre=facts.concept(iri, "yj:documentGenre"),
        issuer=facts.text(iri, "yj:issuerName"),
        level=facts.concept(iri, "yj:issuerLevel"),
        status=facts.concept(iri, "yj:policyStatus"),
    )


def read_evidence(said: Facts, iri: str) -> tuple[Evidence, ...]:
    """The quotations that prove a thing, in the order of their lines."""
    proofs = [
        Evidence(_file(said, at), int(line), quotation, said.text(at, "yj:cell"), _page(said, at))
        for at in said.links(iri, "yj:evidence")
        for line in said.values(at, "yj:line")[:1]
        for selector in said.links(at, "oa:hasSelector")
        for quotation in said.values(selector, "oa:exact")
    ]
    return tuple(sorted(proofs, key=lambda proof: (proof.line, proof.quotation)))


def _page(said: Facts, evidence: str) -> int | None:
    page = said.text(evidence, "yj:page")
    return int(page) if page else None


def _file(said: Facts, evidence: str) -> str:
    names = [
        name
        for source in said.links(evidence, "oa:hasSource")
        for name in said.values(source, "yj:fileName")
    ]
    return next(iter(names), "")
