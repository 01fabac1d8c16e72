"""The index, open to be asked: ranked search, names as one types, and what may be meant.

Where the name is the words that were asked for, or begins with them, or holds them, it comes before
where they stand elsewhere; among names that fit as well, that on which more rests. What else fits
is ranked by bm25 with weights by field.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import quote

from yiju.errors import StoreError
from yiju.store.search.asking import Asked, Found, Hit, Match, Suggestion
from yiju.store.search.entries import CODE, KINDS, NAME, SPELLING, WEIGHTS, WITH_ENTITIES
from yiju.store.search.file import FILE, create_tables, fingerprint
from yiju.store.search.folding import Folded, fold_words

_FITS: Final = ("exact", "prefix", "name", "text")
_MOST_MATCHES: Final = 3
_SHOWN: Final = 60
"""Characters that are shown on each side of what was found."""

_RANKS: Final = {
    "threes": f"bm25(threes, {', '.join(map(str, WEIGHTS.values()))})",
    "twos": "bm25(twos, 10.0, 1.0)",
}
_TIER: Final = """CASE
  WHEN entry.id IN (SELECT entry FROM spelling WHERE key = :key) THEN 0
  WHEN substr(entry.name, 1, :length) = :key THEN 1
  WHEN instr(entry.name, :key) THEN 2 ELSE 3 END"""
_PLACES: Final = " ".join(f"WHEN '{kind}' THEN {at}" for at, kind in enumerate(WITH_ENTITIES))
_ORDER: Final = f"CASE entry.kind {_PLACES} END"
_BEST: Final = f"""tier, CASE WHEN tier < 3 THEN -entry.weight END, rank, {_ORDER}, entry.year DESC,
  entry.name, entry.iri"""
_SEARCH: Final = """WITH found AS MATERIALIZED (
  SELECT entry.id, entry.iri, entry.kind, entry.name, entry.weight, entry.year, {tier} AS tier, {rank} AS rank
  FROM {table} JOIN entry ON entry.id = {table}.rowid WHERE {where}),
page AS MATERIALIZED (
  SELECT entry.id, tier, rank, count(*) OVER () AS total FROM found AS entry
  ORDER BY {order} LIMIT :limit OFFSET :offset)
SELECT entry.*, tier, total FROM page JOIN entry USING (id) ORDER BY {order}"""
_NAMED: Final = """SELECT entry.*, 0 AS tier FROM spelling JOIN entry ON entry.id = spelling.entry
WHERE spelling.key = :key"""
_SUGGEST: Final = """SELECT entry.kind, min(entry.label) AS label, count(*) AS things,
  min(entry.iri) AS iri, min({tier}) AS tier, max(entry.weight) AS weight
