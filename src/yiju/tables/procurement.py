"""Tables of planned procurement: a row per item, with the project that pays for it.

Headers have one row or several, the upper ones naming groups of columns (where it comes from, the
money). A project cell over several items is printed once and holds for the rows below it. Rows of
sums and of zeros carry no item; a table of nothing else is an empty table.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from yiju.model import FundingAllocation, Passage, ProcurementItem, Project, Row
from yiju.tables.ledger import Ledger, Reason, Rule
from yiju.tables.lines import is_procurement_header, is_procurement_subheader
from yiju.tables.sections import Entry
from yiju.tables.words import names_total, own_unit, procurement_role
from yiju.values.amount import NUMERAL, parse_amount
from yiju.values.characters import squeeze

_LEAVES: Final = frozenset(
    {"project", "project_budget", "item", "code", "unit", "quantity", "price"}
)
_SOURCES: Final = (
    "generalPublicBudget",
    "governmentFunds",
    "stateCapitalBudget",
    "fiscalSpecialAccount",
    "unitFunds",
    "carriedOver",
    "otherFunds",
)
_TEXTS: Final = frozenset({"project", "item", "code", "unit"})
_NUMBER: Final = re.compile(NUMERAL)
_FIGURE: Final = re.compile(r"[-+]?[\d.,]+%?")
_CODE: Final = re.compile(r"[A-Za-z][0-9]{1,12}|[0-9]{4,12}")
_DIGITS: Final = re.compile(r"[0-9]{1,12}")
_PAGES: Final = 3
"""Pages that one row stands on, at most."""

_NOTHING: Final = re.compile(r"[-0.,]*")


def parse_procurement(
    entries: Sequence[Entry], unit: str, ledger: Ledger
) -> tuple[ProcurementItem, ...]:
    """The items in these rows; amounts are printed in `unit`. Rows not understood are left."""
    return _Reader(unit, ledger).read(entries)


def with_projects(
    items: Sequence[ProcurementItem], projects: Sequence[Project]
) -> tuple[ProcurementItem, ...]:
    """The items, each told the one project that has the printed name; two of a name tell nothing."""
    rows: dict[str, list[Passage]] = {}
    for project in projects:
        rows.setdefault(squeeze(project.name.text), []).append(project.row)
    return tuple(
        replace(item, project_row=found[0])
        if item.project and len(found := rows.get(squeeze(item.project.text), [])) == 1
        else item
        for item in items
    )


# --- columns -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which columns have a role, and the lowest cell of the header above each."""

    of: Mapping[str, Sequence[int]]
    heads: Mapping[int, Passage]

    def cells(self, row: Row, role: str) -> list[tuple[Passage, Passage]]:
        """The cells of a row in that role that are not blank, each with its header."""
        found = ((row.cell(at), self.heads[at]) for at in self.of.get(role, ()))
        return [(cell, head) for cell, head in found if cell]

    def cell(self, row: Row, role: str) -> Passage:
        """The one cell of a row in that role; an empty passage where there are none or two."""
        found = self.cells(row, role)
        return found[0][0] if len(found) == 1 else Passage()


def _find_columns(heads: Sequence[Row]) -> _Columns:
    """What the columns below these rows of a header hold."""
    rows = _align(heads) or []
    money = min((at for row in rows for at, c in enumerate(row) if _is(c, "money")), default=0)
    lowest: dict[int, tuple[int, Passage]] = {}
    for depth, row in enumerate(rows):
        lowest.update((at, (depth, cell)) for at, cell in enumerate(row) if cell)
    of: dict[str, list[int]] = {}
    totals: list[tuple[int, int]] = []
    for at, (depth, cell) in sorted(lowest.items()):
        role = procurement_role(cell.text) or ""
        if role in ("total", "money") and at >= money:
            totals.append((depth, at))
        else:
            of.setdefault("subtotal" if role == "this_year" else role, []).append(at)
    for rank, (_, at) in enumerate(sorted(totals)):
        of.setdefault("subtotal" if rank else "amount", []).append(at)
    return _Columns(of, {at: cell for at, (_, cell) in lowest.items()})


def _align(heads: Sequence[Row]) -> list[list[Passage]] | None:
    """The rows of a header, each cell in its column; None where they do not fit together."""
    rows = [list(heads[-1].cells)]
    for head in reversed(heads[:-1]):
        top = _spread(head.cells, rows[0])
        for at, cell in enumerate(top):
            below = any(at < len(row) and row[at] for row in rows)
            if below and procurement_role(cell.text) in _LEAVES:
                return None
        rows.insert(0, top)
    return rows


