"""The totals of two documents: what prose states of an item, and what budget tables add up to."""

from collections.abc import Iterator
from typing import Final

from yiju.questions.changes import change_of, money_moves
from yiju.questions.comparison import Change, Side, read_words
from yiju.questions.facts import Facts, local_name
from yiju.questions.pairing import Item, pair_items
from yiju.questions.reading import Reading
from yiju.questions.trace import read_evidence
from yiju.values.characters import squeeze

_NAMED: Final = frozenset({"operatingPart", "assetPart"})
"""The items that are told apart by their printed names."""


def compare_totals(a: Reading, b: Reading) -> Iterator[Change]:
    """The totals that prose states, item by item, and those that budget tables of one kind print."""
    yield from _compare_stated(a, b)
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
        yield change_of("Total", pair, first, second, moves=money_moves(first, second))


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


def _compare_stated(a: Reading, b: Reading) -> Iterator[Change]:
    """The totals that prose states; an item that a document states twice is taken where it comes first."""
    items = ([*_stated_items(side)] for side in (a, b))
    sides = {
        iri: Side(
            iri=iri,
            label=reading.said.text(iri, "yj:itemText") or "",
            owner=next(
                (reading.said.label(at) for at in reading.said.links(iri, "qb:dataSet")), None
            ),
            amount=reading.said.number(iri, "yj:amount"),
            evidence=read_evidence(reading.said, iri),
        )
        for reading in (a, b)
        for iri in reading.things("StatedFigure")
    }
    for pair in pair_items(*items):
        first, second = sides.get(pair.a or ""), sides.get(pair.b or "")
        yield change_of("StatedFigure", pair, first, second, moves=money_moves(first, second))


def _is_of_another_year(side: Reading, iri: str) -> bool:
    """Whether a figure has no amount, or that of a year whose disclosure is another one."""
    said, year = side.said, side.year
    stated = said.number(iri, "yj:fiscalYear")
    if said.number(iri, "yj:amount") is None:
        return True
    if stated is None or year is None:
        return False
    held = said.concept(iri, "yj:figureTime") == "atYearEnd"
    return stated != (year - 1 if held else year)


def _stated_items(side: Reading) -> Iterator[Item]:
    """The amounts of the year that the document is about, and of its opening, each item once."""
    said, seen = side.said, set[tuple[str, str]]()
    for iri in side.things("StatedFigure"):
        concept = said.concept(iri, "yj:statedItem") or ""
        named = squeeze(said.text(iri, "yj:itemText") or "") if concept in _NAMED else concept
        if _is_of_another_year(side, iri) or (concept, named) in seen:
            continue
        seen.add((concept, named))
        yield Item(iri=iri, scope=concept, names=(named,))
