"""Where the time of reading PDF files goes.

Run by hand with `make bench`; it prints and asserts nothing about the machine.
"""

import cProfile
import pstats
from pathlib import Path
from random import Random

from tests.readers.disclosures import make
from tests.readers.pdf_writers import write_drawn_pdf

from yiju.readers import read_document


def test_where_the_time_goes(tmp_path: Path) -> None:
    script = [block for seed in range(20) for block in make(seed).script]
    path = tmp_path / "a.pdf"
    path.write_bytes(write_drawn_pdf(script, Random(2)))
    profile = cProfile.Profile()
    profile.runcall(read_document, path)
    pstats.Stats(profile).sort_stats("tottime").print_stats(18)
