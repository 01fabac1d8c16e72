"""Where the time of the main job goes, as a person meets it: a cold process, files in, a store out.

Run by hand with `make bench`; it prints and asserts nothing about the machine.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

from yiju.mapping import as_document, parse_quads
from yiju.pipeline.identities import conclude_identities
from yiju.pipeline.reading import understand, with_citations
from yiju.prose import find_prose
from yiju.readers import read_document
from yiju.store import open_store
from yiju.tables import find_disclosure
from yiju.validation import check_graph
from yiju.vocabulary import Names

YIJU = Path(sys.executable).parent / "yiju"
ROUNDS = 3
IMPORTS = (
    "typer",
    "pyoxigraph",
    "spacy",
    "yiju.pipeline.builder",
    "yiju.pipeline.worker",
    "yiju.service",
    "yiju.validation",
)


def seconds(*words: str | Path) -> float:
    """The median wall-clock time of a command that succeeds."""
    taken = []
    for _ in range(ROUNDS):
        start = perf_counter()
        subprocess.run([str(word) for word in words], check=True, capture_output=True)
        taken.append(perf_counter() - start)
    return median(taken)


def report(name: str, taken: float) -> None:
    print(f"{taken * 1000:8.0f} ms  {name}")


def test_the_door() -> None:
    report("yiju --help", seconds(YIJU, "--help"))
    nothing = seconds(sys.executable, "-c", "")
    for module in IMPORTS:
        report(f"import {module}", seconds(sys.executable, "-c", f"import {module}") - nothing)


def test_a_cold_build_of_the_sample(checkout: Path, tmp_path: Path) -> None:
    sample = sorted((checkout / "src" / "yiju" / "sample" / "disclosures").glob("*.txt"))
    for file in sample:
        report(f"extract {file.name}", seconds(YIJU, "extract", file))
    report("build the sample", seconds(YIJU, "build", *sample, "--store", tmp_path / "store"))


def test_a_cold_build_of_the_published_disclosures(shared: Path, tmp_path: Path) -> None:
    folder = shared / "disclosures"
    for file in sorted(folder.glob("*.txt")):
        report(f"extract {file.name}", seconds(YIJU, "extract", file))
    store = tmp_path / "store"
    report("build all, first time", seconds(YIJU, "build", folder, "--store", store))
    report("trace", seconds(YIJU, "trace", "满意度", "--store", store))


def test_where_the_time_of_a_build_goes(shared: Path, tmp_path: Path) -> None:
    """The stages in one process, imports left out; the first round warms up and is not told."""
    files = sorted((shared / "disclosures").glob("*.txt"))
    for round_ in range(2):
        taken: dict[str, float] = {}
        with timed(taken, "read"):
            documents = [read_document(file) for file in files]
        with timed(taken, "find tables"):
            assert all(find_disclosure(document) for document in documents)
        with timed(taken, "find prose"):
            assert all(find_prose(document, None) for document in documents)
        understood = [understand(document) for document in documents]  # both again, put together
        with timed(taken, "find citations and targets"):
            disclosures = [with_citations(disclosure) for disclosure in understood]
        with timed(taken, "map to quads"):
            trees = [as_document(disclosure, Names()) for disclosure in disclosures]
            graphs = {str(tree["id"]): parse_quads(tree) for tree in trees}
        with timed(taken, "check"):
            assert all(check_graph(graph).conforms for graph in graphs.values())
        with open_store(tmp_path / f"store{round_}", write=True) as store:
            with timed(taken, "store"):
                store.replace_graphs(graphs)
            with timed(taken, "identities"):
                conclude_identities(store, Names())
    for stage, seconds_ in taken.items():
        report(stage, seconds_)
    report(f"{sum(map(len, graphs.values())):,} quads", sum(taken.values()))


@contextmanager
def timed(taken: dict[str, float], stage: str) -> Iterator[None]:
    """Puts down how long a stage takes."""
    start = perf_counter()
    yield
    taken[stage] = perf_counter() - start
