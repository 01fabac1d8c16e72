"""Where the time of the main job goes, as a person meets it: a cold process, files in, a store out.

Run by hand with `make bench`; it prints and asserts nothing about the machine.
"""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import perf_counter

from yiju.mapping import as_document, parse_quads
from yiju.pipeline.reading import with_citations
from yiju.readers import read_document
from yiju.store import open_store
from yiju.tables import find_disclosure
from yiju.validation import check_graph
from yiju.vocabulary import Names

YIJU = Path(sys.executable).parent / "yiju"
ROUNDS = 3
IMPORTS = ("typer", "pyoxigraph", "spacy", "yiju.pipeline", "yiju.service", "yiju.validation")


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
        clock = [perf_counter()]
        documents = [read_document(file) for file in files]
        clock.append(perf_counter())
        tables = [find_disclosure(document) for document in documents]
        clock.append(perf_counter())
        disclosures = [with_citations(disclosure) for disclosure in tables]
        clock.append(perf_counter())
        trees = [as_document(disclosure, Names()) for disclosure in disclosures]
        graphs = {str(tree["id"]): parse_quads(tree) for tree in trees}
        clock.append(perf_counter())
        assert all(check_graph(graph).conforms for graph in graphs.values())
        clock.append(perf_counter())
        with open_store(tmp_path / f"store{round_}", write=True) as store:
            store.replace_graphs(graphs)
        clock.append(perf_counter())
    stages = ("read", "find tables", "find citations", "map to quads", "check", "store")
    for stage, (start, end) in zip(stages, pairwise(clock), strict=True):
        report(stage, end - start)
    report(f"{sum(map(len, graphs.values())):,} quads", clock[-1] - clock[0])
