"""Titles that a page or a cell cut: the whole titles of the same document that begin so."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping

from yiju.model import Mention, Resolution
from yiju.resolve.titles import is_cut, read_title

_MOST = 20


class Cuts:
    """The titles of each document in order, so that those that begin alike stand together."""

    def __init__(self, mentions: Iterable[Mention], found: Mapping[str, Resolution]) -> None:
        titles: dict[str, dict[str, tuple[str, Mention]]] = defaultdict(dict)
        for mention in mentions:
            policy = found[mention.citation].policy
            if mention.title and policy and read_title(mention.title).is_whole:
                core = read_title(mention.title).core
                titles[mention.document].setdefault(core, (policy, mention))
        self._titles = titles
        self._sorted = {document: sorted(cores) for document, cores in titles.items()}

    def wholes_of(self, mention: Mention) -> dict[str, str]:
        """The policies that a cut title may be, each with a citation of its whole title."""
        short = read_title(mention.title or "")
        if short.is_whole:
            return {}
        cores = self._sorted.get(mention.document, [])
        at = bisect_left(cores, short.core)
        found: dict[str, str] = {}
        for core in cores[at : at + _MOST]:
            policy, teller = self._titles[mention.document][core]
            if is_cut(short, read_title(teller.title or "")):
                found.setdefault(policy, teller.citation)
        return found
