"""What the prose of a document is made of: its sections, and what stands in them."""

from dataclasses import dataclass, field

from yiju.model.accounts import Accounting, IgnoredPassage, UnmappedPassage
from yiju.model.figures import FigureSection
from yiju.model.glossary import GlossaryTerm
from yiju.model.layout import Passage
from yiju.model.records import Goal


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its list number; `kind` (a concept) says what its prose is about, where known.

    `parent` is the heading of the section around it, empty at the top.
    """

    heading: Passage
    kind: str | None = None
    parent: Passage = field(default_factory=Passage)


@dataclass(frozen=True, slots=True)
class Statement:
    """A paragraph of a section, put together over page breaks; `position` counts from 1."""

    words: Passage
    section: Section
    position: int


@dataclass(frozen=True, slots=True)
class ListedDuty:
    """An item of the list of duties, with what is said below it; `parent` is the item around it."""

    name: Passage
    section: Section
    position: int
    parent: Passage = field(default_factory=Passage)
    content: Passage = field(default_factory=Passage)


@dataclass(frozen=True, slots=True)
class InternalUnit:
    """An office or section inside the department; `words` is the paragraph that names it."""

    name: Passage
    words: Passage


@dataclass(frozen=True, slots=True)
class ListedGoal:
    """A goal of a section, or a measure to reach one: an item of its list, or a paragraph."""

    goal: Goal
    section: Section
    is_measure: bool = False


@dataclass(frozen=True, slots=True)
class Prose:
    """What the lines outside tables say; the sums count characters that are not blank."""

    sections: tuple[Section, ...] = ()
    statements: tuple[Statement, ...] = ()
    duties: tuple[ListedDuty, ...] = ()
    internal_units: tuple[InternalUnit, ...] = ()
    goals: tuple[ListedGoal, ...] = ()
    glossary: tuple[GlossaryTerm, ...] = ()
    figures: tuple[FigureSection, ...] = ()
    ignored: tuple[IgnoredPassage, ...] = ()
    unmapped: tuple[UnmappedPassage, ...] = ()
    characters: Accounting = field(default_factory=Accounting)
