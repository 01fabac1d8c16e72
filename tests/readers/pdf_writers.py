"""The same script as PDF files: printed by an office program, and drawn by a PDF library."""

import shutil
import subprocess
import tempfile
from collections import Counter
from functools import partial
from html import escape
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any, Final

import pypdfium2
import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table
from tests.readers.writers import Grid, Script, W, Writer, word_file

FONT: Final = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

OFFICE: Final = shutil.which("soffice")


# --- printed by an office program --------------------------------------------------------------------


def write_office_pdf(script: Script, random: Random) -> bytes:
    """A Word file with ruled tables, printed by LibreOffice."""
    widest = max((block.width for block in script if isinstance(block, Grid)), default=0)
    sideways = widest > 6 or random.random() < 0.3
    seed = random.random()
    for uncut in (True, False):
        table = partial(_ruled_table, room=_TWIPS[sideways], uncut=uncut)
        written = word_file(script, Random(seed), table, _plain_paragraph, sideways=sideways)
        printed = print_word(written)
        if _has_all(printed, script):
            break
    return printed


def _has_all(printed: bytes, script: Script) -> bool:
    """Whether all words were printed: LibreOffice loses rows that it must not cut and has no room for."""
    document = pypdfium2.PdfDocument(printed)
    pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    document.close()
    there = Counter("".join("".join(pages).split()))
    cells = (
        cell for block in script if isinstance(block, Grid) for row in block.rows for cell in row
    )
    return not Counter("".join("".join(cells).split())) - there


_TWIPS: Final = (8600, 12_200)
"""Between the margins of a page, and of one that lies sideways."""


