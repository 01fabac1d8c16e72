"""A store in a folder: one Oxigraph database in `oxigraph/`, for one writer and many readers.

Promise: a graph is replaced as a whole or not at all, and only where it really changes. A reader
sees the state at its opening. Numbers are kept by value (12.50 is 12.5), as the engine keeps them.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import BinaryIO, Final, Self

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    Quad,
    QuerySolutions,
    RdfFormat,
    Variable,
)
from pyoxigraph import Store as Oxigraph

from yiju.errors import NotFoundError, QueryError
from yiju.store.export import Format, parse_format, write_quads
from yiju.store.faults import telling, telling_query
from yiju.store.protocol import NO_BINDINGS, Dataset, Results, Term
from yiju.store.search.upkeep import Upkeep
from yiju.store.state import read_signature
from yiju.store.updates import find_targets

DATABASE: Final = "oxigraph"
_COPY: Final = ".update-"
"""How the folders begin in which updates are tried; one that was left behind goes with the next."""

_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\\]+")
"""A graph's name that is told in full: relative ones and escapes are not resolved here."""

_PAUSES: Final = (0.01, 0.03, 0.1, 0.3)


def open_folder(folder: Path, *, write: bool = False, missing_ok: bool = False) -> "EmbeddedStore":
    """Open the database in a folder, to read or to write; StoreLockedError beside another writer."""
    if write:
        return _open_to_write(folder)
    if is_store(folder):
        with telling(folder):
            return EmbeddedStore(folder, _open_to_read(folder))
    if missing_ok:
        return EmbeddedStore(folder, Oxigraph())
    raise NotFoundError(
        f"There is no store in {folder}; make one with `yiju build … --store {folder}`."
    )


def is_store(folder: Path) -> bool:
    """Whether a folder holds a database."""
    with telling(folder):
        return (folder / DATABASE / "CURRENT").exists()


def _open_to_read(folder: Path) -> Oxigraph:
    """Open beside a writer, which tidies files away: a state that it went through meanwhile is none.

    What was opened while files came and went may lack what was in a file that is gone, so that it is
    opened again; who writes all the time is not waited for.
    """
    database = folder / DATABASE
    for pause in _PAUSES:
        before = read_signature(database)
        try:
            engine = Oxigraph.read_only(str(database))
        except (OSError, RuntimeError) as fault:
            if "no such file" not in str(fault).lower():
                raise
        else:
            if read_signature(database) == before:
                return engine
            del engine
        time.sleep(pause)
    return Oxigraph.read_only(str(database))


def _open_to_write(folder: Path, *, upkeep: bool = True) -> "EmbeddedStore":
    with telling(folder):
        folder.mkdir(parents=True, exist_ok=True)
        engine = Oxigraph(folder / DATABASE)
    return EmbeddedStore(folder, engine, upkeep=Upkeep(folder if upkeep else None))


