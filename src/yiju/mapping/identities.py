"""Identities to JSON: entities, what denotes them, and what a person should judge."""

from collections.abc import Iterator

from yiju.mapping.evidence import Json
from yiju.mapping.nodes import decimal, present
from yiju.model import Entity, EntityKind, Identities


def map_identities(identities: Identities) -> list[Json]:
    """The nodes of the graph of identities."""
    return list(_nodes(identities))


def _nodes(identities: Identities) -> Iterator[Json]:
    for entity in identities.entities:
        yield _entity(entity)
    for found in identities.denotations:
        yield {
            "id": found.thing,
            "denotes": found.entity,
            "identityMethod": found.method,
            "confidence": decimal(found.confidence),
        }
    for likeness in identities.likenesses:
        yield {
            "id": likeness.iri,
            "type": "Likeness",
            "mayBeOne": [likeness.first, likeness.second],
            "identityMethod": likeness.method,
            "confidence": decimal(likeness.confidence),
        }


def _entity(entity: Entity) -> Json:
    organization = entity.kind is EntityKind.DEPARTMENT
    return present(
        id=entity.iri,
        type=[entity.kind, "org:Organization"] if organization else entity.kind,
        label=entity.label,
        altLabel=list(entity.spellings),
        subOrganizationOf=entity.part_of,
    )
