"""The store: one small protocol, two implementations.

A folder is an Oxigraph database on disk (`embedded`), an http address is any SPARQL 1.1 endpoint
(`remote`). Whoever uses a store sees graphs, queries and exports, never the engine behind them.
"""

from pathlib import Path

from yiju.store.embedded import EmbeddedStore, open_folder
from yiju.store.export import Format
from yiju.store.guard import check_query
from yiju.store.protocol import NO_BINDINGS, Dataset, Results, Store, Term
from yiju.store.remote import RemoteStore, is_endpoint

__all__ = [
    "NO_BINDINGS",
    "Dataset",
    "EmbeddedStore",
    "Format",
    "Results",
    "Store",
    "Term",
    "check_query",
    "is_endpoint",
    "open_folder",
    "open_store",
]


def open_store(
    location: str | Path,
    *,
    write: bool = False,
    state: Path | None = None,
    missing_ok: bool = False,
) -> Store:
    """Open the store at a folder or an http(s) address.

    To read what is not there is a NotFoundError, or an empty store with `missing_ok`; to write
    creates it. `state` is the folder for what does not fit into triples when the store is an endpoint.
    """
    if is_endpoint(location):
        return RemoteStore(str(location), folder=state, write=write)
    return open_folder(Path(location), write=write, missing_ok=missing_ok)
