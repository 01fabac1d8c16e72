"""Bytes that nobody wrote, for every reader: `python -m tests.fuzz.bytes docx -runs=20000`.

A file is read or refused, as a build does it. Any other exception, an input that takes longer than some
seconds, and more memory than is allowed end the run; the input then lies in the folder one is in. In
formats that are packed, what is inside is changed too, and packed again.
"""

import os
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Final

import atheris
from PIL import Image

with atheris.instrument_imports(include=["yiju.readers"]):
    from yiju.readers import (
        archive,
        compose,
        docx,
        html,
        ole,
        pdf,
        plain,
        sheets,
        soffice,
        xls,
        xlsx,
    )

from tests.readers.disclosures import make
from tests.readers.ole import locked_word_file, stored_as
from tests.readers.pdf_writers import OFFICE, PDF_WRITERS
from tests.readers.test_docx import LISTS, NAMES, STYLES, cell, package, paragraph, table
from tests.readers.test_pdf import DOWN, drawn, grid, lines
from tests.readers.test_structures import workbook
from tests.readers.writers import WRITERS, Grid, Script, zipped

from yiju.pipeline.answers import Refusal
from yiju.pipeline.limits import Limits
from yiju.pipeline.worker import read_each
from yiju.vocabulary import Names

INSTRUMENTED: Final = (archive, compose, docx, html, ole, pdf, plain, sheets, xls, xlsx)
OPTIONS: Final = ("-timeout=30", "-rss_limit_mb=2048", "-max_len=40000", "-print_final_stats=1")
NAMES_OF_FILES: Final = {"pdf": "a.pdf"} | {form: name for form, (name, _) in WRITERS.items()}
PARAGRAPH: Final = paragraph("甲", '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>')
NOTES: Final = f"<w:footnotes {NAMES}><w:footnote>{PARAGRAPH}</w:footnote></w:footnotes>"
COLUMN: Final = '<col min="1" max="2" hidden="0"/>'
MERGE: Final = '<mergeCell ref="A1:B1"/>'
_BUG: Final = "please report it"
_STREAM: Final = re.compile(rb"(?<=stream)(\r?\n)(.*?)(?=\r?\n?endstream)", re.DOTALL)


def seeds(form: str) -> Iterator[bytes]:
    """Some small good files of a format, to begin with."""
    scripts: list[Script] = [make(seed).script[:9] for seed in range(1, 4)]
    if form == "docx":
        cells = table(cell("一级指标") + cell("指标值"), cell(PARAGRAPH) + cell("≥20场"))
        yield package(PARAGRAPH + cells, numbering=LISTS, styles=STYLES).data
        yield package(table(cell("甲", "<w:vMerge/>", cells)), footnotes=NOTES).data
    elif form == "xlsx":
        row = (
            '<row r="1" hidden="0"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>0.5</v></c></row>'
        )
        for shown in ("0.00%", "yyyy年m月", "[&gt;=100]0&quot;大&quot;;0"):
            yield workbook([COLUMN], [row, row.replace("1", "2")], [MERGE], shown)
    elif form == "pdf":
        yield from (drawn(upright, sideways, pageCompression=packed) for packed in (0, 1))
        for name in ("drawn", "office") if OFFICE else ("drawn",):
            yield PDF_WRITERS[name][1](["清河区科技局", _small_grid()], Random(1))
    elif form in WRITERS:
        yield from (WRITERS[form][1](script, Random(at)) for at, script in enumerate(scripts))
    elif form == "old":
        yield from (locked_word_file(), stored_as("WordDocument"), stored_as("Contents"))
    elif form == "zip":
        text = WRITERS["rows"][1](scripts[0], Random(1))
        yield zipped({"甲.txt": text, "in.zip": zipped({"乙.txt": text}), "丙.xls": b""})


def upright(canvas: Any) -> None:
    """A page of a PDF file: lines of words, a ruled table, a column of words that runs down."""
    lines(canvas, 72, 780, "一、绩效目标", "（一）开展活动三十场。")
    grid(canvas, [72, 200, 300], [700, 670, 630], [["指标", "依据"], ["群众满\n意度", "≥90%"]])
    canvas.setFont(DOWN, 10)
    canvas.drawString(400, 700, "社会效益")


def sideways(canvas: Any) -> None:
    """A page that was turned, with columns that no line parts, and a picture."""
    canvas.setPageRotation(90)
    for at, row in enumerate([("名称", "数值"), ("场次", "≥3场"), ("人次", "90")]):
        lines(canvas, 72, 700 - 20 * at, row[0])
        lines(canvas, 300, 700 - 20 * at, row[1])
    canvas.drawInlineImage(Image.new("1", (8, 8)), 100, 100)


def _small_grid() -> Grid:
    return Grid((("指标", "指标值"), ("场次", "≥3场"), ("", "90")), merges=((1, 0, 2, 1),))


def mutate(data: bytes, most: int, seed: int) -> bytes:
    """Other bytes; those inside a package are changed and packed again, most of the time."""
    random = Random(seed)
    streams = list(_STREAM.finditer(data)) if data.startswith(b"%PDF") else []
    if streams and random.random() < 0.6:
        return _with_other_stream(data, random.choice(streams))
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            entries = {name: package.read(name) for name in package.namelist()}
    except Exception:  # noqa: BLE001 - whatever it is, it is no package
        entries = {}
    if not entries or random.random() < 0.1:
        return bytes(atheris.Mutate(data, most))
    name = random.choice(sorted(entries))
    entries[name] = atheris.Mutate(entries[name], len(entries[name]) + 200)
    return zipped(entries)


def _with_other_stream(data: bytes, stream: re.Match[bytes]) -> bytes:
    """A PDF file with one stream changed, unpacked where it is packed; places behind it stay, if they can."""
    held, (start, end) = stream[2], stream.span(2)
    try:
        inside = zlib.decompress(held)
    except zlib.error:
        changed = bytes(atheris.Mutate(held, len(held)))
    else:
        changed = zlib.compress(atheris.Mutate(inside, len(inside) + 200))
    return data[:start] + changed.ljust(len(held)) + data[end:]


def check(path: Path, data: bytes) -> None:
    """Reads a file as a build does."""
    path.write_bytes(data)
    for answer in read_each(path, Names(), Limits()):
        if isinstance(answer, Refusal):
            assert _BUG not in answer.reason, answer.reason
            assert "\n" not in answer.reason


def main() -> None:
    """Make files of one format until there were as many as asked for."""
    form, *options = sys.argv[1:]
    os.environ["YIJU_TRACEBACK"] = "1"
    soffice.find_program = lambda: None  # LibreOffice has its own makers to try it
    with TemporaryDirectory() as folder:
        corpus, path = Path(folder) / "corpus", Path(folder) / NAMES_OF_FILES.get(form, "a.zip")
        corpus.mkdir()
        for at, data in enumerate(seeds(form)):
            (corpus / str(at)).write_bytes(data)
        atheris.Setup(
            [sys.argv[0], *OPTIONS, *options, str(corpus)],
            lambda data: check(path, data),
            custom_mutator=mutate,
        )
        atheris.Fuzz()


if __name__ == "__main__":
    main()
