"""Layout: what a reader makes of a file. Every passage knows where its characters stand."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that stand side by side in the source, from offset `start`, on line `line` (from 1)."""

    text: str
    start: int
    line: int

    @property
    def end(self) -> int:
        """The offset behind the last character."""
        return self.start + len(self.text)

    def cut(self, start: int, end: int) -> "Piece":
        """The part between two offsets counted from the piece's own beginning."""
        return Piece(
            self.text[start:end], self.start + start, self.line + self.text.count("\n", 0, start)
        )


@dataclass(frozen=True, slots=True)
class Passage:
    """Text with its places: one piece, or several where marks or a page break stand in between.

    >>> name = Passage.of("补贴完成时", 10, 3) + Passage.of("限", 90, 7)
    >>> name.text, name.line, [piece.line for piece in name.slice(4, 6).pieces]
    ('补贴完成时限', 3, [3, 7])
    """

    pieces: tuple[Piece, ...] = ()
    text: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        pieces = self.pieces
        text = pieces[0].text if len(pieces) == 1 else "".join([piece.text for piece in pieces])
        object.__setattr__(self, "text", text)

    @classmethod
    def of(cls, text: str, start: int, line: int) -> "Passage":
        """A passage of one piece."""
        return cls((Piece(text, start, line),) if text else ())

    @classmethod
    def join(cls, passages: Iterable["Passage"], blank: str = "") -> "Passage":
        """All passages, one after the other; `blank` stands between them and nowhere in the source."""
        given = tuple(passages)
        if len(given) == 1:
            return given[0]
        pieces: list[Piece] = []
        for passage in given:
            if blank and pieces and passage.pieces:
                pieces.append(Piece(blank, pieces[-1].end, pieces[-1].line))
            pieces.extend(passage.pieces)
        return cls(tuple(pieces))

    def __add__(self, other: "Passage") -> "Passage":
        return Passage(self.pieces + other.pieces)

    def __bool__(self) -> bool:
        return bool(self.pieces)

    @property
    def start(self) -> int:
        """The offset of the first character in the source."""
        return self.pieces[0].start

    @property
    def line(self) -> int:
        """The line of the first character, from 1."""
        return self.pieces[0].line

    def slice(self, start: int, end: int) -> "Passage":
        """The passage of `text[start:end]`."""
        return Passage(tuple(self._cuts(start, end)))

    def strip(self) -> "Passage":
        """Without blanks at both ends."""
        text = self.text
        return self.slice(len(text) - len(text.lstrip()), len(text.rstrip()))

    def _cuts(self, start: int, end: int) -> Iterator[Piece]:
        at = 0
        for piece in self.pieces:
            low, high = max(start - at, 0), min(end - at, len(piece.text))
            if low < high:
                yield piece.cut(low, high)
            at += len(piece.text)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text outside tables: a line, or several that belong together."""

    words: Passage


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells, a blank one being an empty passage, and the line it begins at.

    `filled` are the cells that are not blank.
    """

    cells: tuple[Passage, ...]
    line: int
    filled: tuple[Passage, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "filled", tuple(cell for cell in self.cells if cell.pieces))

    def __len__(self) -> int:
        return len(self.cells)

    def cell(self, column: int | None) -> Passage:
        """The cell in that column, from 0; an empty passage where the row has none."""
        if column is None or not 0 <= column < len(self.cells):
            return Passage()
        return self.cells[column]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that stand together in the source; a page break ends a table."""

    rows: tuple[Row, ...]


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page in points (1/72 inch), counted from the upper left corner of the page as shown.

    >>> Box(70, 90, 100, 12) | Box(60, 104, 20, 12)
    Box(left=60, top=90, width=110, height=26)
    """

    left: int
    top: int
    width: int
    height: int

    def __or__(self, other: "Box") -> "Box":
        """The smallest box around both."""
        left, top = min(self.left, other.left), min(self.top, other.top)
        right = max(self.left + self.width, other.left + other.width)
        bottom = max(self.top + self.height, other.top + other.height)
        return Box(left, top, right - left, bottom - top)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the text from offset `start` up to `end` stands for whoever looks into the file itself.

    `cell` is `Sheet1!B7` in a workbook and `T3R2C4` in a text with tables: the fourth cell of the
    second row of the third table, as the file states its tables, rows and cells, each from 1. `page`
    is counted from 1, `box` is where the text stands on it.
    """

    start: int
    end: int
    cell: str | None = None
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Text of the file that stands outside what it says, and the named rule that leaves it out."""

    rule: str
    words: Passage


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader saw: the bytes' SHA-256, the names they came under, the text, and its blocks.

    `text` is that of a text file; of any other it is made by the reader, a row of a table beginning
    a line with its cells parted by tabs, blank lines between paragraphs. `places`, which rise and do not
    overlap, lead from there into the file. `left_out` stands in the text and in no block.
    `notes` are sentences about the file as a whole that whoever reads it should know.
    """

    sha256: str
    names: tuple[str, ...]
    text: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    def place_at(self, offset: int) -> Place | None:
        """Where the character at an offset stands in the file, if more is known than the text tells."""
        at = bisect_right(self.places, offset, key=lambda place: place.start) - 1
        return self.places[at] if at >= 0 and offset < self.places[at].end else None

    def places_in(self, start: int, end: int) -> Sequence[Place]:
        """The places of all that stands between two offsets."""
        first = bisect_right(self.places, start, key=lambda place: place.end)
        return self.places[first : bisect_left(self.places, end, key=lambda place: place.start)]

    def cells(self) -> Iterator[Passage]:
        """Every cell of every table that is not blank."""
        for block in self.blocks:
            if isinstance(block, Table):
                for row in block.rows:
                    yield from row.filled
