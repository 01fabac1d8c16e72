"""The registry: the policies that citations mean, what they are, and what rests on them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from yiju.model import CatalogueEntry, Mention, Policy, Provision, Registry, Resolution
from yiju.resolve.evidence import Evidence
from yiju.resolve.kinds import classify_policy, is_official
from yiju.resolve.lineage import link_policies
from yiju.resolve.titles import read_title
from yiju.values.characters import squeeze
from yiju.values.document_number import DocumentNumber, parse_document_number
from yiju.vocabulary import Names, digest


class Saying(NamedTuple):
    """What a citation says of a policy.

    Many say the same: a policy is described by what is said of it, and how often.
    """

    policy: str
    words: str
    title: str | None
    number: str | None
    article: str | None
    quotation: str | None
    pays: bool


Sayings = Mapping[Saying, int]


def make_registry(
    mentions: Sequence[Mention],
    resolutions: Mapping[str, Resolution],
    numbers: Mapping[str, str],
    evidence: Evidence,
    names: Names,
) -> Registry:
    """The registry of what the citations were resolved to; `numbers` are those of the policies."""
    said: dict[str, dict[Saying, int]] = defaultdict(dict)
    for saying, count in count_sayings(mentions, resolutions).items():
        said[saying.policy][saying] = count
    return Registry(
        policies=link_policies(
            describe_policy(iri, said[iri], numbers.get(iri), evidence) for iri in sorted(said)
        ),
        resolutions=tuple(resolutions[key] for key in sorted(resolutions)),
        bases=tuple(find_bases(mentions, resolutions)),
        transfers=tuple(find_transfers(mentions, resolutions)),
        provisions=tuple(one for iri in sorted(said) for one in find_provisions(said[iri], names)),
        statements=tuple(find_statements(mentions, resolutions, names)),
    )


def count_sayings(
    mentions: Iterable[Mention], resolutions: Mapping[str, Resolution]
) -> Counter[Saying]:
    """What citations say of the policies that they mean, each citation once."""
    rows = list(mentions)
    paying = {mention.citation for mention in rows if mention.funding}
    once = {mention.citation: mention for mention in rows}.values()
    return Counter(
        Saying(policy, m.words, m.title, m.number, m.article, m.quotation, m.citation in paying)
        for m in once
        if (policy := resolutions[m.citation].policy)
    )


def describe_policy(iri: str, said: Sayings, printed: str | None, evidence: Evidence) -> Policy:
    """What is known of a policy by what is said of it; its kin apart, see `lineage`."""
    number = parse_document_number(printed) if printed else None
    own = {one: n for one, n in said.items() if one.number == (str(number) if number else None)}
    title = _commonest(own) or _commonest(said) or (None if number else _words(said))
    spellings = {one.words for one in said} | {one.title for one in said if one.title}
    return Policy(
        iri=iri,
        title=title,
        number=number,
        spellings=tuple(sorted(spellings)),
        official=is_official(title),
        kind=classify_policy(title, number, sends_money=any(one.pays for one in said)),
        entry=_entry(title, number, evidence),
    )


def _commonest(said: Sayings) -> str | None:
    """The title met most often; among equals the shortest, as a wrap leaves blanks."""
    counts: Counter[str] = Counter()
    for one, count in said.items():
        if one.title:
            counts[one.title] += count
    return min(counts, key=lambda text: (-counts[text], len(text), text), default=None)


def _words(said: Sayings) -> str:
    """The words that are said most often of what has neither title nor number, only a person's verdict."""
    counts: Counter[str] = Counter()
    for one, count in said.items():
        counts[one.words] += count
    return min(counts, key=lambda text: (-counts[text], len(text), text))


def _entry(
    title: str | None, number: DocumentNumber | None, evidence: Evidence
) -> CatalogueEntry | None:
    """The entry where exactly one is that of the number, or of a title that has no number."""
    entries = evidence.numbered(str(number)) if number else []
    unnumbered = None if number else title
    entries = entries or evidence.titled(read_title(unnumbered or "").core)
    return entries[0] if len(entries) == 1 else None


def find_bases(
    mentions: Iterable[Mention], resolutions: Mapping[str, Resolution]
) -> Iterable[tuple[str, tuple[str, ...]]]:
    """What each indicator rests on."""
    rests: dict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        policy = resolutions[mention.citation].policy
        if policy and mention.indicator:
            rests[mention.indicator].add(policy)
    return ((indicator, tuple(sorted(rests[indicator]))) for indicator in sorted(rests))


def find_transfers(
    mentions: Iterable[Mention], resolutions: Mapping[str, Resolution]
) -> Iterable[tuple[str, str]]:
    """Each allocation that comes by a notice, with the policy that the notice is."""
    for mention in mentions:
        policy = resolutions[mention.citation].policy
        if policy and mention.funding:
            yield mention.funding, policy


def find_provisions(said: Iterable[Saying], names: Names) -> Iterator[Provision]:
    """The articles of one policy that citations name, each once, with what is quoted from it."""
    articles: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in said:
        if one.article:
            articles[one.policy, squeeze(one.article)] |= (
                {one.quotation} if one.quotation else set()
            )
    for (policy, article), quotations in sorted(articles.items()):
        iri = _provision(policy, article, names)
        yield Provision(
            iri=iri, policy=policy, article=article, quotations=tuple(sorted(quotations))
        )


def find_statements(
    mentions: Iterable[Mention], resolutions: Mapping[str, Resolution], names: Names
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The citations that name each provision."""
    found: dict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        policy = resolutions[mention.citation].policy
        if policy and mention.article:
            found[_provision(policy, squeeze(mention.article), names)].add(mention.citation)
    return ((iri, tuple(sorted(found[iri]))) for iri in sorted(found))


def _provision(policy: str, article: str, names: Names) -> str:
    return names.thing("provision", digest(f"{policy}\n{article}", 16))