def _spread(top: Sequence[Passage], below: Sequence[Passage]) -> list[Passage]:
    """A row whose merged cells are printed without the blanks behind them, these put in."""
    if len(top) >= len(below):
        return list(top)
    spread: list[Passage] = []
    for at, cell in enumerate(top):
        spread.append(cell)
        blanks_printed = at + 1 < len(top) and not top[at + 1]
        if not cell or blanks_printed or procurement_role(cell.text) in _LEAVES:
            continue
        while len(spread) < len(below) and below[len(spread)]:
            spread.append(Passage())
    return spread


def _is(cell: Passage, role: str) -> bool:
    return bool(cell) and procurement_role(cell.text) == role


# --- rows ----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Source:
    """Where an item comes from: the pieces of the project's name, and the budget beside it."""

    name: list[Passage] = field(default_factory=list)
    budget: Decimal | None = None
    budget_cell: Passage = field(default_factory=Passage)


@dataclass(slots=True)
class _Draft:
    """An item in the making; its texts are lists of pieces, as a page may have cut them."""

    item: ProcurementItem
    source: _Source
    texts: dict[str, list[Passage]]
    rows: list[Passage]


class _Reader:
    def __init__(self, unit: str, ledger: Ledger) -> None:
        self.unit = unit
        self.ledger = ledger
        self.heads: list[Row] = []
        self.columns: _Columns | None = None
        self.source = _Source()
        self.drafts: list[_Draft] = []
        self.seen: set[tuple[str, ...]] = set()
        self.named: list[Row] = []
        self.totals: list[Row] = []
        self.zeros: list[Row] = []
        self.left: list[Row] = []

    def read(self, entries: Sequence[Entry]) -> tuple[ProcurementItem, ...]:
        behind_break = False
        for entry in entries:
            behind_break = behind_break or entry.fresh
            if is_procurement_header(entry.row):
                self.heads, self.columns = [], None
                self._read_header(entry.row)
            elif self._is_subheader(entry.row):
                self._read_header(entry.row)
            elif entry.row.filled:
                self._read_row(entry.row, behind_break=behind_break)
                behind_break = False
        self._account()
        return tuple(_finished(draft) for draft in self.drafts)

    def _is_subheader(self, row: Row) -> bool:
        """Whether a row goes on with the header above it."""
        open_ = self.columns is None and is_procurement_subheader(row)
        return open_ and _align([*self.heads, row]) is not None

    def _read_header(self, row: Row) -> None:
        self.heads.append(row)
        texts = tuple(squeeze(cell.text) for cell in row.cells if cell)
        if texts in self.seen:
            self.ledger.ignore(Rule.REPEATED_HEADER, row.filled)
        else:
            self.named.append(row)
        self.seen.add(texts)

    def _read_row(self, row: Row, *, behind_break: bool) -> None:
        columns = self.columns = self.columns or _find_columns(self.heads)
        if all(_NOTHING.fullmatch(squeeze(cell.text)) for cell in row.filled):
            self.zeros.append(row)
        elif names_total(row.filled[0].text) and not columns.cells(row, "item"):
            self.source = _Source()
            self.totals.append(row)
        elif behind_break and self._is_cut() and _is_rest(columns, row):
            self._read_rest(columns, row)
        else:
            self._read_item(columns, row)

    def _is_cut(self) -> bool:
        """Whether a page may have cut the last item: not one that stands on so many pages already."""
        last = self.drafts[-1] if self.drafts else None
        return last is not None and max(len(last.rows), len(last.source.name)) < _PAGES

    def _read_rest(self, columns: _Columns, row: Row) -> None:
        """The rest of a row that a page cut."""
        draft = self.drafts[-1]
        for role in _TEXTS:
            if cell := columns.cell(row, role):
                pieces = draft.source.name if role == "project" else draft.texts[role]
                pieces.append(cell)
        draft.rows.append(Passage.join(row.filled))
        self.ledger.map(*row.filled)

    def _read_item(self, columns: _Columns, row: Row) -> None:
        texts = {role: columns.cell(row, role) for role in _TEXTS}
        amount, amount_cell = self._money(columns, row, "amount")
        if amount is None or not _is_plausible(texts):
            self.left.append(row)
            return
        self._enter_project(columns, row, texts["project"])
        price, price_cell = self._money(columns, row, "price")
        reserved, reserved_cell = self._money(columns, row, "reserved")
        quantity, quantity_cell = _quantity(columns.cell(row, "quantity"))
        item = ProcurementItem(
            name=texts["item"],
            row=Passage(),
            amount=amount,
            quantity=quantity,
            price=price,
            reserved=reserved,
            funding=tuple(self._funding(columns, row)),
        )
        self.ledger.map(*texts.values(), amount_cell, price_cell, reserved_cell, quantity_cell)
        self._ignore_subtotals(columns, row, amount)
        pieces = {role: [cell] if cell else [] for role, cell in texts.items()}
        self.drafts.append(_Draft(item, self.source, pieces, [Passage.join(row.filled)]))

    def _enter_project(self, columns: _Columns, row: Row, name: Passage) -> None:
        """A printed name begins a project; a blank cell goes on with the one above."""
        if name:
            self.source = _Source([name])
        budget, cell = self._money(columns, row, "project_budget")
        if name and budget is not None:
            self.source.budget, self.source.budget_cell = budget, cell
            self.ledger.map(cell)

    def _money(self, columns: _Columns, row: Row, role: str) -> tuple[Decimal | None, Passage]:
        """The amount in the one cell of that role, and the cell; nothing where it is not one."""
        found = columns.cells(row, role)
        if len(found) != 1:
            return None, Passage()
        cell, head = found[0]
        amount = parse_amount(cell.text, unit=own_unit(head.text) or self.unit)
        return amount, cell if amount is not None else Passage()

    def _funding(self, columns: _Columns, row: Row) -> Iterator[FundingAllocation]:
        """The money by source; the cell stands before its header, as it names the allocation."""
        for source in _SOURCES:
            amount, cell = self._money(columns, row, source)
            if amount is not None:
                self.ledger.map(cell)
                head = columns.cells(row, source)[0][1]
                yield FundingAllocation(source, amount, cell + head)

    def _ignore_subtotals(self, columns: _Columns, row: Row, amount: Decimal) -> None:
        """A sum that says the amount again; any other stays open."""
        for cell, head in columns.cells(row, "subtotal"):
            if parse_amount(cell.text, unit=own_unit(head.text) or self.unit) == amount:
                self.ledger.ignore(Rule.REPEATED_AMOUNT, [cell])

    def _account(self) -> None:
        """Headers and sums, by what stands between them."""
        sums = [cell for row in self.totals for cell in row.filled if not names_total(cell.text)]
        nothing = all(_NOTHING.fullmatch(squeeze(cell.text)) for cell in sums)
        if self.drafts:
            self.ledger.map(*_cells(self.named))
            self.ledger.ignore(Rule.TOTAL_ROW, _cells(self.totals))
            self.ledger.ignore(Rule.EMPTY_TABLE, _cells(self.zeros))
            self.ledger.leave(Reason.UNKNOWN_ROW, _cells(self.left))
        elif nothing and not self.left:
            self.ledger.ignore(Rule.EMPTY_TABLE, _cells([*self.named, *self.totals, *self.zeros]))
        else:
            rows = [*self.named, *self.totals, *self.zeros, *self.left]
            self.ledger.leave(Reason.UNKNOWN_TABLE, _cells(rows))


