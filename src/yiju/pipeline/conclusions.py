"""What is derived from all documents of a store, kept in step with them.

Identities come first, then policies, which rest on them, then findings over all documents. With a
ledger beside the store, a change costs what it touches; without a folder, or where the ledger does
not fit, everything is concluded anew. Either way the derived graphs are the same, triple for triple.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import Final, Self

from yiju.model import Finding, Mention, Seen, Verdict
from yiju.pipeline.asking import read_verdicts
from yiju.pipeline.description import GRAPH, DescriptionSteps
from yiju.pipeline.findings import FindingSteps, read_and_find
from yiju.pipeline.identities import conclude_identities, read_seen
from yiju.pipeline.identity_steps import IdentitySteps, Verdicts, document_of
from yiju.pipeline.ledger import FILE, Ledger, fingerprint
from yiju.pipeline.policies import conclude_policies, read_entries, read_mentions
from yiju.pipeline.policy_steps import PolicySteps
from yiju.pipeline.shares import Shares
from yiju.pipeline.tallies import Tallies
from yiju.pipeline.tally import Tally
from yiju.store import Store
from yiju.vocabulary import Names, is_document_graph

_CATALOGUE: Final = "catalogue"


class Conclusions:
    """The derived graphs of a store that is open to be written. Use it in a `with` statement.

    Announce a graph before it is written; conclude when all is written.
    """

    def __init__(self, store: Store, names: Names) -> None:
        folder = store.folder
        self._store = store
        self._names = names
        self._ledger = Ledger(folder / FILE if folder else None)
        self._in_steps = folder is not None
        self._fingerprint = fingerprint(names.base)
        self._anew = not self._fits()
        self._there = frozenset(store.graphs()) if self._anew else frozenset()
        self._left = self._ledger.announced()
        self._tallies = Tallies(self._ledger, store, names)
        self._found = self._shares("findings")
        self._findings = FindingSteps(self._found, store, names)
        self._description = self._describing()
        if self._anew:
            self._renew()

    def announce(self, graphs: Iterable[str]) -> None:
        """Put down that these graphs are about to be written."""
        self._ledger.announce(graphs)

    def put_findings(self, found: Mapping[str, Sequence[Finding]]) -> None:
        """Write what was found in documents that were read, by their SHA-256."""
        with self._ledger.writing():
            self._findings.put({sha[:16]: findings for sha, findings in found.items()})
        self._left -= {self._names.document_graph(sha) for sha in found}

    def put_tallies(self, tallies: Mapping[str, Tally]) -> None:
        """Count what stands in documents that were read, by their SHA-256."""
        with self._ledger.writing():
            self._description.put({sha[:16]: tally for sha, tally in tallies.items()})

    def conclude(self) -> list[Finding]:
        """Bring all derived graphs up to date; gives what was found now over all documents."""
        with self._ledger.concluding():
            graphs = _documents(self._store.graphs())
            announced = self._ledger.announced()
            changed = _documents(announced).keys() | (self._ledger.known("seen") ^ graphs.keys())
            conclude = self._conclude_in_steps if self._in_steps else self._conclude_as_a_whole
            touched = conclude(changed, graphs, announced)
            for who in _documents(self._left).keys() & graphs.keys():
                self._findings.put({who: read_and_find(self._store, graphs[who], self._names)})
            found = self._findings.conclude(changed - graphs.keys(), touched)
            self._found.rewrite()
            self._description.conclude(changed, graphs, announced)
            self._ledger.put_state("made by", self._fingerprint)
        return found

    def close(self) -> None:
        """Let the ledger go."""
        self._ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _fits(self) -> bool:
        """Whether the ledger was made by this code, and all that it began was ended."""
        is_ours = self._ledger.state("made by") == self._fingerprint
        return is_ours and self._ledger.state("concluding") == "no"

    def _renew(self) -> None:
        """Begin an empty ledger; what was found in documents is taken over from the store."""
        self._ledger.clear()
        self._ledger.announce(self._left)
        self._findings.keep(set(_documents(self._there)))

    def _shares(self, name: str) -> Shares:
        """A derived graph; one of unknown making is written as a whole."""
        graph = self._names.graph(name)
        return Shares(
            self._ledger,
            self._store,
            graph,
            write=graph not in self._there,
            tallies=None if name == GRAPH else self._tallies,
        )

    def _describing(self) -> DescriptionSteps:
        shares = self._shares(GRAPH)
        return DescriptionSteps(
            shares, self._tallies, self._store, self._names, in_steps=self._in_steps
        )

    def _conclude_as_a_whole(self, *_: object) -> dict[str, set[str]]:
        """Conclude identities and policies from all that there is; nothing tells what is touched."""
        conclude_identities(self._store, self._names)
        conclude_policies(self._store, self._names)
        return {}

    def _conclude_in_steps(
        self, changed: set[str], graphs: Mapping[str, str], announced: set[str]
    ) -> dict[str, set[str]]:
        """Conclude identities and policies of what changed; gives the values of rules it touches."""
        decided = read_verdicts(self._store)
        verdicts = Verdicts(self._ledger_verdicts(), frozenset(decided))
        shares = self._shares("identities")
        identities = IdentitySteps(self._ledger, shares, verdicts, self._names)
        moved = identities.conclude(changed, lambda who: self._read_seen(graphs.get(who)))
        shares.rewrite()
        shares = self._shares("policies")
        policies = PolicySteps(self._ledger, shares, verdicts, self._names)
        is_listed_anew = self._anew or self._names.graph(_CATALOGUE) in announced
        numbers = policies.conclude(
            changed | moved,
            lambda who: self._read_mentions(graphs.get(who)),
            read_entries(self._store) if is_listed_anew else None,
        )
        shares.rewrite()
        packed = [[one.first, one.second, one.same] for one in sorted(decided)]
        self._ledger.put_fact("", "verdicts", packed)
        return {"number": numbers}

    def _ledger_verdicts(self) -> frozenset[Verdict]:
        packed = self._ledger.fact("", "verdicts") or ()
        return frozenset(Verdict(first, second, same) for first, second, same in packed)

    def _read_seen(self, graph: str | None) -> Seen | None:
        return read_seen(self._store, graph) if graph else None

    def _read_mentions(self, graph: str | None) -> list[Mention]:
        return sorted(read_mentions(self._store, graph), key=_order) if graph else []


def _documents(graphs: Iterable[str]) -> dict[str, str]:
    """The graphs of documents, by the names under which a ledger knows these."""
    return {document_of(graph): graph for graph in graphs if is_document_graph(graph)}


def _order(mention: Mention) -> tuple[str, str, str]:
    return mention.citation, mention.indicator or "", mention.funding or ""
