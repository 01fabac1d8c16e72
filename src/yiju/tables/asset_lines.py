"""The lines of a table of fixed assets: items in their order of numbers, and their figures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from yiju.model import AssetFigure, AssetLine, Passage, Row
from yiju.tables.asset_words import counts_money, is_part, is_total, item_unit
from yiju.tables.ledger import Ledger, Rule
from yiju.values.amount import NUMERAL, parse_amount
from yiju.values.characters import squeeze
from yiju.values.list_number import read_number

_NUMBER: Final = re.compile(rf"-?(?:{NUMERAL})")
_NOTHING: Final = re.compile(r"[-/]{1,3}")
_DOTS: Final = re.compile(r"(?:\d{1,2}、|[一二三四五六七八九十]{1,2}、)?[.…]+")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures; without a measure where each item says itself what is counted."""

    at: int
    measure: str | None
    moment: str
    unit: str | None


@dataclass(slots=True)
class Side:
    """The columns of one side of a table: its items, their numbers, their figures."""

    beside: bool = False
    name: int | None = None
    serial: int | None = None
    columns: list[Column] = field(default_factory=list)

    def is_clear(self) -> bool:
        """Whether no two columns of figures say the same."""
        said = {(column.measure, column.moment) for column in self.columns}
        return 0 < len(said) == len(self.columns)


@dataclass(slots=True)
class Outline:
    """The items so far, and the numbered ones that the next may be part of.

    A number goes on with the list of its style or begins one below; any other is part of nothing
    that is known.
    """

    lines: list[AssetLine] = field(default_factory=list)
    total: int | None = None
    above: list[tuple[str, int, int]] = field(default_factory=list)
    """Style, number and line, the outermost first."""

    def parent(self, name: str) -> int | None:
        """The line that the next item is part of; it becomes the last of its list."""
        at = len(self.lines)
        if is_part(name):
            return self.above[-1][2] if self.above else None
        if is_total(name):
            self.total, self.above = at, []
            return None
        return self._numbered(name, at)

    def _numbered(self, name: str, at: int) -> int | None:
        number = read_number(name)
        if number is None:
            return None
        style, value = number
        depth = next((n for n, one in enumerate(self.above) if one[0] == style), None)
        if depth is None and value != 1:
            self.above = []
            return None
        if depth is not None:
            rises = value > self.above[depth][1]
            del self.above[depth if rises else 0 :]
            if not rises:
                return None
        parent = self.above[-1][2] if self.above else self.total
        self.above.append((style, value, at))
        return parent

    def unit(self, own: str | None, parent: int | None) -> str | None:
        """The unit of an item, its own or that of the nearest item above that prints one."""
        while own is None and parent is not None:
            own, parent = self.lines[parent].unit, self.lines[parent].parent
        return own


def read_line(row: Row, side: Side, outline: Outline, ledger: Ledger) -> None:
    """Take one side of a row into the outline; what it holds is told to the ledger."""
    name, serial = row.cell(side.name), row.cell(side.serial)
    cells = [row.cell(column.at) for column in side.columns]
    if serial and squeeze(serial.text).isdecimal():
        ledger.ignore(Rule.SERIAL_NUMBERS, [serial])
    if not name:
        return
    if _DOTS.fullmatch(squeeze(name.text)) and not any(cells):
        ledger.ignore(Rule.FORM_PLACEHOLDER, [name])
        return
    parent = outline.parent(name.text)
    own = item_unit(name.text)
    ledger.map(name)
    figures = tuple(_figures(row, side, _counted(name.text, own, parent, outline), ledger))
    words = Passage.join([name, *(figure.words for figure in figures)], "\t")
    outline.lines.append(AssetLine(name, words, own, parent, figures))


def _counted(name: str, own: str | None, parent: int | None, outline: Outline) -> str | None:
    """What an item beside the table counts."""
    if counts_money(name):
        return "assetValue"
    return "assetQuantity" if outline.unit(own, parent) else None


def _figures(row: Row, side: Side, counted: str | None, ledger: Ledger) -> Iterator[AssetFigure]:
    for column in side.columns:
        words = row.cell(column.at)
        measure = column.measure or counted
        if words and _NOTHING.fullmatch(squeeze(words.text)):
            ledger.ignore(Rule.FORM_PLACEHOLDER, [words])
        elif words and measure:
            number = _number(words.text, measure, column.unit)
            if number is not None:
                ledger.map(words)
                yield AssetFigure(measure, column.moment, number, words)


def _number(text: str, measure: str, unit: str | None) -> Decimal | None:
    """A value in 万元, or a plain quantity."""
    key = squeeze(text)
    if not _NUMBER.fullmatch(key):
        return None
    if measure == "assetValue":
        return parse_amount(key, unit=unit or "")
    return Decimal(key.replace(",", ""))