def _cells(rows: Sequence[Row]) -> list[Passage]:
    return [cell for row in rows for cell in row.filled]


def _is_rest(columns: _Columns, row: Row) -> bool:
    """Whether a row holds nothing but texts that may go on from above: no figure, no whole code."""
    texts = [cell for role in _TEXTS if (cell := columns.cell(row, role))]
    code = squeeze(columns.cell(row, "code").text)
    return len(texts) == len(row.filled) and (not code or bool(_DIGITS.fullmatch(code)))


def _is_plausible(texts: Mapping[str, Passage]) -> bool:
    """Whether an item has a name, and its cells stand in their columns: figures are no names."""
    code, unit = squeeze(texts["code"].text), squeeze(texts["unit"].text)
    names = [squeeze(texts[role].text) for role in ("item", "project")]
    shifted = any(_FIGURE.fullmatch(text) for text in (*names, unit)) or _CODE.fullmatch(names[0])
    return bool(names[0]) and not shifted and (not code or bool(_CODE.fullmatch(code)))


def _quantity(cell: Passage) -> tuple[Decimal | None, Passage]:
    text = squeeze(cell.text)
    if not _NUMBER.fullmatch(text):
        return None, Passage()
    return Decimal(text.replace(",", "")), cell


def _finished(draft: _Draft) -> ProcurementItem:
    """The item with its texts put together; what a merged cell prints above proves it, too."""
    source, rows = draft.source, Passage.join(draft.rows)
    return replace(
        draft.item,
        name=Passage.join(draft.texts["item"]),
        row=rows,
        project=Passage.join(source.name),
        project_budget=source.budget,
        project_budget_words=source.budget_cell,
        code=squeeze(Passage.join(draft.texts["code"]).text) or None,
        unit=Passage.join(draft.texts["unit"]),
    )
