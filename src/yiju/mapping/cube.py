"""Budget tables as a W3C Data Cube: a data set per printed table, an observation per number cell.

What all observations of a table share (year, department) stands at the data set. The codes of a
document are one code list: a class is named once, where it is printed first.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from yiju.mapping.evidence import Json, Prover
from yiju.model import BudgetAmount, BudgetLine, BudgetTable, Department, Passage
from yiju.values.amount import parse_amount
from yiju.values.characters import join_wrapped, squeeze

_SCHEMES = {"functionalClass": "FunctionalClasses", "economicClass": "EconomicClasses"}
_TOTALS = {"functionalClass": "allFunctions", "economicClass": "allEconomicClasses"}
_CODE_STEPS = (7, 5, 3)


@dataclass(slots=True)
class _Class:
    """A class of the code list of a document: where it is printed, and under which names."""

    first: BudgetLine
    names: dict[str, BudgetLine] = field(default_factory=dict)


def map_budgets(
    tables: Sequence[BudgetTable],
    prover: Prover,
    department_name: Callable[[Department | None], str | None],
) -> Iterator[Json]:
    """The nodes of all budget tables of a document, the code lists first."""
    mapper = _CubeMapper(prover, _find_classes(tables))
    yield from mapper.classes()
    for table in tables:
        yield from mapper.table(table, department_name(table.department))


def _find_classes(tables: Sequence[BudgetTable]) -> dict[tuple[str, str], _Class]:
    """The classes by classification and code, with all names printed for them."""
    found: dict[tuple[str, str], _Class] = {}
    for table in tables:
        for line in table.lines:
            if line.code:
                key = (table.dimension, squeeze(line.code.text))
                names = found.setdefault(key, _Class(line)).names
                names.setdefault(join_wrapped(line.name.text), line)
    return found


class _CubeMapper:
    def __init__(self, prover: Prover, classes: dict[tuple[str, str], _Class]) -> None:
        self.prover = prover
        self.known = classes

    # --- code lists ----------------------------------------------------------------------------

    def classes(self) -> Iterator[Json]:
        """Each class with the class that its code puts it under."""
        for (dimension, code), found in self.known.items():
            label, *others = found.names
            node: Json = {
                "id": self._class_name(dimension, code),
                "type": ["BudgetClass", "skos:Concept"],
                "label": label,
                "notation": code,
                "inScheme": _SCHEMES[dimension],
                "broader": self._above(dimension, code),
                "evidence": self.prover.evidence(*(line.row for line in found.names.values())),
            }
            yield node | ({"altLabel": others} if others else {})

    def _class_name(self, dimension: str, code: str) -> str:
        return self.prover.name("budgetclass", self.known[dimension, code].first.code.start)

    def _above(self, dimension: str, code: str) -> str:
        """The class of the longest shorter code that is printed, else all classes together."""
        shorter = (code[:length] for length in _CODE_STEPS if length < len(code))
        known = next((part for part in shorter if (dimension, part) in self.known), None)
        return self._class_name(dimension, known) if known else f"yj:{_TOTALS[dimension]}"

    # --- tables --------------------------------------------------------------------------------

    def table(self, table: BudgetTable, department: str | None) -> Iterator[Json]:
        """The data set, its columns, its items, and an observation per number cell."""
        name = self.prover.name("budgettable", table.title.start)
        columns = [self.prover.name("budgetcolumn", _place(one.headings)) for one in table.columns]
        yield _stated(
            id=name,
            type=["BudgetTable", "qb:DataSet"],
            label=join_wrapped(table.title.text),
            structure=table.kind,
            fiscalYear=table.fiscal_year and str(table.fiscal_year),
            ofDepartment=department,
            amountCells=sum(len(line.amounts) for line in table.lines),
            note=table.note.text,
            evidence=self.prover.evidence(table.title, table.year_words, table.note),
        )
        for column, said in zip(columns, table.columns, strict=True):
            yield _stated(
                id=column,
                type=["BudgetColumn", "skos:Concept"],
                label=" / ".join(join_wrapped(words.text) for words in said.headings),
                ofTable=name,
                columnKind=said.kind,
                fundingSource=said.source,
                evidence=self.prover.evidence(*said.headings),
            )
        for position, line in enumerate(table.lines, 1):
            yield from self._line(table, line, position, name, columns)

    def _line(
        self, table: BudgetTable, line: BudgetLine, position: int, name: str, columns: list[str]
    ) -> Iterator[Json]:
        if table.dimension == "budgetItem":
            above = None if line.parent is None else table.lines[line.parent]
            yield _stated(
                id=self._item(line),
                type=["BudgetItem", "skos:Concept"],
                label=join_wrapped(line.name.text),
                ofTable=name,
                position=position,
                broader=above and self._item(above),
                evidence=self.prover.evidence(line.row),
            )
        for amount in line.amounts:
            yield self._observation(table, line, amount, name, columns[amount.column])

    def _observation(
        self, table: BudgetTable, line: BudgetLine, amount: BudgetAmount, name: str, column: str
    ) -> Json:
        return _stated(
            id=self.prover.name("budgetline", amount.words.start),
            type=["BudgetLine", "qb:Observation"],
            dataSet=name,
            **{table.dimension: self._entry(table, line)},
            budgetColumn=column,
            operationCharacter=line.direction,
            amount=_decimal(amount.amount),
            amountText=_converted(amount),
            evidence=self.prover.evidence(line.row),
        )

    def _entry(self, table: BudgetTable, line: BudgetLine) -> str:
        """What an observation is about: a class of the document, all classes, or an item."""
        if line.total:
            return f"yj:{_TOTALS[table.dimension]}"
        if line.code:
            return self._class_name(table.dimension, squeeze(line.code.text))
        return self._item(line)

    def _item(self, line: BudgetLine) -> str:
        return self.prover.name("budgetitem", line.name.start)


def _place(headings: Sequence[Passage]) -> int:
    """A column is named after its lowest heading, which no other column shares."""
    return headings[-1].start


def _stated(**values: object) -> Json:
    """What is there; 0 is a value."""
    return {key: value for key, value in values.items() if value not in (None, "", [])}


def _converted(amount: BudgetAmount) -> str | None:
    """The printed text of an amount that is not printed in 万元."""
    text = amount.words.text
    return None if parse_amount(text) == amount.amount else text


def _decimal(number: Decimal) -> str:
    return f"{number:f}"
