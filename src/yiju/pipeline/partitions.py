"""From patterns to partitions: which classes there are, with how many things, and their properties.

A class covers a kind when each thing of the kind is of that class; then the properties of the kind are
the properties of the class. A class that only some things of a kind have is counted, and nothing more
is said of it: a wrong number is worse than none.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from yiju.model import ClassPart, Contents, PropertyPart, Share
from yiju.pipeline.tally import TYPE, UNTYPED, Tally

_OF_TERMS: Final = "<"
"""How the kind of a term of an ontology begins."""


class _Kinds:
    """The kinds of things, how many there are of each, and the classes that these have."""

    def __init__(self, tally: Tally, terms: Mapping[str, str]) -> None:
        self._terms = terms
        self._untyped = sum(kind == UNTYPED for kind in terms.values())
        self.classes: dict[str, Counter[str]] = defaultdict(Counter)
        for (kind, predicate, value), count in tally.items():
            if predicate == TYPE:
                self.classes[kind][value[1:-1]] += count

    def things(self, kind: str) -> int:
        """How many things there are of a kind: each has the class that covers it."""
        if kind == UNTYPED:
            return self._untyped
        return max(self.classes.get(kind, {}).values(), default=0)

    def covering(self, kind: str) -> frozenset[str]:
        """The classes of which each thing of a kind is; none for things of no kind."""
        things = self.things(kind) if kind else 0
        found = self.classes.get(kind, Counter[str]())
        return frozenset(name for name, count in found.items() if count == things)

    def covering_value(self, value: str) -> frozenset[str]:
        """The classes of which each thing is that is such a value of a pattern."""
        return self.covering(self._terms.get(value[1:-1], "") if value[:1] == "<" else value)


def find_contents(tallies: Mapping[str, Tally], terms: Mapping[str, str]) -> Contents:
    """What is in graphs, by the tallies of each; `terms` are the kinds of the terms of the ontology."""
    tally: Tally = Counter()
    for one in tallies.values():
        tally.update(one)
    kinds = _Kinds(tally, terms)
    named = {kind for kind, _, _ in tally}
    things = [kind for kind in named if kind and not kind.startswith(_OF_TERMS)]
    is_known = "" not in named and all(map(kinds.things, named))
    return Contents(
        triples=tally.total(),
        entities=sum(map(kinds.things, things)),
        subjects=sum(map(kinds.things, named)) if is_known else None,
        classes=_classes(tally, kinds),
        properties=_shares((predicate, count) for (_, predicate, _), count in tally.items()),
        graphs=_shares((graph, one.total()) for graph, one in tallies.items()),
    )


def _classes(tally: Tally, kinds: _Kinds) -> tuple[ClassPart, ...]:
    entities: Counter[str] = Counter()
    partial: set[str] = set()
    for kind, classes in kinds.classes.items():
        entities.update(classes)
        partial |= set(classes) - kinds.covering(kind)
    used: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for (kind, predicate, value), count in tally.items():
        for name in kinds.classes.get(kind, ()):
            used[name][predicate][value] += count
    return tuple(
        ClassPart(name, entities[name], () if name in partial else _properties(used[name], kinds))
        for name in sorted(entities)
    )


def _properties(used: Mapping[str, Counter[str]], kinds: _Kinds) -> tuple[PropertyPart, ...]:
    return tuple(
        PropertyPart(
            name,
            values.total(),
            classes=_shares(
                (found, count)
                for value, count in values.items()
                if name != TYPE and value[0] != '"'
                for found in kinds.covering_value(value)
            ),
            datatypes=_shares(
                (value[1:], count) for value, count in values.items() if value[0] == '"'
            ),
        )
        for name, values in sorted(used.items())
    )


def _shares(counted: Iterable[tuple[str, int]]) -> tuple[Share, ...]:
    """So many of each, in the order of their names."""
    sums: Counter[str] = Counter()
    for name, count in counted:
        sums[name] += count
    return tuple(Share(name, count) for name, count in sorted(sums.items()))
