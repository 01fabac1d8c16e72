"""What tables of fixed assets are made of: items, and how many or how much of them there is."""

from dataclasses import dataclass, field
from decimal import Decimal

from yiju.model.layout import Passage


@dataclass(frozen=True, slots=True)
class AssetFigure:
    """A number cell: measure and moment are terms of the ontology; a value counts in 万元."""

    measure: str
    moment: str
    number: Decimal
    words: Passage


@dataclass(frozen=True, slots=True)
class AssetLine:
    """An item and its figures; `row` proves them.

    `unit` is the unit of quantities that the item prints itself; `parent` is the line, by index
    in its table, that the item is part of.
    """

    name: Passage
    row: Passage
    unit: str | None = None
    parent: int | None = None
    figures: tuple[AssetFigure, ...] = field(default=())
