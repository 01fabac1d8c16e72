"""Policies in steps: what documents that came, changed or went do to them, and nothing else.

Whose a number is, is decided by how often each title is printed with it; what a title is, by who
prints it with a number first. A document is resolved again where such a decision that it asks for is
another than before: a law that all cite is decided once, and the next document that cites it changes
nothing for the others. A policy is described by what is said of it, and how often.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from yiju.mapping import map_registry
from yiju.model import CatalogueEntry, Mention, Policy, Registry, Resolution
from yiju.pipeline.identity_steps import Verdicts, document_of
from yiju.pipeline.ledger import Ledger
from yiju.pipeline.packing import (
    pack_mentions,
    pack_resolutions,
    unpack_mentions,
    unpack_resolutions,
)
from yiju.pipeline.shares import Shares
from yiju.resolve import known_only
from yiju.resolve.citations import Cited, numbers_of, resolve_document
from yiju.resolve.claims import Claims
from yiju.resolve.evidence import CATALOGUE_WEIGHT, Key, Number
from yiju.resolve.lineage import headings_of, link_policy, sought_by
from yiju.resolve.registry import (
    Saying,
    Sayings,
    count_sayings,
    describe_policy,
    find_bases,
    find_provisions,
    find_statements,
    find_transfers,
)
from yiju.resolve.titles import read_title
from yiju.resolve.verdicts import apply_verdicts
from yiju.vocabulary import Names

_ENOUGH: Final = 3
"""Policies of one title, of which one is asked for: more tell nothing."""


class LedgerEvidence:
    """What all documents and catalogues of a ledger tell of policies."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def weights(self, number: Number) -> Mapping[str, int]:
        """How often each title is printed with a number, or listed."""
        key = key_of_number(number)
        amounts = self._ledger.amounts("claim", key)
        found = {core: amounts.get(core, 0) for core in self._ledger.told("claim", key)}
        if not number[1]:
            for entry in self.numbered(number[0]):
                core = read_title(entry.title).core
                found[core] = found.get(core, 0) + CATALOGUE_WEIGHT
        return found

    def first(self, number: Number, core: str) -> str | None:
        """The first citation that prints a number with a title."""
        return self._ledger.told("claim", key_of_number(number)).get(core)

    def told(self, key: Key) -> Mapping[str, str]:
        """The policies that a title is told to be, each with the citation that tells it first."""
        return self._ledger.told("title", key_of_title(key))

    def titled(self, core: str) -> Sequence[CatalogueEntry]:
        """The entries of catalogues under a title."""
        return [self._entry(iri) for iri in self._ledger.bearers("entry title", core)]

    def numbered(self, number: str) -> Sequence[CatalogueEntry]:
        """The entries of catalogues under a number."""
        return [self._entry(iri) for iri in self._ledger.bearers("entry number", number)]

    def _entry(self, iri: str) -> CatalogueEntry:
        title, number, status = self._ledger.fact(iri, "entry")
        return CatalogueEntry(iri=iri, title=title, number=number, status=status)


