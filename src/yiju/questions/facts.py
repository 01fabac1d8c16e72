"""What the graph says around a thing, as a small index: subject, property, values."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from pyoxigraph import BlankNode, NamedNode, QuerySolution

from yiju.vocabulary import PREFIXES

_LABEL: Final = "rdfs:label"


class Facts:
    """Statements by subject and property. Properties are named as in Turtle: `yj:text`.

    Values come sorted, so that the same graph always gives the same answer.
    """

    def __init__(self, solutions: Iterable[QuerySolution]) -> None:
        found: dict[tuple[str, str], set[tuple[str, bool]]] = defaultdict(set)
        for row in solutions:
            value = row["o"]
            linked = isinstance(value, NamedNode | BlankNode)
            found[row["s"].value, row["p"].value].add((value.value, linked))
        self._found = {key: sorted(values) for key, values in found.items()}

    def values(self, subject: str, name: str) -> tuple[str, ...]:
        """The plain text of all values."""
        return tuple(value for value, _ in self._found.get((subject, _expand(name)), ()))

    def links(self, subject: str, *names: str) -> tuple[str, ...]:
        """The IRIs of all values that are things, property by property."""
        return tuple(
            value
            for name in names
            for value, linked in self._found.get((subject, _expand(name)), ())
            if linked
        )

    def text(self, subject: str, name: str) -> str | None:
        """The first value, or None."""
        return next(iter(self.values(subject, name)), None)

    def label(self, subject: str) -> str:
        """The label of a thing; the end of its IRI where it has none."""
        return self.text(subject, _LABEL) or local_name(subject)

    def number(self, subject: str, name: str) -> Decimal | None:
        """The first value as a number, or None."""
        value = self.text(subject, name)
        return Decimal(value) if value is not None else None

    def concept(self, subject: str, name: str) -> str | None:
        """The local name of the concept that is the first value: `atLeast`."""
        value = self.text(subject, name)
        return local_name(value) if value is not None else None

    def things(self) -> tuple[str, ...]:
        """All subjects, sorted."""
        return tuple(sorted({subject for subject, _ in self._found}))

    def subjects(self, name: str, value: str) -> tuple[str, ...]:
        """The subjects that have this value, sorted."""
        wanted = _expand(name)
        return tuple(
            sorted(
                subject
                for (subject, predicate), values in self._found.items()
                if predicate == wanted and any(value == found for found, _ in values)
            )
        )

    def grouped(self, name: str) -> dict[str, list[str]]:
        """The subjects by their values of a property."""
        wanted = _expand(name)
        found: dict[str, list[str]] = defaultdict(list)
        for (subject, predicate), values in self._found.items():
            for value, _ in values if predicate == wanted else ():
                found[value].append(subject)
        return found


def local_name(iri: str) -> str:
    """Name the end of an IRI, after the last `#` or `/`.

    >>> local_name("https://w3id.org/yiju/ns#atLeast")
    'atLeast'
    """
    return iri.rpartition("#" if "#" in iri else "/")[2]


def _expand(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local
