"""Three-tier indicator tables: which rows are one indicator, and the tiers filled down.

What a blank form prints, and a tier under which nothing stands, is no indicator.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from yiju.model import Passage, Row
from yiju.tables.columns import Columns, find_columns, find_shift, infer_columns
from yiju.tables.drafts import DUE, Draft
from yiju.tables.header import Header, find_header, headed_with_years, row_texts
from yiju.tables.ledger import Ledger, Reason, Rule
from yiju.tables.sections import Entry
from yiju.tables.words import form_role, indicator_role, names_sum
from yiju.values.amount import parse_number
from yiju.values.characters import squeeze
from yiju.values.list_number import is_numbered
from yiju.values.target import Operator, parse_target
from yiju.values.tier import Level, Scheme, find_scheme, find_tier

_PLACEHOLDER: Final = re.compile(r"(?:(?:三级)?指标(?:\d+[:、.]?|:))?[.…·。无*×Xx/-]*")
_OPEN_SIGN: Final = re.compile(r"[≥≤><=]\s*$")
_ENOUGH_ROWS: Final = 50
_LEVELS: Final[Mapping[str, Level]] = {"level1": 1, "level2": 2}
_NUMBERS: Final = ("weight", "score")
_SECOND_STYLE: Final = "（一）"
"""How an outline numbers second tiers."""


def read_drafts(
    entries: Sequence[Entry],
    ledger: Ledger,
    *,
    both_terms: bool = False,
    year: int | None = None,
) -> list[Draft]:
    """The indicators in these rows as printed, headers read; what is not understood is left.

    With `both_terms` a header that names its columns twice is of the mid term first and of the
    year then; `year` is the fiscal year of the document.
    """
    return _Reader(ledger, both_terms=both_terms, year=year).read(entries)


def read_rows(entries: Sequence[Entry], columns: Columns, ledger: Ledger) -> list[Draft]:
    """The indicators in rows, none of them blank, whose columns are known."""
    reader = _Reader(ledger, both_terms=False)
    reader.columns = columns
    for entry in entries:
        reader.read_row(entry.row, behind_break=entry.fresh)
    return reader.drafts


# --- rows ----------------------------------------------------------------------------------------


class _Reader:
    """Reads the rows of one table into drafts; a header sets the columns of the rows below it."""

    def __init__(self, ledger: Ledger, *, both_terms: bool, year: int | None = None) -> None:
        self.ledger = ledger
        self.both_terms = both_terms
        self.year = year
        self.columns: Columns | None = None
        self.scheme: Scheme = "2015"
        self.headers: set[tuple[str, ...]] = set()
        self.parts: set[tuple[str, ...]] = set()
        self.known: dict[tuple[str, ...], Columns] = {}
        self.shift = 0
        self.shifts: dict[tuple[str, ...], int] = {}
        self.drafts: list[Draft] = []
        self.last: dict[str | None, Draft] = {}
        self.terms = False
        self.level1: list[Passage] = []
        self.level2: dict[str | None, list[Passage]] = {}

    def read(self, entries: Sequence[Entry]) -> list[Draft]:
        rows = [entry.row for entry in entries]
        self.scheme = find_scheme((), (cell.text for row in rows for cell in row.filled))
        self.columns = infer_columns(_until_header(rows, 0))
        behind_break = False
        at = 0
        while at < len(rows):
            behind_break = behind_break or entries[at].fresh
            header = find_header(rows, at)
            if header and (len(header) > 1 or row_texts(rows[at]) not in self.parts):
                self._read_header(header, _until_header(rows, at + len(header), header))
                at += len(header)
                continue
            if rows[at].filled and row_texts(rows[at]) in self.parts:
                self.ledger.ignore(Rule.REPEATED_HEADER, rows[at].filled)
            elif rows[at].filled:
                self.read_row(rows[at], behind_break=behind_break)
                behind_break = False
            at += 1
        if not self.terms:
            self._forget_period()
        return self.drafts

    def _forget_period(self) -> None:
        """A term that nothing else stands beside goes without saying."""
        if all(draft.period != "midTermPeriod" for draft in self.drafts):
            for draft in self.drafts:
                draft.period = None

    def _read_header(self, header: Header, below: Sequence[Row]) -> None:
        texts = header.texts
        named = tuple(filter(None, texts))
        if named in self.headers:
            self.ledger.ignore(Rule.REPEATED_HEADER, header.filled)
        else:
            self.ledger.map(*filter(_is_known, header.filled), *headed_with_years(header))
        self.headers.add(named)
        self.parts |= header.parts()
        columns = self.known.get(texts) or find_columns(
            header, below, both_terms=self.both_terms, year=self.year
        )
        self.columns = self.known[texts] = columns
        self.terms |= bool(columns.midterm or columns.later)
        if below and texts not in self.shifts:
            self.shifts[texts] = find_shift(columns, below)
        self.shift = self.shifts.get(texts, 0)

    def read_row(self, row: Row, *, behind_break: bool = False) -> None:
        """Take a row that is no header."""
        columns = self.columns or Columns({})
        if tier := self._outlined(columns, row):
            self.ledger.ignore(Rule.FORM_PLACEHOLDER, row.filled)
            self._remember(tier, columns.period)
            return
        late, early = columns.cells(row, self.shift), columns.midterm_cells(row, self.shift)
        if names_sum(row.filled[0].text):
            self.ledger.ignore(Rule.TOTAL_ROW, row.filled)
        elif columns.later:
            late |= self._later(columns.later_cells(row, self.shift))
            self._read_cells(late, row.filled, "annualPeriod", behind_break=behind_break)
        elif not columns.midterm:
            self._read_cells(late, row.filled, columns.period, behind_break=behind_break)
        elif _is_one(late, early, columns):
            self.ledger.map(*early.values())
            late |= {"midterm": early["target"]} if "target" in early else {}
            self._read_cells(late, row.filled, "annualPeriod", behind_break=behind_break)
        elif behind_break and "target" not in {*late, *early}:
            self._read_cells(late, row.filled, "annualPeriod", behind_break=True)
        else:
            self._read_apart(late, early)

    def _outlined(self, columns: Columns, row: Row) -> dict[str, Passage]:
        """The tier that a row of an outline is, by its role: one column holds tiers and names."""
        if len(row.filled) > 1 or not _is_outline(columns):
            return {}
        cell = columns.cell(row, "level3", self.shift)
        levels = [level for level in (1, 2) if find_tier(cell.text, level)]
        if len(levels) > 1:
            levels = [self._level_of_costs(is_numbered(cell.text))]
        return {f"level{level}": cell for level in levels}

    def _level_of_costs(self, style: str | None) -> int:
        """The level of 成本指标, which stands on either: its number tells, else the tiers of the whole table."""
        if style is None:
            return 1 if self.scheme == "2021" else 2
        return 2 if style == _SECOND_STYLE else 1

    def _later(self, cells: Mapping[int, Passage]) -> dict[str, Passage]:
        """The targets of later years by role: a number, which is due in its year, or a date; others are left."""
        found = {}
        for year, cell in cells.items():
            reading = parse_target(cell.text)
            if reading.value is None and reading.operator is not Operator.DEADLINE:
                self.ledger.leave(Reason.UNKNOWN_CELL, [cell])
            else:
                found[f"{DUE}{year}"] = cell
        return found

    def _read_apart(self, late: dict[str, Passage], early: dict[str, Passage]) -> None:
        """What is meant for the mid term and what is meant for the year are two indicators."""
        shared = [cell for cell in late.values() if cell in early.values()]
        if _has_own(early):
            self._read_cells(early, list(early.values()), "midTermPeriod")
            late = {role: cell for role, cell in late.items() if cell not in shared}
        if _has_own(late):
            self._read_cells(late, list(late.values()), "annualPeriod")

    def _read_cells(
        self,
        cells: dict[str, Passage],
        filled: Sequence[Passage],
        period: str | None,
        *,
        behind_break: bool = False,
    ) -> None:
        known = "level3" in cells or self.drafts or _is_tier(cells)
        if not cells or not known or _is_remark(cells, self.last.get(period)):
            self.ledger.leave(Reason.UNKNOWN_ROW, filled)
        elif _is_placeholder(cells) or _is_tier(cells, self.last.get(period)):
            self.ledger.ignore(Rule.FORM_PLACEHOLDER, filled)
            self._remember(cells, period)
        elif "level3" in cells and _PLACEHOLDER.fullmatch(squeeze(cells["level3"].text)):
            self.ledger.leave(Reason.UNKNOWN_ROW, filled)
        else:
            for role in _NUMBERS:
                if role in cells and parse_number(cells[role].text) is None:
                    self.ledger.leave(Reason.UNKNOWN_CELL, [cells.pop(role)])
            self.ledger.map(*cells.values())
            self._take(cells, Passage.join(filled), period, behind_break=behind_break)

    def _take(
        self, cells: Mapping[str, Passage], row: Passage, period: str | None, *, behind_break: bool
    ) -> None:
        last = self.last.get(period)
        if last and _continues(cells, last, behind_break=behind_break):
            last.extend(cells, row)
        else:
            last = Draft(self._filled_down(cells, period), [row], period)
            self.drafts.append(last)
            self.last[period] = last
        self.level1 = last.cells.get("level1", [])
        for term in (period, "midTermPeriod") if "midterm" in cells else (period,):
            self.level2[term] = last.cells.get("level2", [])

    def _remember(self, cells: Mapping[str, Passage], period: str | None) -> None:
        """A tier without an indicator of its own holds for the rows below."""
        first, second = cells.get("level1", Passage()), cells.get("level2", Passage())
        if find_tier(first.text, 1):
            self.level1, self.level2[period] = [first], []
        if find_tier(second.text, 2):
            self.level2[period] = [second]

    def _filled_down(
        self, printed: Mapping[str, Passage], period: str | None
    ) -> dict[str, list[Passage]]:
        """Merged cells print their text once: the tiers, and a name, go down to the rows below."""
        cells = {role: [cell] for role, cell in printed.items()}
        if "level1" not in cells:
            cells["level1"] = list(self.level1)
            cells.setdefault("level2", list(self.level2.get(period, [])))
            self.ledger.map(*cells["level1"], *cells["level2"])
        last = self.last.get(period)
        if "level3" not in cells and last:
            cells["level3"] = list(last.cells["level3"])
        return cells


def _until_header(rows: Sequence[Row], start: int, header: Header | None = None) -> list[Row]:
    """The rows from there to another header than the given, as many as are needed to know the columns."""
    found: list[Row] = []
    at = start
    while at < len(rows) and len(found) < _ENOUGH_ROWS:
        next_header = find_header(rows, at)
        if next_header and not (header and next_header.texts == header.texts):
            break
        if not next_header:
            found.append(rows[at])
        at += len(next_header) if next_header else 1
    return found


def _is_known(cell: Passage) -> bool:
    return bool(indicator_role(cell.text) or form_role(cell.text))


def _has_own(cells: Mapping[str, Passage]) -> bool:
    """Whether cells hold an indicator, or the rest of one, and not tiers alone."""
    return bool(cells.keys() - _LEVELS.keys())


def _is_one(late: Mapping[str, Passage], early: Mapping[str, Passage], columns: Columns) -> bool:
    """Whether the mid term and the year speak of one indicator: under one name, or one spelling."""
    if "level3" not in columns.midterm:
        return True
    names = [squeeze(cells["level3"].text) for cells in (late, early) if "level3" in cells]
    return len(names) == 2 and names[0] == names[1]


def _is_placeholder(cells: Mapping[str, Passage]) -> bool:
    """Whether a row is what a blank form prints: 指标1：, ……, ≥XX%, nothing to reach."""
    content = {role: squeeze(cell.text) for role, cell in cells.items() if role not in _LEVELS}
    target = content.pop("target", "")
    if any(not _PLACEHOLDER.fullmatch(text) for text in content.values()):
        return False
    blank = bool(_PLACEHOLDER.fullmatch(target)) or _promises_nothing(target)
    unfilled = any(_PLACEHOLDER.fullmatch(squeeze(cell.text)) for cell in cells.values())
    return blank and unfilled


def _promises_nothing(text: str) -> bool:
    return parse_target(text).operator is Operator.MISSING


def _is_tier(cells: Mapping[str, Passage], last: Draft | None = None) -> bool:
    """Whether a row has nothing but tiers by themselves, and not the rest of the tiers above."""
    if not cells or _has_own(cells):
        return False
    if last and any(_is_rest(cells, role, last) for role in cells):
        return False
    return all(find_tier(cells[role].text, _LEVELS[role]) for role in cells)


def _is_outline(columns: Columns) -> bool:
    return "level3" in columns.of and not _LEVELS.keys() & columns.of.keys()


def _is_remark(cells: Mapping[str, Passage], last: Draft | None) -> bool:
    """Whether a row without a name says something where the row above has a tier that lacks nothing."""
    if last is None or "level3" in cells:
        return False
    return any(
        role in cells
        and find_tier(last.cell(role).text, level)
        and not find_tier(cells[role].text, level)
        and not find_tier(last.cell(role).text + cells[role].text, level)
        for role, level in _LEVELS.items()
    )


def _is_rest(cells: Mapping[str, Passage], role: str, last: Draft) -> bool:
    above = last.last(role)
    level = _LEVELS[role]
    return not find_tier(above, level) and bool(find_tier(above + cells[role].text, level))


def _continues(cells: Mapping[str, Passage], last: Draft, *, behind_break: bool) -> bool:
    """Whether a row holds the rest of the row above, cut by a line or a page.

    An indicator has a name and something to reach. Behind a page break a row without a target, and
    whose second tier is no tier by itself, is a rest; elsewhere only a row without a name is, unless
    it has a target of its own: then a merged name goes down to it.
    """
    if "level3" in cells:
        return behind_break and "target" not in cells and not _names_tier(cells, last)
    return behind_break or "target" not in cells or _is_open(last)


def _names_tier(cells: Mapping[str, Passage], last: Draft) -> bool:
    """Whether a row has a second tier of its own, and not the rest of the one above."""
    tier = cells.get("level2", Passage()).text
    return bool(find_tier(tier, 2)) and not _is_rest(cells, "level2", last)


def _is_open(last: Draft) -> bool:
    """Whether the row above still lacks its target."""
    text = last.last("target")
    return not text or bool(_OPEN_SIGN.search(text))
