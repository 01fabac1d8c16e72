"""Pairing the things of two documents: who is whom, decided by identities first and names second.

Pure: items in, pairs out. A thing is paired once at most, and what people judged to be two is not
paired by name. Several things of one name are paired only where something tells them apart, or
where both sides print as many of them, in their order.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial


class PairedBy(StrEnum):
    """Why two things are held to be one."""

    IDENTITY = "identity"
    NAME = "name"
    NAME_AND_ORDER = "nameAndOrder"
    NAME_IN_DEPARTMENT = "nameInDepartment"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A thing that wants a partner.

    `scope` is what both must share. `names` are its names from the most exact to the loosest, each
    tried on its own. `tells` are further words, the most telling first, that tell things of one
    name apart.
    """

    iri: str
    scope: Hashable = ()
    names: tuple[str, ...] = ()
    tells: tuple[str, ...] = ()
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two things held to be one, or one that has no partner (the other side is None)."""

    a: str | None
    b: str | None
    by: PairedBy | None = None


Key = Callable[[Item], Hashable]


Apart = Callable[[str, str], bool]


def _never(_a: str, _b: str) -> bool:
    return False


def pair_items(
    first: Sequence[Item], second: Sequence[Item], *, apart: Apart = _never
) -> list[Pair]:
    """Pair the items: first those of `first` in their order, then what only `second` has.

    >>> one = [Item(iri="a1", names=("专利",)), Item(iri="a2", names=("培训",))]
    >>> two = [Item(iri="b1", names=("培训",)), Item(iri="b2", names=("宣传",))]
    >>> [(pair.a, pair.b) for pair in pair_items(one, two)]
    [('a1', None), ('a2', 'b1'), (None, 'b2')]
    """
    found = _Pairs(first, second, apart)
    for names in (2, 1, 0):
        found.join(partial(_identified, names=names), PairedBy.IDENTITY)
    for loose in range(_most(item.names for item in (*first, *second))):
        for tells in range(_most(item.tells for item in (*first, *second)), -1, -1):
            key = partial(_named, loose=loose, tells=tells)
            found.join(key, PairedBy.NAME if tells > 1 else PairedBy.NAME_AND_ORDER)
    return found.ordered()


def pair_across(
    pairs: Iterable[Pair],
    names: Mapping[str, str],
    whole: Collection[str],
    *,
    apart: Apart = _never,
) -> list[Pair]:
    """Pair what stands alone with its only namesake anywhere, where one of the two is in `whole`.

    `names` holds the loosest name of every item of both sides. A goal of a whole department may so
    meet an indicator of one of its projects.

    >>> alone = [Pair("a1", None), Pair("a2", None), Pair(None, "b1"), Pair(None, "b2")]
    >>> names = {"a1": "高企", "a2": "满意度", "b1": "高企", "b2": "满意度"}
    >>> [(pair.a, pair.b) for pair in pair_across(alone, names, {"a1"})]
    [('a1', 'b1'), ('a2', None), (None, 'b2')]
    """
    kept = list(pairs)
    ours = Counter(names[pair.a] for pair in kept if pair.a)
    theirs = Counter(names[pair.b] for pair in kept if pair.b)
    lonely = {names[pair.b]: pair.b for pair in kept if pair.b and pair.a is None}
    met = {
        pair.a: lonely[name]
        for pair in kept
        if pair.a and pair.b is None and (name := names[pair.a]) in lonely
        if ours[name] == theirs[name] == 1 and {pair.a, lonely[name]} & set(whole)
        if not apart(pair.a, lonely[name])
    }
    return [
        Pair(pair.a, met[pair.a], PairedBy.NAME_IN_DEPARTMENT) if pair.a in met else pair
        for pair in kept
        if pair.a or pair.b not in met.values()
    ]


def _most(words: Iterable[tuple[str, ...]]) -> int:
    return max(map(len, words), default=0)


def _identified(item: Item, *, names: int) -> Hashable:
    """The entity that an item is, with its scope and its loosest name, with its scope, or alone."""
    if item.entity is None:
        return None
    return (item.entity, *(item.scope, item.names[-1:])[:names])


def _named(item: Item, *, loose: int, tells: int) -> Hashable:
    """A name of an item, the loosest where it has not so many, and so many words that tell it apart."""
    if not item.names:
        return None
    return (item.scope, item.names[min(loose, len(item.names) - 1)], item.tells[:tells])


class _Pairs:
    """The pairs found so far."""

    def __init__(self, first: Sequence[Item], second: Sequence[Item], apart: Apart) -> None:
        self.first, self.second, self.apart = first, second, apart
        self.partner: dict[str, tuple[str, PairedBy]] = {}
        self.taken: set[str] = set()

    def join(self, key: Key, by: PairedBy) -> None:
        """Pair what is left and has the same key, where the key leaves no choice."""
        ours = _grouped((item for item in self.first if item.iri not in self.partner), key)
        theirs = _grouped((item for item in self.second if item.iri not in self.taken), key)
        for value, left in ours.items():
            right = theirs.get(value, [])
            alone = len(left) == len(right) == 1
            if alone or (by is PairedBy.NAME_AND_ORDER and len(left) == len(right)):
                self._take(
                    left, right, PairedBy.NAME if alone and by is not PairedBy.IDENTITY else by
                )

    def _take(self, left: list[Item], right: list[Item], by: PairedBy) -> None:
        """Pair item by item, unless by names alone two would meet that are known to be apart."""
        pairs = list(zip(left, right, strict=True))
        if by is not PairedBy.IDENTITY and any(self.apart(a.iri, b.iri) for a, b in pairs):
            return
        for a, b in pairs:
            self.partner[a.iri] = (b.iri, by)
            self.taken.add(b.iri)

    def ordered(self) -> list[Pair]:
        """All pairs, and all that stand alone."""
        pairs = [Pair(item.iri, *self.partner.get(item.iri, (None, None))) for item in self.first]
        lonely = (item.iri for item in self.second if item.iri not in self.taken)
        return [*pairs, *(Pair(None, iri) for iri in lonely)]


def _grouped(items: Iterable[Item], key: Key) -> dict[Hashable, list[Item]]:
    """The items by their key; those without one are left out."""
    groups: dict[Hashable, list[Item]] = defaultdict(list)
    for item in items:
        if (value := key(item)) is not None:
            groups[value].append(item)
    return groups
