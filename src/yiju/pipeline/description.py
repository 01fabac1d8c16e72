"""The graph that describes the store: brought up to date with what changed, like all that is derived.

What it costs follows from what changed and from how many classes and properties there are, never from
how much is in the store. It does not count itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pyoxigraph import NamedNode

from yiju import __version__
from yiju.mapping.description import DOCUMENTS, map_description
from yiju.model import Description, Example
from yiju.pipeline.partitions import find_contents
from yiju.pipeline.shares import Shares
from yiju.pipeline.tallies import Tallies, read_triples
from yiju.pipeline.tally import Tally, count_terms
from yiju.questions import Kind, Question, load_questions, parse_parameters
from yiju.store import Store
from yiju.store.remote import bind_values
from yiju.vocabulary import NS, Names, digest, is_document_graph

GRAPH: Final = "description"

_ONTOLOGY: Final = "ontology"
_DERIVED: Final = ("policies", "identities", "findings")
_ANNOUNCED: Final = ("catalogue", "library")
"""Graphs of input that may be large; who writes them announces it."""

_EXAMPLES: Final = ("Disclosure", "Project", "Indicator", "Policy", "Department")
_LOOKED_AT: Final = 8
"""Documents that are looked at for examples, until there is one of each."""

_FIRST: Final = f"""SELECT ?graph ?class (MIN(STR(?thing)) AS ?first) WHERE {{
VALUES ?class {{ {" ".join(f"<{NS}{name}>" for name in _EXAMPLES)} }}
GRAPH ?graph {{ ?thing a ?class }} }} GROUP BY ?graph ?class"""


class DescriptionSteps:
    """Brings the description of a store up to date.

    Where graphs are not derived `in_steps`, nobody counted what came and went: they are read.
    """

    def __init__(
        self, shares: Shares, tallies: Tallies, store: Store, names: Names, *, in_steps: bool
    ) -> None:
        self._shares = shares
        self._derived = tallies.section if in_steps else tallies.read
        self._tallies = tallies
        self._store = store
        self._names = names
        self._fresh: set[str] = set()

    def put(self, tallies: Mapping[str, Tally]) -> None:
        """Count documents as they were just read, under the names by which a ledger knows them."""
        for who, tally in tallies.items():
            self._tallies.put(who, tally, section=DOCUMENTS)
        self._fresh |= tallies.keys()

    def conclude(
        self, changed: Iterable[str], documents: Mapping[str, str], announced: set[str]
    ) -> None:
        """Count what changed, and describe the store; the graphs of documents stand by their names."""
        for who in set(changed) - self._fresh:
            graph = documents.get(who)
            self._tallies.put(who, self._tallies.read(graph) if graph else {}, section=DOCUMENTS)
        self._count_inputs(announced)
        description = self._describe(documents)
        lines = {f"{triple} ." for triple in map_description(description, self._names)}
        self._shares.put_lines("", lines)
        self._shares.finish()
        self._shares.rewrite()

    def _count_inputs(self, announced: set[str]) -> None:
        """Count graphs that are neither of documents nor derived."""
        known = self._tallies.known()
        there = set(self._inputs())
        settled = {self._names.graph(name) for name in _ANNOUNCED} - announced
        for graph in there - (settled & known):
            self._tallies.put(graph, self._tallies.read(graph), section=graph)
        for graph in {who for who in known if "/" in who} - there:
            self._tallies.put(graph, {}, section=graph)

    def _inputs(self) -> Iterator[str]:
        ours = {self._names.graph(name) for name in (*_DERIVED, _ONTOLOGY, GRAPH)}
        for graph in self._store.graphs():
            if graph not in ours and not is_document_graph(graph):
                yield graph

    def _describe(self, documents: Mapping[str, str]) -> Description:
        ontology = self._names.graph(_ONTOLOGY)
        terms, kinds = count_terms(read_triples(self._store, ontology), self._names.base)
        counted = {name: self._tallies.section(name) for name in (DOCUMENTS, *self._inputs())}
        derived = {name: self._derived(name) for name in map(self._names.graph, _DERIVED)}
        tallies = counted | derived | {ontology: terms}
        first = self._first_things(documents.values())
        shas = sorted(graph.rpartition("/")[2] for graph in documents.values())
        return Description(
            version=f"{__version__}-{digest(' '.join(shas), 12)}",
            contents=find_contents({name: one for name, one in tallies.items() if one}, kinds),
            roots=tuple(self._names.disclosure(sha) for sha in shas),
            things=tuple(first[name] for name in _EXAMPLES if name in first),
            queries=tuple(_example(question, first) for question in load_questions().values()),
        )

    def _first_things(self, documents: Iterable[str]) -> dict[str, str]:
        """The first thing of each class of ours, among the policies and in the first documents."""
        found: dict[str, str] = {}
        for graph in (self._names.graph("policies"), *sorted(documents)[:_LOOKED_AT]):
            if not found.keys() >= set(_EXAMPLES):
                for row in self._store.select(_FIRST, bindings={"graph": NamedNode(graph)}):
                    found.setdefault(row["class"].value.removeprefix(NS), row["first"].value)
        return found


def _example(question: Question, first: Mapping[str, str]) -> Example:
    """A question as it can be run: its parameters have their defaults, or the values of its header.

    What its header takes for an example of a thing is not in every store: there, the first of its kind is.
    """
    given = {}
    for parameter in question.parameters:
        kind = parameter.example.rpartition("/")[0].rpartition("/")[2]
        if parameter.kind is Kind.IRI:
            value = first.get(kind.capitalize(), parameter.example)
        else:
            value = parameter.example if parameter.default is None else parameter.default
        given[parameter.name] = value
    known = parse_parameters(question, given)
    text = bind_values(question.text, known) if known else question.text
    lines = text.splitlines()
    while lines and (not lines[0].strip() or lines[0].startswith("#")):
        lines.pop(0)
    title = question.title
    return Example(question.name, title.zh, title.en, "\n".join(lines))
