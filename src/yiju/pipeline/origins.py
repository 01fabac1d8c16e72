"""Where files came from: a list of sources that its user keeps, in CSV."""

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from yiju.errors import YijuError
from yiju.model import Origin

_COLUMNS: Final = ("file", "url", "publisher", "region", "issued", "licence")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_URL: Final = re.compile(r"https?://[!-~]+")
_UNSAFE: Final = re.compile(r'[<>"{}|\\^`]')


class OriginsError(YijuError):
    """A list of sources that cannot be used."""


def read_origins(path: Path) -> dict[str, Origin]:
    """File name to origin; OriginsError names the line and the column that are wrong."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            _check_header(path, reader.fieldnames or ())
            return dict(_origins(path, reader))
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise OriginsError(f"{path}: the list of sources cannot be read: {fault}") from fault


def _check_header(path: Path, header: Sequence[str]) -> None:
    unknown = [name for name in header if name not in _COLUMNS]
    if unknown or "file" not in header:
        raise OriginsError(
            f"{path}: line 1 must name the columns file, and any of {', '.join(_COLUMNS[1:])}; "
            f"it names {', '.join(header) or 'nothing'}."
        )


def _origins(path: Path, reader: "csv.DictReader[str]") -> Iterator[tuple[str, Origin]]:
    for row in reader:
        told = {key: (row.get(key) or "").strip() or None for key in _COLUMNS}
        file = told.pop("file")
        if file is None:
            raise OriginsError(f"{path}: line {reader.line_num} names no file.")
        _check_value(path, reader.line_num, "issued", told["issued"], _DATE, "a date as 2024-01-31")
        _check_value(path, reader.line_num, "url", told["url"], _URL, "an http(s) address in ASCII")
        yield file, Origin(**told)


def _check_value(
    path: Path, line: int, column: str, value: str | None, form: re.Pattern[str], wanted: str
) -> None:
    if value is not None and (not form.fullmatch(value) or _UNSAFE.search(value)):
        raise OriginsError(f"{path}: line {line}, column {column}: {value!r} is not {wanted}.")
