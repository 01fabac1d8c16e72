"""Many files into one store.

One bad document harms nobody: it is refused (nothing could be read) or quarantined (its graph broke
the gate), with the reason, and the others go on. Reading a file again changes nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final

import pyoxigraph as ox

from yiju import resources
from yiju.mapping import as_graph, map_provenance, parse_quads, read_quads
from yiju.model import Finding, Origin
from yiju.pipeline.answers import Answer, Reading, Refusal
from yiju.pipeline.conclusions import Conclusions
from yiju.pipeline.files import find_files
from yiju.pipeline.findings import count_severities, find_in_document, rule_quads
from yiju.pipeline.identity_steps import document_of
from yiju.pipeline.origins import read_origins
from yiju.pipeline.reader import Reader, open_reader
from yiju.pipeline.report import BuildReport, Outcome, Progress, Status
from yiju.pipeline.state import State
from yiju.pipeline.tally import Tally, count_graph
from yiju.store import Store, open_store
from yiju.validation import Report, check_store, load
from yiju.vocabulary import BASE, Names

_AT_ONCE: Final = 64
"""Documents whose graphs are written together: fewer writes; what waits in memory stays bounded."""

_NAMES_QUERY: Final = """PREFIX yj: <https://w3id.org/yiju/ns#>
SELECT ?graph ?name WHERE { GRAPH ?graph { ?d a yj:Disclosure ; yj:fileName ?name } }"""


def build(
    paths: Sequence[Path],
    store: Path | str,
    *,
    sources: Path | None = None,
    state: Path | None = None,
    base: str = BASE,
    progress: Callable[[Progress], None] | None = None,
    reader: Reader | None = None,
) -> BuildReport:
    """Reads files, and the files of folders and archives, into a store; tells what became of each.

    They are read by the process of `reader`, or by one that is started for it.
    StoreError where the store cannot be written; a file that cannot be read is an outcome.
    """
    files = find_files(paths)
    origins = read_origins(sources) if sources else {}
    names = Names(base)
    with ExitStack() as stack:
        reading = reader or stack.enter_context(open_reader())
        opened = stack.enter_context(open_store(store, write=True, state=state))
        conclusions = stack.enter_context(Conclusions(opened, names))
        builder = _Builder(opened, names, origins, conclusions)
        for done, answers in enumerate(reading.read(files, base), 1):
            for answer in answers:
                builder.add(answer)
            if progress:
                progress(Progress(done, len(files), files[done - 1].name))
        return builder.finish()


def ontology_quads(names: Names) -> list[ox.Quad]:
    """The ontology, the code lists and the names of the audit's rules, in the graph of that name."""
    graph = ox.NamedNode(names.graph("ontology"))
    folder = resources.folder("ontology")
    files = [folder / "yiju.ttl", *sorted((folder / "schemes").glob("*.ttl"))]
    terms = [
        ox.Quad(quad.subject, quad.predicate, quad.object, graph)
        for file in files
        for quad in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE)
    ]
    return [*terms, *rule_quads(graph)]


class _Builder:
    """Reads documents, checks their graphs, writes them some at a time, and concludes at the end."""

    def __init__(
        self, store: Store, names: Names, origins: dict[str, Origin], conclusions: Conclusions
    ) -> None:
        self.store = store
        self.names = names
        self.origins = origins
        self.conclusions = conclusions
        self.state = State(store.folder)
        self.outcomes: list[Outcome] = []
        self.waiting: dict[str, list[ox.Quad]] = {names.graph("ontology"): ontology_quads(names)}
        self.findings: dict[str, list[Finding]] = {}
        self.tallies: dict[str, Tally] = {}
        self.file_names: dict[str, set[str]] = {}

    def add(self, answer: Answer) -> None:
        """Takes what was read of a document; whatever is wrong with it becomes its outcome."""
        if isinstance(answer, Refusal):
            self.outcomes.append(Outcome(answer.name, Status.REFUSED, reason=answer.reason))
        else:
            self._keep(answer)

    def finish(self) -> BuildReport:
        """Writes what waits, and what follows from all documents together."""
        self._flush()
        found = self.conclusions.conclude()
        return BuildReport(tuple(_with_findings(one, found) for one in self.outcomes))

    def _keep(self, read: Reading) -> None:
        sha = read.sha256
        quads = [*read_quads(read.graph), *self._provenance(read)]
        graph = load(quads)
        report = check_store(graph)
        if not report.conforms:
            self._quarantine(read, quads, report)
            return
        self.state.save_source(sha, read.data)
        self.state.release(sha)
        self.findings[sha] = find_in_document(graph, self.names)
        self.tallies[sha] = count_graph(graph, self.names.base)
        self.outcomes.append(replace(read.outcome, findings=count_severities(self.findings[sha])))
        self.waiting[self.names.document_graph(sha)] = quads
        if len(self.waiting) >= _AT_ONCE:
            self._flush()

    def _provenance(self, read: Reading) -> list[ox.Quad]:
        """The other names that these bytes came under, and where they came from, if it is told."""
        names = self._names_of(read.sha256)
        names.add(read.outcome.name)
        told = (
            self.origins[place]
            for name in sorted(names)
            for place in _places(name)
            if place in self.origins
        )
        others = names - {read.outcome.name}
        node = map_provenance(read.sha256, others, next(told, Origin()), self.names)
        return parse_quads(as_graph(self.names.document_graph(read.sha256), [node]))

    def _names_of(self, sha: str) -> set[str]:
        """All names that these bytes are known to have come under."""
        if sha not in self.file_names:
            graph = ox.NamedNode(self.names.document_graph(sha))
            rows = self.store.select(_NAMES_QUERY, bindings={"graph": graph})
            self.file_names[sha] = {row["name"].value for row in rows}
        return self.file_names[sha]

    def _quarantine(self, read: Reading, quads: list[ox.Quad], report: Report) -> None:
        sha, name = read.sha256, read.outcome.name
        graph = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
        place = self.state.quarantine(sha, graph, report.text())
        self.waiting.pop(self.names.document_graph(sha), None)
        self.findings.pop(sha, None)
        self.tallies.pop(sha, None)
        self.conclusions.announce([self.names.document_graph(sha)])
        self.store.remove_graph(self.names.document_graph(sha))
        reason = f"{name}: its graph breaks the gate in {len(report.results)} places; {place or ''}"
        self.outcomes.append(Outcome(name, Status.QUARANTINED, sha, reason))

    def _flush(self) -> None:
        self.conclusions.announce(self.waiting)
        self.store.replace_graphs(self.waiting)
        self.conclusions.put_findings(self.findings)
        self.conclusions.put_tallies(self.tallies)
        self.waiting, self.findings, self.tallies = {}, {}, {}


def _places(name: str) -> Iterator[str]:
    """The name of a document, and those of the archives that it is in, the innermost first."""
    yield name
    yield from (str(path) for path in PurePosixPath(name).parents if path.name)


def _with_findings(outcome: Outcome, together: Sequence[Finding]) -> Outcome:
    """The outcome with what was found of its document beside the others."""
    if outcome.status is not Status.LOADED:
        return outcome
    start = (outcome.sha256 or "")[:16]
    own = count_severities(one for one in together if document_of(one.iri) == start)
    counts = zip(outcome.findings, own, strict=True)
    return replace(outcome, findings=tuple(map(sum, counts)))
