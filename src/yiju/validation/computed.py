"""The few audit rules that SPARQL cannot say: each a function that gives the rows of a query."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from pyoxigraph import QuerySolutions

COMPUTED: Final[
    dict[str, Callable[[Callable[[str], QuerySolutions]], Iterable[Mapping[str, str]]]]
] = {}
