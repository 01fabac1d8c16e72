"""Identities in steps: what documents that came, changed or went do to them, and nothing else.

Departments are concluded by groups, those of a region of one name; projects and indicators by the
department that they belong to. Judgements join groups, and so does a project code. Only the groups of
changed documents, and those joined to them, before or now, are concluded anew.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from yiju.mapping import Json
from yiju.mapping.identities import map_identities
from yiju.model import Identities, Seen, Verdict
from yiju.pipeline.ledger import Ledger
from yiju.pipeline.packing import (
    pack_carriers,
    pack_located,
    pack_seen,
    unpack_carriers,
    unpack_located,
    unpack_seen,
)
from yiju.pipeline.shares import Shares
from yiju.resolve.identities import Carrier, groups_of, resolve_departments, resolve_undertakings
from yiju.resolve.regions import locate_departments
from yiju.vocabulary import Names

_NOTHING: Final = Seen()


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What people decide, and what they decided when conclusions were drawn before."""

    old: frozenset[Verdict]
    new: frozenset[Verdict]

    @property
    def by_document(self) -> dict[str, set[str]]:
        """The things that are or were judged, by the document that prints them."""
        found: dict[str, set[str]] = defaultdict(set)
        for one in self.old | self.new:
            for thing in (one.first, one.second):
                found[document_of(thing)].add(thing)
        return found

    @property
    def changed(self) -> set[str]:
        """The things of which something else is decided than before."""
        return {thing for one in self.old ^ self.new for thing in (one.first, one.second)}


