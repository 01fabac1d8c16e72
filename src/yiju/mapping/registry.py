"""Conclusions to JSON: policies, what citations mean, and what indicators and transfers rest on."""

from collections.abc import Iterator

from yiju.mapping.evidence import Json
from yiju.model import Policy, Registry, Resolution


def map_registry(registry: Registry) -> list[Json]:
    """The nodes of the graph of policies."""
    return list(_nodes(registry))


def _nodes(registry: Registry) -> Iterator[Json]:
    for policy in registry.policies:
        yield _policy(policy)
    for resolution in registry.resolutions:
        if resolution.policy or resolution.candidates:
            yield _resolution(resolution)
    for indicator, policies in registry.bases:
        yield {"id": indicator, "basisPolicy": list(policies)}
    for funding, notice in registry.transfers:
        yield {"id": funding, "transferredBy": notice}


def _policy(policy: Policy) -> Json:
    number = policy.number
    node: Json = {
        "id": policy.iri,
        "type": ["Policy", "eli:LegalResource"] if policy.official else "Policy",
        "label": policy.title or str(number),
        "altLabel": list(policy.spellings),
    }
    if policy.title:
        node["title"] = policy.title
    if number:
        node |= {"documentNumber": str(number), "issuerCode": number.code}
        node |= {"issueYear": str(number.year), "serial": number.serial}
    return node


def _resolution(resolution: Resolution) -> Json:
    if resolution.policy is None:
        return {"id": resolution.citation, "candidate": list(resolution.candidates)}
    return {
        "id": resolution.citation,
        "resolvesTo": resolution.policy,
        "resolutionMethod": resolution.method,
        "confidence": f"{resolution.confidence:f}",
    }
