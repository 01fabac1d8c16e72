"""The headings of a table in one row or several: which of them stand over a column.

A heading covers the columns up to the next one of its row; the rows below divide what it covers.
Where a row leaves open which column a heading stands over, nothing is said at all: cells that a
merge put out of place would name the wrong column.
"""

from collections.abc import Sequence
from itertools import pairwise

from yiju.model import Passage, Row

Headings = tuple[Passage, ...]


def find_headings(rows: Sequence[Row], width: int) -> tuple[Headings, ...] | None:
    """The headings over each of `width` columns, top down; None where the rows leave one open.

    >>> from yiju.model import Passage, Row
    >>> def row(line, *cells):
    ...     return Row(tuple(Passage.of(text, 10 * line + at, line) for at, text in enumerate(cells)), line)
    >>> found = find_headings([row(1, "甲", "乙", ""), row(2, "", "丙", "丁")], 3)
    >>> [[words.text for words in headings] for headings in found]
    [['甲'], ['乙', '丙'], ['乙', '丁']]
    >>> find_headings([row(1, "甲", "乙", ""), row(2, "", "", "丁")], 3) is None
    True
    """
    return _divide(tuple(rows), 0, width, ())


def _divide(
    rows: tuple[Row, ...], start: int, end: int, above: Headings
) -> tuple[Headings, ...] | None:
    if not rows:
        return (above,) if above and end - start == 1 else None
    row, below = rows[0], rows[1:]
    labels = [at for at in range(start, end) if row.cell(at)]
    if not labels:
        return _divide(below, start, end, above)
    if labels[0] != start:
        return None
    found: list[Headings] = []
    for left, right in pairwise([*labels, end]):
        part = _divide(below, left, right, (*above, row.cell(left)))
        if part is None:
            return None
        found.extend(part)
    return tuple(found)