class EmbeddedStore:
    """A Store over an Oxigraph database. Made by `open_folder`."""

    def __init__(self, folder: Path, engine: Oxigraph, *, upkeep: Upkeep | None = None) -> None:
        self._folder = folder
        self._open: Oxigraph | None = engine
        self._upkeep = upkeep or Upkeep(None)

    @property
    def folder(self) -> Path:
        """Where search index, manifest and sources lie."""
        return self._folder

    @property
    def _engine(self) -> Oxigraph:
        if self._open is None:
            raise ValueError(f"The store {self._folder} was closed.")
        return self._open

    def graphs(self) -> list[str]:
        """The IRIs of all graphs, sorted."""
        with telling(self._folder):
            return sorted(name.value for name in self._engine.named_graphs())

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """All quads, or those of one graph, in no particular order."""
        name = NamedNode(graph) if graph is not None else None
        with telling(self._folder):
            yield from self._engine.quads_for_pattern(None, None, None, name)

    def quads_in(self, graph: NamedNode | DefaultGraph) -> Iterator[Quad]:
        """The quads of one graph, also of the one that has no name."""
        with telling(self._folder):
            yield from self._engine.quads_for_pattern(None, None, None, graph)

    def query(
        self,
        text: str,
        *,
        bindings: Mapping[str, Term] = NO_BINDINGS,
        union: bool = True,
        dataset: Dataset | None = None,
        base: str | None = None,
    ) -> Results:
        """Ask a SPARQL query; QueryError where the text is none."""
        with telling(self._folder), telling_query():
            return self._engine.query(
                text,
                base_iri=base,
                use_default_graph_as_union=union and not dataset,
                default_graph=_default_graphs(dataset),
                named_graphs=[NamedNode(name) for name in dataset.named] if dataset else None,
                substitutions={Variable(name): term for name, term in bindings.items()} or None,
            )

    def select(self, text: str, *, bindings: Mapping[str, Term] = NO_BINDINGS) -> QuerySolutions:
        """The rows of a SELECT query; QueryError where it is another kind."""
        results = self.query(text, bindings=bindings)
        if not isinstance(results, QuerySolutions):
            raise QueryError("A SELECT query was expected; this one asks or constructs.")
        return results

    def replace_graphs(self, graphs: Mapping[str, Iterable[Quad]]) -> None:
        """Make each graph hold exactly those quads: new graphs in bulk, changed ones by their change."""
        fresh: list[Quad] = []
        new_names: list[str] = []
        with telling(self._folder):
            for name, quads in graphs.items():
                old = set(self.quads(name))
                if not old:
                    fresh.extend(_in_graph(quads, NamedNode(name)))
                    new_names.append(name)
                elif (new := _as_stored(quads, name)) != old:
                    self._upkeep.announce([name])
                    self._engine.update(_change(name, gone=old - new, added=new - old))
            if fresh:
                self._upkeep.announce(new_names)
                self._engine.bulk_extend(fresh)

    def change_graph(self, graph: str, *, gone: Iterable[Quad], added: Iterable[Quad]) -> None:
        """Take some quads out of a graph and put others in, all or nothing."""
        out, into = set(gone), set(_in_graph(added, NamedNode(graph)))
        self._upkeep.announce_quads(graph, out | into)
        with telling(self._folder):
            if out:
                self._engine.update(_change(graph, gone=out, added=into))
            elif into:
                self._engine.extend(into)

    def remove_graph(self, graph: str) -> None:
        """Remove a graph with all that it holds; nothing happens where there is none."""
        with telling(self._folder):
            if self._engine.contains_named_graph(NamedNode(graph)):
                self._upkeep.announce([graph])
                self._engine.remove_graph(NamedNode(graph))

    def update(self, text: str, *, base: str, approve: Callable[["EmbeddedStore"], None]) -> None:
        """Apply an update, if what comes of it on a copy is approved; else nothing has happened.

        `approve` raises what it has against the copy. QueryError where the text is no update.
        """
        for left in self._folder.glob(f"{_COPY}*"):
            rmtree(left, ignore_errors=True)
        with (
            telling(self._folder),
            TemporaryDirectory(
                dir=self._folder,
                prefix=_COPY,
                ignore_cleanup_errors=True,  # what still holds the copy after a fault ends later
            ) as place,
        ):
            self._engine.backup(Path(place) / DATABASE)  # hard links: cheap, whatever the size
            with _open_to_write(Path(place), upkeep=False) as copy:
                _update(copy._engine, text, base)  # noqa: SLF001  # another of this class
                approve(copy)
            self._announce_update(text)
            _update(self._engine, text, base)

    def dump(self, graph: str, out: BinaryIO) -> None:
        """Write the triples of one graph as N-Triples, in no particular order: the quickest way out."""
        with telling(self._folder):
            self._engine.dump(out, RdfFormat.N_TRIPLES, from_graph=NamedNode(graph))

    def export(self, form: Format | str, *, graph: str | None = None, out: BinaryIO) -> None:
        """Write everything, or one graph: the same bytes for the same content, always."""
        if graph is not None and graph not in self.graphs():
            raise NotFoundError(f"The store {self._folder} has no graph <{graph}>.")
        write_quads(self.quads(graph), parse_format(form), out=out)

    def close(self) -> None:
        """Bring the index up to date, and let the database go, so that another process may write."""
        if self._open is not None:
            try:
                self._upkeep.finish(self)
            finally:
                self._open = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:  # what failed is not made worse: the marks wait for who writes next
            self._upkeep.close()
        self.close()

    def _announce_update(self, text: str) -> None:
        targets = find_targets(text)
        if targets is None or not all(map(_ABSOLUTE.fullmatch, targets)):
            self._upkeep.announce_everything()
        else:
            self._upkeep.announce(targets)


def _update(engine: Oxigraph, text: str, base: str) -> None:
    with telling_query():
        engine.update(text, base_iri=base)


def _default_graphs(dataset: Dataset | None) -> list[NamedNode | BlankNode | DefaultGraph] | None:
    """The default graph of a request's dataset, as the engine wants it; empty is empty."""
    if not dataset:
        return None
    return [NamedNode(name) for name in dataset.default]


def _as_stored(quads: Iterable[Quad], graph: str) -> set[Quad]:
    """The quads as the engine gives them back: in that graph, numbers by value."""
    memory = Oxigraph()
    memory.extend(_in_graph(quads, NamedNode(graph)))
    return set(memory)


def _in_graph(quads: Iterable[Quad], graph: NamedNode) -> Iterator[Quad]:
    """The quads, each in that graph."""
    for quad in quads:
        here = quad.graph_name == graph
        yield quad if here else Quad(quad.subject, quad.predicate, quad.object, graph)


def _change(graph: str, *, gone: set[Quad], added: set[Quad]) -> str:
    """One update that takes some quads out of a graph and puts others in, all or nothing."""
    name = str(NamedNode(graph))
    return (
        f"DELETE DATA {{ GRAPH {name} {{ {_triples(gone)} }} }} ;\n"
        f"INSERT DATA {{ GRAPH {name} {{ {_triples(added)} }} }}"
    )


def _triples(quads: set[Quad]) -> str:
    return "\n".join(f"{quad.triple} ." for quad in quads)
