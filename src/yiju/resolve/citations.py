"""What each citation means: the number it prints, the number its title has, or the title alone.

Evidence near by comes first: the document, then the department, a catalogue, and other disclosures
for titles that say whose document they are. What several documents may mean stays ambiguous, and a
number is never invented.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from yiju.model import Mention, Method, Resolution
from yiju.resolve.claims import Claims, claim_numbers
from yiju.resolve.copies import find_copied_numbers, find_copied_titles
from yiju.resolve.cuts import Cuts
from yiju.resolve.evidence import Claim, Evidence, Key, Number, Telling, number_of
from yiju.resolve.kinds import is_official, is_recurring
from yiju.resolve.titles import names_a_place, names_itself, read_title
from yiju.vocabulary import Names

CONFIDENCE: Final = {
    Method.JUDGEMENT: Decimal("1.0"),
    Method.NUMBER: Decimal("1.0"),
    Method.TITLE_IN_DOCUMENT: Decimal("0.95"),
    Method.CATALOGUE: Decimal("0.95"),
    Method.TITLE_IN_DEPARTMENT: Decimal("0.9"),
    Method.TITLE_ELSEWHERE: Decimal("0.85"),
    Method.COPIED: Decimal("0.85"),
    Method.TITLE_OVER_NUMBER: Decimal("0.8"),
    Method.SIMILAR: Decimal("0.8"),
    Method.TITLE: Decimal("0.8"),
    Method.COPIED_TITLE: Decimal("0.7"),
    Method.CUT: Decimal("0.7"),
}
"""A number names one document; a title near by nearly so; copies and cuts are read, not printed."""

_UNTOLD: Final = Decimal("0.6")
"""The number is another title's, and nothing tells which one this title has."""

Told = Mapping[str, str]
"""The policies that a title is told to be, each with the citation that tells it first."""


class Cited:
    """The mentions of one document in order, and what they say whatever other documents say."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self.mentions = sorted(mentions, key=lambda m: (m.place, m.citation))
        self.document = self.mentions[0].document if self.mentions else None
        self.copied = find_copied_numbers(self.mentions)
        self.copied_titles = find_copied_titles(self.mentions)
        self.spoken = _commonest_titles(self.mentions)

    def claims(self) -> Iterator[Claim]:
        """What the document says of numbers."""
        return claim_numbers(m for m in self.mentions if m.citation not in self.copied)

    def tellings(self, evidence: Evidence, names: Names) -> Iterator[Telling]:
        """The numbers that the document tells of titles, first in the document itself."""
        claims = Claims(evidence, names)
        for mention in self.mentions:
            if mention.title and mention.number and mention.citation not in self.copied:
                policy = claims.policy_of(_number(mention), mention.title)
                for key in _keys(mention) if policy else ():
                    yield Telling(key, policy or "", mention.citation)


def numbers_of(mentions: Iterable[Mention]) -> set[Number]:
    """The numbers that are printed, with a title or without."""
    return {_number(mention) for mention in mentions if mention.number}


def resolve_document(cited: Cited, evidence: Evidence, names: Names) -> dict[str, Resolution]:
    """What each citation of one document means, people's decisions apart."""
    return _Resolver(cited, evidence, names).resolve()


