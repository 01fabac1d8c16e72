"""What people decided of citations: two mean one document, or they do not.

Who joins two citations joins all that mean the same as either. Who keeps two apart takes away the
spelling that fewer citations have; that is stronger than what joins.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from yiju.model import Mention, Method, Resolution, Verdict
from yiju.resolve.titles import read_title
from yiju.vocabulary import Names

_SURE = Decimal("1.0")


def apply_verdicts(
    resolutions: Mapping[str, Resolution],
    mentions: Sequence[Mention],
    verdicts: Iterable[Verdict],
    numbered: Iterable[str],
    names: Names,
) -> dict[str, Resolution]:
    """The resolutions as people want them; verdicts on what is no citation here change nothing."""
    found = dict(resolutions)
    known = [one for one in sorted(verdicts, key=_order) if {one.first, one.second} <= set(found)]
    if not known:
        return found
    judged = _Judged(found, mentions, frozenset(numbered), names)
    for one in known:
        if one.same:
            judged.join(one.first, one.second)
    for one in known:
        if not one.same:
            judged.part(one.first, one.second)
    return judged.found


def _order(verdict: Verdict) -> tuple[str, str, bool]:
    return verdict.first, verdict.second, verdict.same


@dataclass(slots=True)
class _Judged:
    """The resolutions, changed one verdict at a time."""

    found: dict[str, Resolution]
    mentions: Sequence[Mention]
    numbered: frozenset[str]
    names: Names
    spoken: dict[str, Mention] = field(default_factory=dict)
    members: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        self.spoken = {mention.citation: mention for mention in self.mentions}
        for citation, resolution in self.found.items():
            if resolution.policy:
                self.members[resolution.policy].add(citation)

    def join(self, first: str, second: str) -> None:
        """Make two citations, and all that mean the same as either, mean one document."""
        policies = [self.found[one].policy for one in (first, second)]
        there = sorted({policy for policy in policies if policy}, key=self._rank)
        kept = there[0] if there else self._own_policy(first)
        for policy in there[1:]:
            self._move(sorted(self.members[policy]), kept, by=(first, second))
        self._move([first, second], kept, by=(first, second))

    def part(self, first: str, second: str) -> None:
        """Make two citations mean two documents; what is spelt like the rarer one goes with it."""
        policy = self.found[first].policy
        if policy is None or policy != self.found[second].policy:
            return
        counts = Counter(self._spelling(one) for one in self.members[policy])
        going = min((second, first), key=lambda one: (counts[self._spelling(one)], one != second))
        staying = first if going == second else second
        alike = self._spelling(going) == self._spelling(staying)
        gone = [one for one in self.members[policy] if self._spelling(one) == self._spelling(going)]
        self._move([going] if alike else sorted(gone), self._own_policy(going), by=(first, second))
        self._settle(staying, policy, by=going)

    def _rank(self, policy: str) -> tuple[bool, int, str]:
        return policy not in self.numbered, -len(self.members[policy]), policy

    def _spelling(self, citation: str) -> tuple[str, str]:
        mention = self.spoken[citation]
        return read_title(mention.title or "").core, mention.number or ""

    def _own_policy(self, citation: str) -> str:
        """A policy that only a person's decision made, named after its spelling and the citation."""
        core, number = self._spelling(citation)
        return self.names.policy(title=f"{core}\n{number}\n{citation}")

    def _move(self, citations: Iterable[str], policy: str, *, by: tuple[str, str]) -> None:
        for one in citations:
            if before := self.found[one].policy:
                self.members[before].discard(one)
            self._settle(one, policy, by=by[1] if one == by[0] else by[0])

    def _settle(self, citation: str, policy: str, *, by: str) -> None:
        self.members[policy].add(citation)
        self.found[citation] = Resolution(
            citation, policy, Method.JUDGEMENT, _SURE, decided_by=(by,)
        )
