"""The audit: rules asked of documents, and what they find with its proof.

Rows that speak of the same thing with the same words are one finding: `?other…` is a further thing
whose evidence proves it, `?each…` a value that every row brings and the message tells together.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store

from yiju.model import Finding
from yiju.validation.computed import COMPUTED
from yiju.validation.rdf import RDF
from yiju.validation.rules import Rule
from yiju.vocabulary import NS, Names, digest

Ask = Callable[[str], QuerySolutions]
Row = Mapping[str, str]

_WHOLE: Final = "/id/document/"
_OTHER: Final = "other"
_EACH: Final = "each"
_TOLD: Final = 6
"""Values of `?each…` that a message tells before it counts the rest."""

_CLASSES: Final = f"SELECT DISTINCT ?class WHERE {{ ?thing <{RDF}type> ?class }}"

IN_ANY_GRAPH: Final = "GRAPH ?graph"
"""Where the evidence of a finding over all documents lies."""

_AT_ONCE: Final = 500
_EVIDENCE: Final = f"""SELECT ?thing ?evidence ?line WHERE {{
  VALUES ?thing {{ %s }} %s {{ ?thing <{NS}evidence> ?evidence . ?evidence <{NS}line> ?line }} }}"""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a thing is proved: by which evidence, at which line."""

    line: int
    evidence: str


def audit_document(graph: Store, rules: Sequence[Rule], names: Names) -> list[Finding]:
    """What the rules for single documents find in the graph of one document, loaded in memory."""
    ask = asking(graph)
    present = {row["class"].value for row in ask(_CLASSES)}
    return [
        found
        for rule in rules
        if not rule.over_all and rule.looks_at & present
        for found in ask_rule(ask, rule, names)
    ]


def audit_store(select: Ask, rules: Sequence[Rule], names: Names) -> list[Finding]:
    """What the rules over all documents find in a store, asked with their own GRAPH patterns."""
    return [
        found
        for rule in rules
        if rule.over_all
        for found in ask_rule(select, rule, names, graph=IN_ANY_GRAPH)
    ]


def asking(graph: Store) -> Ask:
    """A store in memory, asked as one graph."""

    def ask(query: str) -> QuerySolutions:
        solutions = graph.query(query, use_default_graph_as_union=True)
        assert isinstance(solutions, QuerySolutions)
        return solutions

    return ask


def ask_rule(ask: Ask, rule: Rule, names: Names, *, graph: str = "") -> list[Finding]:
    """The findings of one rule, in the order of their places; over all documents, name a graph."""
    rows = list(_rows(ask(rule.query)) if rule.query else COMPUTED[rule.name](ask))
    return _findings(rule, rows, _places(ask, rows, graph), names)


def ask_rule_for(
    ask: Ask, rule: Rule, values: Sequence[str], names: Names
) -> dict[str, list[Finding]]:
    """The findings of a rule over all documents for these values of its variable `for_each`."""
    rows = list(_rows(ask(rule.query_for(map(Literal, values)))))
    places = _places(ask, rows, IN_ANY_GRAPH)
    by_value: dict[str, list[Row]] = {value: [] for value in values}
    for row in rows:
        by_value[row[rule.for_each or ""]].append(row)
    return {value: _findings(rule, own, places, names) for value, own in by_value.items()}


def _findings(
    rule: Rule, rows: Sequence[Row], places: Mapping[str, list[Place]], names: Names
) -> list[Finding]:
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[_key(row)].append(row)
    found = [_finding(rule, group, places, names) for group in groups.values()]
    return [finding for _, finding in sorted(found, key=lambda one: (one[0], one[1].iri))]


def _rows(solutions: QuerySolutions) -> Iterator[Row]:
    """The bound variables of each row as plain text."""
    columns = [variable.value for variable in solutions.variables]
    for row in solutions:
        yield {
            name: term.value
            for name in columns
            if isinstance(term := row[name], NamedNode | BlankNode | Literal)
        }


def _key(row: Row) -> tuple[str, ...]:
    """What makes two rows one finding: the same thing, the same values."""
    own = (name for name in sorted(row) if not name.startswith((_OTHER, _EACH)))
    return tuple(f"{name}={row[name]}" for name in own)


def _things(row: Row) -> list[str]:
    """The focus, and the others in the order of their names; a whole document proves nothing more."""
    others = sorted(name for name in row if name.startswith(_OTHER))
    is_whole = bool(others) and _WHOLE in row["this"]
    return [row[name] for name in (others if is_whole else ("this", *others))]


def _places(ask: Ask, rows: list[Row], graph: str) -> dict[str, list[Place]]:
    """The proofs of all things that rows name."""
    places: dict[str, list[Place]] = defaultdict(list)
    things = sorted({thing for row in rows for thing in _things(row)})
    for start in range(0, len(things), _AT_ONCE):
        values = " ".join(f"<{thing}>" for thing in things[start : start + _AT_ONCE])
        for row in ask(_EVIDENCE % (values, graph)):
            place = Place(int(row["line"].value), row["evidence"].value)
            places[row["thing"].value].append(place)
    return places


def _finding(
    rule: Rule, rows: list[Row], places: Mapping[str, list[Place]], names: Names
) -> tuple[int, Finding]:
    """A finding with the line that it starts at; its rows are told in the order of their lines."""
    rows = sorted(rows, key=lambda row: (_line(row, places), sorted(row.items())))
    things = dict.fromkeys(thing for row in rows for thing in _things(row))
    proofs = sorted({place for thing in things for place in places.get(thing, ())})
    about = rows[0]["this"]
    finding = Finding(
        iri=_name(rule, about, [*sorted(things), *_key(rows[0])], names),
        rule=rule.iri,
        about=about,
        severity=rule.severity,
        messages={language: _filled(text, rows) for language, text in rule.messages.items()},
        evidence=tuple(place.evidence for place in proofs),
    )
    return proofs[0].line if proofs else 0, finding


def _line(row: Row, places: Mapping[str, list[Place]]) -> list[Place]:
    """Where a row stands: at what it brings itself, at its focus where that is all."""
    things = [thing for thing in _things(row) if thing != row["this"]] or [row["this"]]
    return sorted(place for thing in things for place in places.get(thing, ()))


def _name(rule: Rule, about: str, parts: list[str], names: Names) -> str:
    """The identifier: the document that it is about, the rule, and what the finding speaks of."""
    document = about.rpartition("/")[2][:16]
    return names.thing("finding", f"{document}-{digest(chr(0).join((rule.name, *parts)), 16)}")


def _filled(text: str, rows: list[Row]) -> str:
    """A message with `{?name}` replaced by the value that was found, or by the values of all rows."""
    values = {name: value for name, value in rows[0].items() if not name.startswith(_EACH)}
    for name in {name for row in rows for name in row if name.startswith(_EACH)}:
        values[name] = _together([row[name] for row in rows if name in row])
    for name, value in values.items():
        text = text.replace(f"{{?{name}}}", value).replace(f"{{${name}}}", value)
    return text


def _together(values: list[str]) -> str:
    """Values told one after the other, each once; of many the first ones, and how many there are.

    >>> _together(["a", "b", "a"])
    'a、b'
    """
    once = list(dict.fromkeys(values))
    rest = "" if len(once) <= _TOLD else f" … ({len(once)})"
    return "、".join(once[:_TOLD]) + rest
