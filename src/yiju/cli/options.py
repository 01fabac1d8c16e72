"""The options that commands share, and what is wrong usage in them.

A store is a folder or the address of a SPARQL endpoint. A folder that holds no store is wrong
usage for a command that reads one: nothing can be asked of it.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yiju.errors import NotFoundError

if TYPE_CHECKING:
    from yiju.store import Store

Where = Annotated[
    str, typer.Option("--store", metavar="DIR|URL", help="A store folder, or a SPARQL endpoint.")
]
State = Annotated[
    Path | None,
    typer.Option(
        "--state", metavar="DIR", help="Where an endpoint's search index and sources lie."
    ),
]


def open_to_read(location: str, state: Path | None = None) -> "Store":
    """The store at that place; BadParameter where there is none."""
    from yiju.store import open_store

    try:
        return open_store(location, state=state)
    except NotFoundError as fault:
        raise typer.BadParameter(str(fault), param_hint="--store") from fault


def folder_of_index(location: str, state: Path | None) -> Path:
    """Where the search index of a store lies; BadParameter where an endpoint has no such folder."""
    from yiju.store import is_endpoint

    if not is_endpoint(location):
        return Path(location)
    if state is None:
        raise typer.BadParameter(
            "An endpoint's search index lies in a folder; name it.", param_hint="--state"
        )
    return state


def keep_index(location: str, state: Path | None = None, *, anew: bool = False) -> Path:
    """Bring the search index of a store up to date where it is not; gives its folder."""
    from yiju.store import open_store
    from yiju.store.search import is_current, make_index

    folder = folder_of_index(location, state)
    if anew or not is_current(folder):
        open_to_read(location, state).close()
        with open_store(location, write=True, state=state) as store:  # closing it does the rest
            if anew:
                make_index(store)
    return folder
