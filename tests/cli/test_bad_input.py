"""One bad document, one bad store, one full disk: a clear sentence, a status, and nothing else lost."""

from __future__ import annotations

import ctypes
import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Done, Yiju

FULL: Final = 60_000
"""Bytes after which the simulated disk is full."""

NO_TABLES: Final = """岚州市望溪区科学技术协会2023年部门预算公开说明

一、部门职责

组织开展群众性科学技术普及活动。

二、部门预算安排的总体情况

2023年预算收入52.40万元，预算支出52.40万元。
"""


def cut_in_the_middle(text: str) -> str:
    """Everything up to the middle of a row of an indicator table."""
    return text[: text.index("奖励对象合规率") + 4]


def documents(store: Path, yiju: Yiju) -> list[str]:
    """The names of the documents that a store holds."""
    done = yiju("query", "documents", "--store", store, "--format", "json")
    assert done.status == 0, done.err
    return sorted(row["file"]["value"] for row in json.loads(done.out)["results"]["bindings"])


def check_refused(done: Done, name: str, *signs: str) -> None:
    """It says once which file was refused and why, and shows no traceback."""
    assert done.status == 1, done
    told = [line for line in (done.out + done.err).splitlines() if f"{name}: " in line]
    assert len(told) == 1, told
    assert any(sign in told[0] for sign in signs), told
    assert "Traceback" not in done.err


BAD: Final = {
    "empty.txt": (b"", ("empty",)),
    "blank.txt": (b"\n \n\t\n", ("empty",)),
    "binary.txt": (bytes(range(256)) * 40, ("binary", "UTF-8")),
    "wrong.txt": ("部门预算公开".encode("utf-16"), ("UTF-16",)),
    "latin.txt": ("Dépenses prévues".encode("latin-1") * 20, ("UTF-8",)),
    "line.txt": (b"a" * 100_000_000, ("at most",)),
    "format.docx": (b"PK\x03\x04" + b"\0" * 100, ("damaged",)),
    "format.xyz": ("科技局".encode(), ("not read", "known are")),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, ("picture",)),
}


def test_bad_files_are_refused_one_by_one_and_the_others_load(
    yiju: Yiju, sample: list[Path], tmp_path: Path
) -> None:
    for name, (data, _) in BAD.items():
        (tmp_path / name).write_bytes(data)
    bad = [tmp_path / name for name in BAD]
    done = yiju("build", *bad, *sample, "--store", tmp_path / "store")
    for name, (_, signs) in BAD.items():
        check_refused(done, name, *signs)
    assert documents(tmp_path / "store", yiju) == ["wangxi-2020.txt", "wangxi-2024.txt"]


@pytest.mark.parametrize("name", ["empty.txt", "line.txt", "format.docx"])
def test_extract_refuses_the_same_files(yiju: Yiju, tmp_path: Path, name: str) -> None:
    data, signs = BAD[name]
    (tmp_path / name).write_bytes(data)
    done = yiju("extract", tmp_path / name)
    check_refused(done, name, *signs)
    assert done.out == ""


def test_a_disclosure_without_tables_loads_and_says_so(yiju: Yiju, tmp_path: Path) -> None:
    (tmp_path / "prose.txt").write_text(NO_TABLES, encoding="utf-8")
    done = yiju("build", tmp_path / "prose.txt", "--store", tmp_path / "store")
    assert done.status == 0
    assert "prose.txt: holds no performance table" in done.out
    assert documents(tmp_path / "store", yiju) == ["prose.txt"]


def test_a_table_cut_in_the_middle_loads_what_stands_there(
    yiju: Yiju, sample: list[Path], tmp_path: Path
) -> None:
    text = cut_in_the_middle(sample[1].read_text(encoding="utf-8"))
    (tmp_path / "cut.txt").write_text(text, encoding="utf-8")
    done = yiju("build", tmp_path / "cut.txt", "--store", tmp_path / "store")
    assert done.status == 0, done.out
    traced = yiju("trace", "奖励高新技术企业数量", "--store", tmp_path / "store")
    assert "atLeast 10 家" in traced.out


def test_gb18030_reads_as_well_as_utf8(yiju: Yiju, sample: list[Path], tmp_path: Path) -> None:
    text = sample[1].read_text(encoding="utf-8")
    (tmp_path / "gb.txt").write_text(text, encoding="gb18030")
    done = yiju("build", tmp_path / "gb.txt", "--store", tmp_path / "store")
    assert done.status == 0, done.out
    traced = yiju("trace", "奖励高新技术企业数量", "--store", tmp_path / "store")
    assert "岚望政办字〔2023〕18号" in traced.out


