"""Building and looking at files: what is told, what is stored, and that order does not matter."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Yiju


def export(yiju: Yiju, store: Path) -> bytes:
    out = store.parent / f"{store.name}.nq"
    done = yiju("export", "--store", store, "--format", "nquads", "--out", out)
    assert done.status == 0, done.err
    return out.read_bytes()


def test_the_report_counts_every_cell(yiju: Yiju, sample: list[Path], tmp_path: Path) -> None:
    done = yiju("build", *sample, "--store", tmp_path / "store")
    assert done.status == 0
    rows = [line.split() for line in done.out.splitlines() if ".txt  " in line]
    told = [line for line in done.out.splitlines() if "the audit found" in line]
    assert [line.partition(":")[0] for line in told] == ["wangxi-2020.txt", "wangxi-2024.txt"]
    assert [row[0] for row in rows] == ["wangxi-2020.txt", "wangxi-2024.txt"]
    assert [row[1:4] for row in rows] == [["loaded", "0", "9"], ["loaded", "4", "37"]]
    for row in rows:
        numbers = [int(word) for word in row[4:] if word.isdigit()]
        for read, mapped, ignored, unmapped in (numbers[:4], numbers[4:]):
            assert read == mapped + ignored + unmapped > 0


def test_no_bar_moves_where_there_is_no_terminal(
    yiju: Yiju, sample: list[Path], tmp_path: Path
) -> None:
    assert yiju("build", *sample, "--store", tmp_path / "store").err == ""


def test_the_order_of_files_changes_nothing(
    yiju: Yiju, sample: list[Path], store: Path, tmp_path: Path
) -> None:
    for file in reversed(sample):
        yiju("build", file, "--store", tmp_path / "turned")
    assert export(yiju, tmp_path / "turned") == export(yiju, store)


def test_building_twice_changes_nothing(
    yiju: Yiju, sample: list[Path], store: Path, tmp_path: Path
) -> None:
    for _ in range(2):
        yiju("build", *sample, "--store", tmp_path / "twice")
    assert export(yiju, tmp_path / "twice") == export(yiju, store)


def test_a_folder_and_its_files_build_the_same(
    yiju: Yiju, sample: list[Path], store: Path, tmp_path: Path
) -> None:
    yiju("build", sample[0].parent, "--store", tmp_path / "folder")
    assert export(yiju, tmp_path / "folder") == export(yiju, store)


def test_the_same_bytes_under_two_names_are_one_document(
    yiju: Yiju, sample: list[Path], tmp_path: Path
) -> None:
    copyfile(sample[0], tmp_path / "copy.txt")
    yiju("build", sample[0], tmp_path / "copy.txt", "--store", tmp_path / "both")
    yiju("build", tmp_path / "copy.txt", "--store", tmp_path / "later")
    yiju("build", sample[0], "--store", tmp_path / "later")
    text = export(yiju, tmp_path / "both").decode()
    assert text.count("<https://w3id.org/yiju/ns#Disclosure> <https://w3id.org/yiju/graph/doc") == 1
    assert '"copy.txt"' in text
    assert '"wangxi-2020.txt"' in text
    assert export(yiju, tmp_path / "later").decode() == text


def test_sources_say_where_files_came_from(yiju: Yiju, sample: list[Path], tmp_path: Path) -> None:
    sources = tmp_path / "sources.csv"
    sources.write_text(
        "file,url,publisher,region,issued,licence\n"
        "wangxi-2024.txt,https://example.org/2024.txt,,,2024-02-05,\n",
        encoding="utf-8",
    )
    done = yiju("build", *sample, "--store", tmp_path / "store", "--sources", sources)
    assert done.status == 0, done.err
    text = export(yiju, tmp_path / "store").decode()
    assert "<http://purl.org/dc/terms/source> <https://example.org/2024.txt>" in text
    assert '"2024-02-05"^^<http://www.w3.org/2001/XMLSchema#date>' in text


def test_without_sources_the_graph_says_nothing_of_them(yiju: Yiju, store: Path) -> None:
    graphs = [
        line for line in export(yiju, store).decode().splitlines() if "graph/document" in line
    ]
    assert graphs
    assert not [line for line in graphs if "terms/source>" in line or "terms/issued>" in line]


def test_extract_prints_linked_data_and_stores_nothing(
    yiju: Yiju, sample: list[Path], tmp_path: Path
) -> None:
    done = yiju("extract", sample[1])
    records = json.loads(done.out)
    assert done.status == 0
    assert done.err == ""
    assert "@vocab" in records["@context"]
    assert "岚望政办字〔2023〕18号" in done.out
    assert list(tmp_path.iterdir()) == []


def test_extract_reports_what_was_not_understood_beside_the_records(
    yiju: Yiju, sample: list[Path], tmp_path: Path
) -> None:
    path = tmp_path / "wangxi-2024.txt"
    path.write_text("备注\t以决算为准\n\n" + sample[1].read_text("utf-8"), encoding="utf-8")
    done = yiju("extract", path, "--report")
    assert json.loads(done.out) == json.loads(yiju("extract", path).out)
    assert "cells: " in done.err
    assert "wangxi-2024.txt:1: warning: " in done.err


@pytest.mark.parametrize("form", ["nquads", "trig", "turtle", "jsonld", "rdfxml"])
def test_every_export_is_written_whole(yiju: Yiju, store: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / "all"
    done = yiju("export", "--store", store, "--format", form, "--out", out)
    assert (done.status, done.err) == (0, "")
    assert "科普馆展教设备更新" in out.read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [out]


def test_one_graph_can_be_exported(yiju: Yiju, store: Path, tmp_path: Path) -> None:
    graph = "https://w3id.org/yiju/graph/policies"
    yiju("export", "--store", store, "--graph", graph, "--out", tmp_path / "one.nq")
    lines = (tmp_path / "one.nq").read_text(encoding="utf-8").splitlines()
    assert lines
    assert all(line.endswith(f"<{graph}> .") for line in lines)


def test_an_export_that_fails_leaves_the_old_file(yiju: Yiju, store: Path, tmp_path: Path) -> None:
    out = tmp_path / "kept.nq"
    out.write_text("old", encoding="utf-8")
    done = yiju("export", "--store", store, "--graph", "urn:none", "--out", out)
    assert done.status == 1
    assert "urn:none" in done.err
    assert out.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [out]


def test_an_export_goes_into_a_device_and_leaves_it_one(yiju: Yiju, store: Path) -> None:
    assert yiju("export", "--store", store, "--out", "/dev/null").status == 0
    assert not Path("/dev/null").is_file()


def test_an_export_may_go_to_standard_output(yiju: Yiju, store: Path) -> None:
    assert yiju("export", "--store", store, "--out", "-").out.encode() == export(yiju, store)


def test_what_was_exported_validates(yiju: Yiju, store: Path, tmp_path: Path) -> None:
    yiju("export", "--store", store, "--format", "trig", "--out", tmp_path / "all.trig")
    done = yiju("validate", tmp_path / "all.trig")
    assert done.status == 0, done.out


def test_what_does_not_conform_is_named(yiju: Yiju, tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text(
        "@prefix yj: <https://w3id.org/yiju/ns#> .\n<https://example.org/t> a yj:Target .\n",
        encoding="utf-8",
    )
    told = yiju("validate", broken)
    assert told.status == 1
    assert "https://example.org/t" in told.out
    turtle = yiju("validate", broken, "--format", "turtle")
    assert turtle.status == 1
    assert "ValidationReport" in turtle.out
