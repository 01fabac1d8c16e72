"""Tables of fixed assets as a W3C Data Cube: an observation per number cell, with its measure.

What all observations of a table share (day or year, department) stands at the data set.
"""

from collections.abc import Callable, Iterator, Sequence

from yiju.mapping.evidence import Json, Prover
from yiju.mapping.nodes import decimal, label, present
from yiju.model import AssetFigure, AssetLine, AssetTable, Department
from yiju.values.amount import parse_amount

_VALUE = "assetValue"


def map_assets(
    tables: Sequence[AssetTable],
    prover: Prover,
    department_name: Callable[[Department | None], str | None],
) -> Iterator[Json]:
    """The nodes of all tables of assets: the data set, its items, their figures."""
    for table in tables:
        name = prover.name("assettable", table.header.start)
        yield present(
            id=name,
            type=["AssetTable", "qb:DataSet"],
            label=label(table.title),
            structure="assetStructure",
            asOf=table.as_of and table.as_of.isoformat(),
            fiscalYear=table.fiscal_year and str(table.fiscal_year),
            ofDepartment=department_name(table.department),
            evidence=prover.evidence(table.title, table.date_words, table.year_words, table.header),
        )
        for position, line in enumerate(table.lines, 1):
            above = None if line.parent is None else table.lines[line.parent]
            yield present(
                id=_item(line, prover),
                type=["AssetItem", "skos:Concept"],
                label=label(line.name),
                ofAssetTable=name,
                position=position,
                unitText=line.unit,
                broader=above and _item(above, prover),
                evidence=prover.evidence(line.row),
            )
            for figure in line.figures:
                yield _observation(figure, line, name, prover)


def _item(line: AssetLine, prover: Prover) -> str:
    return prover.name("assetitem", line.name.start)


def _observation(figure: AssetFigure, line: AssetLine, table: str, prover: Prover) -> Json:
    return present(
        id=prover.name("assetfigure", figure.words.start),
        type=["AssetFigure", "qb:Observation"],
        dataSet=table,
        assetItem=_item(line, prover),
        assetMoment=figure.moment,
        measureType=figure.measure,
        **{figure.measure: decimal(figure.number)},
        amountText=_converted(figure),
        evidence=prover.evidence(line.row),
    )


def _converted(figure: AssetFigure) -> str | None:
    """The printed text of a value that is not printed in 万元."""
    text = figure.words.text
    converted = figure.measure == _VALUE and parse_amount(text) != figure.number
    return text if converted else None
