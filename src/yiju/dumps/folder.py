"""A folder of dumps: the files, and the manifest that says what each holds and which bytes it has.

New files take the places of old ones only when all are written, the manifest last. Whoever reads it
finds the files that it names, or sees by their checksums that they are others.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from yiju import __version__
from yiju.dumps.graphs import packed, unpacked, write_document, write_quads, write_trig
from yiju.dumps.tables import write_records, write_table
from yiju.errors import StoreError
from yiju.store import Store
from yiju.vocabulary import PREFIXES, is_document_graph

MANIFEST: Final = "manifest.json"

_DOCUMENTS: Final = "documents"
_QUADS: Final = "all.nq.gz"
_TRIG: Final = "all.trig.gz"
_RECORDS: Final = "indicators.jsonl.gz"
_TABLES: Final = {
    "indicators": ("绩效指标表", "Table of indicators"),
    "policies": ("政策表", "Table of policies"),
    "findings": ("审核发现表", "Table of findings"),
}
_TURTLE: Final = "text/turtle"
_VERSION: Final = f"""SELECT ?version WHERE {{
GRAPH ?graph {{ ?dataset <{PREFIXES["dcat"]}version> ?version }} }} ORDER BY ?version LIMIT 1"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dump:
    """A file of a folder of dumps; `count` is of quads, triples, rows or records, as `unit` says."""

    name: str
    title: Mapping[str, str]
    media: str
    compressed: bool
    bytes: int
    sha256: str
    count: int
    unit: str


def write_dumps(store: Store, folder: Path, *, bom: bool = False) -> list[Dump]:
    """Write the dumps of a store into a folder; StoreError where they cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder, prefix=".dump-") as place:
            writer = _Writer(store, Path(place), bom=bom)
            dumps = list(writer.write())
            told = {
                "generator": f"yiju {__version__}",
                "version": _version(store),
                "graphs": writer.graphs,
                "files": [asdict(dump) for dump in dumps],
            }
            _put_in_place(Path(place), folder, told)
    except OSError as fault:
        why = fault.strerror or fault
        raise StoreError(f"{folder}: the dumps cannot be written ({why}).") from fault
    return dumps


class _Writer:
    """Writes the files of a folder one after the other."""

    def __init__(self, store: Store, folder: Path, *, bom: bool) -> None:
        self._store = store
        self._folder = folder
        self._bom = bom
        self.graphs: dict[str, int] = {}

    def write(self) -> Iterator[Dump]:
        """The dumps, each told when it is written."""
        yield from self._wholes()
        yield self._records()
        for name, titles in _TABLES.items():
            with (self._folder / f"{name}.csv").open("wb") as out:
                count = write_table(self._store, name, out, bom=self._bom)
            yield self._dump(f"{name}.csv", titles, "text/csv", count, "rows")
        (self._folder / _DOCUMENTS).mkdir()
        for graph in filter(is_document_graph, self.graphs):
            yield self._document(graph)

    def _wholes(self) -> Iterator[Dump]:
        with packed(self._folder / _QUADS) as out:
            self.graphs = write_quads(self._store, out)
        count = sum(self.graphs.values())
        titles = ("全部数据（N-Quads）", "All data as N-Quads")
        yield self._dump(_QUADS, titles, "application/n-quads", count, "quads")
        with unpacked(self._folder / _QUADS) as quads, packed(self._folder / _TRIG) as out:
            write_trig(quads, out)
        titles = ("全部数据（TriG）", "All data as TriG")
        yield self._dump(_TRIG, titles, "application/trig", count, "quads")

    def _records(self) -> Dump:
        with packed(self._folder / _RECORDS) as out:
            count = write_records(self._store, out)
        titles = ("每行一个指标及其依据链", "Indicators with their chains, one in a line")
        return self._dump(_RECORDS, titles, "application/x-ndjson", count, "records")

    def _document(self, graph: str) -> Dump:
        sha = graph.rpartition("/")[2]
        name = f"{_DOCUMENTS}/{sha}.ttl"
        with (self._folder / name).open("wb") as out:
            count = write_document(self._store, graph, out)
        return self._dump(name, (f"文件 {sha}", f"Document {sha}"), _TURTLE, count, "triples")

    def _dump(self, name: str, titles: tuple[str, str], media: str, count: int, unit: str) -> Dump:
        path = self._folder / name
        return Dump(
            name=name,
            title={"zh": titles[0], "en": titles[1]},
            media=media,
            compressed=path.suffix == ".gz",
            bytes=path.stat().st_size,
            sha256=_digest(path),
            count=count,
            unit=unit,
        )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        found = sha256()
        while block := file.read(1 << 20):
            found.update(block)
    return found.hexdigest()


def _version(store: Store) -> str | None:
    """The version of the data as the store tells it, so that one sees when a dump is of older data."""
    return next((row["version"].value for row in store.select(_VERSION)), None)


def _put_in_place(place: Path, folder: Path, told: Mapping[str, Any]) -> None:
    """Move what was written to where it belongs; documents that went go from there, too."""
    manifest = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    (place / MANIFEST).write_text(manifest, encoding="utf-8")
    (folder / _DOCUMENTS).mkdir(exist_ok=True)
    names = {file["name"] for file in told["files"]}
    for name in (*sorted(names), MANIFEST):
        (place / name).replace(folder / name)
    for file in (folder / _DOCUMENTS).glob("*.ttl"):
        if f"{_DOCUMENTS}/{file.name}" not in names:
            file.unlink()
