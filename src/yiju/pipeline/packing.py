"""Records as the JSON that a ledger keeps of them, and back."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from yiju.model import (
    IdentityMethod,
    Mention,
    Method,
    Resolution,
    Seen,
    SeenActivity,
    SeenDepartment,
    SeenDocument,
    SeenIndicator,
    SeenProject,
)
from yiju.resolve.body_name import Region, parse_body_name
from yiju.resolve.identities import Carrier
from yiju.resolve.regions import Located, Place

Packed = list[Any]


def pack_seen(seen: Seen) -> dict[str, Packed]:
    """What a document prints."""
    return {
        "documents": [_values(one) for one in seen.documents],
        "departments": [_values(one) for one in seen.departments],
        "projects": [_values(one) for one in seen.projects],
        "activities": [_values(one) for one in seen.activities],
        "indicators": [_values(one) for one in seen.indicators],
    }


def unpack_seen(packed: Mapping[str, Packed]) -> Seen:
    """What a document prints, in the order in which it was packed."""
    return Seen(
        documents=tuple(_made(SeenDocument, one) for one in packed["documents"]),
        departments=tuple(_made(SeenDepartment, one) for one in packed["departments"]),
        projects=tuple(_made(SeenProject, one) for one in packed["projects"]),
        activities=tuple(_made(SeenActivity, one) for one in packed["activities"]),
        indicators=tuple(_made(SeenIndicator, one) for one in packed["indicators"]),
    )


def pack_located(located: Iterable[Located]) -> list[Packed]:
    """Departments with their places."""
    return [
        [
            _values(one.body),
            [one.near.region.last, one.near.region.upper] if one.near.region else None,
            one.near.method,
            one.near.open,
            one.division,
        ]
        for one in located
    ]


def unpack_located(packed: Iterable[Packed]) -> list[Located]:
    """Departments with their places."""
    return [_located(one) for one in packed]


def _located(packed: Packed) -> Located:
    values, region, method, is_open, division = packed
    body = _made(SeenDepartment, values)
    where = Region(region[0], tuple(region[1])) if region else None
    place = Place(parse_body_name(body.name), where, IdentityMethod(method), is_open)
    return Located(body, place, division)


def pack_carriers(carriers: Mapping[str, Carrier]) -> dict[str, Packed]:
    """What departments are to what they carry."""
    return {iri: [one.entity, one.body, str(one.surety)] for iri, one in carriers.items()}


def unpack_carriers(packed: Mapping[str, Packed] | None) -> dict[str, Carrier]:
    """What departments are to what they carry; nothing where nothing was packed."""
    return {iri: Carrier(a, b, Decimal(sure)) for iri, (a, b, sure) in (packed or {}).items()}


def pack_mentions(mentions: Iterable[Mention]) -> list[Packed]:
    """The citations of a document."""
    return [_values(one) for one in mentions]


def unpack_mentions(packed: Iterable[Packed] | None) -> list[Mention]:
    """The citations of a document; none where nothing was packed."""
    return [_made(Mention, one) for one in packed or ()]


def pack_resolutions(found: Iterable[Resolution]) -> list[Packed]:
    """What citations mean."""
    return [
        [one.citation, one.policy, one.method, str(one.confidence), one.candidates, one.decided_by]
        for one in found
    ]


def unpack_resolutions(packed: Iterable[Packed] | None) -> dict[str, Resolution]:
    """What citations mean, by citation; nothing where nothing was packed."""
    return {one[0]: _resolution(*one) for one in packed or ()}


def _resolution(
    citation: str,
    policy: str | None,
    method: str | None,
    sure: str,
    candidates: Packed,
    decided: Packed,
) -> Resolution:
    return Resolution(
        citation,
        policy,
        Method(method) if method else None,
        Decimal(sure) if method else None,
        tuple(candidates),
        tuple(decided),
    )


def _values(record: Any) -> Packed:  # any of the records above
    return [getattr(record, one.name) for one in fields(record)]


def _made(kind: Any, values: Packed) -> Any:  # the same
    """A record of a kind whose lists are tuples."""
    names = (one.name for one in fields(kind))
    told = (tuple(one) if isinstance(one, list) else one for one in values)
    return kind(**dict(zip(names, told, strict=True)))