class _Resolver:
    """Resolves the citations of one document; nothing depends on their order."""

    def __init__(self, cited: Cited, evidence: Evidence, names: Names) -> None:
        self.cited = cited
        self.evidence = evidence
        self.names = names
        self.claims = Claims(evidence, names)
        self.own: dict[Key, dict[str, str]] = defaultdict(dict)
        self.found: dict[str, Resolution] = {}

    def resolve(self) -> dict[str, Resolution]:
        """What each citation means: those with a number first, as they tell the others."""
        for one in self.cited.tellings(self.evidence, self.names):
            self.own[one.key].setdefault(one.policy, one.citation)
        self.found = {one.citation: self._resolve(one) for one in self.cited.mentions}
        self._join_cut_titles()
        return self.found

    def _resolve(self, mention: Mention) -> Resolution:
        if mention.number and mention.title:
            return self._resolve_both(mention)
        if mention.number:
            return self._one_of(mention, self.claims.policies_of(_number(mention)))
        return self._resolve_title(mention) if mention.title else Resolution(mention.citation)

    def _resolve_both(self, mention: Mention) -> Resolution:
        """Number and title: the number, unless it was copied or is that of another title."""
        head = self.cited.copied.get(mention.citation)
        if head and (policy := self._policy_of(head)):
            return _sure(mention, policy, Method.COPIED, (head.citation,))
        own = None if head else self._policy_of(mention)
        if own:
            return _sure(mention, own, Method.NUMBER)
        told = self._told(mention, "core") or {}
        if len(told) > 1:
            return _ambiguous(mention, told)
        for policy, teller in told.items():
            return _sure(mention, policy, Method.TITLE_OVER_NUMBER, (teller,))
        owners = self.claims.owners_of(_number(mention))
        alone = _sure(mention, self._by_title_alone(mention), Method.TITLE_OVER_NUMBER, owners)
        return replace(alone, confidence=_UNTOLD)

    def _policy_of(self, mention: Mention) -> str | None:
        return self.claims.policy_of(_number(mention), mention.title or "")

    def _one_of(self, mention: Mention, policies: Sequence[str]) -> Resolution:
        if len(policies) == 1:
            return _sure(mention, policies[0], Method.NUMBER)
        return Resolution(mention.citation, candidates=tuple(policies))

    def _resolve_title(self, mention: Mention) -> Resolution:
        """A title alone: what is told of it near by, else what a catalogue or others tell of it."""
        head = self.cited.copied_titles.get(mention.citation)
        if head:
            of_head = self._resolve_title(head)
            policy = of_head.policy or self._by_title_alone(head)
            return _sure(mention, policy, Method.COPIED_TITLE, (head.citation,))
        for method, told in self._tellers(mention):
            if len(told) > 1:
                return _ambiguous(mention, told)
            for policy, teller in told.items():
                return _sure(mention, policy, method, (teller,))
        return self._listed(mention) or self._elsewhere(mention) or self._alone(mention)

    def _tellers(self, mention: Mention) -> Iterator[tuple[Method, Told]]:
        """What the document and the department tell of a title, the nearest spelling first."""
        document, department = _places(mention)
        yield Method.TITLE_IN_DOCUMENT, self.told_at(document, mention, "exact")
        yield Method.TITLE_IN_DOCUMENT, self.told_at(document, mention, "core")
        yield Method.SIMILAR, self.told_at(document, mention, "soft")
        yield Method.SIMILAR, self._without_region(document, mention)
        if not is_recurring(mention.title or ""):
            yield Method.TITLE_IN_DEPARTMENT, self.told_at(department, mention, "exact")
            yield Method.TITLE_IN_DEPARTMENT, self.told_at(department, mention, "core")

    def _told(self, mention: Mention, form: str) -> Told | None:
        """What is told of the title at the nearest place that tells anything."""
        title = mention.title or ""
        places = [mention.document] if is_recurring(title) else [*_places(mention)]
        places += [""] if len(places) > 1 and names_itself(title) else []
        told = (self.told_at(place, mention, form) for place in places)
        return next(filter(None, told), None)

    def told_at(self, place: str, mention: Mention, form: str) -> Told:
        """What one place tells of a title in one of its forms."""
        text = getattr(read_title(mention.title or ""), form)
        return self._told_of(Key(place, form, text))

    def _without_region(self, place: str, mention: Mention) -> Told:
        """What a place tells of titles that are this one with a region before it."""
        title = read_title(mention.title or "")
        return {} if title.bare else self._told_of(Key(place, "bare", title.soft))

    def _told_of(self, key: Key) -> Told:
        """What the document itself tells, or what all do."""
        is_own = key.place == self.cited.document
        return self.own.get(key, {}) if is_own else self.evidence.told(key)

    def _listed(self, mention: Mention) -> Resolution | None:
        """The one entry of a catalogue that bears the title."""
        title = mention.title or ""
        entries = self.evidence.titled(read_title(title).core)
        if len(entries) != 1 or is_recurring(title) or not names_a_place(title):
            return None
        entry = entries[0]
        own = entry.number and self.claims.policy_of(number_of(entry.number, ""), entry.title)
        policy = own or self.names.policy(title=read_title(entry.title).core)
        return _sure(mention, policy, Method.CATALOGUE, (entry.iri,))

    def _elsewhere(self, mention: Mention) -> Resolution | None:
        """What other departments tell of a title that says whose document it is."""
        title = mention.title or ""
        if is_recurring(title) or not names_itself(title):
            return None
        told = self.told_at("", mention, "core")
        if len(told) > 1:
            return _ambiguous(mention, told)
        for policy, teller in told.items():
            return _sure(mention, policy, Method.TITLE_ELSEWHERE, (teller,))
        return None

    def _alone(self, mention: Mention) -> Resolution:
        spoken = self._spoken(mention)
        is_own = spoken.citation == mention.citation or _core(spoken) == _core(mention)
        decided = () if is_own else (spoken.citation,)
        method = Method.TITLE if is_own else Method.SIMILAR
        return _sure(mention, self._by_title_alone(mention), method, decided)

    def _spoken(self, mention: Mention) -> Mention:
        """The mention whose title speaks for this one in the document: its commonest spelling."""
        soft = read_title(mention.title or "").soft
        return self.cited.spoken.get((mention.document, soft), mention)

    def _by_title_alone(self, mention: Mention) -> str:
        """The policy of a title without number, which is one in its scope."""
        title = self._spoken(mention).title or ""
        core, scope = read_title(title).core, _scope(mention, title)
        return self.names.policy(title=f"{core}\n{scope}" if scope else core)

    def _join_cut_titles(self) -> None:
        """A title cut where no title ends is the one title of its document that begins so."""
        cuts = Cuts(self.cited.mentions, self.found)
        for mention in self.cited.mentions:
            found = self.found[mention.citation]
            if found.method is not Method.TITLE or not mention.title:
                continue
            wholes = cuts.wholes_of(mention)
            if len(wholes) > 1:
                self.found[mention.citation] = _ambiguous(mention, wholes)
            for policy, teller in wholes.items() if len(wholes) == 1 else ():
                sure = _sure(mention, policy, Method.CUT, (teller,))
                self.found[mention.citation] = sure


