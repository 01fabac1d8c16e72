"""The lines of a budget table: what each names, its amounts, and the line that it is a part of."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from yiju.model import BudgetAmount, BudgetColumn, BudgetLine, Passage, Row
from yiju.tables.budget_words import (
    TableKind,
    classification_of,
    column_kind,
    column_role,
    column_source,
    fits_classification,
    holds_plan,
    is_total,
    side_of,
)
from yiju.tables.heading import Headings
from yiju.tables.ledger import Ledger, Reason, Rule
from yiju.tables.words import own_unit
from yiju.values.amount import parse_amount
from yiju.values.characters import join_wrapped, squeeze

_CODE: Final = re.compile(r"[0-9]{3}(?:[0-9]{2}){0,3}")
_NUMBERED: Final = re.compile(r"[一二三四五六七八九十]{1,4}[、.]")
_BELOW_NUMBERED: Final = re.compile(r"\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.]")
_ITEMS: Final = "budgetItem"
_MOST_NAMES: Final = 20
"""Names of one class in a document; where there are more, the code is no class."""


class CodeList:
    """The names printed for each class of a document: spellings differ, but there is an end to it."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str], set[str]] = {}

    def admits(self, dimension: str, code: str, name: str) -> bool:
        """Whether a class may have that name, too; it is remembered."""
        names = self._names.setdefault((dimension, code), set())
        if name not in names and len(names) >= _MOST_NAMES:
            return False
        names.add(name)
        return True


