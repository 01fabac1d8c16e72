"""Units as printed, and the concepts that they name.

A compound such as 万元/家 is a unit in print, but no concept unless `units.toml` lists it.
"""

import re
from functools import cache

from yiju.values.characters import squeeze
from yiju.values.lookups import any_of, read_lookup

_MULTIPLIER = "[十百千]?[万亿]|[百千]"


def find_unit(text: str) -> str | None:
    """The local name of the concept of a printed unit, or None.

    >>> find_unit("百分比"), find_unit("家 · 次"), find_unit("万元/家")
    ('unit-percent', 'unit-enterprise-time', None)
    """
    return _concepts().get(squeeze(text))


@cache
def unit_pattern() -> re.Pattern[str]:
    """A pattern of every unit in compact text: 人, 万元人民币, 万个, 张(册), 家·次, 元/平米/天.

    >>> unit_pattern().match("元/平米/天以上")[0]
    '元/平米/天'
    """
    base = any_of(set(_concepts()) - {"万", "亿"})
    counted = rf"(?:{base}次?|(?:{_MULTIPLIER})(?:{base}次?)?)"
    simple = rf"{counted}(?:\((?:{base})\))?"
    return re.compile(rf"{simple}(?:[/·*每.]{simple})*")


@cache
def _concepts() -> dict[str, str]:
    """Every spelling, squeezed, and its concept."""
    return {
        squeeze(spelling): f"unit-{name}"
        for name, entry in read_lookup("units").items()
        for spelling in (entry["label"], *entry["spellings"])
    }