class IdentitySteps:
    """Brings identities up to date with the documents of a ledger."""

    def __init__(self, ledger: Ledger, shares: Shares, verdicts: Verdicts, names: Names) -> None:
        self._ledger = ledger
        self._shares = shares
        self._verdicts = verdicts
        self._judged = verdicts.by_document
        self._names = names

    def conclude(self, changed: set[str], read: Callable[[str], Seen | None]) -> set[str]:
        """Conclude what follows from changed documents; `read` gives what one prints, None if it went.

        Gives the documents whose own department is another entity than before.
        """
        for who in {document_of(thing) for thing in self._verdicts.changed}:
            self._put_groups_of_judged(who, groups_of(self._seen(who), self._carriers(who)))
        touched = {place for who in changed for place in self._ledger.keys_of("place", who)}
        touched |= self._places_of(self._verdicts.changed)
        touched = self._joined_places(touched, self._verdicts.old)
        groups = {group for who in changed for group in self._ledger.keys_of("group", who)}
        groups |= self._groups_of(self._verdicts.changed)
        groups = self._joined_groups(groups, self._verdicts.old)
        for who in sorted(changed):
            self._take_in(who, read(who))
            touched |= self._ledger.keys_of("place", who)
        moved, carried = self._conclude_departments(touched)
        for who in {*carried, *changed}:
            groups |= self._ledger.keys_of("group", who) | self._regroup(who)
        self._conclude_undertakings(groups)
        self._shares.finish()
        return moved

    def _take_in(self, who: str, seen: Seen | None) -> None:
        """Put down what a document prints, and where its departments are."""
        located = locate_departments(seen) if seen else []
        self._ledger.put_fact(who, "seen", pack_seen(seen) if seen else None)
        self._ledger.put_fact(who, "located", pack_located(located) or None)
        self._ledger.put_keys("place", who, {one.group for one in located})
        if not located:
            self._ledger.put_fact(who, "carriers", None)

    def _conclude_departments(self, touched: set[str]) -> tuple[set[str], set[str]]:
        """The documents whose own department, or whose departments, are other entities than before."""
        carriers: dict[str, Carrier] = {}
        touched = self._joined_places(touched, self._verdicts.new)
        links = self._links(self._place_of, self._verdicts.new)
        for places in _components(touched, lambda place: links.get(place, set())):
            carriers |= self._resolve_places(places)
        moved, carried = set(), set()
        for who in {who for place in touched for who in self._ledger.bearers("place", place)}:
            old, new = self._carriers(who), self._put_carriers(who, carriers)
            if old != new:
                own = self._publisher(who)
                carried.add(who)
                moved |= {who} if _entity(old, own) != _entity(new, own) else set()
        return moved, carried

    def _resolve_places(self, places: set[str]) -> dict[str, Carrier]:
        bearers = sorted({who for place in places for who in self._ledger.bearers("place", place)})
        located = {
            one.body.iri: one
            for who in bearers
            for one in unpack_located(self._ledger.fact(who, "located") or ())
            if one.group in places
        }
        found, carriers = resolve_departments(
            list(located.values()), sorted(self._verdicts.new), self._names
        )
        owners = {iri: one.group for iri, one in located.items()}
        self._shares.put(_by_unit(found, places, owners))
        return carriers

    def _put_carriers(self, who: str, carriers: Mapping[str, Carrier]) -> dict[str, Carrier]:
        """What the departments of a document are now: those of touched places, and the others."""
        old = self._carriers(who)
        located = unpack_located(self._ledger.fact(who, "located") or ())
        new = {one.body.iri: carriers.get(one.body.iri) or old[one.body.iri] for one in located}
        if new != old:
            self._ledger.put_fact(who, "carriers", pack_carriers(new))
        return new

    def _regroup(self, who: str) -> set[str]:
        """Put down anew to which groups a document belongs, and by which codes; gives the groups."""
        for group in self._ledger.keys_of("group", who):
            self._ledger.put_keys("code", f"{who} {group}", ())
        seen = self._seen(who)
        groups = groups_of(seen, self._carriers(who))
        codes: dict[str, set[str]] = {group: set() for group in groups.values()}
        for project in seen.projects:
            codes[groups[project.iri]] |= {project.code} if project.code else set()
        for group, known in codes.items():
            self._ledger.put_keys("code", f"{who} {group}", known)
        self._ledger.put_keys("group", who, codes)
        self._put_groups_of_judged(who, groups)
        return set(codes)

    def _put_groups_of_judged(self, who: str, groups: Mapping[str, str]) -> None:
        """Put down the groups of the things of a document that people judge: they link groups."""
        for thing in self._judged.get(who, ()):
            self._ledger.put_fact(thing, "group", groups.get(thing))

    def _conclude_undertakings(self, groups: set[str]) -> None:
        groups = self._joined_groups(groups, self._verdicts.new)
        links = self._links(self._group_of, self._verdicts.new)
        for joined in _components(groups, lambda group: self._linked(group, links)):
            self._resolve_groups(joined)

    def _resolve_groups(self, joined: set[str]) -> None:
        parts: list[Seen] = []
        carriers: dict[str, Carrier] = {}
        owners: dict[str, str] = {}
        for who in sorted({who for one in joined for who in self._ledger.bearers("group", one)}):
            seen, own = self._seen(who), self._carriers(who)
            known = {i: g for i, g in groups_of(seen, own).items() if g in joined}
            parts.append(_restricted(seen, known))
            carriers |= own
            owners |= known
        seen = replace(_together(parts), verdicts=tuple(sorted(self._verdicts.new)))
        found = resolve_undertakings(seen, carriers, self._names)
        self._shares.put(_by_unit(found, joined, owners))

    def _joined_places(self, places: Iterable[str], verdicts: Iterable[Verdict]) -> set[str]:
        links = self._links(self._place_of, verdicts)
        return _closed(places, lambda place: links.get(place, set()))

    def _joined_groups(self, groups: Iterable[str], verdicts: Iterable[Verdict]) -> set[str]:
        links = self._links(self._group_of, verdicts)
        return _closed(groups, lambda group: self._linked(group, links))

    def _linked(self, group: str, links: Mapping[str, set[str]]) -> set[str]:
        """The groups that judgements or codes of projects join to one."""
        found = set(links.get(group, ()))
        for who in self._ledger.bearers("group", group):
            for code in self._ledger.keys_of("code", f"{who} {group}"):
                bearers = self._ledger.bearers("code", code)
                found |= {bearer.partition(" ")[2] for bearer in bearers}
        return found

    def _links(
        self, find: Callable[[str], str | None], verdicts: Iterable[Verdict]
    ) -> dict[str, set[str]]:
        links: dict[str, set[str]] = defaultdict(set)
        for one in verdicts:
            first, second = find(one.first), find(one.second)
            if first and second and first != second:
                links[first].add(second)
                links[second].add(first)
        return links

    def _places_of(self, things: Iterable[str]) -> set[str]:
        return set(filter(None, map(self._place_of, things)))

    def _groups_of(self, things: Iterable[str]) -> set[str]:
        return set(filter(None, map(self._group_of, things)))

    def _place_of(self, thing: str) -> str | None:
        located = unpack_located(self._ledger.fact(document_of(thing), "located") or ())
        return next((one.group for one in located if one.body.iri == thing), None)

    def _group_of(self, thing: str) -> str | None:
        group = self._ledger.fact(thing, "group")
        return str(group) if group else None

    def _seen(self, who: str) -> Seen:
        packed = self._ledger.fact(who, "seen")
        return unpack_seen(packed) if packed else _NOTHING

    def _carriers(self, who: str) -> dict[str, Carrier]:
        return unpack_carriers(self._ledger.fact(who, "carriers"))

    def _publisher(self, who: str) -> str | None:
        return next((one.department for one in self._seen(who).documents), None)


