"""What every store can do."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import BinaryIO, Final, Protocol, Self

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Triple,
)

from yiju.store.export import Format

Term = NamedNode | BlankNode | Literal | Triple
Results = QuerySolutions | QueryBoolean | QueryTriples | Iterator[Triple]

NO_BINDINGS: Final[Mapping[str, Term]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs that a query sees when the request names them, as the SPARQL protocol lets it.

    A name that the store lacks is an empty graph. When either list is given, the other stands for
    exactly what it says: nothing, when it is empty.
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.default or self.named)


class Store(Protocol):
    """Graphs that can be asked, replaced and exported. Use it in a `with` statement."""

    @property
    def folder(self) -> Path | None:
        """Where search index, manifest and sources lie; None where no such folder is known."""
        ...

    def graphs(self) -> list[str]:
        """The IRIs of all graphs, sorted."""
        ...

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """All quads, or those of one graph, in no particular order."""
        ...

    def query(
        self,
        text: str,
        *,
        bindings: Mapping[str, Term] = NO_BINDINGS,
        union: bool = True,
        dataset: Dataset | None = None,
        base: str | None = None,
    ) -> Results:
        """Ask a SPARQL query; each variable of `bindings` must stand in its SELECT clause.

        The default graph is the union of all graphs, unless `union` is off or a dataset is given.
        Relative IRIs are resolved against `base`; without one they are an error.
        QueryError where the text is no query.
        """
        ...

    def select(self, text: str, *, bindings: Mapping[str, Term] = NO_BINDINGS) -> QuerySolutions:
        """The rows of a SELECT query; QueryError where it is another kind."""
        ...

    def replace_graphs(self, graphs: Mapping[str, Iterable[Quad]]) -> None:
        """Make each graph of that IRI hold exactly those quads, whatever it held before."""
        ...

    def change_graph(self, graph: str, *, gone: Iterable[Quad], added: Iterable[Quad]) -> None:
        """Take some quads out of a graph and put others in, all or nothing.

        What is gone already, or is there already, does no harm.
        """
        ...

    def remove_graph(self, graph: str) -> None:
        """Remove a graph with all that it holds; nothing happens where there is none."""
        ...

    def dump(self, graph: str, out: BinaryIO) -> None:
        """Write the triples of one graph as N-Triples, in no particular order: the quickest way out."""
        ...

    def export(self, form: Format | str, *, graph: str | None = None, out: BinaryIO) -> None:
        """Write everything, or one graph: the same bytes for the same content, always."""
        ...

    def close(self) -> None:
        """Let the store go; it cannot be used afterwards."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
