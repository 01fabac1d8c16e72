"""What may be named to a build: files, folders, archives, lists; and what is no file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.readers.writers import zipped

if TYPE_CHECKING:
    from tests.cli.conftest import Yiju


def documents(store: Path, yiju: Yiju) -> dict[str, str]:
    """The address that is told of each document, by its name."""
    query = (
        "PREFIX yj: <https://w3id.org/yiju/ns#> PREFIX dcterms: <http://purl.org/dc/terms/> "
        "SELECT ?file ?url { GRAPH ?g { ?d a yj:Disclosure ; yj:fileName ?file "
        "OPTIONAL { ?d dcterms:source ?url } } }"
    )
    done = yiju("query", "-", "--store", store, "--format", "json", stdin=query)
    rows = json.loads(done.out)["results"]["bindings"]
    return {row["file"]["value"]: row.get("url", {}).get("value", "") for row in rows}


@pytest.fixture
def archive(sample: list[Path], tmp_path: Path) -> Path:
    path = tmp_path / "a.zip"
    entries = {f"sub/{file.name}": file.read_bytes() for file in sample}
    path.write_bytes(zipped(entries | {"bad.docx": b"PK\x03\x04", "picture.png": b"\x89PNG"}))
    return path


def test_an_archive_is_built_file_by_file(
    yiju: Yiju, archive: Path, sample: list[Path], store: Path, tmp_path: Path
) -> None:
    done = yiju("build", archive, "--store", tmp_path / "store")
    assert done.status == 1
    for name, said in (("bad.docx", "damaged"), ("picture.png", "picture")):
        (line,) = (one for one in done.out.splitlines() if one.startswith(f"{archive}/{name}: "))
        assert said in line
    built = documents(tmp_path / "store", yiju)
    assert sorted(built) == [f"a.zip/sub/{file.name}" for file in sample]
    for one in (store, tmp_path / "store"):
        yiju("export", "--store", one, "--out", tmp_path / f"{one.parent.name}.nq")
    there, here = (
        (tmp_path / f"{one.parent.name}.nq").read_text(encoding="utf-8")
        for one in (tmp_path / "store", store)
    )
    assert there.replace("a.zip/sub/", "") == here


def test_sources_tell_of_an_archive_or_of_a_file_in_it(
    yiju: Yiju, archive: Path, tmp_path: Path
) -> None:
    listed = tmp_path / "sources.csv"
    rows = [
        "file,url",
        "a.zip,https://example.org/a",
        "a.zip/sub/wangxi-2020.txt,https://example.org/b",
    ]
    listed.write_text("\n".join(rows) + "\n", encoding="utf-8")
    yiju("build", archive, "--store", tmp_path / "store", "--sources", listed)
    assert documents(tmp_path / "store", yiju) == {
        "a.zip/sub/wangxi-2020.txt": "https://example.org/b",
        "a.zip/sub/wangxi-2024.txt": "https://example.org/a",
    }


def test_an_archive_is_no_document_to_extract(
    yiju: Yiju, sample: list[Path], tmp_path: Path
) -> None:
    one, two = tmp_path / "one.zip", tmp_path / "two.zip"
    one.write_bytes(zipped({"a.txt": sample[0].read_bytes()}))
    two.write_bytes(zipped({"a.txt": sample[0].read_bytes(), "b.txt": sample[1].read_bytes()}))
    assert '"fileName": [\n        "one.zip/a.txt"\n' in yiju("extract", one).out
    done = yiju("extract", two)
    assert (done.status, done.out) == (1, "")
    assert "two.zip: holds more than one document" in done.err


# --- lists -----------------------------------------------------------------------------------------


def test_a_list_names_files_relative_to_itself(
    yiju: Yiju, sample: list[Path], tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "一.txt").write_bytes(sample[0].read_bytes())
    listed = tmp_path / "list.txt"
    lines = ["# of today", "", "in/一.txt  ", f"{sample[1]}", "nothing.txt"]
    listed.write_text("\r\n".join(lines), encoding="utf-8-sig")
    done = yiju("build", "--files-from", listed, "--store", tmp_path / "store")
    assert done.status == 1
    assert f"{tmp_path / 'nothing.txt'}: cannot be read" in done.out
    assert set(documents(tmp_path / "store", yiju)) == {"一.txt", sample[1].name}


def test_a_list_may_come_from_standard_input_beside_paths(
    yiju: Yiju, sample: list[Path], tmp_path: Path
) -> None:
    listed = f"{sample[0]}\n"
    done = yiju(
        *("build", sample[1], "--files-from", "-", "--store", tmp_path / "store"), stdin=listed
    )
    assert done.status == 0, done.err
    assert set(documents(tmp_path / "store", yiju)) == {file.name for file in sample}


def test_a_list_that_is_none_is_told(yiju: Yiju, tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_bytes(b"\xff\xfe\x00")
    done = yiju("build", "--files-from", listed, "--store", tmp_path / "store")
    assert done.status == 1
    assert "list.txt: the list of files cannot be read" in done.err


# --- what is no file -------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["build", "extract"])
def test_an_address_is_refused_with_what_to_do(yiju: Yiju, command: str, tmp_path: Path) -> None:
    store = () if command == "extract" else ("--store", tmp_path / "store")
    done = yiju(command, "https://example.org/a.pdf", *store)
    assert done.status == 2
    assert "https://example.org/a.pdf is an address. Download it first" in done.err
    assert "--sources" in done.err
    assert not (tmp_path / "store").exists()


def test_an_address_in_a_list_is_refused_with_what_to_do(
    yiju: Yiju, sample: list[Path], tmp_path: Path
) -> None:
    listed = f"https://example.org/a.pdf\n{sample[0]}\n"
    done = yiju("build", "--files-from", "-", "--store", tmp_path / "store", stdin=listed)
    assert done.status == 1
    assert "line 1: https://example.org/a.pdf is an address. Download it first" in done.err


def test_limits_are_said_on_the_command_line(yiju: Yiju, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("说明\t甲\t乙\n".encode() * 400_000)
    done = yiju("extract", tmp_path / "a.txt", "--max-memory", "256")
    assert done.status == 1
    assert "a.txt: reading needs more than 256 MB of memory" in done.err