def no_rights_over_others() -> None:
    """Give up what lets an administrator read everything: the rights of files count again."""
    drop_from_bounding_set, override, read_search = 24, 1, 2
    for capability in (override, read_search):
        ctypes.CDLL(None).prctl(drop_from_bounding_set, capability, 0, 0, 0)


@contextmanager
def forbidden(path: Path) -> Iterator[None]:
    """A file or folder that nobody may read, for a while."""
    rights = path.stat().st_mode
    path.chmod(0)
    try:
        yield
    finally:
        path.chmod(rights)


def test_a_folder_without_permission_is_refused_and_the_others_load(
    yiju: Yiju, sample: list[Path], tmp_path: Path
) -> None:
    shut = tmp_path / "shut"
    shut.mkdir()
    copyfile(sample[0], shut / "inside.txt")
    with forbidden(shut):
        done = yiju(
            *("build", shut, sample[1], "--store", tmp_path / "store"),
            before=no_rights_over_others,
        )
    check_refused(done, str(shut), "ermission")
    assert documents(tmp_path / "store", yiju) == ["wangxi-2024.txt"]


def test_a_file_without_permission_is_refused_and_the_others_load(
    yiju: Yiju, sample: list[Path], tmp_path: Path
) -> None:
    copyfile(sample[0], tmp_path / "shut.txt")
    with forbidden(tmp_path / "shut.txt"):
        done = yiju(
            *("build", tmp_path / "shut.txt", sample[1], "--store", tmp_path / "store"),
            before=no_rights_over_others,
        )
    check_refused(done, "shut.txt", "ermission")
    assert documents(tmp_path / "store", yiju) == ["wangxi-2024.txt"]


def test_a_store_without_permission_is_told(yiju: Yiju, sample: list[Path], tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    shut.mkdir()
    with forbidden(shut):
        done = yiju("build", *sample, "--store", shut / "store", before=no_rights_over_others)
    assert done.status == 1
    assert "ermission" in done.err
    assert done.err.count("\n") == 1


@contextmanager
def another_process_writes(store: Path) -> Iterator[None]:
    """A process that holds the store open to write, as a running build does."""
    script = (
        "import sys; from yiju.store import open_store\n"
        "with open_store(sys.argv[1], write=True):\n"
        "    print('open', flush=True); sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(store)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdin
        assert process.stdout.readline() == "open\n"
        try:
            yield
        finally:
            process.stdin.close()


def test_a_store_that_another_process_writes_is_told_and_can_still_be_read(
    yiju: Yiju, sample: list[Path], tmp_path: Path
) -> None:
    store = tmp_path / "store"
    yiju("build", sample[0], "--store", store)
    with another_process_writes(store):
        done = yiju("build", sample[1], "--store", store)
        read = documents(store, yiju)
    assert done.status == 1
    assert done.err.count("\n") == 1
    assert "another process" in done.err
    assert read == ["wangxi-2020.txt"]
    assert yiju("build", sample[1], "--store", store).status == 0
    assert len(documents(store, yiju)) == 2


def disk_is_full() -> None:
    """No file may grow beyond a size: what a full disk does to a writer."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (FULL, FULL))


def test_a_full_disk_is_told_and_harms_nothing_that_was_there(
    yiju: Yiju, sample: list[Path], tmp_path: Path
) -> None:
    store = tmp_path / "store"
    assert yiju("build", sample[0], "--store", store).status == 0
    done = yiju("build", *sample, "--store", store, before=disk_is_full)
    assert done.status == 1, done.out
    assert "disk" in done.err or "too large" in done.err
    assert "Traceback" not in done.err
    assert "wangxi-2020.txt" in documents(store, yiju)
    assert yiju("build", *sample, "--store", store).status == 0
    assert documents(store, yiju) == ["wangxi-2020.txt", "wangxi-2024.txt"]


def test_an_export_onto_a_full_disk_is_told_and_leaves_no_half_file(
    yiju: Yiju, store: Path, tmp_path: Path
) -> None:
    out = tmp_path / "all.nq"
    done = yiju("export", "--store", store, "--out", out, before=disk_is_full)
    assert done.status == 1
    assert done.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_is_no_folder_is_told(yiju: Yiju, sample: list[Path], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    done = yiju("build", sample[0], "--store", tmp_path / "file")
    assert done.status == 1
    assert "file" in done.err
    assert done.err.count("\n") == 1


def test_a_name_that_steers_terminals_is_shown_harmless(yiju: Yiju, tmp_path: Path) -> None:
    name = "evil\x1b[2J.txt"
    (tmp_path / name).write_bytes(b"")
    done = yiju("build", tmp_path / name, "--store", tmp_path / "store")
    assert done.status == 1
    assert "\x1b" not in done.out + done.err
