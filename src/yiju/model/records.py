"""Meaning: what a document says, made of passages, so that every value can be proved by a quotation."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from yiju.model.assets import AssetLine
from yiju.model.budget import BudgetColumn, BudgetLine
from yiju.model.layout import Passage
from yiju.values.document_number import DocumentNumber
from yiju.values.target import Reading


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
class Evaluation:
    """What a self-evaluation says of an indicator: what came of it, its weight, score and why."""

    actual: Passage = field(default_factory=Passage)
    weight: Decimal | None = None
    score: Decimal | None = None
    deviation: Passage = field(default_factory=Passage)
    weight_words: Passage = field(default_factory=Passage)
    score_words: Passage = field(default_factory=Passage)


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
    evaluation: Evaluation | None = None


@dataclass(frozen=True, slots=True)
class ProseIndicator:
    """An indicator that prose states: its subject, its figure with unit, and its one target.

    The words of the target are those of the whole statement and hold the subject.
    """

    subject: Passage
    figure: Passage
    target: Target


@dataclass(frozen=True, slots=True)
class Goal:
    """One numbered item of a goal cell or section; `period` where goals of two terms are printed."""

    words: Passage
    position: int
    citations: tuple[Citation, ...] = ()
    indicators: tuple[ProseIndicator, ...] = ()
    period: str | None = None


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
class Rate:
    """A subsidy rate of a purpose: money (万元), a share or a range, `per` what, and the limit.

    `figure` are the words from its number on; rates that are printed together share their words.
    """

    words: Passage
    figure: Passage
    amount: Decimal | None = None
    share: Decimal | None = None
    lower_share: Decimal | None = None
    upper_share: Decimal | None = None
    per: str | None = None
    cap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Department:
    """A department or unit as printed; `words` prove the name, `code_words` the code."""

    name: str
    words: Passage
    code: str | None = None
    code_words: Passage = field(default_factory=Passage)


@dataclass(frozen=True, slots=True)
class UnitAttribute:
    """What a unit is in one respect (a term of the ontology): the words, and the concept if known."""

    name: str
    words: Passage
    concept: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A row of a table of units; `subordinate` to the department that discloses, or that itself."""

    department: Department
    row: Passage
    attributes: tuple[UnitAttribute, ...] = ()
    subordinate: bool = False


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
    prose_milestones: tuple[Milestone, ...] = ()
    rates: tuple[Rate, ...] = ()
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
class ProcurementItem:
    """A row of a table of planned procurement; all money in 万元.

    `row` proves it. `project` is the name of the project as printed, in this row or above it;
    `project_row` is the row of that project in a performance table of the same document.
    """

    name: Passage
    row: Passage
    amount: Decimal
    project: Passage = field(default_factory=Passage)
    project_row: Passage = field(default_factory=Passage)
    project_budget: Decimal | None = None
    project_budget_words: Passage = field(default_factory=Passage)
    code: str | None = None
    quantity: Decimal | None = None
    unit: Passage = field(default_factory=Passage)
    price: Decimal | None = None
    reserved: Decimal | None = None
    funding: tuple[FundingAllocation, ...] = ()


@dataclass(frozen=True, slots=True)
class BudgetTable:
    """A printed budget table over all its pages; `kind` and `dimension` are terms of the ontology.

    `dimension` says what a line is: a functional class, an economic class, or an item by its name.
    `year_words` prove the year where the table prints it.
    """

    kind: str
    dimension: str
    title: Passage
    columns: tuple[BudgetColumn, ...]
    lines: tuple[BudgetLine, ...]
    fiscal_year: int | None = None
    year_words: Passage = field(default_factory=Passage)
    department: Department | None = None
    note: Passage = field(default_factory=Passage)


@dataclass(frozen=True, slots=True)
class AssetTable:
    """A printed table of fixed assets over all its pages, named after the place of its header.

    `as_of` is the day that stands above it, `fiscal_year` the year whose opening and closing it shows.
    """

    title: Passage
    header: Passage
    lines: tuple[AssetLine, ...]
    as_of: date | None = None
    date_words: Passage = field(default_factory=Passage)
    fiscal_year: int | None = None
    year_words: Passage = field(default_factory=Passage)
    department: Department | None = None
