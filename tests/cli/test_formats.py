"""The main job from the files that departments publish: Word, PDF, workbooks, web pages."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from tests.readers.disclosures import make
from tests.readers.pdf_writers import write_drawn_pdf
from tests.readers.writers import WRITERS as OFFICE_WRITERS

if TYPE_CHECKING:
    from tests.cli.conftest import Yiju

WRITERS = OFFICE_WRITERS | {"pdf": ("a.pdf", write_drawn_pdf)}
FILES = {
    "docx": "word.docx", "xlsx": "book.xlsx", "xls": "old.xls", "html": "page.html",
    "pdf": "printed.pdf",
}  # fmt: skip


def test_files_of_five_formats_are_built_traced_and_asked_for_places(
    yiju: Yiju, tmp_path: Path
) -> None:
    made, store = make(5), tmp_path / "store"
    folder = tmp_path / "in"
    folder.mkdir()
    for form, name in FILES.items():
        (folder / name).write_bytes(WRITERS[form][1](made.script, Random(5)))
    done = yiju("build", folder, "--store", store)
    assert done.status == 0, done.err
    assert "hidden and was not read" in done.out + done.err
    name = next(fact[4] for fact in made.facts if fact[0] == "indicator")
    done = yiju("query", "places", "--store", store, "--format", "json", "--param", f"text={name}")
    rows = json.loads(done.out)["results"]["bindings"]
    cells = {row["file"]["value"]: row["cell"]["value"] for row in rows if "cell" in row}
    assert set(cells) == set(FILES.values())
    assert cells["book.xlsx"].startswith("Sheet1!")
    assert cells["word.docx"].startswith("T")
    assert cells["printed.pdf"].startswith("T")
    assert {row["page"]["value"] for row in rows if row["file"]["value"] == "printed.pdf"} <= {
        "1",
        "2",
        "3",
    }
    done = yiju("trace", name, "--store", store)
    assert "page.html:T" in done.out
    assert "book.xlsx:Sheet1!" in done.out
    assert re.search(r"printed\.pdf:p[123]:T\d", done.out)


def test_extract_says_what_was_noted_of_a_file(yiju: Yiju, tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(WRITERS["xlsx"][1](make(5).script, Random(5)))
    done = yiju("extract", path, "--report")
    assert done.status == 0
    assert json.loads(done.out)["@context"]
    assert "a.xls: is named .xls, but is a workbook (XLSX); it was read as that" in done.err
    assert "a.xls: sheet 说明 is hidden and was not read" in done.err
