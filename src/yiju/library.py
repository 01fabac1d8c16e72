"""Official indicator libraries: a CSV file of an authority, read row by row, as a graph of its own.

A library is input. It lies in `graph/library`, touches nothing that a document says, and stays when
documents are read again. A file that is imported again under its name takes its own place and nobody
else's. A row that cannot be used is told with its line and the reason; the others are kept.
"""

import csv
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad

from yiju.errors import Issue, Level, YijuError
from yiju.store import Store
from yiju.validation import check_graph
from yiju.values.characters import join_wrapped, squeeze
from yiju.vocabulary import NS, PREFIXES, Names, digest

GRAPH: Final = "library"
MAX_BYTES: Final = 16 << 20
MAX_ROWS: Final = 100_000
MAX_NAME: Final = 300
MAX_TEXT: Final = 5_000

_NAMES: Final = Names()
_REQUIRED: Final = ("level1", "level2", "name")
_CODE: Final = "library-row"


class LibraryError(YijuError):
    """A file that is no indicator library: it cannot be read, or its columns are not there."""


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
    """Read a library from CSV in UTF-8 or GB18030; LibraryError where it is none."""
    data = _bytes_of(path)
    name = path.name.encode("utf-8", "backslashreplace").decode()
    reader = _Reader(name, _decode(name, data))
    rows = tuple(reader.rows())
    return OfficialLibrary(
        file=name,
        sha256=sha256(data).hexdigest(),
        rows=rows,
        issues=tuple(reader.issues),
    )


def read_csv(path: Path) -> str:
    """The text of a CSV file in UTF-8 or GB18030; LibraryError where it is none, or too large."""
    return _decode(path.name.encode("utf-8", "backslashreplace").decode(), _bytes_of(path))


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as fault:
        raise LibraryError(f"{path}: cannot be read ({fault.strerror}).") from fault
    if len(data) > MAX_BYTES:
        raise LibraryError(
            f"{path}: a file may have {MAX_BYTES >> 20} MB, this one has more; split it."
        )
    return data


def _decode(file: str, data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise LibraryError(f"{file}: is neither UTF-8 nor GB18030 text; save it as CSV in UTF-8.")


@cache
def _columns() -> dict[str, str]:
    """The spellings of headings, and the columns that they name."""
    file = Path(__file__).with_name("library.toml")
    lookup: Mapping[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    return {squeeze(head): name for name, heads in lookup["columns"].items() for head in heads}


class _Reader:
    """Reads the rows of a file, and keeps an issue for each that cannot be used."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.issues: list[Issue] = []
        self._csv = csv.reader(StringIO(text, newline=""))
        self._header = self._read_header()
        self._seen: dict[str, int] = {}

    def _read_header(self) -> list[str | None]:
        _, cells = next(self._lines(), (1, []))
        header = [_columns().get(squeeze(cell)) for cell in cells]
        named = [name for name in header if name]
        missing = [name for name in _REQUIRED if name not in named]
        double = sorted({name for name in named if named.count(name) > 1})
        if missing or double:
            raise LibraryError(
                f"{self.file}: line 1 must name 一级指标, 二级指标 and 三级指标 once each, and may name "
                f"项目类别 or 行业, 计量单位, 指标解释; it names {', '.join(cells)[:200] or 'nothing'}."
            )
        return header

    def _lines(self) -> Iterator[tuple[int, list[str]]]:
        """Each row with the line where it begins; one that is no CSV is an issue."""
        while True:
            line = self._csv.line_num + 1
            try:
                yield line, next(self._csv)
            except StopIteration:
                return
            except csv.Error as fault:
                self._refuse(line, "", f"is no row of CSV ({fault})")

    def rows(self) -> Iterator[OfficialRow]:
        """The rows that can be used; LibraryError where there are too many."""
        for count, (line, cells) in enumerate(self._lines(), 1):
            if count > MAX_ROWS:
                raise LibraryError(
                    f"{self.file}: a library may have {MAX_ROWS} rows, this file has more; split it."
                )
            if any(cell.strip() for cell in cells) and (row := self._row(line, cells)):
                yield row

    def _row(self, line: int, cells: Sequence[str]) -> OfficialRow | None:
        raw = ",".join(cells)[:200]
        told = {
            name: join_wrapped(cell)
            for name, cell in zip(self._header, cells, strict=False)
            if name and cell.strip()
        }
        if fault := _fault(told, cells, len(self._header)):
            self._refuse(line, raw, fault)
            return None
        row = OfficialRow(line=line, **told)
        first = self._seen.setdefault(row.key, line)
        if first != line:
            self._refuse(line, raw, f"names the same indicator as line {first}")
            return None
        return row

    def _refuse(self, line: int, raw: str, reason: str) -> None:
        message = f"The row {reason}; it is left out."
        self.issues.append(Issue(_CODE, Level.WARNING, self.file, line, raw, message))


def _fault(told: Mapping[str, str], cells: Sequence[str], columns: int) -> str | None:
    """Why a row cannot be used, or None."""
    heads = {"level1": "一级指标", "level2": "二级指标", "name": "三级指标"}
    blank = [head for name, head in heads.items() if name not in told]
    if blank:
        return f"has no {', '.join(blank)} (a merged cell must be filled in on every row)"
    if any(cell.strip() for cell in cells[columns:]):
        return f"has {len(cells)} cells under {columns} headings"
    for name, text in told.items():
        limit = MAX_TEXT if name == "description" else MAX_NAME
        if len(text) > limit:
            return f"has a cell of {len(text)} characters where {limit} are allowed"
        if any(unicodedata.category(character) in {"Cc", "Cs"} for character in text):
            return "holds control characters"
    return None


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
    quads = map_library(library, names)
    report = check_graph(quads)
    if not report.conforms:
        raise LibraryError(f"{library.file}: its graph breaks the gate: {report.text()}")
    graph, scheme = names.graph(GRAPH), quads[0].subject
    held = list(store.quads(graph))
    gone = {quad.subject for quad in held if quad.object == scheme} | {scheme}
    store.replace_graphs({graph: [*(quad for quad in held if quad.subject not in gone), *quads]})
