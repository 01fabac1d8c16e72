"""The READMEs tell the truth: their commands run, their answers are the real ones, both say the same."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

READMES: Final = ("README.md", "README.zh-CN.md")
WIDTH: Final = "100"
LEFT_OUT: Final = "…"
DEADLINE: Final = 120

_BLOCK: Final = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK: Final = re.compile(r"\]\(([^)#]+)\)")
_PATH: Final = re.compile(r"`([a-z]+(?:/[A-Za-z.-]*)+)`")


def shown(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a README, and the lines that it shows below."""
    for block in _BLOCK.findall(text):
        for entry in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *lines = entry.rstrip("\n").split("\n")
            yield command.partition("  #")[0].strip(), lines


def fits(lines: list[str], real: str) -> bool:
    """Whether the real output is what is shown, any lines standing where it says so."""
    pattern = r"\n".join("(?:.*\n)*?.*" if line == LEFT_OUT else re.escape(line) for line in lines)
    return re.fullmatch(pattern, real.rstrip("\n")) is not None


def run(command: str, folder: Path) -> str:
    """What a command prints; make only says what it would do."""
    done = subprocess.run(
        command.replace("make ", "make --dry-run "),
        shell=True,
        cwd=folder,
        env=os.environ
        | {"COLUMNS": WIDTH, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=DEADLINE,
        check=False,
    )
    assert done.returncode == 0, f"{command}: {done.stderr}"
    return done.stdout


@pytest.mark.parametrize("readme", READMES)
def test_what_a_readme_shows_is_what_happens(checkout: Path, tmp_path: Path, readme: str) -> None:
    for name in ("src", "Makefile", "uv.lock", "pyproject.toml"):
        (tmp_path / name).symlink_to(checkout / name)
    commands = list(shown((checkout / readme).read_text(encoding="utf-8")))
    assert len(commands) >= 6
    for command, lines in commands:
        real = run(command, tmp_path)
        assert not lines or fits(lines, real), f"{command} prints:\n{real}"


def test_a_changed_answer_would_be_noticed() -> None:
    assert fits(["a", LEFT_OUT, "d"], "a\nb\nc\nd\n")
    assert not fits(["a", LEFT_OUT, "d"], "a\nb\nc\nx\n")
    assert not fits(["a"], "a\nb\n")


def test_both_readmes_show_the_same(checkout: Path) -> None:
    english, chinese = ((checkout / name).read_text(encoding="utf-8") for name in READMES)
    assert list(shown(english)) == list(shown(chinese))
    assert english.count("\n## ") == chinese.count("\n## ")


@pytest.mark.parametrize("readme", READMES)
def test_the_first_screen_holds_sentence_commands_and_answer(checkout: Path, readme: str) -> None:
    first = (checkout / readme).read_text(encoding="utf-8").split("\n## ")[0]
    for sign in (
        "make demo",
        "make test",
        "yiju trace",
        "岚望政办字〔2023〕18号",
        "wangxi-2024.txt:94",
    ):
        assert sign in first
    assert first.count("\n") < 60


@pytest.mark.parametrize("readme", [*READMES, "CONTRIBUTING.md"])
def test_every_place_that_is_named_is_there(checkout: Path, readme: str) -> None:
    text = (checkout / readme).read_text(encoding="utf-8")
    links = [link for link in _LINK.findall(text) if not link.startswith("http")]
    named = [*links, *(path for path in _PATH.findall(text) if not path.startswith("graph/"))]
    assert named
    assert [place for place in named if not (checkout / place).exists()] == []


@pytest.mark.parametrize("readme", READMES)
def test_every_command_is_named(checkout: Path, readme: str) -> None:
    listed = run("yiju --help", checkout).partition("Commands:")[2]
    commands = [line.split()[0] for line in listed.splitlines() if line.startswith("  ")]
    text = (checkout / readme).read_text(encoding="utf-8")
    assert len(commands) == 18
    assert [command for command in commands if f"`yiju {command} " not in text + " "] == ["demo"]
    assert "`yiju demo`" in text


@pytest.mark.parametrize("readme", READMES)
def test_every_question_that_is_named_is_there(checkout: Path, readme: str) -> None:
    text = (checkout / readme).read_text(encoding="utf-8")
    for question in (checkout / "queries").glob("*.rq"):
        assert question.stem in text or question.stem in {"policies", "findings"}