@dataclass(frozen=True, slots=True)
class Scope:
    """What all lines of a table share: its kind, its unit, and the books that are kept."""

    kind: TableKind
    unit: str
    codes: CodeList
    ledger: Ledger


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a table: where its names, codes and amounts stand; columns count from 0."""

    direction: str
    name: int
    code: int | None
    serial: int | None
    amounts: tuple[tuple[int, Headings], ...]


def read_sides(headings: Sequence[Headings], kind: TableKind, year: int | None) -> tuple[Side, ...]:
    """The sides of a table of that kind; none where the headings do not fit the kind."""
    if not _fits(headings, kind):
        return ()
    roles = [column_role(one[-1].text) for one in headings]
    names = [at for at, role in enumerate(roles) if role == "name"]
    codes = [at for at, role in enumerate(roles) if role == "code"]
    if len(codes) != (0 if kind.dimension == _ITEMS else 1) or len(names) not in (1, 2):
        return ()
    ends = [*names[1:], len(roles)]
    sides: list[Side] = []
    for name, end in zip(names, ends, strict=True):
        direction = kind.direction or side_of(headings[name][0].text)
        amounts = [
            (at, headings[at])
            for at in range(name + 1, end)
            if roles[at] is None and holds_plan([words.text for words in headings[at]], year)
        ]
        if direction is None or not amounts:
            return ()
        serial = roles.index("serial") if "serial" in roles else None
        sides.append(Side(direction, name, next(iter(codes), None), serial, tuple(amounts)))
    one_each = len({side.direction for side in sides}) == len(sides)
    return tuple(sides) if one_each and len(sides) <= (1 if kind.direction else 2) else ()


def _fits(headings: Sequence[Headings], kind: TableKind) -> bool:
    """Whether no heading names another classification than that of the kind."""
    named = {classification_of(words.text) for one in headings for words in one} - {None}
    return named <= {kind.dimension}


def read_lines(
    rows: Sequence[Row], sides: Sequence[Side], scope: Scope
) -> tuple[tuple[BudgetColumn, ...], tuple[BudgetLine, ...]]:
    """The columns of amounts and the lines of a table, one side after the other."""
    columns: list[BudgetColumn] = []
    lines: list[BudgetLine] = []
    for side in sides:
        reader = _SideReader(side, scope, len(columns))
        columns.extend(_column(headings) for _, headings in side.amounts)
        found = [line for row in rows if (line := reader.read(row))]
        if scope.kind.dimension == _ITEMS:
            found = list(_with_parents(found, len(lines)))
        lines.extend(found)
    return tuple(columns), tuple(lines)


def _column(headings: Headings) -> BudgetColumn:
    below = [words.text for words in reversed(headings)]
    kinds = (column_kind(text) for text in below)
    return BudgetColumn(headings, next(kinds), column_source(below[0]))


class _SideReader:
    """Reads one side of the rows of a table; `offset` is the index of its first column."""

    def __init__(self, side: Side, scope: Scope, offset: int) -> None:
        self.side = side
        self.kind, self.unit, self.ledger = scope.kind, scope.unit, scope.ledger
        self.codes = scope.codes
        self.offset = offset

    def read(self, row: Row) -> BudgetLine | None:
        """The line on this side of a row; None where there is none, or none that is understood."""
        side = self.side
        name, code = row.cell(side.name), row.cell(side.code)
        if code and not name and is_total(code.text):
            name, code = code, name
        if not name:
            return None
        total = not code and self.kind.dimension != _ITEMS
        if not self._is_known(name, code):
            self.ledger.leave(Reason.UNKNOWN_ROW, row.filled)
            return None
        amounts = tuple(self._amounts(row))
        self.ledger.map(name, code)
        serial = row.cell(side.serial)
        if serial and squeeze(serial.text).isdecimal():
            self.ledger.ignore(Rule.SERIAL_NUMBERS, [serial])
        words = Passage.join([code, name, *(amount.words for amount in amounts)], "\t")
        return BudgetLine(name, words, side.direction, code, total, None, amounts)

    def _is_known(self, name: Passage, code: Passage) -> bool:
        """Whether a line is an item, the total, or a class with a code of the classification."""
        if parse_amount(name.text) is not None:
            return False
        if self.kind.dimension == _ITEMS:
            return True
        if not code:
            return is_total(name.text)
        text = squeeze(code.text)
        if not fits_classification(text, self.kind.dimension) or not _CODE.fullmatch(text):
            return False
        return self.codes.admits(self.kind.dimension, text, join_wrapped(name.text))

    def _amounts(self, row: Row) -> Iterator[BudgetAmount]:
        for index, (at, headings) in enumerate(self.side.amounts, self.offset):
            cell = row.cell(at)
            if cell and (amount := self._amount(cell, headings)) is not None:
                self.ledger.map(cell)
                yield BudgetAmount(index, amount, cell)

    def _amount(self, cell: Passage, headings: Headings) -> Decimal | None:
        unit = next((u for words in reversed(headings) if (u := own_unit(words.text))), self.unit)
        return parse_amount(cell.text, unit=unit)


# --- what an item is part of ---------------------------------------------------------------------


def _with_parents(lines: Sequence[BudgetLine], offset: int) -> Iterator[BudgetLine]:
    """The items of one side, each with the line it is part of; `offset` is the index of the first."""
    names = [squeeze(line.name.text) for line in lines]
    parents = _downwards(names) if names and is_total(names[0]) else _upwards(names)
    for at, line in enumerate(lines):
        parent = parents.get(at)
        yield line if parent is None else replace(line, parent=parent + offset)


def _downwards(names: Iterable[str]) -> dict[int, int]:
    """Parents where the total stands first: an item is part of the last one of a higher level.

    >>> _downwards(["合计", "小计", "一、甲", "其中:乙", "丙", "二、丁"])
    {1: 0, 2: 1, 3: 2, 4: 2, 5: 1}
    """
    parents: dict[int, int] = {}
    above: list[tuple[int, int]] = []
    for at, name in enumerate(names):
        level = _level(name, above[-1][0] if above else 0)
        while above and above[-1][0] >= level:
            above.pop()
        if above:
            parents[at] = above[-1][1]
        above.append((level, at))
    return parents


def _level(name: str, before: int) -> int:
    if is_total(name):
        return 0
    if name.endswith("小计"):
        return 1
    if _NUMBERED.match(name):
        return 2
    if name.startswith("其中"):
        return 4
    return 3 if _BELOW_NUMBERED.match(name) or before != 4 else 4


def _upwards(names: Sequence[str]) -> dict[int, int]:
    """Parents in a balance: 合计 sums the numbered items above it, 总计 what stands on its own.

    Numbered items that no 合计 follows are parts of the line above them.

    >>> _upwards(["一、甲", "二、乙", "本年收入合计", "年初结转", "一、甲", "收入总计"])
    {0: 2, 1: 2, 4: 3, 2: 5, 3: 5}
    >>> _upwards(["甲", "本年收入合计", "收入总计"])
    {}
    """
    parents: dict[int, int] = {}
    if not any(_NUMBERED.match(name) for name in names):
        return parents
    numbered: list[int] = []
    alone: list[int] = []
    head: int | None = None
    for at, name in enumerate(names):
        if _NUMBERED.match(name):
            numbered.append(at)
            continue
        owner = at if head is None and name.endswith("合计") else head
        parents |= {one: owner for one in numbered if owner is not None}
        numbered, head = [], None
        if name.endswith("总计"):
            parents |= dict.fromkeys(alone, at)
            alone = []
        else:
            alone.append(at)
            head = None if name.endswith("合计") else at
    return parents | {one: head for one in numbered if head is not None}
