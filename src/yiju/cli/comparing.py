"""Commands that lay things side by side: two documents, and the indicators that departments use."""

import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final

import typer

from yiju.cli.console import show_table, tell
from yiju.cli.options import State, Where, open_to_read

if TYPE_CHECKING:
    from yiju.questions import Change, Compared, Comparison, Evidence, Side


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
        tell(json.dumps(to_json(found), ensure_ascii=False, indent=2))
    elif form is Shown.CSV:
        write_csv(_COLUMNS, _cells(found))
    else:
        show_comparison(found)


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
