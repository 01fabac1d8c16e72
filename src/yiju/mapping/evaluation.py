"""What a self-evaluation says of an indicator, as JSON: what was reached, the points, and why."""

from typing import Final

from yiju.mapping.evidence import Json
from yiju.mapping.nodes import decimal, present
from yiju.model import Indicator
from yiju.values.characters import join_wrapped, squeeze
from yiju.values.target import Operator, Reading, parse_target

_SCALES: Final = ("十", "百", "千", "万", "亿")
_SHARES: Final = frozenset({"%", "‰", "百分比", "百分点"})


def map_evaluation(indicator: Indicator) -> Json:
    """What a self-evaluation says; a number that was reached counts in the unit of the target."""
    said = indicator.evaluation
    if said is None:
        return {}
    reading = parse_target(join_wrapped(said.actual.text)) if said.actual else None
    counts = reading and any(_counts_as(reading, one.reading) for one in indicator.targets)
    return present(
        actualText=said.actual.text,
        actualValue=decimal(reading.value) if reading and counts else None,
        weight=decimal(said.weight),
        score=decimal(said.score),
        deviationReason=said.deviation.text,
    )


def _counts_as(reached: Reading, target: Reading) -> bool:
    """Whether a number is of the target's unit: it prints that unit, or none where none else is meant.

    A bare number beside 万人 may count single people, and a bare fraction beside % the whole.
    """
    unit = squeeze(target.unit or "")
    if reached.unit or not unit:
        return squeeze(reached.unit or "") == unit
    scaled = unit.startswith(_SCALES)
    fraction = unit in _SHARES and reached.value is not None and reached.value <= 1
    return reached.operator is Operator.EQUAL_TO and not scaled and not fraction