def print_word(data: bytes) -> bytes:
    """A Word file as LibreOffice prints it; skips the test where there is none."""
    if not OFFICE:
        pytest.skip("soffice is not there: apt install libreoffice-writer fonts-wqy-zenhei")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "a.docx"
        source.write_bytes(data)
        home = f"-env:UserInstallation=file://{folder}/home"
        words = [OFFICE, home, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        subprocess.run(words, check=True, capture_output=True, timeout=120)
        return (Path(folder) / "a.pdf").read_bytes()


def _plain_paragraph(text: str, random: Random) -> str:
    indent = "<w:pPr><w:ind w:firstLine='480'/></w:pPr>" if len(text) > 30 else ""
    return f'<w:p xmlns:w="{W}">{indent}{_run(text)}</w:p>'


def _run(text: str) -> str:
    said = escape(text).replace("\n", "</w:t><w:br/><w:t xml:space='preserve'>")
    return f"<w:r><w:t xml:space='preserve'>{said}</w:t></w:r>"


_LINES: Final = "".join(
    f"<w:{side} w:val='single' w:sz='4'/>"
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def _ruled_table(grid: Grid, random: Random, *, room: int, uncut: bool) -> str:
    """Rows of narrow columns may be higher than a page; LibreOffice loses what it must not cut."""
    width = min(random.choice([700, 1000, 1300, 1700]), room // grid.width)
    repeated = "<w:tblHeader/>" if all(grid.rows[0]) and random.random() < 0.6 else ""
    whole = "<w:cantSplit/>" if random.random() < 0.4 and width >= 1300 and uncut else ""
    rows = []
    for at, row in enumerate(grid.rows):
        cells = "".join(_ruled_cells(grid, at, row))
        head = repeated if at == 0 else ""
        rows.append(f"<w:tr><w:trPr>{whole}{head}</w:trPr>{cells}</w:tr>")
    columns = f"<w:gridCol w:w='{width}'/>" * grid.width
    properties = f"<w:tblPr><w:tblBorders>{_LINES}</w:tblBorders></w:tblPr>"
    return (
        f'<w:tbl xmlns:w="{W}">{properties}<w:tblGrid>{columns}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _ruled_cells(grid: Grid, at: int, row: tuple[str, ...]) -> list[str]:
    cells, column = [], 0
    while column < grid.width:
        tall, wide = grid.spans().get((at, column), (1, 1))
        above = next((m for m in grid.merges if m[0] < at < m[0] + m[2] and m[1] == column), None)
        properties = f"<w:gridSpan w:val='{above[3] if above else wide}'/>"
        if tall > 1 or above:
            properties += "<w:vMerge/>" if above else "<w:vMerge w:val='restart'/>"
        text = row[column] if column < len(row) and (at, column) not in grid.covered() else ""
        inside = f"<w:p>{_run(text)}</w:p>"
        cells.append(f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>")
        column += above[3] if above else wide
    return cells


# --- drawn by a PDF library --------------------------------------------------------------------------


def write_drawn_pdf(script: Script, random: Random) -> bytes:
    """Pages with numbers and, where they are several, running titles; a watermark, words in white."""
    seed = random.random()
    out, pages = _drawn(script, Random(seed), titled=False)
    return _drawn(script, Random(seed), titled=True)[0] if pages > 1 else out


def _drawn(script: Script, random: Random, *, titled: bool) -> tuple[bytes, int]:
    """The file, and how many pages it has."""
    out = BytesIO()
    size = random.choice([A4, landscape(A4), A3])
    template = SimpleDocTemplate(out, pagesize=size, title="", invariant=1)
    noisy = random.random() < 0.5

    def decorate(canvas: Any, document: Any) -> None:
        canvas.saveState()
        canvas.setFont(FONT, 9)
        canvas.drawCentredString(size[0] / 2, 30, f"— {canvas.getPageNumber()} —")
        if titled:
            canvas.drawString(72, size[1] - 40, "部门预算公开")
        if noisy:
            _add_noise(canvas, *size)
        canvas.restoreState()

    story = [flowable for block in script for flowable in _flowables(block, size[0] - 160, random)]
    template.build(story, onFirstPage=decorate, onLaterPages=decorate)
    return out.getvalue(), template.page


def _add_noise(canvas: Any, width: float, height: float) -> None:
    """What nobody reads: words in white, words outside the page, words across it."""
    canvas.setFillColor(colors.white)
    canvas.drawString(90, height / 2, "白色的字样")
    canvas.setFillColor(colors.lightgrey)
    canvas.drawString(-300, 200, "页外的字样")
    canvas.translate(width / 2, height / 2)
    canvas.rotate(35)
    canvas.drawString(0, 0, "内部资料")


def _flowables(block: str | Grid, width: float, random: Random) -> list[Any]:
    if isinstance(block, Grid):
        return [_table(block, width, random), Spacer(1, 12)]
    return [_paragraph(block, 10.5, indent=21 if len(block) > 30 else 0), Spacer(1, 6)]


def _paragraph(text: str, size: float, *, indent: float = 0) -> Paragraph:
    style = ParagraphStyle(
        "a",
        fontName=FONT,
        fontSize=size,
        leading=size * 1.4,
        wordWrap="CJK",
        firstLineIndent=indent,
    )
    return Paragraph(escape(text).replace("\n", "<br/>"), style)


def _table(grid: Grid, width: float, random: Random) -> Table:
    covered = grid.covered()
    rows = [
        [
            _paragraph(row[column] if column < len(row) and (at, column) not in covered else "", 9)
            for column in range(grid.width)
        ]
        for at, row in enumerate(grid.rows)
    ]
    style = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    style += [
        ("SPAN", (left, top), (left + wide - 1, top + tall - 1))
        for top, left, tall, wide in grid.merges
    ]
    shares = [random.choice([2, 3]) for _ in range(grid.width)]
    widths = [width * share / sum(shares) for share in shares]
    repeated = 1 if all(grid.rows[0]) and random.random() < 0.6 else 0
    return Table(rows, colWidths=widths, repeatRows=repeated, style=style)


PDF_WRITERS: Final[dict[str, tuple[str, Writer]]] = {
    "office": ("a.pdf", write_office_pdf),
    "drawn": ("a.pdf", write_drawn_pdf),
}
