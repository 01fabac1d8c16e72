"""Commands that read: build a store from files, look at one file, validate what was written."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yiju.cli.console import progress_bar, say, show_table, tell
from yiju.cli.options import State, Where

if TYPE_CHECKING:
    from yiju.model import Accounting, Disclosure
    from yiju.pipeline import BuildReport, Outcome

_COLUMNS = ("document", "status", "projects", "indicators", "cells", "characters")


class Form(StrEnum):
    """How a validation report is printed."""

    TEXT = "text"
    TURTLE = "turtle"


def build(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH...", exists=True, readable=False, help="Files or folders."),
    ],
    *,
    store: Where,
    sources: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.csv",
            exists=True,
            dir_okay=False,
            help="Where each file came from: file, url, publisher, region, issued, licence.",
        ),
    ] = None,
    state: State = None,
) -> None:
    """Read files or folders into a store.

    What they say is checked before it is loaded; a document that fails harms no other.
    Exit status 0 when all loaded, 1 when some were refused or quarantined.
    """
    from yiju import pipeline

    with progress_bar("reading") as progress:
        report = pipeline.build(paths, store, sources=sources, state=state, progress=progress)
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
    file: Annotated[Path, typer.Argument(exists=True, readable=False, dir_okay=False)],
    *,
    report: Annotated[
        bool, typer.Option("--report", help="Also say, on standard error, what was not understood.")
    ] = False,
) -> None:
    """Print the records of one document as JSON-LD.

    The context is embedded; nothing is stored.
    """
    import json

    from yiju import pipeline
    from yiju.mapping import as_document
    from yiju.vocabulary import Names

    disclosure = pipeline.read_disclosure(file)
    records = json.dumps(as_document(disclosure, Names()), ensure_ascii=False, indent=2)
    sys.stdout.buffer.write(records.encode("utf-8", "backslashreplace") + b"\n")
    if report:
        _say_report(disclosure)


def _say_report(disclosure: "Disclosure") -> None:
    for unit, sums in (("cells", disclosure.accounting), ("characters", disclosure.characters)):
        say(
            f"{unit}: {sums.read} = {sums.mapped} mapped + {sums.ignored} ignored + {sums.unmapped} unmapped"
        )
    for note in disclosure.document.notes:
        say(f"{disclosure.document.names[0]}: {note}")
    for issue in disclosure.issues:
        say(str(issue))


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
