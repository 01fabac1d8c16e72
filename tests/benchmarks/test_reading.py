"""Pages per second, rows per second and peak memory of reading each format.

Run by hand with `make bench`, or alone with `python -m pytest -s tests/benchmarks/test_reading.py`; it prints and
asserts nothing about the machine. One script of three hundred pages is written in every format.
"""

import subprocess
import sys
from functools import cache
from pathlib import Path
from random import Random

import pytest
from openpyxl import Workbook
from tests.readers.disclosures import make
from tests.readers.pdf_writers import write_drawn_pdf
from tests.readers.writers import WRITERS, Script

from yiju.readers import soffice

DOCUMENTS = 100
"""Disclosures of three pages each."""

ROWS = 100_000
FORMS = ("rows", "docx", "xlsx", "xls", "html", "pdf", "odt")
PROGRAM = """
import re, resource, sys
from importlib import import_module
from pathlib import Path
from time import perf_counter, process_time
from yiju.readers import _READERS, find_format, read_file
from yiju.readers.source import read_source

def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024

source = read_source(Path(sys.argv[1]))
import_module(_READERS[find_format(source)])
before, start, busy = peak(), perf_counter(), process_time()
document = read_file(source)
taken, busy, after = perf_counter() - start, process_time() - busy, peak()
office = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(f"{len(document.text):10,} characters, {int(sys.argv[2]) / taken:9,.1f} {sys.argv[3]}/s,"
      f" {busy:6.1f} s of processor, {after - before:6.1f} MB above the {before:.0f} MB of the program,"
      f" {office:4.0f} MB of LibreOffice")
"""


@cache
def long_script() -> tuple[Script, int]:
    """Disclosures, one behind the other; and the pages, about three hundred, on which a PDF library draws them."""
    script = [block for seed in range(DOCUMENTS) for block in make(seed).script]
    return script, _count_pages(write_drawn_pdf(script, Random(2)))


def _count_pages(data: bytes) -> int:
    return data.count(b"/Type /Page") - data.count(b"/Type /Pages")


def written(form: str, folder: Path) -> Path:
    """The script in a format."""
    script, _ = long_script()
    if form == "odt":
        return _converted(written("docx", folder))
    name, writer = ("a.pdf", write_drawn_pdf) if form == "pdf" else WRITERS[form]
    path = folder / name
    path.write_bytes(writer(script, Random(2)))
    return path


def _converted(path: Path) -> Path:
    program = soffice.find_program()
    if program is None:
        pytest.skip("LibreOffice is not installed")
    return soffice.convert(program, path, "MS Word 2007 XML", "odt", "writer8")


def tell(path: Path, count: int, what: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(path), str(count), what],
        check=True,
        capture_output=True,
        text=True,
    )
    print(f"{path.suffix:6}", done.stdout, end="")


@pytest.mark.parametrize("form", FORMS)
def test_pages_of_each_format(form: str, tmp_path: Path) -> None:
    tell(written(form, tmp_path), long_script()[1], "pages")


@pytest.mark.parametrize("rows", [ROWS // 10, ROWS])
def test_a_workbook_of_many_rows(rows: int, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    _write_workbook(path, rows)
    tell(path, rows, "rows")


def _write_workbook(path: Path, rows: int) -> None:
    """A table with an indicator in each row and a project in each ten."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("绩效目标")
    sheet.append(["项目名称", "预算数", "一级指标", "二级指标", "三级指标", "指标值", "度量单位"])
    for row in range(rows):
        project = [f"项目{row // 10}", 12.5 + row, "产出指标"] if row % 10 == 0 else [None] * 3
        sheet.append([*project, "数量指标", f"工作指标{row}", row % 97 + 1, "个"])
    book.save(path)


@pytest.mark.parametrize("files", [1, 10, 40])
def test_memory_does_not_grow_with_the_number_of_files(files: int, tmp_path: Path) -> None:
    script = [block for seed in range(40) for block in make(seed).script]
    path = tmp_path / "a.docx"
    path.write_bytes(WRITERS["docx"][1](script, Random(1)))
    program = PROGRAM.replace(
        "document = read_file(source)",
        f"for _ in range({files}): document = read_file(source)",
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path), str(files), "files"],
        check=True,
        capture_output=True,
        text=True,
    )
    print(f"{files:6}", done.stdout, end="")
