"""Names with their targets behind them in one cell: 机柜数量（≥77台）."""

import re
from collections.abc import Sequence
from typing import Final

from yiju.model import Passage
from yiju.values.target import Operator, parse_target
from yiju.values.unit import find_unit

_NAMED: Final = re.compile(
    r"\s*(?P<name>.*\S)\s*[（(](?P<target>[^（）()]+)[)）]\s*[，,]?\s*", re.DOTALL
)
_UNCLEAR: Final = frozenset({Operator.MISSING, Operator.QUALITATIVE, Operator.LIST})


def split_target(words: Passage) -> tuple[Passage, Passage]:
    """The name and the target behind it in brackets; the whole text and nothing where there is none.

    >>> [part.text for part in split_target(Passage.of("机柜数量（≥77台）", 0, 1))]
    ['机柜数量', '≥77台']
    """
    found = _NAMED.fullmatch(words.text)
    if not found or find_unit(found["target"]):
        return words, Passage()
    return words.slice(*found.span("name")), words.slice(*found.span("target")).strip()


def hold_targets(cells: Sequence[Passage]) -> bool:
    """Whether most cells of a column of names have clear targets in brackets behind them."""
    targets = [split_target(cell)[1].text for cell in cells]
    clear = [text for text in targets if text and parse_target(text).operator not in _UNCLEAR]
    return len(clear) * 2 > len(cells)