FROM {table} JOIN entry ON entry.id = {table}.rowid WHERE {where} GROUP BY entry.kind, entry.name
ORDER BY tier, weight DESC, {order}, things DESC, length(entry.name), entry.name LIMIT :limit"""


class NoIndexError(StoreError):
    """An index that is not there, or not whole, or of other code."""


def open_index(folder: Path) -> "SearchIndex":
    """Open the index in a folder, to read; NoIndexError where there is none that fits."""
    file = folder / FILE
    missing = NoIndexError(
        f"The search index of {folder} is missing or of another version; make it with `yiju index`."
    )
    if not file.is_file():
        raise missing
    try:
        rows = _connect(file)
    except sqlite3.Error as fault:
        raise missing from fault
    if not _fits(rows):
        rows.close()
        raise missing
    return SearchIndex(rows)


def empty_index() -> "SearchIndex":
    """The index of a store that holds nothing."""
    rows = sqlite3.connect(":memory:", isolation_level=None)
    rows.row_factory = sqlite3.Row
    create_tables(rows)
    return SearchIndex(rows)


def _connect(file: Path) -> sqlite3.Connection:
    """Read only; where the folder may not be written at all, as a file that does not change."""
    address = f"file:{quote(str(file.absolute()))}?mode=ro"
    try:
        return _connect_to(address)
    except sqlite3.OperationalError:
        return _connect_to(f"{address}&immutable=1")


def _connect_to(address: str) -> sqlite3.Connection:
    rows = sqlite3.connect(address, uri=True, isolation_level=None)
    rows.row_factory = sqlite3.Row
    try:
        rows.execute("SELECT 1 FROM state").fetchone()
    except sqlite3.Error:
        rows.close()
        raise
    return rows


def _fits(rows: sqlite3.Connection) -> bool:
    same = rows.execute("PRAGMA user_version").fetchone()[0] == fingerprint()
    return bool(same and rows.execute("SELECT 1 FROM state").fetchone())


class SearchIndex:
    """An index that is open to be asked. Made by `open_index`."""

    def __init__(self, rows: sqlite3.Connection) -> None:
        self._rows = rows

    @property
    def is_behind(self) -> bool:
        """Whether the store was, or is being, written since the index was brought up to date."""
        return self._rows.execute("SELECT 1 FROM mark LIMIT 1").fetchone() is not None

    def search(
        self,
        asked: Asked,
        *,
        kinds: Sequence[str] = (),
        year: int | None = None,
        department: str | None = None,
        named: bool = False,
        limit: int = 20,
        offset: int = 0,
    ) -> Found:
        """The things in which all the words stand, or in whose names they do, the best first."""
        if not asked.words:
            return Found((), 0, self.is_behind)
        where, values = _conditions(kinds or KINDS, year, department)
        table, matching, bound = _matching(asked, named=named)
        text = _SEARCH.format(
            tier=_TIER,
            rank=_RANKS[table],
            table=table,
            where=f"{matching} AND {where}",
            order=_BEST,
        )
        paged = {"limit": limit, "offset": offset, "key": asked.key, "length": len(asked.key)}
        with _telling():
            rows = self._rows.execute(text, bound | values | paged).fetchall()
            total = (
                rows[0]["total"]
                if rows
                else self._count(table, matching, where, bound | values, offset)
            )
        return Found([_hit(row, asked.words) for row in rows], total, self.is_behind)

    def suggest(
        self, asked: Asked, *, kinds: Sequence[str] = (), limit: int = 10
    ) -> list[Suggestion]:
        """The names in which all the words stand, those first that begin so; each name once."""
        if not asked.words:
            return []
        where, values = _conditions(kinds or KINDS, None, None)
        table, matching, bound = _matching(asked, named=True)
        text = _SUGGEST.format(
            tier=_TIER, table=table, where=f"{matching} AND {where}", order=_ORDER
        )
        paged = {"limit": limit, "key": asked.key, "length": len(asked.key)}
        with _telling():
            rows = self._rows.execute(text, bound | values | paged).fetchall()
        return [_suggestion(row, asked.words) for row in rows]

    def candidates(self, asked: Asked, *, kinds: Sequence[str], limit: int = 50) -> list[Hit]:
        """The things whose names share most with what was asked for, though it may be spelt otherwise."""
        if not asked.key:
            return []
        where, values = _conditions(kinds, None, None)
        table, expression = asked.likely()
        text = _SEARCH.format(
            tier=_TIER,
            rank=_RANKS[table],
            table=table,
            where=f"{table} MATCH :match AND {where}",
            order=_BEST,
        )
        given = {
            "match": expression,
            "key": asked.key,
            "length": len(asked.key),
            "limit": limit,
            "offset": 0,
        }
        with _telling():
            rows = self._rows.execute(text, values | given).fetchall()
        return [_hit(row, asked.words) for row in rows]

    def named(self, text: str, *, kinds: Sequence[str]) -> list[Hit]:
        """The things one of whose names, codes or spellings is exactly this."""
        key = fold_words(text)
        where, values = _conditions(kinds, None, None)
        found = f"{_NAMED} AND {where}"
        with _telling():
            rows = self._rows.execute(found, values | {"key": key}).fetchall()
        return [_hit(row, (key,)) for row in rows]

    def things(self, iris: Sequence[str]) -> dict[str, Hit]:
        """The things with these IRIs that are known."""
        marks = ", ".join("?" * len(iris))
        found = f"SELECT entry.*, 0 AS tier FROM entry WHERE iri IN ({marks})"  # noqa: S608  # marks only
        with _telling():
            rows = self._rows.execute(found, list(iris)).fetchall()
        return {row["iri"]: _hit(row, ()) for row in rows}

    def close(self) -> None:
        """Let the file go."""
        self._rows.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _count(
        self, table: str, matching: str, where: str, values: dict[str, Any], offset: int
    ) -> int:
        """How many there are, where a page lies behind them all."""
        if not offset:
            return 0
        text = f"SELECT count(*) FROM {table} JOIN entry ON entry.id = {table}.rowid WHERE {matching} AND {where}"  # noqa: S608  # names of ours
        return int(self._rows.execute(text, values).fetchone()[0])


def _matching(asked: Asked, *, named: bool) -> tuple[str, str, dict[str, str]]:
    """The table of words that ranks, the condition on it and on the other one, and their values."""
    threes, twos = asked.threes(named=named), asked.twos(named=named)
    if not threes:
        return "twos", "twos MATCH :twos", {"twos": twos}
    if not twos:
        return "threes", "threes MATCH :threes", {"threes": threes}
    both = "threes MATCH :threes AND entry.id IN (SELECT rowid FROM twos WHERE twos MATCH :twos)"
    return "threes", both, {"threes": threes, "twos": twos}


def _conditions(
    kinds: Sequence[str], year: int | None, department: str | None
) -> tuple[str, dict[str, Any]]:
    parts = [f"entry.kind IN ({', '.join(f':kind{at}' for at in range(len(kinds)))})"]
    values: dict[str, Any] = {f"kind{at}": kind for at, kind in enumerate(kinds)}
    if year is not None:
        parts.append("entry.year = :year")
        values["year"] = year
    if department:
        parts.append("instr(entry.departments, :department)")
        values["department"] = fold_words(department)
    return " AND ".join(parts), values


def _hit(row: sqlite3.Row, words: Sequence[str]) -> Hit:
    held: dict[str, list[str]] = json.loads(row["words"])
    return Hit(
        iri=row["iri"],
        kind=row["kind"],
        label=row["label"],
        codes=tuple(held.get(CODE, ())),
        context=row["context"],
        document=row["document"],
        file=row["file"],
        year=row["year"],
        department=row["department"],
        line=row["line"],
        weight=row["weight"],
        fit=_FITS[row["tier"]],
        matches=tuple(_matches(row["label"], held, words)),
        spellings=tuple(held.get(SPELLING, ())),
    )


def _matches(label: str, held: dict[str, list[str]], words: Sequence[str]) -> Iterator[Match]:
    """The words in which something was found, a field each, those first that count most."""
    count = 0
    for name in WEIGHTS:
        for text in [label] if name == NAME else held.get(name, ()):
            spans = Folded.of(text).spans(words)
            if spans and count < _MOST_MATCHES:
                count += 1
                yield _shown(name, text, spans)
                break


def _shown(name: str, text: str, spans: list[tuple[int, int]]) -> Match:
    """What is shown of a text: a long one from a little before the first words to a little behind."""
    start, end = max(spans[0][0] - _SHOWN, 0), min(spans[0][1] + _SHOWN, len(text))
    kept = ((low - start, high - start) for low, high in spans if high <= end)
    before, behind = "…" if start else "", "…" if end < len(text) else ""
    moved = tuple((low + len(before), high + len(before)) for low, high in kept)
    return Match(name, f"{before}{text[start:end]}{behind}", moved)


def _suggestion(row: sqlite3.Row, words: Sequence[str]) -> Suggestion:
    spans = tuple(Folded.of(row["label"]).spans(words))
    return Suggestion(row["kind"], row["label"], row["things"], row["iri"], spans)


@contextmanager
def _telling() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as fault:
        raise NoIndexError(
            f"The search index cannot be read ({fault}); make it anew with `yiju index`."
        ) from fault
