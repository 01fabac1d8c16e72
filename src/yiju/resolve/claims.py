"""Whose number it is: which title a document number belongs to when several are printed with it.

A title printed with several numbers is at home with the one it is printed with most. Among the
titles at home with a number, the most printed one owns it, with all that agree with it. Where two
are printed equally often, the number is shared: each is a document of its own.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from yiju.model import CatalogueEntry, Mention
from yiju.resolve.kinds import is_known_code
from yiju.resolve.titles import agree, read_title, words_of_titles
from yiju.vocabulary import Names

Number = tuple[str, str]
"""A document number, and the scope in which it names one document; an empty one is everywhere."""

_CATALOGUE: Final = 1_000_000
"""What a catalogue says outweighs every disclosure."""

_MOST_VOICES: Final = 20


class Claims:
    """What all mentions, copied ones apart, and a catalogue say of numbers."""

    def __init__(
        self,
        mentions: Iterable[Mention],
        copied: Mapping[str, Mention],
        catalogue: Iterable[CatalogueEntry],
        names: Names,
    ) -> None:
        self._names = names
        self._first: dict[tuple[Number, str], Mention] = {}
        weights: dict[Number, Counter[str]] = defaultdict(Counter)
        printed: dict[tuple[str, str], Counter[Number]] = defaultdict(Counter)
        for mention in mentions:
            if mention.title and mention.number and mention.citation not in copied:
                core = read_title(mention.title).core
                number = number_of(mention.number, mention.scope)
                printed[mention.document, core][number] += 1
                self._first.setdefault((number, core), mention)
        for (_, core), numbers in printed.items():
            most = max(numbers.values())
            for number, count in numbers.items():
                weights[number][core] += count if count == most else 0
        for entry in catalogue:
            if entry.number:
                weights[number_of(entry.number, "")][read_title(entry.title).core] += _CATALOGUE
        self._voices = {number: _voices(titles) for number, titles in weights.items()}

    def policies_of(self, number: Number) -> tuple[str, ...]:
        """The documents that bear a number: one, or several that share it."""
        voices = self._voices.get(number, ())
        if len(voices) < 2:
            return (self._named(number),)
        return tuple(sorted(self._named(number, voice) for voice in voices))

    def policy_of(self, number: Number, title: str) -> str | None:
        """The document of that number and title; None where the number is another title's."""
        voices = self._voices.get(number, ())
        voice = next((voice for voice in voices if agree(title, voice)), None)
        if voice is None and voices:
            return None
        return self._named(number, voice) if voice and len(voices) > 1 else self._named(number)

    def owners_of(self, number: Number) -> tuple[str, ...]:
        """The first citation of each title that owns a number."""
        told = (self._first.get((number, voice)) for voice in self._voices.get(number, ()))
        return tuple(sorted(mention.citation for mention in told if mention))

    def _named(self, number: Number, voice: str = "") -> str:
        text, scope = number
        key = f"{voice}\n{scope}" if scope else voice
        return self._names.policy(number=text, title=key)


def number_of(number: str, scope: str) -> Number:
    """A number, with the scope where it is one: none, unless its code names no place.

    >>> number_of("石财建〔2023〕49号", "of a"), number_of("政办发〔2023〕49号", "of a")
    (('石财建〔2023〕49号', ''), ('政办发〔2023〕49号', 'of a'))
    """
    code = number.partition("〔")[0]
    placeless = set(code) <= set(words_of_titles()["placeless"]["characters"])
    return number, scope if placeless and not is_known_code(code) else ""


def _voices(titles: Mapping[str, int]) -> Sequence[str]:
    """The titles that own a number: the most printed, and those as often printed that disagree."""
    ranked = sorted(titles, key=lambda title: (-titles[title], len(title), title))
    leader = ranked[0]
    strength: Counter[str] = Counter()
    voices: list[str] = []
    for title in ranked[:_MOST_VOICES]:
        home = next((voice for voice in voices if agree(title, voice)), title)
        strength[home] += titles[title]
        voices += [title] if home == title else []
    most = max(strength.values())
    return [voice for voice in voices if strength[voice] == most] or [leader]
