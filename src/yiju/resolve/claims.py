"""Whose number it is: which title a document number belongs to when several are printed with it.

A title printed with several numbers is at home with the one it is printed with most. Among the
titles at home with a number, the most printed one owns it, with all that agree with it. Where two
are printed equally often, the number is shared: each is a document of its own.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from yiju.model import CatalogueEntry, Mention
from yiju.resolve.titles import agree, read_title
from yiju.vocabulary import Names

_CATALOGUE: Final = 1_000_000
"""What a catalogue says outweighs every disclosure."""

_MOST_VOICES: Final = 20


class Claims:
    """What all mentions, copied ones apart, and a catalogue say of numbers."""

    def __init__(
        self,
        mentions: Iterable[Mention],
        copied: Mapping[str, Mention],
        catalogue: Iterable[CatalogueEntry] = (),
    ) -> None:
        self._printed: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for mention in mentions:
            if mention.title and mention.number and mention.citation not in copied:
                core = read_title(mention.title).core
                self._printed[mention.document, core][mention.number] += 1
        weights: dict[str, Counter[str]] = defaultdict(Counter)
        for (_, core), numbers in self._printed.items():
            most = max(numbers.values())
            for number, count in numbers.items():
                weights[number][core] += count if count == most else 0
        for entry in catalogue:
            if entry.number:
                weights[entry.number][read_title(entry.title).core] += _CATALOGUE
        self._voices = {number: _voices(titles) for number, titles in weights.items()}

    def policies_of(self, number: str, names: Names) -> tuple[str, ...]:
        """The documents that bear a number: one, or several that share it."""
        voices = self._voices.get(number, ())
        if len(voices) < 2:
            return (names.policy(number=number),)
        return tuple(sorted(names.policy(number=number, title=voice) for voice in voices))

    def policy_of(self, number: str, title: str, names: Names) -> str | None:
        """The document of that number and title; None where the number is another title's."""
        voices = self._voices.get(number, ())
        voice = next((voice for voice in voices if agree(title, voice)), None)
        if voice is None and voices:
            return None
        shared = len(voices) > 1
        return names.policy(number=number, title=(voice or "") if shared else "")


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
