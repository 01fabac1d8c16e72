"""Commands that read: build a store from files, look at one file, validate what was written."""

import os
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from yiju.cli.console import progress_bar, say, show_table, tell
from yiju.cli.options import State, Where
from yiju.pipeline.files import DOWNLOAD
from yiju.pipeline.limits import MEGABYTE, Limits

if TYPE_CHECKING:
    from yiju.model import Accounting
    from yiju.pipeline import BuildReport, Outcome

_LIMITS: Final = Limits()
_COLUMNS = ("document", "status", "projects", "indicators", "cells", "characters")


class Form(StrEnum):
    """How a validation report is printed."""

    TEXT = "text"
    TURTLE = "turtle"


def _parse_path(text: str) -> Path:
    """A file or folder that is there; an address is none, and who gives one is told what to do."""
    if "://" in text:
        raise typer.BadParameter(f"{text} is an address. {DOWNLOAD}")
    if not os.path.lexists(text):
        raise typer.BadParameter(f"{text} is not there.")
    return Path(text)


FilesFrom = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE|-",
        parser=lambda text: Path("-") if text == "-" else _parse_path(text),
        help="A list of files and folders, one in a line, relative to the list; # begins a remark.",
    ),
]
Sources = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE.csv",
        exists=True,
        dir_okay=False,
        help="Where each file came from: file, url, publisher, region, issued, licence.",
    ),
]
MaxSeconds = Annotated[
    float, typer.Option(min=1, metavar="SECONDS", help="How long one document may be read.")
]
MaxMemory = Annotated[
    int, typer.Option(min=256, metavar="MB", help="How much memory reading it may take.")
]


def build(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH...", show_default=False, parser=_parse_path, help="Files or folders."
        ),
    ] = None,
    *,
    store: Where,
    files_from: FilesFrom = None,
    sources: Sources = None,
    state: State = None,
    max_seconds: MaxSeconds = _LIMITS.seconds,
    max_memory: MaxMemory = _LIMITS.memory // MEGABYTE,
) -> None:
    """Read files, folders and ZIP archives into a store.

    What they say is checked before it is loaded; a document that fails harms no other.
    Exit status 0 when all loaded, 1 when some were refused or quarantined.
    """
    from yiju import pipeline

    if not (paths or files_from):
        raise typer.BadParameter(
            "name files or folders, or a list of them with --files-from.", param_hint="PATH..."
        )
    listed = pipeline.read_file_list(files_from, sys.stdin) if files_from else []
    files, limits = [*(paths or ()), *listed], Limits(max_seconds, max_memory * MEGABYTE)
    with pipeline.open_reader(limits) as reader, progress_bar("reading") as progress:
        report = pipeline.build(
            files, store, sources=sources, state=state, progress=progress, reader=reader
        )
    show_report(report)
    if not report.complete:
        raise typer.Exit(1)


def show_report(report: "BuildReport") -> None:
    """One line for each document, then what there is to say of some of them."""
    show_table(_COLUMNS, [_line(outcome) for outcome in report.outcomes])
    tell("cells, characters: read = mapped + ignored + unmapped")
    for outcome in report.outcomes:
        if any(outcome.findings):
            tell(f"{outcome.name}: {_tell_findings(outcome)}")
        if outcome.reason:
            tell(outcome.reason)
        for note in outcome.notes:
            tell(f"{outcome.name}: {note}")


def _line(outcome: "Outcome") -> tuple[str, ...]:
    return (outcome.name, outcome.status, *_counts(outcome))


def _counts(outcome: "Outcome") -> tuple[str, ...]:
    if outcome.accounting is None or outcome.characters is None:
        return "", "", "", ""
    cells, characters = _sum(outcome.accounting), _sum(outcome.characters)
    return str(outcome.projects), str(outcome.indicators), cells, characters


def _tell_findings(outcome: "Outcome") -> str:
    """How many findings of each severity, none left out: `0 violations, 1 warnings, 4 notes`."""
    words = ("violations", "warnings", "notes")
    counts = (f"{count} {word}" for count, word in zip(outcome.findings, words, strict=True))
    return f"the audit found {', '.join(counts)}"


def _sum(sums: "Accounting") -> str:
    return f"{sums.read} = {sums.mapped} + {sums.ignored} + {sums.unmapped}"


def extract(
    file: Annotated[Path, typer.Argument(metavar="FILE", parser=_parse_path)],
    *,
    report: Annotated[
        bool, typer.Option("--report", help="Also say, on standard error, what was not understood.")
    ] = False,
    max_seconds: MaxSeconds = _LIMITS.seconds,
    max_memory: MaxMemory = _LIMITS.memory // MEGABYTE,
) -> None:
    """Print the records of one document as JSON-LD.

    The context is embedded; nothing is stored.
    """
    import json

    from yiju import pipeline

    read = pipeline.read_one(file, Limits(max_seconds, max_memory * MEGABYTE))
    records = json.dumps(json.loads(read.graph), ensure_ascii=False, indent=2)
    sys.stdout.buffer.write(records.encode() + b"\n")
    if report:
        _say_report(read.outcome, read.issues)


def _say_report(outcome: "Outcome", issues: Iterable[str]) -> None:
    for unit, sums in (("cells", outcome.accounting), ("characters", outcome.characters)):
        if sums:
            say(
                f"{unit}: {sums.read} = {sums.mapped} mapped + {sums.ignored} ignored + {sums.unmapped} unmapped"
            )
    for note in outcome.notes:
        say(f"{outcome.name}: {note}")
    for issue in issues:
        say(issue)


def validate(
    path: Annotated[Path, typer.Argument(metavar="FILE.ttl|DIR", exists=True, readable=False)],
    *,
    form: Annotated[
        Form, typer.Option("--format", help="A report for people, or a SHACL report.")
    ] = Form.TEXT,
) -> None:
    """Check RDF files against the shapes.

    Exit status 1 when something does not conform.
    """
    from yiju import validation

    report = validation.check_file(path)
    if form is Form.TURTLE:
        sys.stdout.buffer.write(report.turtle().encode())
    else:
        tell(report.text())
    if not report.conforms:
        raise typer.Exit(1)
