"""Figures that prose states as a W3C Data Cube: a data set per kind of section, an observation per item.

What all figures of a section share (department) stands at the data set; the year stands at each,
because last year's amounts stand among this year's.
"""

from collections.abc import Iterator, Sequence

from yiju.mapping.evidence import Json, Prover
from yiju.mapping.nodes import decimal, label, present
from yiju.model import Change, FigureSection, StatedFigure


def map_figures(
    sections: Sequence[FigureSection], prover: Prover, department: str | None
) -> Iterator[Json]:
    """The nodes of all sections: the data set, then its figures in their order."""
    for section in sections:
        name = prover.name("figuresection", section.heading.start)
        yield present(
            id=name,
            type=["FigureSection", "qb:DataSet"],
            label=label(section.heading),
            structure="figureStructure",
            ofDepartment=department,
            evidence=prover.evidence(section.heading),
        )
        position = 0
        for paragraph in section.paragraphs:
            for figure in paragraph.figures:
                position += 1
                whole = None if figure.part_of is None else paragraph.figures[figure.part_of]
                yield _figure(figure, whole, prover) | {"dataSet": name, "position": position}


def _figure(figure: StatedFigure, whole: StatedFigure | None, prover: Prover) -> Json:
    return present(
        id=_name(figure, prover),
        type=["StatedFigure", "qb:Observation"],
        statedItem=figure.item,
        itemText=label(figure.name),
        fiscalYear=figure.year and str(figure.year),
        figureTime=figure.time,
        partOfFigure=whole and _name(whole, prover),
        amount=decimal(figure.amount),
        amountText=_converted(figure),
        shareOfTotal=decimal(figure.share),
        itemCount=decimal(figure.count),
        unitText=label(figure.unit),
        changeReason=label(figure.reason),
        use=label(figure.use),
        evidence=prover.evidence(figure.clause),
        **_change(figure.change),
    )


def _name(figure: StatedFigure, prover: Prover) -> str:
    return prover.name("statedfigure", figure.place)


def _change(change: Change | None) -> Json:
    if change is None:
        return {}
    return {
        "changeDirection": change.direction.value,
        "changeText": label(change.words),
        "changeAmount": decimal(change.amount),
        "changeRate": decimal(change.rate),
        "comparedYear": change.against and str(change.against),
    }


def _converted(figure: StatedFigure) -> str | None:
    """The printed words of an amount that is not printed in 万元."""
    text = label(figure.words)
    return None if not text or text.endswith("万元") else text
