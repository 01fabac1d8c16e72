"""A derived graph as the sum of what its units bring: changed by the difference, never rewritten.

A unit is a document, a policy, or a group of departments or of projects: whatever is concluded
together. No two units bring the same triple, so that taking one out takes nothing from another.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from yiju.mapping import Json, as_graph, parse_quads
from yiju.pipeline.ledger import Ledger
from yiju.pipeline.tallies import Tallies
from yiju.store import Store

_AT_ONCE: Final = 2_000
"""Nodes and units that are settled together: reading the context costs more than a few nodes."""

_WRITTEN: Final = 20_000
"""Triples that are written together."""


class Shares:
    """One derived graph of a store, brought up to date unit by unit; `finish` writes the rest.

    With `write` off, only the ledger is brought up to date, for a graph that is written as a whole.
    With `tallies`, what comes and goes is counted there.
    """

    def __init__(
        self,
        ledger: Ledger,
        store: Store,
        graph: str,
        *,
        write: bool = True,
        tallies: Tallies | None = None,
    ) -> None:
        self.graph = graph
        self._ledger = ledger
        self._tallies = tallies
        self._store = store
        self._write = write
        self._waiting: dict[str, Sequence[Json]] = {}
        self._count = 0
        self._gone: set[str] = set()
        self._added: set[str] = set()
        self._written: set[int] = set()

    def put(self, units: Mapping[str, Sequence[Json]]) -> None:
        """Let units bring these nodes and nothing else; the nodes of two units have two names.

        What is not named, brings what it brought before.
        """
        self._waiting.update(units)
        self._count += len(units) + sum(map(len, units.values()))
        if self._count >= _AT_ONCE:
            self._settle()

    def put_alone(self, unit: str, nodes: Sequence[Json]) -> None:
        """Let a unit bring these nodes, which may have the names of nodes of other units."""
        self._change({unit: _as_lines(self.graph, nodes)})

    def put_lines(self, unit: str, lines: set[str]) -> None:
        """Let a unit bring these triples, which are lines of N-Triples."""
        self._change({unit: lines})

    def take(self, unit: str, quads: Iterable[Quad]) -> None:
        """Let a unit have brought these quads, which are there."""
        lines = {f"{quad.triple} ." for quad in quads}
        self._ledger.put_share(self.graph, unit, lines)
        self._count_change(set(), lines)

    def finish(self) -> None:
        """Write what is left."""
        self._settle()
        gone = {line for line in self._gone - self._added if hash(line) not in self._written}
        self._change_graph(gone, self._added - self._gone)
        self._gone, self._added, self._written = set(), set(), set()

    def rewrite(self) -> None:
        """Make the graph what all units bring, whatever it held before."""
        if not self._write:
            self._store.replace_graphs({self.graph: self._whole()})

    def _whole(self) -> Iterable[Quad]:
        for unit in self._ledger.units(self.graph):
            yield from _as_quads(self.graph, self._ledger.share(self.graph, unit))

    def _settle(self) -> None:
        waiting, self._waiting, self._count = self._waiting, {}, 0
        owners = {str(node["id"]): unit for unit, nodes in waiting.items() for node in nodes}
        lines: dict[str, set[str]] = {unit: set() for unit in waiting}
        for line in _as_lines(self.graph, [node for nodes in waiting.values() for node in nodes]):
            lines[owners[line[1 : line.index(">")]]].add(line)
        self._change(lines)

    def _change(self, units: Mapping[str, set[str]]) -> None:
        for unit, new in units.items():
            old = self._ledger.share(self.graph, unit)
            if old != new:
                self._ledger.put_share(self.graph, unit, new)
                self._gone |= old - new
                self._added |= new - old
                self._count_change(old - new, new - old)
        if len(self._added) >= _WRITTEN:
            self._flush()

    def _count_change(self, gone: set[str], added: set[str]) -> None:
        if self._tallies is not None:
            self._tallies.change(self.graph, gone, added)

    def _flush(self) -> None:
        """Write what comes; what goes waits to the end, as it may come back with another unit."""
        self._change_graph(set(), self._added)
        self._written |= {hash(line) for line in self._added}
        self._added = set()

    def _change_graph(self, gone: set[str], added: set[str]) -> None:
        if self._write and (gone or added):
            self._store.change_graph(
                self.graph, gone=_as_quads(self.graph, gone), added=_as_quads(self.graph, added)
            )


def _as_lines(graph: str, nodes: Sequence[Json]) -> set[str]:
    """Nodes as N-Triples, a line each."""
    if not nodes:
        return set()
    return {f"{quad.triple} ." for quad in parse_quads(as_graph(graph, nodes))}


def _as_quads(graph: str, lines: Iterable[str]) -> Iterable[Quad]:
    name = NamedNode(graph)
    for quad in parse("\n".join(sorted(lines)), RdfFormat.N_TRIPLES):
        yield Quad(quad.subject, quad.predicate, quad.object, name)
