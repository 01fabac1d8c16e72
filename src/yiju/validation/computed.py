"""The few audit rules that SPARQL cannot say: each a function that gives the rows of a query."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from pyoxigraph import QuerySolutions

from yiju.validation.agreement import figures_without_indicator, goals_against_table
from yiju.validation.wording import misprinted_words, repeated_words

COMPUTED: Final[
    dict[str, Callable[[Callable[[str], QuerySolutions]], Iterable[Mapping[str, str]]]]
] = {
    "DepartmentFigureNotInTable": figures_without_indicator,
    "GoalAgainstTable": goals_against_table,
    "MisprintedWord": misprinted_words,
    "RepeatedWords": repeated_words,
}