def document_of(thing: str) -> str:
    """The name under which a ledger knows the document in which a thing is printed.

    >>> document_of("https://w3id.org/yiju/id/project/ef13fe27685564f3-144-1")
    'ef13fe27685564f3'
    """
    return thing.rpartition("/")[2][:16]


def _entity(carriers: Mapping[str, Carrier], department: str | None) -> str | None:
    carrier = carriers.get(department or "")
    return carrier.entity if carrier else None


def _restricted(seen: Seen, known: Mapping[str, str]) -> Seen:
    """Of what a document prints the things that are known."""
    return Seen(
        documents=seen.documents,
        projects=tuple(one for one in seen.projects if one.iri in known),
        activities=tuple(one for one in seen.activities if one.iri in known),
        indicators=tuple(one for one in seen.indicators if one.iri in known),
    )


def _together(parts: Sequence[Seen]) -> Seen:
    return Seen(
        documents=tuple(one for part in parts for one in part.documents),
        projects=tuple(one for part in parts for one in part.projects),
        activities=tuple(one for part in parts for one in part.activities),
        indicators=tuple(one for part in parts for one in part.indicators),
    )


def _by_unit(
    found: Identities, units: Iterable[str], owners: Mapping[str, str]
) -> dict[str, list[Json]]:
    """The nodes of each unit: a thing is its group's, an entity that of the first of its things."""
    of_entity: dict[str, str] = {}
    for one in found.denotations:
        of_entity.setdefault(one.entity, owners[one.thing])
    first = {one.iri: owners[one.first] for one in found.likenesses}
    nodes: dict[str, list[Json]] = {unit: [] for unit in units}
    for node in map_identities(found):
        iri = str(node["id"])
        nodes[owners.get(iri) or of_entity.get(iri) or first[iri]].append(node)
    return nodes


def _closed(start: Iterable[str], linked: Callable[[str], set[str]]) -> set[str]:
    """All that can be reached."""
    found, waiting = set(start), list(start)
    while waiting:
        new = linked(waiting.pop()) - found
        found |= new
        waiting.extend(new)
    return found


def _components(nodes: set[str], linked: Callable[[str], set[str]]) -> Iterator[set[str]]:
    """The parts of a closed set that nothing links."""
    left = set(nodes)
    for node in sorted(nodes):
        if node in left:
            part = _closed([node], linked)
            left -= part
            yield part
