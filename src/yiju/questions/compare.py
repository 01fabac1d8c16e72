"""Comparing two documents: two years of one department, or two departments.

What a document says is read in one query. Things are paired by identity or by name, within the
project, activity or department that they belong to, and what became of each is told with the words
of both sources.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pyoxigraph import NamedNode

from yiju.questions.comparison import (
    GRADES,
    Change,
    Compared,
    Comparison,
    Move,
    Side,
    Status,
    compare_money,
    compare_promises,
    count_changes,
    read_words,
    sum_up,
)
from yiju.questions.facts import Facts, local_name
from yiju.questions.pairing import Apart, Item, Pair, PairedBy, pair_across, pair_items
from yiju.questions.records import Promise, Thing
from yiju.questions.sides import Document, find_document, list_documents
from yiju.questions.trace import read_evidence, read_promise
from yiju.store import Store
from yiju.values.characters import squeeze
from yiju.values.name import dated_key, indicator_key, name_key, program_key
from yiju.vocabulary import NS

_SAID: Final = """
PREFIX yj: <https://w3id.org/yiju/ns#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX qb: <http://purl.org/linked-data/cube#>
SELECT ?document ?s ?p ?o WHERE {
  VALUES ?p {
    rdf:type rdfs:label yj:fileName yj:budget yj:partOf yj:indicatorOf yj:level2Text yj:description
    yj:target yj:gradeBand yj:text yj:operator yj:value yj:lowerValue yj:upperValue yj:from yj:until
    yj:unitText yj:grade yj:period yj:evidence yj:line oa:hasSource oa:hasSelector oa:exact
    qb:dataSet qb:structure yj:budgetItem yj:functionalClass yj:economicClass yj:budgetColumn
    yj:operationCharacter yj:amount
  }
  GRAPH ?document { ?s ?p ?o }
}
"""
_ENTITIES: Final = """
PREFIX yj: <https://w3id.org/yiju/ns#>
SELECT DISTINCT ?document ?thing ?entity WHERE {
  GRAPH ?document { ?thing a ?class }
  VALUES ?class { yj:Department yj:Project yj:Duty yj:Activity yj:Indicator yj:ProseIndicator }
  GRAPH ?identities { ?thing yj:denotes ?entity }
}
"""
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
_FIGURES: Final = re.compile(r"[0-9]+")


def answer_compare(store: Store, a: str, b: str) -> Comparison:
    """Answer what became of money, indicators and targets from A to B.

    Each is a file name, a SHA-256 or its beginning, the IRI of a disclosure, or a department by name
    or IRI, with `@2021` where it has several documents. NotFoundError and QueryError name candidates.
    """
    documents = list_documents(store)
    first, second = find_document(documents, a), find_document(documents, b)
    return compare(_read(store, first), _read(store, second), parted=_parted(store))


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


@dataclass(frozen=True, slots=True)
class Reading:
    """A document, what it says, and which entities its things are."""

    document: Document
    said: Facts
    kinds: Mapping[str, Sequence[str]]
    entities: Mapping[str, str]

    def things(self, kind: str) -> list[str]:
        """The things of a class, in the order of their places."""
        return sorted(self.kinds.get(NS + kind, ()), key=_place)

    @property
    def year(self) -> int | None:
        """The fiscal year."""
        year = self.document.year
        return int(year) if year and year.isdigit() else None


def _read(store: Store, document: Document) -> Reading:
    bound = {"document": NamedNode(document.graph)}
    said = Facts(store.select(_SAID, bindings=bound))
    rows = store.select(_ENTITIES, bindings=bound)
    entities = {row["thing"].value: row["entity"].value for row in rows}
    return Reading(document, said, said.grouped("rdf:type"), entities)


def _place(iri: str) -> tuple[list[int], str]:
    """Where a thing stands, as its name tells it."""
    _, _, place = local_name(iri).partition("-")
    return [int(figure) for figure in _FIGURES.findall(place)], iri


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
    totals = tuple(_totals(a, b))
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
        _side(side, iri, amount=side.said.number(iri, "yj:budget")) if iri else None
        for side, iri in ((a, pair.a), (b, pair.b))
    )
    if all(side is None or side.amount is None for side in sides):
        return None
    return _change(kind, pair, *sides, moves=_money_moves(*sides))


def _money_moves(a: Side | None, b: Side | None) -> tuple[Move, ...]:
    return (compare_money(a, b),) if a and b else ()


# --- totals of budget tables ---------------------------------------------------------------------


def _totals(a: Reading, b: Reading) -> Iterator[Change]:
    """The totals that budget tables of one kind print, table by table and column by column."""
    sides = {side.iri: side for reading in (a, b) for side in _total_sides(reading)}
    items = (
        [
            Item(iri=line, scope=_table_of(side, line), names=(squeeze(sides[line].label),))
            for line in side.things("BudgetLine")
            if line in sides
        ]
        for side in (a, b)
    )
    for pair in pair_items(*items):
        first, second = sides.get(pair.a or ""), sides.get(pair.b or "")
        yield _change("Total", pair, first, second, moves=_money_moves(first, second))


def _total_sides(side: Reading) -> Iterator[Side]:
    said = side.said
    for line in side.things("BudgetLine"):
        if not _is_total(said, line):
            continue
        names = [said.label(entry) for entry in said.links(line, "yj:budgetItem")[:1]]
        columns = [said.label(column) for column in said.links(line, "yj:budgetColumn")[:1]]
        tables = [said.label(table) for table in said.links(line, "qb:dataSet")[:1]]
        yield Side(
            iri=line,
            label=" / ".join([*(names or ["合计"]), *columns]),
            owner=next(iter(tables), None),
            amount=said.number(line, "yj:amount"),
            evidence=read_evidence(said, line),
        )


def _is_total(said: Facts, line: str) -> bool:
    """Whether a line adds up a whole table or a side of it."""
    words = read_words()["totals"]
    classes = said.links(line, "yj:functionalClass", "yj:economicClass")
    items = said.links(line, "yj:budgetItem")
    if items:
        return squeeze(said.label(items[0])).endswith(tuple(words["ends"]))
    return all(local_name(entry) in words["classes"] for entry in classes)


def _table_of(side: Reading, line: str) -> tuple[str | None, ...]:
    """The kind of table and the side of it on which a line stands."""
    tables = side.said.links(line, "qb:dataSet")[:1]
    kinds = [side.said.concept(table, "qb:structure") for table in tables]
    return (*kinds, side.said.concept(line, "yj:operationCharacter"))


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
        yield _change(kinds[pair.a or pair.b or ""], pair, ours, theirs, moves=moves)


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
    return _side(side, iri, promises=tuple(found))


def _side(
    side: Reading, iri: str, *, amount: Decimal | None = None, promises: tuple[Promise, ...] = ()
) -> Side:
    owners = side.said.links(iri, "yj:indicatorOf", "yj:partOf")
    owner = side.said.label(owners[0]) if owners else None
    label, evidence = side.said.label(iri), read_evidence(side.said, iri)
    return Side(
        iri=iri, label=label, owner=owner, amount=amount, promises=promises, evidence=evidence
    )


def _change(
    kind: str, pair: Pair, a: Side | None, b: Side | None, *, moves: Iterable[Move]
) -> Change:
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
