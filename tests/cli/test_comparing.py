"""Laying things side by side from the command line: two documents."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Yiju

A, B = "wangxi-2020.txt", "wangxi-2024.txt"


def test_a_comparison_names_both_sides_and_counts(yiju: Yiju, store: Path) -> None:
    done = yiju("compare", A, B, "--store", store)
    assert done.status == 0, done.err
    for words in (A, B, "rose", "vanished", "appeared", "科技型中小企业培育奖励资金"):
        assert words in done.out


def test_rows_and_json_say_the_same(yiju: Yiju, store: Path) -> None:
    told = json.loads(yiju("compare", A, B, "--store", store, "--format", "json").out)
    rows = list(
        csv.DictReader(yiju("compare", A, B, "--store", store, "--format", "csv").out.splitlines())
    )
    changes = [change for name in ("totals", "budgets", "indicators") for change in told[name]]
    assert [row["status"] for row in rows] == [change["status"] for change in changes]
    assert any(row["status"] != "same" for row in rows)


def test_every_quoted_row_stands_in_its_file(yiju: Yiju, store: Path, sample: list[Path]) -> None:
    lines = {path.name: path.read_text(encoding="utf-8").split("\n") for path in sample}
    shown = yiju("compare", A, B, "--store", store, "--format", "csv").out
    rows = list(csv.DictReader(shown.splitlines()))
    proofs = [
        (row[f"{s}_file"], row[f"{s}_line"], row[f"{s}_quotation"]) for row in rows for s in "ab"
    ]
    proofs = [proof for proof in proofs if proof[0]]
    assert len(proofs) > 40
    for file, line, quotation in proofs:
        text = "".join("".join(lines[file][int(line) - 1 : int(line) + 3]).split())
        assert "".join(quotation.split()) in text


def test_an_ambiguous_side_is_told_with_candidates(yiju: Yiju, store: Path) -> None:
    done = yiju("compare", "wangxi", B, "--store", store)
    assert done.status == 1
    assert A in done.err
    assert B in done.err
    assert "Traceback" not in done.err
