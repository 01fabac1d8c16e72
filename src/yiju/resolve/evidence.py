"""What documents tell each other of policies: whose number it is, and which policy a title is.

A document says its own part of it (`resolve.citations`), and is resolved with what all of them say.
So a document needs to be resolved again only where something changed that it asks for; how often the
others cite the same is nothing to it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from yiju.model import CatalogueEntry
from yiju.resolve.kinds import is_known_code
from yiju.resolve.titles import read_title, words_of_titles

Number = tuple[str, str]
"""A document number, and the scope in which it names one document; an empty one is everywhere."""

CATALOGUE_WEIGHT: Final = 1_000_000
"""What a catalogue says outweighs every disclosure."""


def number_of(number: str, scope: str) -> Number:
    """A number, with the scope where it is one: none, unless its code names no place.

    >>> number_of("石财建〔2023〕49号", "of a"), number_of("政办发〔2023〕49号", "of a")
    (('石财建〔2023〕49号', ''), ('政办发〔2023〕49号', 'of a'))
    """
    code = number.partition("〔")[0]
    placeless = set(code) <= set(words_of_titles()["placeless"]["characters"])
    return number, scope if placeless and not is_known_code(code) else ""


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """A title as one place knows it: a document, a department, or everywhere (an empty place)."""

    place: str
    form: str
    text: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What one document says of a number with a title: how often, and where it says so first."""

    number: Number
    core: str
    weight: int
    citation: str


@dataclass(frozen=True, slots=True)
class Telling:
    """That one document prints, by this citation, the number of the policy that a title is."""

    key: Key
    policy: str
    citation: str


class Evidence(Protocol):
    """What can be asked of all documents and catalogues together."""

    def weights(self, number: Number) -> Mapping[str, int]:
        """How often each title is printed with a number."""
        ...

    def first(self, number: Number, core: str) -> str | None:
        """The first citation that prints a number with a title; None where only a catalogue does."""
        ...

    def told(self, key: Key) -> Mapping[str, str]:
        """The policies that a title is told to be, each with the citation that tells it first."""
        ...

    def titled(self, core: str) -> Sequence[CatalogueEntry]:
        """The entries of catalogues under a title."""
        ...

    def numbered(self, number: str) -> Sequence[CatalogueEntry]:
        """The entries of catalogues under a number."""
        ...


@dataclass(slots=True)
class Gathered:
    """The evidence of documents that are all at hand; they speak in the order in which they come."""

    catalogue: Sequence[CatalogueEntry] = ()
    numbers: dict[Number, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _first: dict[tuple[Number, str], str] = field(default_factory=dict)
    _told: dict[Key, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    _titled: dict[str, list[CatalogueEntry]] = field(default_factory=lambda: defaultdict(list))
    _numbered: dict[str, list[CatalogueEntry]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for entry in self.catalogue:
            core = read_title(entry.title).core
            self._titled[core].append(entry)
            if entry.number:
                self._numbered[entry.number].append(entry)
                self.numbers[number_of(entry.number, "")][core] += CATALOGUE_WEIGHT

    def add_claims(self, claims: Iterable[Claim]) -> None:
        """Take in what the next document says of numbers."""
        for claim in claims:
            self.numbers[claim.number][claim.core] += claim.weight
            self._first.setdefault((claim.number, claim.core), claim.citation)

    def add_tellings(self, tellings: Iterable[Telling]) -> None:
        """Take in what the next document tells of titles."""
        for one in tellings:
            self._told[one.key].setdefault(one.policy, one.citation)

    def weights(self, number: Number) -> Mapping[str, int]:
        """How often each title is printed with a number."""
        return self.numbers.get(number, {})

    def first(self, number: Number, core: str) -> str | None:
        """The first citation that prints a number with a title; None where only a catalogue does."""
        return self._first.get((number, core))

    def told(self, key: Key) -> Mapping[str, str]:
        """The policies that a title is told to be, each with the citation that tells it first."""
        return self._told.get(key, {})

    def titled(self, core: str) -> Sequence[CatalogueEntry]:
        """The entries of catalogues under a title."""
        return self._titled.get(core, ())

    def numbered(self, number: str) -> Sequence[CatalogueEntry]:
        """The entries of catalogues under a number."""
        return self._numbered.get(number, ())
