"""Web pages: paragraphs and tables in their order, with what government sites put around them left out.

Tables with row and column spans have each text once, where its cell begins. A table that holds tables is a
frame of the page, and read through. Nothing is fetched, no script is run. What a site puts around its
content is left out by one named rule; words for it stand in `html.toml`.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from lxml import etree

from yiju.errors import UnreadableFileError
from yiju.model import Document
from yiju.readers.compose import Cell, Composer, clean
from yiju.readers.limits import MOST_PLACES, check_amount, refusing
from yiju.readers.source import SourceFile, decode_text

FURNITURE: Final = "rulePageFurniture"
DEEPEST: Final = 250
"""Elements inside one another; a page that was written by programs has some dozens."""

_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NAME: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_SEPARATORS: Final = re.compile(r"[\s>»›＞→|｜/·、-]*")
_MENU: Final = 3
"""So many links and nothing else are a menu."""

_WIDEST: Final = 1000
_TALLEST: Final = 65_534
"""Columns and rows that a cell may cover, as the standard has it."""

_LONGEST: Final = 1000
"""Characters of the longest element that is known by its class to be furniture."""

_LONGEST_MENU: Final = 10_000
"""Characters of the longest list of links that is a menu."""

_LONGEST_LINE: Final = 300

_WORDS: Final = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_ELEMENTS: Final = {name: frozenset(tags) for name, tags in _WORDS["elements"].items()}
_SILENT, _BLOCKS, _CONTENT = (_ELEMENTS[name] for name in ("silent", "blocks", "content"))
_TAGS: Final = frozenset(_WORDS["furniture"]["tags"])
_LINKED: Final = frozenset(_WORDS["furniture"]["linked"])
_NAMES: Final = frozenset(_WORDS["furniture"]["names"])
_LINE: Final = re.compile("|".join(f"(?:{line})" for line in _WORDS["furniture"]["lines"]))

Element = Any


def read(source: SourceFile) -> Document:
    """The document of a web page; UnreadableFileError where the bytes are no text."""
    found = decode_text(source)
    with refusing(source.path, "web page", etree.LxmlError):
        composer = Composer(source)
        root = _parse(found.text)
        _check_depth(source, root)
        _Reader(composer, root).read()
        if found.cut:
            composer.notes.append(
                "ends inside a character; the file was cut, the rest of it is missing"
            )
        return composer.document()


def _parse(text: str) -> Element:
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    return etree.fromstring(text.encode("utf-8"), parser)


def _check_depth(source: SourceFile, root: Element) -> None:
    deepest, depth = 0, 0
    if root is not None:
        for event, _ in etree.iterwalk(root, events=("start", "end")):
            depth += 1 if event == "start" else -1
            deepest = max(deepest, depth)
    if deepest > DEEPEST:
        raise UnreadableFileError(
            f"{source.path}: {deepest:,} elements stand inside one another; at most {DEEPEST} are read. "
            "Save the page anew."
        )


@dataclass(slots=True)
class _Words:
    """What was read of a paragraph so far, and how much of it are links."""

    parts: list[str] = field(default_factory=list)
    links: int = 0
    beside: list[str] = field(default_factory=list)


class _Reader:
    def __init__(self, composer: Composer, root: Element) -> None:
        self.composer = composer
        self.root = root
        self.words = _Words()
        self.label = ""
        self.hidden = 0
        tables = () if root is None else root.iter("table")
        self.tables = {table: at for at, table in enumerate(tables, 1)}
        self.numbers = {} if root is None else _numbers(root)

    def read(self) -> None:
        if self.root is not None:
            self._walk(self.root, inside_link=False)
            self._flush()
        if self.hidden:
            self.composer.notes.append(
                f"holds {self.hidden} hidden parts with text, which are not shown and were not read"
            )

    def _walk(self, element: Element, *, inside_link: bool) -> None:
        """Reads an element, but not what stands behind it."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _SILENT:
            return
        if _is_hidden(element):
            self.hidden += bool(_text_of(element).strip())
        elif _is_furniture(element):
            self._flush()
            self.composer.leave_out(FURNITURE, _text_of(element))
        elif tag == "table":
            self._flush()
            self._read_table(element)
        elif tag in ("br", "hr"):
            self._say("\n", inside_link=True)
        else:
            self._read_inside(element, inside_link=inside_link or tag == "a")

    def _read_inside(self, element: Element, *, inside_link: bool) -> None:
        if element.tag in _BLOCKS:
            self._flush()
        if element.tag == "li":
            self.label = self.numbers.get(element, "")
        if element.tag == "a":
            self.words.links += 1
        self._say(element.text, inside_link=inside_link)
        for child in element:
            self._walk(child, inside_link=inside_link)
            self._say(child.tail, inside_link=inside_link)
        if element.tag in _BLOCKS:
            self._flush()

    def _say(self, text: str | None, *, inside_link: bool) -> None:
        if text:
            said = text if text == "\n" else _BLANKS.sub(" ", text)
            self.words.parts.append(said)
            if not inside_link:
                self.words.beside.append(said)

    def _flush(self) -> None:
        """Ends a paragraph: each of its lines is content or furniture."""
        said, self.words = self.words, _Words()
        text = "".join(said.parts)
        if said.links >= _MENU and _SEPARATORS.fullmatch("".join(said.beside)):
            self.composer.leave_out(FURNITURE, text)
            return
        kept: list[str] = []
        for line in clean(text):
            if len(line) <= _LONGEST_LINE and _LINE.fullmatch(line):
                self.composer.leave_out(FURNITURE, line)
            else:
                kept.append(line)
        if kept:
            self.composer.paragraph(self.label + "\n".join(kept))
            self.label = ""

    # --- tables ----------------------------------------------------------------------------------

    def _read_table(self, table: Element) -> None:
        for caption in table.findall("caption"):
            self._read_inside(caption, inside_link=False)
        if next(table.iterdescendants("table"), None) is not None:
            for cell in (cell for row in _rows(table) for cell in row):
                self._read_inside(cell, inside_link=False)
            return
        name = f"T{self.tables[table]}"
        rows = [row for row in self._place(list(_rows(table)), name) if row]
        self.composer.table(rows)

    def _place(self, rows: list[list[Element]], name: str) -> Iterator[list[Cell]]:
        """The cells of each row in their columns, behind what reaches down from the rows above."""
        reaching: list[tuple[int, int, int]] = []
        cost = 0
        for at, row in enumerate(rows):
            reaching = sorted(span for span in reaching if span[2] > at)
            cost += len(reaching)
            check_amount(
                self.composer.source.path,
                cost,
                MOST_PLACES,
                "rows under merged cells",
                "Split the file.",
            )
            made, waiting, column = list[Cell](), iter([*reaching]), 0
            over = next(waiting, None)
            for index, cell in enumerate(row, 1):
                while over and over[0] <= column:
                    column, over = max(column, over[1]), next(waiting, None)
                wide, tall = _span(cell, "colspan", _WIDEST), _span(cell, "rowspan", _TALLEST)
                made.append(Cell(column, _text_of(cell), f"{name}R{at + 1}C{index}", wide))
                if tall != 1:
                    reaching.append((column, column + wide, at + tall if tall else len(rows)))
                column += wide
            yield made


