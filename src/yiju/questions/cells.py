"""Cells of tables for spreadsheets, which would take a text that begins like a formula for one."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeGuard

from pyoxigraph import Literal

from yiju.store import Term
from yiju.vocabulary import PREFIXES

_STRING: Final = PREFIXES["xsd"] + "string"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def safe_cells(rows: Iterable[Sequence[Term | None]]) -> Iterator[tuple[Term | None, ...]]:
    """The rows for a spreadsheet: what begins like a formula begins with an apostrophe.

    >>> list(safe_cells([[Literal("=1+1"), Literal("a"), None]]))[0][0]
    <Literal value='=1+1 datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#string>>
    """
    for row in rows:
        yield tuple(Literal(f"'{term.value}") if _is_formula(term) else term for term in row)


def _is_formula(term: Term | None) -> TypeGuard[Literal]:
    is_text = isinstance(term, Literal) and (term.language or term.datatype.value == _STRING)
    return bool(is_text and term.value.startswith(_FORMULA))  # type: ignore[union-attr]
