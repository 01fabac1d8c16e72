"""The tallies of a store, kept in its ledger: what changes is counted, not what there is.

Documents and graphs of input are counted one by one, and their tally is put down; of derived graphs,
what comes and what goes.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Final

from yiju.pipeline.ledger import Ledger
from yiju.pipeline.tally import Tally, count_patterns
from yiju.store import Store
from yiju.vocabulary import Names

_FACT: Final = "tally"


class Tallies:
    """The tallies of a ledger. A section is a graph, or several that are one to who asks."""

    def __init__(self, ledger: Ledger, store: Store, names: Names) -> None:
        self._ledger = ledger
        self._store = store
        self._base = names.base

    def put(self, who: str, tally: Mapping[tuple[str, str, str], int], *, section: str) -> None:
        """Let someone's part of a section be this, and nothing of what it was before."""
        old = self._ledger.fact(who, _FACT) or ()
        new = [[*pattern, count] for pattern, count in sorted(tally.items())]
        if new == old:
            return
        change = Counter(tally)
        change.subtract({tuple(pattern): count for *pattern, count in old})
        self._add(section, change)
        self._ledger.put_fact(who, _FACT, new or None)

    def known(self) -> set[str]:
        """All of whom there is a tally."""
        return self._ledger.known(_FACT)

    def change(self, section: str, gone: Iterable[str], added: Iterable[str]) -> None:
        """Count lines of N-Triples that go out of a section, and lines that come into it."""
        change = count_patterns("\n".join(added), self._base)
        change.subtract(count_patterns("\n".join(gone), self._base))
        self._add(section, change)

    def section(self, section: str) -> Tally:
        """The tally of a section."""
        kept = self._ledger.all_amounts(_kept(section))
        return Counter({(*_split(key), value): count for (key, value), count in kept.items()})

    def read(self, graph: str) -> Tally:
        """The tally of a graph, counted from the store."""
        return count_patterns(read_triples(self._store, graph), self._base)

    def _add(self, section: str, change: Tally) -> None:
        amounts = {
            (f"{kind} {name}", value): count for (kind, name, value), count in change.items()
        }
        self._ledger.add_amounts(_kept(section), amounts)


def read_triples(store: Store, graph: str) -> str:
    """The triples of a graph as N-Triples."""
    read = BytesIO()
    store.dump(graph, read)
    return read.getvalue().decode()


def _kept(section: str) -> str:
    return f"{_FACT} {section}"


def _split(key: str) -> tuple[str, str]:
    kind, _, name = key.partition(" ")
    return kind, name
