"""What may be one and is not surely so: proposals that a person can judge."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from yiju.model import IdentityMethod, Likeness, Verdict
from yiju.vocabulary import Names, digest

_CONFIDENCE: Final = {
    IdentityMethod.SIMILAR_NAME: Decimal("0.6"),
    IdentityMethod.REGION_OMITTED: Decimal("0.5"),
    IdentityMethod.SAME_CODE: Decimal("0.5"),
    IdentityMethod.JUDGEMENT: Decimal("0.5"),
}


@dataclass(frozen=True, slots=True)
class Hint:
    """A loose key: things that share it may be one. With `among`, one of the two has to be of these."""

    method: IdentityMethod
    keys: Mapping[str, str]
    among: frozenset[str] | None = None
    apart: Mapping[str, str] | None = None
    """The documents of things that are two where one document prints both."""


def propose(
    order: Sequence[str],
    hints: Iterable[Hint],
    entities: Mapping[str, str],
    verdicts: Iterable[Verdict],
    names: Names,
) -> Iterator[Likeness]:
    """Each thing beside the first that it may be; never all pairs, and no pair that was judged."""
    decided = tuple(verdicts)
    settled = {_pair(entities.get(v.first), entities.get(v.second)) for v in decided if not v.same}
    for method, first, second in _pairs(order, _disputed(decided, set(order)), hints):
        pair = _pair(entities[first], entities[second])
        if len(pair) == 1 or (pair in settled and method is not IdentityMethod.JUDGEMENT):
            continue
        settled.add(pair)
        one, other = sorted((first, second))
        iri = names.thing("likeness", digest(f"{one}\n{other}", 16))
        yield Likeness(iri, one, other, method, _CONFIDENCE[method])


def _pair(first: str | None, second: str | None) -> frozenset[str | None]:
    return frozenset((first, second))


def _disputed(
    verdicts: Iterable[Verdict], things: set[str]
) -> Iterator[tuple[IdentityMethod, str, str]]:
    """Two things of one kind that somebody holds for one while somebody else keeps them apart."""
    for verdict in sorted(set(verdicts)):
        if verdict.same and {verdict.first, verdict.second} <= things:
            yield IdentityMethod.JUDGEMENT, verdict.first, verdict.second


def _pairs(
    order: Sequence[str],
    disputed: Iterable[tuple[IdentityMethod, str, str]],
    hints: Iterable[Hint],
) -> Iterator[tuple[IdentityMethod, str, str]]:
    yield from disputed
    for hint in hints:
        blocks: dict[str, list[str]] = defaultdict(list)
        for thing in order:
            if thing in hint.keys:
                blocks[hint.keys[thing]].append(thing)
        for block in blocks.values():
            for first, second in _in_block(block, hint):
                yield hint.method, first, second


def _in_block(block: Sequence[str], hint: Hint) -> Iterator[tuple[str, str]]:
    """The first of a block beside each other one; the first that is sure, where there is one."""
    head = block[0]
    if hint.among is not None:
        head = next((thing for thing in block if thing not in hint.among), head)
    for thing in block:
        if thing == head or (hint.among is not None and thing not in hint.among):
            continue
        if hint.apart is None or hint.apart[head] != hint.apart[thing]:
            yield head, thing