class _Asked(LedgerEvidence):
    """Evidence that remembers the titles that it is asked for: what else is told is nothing to who asks."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__(ledger)
        self.keys: set[str] = set()

    def told(self, key: Key) -> Mapping[str, str]:
        """What is told of a title, which was asked for."""
        self.keys.add(key_of_title(key))
        return super().told(key)

    def titled(self, core: str) -> Sequence[CatalogueEntry]:
        """The entries under a title, which was asked for."""
        self.keys.add(key_of_title(Key("", "core", core)))
        return super().titled(core)


class PolicySteps:
    """Brings policies up to date with the documents of a ledger."""

    def __init__(self, ledger: Ledger, shares: Shares, verdicts: Verdicts, names: Names) -> None:
        self._ledger = ledger
        self._shares = shares
        self._verdicts = verdicts
        self._names = names
        self._evidence = LedgerEvidence(ledger)
        self._numbers: set[str] = set()
        self._policies: set[str] = set()
        self._meant: set[str] = set()
        self._documents: set[str] = set()

    def conclude(
        self,
        changed: set[str],
        read: Callable[[str], Sequence[Mention]],
        entries: Iterable[CatalogueEntry] | None,
    ) -> set[str]:
        """Conclude what follows from changed documents, and from catalogues where they are given.

        `read` gives the citations of a document, none of one that went. Gives the numbers that
        changed documents print or printed.
        """
        if entries is not None:
            self._take_in_entries(entries)
        printed: set[str] = set()
        for who in sorted(changed):
            printed |= self._ledger.keys_of("number", who)
            self._take_in(who, read(who))
            printed |= self._ledger.keys_of("number", who)
        resolved = {*changed, *self._documents, *self._decide_numbers()}
        resolved |= self._decide_titles(resolved)
        for who in sorted(resolved):
            self._resolve(who)
        self._judge()
        self._describe()
        self._shares.finish()
        return {number_of_key(key) for key in printed}

    def _take_in_entries(self, entries: Iterable[CatalogueEntry]) -> None:
        """Put down what catalogues list; what they list otherwise than before is looked at again."""
        listed = {entry.iri: entry for entry in entries}
        for iri in {*listed, *self._ledger.known("entry")}:
            entry = listed.get(iri)
            data = [entry.title, entry.number, entry.status] if entry else None
            if self._ledger.fact(iri, "entry") == data:
                continue
            self._ledger.put_fact(iri, "entry", data)
            core = {read_title(entry.title).core} if entry else set()
            number = {entry.number} if entry and entry.number else set()
            cores = self._ledger.keys_of("entry title", iri) | core
            numbers = self._ledger.keys_of("entry number", iri) | number
            self._ledger.put_keys("entry title", iri, core)
            self._ledger.put_keys("entry number", iri, number)
            self._look_again(cores, numbers)

    def _look_again(self, cores: Iterable[str], numbers: Iterable[str]) -> None:
        for core in cores:
            self._documents |= {*self._ledger.bearers("asks", key_of_title(Key("", "core", core)))}
            self._policies |= {*self._ledger.bearers("heading", core)}
        for number in numbers:
            self._numbers.add(key_of_number((number, "")))
            self._policies |= {*self._ledger.bearers("numbered", number)}

    def _take_in(self, who: str, mentions: Sequence[Mention]) -> None:
        """Put down what a document cites, and what it says whatever others say."""
        cited = _cited(mentions)
        self._ledger.put_fact(who, "cited", pack_mentions(mentions) or None)
        claims = {
            (key_of_number(one.number), one.core): (one.citation, one.weight)
            for one in cited.claims()
        }
        numbers = map(key_of_number, numbers_of(cited.mentions))
        self._numbers |= self._ledger.put_told("claim", who, claims)
        self._numbers |= self._ledger.put_keys("number", who, numbers)

    def _decide_numbers(self) -> set[str]:
        """Decide whose the touched numbers are; gives the documents for which that is new."""
        found: set[str] = set()
        for key in self._numbers:
            old, new = self._ledger.fact(key, "owners"), self._owners(key)
            if old != new:
                self._ledger.put_fact(key, "owners", new)
                found |= {*self._ledger.bearers("number", key)}
                self._name(number_of_key(key), old, new)
        return found

    def _owners(self, key: str) -> list[list[str]] | None:
        """The titles and the policies of a number, and the citations that tell it first."""
        number = _number_of(key)
        is_listed = not number[1] and self._evidence.numbered(number[0])
        if not is_listed and not self._ledger.bearers("number", key, most=1):
            return None
        claims = Claims(self._evidence, self._names)
        parts = (claims.voices_of(number), claims.policies_of(number), claims.owners_of(number))
        return [list(part) for part in parts]

    def _name(
        self, number: str, old: Sequence[Sequence[str]] | None, new: Sequence[Sequence[str]] | None
    ) -> None:
        """Put down which policies bear a number."""
        before, now = set(old[1] if old else ()), set(new[1] if new else ())
        for policy in before ^ now:
            self._ledger.put_keys("numbered", policy, {number} if policy in now else ())
            self._policies.add(policy)

    def _decide_titles(self, resolved: Iterable[str]) -> set[str]:
        """Decide what the titles are of which these documents tell; gives those for which it is new."""
        touched: set[str] = set()
        for who in resolved:
            told: dict[tuple[str, str], tuple[str, int]] = {}
            cited = self._cited(who)
            for one in cited.tellings(self._evidence, self._names):
                if one.key.place != cited.document:
                    told.setdefault((key_of_title(one.key), one.policy), (one.citation, 0))
            touched |= self._ledger.put_told("title", who, told)
        found: set[str] = set()
        for key in touched:
            if self._ledger.put_fact(key, "told", self._ledger.told("title", key) or None):
                found |= {*self._ledger.bearers("asks", key)}
        return found

    def _resolve(self, who: str) -> None:
        """Resolve a document; where something is new, it is looked at again."""
        evidence = _Asked(self._ledger)
        found = resolve_document(self._cited(who), evidence, self._names)
        self._ledger.put_keys("asks", who, evidence.keys)
        ordered = [found[key] for key in sorted(found)]
        self._ledger.put_fact(who, "found", pack_resolutions(ordered) or None)
        self._meant |= self._ledger.keys_of("means", who)
        self._ledger.put_keys("means", who, {one.policy for one in ordered if one.policy})
        self._meant |= self._ledger.keys_of("means", who)
        self._documents.add(who)

    def _judge(self) -> None:
        """Apply what people decided to all citations of the policies that it is about."""
        judged = {thing for one in self._verdicts.new for thing in (one.first, one.second)}
        about = self._ledger.fact("", "about") or ((), ())
        is_touched = self._meant & {*about[0]} or self._documents & {*about[1]}
        if not (is_touched or self._verdicts.changed):
            return
        documents = set(map(document_of, judged))
        near = [one for who in documents for one in self._found(who).values()]
        meant = {one.policy for one in near if one.citation in judged and one.policy}
        self._ledger.put_fact("", "about", [sorted(meant), sorted(documents)])
        documents |= {who for policy in meant for who in self._ledger.bearers("means", policy)}
        found = {
            citation: one
            for who in documents
            for citation, one in self._found(who).items()
            if one.policy in meant or citation in judged
        }
        self._put_judged(self._judged(found, documents))

    def _judged(
        self, found: Mapping[str, Resolution], documents: Iterable[str]
    ) -> dict[str, Resolution]:
        mentions = [one for who in sorted(documents) for one in self._cited(who).mentions]
        known = [one for one in mentions if one.citation in found]
        numbered = {
            one.policy
            for one in found.values()
            if one.policy and self._ledger.keys_of("numbered", one.policy)
        }
        after = apply_verdicts(found, known, self._verdicts.new, numbered, self._names)
        return {citation: one for citation, one in after.items() if one != found[citation]}

    def _put_judged(self, judged: Mapping[str, Resolution]) -> None:
        """Put down what people decided, document by document; what is new is looked at again."""
        by_document: dict[str, list[Resolution]] = {who: [] for who in self._ledger.known("judged")}
        for citation in sorted(judged):
            by_document.setdefault(document_of(citation), []).append(judged[citation])
        for who, resolutions in by_document.items():
            if self._ledger.put_fact(who, "judged", pack_resolutions(resolutions) or None):
                self._documents.add(who)

    def _describe(self) -> None:
        """Bring up to date what is said of policies, then the policies, then who cites them."""
        for who in self._documents:
            self._policies |= self._say(who)
        for policy in sorted(self._policies):
            is_there = bool(self._ledger.amounts("said", policy))
            if self._ledger.put_fact(policy, "there", is_there or None):
                self._documents |= {*self._ledger.bearers("candidate", policy)}
        self._put_policies()
        for who in sorted(self._documents):
            self._put_document(who)

    def _say(self, who: str) -> set[str]:
        """Count what a document says of policies; gives those of which it says something else."""
        final = self._final(who)
        mentions = unpack_mentions(self._ledger.fact(who, "cited"))
        new = Counter(
            {
                json.dumps(key, ensure_ascii=False): n
                for key, n in count_sayings(mentions, final).items()
            }
        )
        old = Counter(self._ledger.fact(who, "said") or {})
        self._ledger.put_fact(who, "said", dict(sorted(new.items())) or None)
        changed = {text: new[text] - old[text] for text in {*old, *new} if new[text] != old[text]}
        amounts = {(json.loads(text)[0], text): count for text, count in changed.items()}
        self._ledger.add_amounts("said", amounts)
        candidates = {policy for one in final.values() for policy in one.candidates}
        self._ledger.put_keys("candidate", who, candidates)
        return {policy for policy, _ in amounts}

    def _put_policies(self) -> None:
        """Write the touched policies, and those that are kin to one whose title is new."""
        found: dict[str, Policy | None] = {}
        for iri in sorted(self._policies):
            policy = found[iri] = self._policy(iri)
            headings = self._ledger.put_keys("heading", iri, headings_of(policy) if policy else ())
            sought = filter(None, sought_by(policy)) if policy else ()
            self._ledger.put_keys("sought", iri, sought)
            found |= {
                kin: found.get(kin) or self._policy(kin)
                for heading in headings
                for kin in self._ledger.bearers("sought", heading)
                if kin not in found
            }
        for iri in sorted(found):
            self._put_policy(iri, found[iri])

    def _policy(self, iri: str) -> Policy | None:
        said = self._said(iri)
        number = next(iter(self._ledger.keys_of("numbered", iri)), None)
        return describe_policy(iri, said, number, self._evidence) if said else None

    def _put_policy(self, iri: str, policy: Policy | None) -> None:
        if policy is None:
            self._shares.put({iri: []})
            return
        linked = link_policy(policy, self._bearers)
        provisions = tuple(find_provisions(self._said(iri), self._names))
        registry = Registry(policies=(linked,), resolutions=(), bases=(), provisions=provisions)
        self._shares.put({iri: map_registry(registry)})

    def _bearers(self, heading: str) -> Sequence[str]:
        return self._ledger.bearers("heading", heading, most=_ENOUGH)

    def _put_document(self, who: str) -> None:
        """Write what the citations of a document mean, and what rests on that."""
        final = self._final(who)
        mentions = unpack_mentions(self._ledger.fact(who, "cited"))
        policies = {policy for one in final.values() for policy in one.candidates}
        there = {policy for policy in policies if self._ledger.fact(policy, "there")}
        registry = Registry(
            policies=(),
            resolutions=tuple(known_only(final[key], there) for key in sorted(final)),
            bases=tuple(find_bases(mentions, final)),
            transfers=tuple(find_transfers(mentions, final)),
            statements=tuple(find_statements(mentions, final, self._names)),
        )
        self._shares.put_alone(who, map_registry(registry))

    def _cited(self, who: str) -> Cited:
        return _cited(unpack_mentions(self._ledger.fact(who, "cited")))

    def _found(self, who: str) -> dict[str, Resolution]:
        return unpack_resolutions(self._ledger.fact(who, "found"))

    def _final(self, who: str) -> dict[str, Resolution]:
        """What the citations of a document mean, people's decisions applied."""
        return self._found(who) | unpack_resolutions(self._ledger.fact(who, "judged"))

    def _said(self, policy: str) -> Sayings:
        amounts = self._ledger.amounts("said", policy)
        return {Saying(*json.loads(text)): count for text, count in amounts.items()}


def key_of_number(number: Number) -> str:
    """The key of a number in its scope."""
    return "\n".join(number)


def number_of_key(key: str) -> str:
    """The number of a key."""
    return _number_of(key)[0]


def key_of_title(key: Key) -> str:
    """The key of a title at a place."""
    return f"{key.place}\n{key.form}\n{key.text}"


def _number_of(key: str) -> Number:
    number, _, scope = key.partition("\n")
    return number, scope


def _cited(mentions: Iterable[Mention]) -> Cited:
    """The citations of a document, each once."""
    return Cited({one.citation: one for one in mentions}.values())
