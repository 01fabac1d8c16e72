"""Many files into one store.

One bad document harms nobody: it is refused (nothing could be read) or quarantined (its graph broke
the gate), with the reason, and the others go on. Reading a file again changes nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from yiju import resources
from yiju.errors import YijuError
from yiju.mapping import as_document, parse_quads
from yiju.model import Disclosure, Finding, Origin
from yiju.pipeline.conclusions import Conclusions
from yiju.pipeline.findings import count_severities, find_in_document, rule_quads
from yiju.pipeline.identity_steps import document_of
from yiju.pipeline.origins import read_origins
from yiju.pipeline.reading import read_disclosure
from yiju.pipeline.report import BuildReport, Outcome, Progress, Status, tell_loaded
from yiju.pipeline.state import State
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
) -> BuildReport:
    """Reads files, and the files of folders, into a store; tells what became of each.

    StoreError where the store cannot be written; a file that cannot be read is an outcome.
    """
    files = find_files(paths)
    origins = read_origins(sources) if sources else {}
    names = Names(base)
    with (
        open_store(store, write=True, state=state) as opened,
        Conclusions(opened, names) as conclusions,
    ):
        builder = _Builder(opened, names, origins, conclusions)
        for done, file in enumerate(files, 1):
            builder.add(file)
            if progress:
                progress(Progress(done, len(files), file.name))
        return builder.finish()


def find_files(paths: Sequence[Path]) -> list[Path]:
    """The files named, and those in the folders named, sorted by name; hidden ones are left out."""
    found: set[Path] = set()
    for path in paths:
        found.update(_inside(path) if path.is_dir() else [path])
    return sorted(found, key=lambda file: (file.name, str(file)))


def _inside(folder: Path) -> Iterator[Path]:
    """The files below a folder; a folder that may not be read stands for itself, to be refused."""
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        yield folder
        return
    for entry in entries:
        if not entry.name.startswith("."):
            yield from _inside(entry) if entry.is_dir() else (entry,)


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
        self.file_names: dict[str, set[str]] = {}

    def add(self, file: Path) -> None:
        """Reads one file; whatever is wrong with it becomes its outcome."""
        try:
            disclosure = read_disclosure(file)
        except YijuError as fault:
            self._refuse(file, str(fault))
        except Exception as fault:  # noqa: BLE001 - one document must not harm the others
            self._refuse(
                file, f"{file}: {type(fault).__name__} while reading: {fault}; please report it."
            )
        else:
            self._keep(file, disclosure)

    def finish(self) -> BuildReport:
        """Writes what waits, and what follows from all documents together."""
        self._flush()
        found = self.conclusions.conclude()
        return BuildReport(tuple(_with_findings(one, found) for one in self.outcomes))

    def _refuse(self, file: Path, reason: str) -> None:
        self.outcomes.append(Outcome(file.name, Status.REFUSED, reason=reason))

    def _keep(self, file: Path, disclosure: Disclosure) -> None:
        named = self._named(file, disclosure)
        sha = named.document.sha256
        quads = parse_quads(as_document(named, self.names))
        graph = load(quads)
        report = check_store(graph)
        if not report.conforms:
            self._quarantine(file, sha, quads, report)
            return
        self.state.save_source(sha, file.read_bytes())
        self.state.release(sha)
        self.findings[sha] = find_in_document(graph, self.names)
        told = tell_loaded(file.name, named)
        self.outcomes.append(replace(told, findings=count_severities(self.findings[sha])))
        self.waiting[self.names.document_graph(sha)] = quads
        if len(self.waiting) >= _AT_ONCE:
            self._flush()

    def _named(self, file: Path, disclosure: Disclosure) -> Disclosure:
        """With all names that these bytes came under, and with where they came from, if it is told."""
        sha = disclosure.document.sha256
        if sha not in self.file_names:
            graph = ox.NamedNode(self.names.document_graph(sha))
            rows = self.store.select(_NAMES_QUERY, bindings={"graph": graph})
            self.file_names[sha] = {row["name"].value for row in rows}
        names = self.file_names[sha]
        names.add(file.name)
        told = (self.origins[name] for name in sorted(names) if name in self.origins)
        document = replace(disclosure.document, names=tuple(sorted(names)))
        return replace(disclosure, document=document, origin=next(told, Origin()))

    def _quarantine(self, file: Path, sha: str, quads: list[ox.Quad], report: Report) -> None:
        graph = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
        place = self.state.quarantine(sha, graph, report.text())
        self.waiting.pop(self.names.document_graph(sha), None)
        self.findings.pop(sha, None)
        self.conclusions.announce([self.names.document_graph(sha)])
        self.store.remove_graph(self.names.document_graph(sha))
        reason = f"{file}: its graph breaks the gate in {len(report.results)} places; {place or ''}"
        self.outcomes.append(Outcome(file.name, Status.QUARANTINED, sha, reason))

    def _flush(self) -> None:
        self.conclusions.announce(self.waiting)
        self.store.replace_graphs(self.waiting)
        self.conclusions.put_findings(self.findings)
        self.waiting, self.findings = {}, {}


def _with_findings(outcome: Outcome, together: Sequence[Finding]) -> Outcome:
    """The outcome with what was found of its document beside the others."""
    if outcome.status is not Status.LOADED:
        return outcome
    start = (outcome.sha256 or "")[:16]
    own = count_severities(one for one in together if document_of(one.iri) == start)
    counts = zip(outcome.findings, own, strict=True)
    return replace(outcome, findings=tuple(map(sum, counts)))
