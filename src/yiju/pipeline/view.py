"""What was seen in a file and what became of it, block by block and cell by cell, for whoever looks.

A view is made from the records alone: a cell is shown as a target where a target of the disclosure stands
in it. What no record holds and no rule ignored is a label: it says what its neighbours mean.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, Final

from yiju.model import (
    Block,
    Disclosure,
    Document,
    LeftOut,
    Paragraph,
    Passage,
    Piece,
    Row,
    Table,
    Target,
)
from yiju.pipeline.reading import read_disclosure
from yiju.values.characters import join_wrapped

MAPPED: Final = "mapped"
IGNORED: Final = "ignored"
UNMAPPED: Final = "unmapped"

_APART: Final = frozenset({"document", "ignored", "unmapped", "origin", "row", "project_row"})
"""What no cell becomes: the source, its accounts, and rows as a whole."""

_WORDS: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|_")


@dataclass(frozen=True, slots=True)
class Use:
    """What words became: a part of a record, that record's name, and how the words were read."""

    what: str
    of: str = ""
    read_as: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.what, self.read_as)))


@dataclass(frozen=True, slots=True)
class SeenText:
    """A cell or a paragraph: where it stands, where it went and by which rule, what it became."""

    text: str
    line: int
    column: int
    cell: str | None
    page: int | None
    fate: str
    rule: str | None
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class SeenRow:
    """A row with its filled cells, and the projects, indicators, units … that it is."""

    line: int
    became: tuple[Use, ...]
    cells: tuple[SeenText, ...]


@dataclass(frozen=True, slots=True)
class SeenTable:
    """A table of so many columns."""

    columns: int
    rows: tuple[SeenRow, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A file as it was seen: its blocks in their order, and what a reader left out."""

    disclosure: Disclosure
    blocks: tuple[SeenText | SeenTable, ...]
    left_out: tuple[LeftOut, ...]


def view(path: Path) -> View:
    """What one file holds and what it became; UnreadableFileError where no text could be read."""
    return view_disclosure(read_disclosure(path))


def view_disclosure(disclosure: Disclosure) -> View:
    """The same of a disclosure that was read."""
    document = disclosure.document
    viewer = _Viewer(disclosure)
    return View(disclosure, tuple(map(viewer.see, document.blocks)), document.left_out)


class _Viewer:
    def __init__(self, disclosure: Disclosure) -> None:
        self.document: Document = disclosure.document
        self.uses = _Index(_uses(disclosure))
        self.rows = _Index(_rows(disclosure))
        skipped = ((one.words, (IGNORED, one.rule)) for one in disclosure.ignored)
        left = ((one.words, (UNMAPPED, one.reason)) for one in disclosure.unmapped)
        self.fates = _Index([*skipped, *left])

    def see(self, block: Block) -> SeenText | SeenTable:
        if isinstance(block, Paragraph):
            return self._text(block.words, 1)
        return self._table(block)

    def _table(self, table: Table) -> SeenTable:
        rows = tuple(self._row(row) for row in table.rows if row.filled)
        return SeenTable(max((len(row) for row in table.rows), default=0), rows)

    def _row(self, row: Row) -> SeenRow:
        cells = tuple(self._text(cell, at) for at, cell in enumerate(row.cells, 1) if cell)
        became = (use for cell in row.filled for use in self.rows.at(cell))
        return SeenRow(row.line, tuple(dict.fromkeys(became)), cells)

    def _text(self, words: Passage, column: int) -> SeenText:
        place = self.document.place_at(words.start)
        fate, rule = next(iter(self.fates.at(words)), (MAPPED, None))
        return SeenText(
            text=words.text,
            line=words.line,
            column=column,
            cell=place.cell if place else None,
            page=place.page if place else None,
            fate=fate,
            rule=rule,
            uses=tuple(dict.fromkeys(self.uses.at(words))),
        )


class _Index:
    """What was said of words, found again by the places of their characters."""

    def __init__(self, said: Iterable[tuple[Passage, Any]]) -> None:
        pieces = (
            (piece, what) for words, what in said for piece in words.pieces if piece.text.strip()
        )
        self._pieces: list[tuple[Piece, Any]] = sorted(pieces, key=lambda one: one[0].start)
        self._starts = [piece.start for piece, _ in self._pieces]

    def at(self, words: Passage) -> Iterator[Any]:
        """What was said of pieces that begin inside these words."""
        for piece in words.pieces:
            at = bisect_left(self._starts, piece.start)
            while at < len(self._starts) and self._starts[at] < piece.end:
                yield self._pieces[at][1]
                at += 1


# --- the records, whatever their classes -----------------------------------------------------------


def _uses(thing: object, of: str = "") -> Iterator[tuple[Passage, Use]]:
    """Every passage that a record or one below it holds, and what it is there."""
    of = _name(thing) or of
    for name, value in _parts(thing):
        if isinstance(value, Passage):
            yield value, Use(_spoken(type(thing).__name__, name), of, _reading(thing))
        else:
            for below in _below(value):
                yield from _uses(below, of)


def _rows(thing: object) -> Iterator[tuple[Passage, Use]]:
    """Every record that is proved by a row: where the row begins, and what it is."""
    row = getattr(thing, "row", None)
    if isinstance(row, Passage) and row:
        yield Passage(row.pieces[:1]), Use(_spoken(type(thing).__name__, ""), read_as=_name(thing))
    for _, value in _parts(thing):
        for below in _below(value):
            yield from _rows(below)


def _parts(thing: object) -> Iterator[tuple[str, object]]:
    assert is_dataclass(thing)
    for one in fields(thing):
        if one.name not in _APART:
            yield one.name, getattr(thing, one.name)


def _below(value: object) -> Sequence[object]:
    values = value if isinstance(value, tuple) else (value,)
    return [one for one in values if is_dataclass(one) and not isinstance(one, Passage)]


def _name(thing: object) -> str:
    name = getattr(thing, "name", "")
    return join_wrapped(name.text if isinstance(name, Passage) else str(name))


def _spoken(record: str, part: str) -> str:
    """A part of a record in words: `Indicator` and `level1` are `indicator level1`."""
    words = [*_WORDS.split(record), *_WORDS.split(part)]
    return " ".join(word.lower() for word in words if word and word != "words")


def _reading(thing: object) -> str:
    """How a target was read: its operator, and its value or bounds with the unit."""
    if not isinstance(thing, Target):
        return ""
    reading = thing.reading
    values = (
        reading.value,
        reading.lower,
        reading.upper,
        reading.since,
        reading.until,
        reading.unit,
    )
    said = [reading.operator.value, *(str(value) for value in values if value is not None)]
    return " ".join([*said, *filter(None, [thing.period])])
