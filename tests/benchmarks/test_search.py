"""What search costs beside a store of half a million triples: making the index, and asking it.

Run by hand with `make bench`; it prints and asserts nothing about the machine.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from time import perf_counter, process_time

import pytest
from tests.benchmarks.corpus import write_corpus

from yiju.pipeline import build
from yiju.questions.matching import POLICY, Wanted, find_candidates
from yiju.store import open_store
from yiju.store.search import FILE, Asked, SearchIndex, make_index, open_index

COPIES = 6
"""Of each of five disclosures: some 500,000 triples."""

ROUNDS = 400
WORDS = (
    "科技",
    "培训",
    "满意度",
    "率",
    "高新技术企业",
    "数量指标",
    "资金拨付",
    "专项 资金",
    "企业",
)


@pytest.fixture(scope="module")
def store(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("search")
    files = list(write_corpus(shared / "disclosures", folder / "corpus", COPIES))
    build(files, folder / "store")
    return folder / "store"


@pytest.fixture(scope="module")
def asked(store: Path) -> list[str]:
    """What people type: words of names, from one character on, numbers, and whole titles."""
    rng = Random(7)
    with open_index(store) as index:
        hits = [hit for word in WORDS for hit in index.search(Asked.of(word), limit=200).hits]
    texts = [text for hit in hits for text in (hit.label, *hit.codes)]
    found = []
    for text in rng.sample(texts, min(ROUNDS, len(texts))):
        length = rng.choice((1, 2, 2, 2, 3, 4, 6, 10, 40))
        start = rng.randrange(max(len(text) - length, 0) + 1)
        found.append(text[start : start + length])
    return [text for text in [*found, *WORDS] if text.strip()]


def test_making_the_index(store: Path) -> None:
    with open_store(store, write=True) as opened:
        triples = sum(1 for _ in opened.quads())
        start, processed = perf_counter(), process_time()
        make_index(opened)
        seconds, worked = perf_counter() - start, process_time() - processed
    size = (store / FILE).stat().st_size
    beside = sum(file.stat().st_size for file in (store / "oxigraph").iterdir())
    print(
        f"\n{triples} triples indexed in {seconds:.2f} s ({worked:.2f} s of a processor): {triples / seconds:,.0f}/s; "
        f"{size / 1e6:.1f} MB beside {beside / 1e6:.1f} MB"
    )


@pytest.mark.parametrize("kind", ["search", "suggest", "candidates"])
def test_asking_the_index(store: Path, asked: list[str], kind: str) -> None:
    with open_index(store) as index:
        ask = _asking(index)[kind]
        taken = sorted(_times(ask, asked))
    middle, high = taken[len(taken) // 2], taken[len(taken) * 95 // 100]
    print(
        f"\n{kind}: {len(taken)} asked, p50 {middle:.1f} ms, p95 {high:.1f} ms, longest {taken[-1]:.1f} ms"
    )


def test_one_character_at_a_time(store: Path) -> None:
    with open_index(store) as index:
        for text in ("科", "科技", "科技型", "科技型中", "科技型中小", "科技型中小企业"):
            (taken,) = _times(_asking(index)["suggest"], [text])
            print(f"\n{text}: {taken:.1f} ms", end="")


def _asking(index: SearchIndex) -> dict[str, Callable[[str], object]]:
    return {
        "search": lambda text: index.search(Asked.of(text)),
        "suggest": lambda text: index.suggest(Asked.of(text)),
        "candidates": lambda text: find_candidates(index, Wanted(text, (POLICY,))),
    }


def _times(ask: Callable[[str], object], asked: list[str]) -> Iterator[float]:
    """Milliseconds for each."""
    for text in asked:
        start = perf_counter()
        ask(text)
        yield (perf_counter() - start) * 1000
