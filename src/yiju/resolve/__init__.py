"""Which policy a citation means: by its number, or by a title whose number something tells.

What is concluded here is derived: it can be thrown away and rebuilt from the documents, a catalogue
and what people decided. What may mean several stays ambiguous; a number is never invented.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from yiju.model import CatalogueEntry, Mention, Registry, Resolution, Verdict
from yiju.resolve.citations import Cited, numbers_of, resolve_document
from yiju.resolve.claims import number_policies
from yiju.resolve.evidence import Gathered
from yiju.resolve.registry import make_registry
from yiju.resolve.verdicts import apply_verdicts
from yiju.vocabulary import Names

__all__ = ["known_only", "resolve_citations"]


def resolve_citations(
    mentions: Iterable[Mention],
    names: Names,
    *,
    catalogue: Iterable[CatalogueEntry] = (),
    verdicts: Iterable[Verdict] = (),
) -> Registry:
    """The registry of all policies that these mentions mean, in an order that only they decide.

    It says what is concluded. A pipeline that concludes a document at a time comes to the same.
    """
    known = sorted(set(mentions), key=lambda m: (m.citation, m.indicator or "", m.funding or ""))
    once = list({mention.citation: mention for mention in known}.values())
    documents = _by_document(once)
    evidence = _gather(documents, sorted(set(catalogue), key=lambda entry: entry.iri), names)
    resolved = (resolve_document(cited, evidence, names) for cited in documents)
    found = {key: one for each in resolved for key, one in each.items()}
    printed = {*numbers_of(once), *evidence.numbers}
    numbers = number_policies(printed, evidence, names)
    judged = apply_verdicts(found, once, verdicts, numbers, names)
    meant = {resolution.policy for resolution in judged.values()}
    final = {key: known_only(one, meant) for key, one in judged.items()}
    return make_registry(known, final, numbers, evidence, names)


def known_only(resolution: Resolution, meant: Iterable[str | None]) -> Resolution:
    """The resolution without candidates that no citation means: nothing is known of those."""
    kept = tuple(policy for policy in resolution.candidates if policy in meant)
    return replace(resolution, candidates=kept)


def _by_document(mentions: Iterable[Mention]) -> list[Cited]:
    found: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        found[mention.document].append(mention)
    return [Cited(found[document]) for document in sorted(found)]


def _gather(
    documents: Sequence[Cited], catalogue: Sequence[CatalogueEntry], names: Names
) -> Gathered:
    """What all documents and catalogues tell: first whose numbers are, with that the titles."""
    evidence = Gathered(catalogue)
    for cited in documents:
        evidence.add_claims(cited.claims())
    for cited in documents:
        evidence.add_tellings(cited.tellings(evidence, names))
    return evidence
