"""Commands about catalogues of known policies."""

from pathlib import Path
from typing import Annotated

import typer

from yiju.cli.console import say
from yiju.cli.options import State, Where, open_to_read

app = typer.Typer(
    rich_markup_mode=None,
    help="Take in catalogues of known policies: their numbers, and whether they are in force.",
    no_args_is_help=True,
)


@app.callback()
def catalogue() -> None:
    """Take in catalogues of known policies: their numbers, and whether they are in force."""


@app.command(name="import")
def take_in(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE.csv", help="标题, and 文号, 发文机关, 日期, 状态 where known."
        ),
    ],
    *,
    store: Where,
    state: State = None,
) -> None:
    """Take a catalogue in, in the place of what this file held before; citations are resolved anew."""
    from yiju.inputs.policies import GRAPH, load_catalogue, read_catalogue
    from yiju.pipeline import Conclusions, count_policies
    from yiju.store import open_store
    from yiju.vocabulary import Names

    read = read_catalogue(file)
    open_to_read(store, state).close()
    names = Names()
    with (
        open_store(store, write=True, state=state) as opened,
        Conclusions(opened, names) as conclusions,
    ):
        conclusions.announce([names.graph(GRAPH)])
        load_catalogue(opened, read, names)
        conclusions.conclude()
        there, listed = count_policies(opened)
    for issue in read.issues:
        say(str(issue))
    say(
        f"{read.file}: {len(read.rows)} policies taken in, {len(read.issues)} rows left out; "
        f"{listed} of the {there} policies of the store are listed."
    )
    if read.issues:
        raise typer.Exit(1)
