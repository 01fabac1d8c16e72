"""Which departments, projects and indicators of documents are one thing across them.

Every one of them denotes an entity, also where it stands alone, so that questions are the same for
all. Departments come first, projects by their department, indicators by their project. What is
concluded here is derived; only what people decided is not, and it comes before everything else.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypeVar

from yiju.model import (
    Denotation,
    Entity,
    EntityKind,
    Identities,
    IdentityMethod,
    Likeness,
    Seen,
    SeenActivity,
    SeenIndicator,
    SeenProject,
    Verdict,
)
from yiju.resolve.clusters import CONFIDENCE, Cluster, find_clusters
from yiju.resolve.departments import Bodies, compare_departments
from yiju.resolve.plain_name import name_without_year
from yiju.resolve.proposals import propose
from yiju.resolve.regions import Located, locate_departments
from yiju.resolve.undertakings import Undertakings, compare_indicators, compare_projects
from yiju.vocabulary import Names, digest

_SURE = (IdentityMethod.JUDGEMENT, IdentityMethod.ALONE)


@dataclass(frozen=True, slots=True)
class Carrier:
    """What whatever a department carries needs to know of it.

    `body` is the entity that counts over the years, which for a 本级 is its department.
    """

    entity: str
    body: str
    surety: Decimal


def resolve_identities(seen: Seen, names: Names) -> Identities:
    """The entities of all things that documents print, in an order that only they decide."""
    bodies, carriers = resolve_departments(locate_departments(seen), seen.verdicts, names)
    things = resolve_undertakings(seen, carriers, names)
    return Identities(
        entities=_by_iri((*bodies.entities, *things.entities)),
        denotations=_by_thing((*bodies.denotations, *things.denotations)),
        likenesses=_by_iri((*bodies.likenesses, *things.likenesses)),
    )


def resolve_departments(
    located: Sequence[Located], verdicts: Sequence[Verdict], names: Names
) -> tuple[Identities, dict[str, Carrier]]:
    """The entities of departments, of whole groups of them, and what they are to what they carry."""
    found = _Found({one.body.iri: one.body.name for one in located}, verdicts, names)
    bodies = compare_departments(located)
    found.gather(EntityKind.DEPARTMENT, bodies)
    found.parts = _own_units(bodies, found.entity_of)
    carriers = {
        thing: Carrier(entity, found.parts.get(entity, entity), found.surety[thing])
        for thing, entity in found.entity_of.items()
    }
    return found.identities(), carriers


def resolve_undertakings(seen: Seen, carriers: Mapping[str, Carrier], names: Names) -> Identities:
    """The entities of projects and indicators, of whole groups of them: see `groups_of`."""
    things: tuple[SeenProject | SeenIndicator, ...] = (*seen.projects, *seen.indicators)
    printed = {one.iri: one.name for one in things}
    found = _Found(printed, seen.verdicts, names)
    owners = _Owners(seen, carriers, found)
    projects = owners.of_projects()
    found.gather(EntityKind.PROJECT, compare_projects(seen, projects))
    found.gather(EntityKind.INDICATOR, compare_indicators(seen, *owners.of_indicators(projects)))
    return found.identities()


def groups_of(seen: Seen, carriers: Mapping[str, Carrier]) -> dict[str, str]:
    """The group of each project, activity and indicator: its department, else its document.

    Things of two groups have to do with each other only by a judgement, or by a project code.
    """
    publishers = {d.iri: carriers.get(d.department or "") for d in seen.documents}
    found = {iri: carrier.body for iri, carrier in carriers.items()}
    carried: tuple[SeenProject | SeenActivity, ...] = (*seen.projects, *seen.activities)
    for one in carried:
        carrier = carriers.get(one.department) if one.department else publishers.get(one.document)
        found[one.iri] = carrier.body if carrier else one.document
    things = {one.iri: found.get(one.owner or "", one.document) for one in seen.indicators}
    return {iri: group for iri, group in found.items() if iri not in carriers} | things


@dataclass
class _Found:
    """What was concluded so far."""

    printed: Mapping[str, str]
    verdicts: Sequence[Verdict]
    names: Names
    entity_of: dict[str, str] = field(default_factory=dict)
    surety: dict[str, Decimal] = field(default_factory=dict)
    limits: dict[str, Decimal] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    entities: list[Entity] = field(default_factory=list)
    denotations: list[Denotation] = field(default_factory=list)
    likenesses: list[Likeness] = field(default_factory=list)

    def gather(self, kind: EntityKind, compared: Bodies | Undertakings) -> None:
        """The entities of one kind, each named after the first of its things."""
        taken: set[str] = set()
        for cluster in find_clusters(compared.order, compared.levels, self.verdicts):
            iri = self._name(kind, compared, cluster.members[0])
            if iri in taken:
                iri = f"{iri}-{digest(cluster.members[0], 8)}"
            taken.add(iri)
            self._add(kind, iri, cluster, [self.printed[thing] for thing in cluster.members])
        self.likenesses += propose(
            compared.order, compared.hints, self.entity_of, self.verdicts, self.names
        )

    def _name(self, kind: EntityKind, compared: Bodies | Undertakings, first: str) -> str:
        word = kind.removesuffix("Entity").lower()
        if isinstance(compared, Undertakings) and (code := compared.codes.get(first)):
            return self.names.thing("entity", f"{word}-{code}")
        return self.names.entity(word, compared.names[first])

    def _add(self, kind: EntityKind, iri: str, cluster: Cluster, spellings: Sequence[str]) -> None:
        label = spellings[0] if kind is EntityKind.DEPARTMENT else _commonest(spellings)
        self.entities.append(Entity(iri=iri, kind=kind, label=label, spellings=_sorted(spellings)))
        for thing in cluster.members:
            method = cluster.methods[thing]
            limit = Decimal(1) if method in _SURE else self.limits.get(thing, Decimal(1))
            sure = min(CONFIDENCE[method], limit)
            self.entity_of[thing], self.surety[thing] = iri, sure
            self.denotations.append(Denotation(thing, iri, method, sure))

    def identities(self) -> Identities:
        """All of it, sorted."""
        whole = (replace(one, part_of=self.parts.get(one.iri)) for one in self.entities)
        return Identities(_by_iri(whole), _by_thing(self.denotations), _by_iri(self.likenesses))


_Named = TypeVar("_Named", Entity, Likeness)


def _by_iri(things: Iterable[_Named]) -> tuple[_Named, ...]:
    return tuple(sorted(things, key=lambda thing: thing.iri))


def _by_thing(denotations: Iterable[Denotation]) -> tuple[Denotation, ...]:
    return tuple(sorted(denotations, key=lambda one: one.thing))


def _sorted(spellings: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(spellings)))


def _commonest(texts: Iterable[str]) -> str:
    """The text met most often; among equals the shortest."""
    counts = Counter(texts)
    return min(counts, key=lambda text: (-counts[text], len(text), text))


def _own_units(bodies: Bodies, entity_of: Mapping[str, str]) -> dict[str, str]:
    """The department of each 本级, where one entity is that department."""
    known: dict[str, set[str]] = defaultdict(set)
    for iri, place in bodies.places.items():
        if place.key:
            known[place.key].add(entity_of[iri])
    whole: dict[str, set[str]] = defaultdict(set)
    for iri, place in bodies.places.items():
        if place.name.own_unit and (key := place.key_of(own_unit=False)):
            whole[entity_of[iri]] |= known.get(key, set()) - {entity_of[iri]}
    return {unit: min(wholes) for unit, wholes in whole.items() if len(wholes) == 1}


class _Owners:
    """Whose projects and indicators are, the same for all years; the 本级 acts for its department."""

    def __init__(self, seen: Seen, carriers: Mapping[str, Carrier], found: _Found) -> None:
        self.seen = seen
        self.found = found
        self.surety = {iri: carrier.surety for iri, carrier in carriers.items()}
        self.publishers = {d.iri: d.department for d in seen.documents if d.department}
        self.bodies = {iri: carrier.body for iri, carrier in carriers.items()}

    def of_projects(self) -> dict[str, str]:
        """The department of each project: its own, or else the one that discloses."""
        return self._bodies_of((p.iri, p.document, p.department) for p in self.seen.projects)

    def of_indicators(self, projects: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        """The project, department, duty or activity of each indicator, and the department of that."""
        activities = self._bodies_of(
            (a.iri, a.document, a.department) for a in self.seen.activities
        )
        named = {a.iri: name_without_year(a.name) for a in self.seen.activities}
        owners = self.bodies | {iri: f"{body}|{named[iri]}" for iri, body in activities.items()}
        owners |= {p.iri: self.found.entity_of[p.iri] for p in self.seen.projects}
        above = {**self.bodies, **projects, **activities}
        owned = [(i.iri, i.owner) for i in self.seen.indicators if i.owner in owners]
        self._limit(owned)
        return (
            {iri: owners[owner] for iri, owner in owned if owner},
            {iri: above[owner] for iri, owner in owned if owner in above},
        )

    def _bodies_of(self, things: Iterable[tuple[str, str, str | None]]) -> dict[str, str]:
        given = {iri: own or self.publishers.get(document) for iri, document, own in things}
        self._limit(given.items())
        return {iri: self.bodies[body] for iri, body in given.items() if body in self.bodies}

    def _limit(self, pairs: Iterable[tuple[str, str | None]]) -> None:
        """What is concluded of a thing by its owner is no surer than what is known of the owner."""
        surety = self.surety | self.found.surety
        for iri, owner in pairs:
            if owner in surety:
                self.found.limits[iri] = surety[owner]
