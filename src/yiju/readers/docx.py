"""Word files (DOCX, DOCM, and what WPS saves as such): paragraphs and tables in their order.

Read as printed: list numbers that Word generates stand before their paragraphs, tracked changes are
accepted, hidden text is none. A cell that is merged has its text once, where it begins. A table inside a
cell is a table of its own, behind the one it stands in; so is a text box, behind its paragraph. Running
titles and notes are left out by rules of their own. Macros, fields and links are never followed.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, Final

from docx.exceptions import PythonDocxError
from docx.opc.exceptions import OpcError
from docx.opc.package import OpcPackage
from docx.oxml.parser import parse_xml

from yiju.model import Document
from yiju.readers.compose import Cell, Composer
from yiju.readers.limits import refusing
from yiju.readers.numbering import Numbering, W
from yiju.readers.source import SourceFile

MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_TEXT: Final = {f"{W}t", _MATH_TEXT}
_SIGNS: Final = {
    f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-",
}  # fmt: skip
_GONE: Final = {
    f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}delInstrText", f"{W}pPr",
    f"{W}rPr", f"{W}rt", f"{MC}Fallback",
}  # fmt: skip
_BOXES: Final = f"{W}txbxContent"
_WIDEST: Final = 1000
"""Columns that one cell may cover."""

_RUNNING: Final = ("header", "footer")
_NOTES: Final = ("footnotes", "endnotes")
RUNNING_TITLE: Final = "ruleRunningTitle"
NOTE: Final = "ruleNote"
_HIDDEN: Final = "holds hidden text in {} places, which is not printed and was not read"
_CHUNK: Final = (
    "holds a part in a foreign format (altChunk), which was not read; save the file anew in Word"
)

Element = Any


def read(source: SourceFile) -> Document:
    """The document of a Word file; UnreadableFileError where it is damaged."""
    with refusing(source.path, "Word file", PythonDocxError, OpcError):
        return _Reader(source).read()


class _Reader:
    def __init__(self, source: SourceFile) -> None:
        package = OpcPackage.open(BytesIO(source.data))
        self.part = package.main_document_part
        self.composer = Composer(source)
        self.numbering = Numbering(self._root("numbering"), self._root("styles"))
        self.tables = 0
        self.hidden = 0
        self.held = ""

    def read(self) -> Document:
        body = _tree(self.part).find(f"{W}body")
        if body is not None:
            self._read_blocks(body)
            self._release()
        self._leave_out()
        if self.hidden:
            self.composer.notes.append(_HIDDEN.format(self.hidden))
        return self.composer.document()

    # --- the parts of the file -----------------------------------------------------------------

    def _root(self, kind: str) -> Element:
        return next(self._roots(kind), None)

    def _roots(self, *kinds: str) -> Iterator[Element]:
        """The trees of the parts that stand in that relation to the main one, in a fixed order."""
        related = {
            str(one.target_part.partname): one.target_part
            for one in self.part.rels.values()
            if not one.is_external and one.reltype.rpartition("/")[2] in kinds
        }
        for name in sorted(related):
            yield _tree(related[name])

    def _leave_out(self) -> None:
        for root in self._roots(*_RUNNING):
            for text in self._texts(root):
                self.composer.leave_out(RUNNING_TITLE, text)
        for root in self._roots(*_NOTES):
            for note in root:
                if note.get(f"{W}type") in (None, "normal"):
                    self.composer.leave_out(NOTE, "\n".join(self._texts(note)))

    def _texts(self, root: Element) -> Iterator[str]:
        for paragraph in root.iter(f"{W}p"):
            text, _ = self._words(paragraph)
            yield text

    # --- blocks --------------------------------------------------------------------------------

    def _read_blocks(self, parent: Element) -> None:
        for block in _blocks(parent):
            if block.tag == f"{W}tbl":
                self._release()
                self._read_table(block)
            elif block.tag == f"{W}altChunk":
                self.composer.notes.append(_CHUNK)
            else:
                self._read_paragraph(block)

    def _read_paragraph(self, paragraph: Element) -> None:
        """A paragraph whose end was deleted goes on in the next one."""
        text, boxes = self._words(paragraph)
        self.held += self.numbering.label(paragraph) + text if not self.held else text
        if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is None:
            self._release()
        for box in boxes:
            self._release()
            self._read_blocks(box)

    def _release(self) -> None:
        self.composer.paragraph(self.held)
        self.held = ""

    def _words(self, paragraph: Element) -> tuple[str, list[Element]]:
        """The text of a paragraph as printed, and the contents of its text boxes."""
        words: list[str] = []
        boxes: list[Element] = []
        waiting = [iter(paragraph)]
        while waiting:
            element = next(waiting[-1], None)
            if element is None:
                waiting.pop()
            elif element.tag in _TEXT:
                words.append(element.text or "")
            elif element.tag in _SIGNS:
                words.append(_SIGNS[element.tag])
            elif element.tag == _BOXES:
                boxes.append(element)
            elif element.tag == f"{W}r" and _is_on(element.find(f"{W}rPr/{W}vanish")):
                self.hidden += 1
            elif element.tag not in _GONE:
                waiting.append(iter(element))
        return "".join(words), boxes

    # --- tables --------------------------------------------------------------------------------

    def _read_table(self, table: Element) -> None:
        """The rows of a table, then the tables and boxes that stand in its cells.

        A table of one column is a frame: what stands in it is read in its order.
        """
        self.tables += 1
        number = self.tables
        rows = [row for row in _inside(table, f"{W}tr") if row.find(f"{W}trPr/{W}del") is None]
        if all(len(_cells(row)) == 1 for row in rows) and table.find(f".//{W}tbl") is not None:
            for row in rows:
                self._read_blocks(_cells(row)[0])
                self._release()
            return
        inner: list[Element] = []
        made = [self._row(row, f"T{number}R{at}", inner) for at, row in enumerate(rows, 1)]
        self.composer.table([row for row in made if row])
        for block in inner:
            if block.tag == f"{W}tbl":
                self._read_table(block)
            else:
                self._read_blocks(block)
                self._release()

    def _row(self, row: Element, name: str, inner: list[Element]) -> list[Cell]:
        before = row.find(f"{W}trPr/{W}gridBefore")
        column, made = _number(before, 0), []
        for at, cell in enumerate(_cells(row), 1):
            width = _number(cell.find(f"{W}tcPr/{W}gridSpan"), 1)
            text = "" if _goes_on_above(cell) else self._cell_text(cell, inner)
            made.append(Cell(column, text, f"{name}C{at}", width))
            column += width
        return made

    def _cell_text(self, cell: Element, inner: list[Element]) -> str:
        lines = []
        for block in _blocks(cell):
            if block.tag == f"{W}p":
                text, boxes = self._words(block)
                lines.append(self.numbering.label(block) + text)
                inner += boxes
            elif block.tag == f"{W}tbl":
                inner.append(block)
        return "\n".join(lines)


def _tree(part: Any) -> Element:
    """The XML of a part; the library has a tree of those kinds that it knows."""
    tree = getattr(part, "element", None)
    return parse_xml(part.blob) if tree is None else tree


def _blocks(parent: Element) -> Iterator[Element]:
    """Paragraphs and tables, out of the frames that controls and accepted changes put around them."""
    yield from _inside(parent, f"{W}p", f"{W}tbl", f"{W}altChunk")


def _inside(parent: Element, *tags: str) -> Iterator[Element]:
    """The nearest elements of these tags below, in their order, what was deleted left out."""
    waiting = [iter(parent)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
        elif element.tag in tags:
            yield element
        elif element.tag not in _GONE:
            waiting.append(iter(element))


def _cells(row: Element) -> Sequence[Element]:
    return [cell for cell in _inside(row, f"{W}tc") if cell.find(f"{W}tcPr/{W}cellDel") is None]


def _goes_on_above(cell: Element) -> bool:
    """Whether a cell is the rest of one that was merged with it from above, or from the left."""
    marks = [cell.find(f"{W}tcPr/{W}{name}") for name in ("vMerge", "hMerge")]
    return any(mark is not None and mark.get(f"{W}val") != "restart" for mark in marks)


def _number(element: Element, default: int) -> int:
    text = "" if element is None else element.get(f"{W}val") or ""
    return min(max(int(text), default), _WIDEST) if text.isdecimal() else default


def _is_on(element: Element) -> bool:
    return element is not None and element.get(f"{W}val") not in ("0", "false", "off")
