"""Catalogues of known policies: a CSV file that a user has, read row by row, as a graph of its own.

A catalogue is input, as a library of indicators is. It lies in `graph/catalogue`; the resolution of
citations uses it, and a policy that it lists says so. A file that is imported again under its name
takes its own place. A row that cannot be used is told with its line and the reason.
"""

import csv
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad

from yiju.errors import Issue, Level, YijuError
from yiju.library import read_csv
from yiju.store import Store
from yiju.validation import check_graph
from yiju.values.characters import join_wrapped, squeeze
from yiju.values.document_number import parse_document_number
from yiju.vocabulary import NS, PREFIXES, Names, digest

GRAPH: Final = "catalogue"
MAX_ROWS: Final = 100_000
MAX_TEXT: Final = 500

_NAMES: Final = Names()
_CODE: Final = "catalogue-row"
_DAY: Final = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?")
_MARKS: Final = re.compile("^《(.+)》$")


class CatalogueError(YijuError):
    """A file that is no catalogue of policies: it cannot be read, or its columns are not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One policy of a catalogue, and the line of the file (from 1) where its row begins."""

    line: int
    title: str
    number: str | None = None
    issuer: str | None = None
    issued: date | None = None
    status: str | None = None

    @property
    def key(self) -> str:
        """What makes it this policy and no other."""
        return f"{self.title}\n{self.number or ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """A catalogue as read: its file, its rows, and the rows that could not be used."""

    file: str
    sha256: str
    rows: tuple[Row, ...]
    issues: tuple[Issue, ...]


def read_catalogue(path: Path) -> Catalogue:
    """Read a catalogue from CSV in UTF-8 or GB18030; CatalogueError where it is none."""
    text = read_csv(path)
    name = path.name.encode("utf-8", "backslashreplace").decode()
    reader = _Reader(name, text)
    rows = tuple(reader.rows())
    return Catalogue(
        file=name,
        sha256=sha256(path.read_bytes()).hexdigest(),
        rows=rows,
        issues=tuple(reader.issues),
    )


@cache
def _lookup() -> Mapping[str, Any]:
    file = Path(__file__).with_name("catalogue.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def _named(group: str) -> dict[str, str]:
    """The spellings of a group, and what they mean."""
    return {squeeze(word): name for name, words in _lookup()[group].items() for word in words}


class _Reader:
    """Reads the rows of a file, and keeps an issue for each that cannot be used."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.issues: list[Issue] = []
        self._csv = csv.reader(StringIO(text, newline=""))
        self._seen: dict[str, int] = {}
        self._header = self._read_header()

    def _read_header(self) -> list[str | None]:
        _, cells = next(self._lines(), (1, []))
        header = [_named("columns").get(squeeze(cell).lower()) for cell in cells]
        named = [name for name in header if name]
        if "title" not in named or len(set(named)) < len(named):
            raise CatalogueError(
                f"{self.file}: line 1 must name 标题 once, and may name 文号, 发文机关, 日期, 状态; "
                f"it names {', '.join(cells)[:200] or 'nothing'}."
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

    def rows(self) -> Iterator[Row]:
        """The rows that can be used; CatalogueError where there are too many."""
        for count, (line, cells) in enumerate(self._lines(), 1):
            if count > MAX_ROWS:
                raise CatalogueError(
                    f"{self.file}: a catalogue may have {MAX_ROWS} rows, this file has more; split it."
                )
            if any(cell.strip() for cell in cells) and (row := self._row(line, cells)):
                yield row

    def _row(self, line: int, cells: Sequence[str]) -> Row | None:
        told = {
            name: join_wrapped(cell)
            for name, cell in zip(self._header, cells, strict=False)
            if name and cell.strip()
        }
        fault = _fault(told) or _surplus(cells, len(self._header))
        row = None if fault else _row_of(line, told)
        first = self._seen.setdefault(row.key, line) if row else line
        fault = fault or (f"names the same policy as line {first}" if first != line else None)
        if fault:
            self._refuse(line, ",".join(cells), fault)
            return None
        return row

    def _refuse(self, line: int, raw: str, reason: str) -> None:
        message = f"The row {reason}; it is left out."
        self.issues.append(Issue(_CODE, Level.WARNING, self.file, line, raw[:200], message))


def _fault(told: Mapping[str, str]) -> str | None:
    """Why a row cannot be used, or None."""
    if "title" not in told:
        return "has no 标题"
    for text in told.values():
        if len(text) > MAX_TEXT:
            return f"has a cell of {len(text)} characters where {MAX_TEXT} are allowed"
        if any(unicodedata.category(character) in {"Cc", "Cs"} for character in text):
            return "holds control characters"
    if "number" in told and parse_document_number(told["number"]) is None:
        return f"has a 文号 that is none: {told['number']}"
    if "issued" in told and _day(told["issued"]) is None:
        return f"has a 日期 that is none: {told['issued']}"
    if "status" in told and squeeze(told["status"]) not in _named("statuses"):
        return f"has a 状态 that is not known: {told['status']} (有效, 废止 or 失效)"
    return None


def _surplus(cells: Sequence[str], columns: int) -> str | None:
    surplus = any(cell.strip() for cell in cells[columns:])
    return f"has {len(cells)} cells under {columns} headings" if surplus else None


def _row_of(line: int, told: Mapping[str, str]) -> Row:
    number = parse_document_number(told["number"]) if "number" in told else None
    return Row(
        line=line,
        title=_MARKS.sub(r"\1", told["title"]),
        number=str(number) if number else None,
        issuer=told.get("issuer"),
        issued=_day(told["issued"]) if "issued" in told else None,
        status=_named("statuses")[squeeze(told["status"])] if "status" in told else None,
    )


def _day(text: str) -> date | None:
    """A day as catalogues print it.

    >>> _day("2019年3月05日"), _day("2019-02-30")
    (datetime.date(2019, 3, 5), None)
    """
    match = _DAY.fullmatch(squeeze(text))
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def map_catalogue(catalogue: Catalogue, names: Names = _NAMES) -> list[Quad]:
    """The quads of a catalogue and its entries; nothing in them is named after a running number."""
    key = digest(catalogue.file, 16)
    whole = NamedNode(names.thing("policycatalogue", key))
    graph = NamedNode(names.graph(GRAPH))
    kind = PREFIXES["rdf"] + "type"
    facts: list[tuple[NamedNode, str, NamedNode | Literal]] = [
        (whole, kind, NamedNode(NS + "PolicyCatalogue")),
        (whole, _LABEL, Literal(Path(catalogue.file).stem, language="zh")),
        (whole, PREFIXES["dcterms"] + "identifier", Literal(catalogue.sha256)),
        (whole, NS + "fileName", Literal(catalogue.file)),
    ]
    for row in catalogue.rows:
        here = NamedNode(names.thing("catalogueentry", f"{key}-{digest(row.key, 16)}"))
        facts.append((here, kind, NamedNode(NS + "CatalogueEntry")))
        facts.append((here, NS + "entryOf", whole))
        facts += ((here, *fact) for fact in _said(row))
    return [Quad(subject, NamedNode(name), value, graph) for subject, name, value in facts]


_LABEL: Final = PREFIXES["rdfs"] + "label"


def _said(row: Row) -> Iterator[tuple[str, NamedNode | Literal]]:
    """What a row says."""
    yield _LABEL, Literal(row.title, language="zh")
    yield PREFIXES["dcterms"] + "title", Literal(row.title)
    line = NamedNode(PREFIXES["xsd"] + "integer")
    yield NS + "line", Literal(str(row.line), datatype=line)
    if row.number:
        yield NS + "documentNumber", Literal(row.number)
    if row.issuer:
        yield NS + "issuerName", Literal(row.issuer)
    if row.issued:
        day = NamedNode(PREFIXES["xsd"] + "date")
        yield PREFIXES["dcterms"] + "issued", Literal(row.issued.isoformat(), datatype=day)
    if row.status:
        yield NS + "policyStatus", NamedNode(NS + row.status)


def load_catalogue(store: Store, catalogue: Catalogue, names: Names = _NAMES) -> None:
    """Put a catalogue beside the others, in the place of what its file held before."""
    quads = map_catalogue(catalogue, names)
    report = check_graph(quads)
    if not report.conforms:
        raise CatalogueError(f"{catalogue.file}: its graph breaks the gate: {report.text()}")
    graph, whole = names.graph(GRAPH), quads[0].subject
    held = list(store.quads(graph))
    gone = {quad.subject for quad in held if quad.object == whole} | {whole}
    store.replace_graphs({graph: [*(quad for quad in held if quad.subject not in gone), *quads]})
