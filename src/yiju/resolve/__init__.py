"""Which policy a citation means: by its number, or by a title whose number something tells.

What is concluded here is derived: it can be thrown away and rebuilt from the documents, a catalogue
and what people decided. What may mean several stays ambiguous; a number is never invented.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from yiju.model import CatalogueEntry, Mention, Registry, Resolution, Verdict
from yiju.resolve.citations import Resolver
from yiju.resolve.registry import make_registry
from yiju.resolve.verdicts import apply_verdicts
from yiju.vocabulary import Names

__all__ = ["resolve_citations"]


def resolve_citations(
    mentions: Iterable[Mention],
    names: Names,
    *,
    catalogue: Iterable[CatalogueEntry] = (),
    verdicts: Iterable[Verdict] = (),
) -> Registry:
    """The registry of all policies that these mentions mean, in an order that only they decide."""
    known = sorted(set(mentions), key=lambda m: (m.citation, m.indicator or "", m.funding or ""))
    entries = sorted(set(catalogue), key=lambda entry: entry.iri)
    once = list({mention.citation: mention for mention in known}.values())
    resolver = Resolver(once, entries, names)
    numbers = resolver.numbers()
    found = apply_verdicts(resolver.resolve(), once, verdicts, numbers, names)
    return make_registry(known, _known_only(found), numbers, entries, names)


def _known_only(found: Mapping[str, Resolution]) -> dict[str, Resolution]:
    """The resolutions without candidates that no citation means: nothing is known of those."""
    meant = {resolution.policy for resolution in found.values()}
    return {
        key: replace(one, candidates=_among(one.candidates, meant)) for key, one in found.items()
    }


def _among(candidates: Sequence[str], meant: set[str | None]) -> tuple[str, ...]:
    return tuple(policy for policy in candidates if policy in meant)
