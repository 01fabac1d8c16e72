"""Which departments of documents are one: the same region and the same organ, however they are spelt.

The 本级 of a department is a unit of its own, with its own code and its own money beside that of the
other units: it is another entity, a part of the department.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yiju.model import IdentityMethod, SeenDepartment
from yiju.resolve.clusters import Level
from yiju.resolve.proposals import Hint
from yiju.resolve.regions import Located, Place, Regions
from yiju.values.characters import squeeze


@dataclass(frozen=True, slots=True)
class Bodies:
    """The departments in the order of their rank, and all that joins, names or proposes them."""

    order: tuple[str, ...]
    levels: tuple[Level, ...]
    places: Mapping[str, Place]
    names: Mapping[str, str]
    hints: tuple[Hint, ...]


def compare_departments(located: Sequence[Located]) -> Bodies:
    """What departments have in common: all that there are, or whole groups of them."""
    regions = Regions(located)
    bodies = [one.body for one in located]
    places = {body.iri: regions.place(body.iri) for body in bodies}
    ranked = sorted(bodies, key=lambda body: _rank(body, places[body.iri]))
    return Bodies(
        order=tuple(body.iri for body in ranked),
        levels=_levels(bodies, places),
        places=places,
        names={body.iri: _lasting_name(body, places[body.iri], regions) for body in ranked},
        hints=_hints(bodies, places),
    )


def _rank(body: SeenDepartment, place: Place) -> tuple[bool, int, str]:
    """The fullest name first, and a department before its own unit."""
    return place.name.own_unit, -len(squeeze(body.name)), body.iri


def _levels(bodies: Sequence[SeenDepartment], places: Mapping[str, Place]) -> tuple[Level, ...]:
    keys = {iri: key for iri, place in places.items() if (key := place.key)}
    printed = {
        body.iri: f"{keys[body.iri]}|{squeeze(body.name)}" for body in bodies if body.iri in keys
    }
    methods = {iri: place.method for iri, place in places.items()}
    return (
        Level(IdentityMethod.NAME, printed),
        Level(IdentityMethod.OFFICIAL_NAME, keys, methods),
    )


def _lasting_name(body: SeenDepartment, place: Place, regions: Regions) -> str:
    """What the entity is named after: with the city only where the district alone does not tell."""
    if place.region is None or place.key is None:
        return f"{body.iri}|{squeeze(body.name)}"
    if regions.is_shared(place.region):
        return place.key
    own = "|本级" if place.name.own_unit else ""
    return f"{place.region.last}|{place.name.organ}{own}"


def _hints(bodies: Sequence[SeenDepartment], places: Mapping[str, Place]) -> tuple[Hint, ...]:
    """An open region beside one of that name and code; another organ under the same code."""
    open_, renamed, unplaced = {}, {}, {}
    for body in bodies:
        place, code = places[body.iri], body.code or ""
        own = str(place.name.own_unit)
        if place.region is None:
            if code:
                unplaced[body.iri] = f"{squeeze(body.name)}|{code}"
            continue
        open_[body.iri] = "|".join((place.region.last, place.name.organ, own, code))
        if code and not place.open:
            renamed[body.iri] = "|".join((*place.region.upper, place.region.last, own, code))
    waiting = frozenset(iri for iri, place in places.items() if place.open)
    return (
        Hint(IdentityMethod.REGION_OMITTED, open_, among=waiting),
        Hint(IdentityMethod.SAME_CODE, renamed),
        Hint(IdentityMethod.SAME_CODE, unplaced),
    )
