"""Official indicator libraries: a CSV file of an authority, read row by row, as a graph of its own.

A library lies in `graph/library`. A file that is imported again under its name takes its own place and nobody
else's. A row that cannot be used is told with its line and the reason; the others are kept.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad

from yiju.errors import Issue
from yiju.inputs.csv_file import CsvFile, InputError, Told, fault_of_text, load_input
from yiju.store import Store
from yiju.values.characters import squeeze
from yiju.vocabulary import NS, PREFIXES, Names, digest

GRAPH: Final = "library"
MAX_NAME: Final = 300
MAX_TEXT: Final = 5_000

_NAMES: Final = Names()
_REQUIRED: Final = {"level1": "一级指标", "level2": "二级指标", "name": "三级指标"}
_CODE: Final = "library-row"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialRow:
    """One indicator of a library, and the line of the file (from 1) where its row begins."""

    line: int
    level1: str
    level2: str
    name: str
    category: str | None = None
    unit: str | None = None
    description: str | None = None

    @property
    def key(self) -> str:
        """What makes it this indicator and no other; unit and explanation may be revised."""
        return "\n".join((self.category or "", self.level1, self.level2, self.name))


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialLibrary:
    """A library as read: its file, its rows, and the rows that could not be used."""

    file: str
    sha256: str
    rows: tuple[OfficialRow, ...]
    issues: tuple[Issue, ...]


def read_library(path: Path) -> OfficialLibrary:
    """Read a library from CSV in UTF-8 or GB18030; InputError where it is none."""
    file = CsvFile(path, _CODE)
    rows = file.read(partial(_header, file.name), _row, lambda row: row.key, "indicator")
    return OfficialLibrary(file=file.name, sha256=file.sha256, rows=rows, issues=tuple(file.issues))


@cache
def _columns() -> dict[str, str]:
    """The spellings of headings, and the columns that they name."""
    file = Path(__file__).with_name("indicators.toml")
    lookup: Mapping[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    return {squeeze(head): name for name, heads in lookup["columns"].items() for head in heads}


def _header(file: str, cells: Sequence[str]) -> list[str | None]:
    """The columns that the first row names."""
    header = [_columns().get(squeeze(cell)) for cell in cells]
    named = [name for name in header if name]
    if set(_REQUIRED) - set(named) or len(set(named)) < len(named):
        raise InputError(
            f"{file}: line 1 must name 一级指标, 二级指标 and 三级指标 once each, and may name "
            f"项目类别 or 行业, 计量单位, 指标解释; it names {', '.join(cells)[:200] or 'nothing'}."
        )
    return header


def _row(line: int, told: Told) -> OfficialRow | str:
    """The indicator of a row, or why it is none."""
    blank = [head for name, head in _REQUIRED.items() if name not in told]
    if blank:
        return f"has no {', '.join(blank)} (a merged cell must be filled in on every row)"
    for name, text in told.items():
        if fault := fault_of_text(text, MAX_TEXT if name == "description" else MAX_NAME):
            return fault
    return OfficialRow(line=line, **told)


def map_library(library: OfficialLibrary, names: Names = _NAMES) -> list[Quad]:
    """The quads of a library and its indicators; nothing in them is named after a running number."""
    key = digest(library.file, 16)
    scheme = NamedNode(names.thing("indicatorlibrary", key))
    graph = NamedNode(names.graph(GRAPH))
    facts: list[tuple[NamedNode, str, NamedNode | Literal]] = [
        *_typed(scheme, "IndicatorLibrary", "ConceptScheme"),
        (scheme, _RDFS_LABEL, Literal(Path(library.file).stem, language="zh")),
        (scheme, PREFIXES["dcterms"] + "identifier", Literal(library.sha256)),
        (scheme, NS + "fileName", Literal(library.file)),
    ]
    for row in library.rows:
        here = NamedNode(names.thing("officialindicator", f"{key}-{digest(row.key, 16)}"))
        facts += _typed(here, "OfficialIndicator", "Concept")
        facts.append((here, PREFIXES["skos"] + "inScheme", scheme))
        facts += ((here, *fact) for fact in _said(row))
    return [Quad(subject, NamedNode(name), value, graph) for subject, name, value in facts]


_RDFS_LABEL: Final = PREFIXES["rdfs"] + "label"


def _typed(
    thing: NamedNode, own: str, standard: str
) -> list[tuple[NamedNode, str, NamedNode | Literal]]:
    kind = PREFIXES["rdf"] + "type"
    return [
        (thing, kind, NamedNode(NS + own)),
        (thing, kind, NamedNode(PREFIXES["skos"] + standard)),
    ]


def _said(row: OfficialRow) -> Iterator[tuple[str, Literal]]:
    """What a row says."""
    yield _RDFS_LABEL, Literal(row.name, language="zh")
    yield NS + "level1Text", Literal(row.level1)
    yield NS + "level2Text", Literal(row.level2)
    line = NamedNode(PREFIXES["xsd"] + "integer")
    yield NS + "line", Literal(str(row.line), datatype=line)
    for name, text in (
        ("categoryText", row.category),
        ("unitText", row.unit),
        ("description", row.description),
    ):
        if text:
            yield NS + name, Literal(text)


def load_library(store: Store, library: OfficialLibrary, names: Names = _NAMES) -> None:
    """Put a library beside the others, in the place of what its file held before."""
    load_input(store, names.graph(GRAPH), map_library(library, names), library.file)
