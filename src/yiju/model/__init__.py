"""The language that everything speaks: what was read, what it says, and what follows from it.

Three kinds of records, all frozen. A `Document` is layout: paragraphs and tables of passages. A
`Disclosure` is meaning: projects, indicators, targets, bases. A `Registry` is what was concluded.
"""

from yiju.model.accounts import Accounting, IgnoredPassage, UnmappedPassage
from yiju.model.assets import AssetFigure, AssetLine
from yiju.model.budget import BudgetAmount, BudgetColumn, BudgetLine
from yiju.model.conclusions import Mention, Method, Policy, Registry, Resolution
from yiju.model.disclosure import Disclosure, Origin
from yiju.model.figures import Change, Direction, FigureReading, FigureSection, StatedFigure
from yiju.model.glossary import GlossaryTerm
from yiju.model.layout import Block, Document, Paragraph, Passage, Piece, Row, Table
from yiju.model.prose import InternalUnit, ListedDuty, ListedGoal, Prose, Section, Statement
from yiju.model.records import (
    Activity,
    AssetTable,
    Basis,
    BudgetTable,
    Citation,
    Department,
    Duty,
    FundingAllocation,
    Goal,
    Grade,
    Indicator,
    Milestone,
    ProcurementItem,
    Project,
    ProseIndicator,
    Rate,
    Target,
    Unit,
    UnitAttribute,
)

__all__ = [
    "Accounting",
    "Activity",
    "AssetFigure",
    "AssetLine",
    "AssetTable",
    "Basis",
    "Block",
    "BudgetAmount",
    "BudgetColumn",
    "BudgetLine",
    "BudgetTable",
    "Change",
    "Citation",
    "Department",
    "Direction",
    "Disclosure",
    "Document",
    "Duty",
    "FigureReading",
    "FigureSection",
    "FundingAllocation",
    "GlossaryTerm",
    "Goal",
    "Grade",
    "IgnoredPassage",
    "Indicator",
    "InternalUnit",
    "ListedDuty",
    "ListedGoal",
    "Mention",
    "Method",
    "Milestone",
    "Origin",
    "Paragraph",
    "Passage",
    "Piece",
    "Policy",
    "ProcurementItem",
    "Project",
    "Prose",
    "ProseIndicator",
    "Rate",
    "Registry",
    "Resolution",
    "Row",
    "Section",
    "StatedFigure",
    "Statement",
    "Table",
    "Target",
    "Unit",
    "UnitAttribute",
    "UnmappedPassage",
]