def _rows(table: Element) -> Iterator[list[Element]]:
    """The rows of a table, each a list of its cells."""
    for child in table:
        if child.tag in ("thead", "tbody", "tfoot"):
            yield from ([*row.iterchildren("td", "th")] for row in child.iterchildren("tr"))
        elif child.tag == "tr":
            yield [*child.iterchildren("td", "th")]


def _span(cell: Element, name: str, most: int) -> int:
    text = (cell.get(name) or "").strip()
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        return 1
    return min(int(text), most) if name == "rowspan" else max(1, min(int(text), most))


def _text_of(element: Element) -> str:
    """The text of an element as lines: those that `<br>` ends, and those of its paragraphs."""
    parts: list[str] = []
    _collect(element, parts)
    return "".join(parts)


def _collect(element: Element, parts: list[str]) -> None:
    if element.text:
        parts.append(_BLANKS.sub(" ", element.text))
    for child in element:
        tag = child.tag
        block = tag in _BLOCKS or tag in ("br", "table")
        if isinstance(tag, str) and tag not in _SILENT and not _is_hidden(child):
            parts.append("\n" if block else "")
            _collect(child, parts)
            parts.append("\n" if block and tag != "br" else "")
        if child.tail:
            parts.append(_BLANKS.sub(" ", child.tail))


def _is_hidden(element: Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _is_furniture(element: Element) -> bool:
    """Whether an element is known by its tag, its class or its links to stand around the content."""
    tag = element.tag
    if tag in _CONTENT:
        return False
    known = tag in _TAGS or _is_menu(element)
    names = frozenset() if known else _names(element)
    linked = bool(names & _LINKED) and next(element.iter("a"), None) is not None
    if not (known or linked or names & _NAMES):
        return False
    if tag not in _TAGS and not _is_brief(element, _LONGEST):
        return False
    return next(element.iter("table", "h1", "h2"), None) is None


def _is_brief(element: Element, most: int) -> bool:
    """Whether an element has at most so many characters of text, in as many parts."""
    count = 0
    for at, text in enumerate(element.itertext()):
        count += len(text.strip())
        if max(count, at) > most:
            return False
    return True


def _names(element: Element) -> frozenset[str]:
    said = f"{element.get('class') or ''} {element.get('id') or ''}"
    return frozenset(name.lower() for name in _NAME.findall(said[:_LONGEST]))


def _is_menu(element: Element) -> bool:
    """Whether a list is nothing but links."""
    if element.tag not in ("ul", "ol", "dl") or not _is_brief(element, _LONGEST_MENU):
        return False
    links = sum(1 for _ in element.iter("a"))
    if links < _MENU:
        return False
    inside = sum(len(_text_of(link).strip()) for link in element.iter("a"))
    return inside >= len(_SEPARATORS.sub("", _text_of(element)))


def _numbers(root: Element) -> dict[Element, str]:
    """The numbers that a browser puts in front of the items of numbered lists."""
    found: dict[Element, str] = {}
    for numbered in root.iter("ol"):
        if numbered.get("type", "1") == "1":
            start = numbered.get("start") or "1"
            first = int(start) if re.fullmatch(r"\d{1,6}", start, re.ASCII) else 1
            items = enumerate(numbered.iterchildren("li"), first)
            found |= {item: f"{number}." for number, item in items}
    return found
