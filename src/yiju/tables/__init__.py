"""A `Document` in, a `Disclosure` out: which rows are projects, indicators, grades, and what they say.

Recognition is by the vocabulary of headers and labels and by structure. Every cell is accounted
for: mapped, ignored by a named rule, or listed as unmapped. Citations are found later, in `text`.
"""

from yiju.tables.assemble import find_disclosure

__all__ = ["find_disclosure"]
