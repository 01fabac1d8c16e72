"""Pages per second and peak memory of reading PDF files, and where the time goes.

Run by hand with `make bench`; it prints and asserts nothing about the machine.
"""

import cProfile
import pstats
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from tests.readers.disclosures import make
from tests.readers.pdf_writers import write_drawn_pdf

PROGRAM = """
import re, sys
from pathlib import Path
from time import perf_counter
from yiju.readers import read_document

def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024

before, start = peak(), perf_counter()
document = read_document(Path(sys.argv[1]))
taken, after = perf_counter() - start, peak()
pages = max(place.page for place in document.places)
print(f"{pages:5} pages, {len(document.text):9,} characters: {pages / taken:6.1f} pages/s,"
      f" {after - before:6.1f} MB above the {before:.0f} MB of the program")
"""


def long_file(folder: Path, documents: int) -> Path:
    """One file of many disclosures, one behind the other."""
    script = [block for seed in range(documents) for block in make(seed).script]
    path = folder / f"{documents}.pdf"
    path.write_bytes(write_drawn_pdf(script, Random(2)))
    return path


@pytest.mark.parametrize("documents", [10, 40, 120])
def test_pages_per_second_and_peak_memory(documents: int, tmp_path: Path) -> None:
    path = long_file(tmp_path, documents)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(path)], check=True, capture_output=True, text=True
    )
    print(done.stdout, end="")


def test_where_the_time_goes(tmp_path: Path) -> None:
    from yiju.readers import read_document

    path = long_file(tmp_path, 20)
    profile = cProfile.Profile()
    profile.runcall(read_document, path)
    pstats.Stats(profile).sort_stats("tottime").print_stats(18)
