"""Keeping the index in step with a store that is open to be written.

A graph is marked before it is written; when the store is closed, what is marked is read again. An
index that is missing, damaged or of other code is made anew then.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad

from yiju.errors import StoreError
from yiju.store.protocol import Store
from yiju.store.search.file import EVERYTHING, FILE, DamagedIndexError, IndexFile
from yiju.store.search.index import open_index
from yiju.store.search.reading import find_leaning, is_found, is_read, read_graph, read_things
from yiju.vocabulary import is_document_graph

ALL: Final = ""
"""Stands for all things of a graph."""


class Upkeep:
    """What has to be read again of a store, whose index lies in `folder`; nowhere without one."""

    def __init__(self, folder: Path | None) -> None:
        self._index = IndexFile(folder / FILE) if folder else None

    def announce(self, graphs: Iterable[str]) -> None:
        """Put down that these graphs are about to be written."""
        for graph in filter(is_read, graphs):
            self._mark(graph)

    def announce_everything(self) -> None:
        """Put down that any graph may be written."""
        self._mark(EVERYTHING)

    def announce_quads(self, graph: str, quads: Iterable[Quad]) -> None:
        """Put down that these quads of a graph come or go."""
        if is_document_graph(graph):
            self._mark(graph)
        elif is_read(graph):
            ends = (end for quad in quads for end in (quad.subject, quad.object))
            names = {end.value for end in ends if isinstance(end, NamedNode)}
            self._mark(graph, filter(is_found, names))

    def finish(self, store: Store) -> None:
        """Bring the index up to date, and let it go."""
        if not self._index:
            return
        try:
            _refresh(self._index, store)
        except DamagedIndexError:
            self._index.begin_anew()
            _refresh(self._index, store)
        finally:
            self.close()

    def _mark(self, graph: str, things: Iterable[str] = (ALL,)) -> None:
        if not self._index:
            return
        try:
            self._index.mark(graph, things)
        except DamagedIndexError:
            self._index.begin_anew()

    def close(self) -> None:
        """Let the index go; what is marked waits for who writes next."""
        if self._index:
            self._index.close()
        self._index = None


def make_index(store: Store) -> None:
    """Make the index of a store anew, from the store alone; StoreError where it has no place."""
    if store.folder is None:
        raise StoreError("An endpoint keeps no index; name a folder for it with --state DIR.")
    upkeep = Upkeep(store.folder)
    upkeep.announce_everything()
    upkeep.finish(store)


def is_current(folder: Path) -> bool:
    """Whether a folder holds an index that fits this code and waits for nothing."""
    try:
        with open_index(folder) as index:
            return not index.is_behind
    except StoreError:
        return False


def _refresh(index: IndexFile, store: Store) -> None:
    marked = index.marked()
    if not marked and index.is_made:
        return
    with index.writing():
        if EVERYTHING in marked:
            _read_everything(index, store)
        else:
            _read_marked(index, store, marked)


def _read_everything(index: IndexFile, store: Store) -> None:
    index.clear()
    for graph in filter(is_read, store.graphs()):
        index.add(graph, read_graph(store, graph))


def _read_marked(index: IndexFile, store: Store, marked: dict[str, set[str]]) -> None:
    for graph, thing in _leaning(index, store, marked):
        marked.setdefault(graph, set()).add(thing)
    for graph, things in sorted(marked.items()):
        if ALL in things:
            index.remove_graph(graph)
            index.add(graph, read_graph(store, graph))
        else:
            index.remove_things(graph, things)
            index.add(graph, read_things(store, graph, sorted(things)))


def _leaning(
    index: IndexFile, store: Store, marked: Mapping[str, Iterable[str]]
) -> list[tuple[str, str]]:
    """What had, or has now, words or places from what is marked."""
    documents = list(filter(is_document_graph, marked))
    sources = [*documents, *(thing for things in marked.values() for thing in things if thing)]
    had = [one for source in sources for one in index.leaning_on(source)]
    return had + [one for document in documents for one in find_leaning(store, document)]
