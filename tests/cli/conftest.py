"""The command line as a person meets it: a process, its words, and its status."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import pytest

YIJU: Final = Path(sys.executable).parent / "yiju"
DEADLINE: Final = 300


@dataclass(frozen=True)
class Done:
    """What a command did: its exit status, standard output, standard error."""

    status: int
    out: str
    err: str


class Yiju(Protocol):
    """Runs `yiju` with those words."""

    def __call__(
        self, *words: str | Path, stdin: str = "", before: Callable[[], None] | None = None
    ) -> Done: ...


@pytest.fixture(scope="session")
def yiju(tmp_path_factory: pytest.TempPathFactory) -> Yiju:
    """Run a command to its end, in a folder of its own, as an ordinary user of no terminal."""
    folder = tmp_path_factory.mktemp("here")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("YIJU_", "COLUMNS"))}

    def run(*words: str | Path, stdin: str = "", before: Callable[[], None] | None = None) -> Done:
        options: dict[str, Any] = {"preexec_fn": before} if before else {}
        done = subprocess.run(
            [str(YIJU), *map(str, words)],
            cwd=folder,
            env=environment,
            input=stdin.encode(),
            capture_output=True,
            timeout=DEADLINE,
            check=False,
            **options,
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture(scope="session")
def sample(checkout: Path) -> list[Path]:
    """The files of the shipped sample."""
    return sorted((checkout / "src" / "yiju" / "sample" / "disclosures").glob("*.txt"))


@pytest.fixture(scope="session")
def store(yiju: Yiju, sample: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds the shipped sample; nobody writes to it."""
    folder = tmp_path_factory.mktemp("built") / "store"
    built = yiju("build", *sample, "--store", folder)
    assert built.status == 0, built.err
    return folder
