"""The command that writes dumps: all that a store holds as files, with a manifest."""

from pathlib import Path
from typing import Annotated

import typer

from yiju.cli.console import show_table
from yiju.cli.options import State, Where, open_to_read


def dump(
    *,
    store: Where,
    out: Annotated[Path, typer.Option(metavar="DIR", file_okay=False, help="The folder to write.")],
    bom: Annotated[
        bool, typer.Option("--bom", help="Begin CSV with the byte-order mark that Excel wants.")
    ] = False,
    state: State = None,
) -> None:
    """Write all that a store holds as files: N-Quads, TriG, Turtle, CSV, JSON Lines, and a manifest.

    The same content always gives the same bytes. `yiju serve` offers the folder `dumps` of a store.
    """
    from yiju.dumps import write_dumps

    with open_to_read(store, state) as source:
        dumps = write_dumps(source, out, bom=bom)
    show_table(
        ("file", "holds", "bytes", "sha256"),
        [(one.name, f"{one.count} {one.unit}", str(one.bytes), one.sha256[:16]) for one in dumps],
    )
