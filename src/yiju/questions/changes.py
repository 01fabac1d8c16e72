"""What became of a thing: the record of a change, made from its two sides."""

from collections.abc import Iterable
from decimal import Decimal

from yiju.questions.comparison import Change, Move, Side, Status, compare_money, sum_up
from yiju.questions.pairing import Pair
from yiju.questions.reading import Reading
from yiju.questions.records import Promise
from yiju.questions.trace import read_evidence


def side_of(
    side: Reading, iri: str, *, amount: Decimal | None = None, promises: tuple[Promise, ...] = ()
) -> Side:
    """A thing as one document prints it, with its owner and its evidence."""
    owners = side.said.links(iri, "yj:indicatorOf", "yj:partOf")
    owner = side.said.label(owners[0]) if owners else None
    label, evidence = side.said.label(iri), read_evidence(side.said, iri)
    return Side(
        iri=iri, label=label, owner=owner, amount=amount, promises=promises, evidence=evidence
    )


def change_of(
    kind: str, pair: Pair, a: Side | None, b: Side | None, *, moves: Iterable[Move]
) -> Change:
    """What became of a pair; a thing of one side alone vanished or appeared."""
    made = tuple(moves)
    told = b or a
    assert told is not None
    lone = Status.APPEARED if a is None else Status.VANISHED
    only = made[0] if len(made) == 1 else None
    return Change(
        status=sum_up(made) if a and b else lone,
        kind=kind,
        label=(a or told).label,
        owner=(a or told).owner,
        paired_by=pair.by,
        difference=only.difference if only else None,
        unit=only.unit if only else None,
        moves=made,
        a=a,
        b=b,
    )


def money_moves(a: Side | None, b: Side | None) -> tuple[Move, ...]:
    """How the money moved, where both sides print it."""
    return (compare_money(a, b),) if a and b else ()
