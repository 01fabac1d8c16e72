"""`yiju dump`: a folder of files, told of on the screen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Yiju


def test_a_dump_is_written_and_told(yiju: Yiju, store: Path, tmp_path: Path) -> None:
    done = yiju("dump", "--store", store, "--out", tmp_path / "out", "--bom")
    assert done.status == 0, done.err
    told = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert len(told["files"]) == 8
    assert all(file["name"] in done.out for file in told["files"])


def test_a_store_that_is_not_there_is_wrong_usage(yiju: Yiju, tmp_path: Path) -> None:
    done = yiju("dump", "--store", tmp_path / "none", "--out", tmp_path / "out")
    assert done.status == 2
    assert not (tmp_path / "out").exists()


def test_a_place_that_is_a_file_is_wrong_usage(yiju: Yiju, store: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert yiju("dump", "--store", store, "--out", tmp_path / "file").status == 2


def test_what_is_no_base_or_licence_is_wrong_usage(yiju: Yiju, store: Path) -> None:
    for option, value in (
        ("--base-iri", "https://example.org/data"),
        ("--base-iri", "urn:x/"),
        ("--licence", "CC BY> ; x"),
    ):
        done = yiju("serve", "--store", store, option, value)
        assert done.status == 2
        assert option in done.err
