"""Which policy a citation means: by its number, or by a title whose number the document tells.

What is concluded here is derived: it can be thrown away and rebuilt from the documents. A title
that one document gives two numbers is ambiguous and stays so; a number is never invented.
"""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final

from yiju.model import Mention, Method, Policy, Registry, Resolution
from yiju.values.characters import squeeze
from yiju.values.document_number import parse_document_number
from yiju.vocabulary import Names

_CONFIDENCE: Final = {
    Method.NUMBER: Decimal("1.0"),
    Method.TITLE_IN_DOCUMENT: Decimal("0.95"),
    Method.TITLE: Decimal("0.8"),
}
"""A number names one document; a title of the same document nearly so; a title alone may be shared."""

_UNOFFICIAL: Final = tuple(
    tomllib.loads(Path(__file__).with_name("kinds.toml").read_text(encoding="utf-8"))["unofficial"]
)

Numbers = Mapping[tuple[str, str], Sequence[str]]


def resolve_citations(mentions: Iterable[Mention], names: Names) -> Registry:
    """The registry of all policies that these mentions mean, in an order that only they decide."""
    known = sorted(set(mentions), key=lambda m: (m.citation, m.indicator or "", m.funding or ""))
    numbers = _numbers_of_titles(known)
    resolutions = {m.citation: _resolve(m, numbers, names) for m in known}
    return Registry(
        policies=tuple(_policies(known, resolutions)),
        resolutions=tuple(resolutions.values()),
        bases=tuple(_bases(known, resolutions)),
        transfers=tuple(_transfers(known, resolutions)),
    )


def _numbers_of_titles(mentions: Iterable[Mention]) -> Numbers:
    """The numbers that a document prints with a title, by document and title."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for mention in mentions:
        if mention.title and mention.number:
            found[mention.document, squeeze(mention.title)].add(mention.number)
    return {key: sorted(numbers) for key, numbers in found.items()}


def _resolve(mention: Mention, numbers: Numbers, names: Names) -> Resolution:
    if mention.number:
        return _sure(mention, names.policy(number=mention.number), Method.NUMBER)
    if not mention.title:
        return Resolution(mention.citation)
    told = numbers.get((mention.document, squeeze(mention.title)), ())
    if len(told) > 1:
        several = tuple(names.policy(number=number) for number in told)
        return Resolution(mention.citation, candidates=several)
    if told:
        return _sure(mention, names.policy(number=told[0]), Method.TITLE_IN_DOCUMENT)
    return _sure(mention, names.policy(title=squeeze(mention.title)), Method.TITLE)


def _sure(mention: Mention, policy: str, method: Method) -> Resolution:
    return Resolution(mention.citation, policy, method, _CONFIDENCE[method])


def _policies(
    mentions: Iterable[Mention], resolutions: Mapping[str, Resolution]
) -> Iterable[Policy]:
    meant: dict[str, dict[str, Mention]] = defaultdict(dict)
    for mention in mentions:
        if policy := resolutions[mention.citation].policy:
            meant[policy][mention.citation] = mention
    for iri in sorted(meant):
        yield _policy(iri, list(meant[iri].values()))


def _policy(iri: str, mentions: Sequence[Mention]) -> Policy:
    title = _commonest(m.title for m in mentions if m.title)
    number = _commonest(m.number for m in mentions if m.number)
    spellings = {m.words for m in mentions} | {m.title for m in mentions if m.title}
    return Policy(
        iri=iri,
        title=title,
        number=parse_document_number(number) if number else None,
        spellings=tuple(sorted(spellings)),
        official=bool(number) or not (title and squeeze(title).endswith(_UNOFFICIAL)),
    )


def _commonest(texts: Iterable[str]) -> str | None:
    """The text met most often; among equals the shortest, as a wrap leaves blanks."""
    counts = Counter(texts)
    return min(counts, key=lambda text: (-counts[text], len(text), text), default=None)


def _bases(
    mentions: Iterable[Mention], resolutions: Mapping[str, Resolution]
) -> Iterable[tuple[str, tuple[str, ...]]]:
    rests: dict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        policy = resolutions[mention.citation].policy
        if policy and mention.indicator:
            rests[mention.indicator].add(policy)
    return ((indicator, tuple(sorted(rests[indicator]))) for indicator in sorted(rests))


def _transfers(
    mentions: Iterable[Mention], resolutions: Mapping[str, Resolution]
) -> Iterable[tuple[str, str]]:
    """Each allocation that comes by a notice, with the policy that the notice is."""
    for mention in mentions:
        policy = resolutions[mention.citation].policy
        if policy and mention.funding:
            yield mention.funding, policy
