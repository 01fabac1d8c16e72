"""The command that shows what was seen in a file: for people a list of cells, for programs JSON."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from yiju.cli.console import say, show_table, tell

if TYPE_CHECKING:
    from yiju.model import Accounting
    from yiju.pipeline.view import SeenRow, SeenTable, SeenText, View

_COLUMNS: Final = ("place", "text", "what it became")
_LONGEST: Final = 120
_MOST_USES: Final = 3

Line = tuple[str, str, str]


class Format(StrEnum):
    """For people, or for programs."""

    TEXT = "text"
    JSON = "json"


def show(
    file: Annotated[Path, typer.Argument(exists=True, readable=False, dir_okay=False)],
    *,
    form: Annotated[
        Format, typer.Option("--format", help="A list for people, or JSON for programs.")
    ] = Format.TEXT,
    picture: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Also draw each page with the tables found in it (PDF)."),
    ] = None,
) -> None:
    """Show what was seen in one file, and what became of it.

    Each paragraph, row and cell with its place: what it became, which rule ignored it, or why it is
    not mapped. Nothing is stored.
    """
    from yiju.pipeline.view import view
    from yiju.readers import draw_pages

    seen = view(file)
    if form is Format.JSON:
        text = json.dumps(_as_json(seen), ensure_ascii=False, indent=1)
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
    else:
        _show(seen)
    if picture:
        for path in draw_pages(file, picture):
            say(f"drawn: {path}")


# --- for people ------------------------------------------------------------------------------------


def _show(seen: "View") -> None:
    show_table(_COLUMNS, _lines(seen))
    tell()
    said = seen.disclosure
    for unit, sums in (("cells", said.accounting), ("characters", said.characters)):
        tell(f"{unit}: {_sum(sums)}")
    for kind, counts in (
        ("ignored", Counter(one.rule for one in said.ignored)),
        ("unmapped", Counter(one.reason for one in said.unmapped)),
    ):
        for rule, count in sorted(counts.items()):
            tell(f"{kind}, {rule}: {count}")
    for note in said.document.notes:
        tell(f"note: {note}")


def _lines(seen: "View") -> Iterator[Line]:
    from yiju.pipeline.view import SeenTable

    tables = 0
    for block in seen.blocks:
        if isinstance(block, SeenTable):
            tables += 1
            yield from _table(block, tables)
        else:
            yield _place(block), _cut(block.text), _fate(block)
    for left in seen.left_out:
        yield "left out", _cut(left.words.text), f"ignored: {left.rule}"


def _table(table: "SeenTable", number: int) -> Iterator[Line]:
    yield f"table {number}", f"{len(table.rows)} rows, {table.columns} columns", ""
    for row in table.rows:
        if row.became:
            yield f"  line {row.line}", "", "; ".join(map(str, row.became))
        for cell in row.cells:
            yield f"    {_place(cell)}", _cut(cell.text), _fate(cell)


def _place(seen: "SeenText") -> str:
    page = f"page {seen.page} " if seen.page else ""
    return page + (seen.cell or f"{seen.line}:{seen.column}")


def _fate(seen: "SeenText") -> str:
    if seen.rule:
        return f"{seen.fate}: {seen.rule}"
    told = [str(use) for use in seen.uses]
    more = [f"and {len(told) - _MOST_USES} more"] if len(told) > _MOST_USES else []
    return "; ".join([*told[:_MOST_USES], *more]) or "label"


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def _sum(sums: "Accounting") -> str:
    return f"{sums.read} = {sums.mapped} mapped + {sums.ignored} ignored + {sums.unmapped} unmapped"


# --- for programs ----------------------------------------------------------------------------------


def _as_json(seen: "View") -> dict[str, Any]:
    from yiju.pipeline.view import SeenTable

    said = seen.disclosure
    return {
        "files": sorted(said.document.names),
        "sha256": said.document.sha256,
        "notes": list(said.document.notes),
        "cells": asdict(said.accounting),
        "characters": asdict(said.characters),
        "blocks": [
            _table_json(block) if isinstance(block, SeenTable) else _text_json(block)
            for block in seen.blocks
        ],
        "leftOut": [{"rule": one.rule, "text": one.words.text} for one in seen.left_out],
    }


def _table_json(table: "SeenTable") -> dict[str, Any]:
    return {"columns": table.columns, "rows": [_row_json(row) for row in table.rows]}


def _row_json(row: "SeenRow") -> dict[str, Any]:
    return {
        "line": row.line,
        "became": [asdict(use) for use in row.became],
        "cells": [_text_json(cell) for cell in row.cells],
    }


def _text_json(seen: "SeenText") -> dict[str, Any]:
    return asdict(seen)
