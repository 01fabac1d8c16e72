"""Comparing two documents: two years of one department, or two departments.

Things are paired by identity or by name, within the
project, activity or department that they belong to, and what became of each is told with the words
of both sources.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from yiju.questions.changes import change_of, money_moves, side_of
from yiju.questions.comparison import (
    GRADES,
    Change,
    Compared,
    Comparison,
    Side,
    compare_promises,
    count_changes,
)
from yiju.questions.pairing import Apart, Item, Pair, PairedBy, pair_across, pair_items
from yiju.questions.reading import Reading, read_document
from yiju.questions.records import Thing
from yiju.questions.sides import find_document, list_documents
from yiju.questions.totals import compare_totals
from yiju.questions.trace import read_evidence, read_promise
from yiju.store import Store
from yiju.values.characters import squeeze
from yiju.values.name import dated_key, indicator_key, name_key, program_key

_APART: Final = """
PREFIX yj: <https://w3id.org/yiju/ns#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
SELECT ?x ?y ?one ?other WHERE {
  GRAPH ?judgements {
    ?judgement rdf:predicate owl:differentFrom ; rdf:subject ?x ; rdf:object ?y
  }
  OPTIONAL { GRAPH ?identities { ?x yj:denotes ?one } }
  OPTIONAL { GRAPH ?identities { ?y yj:denotes ?other } }
}
"""
_OWNERS: Final = ("Duty", "Activity", "Project")
_INDICATORS: Final = ("Indicator", "ProseIndicator")


def answer_compare(store: Store, a: str, b: str) -> Comparison:
    """Answer what became of money, indicators and targets from A to B.

    Each is a file name, a SHA-256 or its beginning, the IRI of a disclosure, or a department by name
    or IRI, with `@2021` where it has several documents. NotFoundError and QueryError name candidates.
    """
    documents = list_documents(store)
    first, second = find_document(documents, a), find_document(documents, b)
    return compare(read_document(store, first), read_document(store, second), parted=_parted(store))


def _parted(store: Store) -> frozenset[frozenset[str]]:
    """The pairs that people judged to be two, and the entities that they are now."""
    found: set[frozenset[str]] = set()
    for row in store.select(_APART):
        pair = [str(row[name].value) for name in ("x", "y")]
        whole = [
            row[name].value if row[name] else at
            for name, at in zip(("one", "other"), pair, strict=True)
        ]
        found |= {frozenset(pair), frozenset(whole)}
    return frozenset(pair for pair in found if len(pair) > 1)


def compare(
    a: Reading, b: Reading, *, parted: frozenset[frozenset[str]] = frozenset()
) -> Comparison:
    """Compare two documents; pure. `parted` are pairs that are known to be two things."""

    def apart(mine: str, other: str) -> bool:
        entities = frozenset({a.entities.get(mine, mine), b.entities.get(other, other)})
        return not parted.isdisjoint({frozenset({mine, other}), entities})

    owners = {
        kind: pair_items([*_owner_items(a, kind)], [*_owner_items(b, kind)], apart=apart)
        for kind in _OWNERS
    }
    pairs = [*_departments(a, b), *(pair for found in owners.values() for pair in found)]
    budgets = tuple(
        change for kind in _OWNERS for pair in owners[kind] if (change := _budget(a, b, kind, pair))
    )
    totals = tuple(compare_totals(a, b))
    indicators = tuple(_indicators(a, b, pairs, apart))
    sections = {"totals": totals, "budgets": budgets, "indicators": indicators}
    return Comparison(a=_compared(a), b=_compared(b), counts=count_changes(sections), **sections)


def _compared(side: Reading) -> Compared:
    document, projects = side.document, side.things("Project")
    money = (side.said.number(project, "yj:budget") or Decimal(0) for project in projects)
    department = document.department
    return Compared(
        iri=document.iri,
        file=document.files[0],
        title=document.title,
        year=document.year,
        department=Thing(department, document.name or "", read_evidence(side.said, department))
        if department
        else None,
        projects=len(projects),
        project_money=sum(money, Decimal(0)),
        indicators=sum(len(side.things(kind)) for kind in _INDICATORS),
    )


# --- projects, activities, duties and their money ------------------------------------------------


def _owner_items(side: Reading, kind: str) -> Iterator[Item]:
    for iri in side.things(kind):
        label = side.said.label(iri)
        above = side.said.links(iri, "yj:partOf")
        yield Item(
            iri=iri,
            scope=kind,
            names=(dated_key(label, side.year), name_key(label), program_key(label)),
            tells=tuple(name_key(side.said.label(duty)) for duty in above[:1]),
            entity=side.entities.get(iri),
        )


def _departments(a: Reading, b: Reading) -> list[Pair]:
    """The departments that disclosed the two documents are compared, whatever their names."""
    first, second = a.document.department, b.document.department
    left = [iri for iri in a.things("Department") if iri != first]
    right = [iri for iri in b.things("Department") if iri != second]
    items = (
        [
            Item(iri=iri, names=(name_key(side.said.label(iri)),), entity=side.entities.get(iri))
            for iri in iris
        ]
        for side, iris in ((a, left), (b, right))
    )
    disclosing = [Pair(first, second, PairedBy.DOCUMENT)] if first and second else []
    return [*disclosing, *pair_items(*items)]


def _budget(a: Reading, b: Reading, kind: str, pair: Pair) -> Change | None:
    """What became of the money of a project, activity or duty; None where neither prints any."""
    sides = tuple(
        side_of(side, iri, amount=side.said.number(iri, "yj:budget")) if iri else None
        for side, iri in ((a, pair.a), (b, pair.b))
    )
    if all(side is None or side.amount is None for side in sides):
        return None
    return change_of(kind, pair, *sides, moves=money_moves(*sides))


# --- indicators ----------------------------------------------------------------------------------


def _indicators(a: Reading, b: Reading, pairs: Sequence[Pair], apart: Apart) -> Iterator[Change]:
    """The indicators under things that are paired, and those that stand alone."""
    scopes = {
        iri: f"{number}" for number, pair in enumerate(pairs) for iri in (pair.a, pair.b) if iri
    }
    first, second = ([*_indicator_items(side, scopes)] for side in (a, b))
    kinds = {iri: kind for side in (a, b) for kind in _INDICATORS for iri in side.things(kind)}
    names = {item.iri: item.names[-1] for item in (*first, *second)}
    whole = {iri for side in (a, b) for iri in _of_department(side)}
    years = (a.document.year, b.document.year)
    found = pair_items(first, second, apart=apart)
    for pair in pair_across(found, names, whole, apart=apart):
        ours = _promising(a, pair.a) if pair.a else None
        theirs = _promising(b, pair.b) if pair.b else None
        moves = compare_promises(ours, theirs, years=years) if ours and theirs else ()
        yield change_of(kinds[pair.a or pair.b or ""], pair, ours, theirs, moves=moves)


def _of_department(side: Reading) -> set[str]:
    """The indicators of departments as a whole, and those that belong to nothing that is named."""
    departments = set(side.things("Department"))
    return {
        iri
        for kind in _INDICATORS
        for iri in side.things(kind)
        if departments.issuperset(side.said.links(iri, "yj:indicatorOf"))
    }


def _indicator_items(side: Reading, scopes: Mapping[str, str]) -> Iterator[Item]:
    for kind in _INDICATORS:
        for iri in side.things(kind):
            said, label = side.said, side.said.label(iri)
            owner = next(iter(said.links(iri, "yj:indicatorOf")), None)
            yield Item(
                iri=iri,
                scope=(kind, scopes.get(owner, owner) if owner else None),
                names=(squeeze(label), indicator_key(label)),
                tells=(
                    name_key(said.text(iri, "yj:level2Text") or ""),
                    squeeze(said.text(iri, "yj:description") or ""),
                    squeeze(_promising(side, iri).text),
                ),
                entity=side.entities.get(iri),
            )


def _promising(side: Reading, iri: str) -> Side:
    found = [
        read_promise(side.said, at) for at in side.said.links(iri, "yj:target", "yj:gradeBand")
    ]
    found.sort(key=lambda promise: promise.grade is None or GRADES.index(promise.grade))
    return side_of(side, iri, promises=tuple(found))
