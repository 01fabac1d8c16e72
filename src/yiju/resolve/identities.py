"""Which departments, projects and indicators of documents are one thing across them.

Every one of them denotes an entity, also where it stands alone, so that questions are the same for
all. Departments come first, projects by their department, indicators by their project. What is
concluded here is derived; only what people decided is not, and it comes before everything else.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from yiju.model import (
    Denotation,
    Entity,
    EntityKind,
    Identities,
    IdentityMethod,
    Likeness,
    Seen,
)
from yiju.resolve.clusters import CONFIDENCE, Cluster, find_clusters
from yiju.resolve.departments import Bodies, compare_departments
from yiju.resolve.plain_name import name_without_year
from yiju.resolve.proposals import propose
from yiju.resolve.undertakings import Undertakings, compare_indicators, compare_projects
from yiju.vocabulary import Names, digest

_SURE = (IdentityMethod.JUDGEMENT, IdentityMethod.ALONE)


def resolve_identities(seen: Seen, names: Names) -> Identities:
    """The entities of all things that documents print, in an order that only they decide."""
    found = _Found(seen, names)
    bodies = compare_departments(seen)
    found.gather(EntityKind.DEPARTMENT, bodies)
    found.parts = _own_units(bodies, found.entity_of)
    owners = _Owners(seen, bodies, found)
    projects = owners.of_projects()
    found.gather(EntityKind.PROJECT, compare_projects(seen, projects))
    found.gather(EntityKind.INDICATOR, compare_indicators(seen, *owners.of_indicators(projects)))
    return found.identities()


@dataclass
class _Found:
    """What was concluded so far."""

    seen: Seen
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
        printed = _printed(self.seen)
        taken: set[str] = set()
        for cluster in find_clusters(compared.order, compared.levels, self.seen.verdicts):
            iri = self._name(kind, compared, cluster.members[0])
            if iri in taken:
                iri = f"{iri}-{digest(cluster.members[0], 8)}"
            taken.add(iri)
            self._add(kind, iri, cluster, [printed[thing] for thing in cluster.members])
        self.likenesses += propose(
            compared.order, compared.hints, self.entity_of, self.seen.verdicts, self.names
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
        return Identities(
            entities=tuple(
                Entity(
                    iri=entity.iri,
                    kind=entity.kind,
                    label=entity.label,
                    spellings=entity.spellings,
                    part_of=self.parts.get(entity.iri),
                )
                for entity in sorted(self.entities, key=lambda entity: entity.iri)
            ),
            denotations=tuple(sorted(self.denotations, key=lambda denotation: denotation.thing)),
            likenesses=tuple(sorted(self.likenesses, key=lambda likeness: likeness.iri)),
        )


def _printed(seen: Seen) -> dict[str, str]:
    """The name of everything that can denote an entity."""
    found = {body.iri: body.name for body in seen.departments}
    found |= {project.iri: project.name for project in seen.projects}
    return found | {indicator.iri: indicator.name for indicator in seen.indicators}


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

    def __init__(self, seen: Seen, bodies: Bodies, found: _Found) -> None:
        self.seen = seen
        self.found = found
        self.publishers = {d.iri: d.department for d in seen.documents if d.department}
        self.bodies = {
            iri: found.parts.get(found.entity_of[iri], found.entity_of[iri])
            for iri in bodies.places
        }

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
        for iri, owner in pairs:
            if owner in self.found.surety:
                self.found.limits[iri] = self.found.surety[owner]
