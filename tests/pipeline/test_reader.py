"""The process that reads: whatever a file does to it, the other documents are read, and nothing is left behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep
from typing import Final

import pytest
from tests.readers.writers import zipped

from yiju.errors import UnreadableFileError, YijuError
from yiju.pipeline import Limits, Reading, Refusal, open_reader
from yiju.pipeline.limits import MEGABYTE, MOST_DOCUMENTS
from yiju.pipeline.reader import Reader, read_one

RTF: Final = b"{\\rtf1 a}"
YIJU: Final = Path(sys.executable).parent / "yiju"
PATIENCE: Final = 30.0


def text(number: int) -> bytes:
    return f"清河区科技局{2000 + number}年部门预算信息公开说明\n".encode()


def told(reader: Reader, *files: Path) -> dict[str, str]:
    """What became of each document, by its name: nothing, or why it was refused."""
    return {
        (one.name if isinstance(one, Refusal) else one.outcome.name): (
            one.reason if isinstance(one, Refusal) else ""
        )
        for answers in reader.read(files)
        for one in answers
    }


@pytest.fixture
def office_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Has every RTF file do something to the process that reads it; gives the folder of a note it may leave."""

    def does(what: str) -> Path:
        folder = tmp_path / "office"
        folder.mkdir()
        program = folder / "soffice"
        program.write_text(f"#!/bin/sh\n{what.format(note=folder / 'note')}\n", encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
        return folder / "note"

    return does


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """An archive whose second file is bad, and a file behind it."""
    made = {
        "a.zip": zipped({"1.txt": text(1), "bad.rtf": RTF, "2.txt": text(2)}),
        "b.txt": text(3),
    }
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
    return [tmp_path / name for name in made]


GOOD: Final = {"a.zip/1.txt": "", "a.zip/2.txt": "", "b.txt": ""}


def test_documents_come_in_the_order_of_their_files(files: list[Path]) -> None:
    with open_reader() as reader:
        names = [list(answers) for answers in reader.read([*files, files[1]])]
    assert [len(answers) for answers in names] == [3, 1, 1]
    (again,) = names[2]
    assert isinstance(again, Reading)
    assert again.data == text(3)
    assert again.outcome.name == "b.txt"
    assert b'"b.txt"' in again.graph


def test_a_document_that_hangs_is_stopped_and_the_others_are_read(
    files: list[Path], office_that: Callable[[str], Path]
) -> None:
    office_that("exec sleep 600")
    with open_reader(Limits(seconds=1.0)) as reader:
        found = told(reader, *files)
    reason = found.pop("a.zip/bad.rtf")
    assert "a.zip/bad.rtf: reading took longer than 1 seconds and was stopped." in reason
    assert "--max-seconds" in reason
    assert found == GOOD


def test_a_document_that_ends_the_process_is_refused_and_the_others_are_read(
    files: list[Path], office_that: Callable[[str], Path]
) -> None:
    office_that("kill -SEGV $PPID")
    with open_reader() as reader:
        found = told(reader, *files)
    reason = found.pop("a.zip/bad.rtf")
    assert "the process that read it ended (SIGSEGV)" in reason
    assert "\n" not in reason
    assert found == GOOD


def test_a_document_that_needs_too_much_memory_is_refused_and_the_others_are_read(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.txt").write_bytes("说明\t甲\t乙\n".encode() * 200_000)
    (tmp_path / "b.txt").write_bytes(text(1))
    with open_reader(Limits(memory=96 * MEGABYTE)) as reader:
        found = told(reader, tmp_path / "a.txt", tmp_path / "b.txt")
    assert "needs more than 96 MB of memory" in found.pop("a.txt")
    assert found == {"b.txt": ""}


def test_a_process_is_replaced_when_it_has_read_many_documents(tmp_path: Path) -> None:
    many = {f"{number}.txt": text(number) for number in range(MOST_DOCUMENTS)}
    (tmp_path / "a.zip").write_bytes(zipped(many))
    (tmp_path / "b.txt").write_bytes(text(1))
    with open_reader() as reader:
        first = reader._process.pid
        found = told(reader, tmp_path / "a.zip", tmp_path / "b.txt")
        assert reader._process.pid != first
    assert len(found) == MOST_DOCUMENTS + 1
    assert not any(found.values())


def test_a_process_that_cannot_be_started_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yiju.pipeline.reader._PROGRAM", "yiju.nowhere")
    with open_reader() as reader, pytest.raises(YijuError, match="could not be started"):
        told(reader, tmp_path / "a.txt")


def test_one_document_is_read_or_refused(files: list[Path]) -> None:
    assert read_one(files[1]).data == text(3)
    with pytest.raises(UnreadableFileError, match=r"a\.zip: holds more than one document"):
        read_one(files[0])
    with pytest.raises(UnreadableFileError, match="cannot be read"):
        read_one(files[0].parent / "nothing.txt")


# --- nothing is left behind ------------------------------------------------------------------------


@pytest.fixture
def building(
    files: list[Path], office_that: Callable[[str], Path], tmp_path: Path
) -> Iterator[tuple[subprocess.Popen[bytes], list[int]]]:
    """A build in the middle of a file that hangs, and the processes that it started."""
    note = office_that("echo $$ $PPID > {note}; exec sleep 600")
    command = [YIJU, "build", *files, "--store", tmp_path / "store"]
    with subprocess.Popen(list(map(str, command)), stderr=subprocess.PIPE) as process:
        until(lambda: note.exists() and len(note.read_text().split()) == 2)
        yield process, [int(number) for number in note.read_text().split()]


def until(holds: Callable[[], bool]) -> None:
    """Waits until something holds."""
    end = monotonic() + PATIENCE
    while not holds():
        assert monotonic() < end
        sleep(0.05)


def is_gone(number: int) -> bool:
    state = Path(f"/proc/{number}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z"


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs the system's list of processes")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_build_that_is_ended_leaves_no_process(
    sign: signal.Signals, building: tuple[subprocess.Popen[bytes], list[int]]
) -> None:
    process, started = building
    process.send_signal(sign)
    assert process.wait(PATIENCE) == (130 if sign is signal.SIGINT else -sign)
    until(lambda: all(map(is_gone, started)))
