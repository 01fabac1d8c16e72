"""Where the time of the main job goes, as a person meets it: a cold process, files in, a store out.

Run by hand with `make bench`; it prints and asserts nothing about the machine.
"""

import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

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
