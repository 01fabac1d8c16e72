"""CSV files that people bring: read once, row by row; each row that cannot be used is told.

What a file is about, and which of its rows can be used, is the caller's to say.
"""

import csv
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Final, TypeVar

from pyoxigraph import NamedNode, Quad

from yiju.errors import Issue, Level, YijuError
from yiju.store import Store
from yiju.validation import check_graph
from yiju.values.characters import join_wrapped

MAX_BYTES: Final = 16 << 20
MAX_ROWS: Final = 100_000

_SHOWN: Final = 200

Told = Mapping[str, str]
"""The cells of a row by the column that their heading names."""

R = TypeVar("R")


class InputError(YijuError):
    """A file that cannot be taken in: it cannot be read, or its columns are not there."""


@dataclass(slots=True)
class CsvFile:
    """A CSV file in UTF-8 or GB18030; `code` names the issues of its rows.

    InputError where it cannot be read, is too large, or is no text.
    """

    path: Path
    code: str
    issues: list[Issue] = field(default_factory=list)
    name: str = field(init=False)
    sha256: str = field(init=False)
    _text: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.name = self.path.name.encode("utf-8", "backslashreplace").decode()
        data = _bytes_of(self.path)
        self.sha256 = sha256(data).hexdigest()
        self._text = _decode(self.name, data)

    def read(
        self,
        columns_of: Callable[[Sequence[str]], list[str | None]],
        row_of: Callable[[int, Told], R | str],
        key_of: Callable[[R], str],
        same: str,
    ) -> tuple[R, ...]:
        """The rows that can be used, each key once; `row_of` gives a row, or why it is none.

        `same` says what two rows of one key name. InputError where there are too many rows, or
        where `columns_of` finds no columns in the first.
        """
        lines = self._lines()
        columns = columns_of(next(lines, (1, []))[1])
        seen: dict[str, int] = {}
        rows: list[R] = []
        for count, (line, cells) in enumerate(lines, 1):
            if count > MAX_ROWS:
                raise InputError(
                    f"{self.name}: a file may have {MAX_ROWS} rows, this one has more; split it."
                )
            if not any(cell.strip() for cell in cells):
                continue
            row = _surplus(cells, len(columns)) or row_of(line, _told(columns, cells))
            first = line if isinstance(row, str) else seen.setdefault(key_of(row), line)
            if isinstance(row, str):
                self._refuse(line, cells, row)
            elif first != line:
                self._refuse(line, cells, f"names the same {same} as line {first}")
            else:
                rows.append(row)
        return tuple(rows)

    def _lines(self) -> Iterator[tuple[int, list[str]]]:
        """Each row with the line where it begins; one that is no CSV is an issue."""
        reader = csv.reader(StringIO(self._text, newline=""))
        while True:
            line = reader.line_num + 1
            try:
                yield line, next(reader)
            except StopIteration:
                return
            except csv.Error as fault:
                self._refuse(line, (), f"is no row of CSV ({fault})")

    def _refuse(self, line: int, cells: Sequence[str], reason: str) -> None:
        raw, message = ",".join(cells)[:_SHOWN], f"The row {reason}; it is left out."
        self.issues.append(Issue(self.code, Level.WARNING, self.name, line, raw, message))


def fault_of_text(text: str, limit: int) -> str | None:
    """Why the text of a cell cannot be used, or None.

    >>> fault_of_text("出勤率", 300), fault_of_text("出勤率", 2)
    (None, 'has a cell of 3 characters where 2 are allowed')
    """
    if len(text) > limit:
        return f"has a cell of {len(text)} characters where {limit} are allowed"
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in text):
        return "holds control characters"
    return None


def load_input(store: Store, graph: str, quads: Sequence[Quad], file: str) -> None:
    """Put what a file says into a graph of input, in the place of what the file held there before.

    The first quad is about the file as a whole. InputError where the quads break the gate.
    """
    report = check_graph(quads)
    if not report.conforms:
        raise InputError(f"{file}: its graph breaks the gate: {report.text()}")
    whole, held = quads[0].subject, list(store.quads(graph))
    assert isinstance(whole, NamedNode)
    gone = {quad.subject for quad in held if quad.object == whole} | {whole}
    store.replace_graphs({graph: [*(quad for quad in held if quad.subject not in gone), *quads]})


def _told(columns: Sequence[str | None], cells: Sequence[str]) -> Told:
    return {
        name: join_wrapped(cell)
        for name, cell in zip(columns, cells, strict=False)
        if name and cell.strip()
    }


def _surplus(cells: Sequence[str], columns: int) -> str | None:
    surplus = any(cell.strip() for cell in cells[columns:])
    return f"has {len(cells)} cells under {columns} headings" if surplus else None


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as fault:
        raise InputError(f"{path}: cannot be read ({fault.strerror}).") from fault
    if len(data) > MAX_BYTES:
        raise InputError(
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
    raise InputError(f"{file}: is neither UTF-8 nor GB18030 text; save it as CSV in UTF-8.")
