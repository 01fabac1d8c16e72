"""Commands that lay things side by side: two documents, and the indicators that departments use."""

import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from yiju.cli.console import say, show_table, tell
from yiju.cli.options import State, Where, open_to_read

if TYPE_CHECKING:
    from yiju.questions import (
        Change,
        Compared,
        Comparison,
        Evidence,
        Json,
        Library,
        LibraryEntry,
        Official,
        Side,
    )


class Shown(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


Shape = Annotated[Shown, typer.Option("--format", help="How the answer is printed.")]
_WHO: Final = "A file name, a SHA-256, an IRI, or a department (with @2021 where it has several)."
_SECTIONS: Final = ("totals", "budgets", "indicators")
_NUMBER: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def compare(
    a: Annotated[str, typer.Argument(metavar="A", help=_WHO)],
    b: Annotated[str, typer.Argument(metavar="B", help="The same, for the other side.")],
    *,
    store: Where,
    form: Shape = Shown.TABLE,
    state: State = None,
) -> None:
    """Tell what rose, fell, changed, vanished or appeared from A to B.

    Budgets, indicators and targets, each with both values and the words of both sources.
    """
    from yiju.questions import answer_compare, to_json

    with open_to_read(store, state) as source:
        found = answer_compare(source, a, b)
    if form is Shown.JSON:
        write_json(to_json(found))
    elif form is Shown.CSV:
        write_csv(_COLUMNS, _cells(found))
    else:
        show_comparison(found)


def library(
    *,
    store: Where,
    kind: Annotated[
        str | None, typer.Option(metavar="KIND", help="Only this kind of project.")
    ] = None,
    unused: Annotated[
        bool, typer.Option("--unused", help="List the official indicators that nobody uses.")
    ] = False,
    official: Annotated[
        Path | None,
        typer.Option("--import", metavar="FILE.csv", help="Take in an official library first."),
    ] = None,
    form: Shape = Shown.TABLE,
    state: State = None,
) -> None:
    """Tell which indicators departments use for each kind of project.

    How often, with which targets and bases, and which official indicator has that name.
    """
    from yiju.questions import answer_library

    bad = take_in(official, store, state) if official else 0
    with open_to_read(store, state) as source:
        found = answer_library(source, kind=kind)
    if unused:
        show_officials(found.unused, form)
    else:
        show_library(found, form)
    if bad:
        raise typer.Exit(1)


def take_in(path: Path, where: str, state: Path | None) -> int:
    """Take an official library into a store; tell what was left out, and how much that was."""
    from yiju.inputs.indicators import GRAPH, load_library, read_library
    from yiju.pipeline import Conclusions
    from yiju.store import open_store
    from yiju.vocabulary import Names

    read = read_library(path)
    open_to_read(where, state).close()
    names = Names()
    with (
        open_store(where, write=True, state=state) as opened,
        Conclusions(opened, names) as conclusions,
    ):
        conclusions.announce([names.graph(GRAPH)])
        load_library(opened, read, names)
        conclusions.conclude()
    for issue in read.issues:
        say(str(issue))
    say(
        f"{read.file}: {len(read.rows)} official indicators taken in, {len(read.issues)} rows left out."
    )
    return len(read.issues)


def write_json(content: "Json") -> None:
    """Write what the service would answer, for programs: nothing in it is replaced."""
    json.dump(content, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write rows as RFC 4180 has them; nothing is written for what is not there."""
    writer = csv.writer(sys.stdout, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)


def show_comparison(found: "Comparison") -> None:
    """Print what differs; what stayed the same is counted only."""
    show_table(("", "document", "year", "department", "holds"), _sides(found.a, found.b))
    tell()
    statuses = tuple(found.counts["totals"])
    show_table(
        ("", *statuses),
        [(name, *(str(found.counts[name][status]) for status in statuses)) for name in _SECTIONS],
    )
    for name in _SECTIONS:
        changes = [change for change in getattr(found, name) if change.status != "same"]
        if changes:
            tell(f"\n{name}")
            changes.sort(key=lambda change: statuses.index(change.status))
            show_table(_SHOWN, map(_row, changes))


_SHOWN: Final = ("", "what", "of", "in A", "in B", "B - A", "paired by", "A at", "B at")


def _sides(*sides: "Compared") -> list[tuple[str, ...]]:
    return [
        (
            letter,
            side.file,
            side.year or "",
            side.department.label if side.department else "",
            f"{side.projects} projects ({side.project_money} 万元), {side.indicators} indicators",
        )
        for letter, side in zip("AB", sides, strict=True)
    ]


def _row(change: "Change") -> tuple[str, ...]:
    return (
        change.status,
        change.label,
        change.owner or "",
        change.a.text if change.a else "",
        change.b.text if change.b else "",
        _difference(change),
        change.paired_by or "",
        _at(find_proof(change.a)),
        _at(find_proof(change.b)),
    )


def _difference(change: "Change") -> str:
    if change.difference is None:
        return ""
    return f"{change.difference:+} {change.unit or ''}".strip()


def _at(proof: "Evidence | None") -> str:
    return f"{proof.file}:{proof.line}" if proof else ""


def find_proof(side: "Side | None") -> "Evidence | None":
    """The passage that holds the value: the target's own, or the one with the sum of money."""
    if side is None:
        return None
    own = [proof for promise in side.promises for proof in promise.evidence]
    named = [proof for proof in side.evidence if side.amount in _numbers(proof.quotation)]
    return next(iter([*own, *named, *side.evidence]), None)


def _numbers(words: str) -> list[Decimal]:
    return [Decimal(number) for number in _NUMBER.findall(words.replace(",", ""))]


_COLUMNS: Final = (
    *("section", "status", "kind", "label", "owner", "paired_by", "a", "b", "difference", "unit"),
    *("a_iri", "a_label", "a_file", "a_line", "a_quotation"),
    *("b_iri", "b_label", "b_file", "b_line", "b_quotation"),
)


def _cells(found: "Comparison") -> Iterator[tuple[object, ...]]:
    for name in _SECTIONS:
        for change in getattr(found, name):
            told = (change.status, change.kind, change.label, change.owner, change.paired_by)
            values = (change.a and change.a.text, change.b and change.b.text)
            moved = (change.difference, change.unit)
            yield (name, *told, *values, *moved, *_proved(change.a), *_proved(change.b))


def _proved(side: "Side | None") -> tuple[object, ...]:
    proof = find_proof(side)
    place = (proof.file, proof.line, proof.quotation) if proof else (None, None, None)
    return (side and side.iri, side and side.label, *place)


# --- the library ---------------------------------------------------------------------------------


def show_library(found: "Library", form: Shown) -> None:
    """Print what departments use."""
    from yiju.questions import tell_library

    if form is Shown.JSON:
        write_json(tell_library(found, unused=False))
    elif form is Shown.CSV:
        write_csv(_ENTRY, map(_entry, found.entries))
    else:
        columns = ("kind", "tiers", "indicator", "uses", "projects", "departments")
        show_table((*columns, "targets", "bases", "official"), map(_line, found.entries))


def show_officials(officials: "Sequence[Official]", form: Shown) -> None:
    """Print official indicators."""
    from yiju.questions import to_json

    columns = ("library", "category", "level1", "level2", "label", "unit", "description", "iri")
    rows = [[str(getattr(one, name) or "") for name in columns] for one in officials]
    if form is Shown.JSON:
        write_json(to_json(tuple(officials)))
    elif form is Shown.CSV:
        write_csv(columns, rows)
    else:
        show_table(columns[:-2], [row[:-2] for row in rows])


_ENTRY: Final = (
    *("kind", "kind_label", "level1", "level2", "name", "spellings", "uses", "projects"),
    *("departments", "operators", "ranges", "bases", "official", "official_iri", "example"),
)


def _entry(entry: "LibraryEntry") -> tuple[object, ...]:
    return (
        *(entry.kind, entry.kind_label, entry.level1, entry.level2, entry.name),
        *(" | ".join(entry.spellings), entry.uses, entry.projects, entry.departments),
        *(_counts(entry.operators), _ranges(entry), _counts(entry.bases)),
        *(_officials(entry), " ".join(one.iri for one in entry.official), entry.example),
    )


def _line(entry: "LibraryEntry") -> tuple[str, ...]:
    return (
        entry.kind_label,
        " › ".join(tier for tier in (entry.level1, entry.level2) if tier),
        entry.name,
        *(str(count) for count in (entry.uses, entry.projects, entry.departments)),
        "; ".join(filter(None, (_counts(entry.operators), _ranges(entry)))),
        _counts(entry.bases),
        _officials(entry),
    )


def _counts(counts: "Mapping[str, int]") -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def _ranges(entry: "LibraryEntry") -> str:
    """The numbers of targets, as 10~300 家."""
    return ", ".join(
        f"{_between(one.lowest, one.highest)} {one.unit or ''}".strip() for one in entry.ranges
    )


def _between(lowest: Decimal, highest: Decimal) -> str:
    return f"{lowest}" if lowest == highest else f"{lowest}~{highest}"


def _officials(entry: "LibraryEntry") -> str:
    return " | ".join(f"{one.level1} › {one.level2} › {one.label}" for one in entry.official)
