"""The commands under one name, and the one place where a fault becomes a sentence and a status."""

import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Final, TextIO

import typer

from yiju import __version__
from yiju.cli import asking, building, cataloguing, judging, searching, serving, showing
from yiju.cli.comparing import compare, library
from yiju.cli.console import say
from yiju.cli.dumping import dump
from yiju.errors import YijuError

app: Final = typer.Typer(
    name="yiju",
    help="Yiju 依据: what budget-performance disclosures promise, with what money, by whom, "
    "and on what authority.",
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help comes in half the time
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for command in (
    serving.demo,
    building.build,
    building.extract,
    showing.show,
    searching.search,
    asking.trace,
    asking.policy,
    asking.query,
    asking.findings,
    compare,
    library,
    searching.index,
    building.validate,
    serving.export,
    dump,
    serving.serve,
):
    app.command()(command)
app.add_typer(judging.app, name="judge")
app.add_typer(cataloguing.app, name="catalogue")


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"yiju {__version__}")
        raise typer.Exit


@app.callback()
def yiju(
    *,
    version: Annotated[  # told by its callback
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="The version.")
    ] = False,
) -> None:
    """Options that stand before a command."""


def main() -> None:
    """Run the command of this process and end it with the status that the package promises."""
    sys.stdout, sys.stderr = _open_stream(sys.stdout), _open_stream(sys.stderr)
    sys.exit(_status())


def _open_stream(stream: TextIO | None) -> TextIO:
    """A stream that takes any character, and takes it to nowhere if it was closed before we began."""
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
    return stream or Path(os.devnull).open("w", encoding="utf-8")


def _status() -> int | str | None:
    try:
        return _flushed(_code())
    except YijuError as fault:
        return _refused(str(fault))
    except OSError as fault:
        return _refused(f"{fault.filename or 'Standard output'}: {fault.strerror or fault}.")
    except KeyboardInterrupt:
        return 130
    except Exception as bug:  # the last place where a bug can become a sentence
        if os.environ.get("YIJU_TRACEBACK") == "1":
            raise
        return _refused(
            f"This is a bug in Yiju ({type(bug).__name__}: {bug}); "
            "run the same command with YIJU_TRACEBACK=1 to see where, and report it."
        )


def _code() -> int | str | None:
    """Run the command; the status with which it ended."""
    try:
        app()
    except SystemExit as end:
        return end.code
    return 0


def _flushed(code: int | str | None) -> int | str | None:
    """The status, after what was printed has left; a reader that went away is no fault of ours."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _refused(sentence: str) -> int:
    say(sentence)
    return 1
