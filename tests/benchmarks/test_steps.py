"""What one more document costs in a store of few, of many and of very many; and a whole build.

Run by hand with `make bench`; it prints and asserts nothing about the machine.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import process_time

import pytest
from tests.benchmarks.corpus import write_corpus

from yiju.pipeline import Conclusions, build

KINDS = 5
"""Disclosures that are published; a copy of each is added."""


@pytest.mark.parametrize("documents", [5, 100, 500, 1_000])
def test_what_one_more_document_costs(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, documents: int
) -> None:
    copies = documents // KINDS + 1
    files = list(write_corpus(shared / "disclosures", tmp_path / "corpus", copies))
    old, new, store = files[:documents], files[documents:], tmp_path / "store"
    concluding: list[float] = []
    monkeypatch.setattr(Conclusions, "conclude", timed(concluding))
    start = process_time()
    build(old, store)
    whole, parts = process_time() - start, concluding[0]
    start = process_time()
    for file in new:
        build([file], store)
    each = (process_time() - start) / KINDS
    print(
        f"{documents:5} documents: built in {whole:7.1f} s, of which conclusions {parts:6.1f} s; "
        f"one more {each:5.2f} s, of which conclusions {sum(concluding[1:]) / KINDS:5.2f} s"
    )


def timed(taken: list[float]) -> object:
    """Conclusions that put down the processor time that they take."""
    conclude = Conclusions.conclude

    def concluding(self: Conclusions) -> object:
        with putting_down(taken):
            return conclude(self)

    return concluding


@contextmanager
def putting_down(taken: list[float]) -> Iterator[None]:
    start = process_time()
    yield
    taken.append(process_time() - start)
