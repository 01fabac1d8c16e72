"""A document's meaning as a whole: what its tables and its prose say, and where it came from."""

from dataclasses import dataclass, field
from typing import Final

from yiju.errors import Issue, Level
from yiju.model.accounts import Accounting, IgnoredPassage, UnmappedPassage
from yiju.model.layout import Document, Passage
from yiju.model.prose import Prose
from yiju.model.records import (
    AssetTable,
    BudgetTable,
    Citation,
    Department,
    Duty,
    Goal,
    Indicator,
    ProcurementItem,
    Project,
    Unit,
)

_SHOWN: Final = 60


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
    """What one document says, with what was ignored, what was not understood, and the sums.

    `accounting` counts cells, `characters` those of cells and of prose that are not blank.
    """

    document: Document
    accounting: Accounting
    title: Passage = field(default_factory=Passage)
    fiscal_year: int | None = None
    department: Department | None = None
    units: tuple[Unit, ...] = ()
    projects: tuple[Project, ...] = ()
    duties: tuple[Duty, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    goals: tuple[Goal, ...] = ()
    procurement: tuple[ProcurementItem, ...] = ()
    budgets: tuple[BudgetTable, ...] = ()
    assets: tuple[AssetTable, ...] = ()
    prose: Prose = field(default_factory=Prose)
    characters: Accounting = field(default_factory=Accounting)
    citations: tuple[Citation, ...] = ()
    ignored: tuple[IgnoredPassage, ...] = ()
    unmapped: tuple[UnmappedPassage, ...] = ()

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What was not understood, each with its place."""
        name = min(self.document.names, default=self.document.sha256)
        return tuple(
            Issue(
                code=passage.reason,
                level=Level.WARNING,
                document=name,
                line=passage.words.line,
                raw=passage.words.text,
                message=f"not mapped ({passage.reason}){self._cell(passage)}: {passage.words.text[:_SHOWN]}",
            )
            for passage in self.unmapped
        )

    def _cell(self, passage: UnmappedPassage) -> str:
        """The cell in which a passage begins, in words; nothing where the file has none."""
        place = self.document.place_at(passage.words.start)
        return f" in {place.cell}" if place and place.cell else ""
