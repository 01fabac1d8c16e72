"""Whose number it is: which title a document number belongs to when several are printed with it.

A title printed with several numbers is at home with the one it is printed with most. Among the
titles at home with a number, the most printed one owns it, with all that agree with it. Where two
are printed equally often, the number is shared: each is a document of its own.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from yiju.model import Mention
from yiju.resolve.evidence import Claim, Evidence, Number, number_of
from yiju.resolve.titles import agree, read_title
from yiju.vocabulary import Names

_MOST_VOICES: Final = 20


def claim_numbers(mentions: Iterable[Mention]) -> Iterator[Claim]:
    """What one document, whose mentions come in order, says of numbers; copied ones are left out.

    A title that it prints with another number more often says nothing of whose number this is.
    """
    first: dict[tuple[Number, str], str] = {}
    printed: dict[str, Counter[Number]] = defaultdict(Counter)
    for mention in mentions:
        if mention.title and mention.number:
            core = read_title(mention.title).core
            number = number_of(mention.number, mention.scope)
            printed[core][number] += 1
            first.setdefault((number, core), mention.citation)
    for core, numbers in printed.items():
        most = max(numbers.values())
        for number, count in numbers.items():
            yield Claim(number, core, count if count == most else 0, first[number, core])


class Claims:
    """Whose numbers are, by the evidence of all documents."""

    def __init__(self, evidence: Evidence, names: Names) -> None:
        self._evidence = evidence
        self._names = names
        self._voices: dict[Number, Sequence[str]] = {}

    def policies_of(self, number: Number) -> tuple[str, ...]:
        """The documents that bear a number: one, or several that share it."""
        voices = self.voices_of(number)
        if len(voices) < 2:
            return (self._named(number),)
        return tuple(sorted(self._named(number, voice) for voice in voices))

    def policy_of(self, number: Number, title: str) -> str | None:
        """The document of that number and title; None where the number is another title's."""
        voices = self.voices_of(number)
        voice = next((voice for voice in voices if agree(title, voice)), None)
        if voice is None and voices:
            return None
        return self._named(number, voice) if voice and len(voices) > 1 else self._named(number)

    def owners_of(self, number: Number) -> tuple[str, ...]:
        """The first citation of each title that owns a number."""
        told = (self._evidence.first(number, voice) for voice in self.voices_of(number))
        return tuple(sorted(filter(None, told)))

    def voices_of(self, number: Number) -> Sequence[str]:
        """The titles that own a number; none where it is printed alone."""
        if number not in self._voices:
            self._voices[number] = _voices(self._evidence.weights(number))
        return self._voices[number]

    def _named(self, number: Number, voice: str = "") -> str:
        text, scope = number
        key = f"{voice}\n{scope}" if scope else voice
        return self._names.policy(number=text, title=key)


def _voices(titles: Mapping[str, int]) -> Sequence[str]:
    """The titles that own a number: the most printed, and those as often printed that disagree."""
    ranked = sorted(titles, key=lambda title: (-titles[title], len(title), title))
    strength: Counter[str] = Counter()
    voices: list[str] = []
    for title in ranked[:_MOST_VOICES]:
        home = next((voice for voice in voices if agree(title, voice)), title)
        strength[home] += titles[title]
        voices += [title] if home == title else []
    most = max(strength.values(), default=0)
    return [voice for voice in voices if strength[voice] == most]


def number_policies(printed: Iterable[Number], evidence: Evidence, names: Names) -> dict[str, str]:
    """The document number of each policy that bears one of those that are printed or listed."""
    claims = Claims(evidence, names)
    return {
        policy: number[0] for number in sorted(printed) for policy in claims.policies_of(number)
    }
