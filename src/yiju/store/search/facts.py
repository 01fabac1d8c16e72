"""What was read of some things: their values by property, the properties named as in Turtle."""

from collections.abc import Iterable
from typing import Final

from pyoxigraph import Literal

from yiju.store.protocol import Term
from yiju.vocabulary import PREFIXES

_MOST_DIGITS: Final = 9


class Facts:
    """Values by thing and property; they come sorted, so that the same graph gives the same entries."""

    def __init__(self, rows: Iterable[tuple[Term, Term, Term]]) -> None:
        found: dict[str, dict[str, set[tuple[bool, str]]]] = {}
        for subject, predicate, value in rows:
            key = (not _is_chinese(value), str(getattr(value, "value", value)))
            values = found.setdefault(subject.value, {})  # type: ignore[union-attr]  # no blank nodes
            values.setdefault(predicate.value, set()).add(key)  # type: ignore[union-attr]  # an IRI
        self._found = found

    def things(self) -> list[str]:
        """All things, sorted."""
        return sorted(self._found)

    def texts(self, thing: str, *names: str) -> tuple[str, ...]:
        """The values of some properties, what is Chinese first."""
        values = self._found.get(thing, {})
        return tuple(value for name in names for _, value in sorted(values.get(_expand(name), ())))

    def text(self, thing: str, *names: str) -> str | None:
        """The first value, or None."""
        return next(iter(self.texts(thing, *names)), None)

    def beyond(self, thing: str, name: str, *others: str) -> tuple[str, ...]:
        """The values of some properties of the things that one property leads to."""
        return tuple(text for at in self.texts(thing, name) for text in self.texts(at, *others))

    def number(self, thing: str, name: str) -> int | None:
        """The first value as a whole number; None where it is none."""
        text = self.text(thing, name) or ""
        return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None


def _is_chinese(value: Term) -> bool:
    return isinstance(value, Literal) and value.language == "zh"


def _expand(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local
