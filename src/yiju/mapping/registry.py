"""Conclusions to JSON: policies, what citations mean, and what indicators and transfers rest on."""

from collections.abc import Iterator

from yiju.mapping.evidence import Json
from yiju.mapping.nodes import decimal, present
from yiju.model import Policy, Provision, Registry, Resolution


def map_registry(registry: Registry) -> list[Json]:
    """The nodes of the graph of policies."""
    return list(_nodes(registry))


def _nodes(registry: Registry) -> Iterator[Json]:
    for policy in registry.policies:
        yield _policy(policy)
    for provision in registry.provisions:
        yield _provision(provision)
    for provision_iri, citations in registry.statements:
        yield {"id": provision_iri, "statedBy": list(citations)}
    for resolution in registry.resolutions:
        if resolution.policy or resolution.candidates:
            yield _resolution(resolution)
    for indicator, policies in registry.bases:
        yield {"id": indicator, "basisPolicy": list(policies)}
    for funding, notice in registry.transfers:
        yield {"id": funding, "transferredBy": notice}


def _policy(policy: Policy) -> Json:
    number, kind = policy.number, policy.kind
    first, last = kind.years or (None, None)
    return present(
        id=policy.iri,
        type=["Policy", "eli:LegalResource"] if policy.official else "Policy",
        label=policy.title or str(number),
        altLabel=list(policy.spellings),
        title=policy.title,
        documentNumber=str(number) if number else None,
        issuerCode=number.code if number else None,
        issueYear=str(number.year) if number else None,
        serial=number.serial if number else None,
        documentGenre=kind.genre,
        documentKind=kind.official_kind,
        issuerName=kind.issuer,
        issuerLevel=kind.level,
        validFrom=str(first) if first else None,
        validUntil=str(last) if last else None,
        issuedTitle=kind.issued,
        catalogued=policy.entry.iri if policy.entry else None,
        policyStatus=policy.entry.status if policy.entry else None,
        revises=list(policy.revises),
        implements=list(policy.implements),
        issues=list(policy.issues),
    )


def _provision(provision: Provision) -> Json:
    return present(
        id=provision.iri,
        type="Provision",
        provisionOf=provision.policy,
        citedArticle=provision.article,
        quotation=list(provision.quotations),
    )


def _resolution(resolution: Resolution) -> Json:
    return present(
        id=resolution.citation,
        resolvesTo=resolution.policy,
        resolutionMethod=resolution.method,
        confidence=decimal(resolution.confidence),
        candidate=list(resolution.candidates),
        decidedBy=list(resolution.decided_by),
    )
