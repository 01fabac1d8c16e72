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


def test_the_library_is_arranged_by_kind_and_counted(yiju: Yiju, store: Path) -> None:
    shown = yiju("library", "--store", store, "--format", "csv")
    rows = list(csv.DictReader(shown.out.splitlines()))
    assert [int(row["uses"]) for row in rows] == sorted(
        (int(row["uses"]) for row in rows), reverse=True
    )
    told = json.loads(yiju("library", "--store", store, "--format", "json").out)
    assert [entry["name"] for entry in told["entries"]] == [row["name"] for row in rows]
    only = yiju("library", "--store", store, "--kind", "采购购置类项目")
    assert "设备验收合格率" in only.out
    assert "奖补类项目" not in only.out


def test_an_official_library_is_taken_in_with_its_bad_rows_told(
    yiju: Yiju, sample: list[Path], tmp_path: Path
) -> None:
    store, file = tmp_path / "store", tmp_path / "official.csv"
    assert yiju("build", *sample, "--store", store).status == 0
    file.write_text(
        "一级指标,二级指标,三级指标\n满意度指标,服务对象满意度指标,参与公众满意度\n"
        "产出指标,质量指标,无人使用\n产出指标,,缺二级\n",
        encoding="utf-8",
    )
    done = yiju("library", "--import", file, "--store", store, "--format", "csv")
    assert done.status == 1
    assert "official.csv:4: warning" in done.err
    assert "2 official indicators taken in, 1 rows left out" in done.err
    rows = {row["name"]: row["official"] for row in csv.DictReader(done.out.splitlines())}
    assert rows["参与公众满意度"].endswith("› 参与公众满意度")
    unused = yiju("library", "--store", store, "--unused")
    assert unused.status == 0
    assert "无人使用" in unused.out
    assert "参与公众满意度" not in unused.out


def test_a_file_that_is_no_library_is_refused(yiju: Yiju, store: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    done = yiju("library", "--import", tmp_path / "a.csv", "--store", store)
    assert done.status == 1
    assert "一级指标" in done.err
    assert yiju("library", "--store", tmp_path / "nowhere").status == 2
