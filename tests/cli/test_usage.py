"""The door itself: help at once, wrong usage told apart from refusal, and no traceback ever."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Yiju

YIJU = Path(sys.executable).parent / "yiju"
COMMANDS = (
    *("demo", "build", "extract", "trace", "policy", "query", "findings", "judge"),
    *("validate", "export", "serve", "compare", "library", "show", "search", "index"),
)
HEAVY = {"spacy", "rdflib", "pyshacl", "fastapi", "pyoxigraph", "SPARQLWrapper", "rich"}


def test_help_names_every_command(yiju: Yiju) -> None:
    shown = yiju("--help")
    assert shown.status == 0
    assert [command for command in COMMANDS if f" {command} " not in shown.out] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(yiju: Yiju, command: str) -> None:
    shown = yiju(command, "--help")
    assert shown.status == 0
    assert "Usage" in shown.out


def test_the_door_loads_nothing_heavy() -> None:
    script = "import sys, yiju.cli; print(*{name.split('.')[0] for name in sys.modules})"
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert HEAVY & set(loaded.stdout.split()) == set()


def test_the_version_is_that_of_the_package(yiju: Yiju) -> None:
    assert yiju("--version").out == "yiju 0.1.0\n"


@pytest.mark.parametrize(
    "words",
    [
        ("sing",),
        ("build",),
        ("build", "nowhere", "--store", "s"),
        ("build", ".", "--store", "s", "--sources", "nowhere.csv"),
        ("extract", "nowhere.txt"),
        ("trace", "满意度", "--store", "nowhere"),
        ("policy", "石高管字〔2019〕37号", "--store", "nowhere"),
        ("query", "trace", "--store", "nowhere"),
        ("findings", "--store", "nowhere"),
        ("search", "满意度", "--store", "nowhere"),
        ("index", "--store", "nowhere"),
        ("judge", "same", "a:b", "c:d", "--by", "N", "--why", "T", "--store", "nowhere"),
        ("export", "--store", "nowhere", "--out", "f"),
        ("serve", "--store", "nowhere"),
        ("validate", "nowhere.ttl"),
        ("demo", "--port", "notaport"),
    ],
    ids=lambda words: " ".join(words[:1]),
)
def test_wrong_usage_is_two(yiju: Yiju, words: tuple[str, ...]) -> None:
    done = yiju(*words)
    assert done.status == 2
    assert done.out == ""
    assert "Traceback" not in done.err
    assert len(done.err) > 20


def test_wrong_usage_leaves_no_store_behind(yiju: Yiju, tmp_path: Path) -> None:
    assert yiju("build", tmp_path / "nowhere", "--store", tmp_path / "store").status == 2
    assert list(tmp_path.iterdir()) == []


def test_a_bug_is_told_in_one_sentence() -> None:
    script = (
        "import sys, typer\n"
        "from yiju.cli import app\n"
        "@app.app.command()\n"
        "def fall() -> None:\n"
        "    raise ZeroDivisionError('no way')\n"
        "sys.argv = ['yiju', 'fall']\n"
        "app.main()\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert told.returncode == 1
    assert told.stderr.count("\n") == 1
    assert "ZeroDivisionError: no way" in told.stderr
    assert "YIJU_TRACEBACK=1" in told.stderr
    shown = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"YIJU_TRACEBACK": "1"},
    )
    assert "Traceback" in shown.stderr


@pytest.mark.parametrize("form", ["table", "json"])
def test_a_full_disk_behind_standard_output_is_told(store: Path, form: str) -> None:
    words = [*map(str, (YIJU, "query", "documents", "--store", store, "--format", form))]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "Standard output: No space left on device.\n"


def test_closed_streams_are_no_bug(store: Path) -> None:
    command = f'"{YIJU}" query documents --store "{store}" --format json >&- 2>&-'
    assert subprocess.run(command, shell=True, check=False).returncode == 0


def test_a_reader_that_goes_away_is_no_fault(store: Path) -> None:
    with subprocess.Popen(
        [str(YIJU), "query", "documents", "--store", str(store), "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
