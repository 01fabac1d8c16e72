"""Pages as pictures, with what was found on them outlined: tables, their cells, and lines of text.

For people who wonder why a file was read as it was. The picture of the page is that of another program
than the reader's, so that one sees what the reader should have seen.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pypdfium2
from PIL import Image, ImageDraw

from yiju.readers.pdf.file import PdfFile, refusing_pdf
from yiju.readers.pdf.grids import find_grids
from yiju.readers.pdf.lines import Line
from yiju.readers.pdf.marks import Area, MarkReader, Marks
from yiju.readers.pdf.pages import Page, read_page
from yiju.readers.pdf.seen import Oddities, find_seen
from yiju.readers.source import SourceFile

_LONGEST: Final = 1600
"""Pixels of the longer side of a picture."""

_TABLE: Final = "#c0392b"
_CELL: Final = "#2471a3"
_TEXT: Final = "#229954"
_LEFT_OUT: Final = "#b9770e"


def draw(source: SourceFile, folder: Path) -> list[Path]:
    """The pictures of all pages, as PNG: tables red, cells blue, lines green, what is left out brown.

    UnreadableFileError where the file is damaged or locked.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with refusing_pdf(source.path):
        return list(_drawn(source, folder))


def _drawn(source: SourceFile, folder: Path) -> Iterator[Path]:
    reader, oddities = MarkReader(source), Oddities()
    rendered = pypdfium2.PdfDocument(source.data)
    try:
        for number, page in enumerate(PdfFile(source).pages()):
            marks = reader.read(page)
            scale = _LONGEST / max(marks.width, marks.height, 1)
            picture = rendered[number].render(scale=scale).to_pil().convert("RGB")
            _outline(picture, marks, read_page(marks, find_seen(marks, oddities)), scale)
            path = folder / f"{source.path.stem}-p{number + 1}.png"
            picture.save(path)
            yield path
    finally:
        rendered.close()


def _outline(picture: Image.Image, marks: Marks, page: Page, scale: float) -> None:
    pen = ImageDraw.Draw(picture)
    for area, colour, width in _outlines(marks, page):
        box = (area.x0, area.top, area.x1, area.bottom)
        pen.rectangle([place * scale for place in box], outline=colour, width=width)


def _outlines(marks: Marks, page: Page) -> Iterator[tuple[Area, str, int]]:
    """The boxes to be drawn, the widest last."""
    shown = page.turn.back().area
    for _, part in page.left:
        box = part.box
        left_out = Area(box.left, box.top, box.left + box.width, box.top + box.height)
        yield left_out, _LEFT_OUT, 1
    for line in page.items:
        if isinstance(line, Line):
            yield shown(line.area), _TEXT, 1
    for grid in find_grids([page.turn.rule(rule) for rule in marks.rules]):
        for cell in grid.cells:
            xs, ys = grid.xs, grid.ys
            yield (
                shown(Area(xs[cell.left], ys[cell.top], xs[cell.right], ys[cell.bottom])),
                _CELL,
                1,
            )
    for table in page.items:
        if not isinstance(table, Line):
            yield shown(table.area), _TABLE, 3
