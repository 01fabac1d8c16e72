"""A long study: hundreds of documents, in any order and in any number of builds, give one graph."""

from __future__ import annotations

import resource
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Yiju

MANY: Final = 300
MEMORY: Final = 1_500_000_000


def little_memory() -> None:
    """A build holds some documents at a time, never all of them."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


@pytest.fixture
def folder(sample: list[Path], tmp_path: Path) -> Path:
    """Many disclosures of as many departments."""
    made = tmp_path / "many"
    made.mkdir()
    text = sample[1].read_text(encoding="utf-8")
    for number in range(MANY):
        told = text.replace("望溪", f"望{chr(ord('一') + number)}溪").replace(
            "315", str(1000 + number)
        )
        (made / f"{number:03}.txt").write_text(told, encoding="utf-8")
    return made


@pytest.mark.deep
def test_order_and_number_of_builds_change_nothing(
    yiju: Yiju, folder: Path, tmp_path: Path
) -> None:
    files = sorted(folder.iterdir())
    once = yiju("build", folder, "--store", tmp_path / "once", before=little_memory)
    assert once.status == 0, once.out + once.err
    for part in (files[MANY // 2 :], files[: MANY // 2], files[::7]):
        assert yiju("build", *part, "--store", tmp_path / "parts").status == 0
    for name in ("once", "parts"):
        yiju("export", "--store", tmp_path / name, "--out", tmp_path / f"{name}.nq")
    assert (tmp_path / "once.nq").read_bytes() == (tmp_path / "parts.nq").read_bytes()
