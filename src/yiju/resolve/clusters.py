"""Things that are one, gathered from keys that they share and from what people decided.

People come first: `same` joins, `different` keeps apart, also against what would follow from other
joins, and against a `same` that contradicts it; a wrong merge is worse than a missing one. Keys join
after that, the strongest first. Nothing is compared pair by pair, and no order of input matters.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from yiju.model import IdentityMethod, Verdict

CONFIDENCE: Final = {
    IdentityMethod.JUDGEMENT: Decimal(1),
    IdentityMethod.ALONE: Decimal(1),
    IdentityMethod.CODE: Decimal("0.98"),
    IdentityMethod.NAME: Decimal("0.95"),
    IdentityMethod.OFFICIAL_NAME: Decimal("0.9"),
    IdentityMethod.DOCUMENT_REGION: Decimal("0.85"),
    IdentityMethod.DIVISION: Decimal("0.85"),
    IdentityMethod.REGION_OMITTED: Decimal("0.8"),
    IdentityMethod.BUT_YEAR: Decimal("0.9"),
    IdentityMethod.OTHER_WORDS: Decimal("0.85"),
}
"""How sure each method is that joins; a region that stays open, likeness and codes only propose."""


@dataclass(frozen=True, slots=True)
class Level:
    """One way to be one: the key of each thing that has one; equal keys join."""

    method: IdentityMethod
    keys: Mapping[str, str]
    methods: Mapping[str, IdentityMethod] = field(default_factory=dict)

    def method_of(self, thing: str) -> IdentityMethod:
        """The method by which this thing has its key, where it is not that of the level."""
        return self.methods.get(thing, self.method)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Things that are one, the first being the one after which they are named."""

    members: tuple[str, ...]
    methods: Mapping[str, IdentityMethod]


def find_clusters(
    things: Sequence[str], levels: Sequence[Level], verdicts: Iterable[Verdict]
) -> list[Cluster]:
    """The clusters of things, which come in the order of their rank: earlier ones give names."""
    rank = {thing: at for at, thing in enumerate(things)}
    decided = sorted({v for v in verdicts if v.first in rank and v.second in rank})
    forest = _Forest(things, decided)
    for verdict in decided:
        if verdict.same:
            forest.join(verdict.first, verdict.second)
    for level in levels:
        for group in _groups(things, level):
            forest.join_all(group)
    judged = {thing for v in decided for thing in (v.first, v.second)}
    members: dict[str, list[str]] = defaultdict(list)
    for thing in things:
        members[forest.root(thing)].append(thing)
    return [Cluster(tuple(group), _methods(group, levels, judged)) for group in members.values()]


def _groups(things: Sequence[str], level: Level) -> Iterable[list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for thing in things:
        if thing in level.keys:
            groups[level.keys[thing]].append(thing)
    return groups.values()


class _Forest:
    """Which things are together, and which people keep apart."""

    def __init__(self, things: Iterable[str], verdicts: Iterable[Verdict]) -> None:
        self.parent = {thing: thing for thing in things}
        self.size = dict.fromkeys(self.parent, 1)
        self.foes: dict[str, set[str]] = defaultdict(set)
        for verdict in verdicts:
            if not verdict.same:
                self.foes[verdict.first].add(verdict.second)
                self.foes[verdict.second].add(verdict.first)

    def root(self, thing: str) -> str:
        while self.parent[thing] != thing:
            self.parent[thing] = self.parent[self.parent[thing]]
            thing = self.parent[thing]
        return thing

    def join(self, first: str, second: str) -> bool:
        """Put two together with all that is with them; False where people keep them apart."""
        one, other = self.root(first), self.root(second)
        if one == other:
            return True
        if any(self.root(foe) == other for foe in self.foes.get(one, ())):
            return False
        if self.size[one] < self.size[other]:
            one, other = other, one
        self.parent[other] = one
        self.size[one] += self.size[other]
        if foes := self.foes.pop(other, None):
            self.foes[one] |= foes
        return True

    def join_all(self, group: Sequence[str]) -> None:
        """Put a group together; who may not go with the first goes with the next that takes them."""
        heads: list[str] = []
        for thing in group:
            if not any(self.join(head, thing) for head in heads):
                heads.append(thing)


def _methods(
    group: Sequence[str], levels: Sequence[Level], judged: set[str]
) -> dict[str, IdentityMethod]:
    """How each member belongs: by a person, or as it is like the first one and those judged."""
    found = {thing: IdentityMethod.JUDGEMENT for thing in group if thing in judged}
    if len(group) == 1:
        return {group[0]: IdentityMethod.ALONE} | found
    near = [_keys(level, [group[0], *found]) for level in levels]
    shared = [_keys(level, group) for level in levels]
    for thing in group[1:]:
        if thing not in found:
            way = _likeness(thing, levels, near) or _likeness(thing, levels, shared)
            found[thing] = way or IdentityMethod.JUDGEMENT
    first = max(found.values(), key=lambda method: (CONFIDENCE[method], method))
    return {group[0]: first} | found


def _keys(level: Level, things: Sequence[str]) -> set[str]:
    return {level.keys[thing] for thing in things if thing in level.keys}


def _likeness(
    thing: str, levels: Sequence[Level], near: Sequence[set[str]]
) -> IdentityMethod | None:
    """The first way in which a thing has a key of others."""
    ways = (
        level.method_of(thing)
        for level, keys in zip(levels, near, strict=True)
        if level.keys.get(thing) in keys
    )
    return next(ways, None)