def _number(mention: Mention) -> Number:
    return number_of(mention.number or "", mention.scope)


def _core(mention: Mention) -> str:
    return read_title(mention.title or "").core


def _keys(mention: Mention) -> Iterator[Key]:
    """Where a title with its number is heard: in its document in all its forms, elsewhere as it is."""
    title = read_title(mention.title or "")
    document, department = _places(mention)
    for form, text in (("soft", title.soft), ("bare", title.bare)):
        if text:
            yield Key(document, form, text)
    for place in (document, department):
        yield Key(place, "exact", title.exact)
        yield Key(place, "core", title.core)
    yield Key("", "core", title.core)


def _places(mention: Mention) -> tuple[str, str]:
    """The document, and the department; a document without one is a place of its own."""
    return mention.document, mention.scope


def _scope(mention: Mention, title: str) -> str:
    """Where a title means one document: everywhere, in its department, or in its document alone.

    Requests, agreements and conclusions are papers of one department; what may be written anew each
    year is one in its document alone.
    """
    if is_recurring(title):
        return mention.document
    return "" if is_official(title) and names_itself(title) else mention.scope


def _commonest_titles(mentions: Iterable[Mention]) -> dict[tuple[str, str], Mention]:
    """The first mention of the commonest spelling, by document and soft title."""
    counts: Counter[tuple[str, str, str]] = Counter()
    first: dict[tuple[str, str, str], Mention] = {}
    for mention in mentions:
        if mention.title and not mention.number:
            title = read_title(mention.title)
            key = (mention.document, title.soft, title.core)
            counts[key] += 1
            first.setdefault(key, mention)
    found: dict[tuple[str, str], Mention] = {}
    for key in sorted(counts, key=lambda key: (-counts[key], len(key[2]), key)):
        found.setdefault(key[:2], first[key])
    return found


def _sure(
    mention: Mention, policy: str, method: Method, decided_by: tuple[str, ...] = ()
) -> Resolution:
    return Resolution(mention.citation, policy, method, CONFIDENCE[method], decided_by=decided_by)


def _ambiguous(mention: Mention, told: Told) -> Resolution:
    tellers = tuple(sorted(set(told.values())))
    return Resolution(mention.citation, candidates=tuple(sorted(told)), decided_by=tellers)
