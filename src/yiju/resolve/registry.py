"""The registry: the policies that citations mean, what they are, and what rests on them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from yiju.model import CatalogueEntry, Mention, Policy, Provision, Registry, Resolution
from yiju.resolve.kinds import classify_policy, is_official
from yiju.resolve.lineage import link_policies
from yiju.resolve.titles import read_title
from yiju.values.characters import squeeze
from yiju.values.document_number import DocumentNumber, parse_document_number
from yiju.vocabulary import Names, digest

Meant = Mapping[str, Sequence[Mention]]


def make_registry(
    mentions: Sequence[Mention],
    resolutions: Mapping[str, Resolution],
    numbers: Mapping[str, str],
    catalogue: Sequence[CatalogueEntry],
    names: Names,
) -> Registry:
    """The registry of what the citations were resolved to; `numbers` are those of the policies."""
    meant = _meant(mentions, resolutions)
    paid = {resolutions[m.citation].policy for m in mentions if m.funding}
    policies = (
        _policy(iri, meant[iri], _number(numbers.get(iri)), sends_money=iri in paid)
        for iri in sorted(meant)
    )
    listed = _Listed(catalogue)
    return Registry(
        policies=link_policies(listed.find(policy) for policy in policies),
        resolutions=tuple(resolutions[key] for key in sorted(resolutions)),
        bases=tuple(_bases(mentions, resolutions)),
        transfers=tuple(_transfers(mentions, resolutions)),
        provisions=tuple(_provisions(meant, names)),
    )


def _meant(mentions: Iterable[Mention], resolutions: Mapping[str, Resolution]) -> Meant:
    """The mentions of each policy; one that is only a candidate has those that told it."""
    meant: dict[str, dict[str, Mention]] = defaultdict(dict)
    for mention in mentions:
        if policy := resolutions[mention.citation].policy:
            meant[policy][mention.citation] = mention
    return {iri: [found[key] for key in sorted(found)] for iri, found in meant.items()}


def _number(text: str | None) -> DocumentNumber | None:
    return parse_document_number(text) if text else None


def _policy(
    iri: str, mentions: Sequence[Mention], number: DocumentNumber | None, *, sends_money: bool
) -> Policy:
    own = [m for m in mentions if m.number == (str(number) if number else None)]
    title = _commonest(m.title for m in own if m.title) or _commonest(
        m.title for m in mentions if m.title
    )
    spellings = {m.words for m in mentions} | {m.title for m in mentions if m.title}
    return Policy(
        iri=iri,
        title=title,
        number=number,
        spellings=tuple(sorted(spellings)),
        official=is_official(title),
        kind=classify_policy(title, number, sends_money=sends_money),
    )


def _commonest(texts: Iterable[str]) -> str | None:
    """The text met most often; among equals the shortest, as a wrap leaves blanks."""
    counts = Counter(texts)
    return min(counts, key=lambda text: (-counts[text], len(text), text), default=None)


class _Listed:
    """The entries of a catalogue, found by number, or by title where there is no number."""

    def __init__(self, catalogue: Iterable[CatalogueEntry]) -> None:
        self._numbers: dict[str, list[CatalogueEntry]] = defaultdict(list)
        self._titles: dict[str, list[CatalogueEntry]] = defaultdict(list)
        for entry in catalogue:
            if entry.number:
                self._numbers[entry.number].append(entry)
            self._titles[read_title(entry.title).core].append(entry)

    def find(self, policy: Policy) -> Policy:
        """The policy with its entry, where exactly one is that of it."""
        from_number = self._numbers.get(str(policy.number), []) if policy.number else []
        unnumbered = policy.title if not policy.number else None
        entries = from_number or self._titles.get(read_title(unnumbered or "").core, [])
        if len(entries) != 1:
            return policy
        return replace(policy, entry=entries[0])


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


def _provisions(meant: Meant, names: Names) -> Iterator[Provision]:
    """The articles that citations name, each once per policy, with what is quoted from it."""
    for iri, mentions in meant.items():
        articles: dict[str, list[Mention]] = defaultdict(list)
        for mention in mentions:
            if mention.article:
                articles[squeeze(mention.article)].append(mention)
        for article, cited in sorted(articles.items()):
            yield Provision(
                iri=names.thing("provision", digest(f"{iri}\n{article}", 16)),
                policy=iri,
                article=article,
                quotations=tuple(sorted({m.quotation for m in cited if m.quotation})),
                citations=tuple(m.citation for m in cited),
            )
