"""Which mentions mean one document: two readings side by side, measured with B³.

A mention that only one reading has counts against the other: missed ones against recall, surplus
ones against precision.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple


class Mention(NamedTuple):
    """A mention by its place and its words without blanks."""

    file: str
    line: int
    words: str


@dataclass(frozen=True)
class BCubed:
    """Precision and recall of one reading against another."""

    precision: Fraction
    recall: Fraction

    @property
    def f1(self) -> Fraction:
        """The harmonic mean of both."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def pair_mentions(wanted: Sequence[Mention], got: Sequence[Mention]) -> dict[int, int]:
    """Which of the mentions found is which of those wanted, by index.

    They stand on one line, and the words of one are the words of the other or hold them; equal
    words come first.
    """
    pairs: dict[int, int] = {}
    free: dict[tuple[str, int], list[int]] = defaultdict(list)
    for at, mention in enumerate(got):
        free[mention.file, mention.line].append(at)
    for same in (True, False):
        for at, mention in enumerate(wanted):
            near = free[mention.file, mention.line]
            match = next((n for n in near if _is_one(mention, got[n], same=same)), None)
            if at not in pairs and match is not None:
                pairs[at] = match
                near.remove(match)
    return pairs


def _is_one(one: Mention, other: Mention, *, same: bool) -> bool:
    if same:
        return one.words == other.words
    return one.words in other.words or other.words in one.words


def b_cubed(wanted: Sequence[str], got: Sequence[str], pairs: Mapping[int, int]) -> BCubed:
    """B³ of clusters, each told by the key of every mention; mentions without a partner count.

    >>> b_cubed("aab", "xxy", {0: 0, 1: 1, 2: 2}).f1
    Fraction(1, 1)
    >>> b_cubed("aab", "xyy", {0: 0, 1: 1, 2: 2}).precision
    Fraction(2, 3)
    """
    joint = Counter((wanted[a], got[b]) for a, b in pairs.items())
    of_wanted, of_got = Counter(wanted), Counter(got)
    right = [(joint[wanted[a], got[b]], wanted[a], got[b]) for a, b in pairs.items()]
    precision = sum((Fraction(n, of_got[key]) for n, _, key in right), Fraction(0))
    recall = sum((Fraction(n, of_wanted[key]) for n, key, _ in right), Fraction(0))
    return BCubed(precision / len(got), recall / len(wanted))


def merged(
    wanted: Sequence[str], got: Sequence[str], pairs: Mapping[int, int]
) -> dict[str, set[str]]:
    """The clusters found that hold mentions of several documents."""
    held: dict[str, set[str]] = defaultdict(set)
    for a, b in pairs.items():
        held[got[b]].add(wanted[a])
    return {key: documents for key, documents in held.items() if len(documents) > 1}


def divided(
    wanted: Sequence[str], got: Sequence[str], pairs: Mapping[int, int]
) -> dict[str, set[str]]:
    """The documents whose mentions stand in several clusters."""
    return merged(got, wanted, {b: a for a, b in pairs.items()})
