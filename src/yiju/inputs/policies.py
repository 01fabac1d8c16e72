"""Catalogues of known policies: a CSV file that a user has, read row by row, as a graph of its own.

A catalogue lies in `graph/catalogue`; the resolution of
citations uses it, and a policy that it lists says so. A file that is imported again under its name
takes its own place. A row that cannot be used is told with its line and the reason.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad

from yiju.errors import Issue
from yiju.inputs.csv_file import CsvFile, InputError, Told, fault_of_text, load_input
from yiju.store import Store
from yiju.values.characters import squeeze
from yiju.values.document_number import parse_document_number
from yiju.vocabulary import NS, PREFIXES, Names, digest

GRAPH: Final = "catalogue"
MAX_TEXT: Final = 500

_NAMES: Final = Names()
_CODE: Final = "catalogue-row"
_DAY: Final = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?")
_MARKS: Final = re.compile("^《(.+)》$")


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
    """Read a catalogue from CSV in UTF-8 or GB18030; InputError where it is none."""
    file = CsvFile(path, _CODE)
    rows = file.read(partial(_header, file.name), _row, lambda row: row.key, "policy")
    return Catalogue(file=file.name, sha256=file.sha256, rows=rows, issues=tuple(file.issues))


@cache
def _lookup() -> Mapping[str, Any]:
    file = Path(__file__).with_name("policies.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def _named(group: str) -> dict[str, str]:
    """The spellings of a group, and what they mean."""
    return {squeeze(word): name for name, words in _lookup()[group].items() for word in words}


def _header(file: str, cells: Sequence[str]) -> list[str | None]:
    """The columns that the first row names."""
    header = [_named("columns").get(squeeze(cell).lower()) for cell in cells]
    named = [name for name in header if name]
    if "title" not in named or len(set(named)) < len(named):
        raise InputError(
            f"{file}: line 1 must name 标题 once, and may name 文号, 发文机关, 日期, 状态; "
            f"it names {', '.join(cells)[:200] or 'nothing'}."
        )
    return header


def _row(line: int, told: Told) -> Row | str:
    """The policy of a row, or why it is none."""
    return _fault(told) or _row_of(line, told)


def _fault(told: Told) -> str | None:
    """Why a row cannot be used, or None."""
    if "title" not in told:
        return "has no 标题"
    for text in told.values():
        if fault := fault_of_text(text, MAX_TEXT):
            return fault
    if "number" in told and parse_document_number(told["number"]) is None:
        return f"has a 文号 that is none: {told['number']}"
    if "issued" in told and _day(told["issued"]) is None:
        return f"has a 日期 that is none: {told['issued']}"
    if "status" in told and squeeze(told["status"]) not in _named("statuses"):
        return f"has a 状态 that is not known: {told['status']} (有效, 废止 or 失效)"
    return None


def _row_of(line: int, told: Told) -> Row:
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
    load_input(store, names.graph(GRAPH), map_catalogue(catalogue, names), catalogue.file)
