"""The language that everything speaks: what was read, and what it says.

Two kinds of records, all frozen. A `Document` is layout: paragraphs and tables of passages, each
passage knowing where its characters stand in the source. A `Disclosure` is meaning: projects,
indicators, targets, bases, each made of passages, so that every value can be proved by a quotation.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from yiju.errors import Issue
from yiju.values.document_number import DocumentNumber
from yiju.values.target import Reading


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
        object.__setattr__(self, "text", "".join(piece.text for piece in self.pieces))

    @classmethod
    def of(cls, text: str, start: int, line: int) -> "Passage":
        """A passage of one piece."""
        return cls((Piece(text, start, line),) if text else ())

    @classmethod
    def join(cls, passages: Iterable["Passage"], blank: str = "") -> "Passage":
        """All passages, one after the other; `blank` stands between them and nowhere in the source."""
        pieces: list[Piece] = []
        for passage in passages:
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


# --- layout: what a reader makes of a file -------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text outside tables: a line, or several that belong together."""

    words: Passage


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. A blank cell is an empty passage; `line` is where the row begins."""

    cells: tuple[Passage, ...]
    line: int

    def __len__(self) -> int:
        return len(self.cells)

    def cell(self, column: int | None) -> Passage:
        """The cell in that column, from 0; an empty passage where the row has none."""
        inside = column is not None and 0 <= column < len(self.cells)
        return self.cells[column] if inside and column is not None else Passage()

    @property
    def filled(self) -> tuple[Passage, ...]:
        """The cells that are not blank."""
        return tuple(cell for cell in self.cells if cell)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that stand together in the source; a page break ends a table."""

    rows: tuple[Row, ...]


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader saw: the bytes' SHA-256, the names they came under, the text, and its blocks."""

    sha256: str
    names: tuple[str, ...]
    text: str
    blocks: tuple[Block, ...]

    def cells(self) -> Iterator[Passage]:
        """Every cell of every table that is not blank."""
        for block in self.blocks:
            if isinstance(block, Table):
                for row in block.rows:
                    yield from row.filled


# --- meaning: what the document says -------------------------------------------------------------


class Grade(StrEnum):
    """The four grades of a graded indicator, 优 良 中 差."""

    EXCELLENT = "excellent"
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


@dataclass(frozen=True, slots=True)
class Citation:
    """One mention of a document: its words, and the title, number, article and quotation in them."""

    words: Passage
    title: str | None = None
    number: DocumentNumber | None = None
    article: str | None = None
    quotation: str | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """One basis cell, the kinds of authority it names (concepts), and the documents it cites."""

    words: Passage
    kinds: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """What an indicator is to reach: the printed words and how they were read."""

    words: Passage
    reading: Reading
    grade: Grade | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A third-tier indicator; `row` is the passage of its whole row, the tiers are filled down."""

    name: Passage
    row: Passage
    position: int
    level1: Passage = field(default_factory=Passage)
    level2: Passage = field(default_factory=Passage)
    tiers: tuple[str | None, str | None] = (None, None)
    description: Passage = field(default_factory=Passage)
    targets: tuple[Target, ...] = ()
    bands: tuple[Target, ...] = ()
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """One numbered item of a goal cell or section."""

    words: Passage
    position: int
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class FundingAllocation:
    """Money of one source, in 万元; a printed 0 is an allocation of 0."""

    source: str
    amount: Decimal
    words: Passage
    transfer: Citation | None = None


@dataclass(frozen=True, slots=True)
class Milestone:
    """The share of the budget (0.6 for 60 %) to be spent by the end of a month."""

    month: int
    share: Decimal
    words: Passage


@dataclass(frozen=True, slots=True)
class Department:
    """A department or unit as printed; `words` prove the name, `code_words` the code."""

    name: str
    words: Passage
    code: str | None = None
    code_words: Passage = field(default_factory=Passage)


@dataclass(frozen=True, slots=True)
class Project:
    """A project of a performance table. `row` proves the name; amounts in 万元."""

    name: Passage
    row: Passage
    code: str | None = None
    department: Department | None = None
    caption: Passage = field(default_factory=Passage)
    budget: Decimal | None = None
    budget_words: Passage = field(default_factory=Passage)
    funding: tuple[FundingAllocation, ...] = ()
    purpose: Passage = field(default_factory=Passage)
    milestones: tuple[Milestone, ...] = ()
    goals: tuple[Goal, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Activity:
    """A 工作活动 under a duty, with its graded indicators; the budget is in 万元."""

    name: Passage
    budget: Decimal | None = None
    budget_words: Passage = field(default_factory=Passage)
    content: Passage = field(default_factory=Passage)
    goals: tuple[Goal, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    department: Department | None = None


@dataclass(frozen=True, slots=True)
class Duty(Activity):
    """A 职责 with the activities under it."""

    activities: tuple[Activity, ...] = ()


@dataclass(frozen=True, slots=True)
class IgnoredPassage:
    """Cells that carry nothing to map, and the named rule that says so."""

    rule: str
    words: Passage
    cells: int


@dataclass(frozen=True, slots=True)
class UnmappedPassage:
    """Cells that were not understood, and why."""

    reason: str
    words: Passage
    cells: int


@dataclass(frozen=True, slots=True)
class Accounting:
    """Where the cells went: those with text that were read are mapped, ignored or unmapped."""

    read: int
    mapped: int
    ignored: int
    unmapped: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file came from, as a list of sources tells it; nothing is known unless it is told."""

    url: str | None = None
    publisher: str | None = None
    region: str | None = None
    issued: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What one document says, with what was ignored, what was not understood, and the sums."""

    document: Document
    accounting: Accounting
    title: Passage = field(default_factory=Passage)
    fiscal_year: int | None = None
    department: Department | None = None
    projects: tuple[Project, ...] = ()
    duties: tuple[Duty, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    goals: tuple[Goal, ...] = ()
    citations: tuple[Citation, ...] = ()
    ignored: tuple[IgnoredPassage, ...] = ()
    unmapped: tuple[UnmappedPassage, ...] = ()
    issues: tuple[Issue, ...] = ()
    origin: Origin = field(default_factory=Origin)


# --- conclusions: what is derived over all documents ---------------------------------------------


@dataclass(frozen=True, slots=True)
class Mention:
    """A citation as a store tells it: what is cited, where; the indicator where a basis cites it."""

    citation: str
    document: str
    words: str
    title: str | None = None
    number: str | None = None
    indicator: str | None = None


class Method(StrEnum):
    """How a citation was resolved; the names are those of the concepts in the ontology."""

    NUMBER = "numberMatch"
    TITLE_IN_DOCUMENT = "titleMatchInDocument"
    TITLE = "titleOnly"


@dataclass(frozen=True, slots=True)
class Policy:
    """A document that citations mean; `official` where it is law or an official document."""

    iri: str
    title: str | None
    number: DocumentNumber | None
    spellings: tuple[str, ...]
    official: bool


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a citation means: one policy with method and confidence, or several candidates."""

    citation: str
    policy: str | None = None
    method: Method | None = None
    confidence: Decimal | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Registry:
    """All policies, what each citation means, and the policies that each indicator rests on."""

    policies: tuple[Policy, ...]
    resolutions: tuple[Resolution, ...]
    bases: tuple[tuple[str, tuple[str, ...]], ...]
