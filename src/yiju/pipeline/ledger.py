"""The ledger of conclusions: what each document brought to the derived graphs, and who has what in common.

It is one SQLite file in the folder of a store. With it a document that comes, changes or goes costs
what it costs itself. Whatever is in it follows from the store: it can be deleted at any time, and is
made anew where it does not fit. A graph is announced before it is written, so that a process that is
killed leaves no graph unnoticed; conclusions are drawn in one transaction.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from zlib import compress, decompress

import yiju
from yiju import resources
from yiju.errors import StoreError

FILE: Final = "conclusions.sqlite"

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS announced (graph TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS fact (
  who TEXT, kind TEXT, data BLOB NOT NULL, PRIMARY KEY (who, kind)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS known ON fact (kind, who);
CREATE TABLE IF NOT EXISTS bears (
  kind TEXT, key TEXT, who TEXT, PRIMARY KEY (kind, key, who)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS borne ON bears (kind, who);
CREATE TABLE IF NOT EXISTS tells (
  kind TEXT, key TEXT, value TEXT, who TEXT, citation TEXT NOT NULL, weight INTEGER NOT NULL,
  PRIMARY KEY (kind, key, value, who)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS told ON tells (kind, who);
CREATE TABLE IF NOT EXISTS amount (
  kind TEXT, key TEXT, value TEXT, count INTEGER NOT NULL, PRIMARY KEY (kind, key, value))
  WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS share (
  graph TEXT, unit TEXT, triples BLOB NOT NULL, PRIMARY KEY (graph, unit)) WITHOUT ROWID;
"""
_MAKERS: Final = (
    "model",
    "values",
    "resolve",
    "mapping",
    "validation",
    "pipeline",
    "vocabulary.py",
)
"""The parts of the house on which it depends what is concluded."""

_TABLES: Final = ("state", "announced", "fact", "bears", "tells", "amount", "share")
_ADD: Final = """INSERT INTO amount VALUES (?, ?, ?, ?)
ON CONFLICT DO UPDATE SET count = count + excluded.count"""
_FIRST: Final = """SELECT value, citation FROM tells
WHERE kind = ? AND key = ? ORDER BY value, who LIMIT 1"""
_NEXT: Final = """SELECT value, citation FROM tells
WHERE kind = ? AND key = ? AND value > ? ORDER BY value, who LIMIT 1"""

Told = Mapping[tuple[str, str], tuple[str, int]]
"""By key and value: the citation that tells it first, and with what weight."""


class Ledger:
    """The tables of a ledger, which know nothing of what stands in them.

    Someone (`who`) bears keys, or tells values of keys by citations; values of keys are said so many
    times over all; a unit has a share of a graph.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._rows = _open(file) if file else _connect(None)

    def close(self) -> None:
        """Let the file go."""
        self._rows.close()

    @contextmanager
    def concluding(self) -> Iterator[None]:
        """Conclusions are being drawn: all of them are put down, or it is known that they were not."""
        self.put_state("concluding", "yes")
        with self.writing():
            yield
            self._rows.execute("DELETE FROM announced")
            self.put_state("concluding", "no")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """What is put down meanwhile is put down together or not at all."""
        with self._telling(), self._rows:
            self._rows.execute("BEGIN")
            yield

    def clear(self) -> None:
        """Forget everything."""
        with self._telling():
            for table in _TABLES:
                self._rows.execute(f"DROP TABLE IF EXISTS {table}")
            self._rows.executescript(_SCHEMA)

    def announce(self, graphs: Iterable[str]) -> None:
        """Put down that these graphs are about to be written."""
        with self._telling():
            rows = [(graph,) for graph in graphs]
            self._rows.executemany("INSERT OR IGNORE INTO announced VALUES (?)", rows)

    def announced(self) -> set[str]:
        """The graphs that were, or were to be, written since conclusions were drawn."""
        return {graph for (graph,) in self._rows.execute("SELECT graph FROM announced")}

    def state(self, name: str) -> str:
        """A word about the ledger itself; empty where none was put down."""
        found = self._rows.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    def put_state(self, name: str, value: str) -> None:
        """Put down a word about the ledger itself."""
        with self._telling():
            self._rows.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, value))

    def fact(self, who: str, kind: str) -> Any:  # what was put there: JSON
        """What was put down of someone, or None."""
        found = self._rows.execute(
            "SELECT data FROM fact WHERE who = ? AND kind = ?", (who, kind)
        ).fetchone()
        return json.loads(decompress(found[0])) if found else None

    def put_fact(self, who: str, kind: str, data: object) -> bool:
        """Put something down of someone, or nothing any more; True where that is new."""
        if data is None:
            told = self._rows.execute("DELETE FROM fact WHERE who = ? AND kind = ?", (who, kind))
            return told.rowcount > 0
        packed = compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), 1)
        told = self._rows.execute(
            "INSERT INTO fact VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET data = excluded.data"
            " WHERE data != excluded.data",
            (who, kind, packed),
        )
        return told.rowcount > 0

    def known(self, kind: str) -> set[str]:
        """All of whom something of that kind is put down."""
        return {
            who for (who,) in self._rows.execute("SELECT who FROM fact WHERE kind = ?", (kind,))
        }

    def bearers(self, kind: str, key: str, *, most: int = -1) -> list[str]:
        """Who bears a key, sorted; the first ones of many."""
        asked = "SELECT who FROM bears WHERE kind = ? AND key = ? ORDER BY who LIMIT ?"
        return [who for (who,) in self._rows.execute(asked, (kind, key, most))]

    def keys_of(self, kind: str, who: str) -> set[str]:
        """The keys that someone bears."""
        asked = "SELECT key FROM bears WHERE kind = ? AND who = ?"
        return {key for (key,) in self._rows.execute(asked, (kind, who))}

    def put_keys(self, kind: str, who: str, keys: Iterable[str]) -> set[str]:
        """Let someone bear these keys and no others; gives those that came or went."""
        old, new = self.keys_of(kind, who), set(keys)
        gone, added = (
            [(kind, key, who) for key in old - new],
            [(kind, key, who) for key in new - old],
        )
        self._rows.executemany("DELETE FROM bears WHERE kind = ? AND key = ? AND who = ?", gone)
        self._rows.executemany("INSERT INTO bears VALUES (?, ?, ?)", added)
        return old ^ new

    def told(self, kind: str, key: str) -> dict[str, str]:
        """The values that are told of a key, each with the citation of who tells it first."""
        found: dict[str, str] = {}
        row = self._rows.execute(_FIRST, (kind, key)).fetchone()
        while row:
            found[row[0]] = row[1]
            row = self._rows.execute(_NEXT, (kind, key, row[0])).fetchone()
        return found

    def put_told(self, kind: str, who: str, told: Told) -> set[str]:
        """Let someone tell this and nothing else, and weigh it; gives the keys of what changed."""
        asked = "SELECT key, value, citation, weight FROM tells WHERE kind = ? AND who = ?"
        rows = self._rows.execute(asked, (kind, who)).fetchall()
        old = {(key, value): (citation, weight) for key, value, citation, weight in rows}
        changed = {one for one in {*old, *told} if old.get(one) != told.get(one)}
        self._rows.executemany(
            "DELETE FROM tells WHERE kind = ? AND key = ? AND value = ? AND who = ?",
            [(kind, *one, who) for one in changed if one in old],
        )
        self._rows.executemany(
            "INSERT INTO tells VALUES (?, ?, ?, ?, ?, ?)",
            [(kind, *one, who, *told[one]) for one in changed if one in told],
        )
        weights = {one: told.get(one, ("", 0))[1] - old.get(one, ("", 0))[1] for one in changed}
        self.add_amounts(kind, weights)
        return {key for key, _ in changed}

    def amounts(self, kind: str, key: str) -> dict[str, int]:
        """How often each value of a key is said over all."""
        asked = "SELECT value, count FROM amount WHERE kind = ? AND key = ?"
        return dict(self._rows.execute(asked, (kind, key)).fetchall())

    def add_amounts(self, kind: str, amounts: Mapping[tuple[str, str], int]) -> None:
        """Count so many more, or fewer, of each key and value; what nobody says any more goes."""
        rows = [(kind, *one, count) for one, count in amounts.items() if count]
        self._rows.executemany(_ADD, rows)
        self._rows.executemany(
            "DELETE FROM amount WHERE kind = ? AND key = ? AND value = ? AND count = 0",
            [row[:3] for row in rows],
        )

    def all_amounts(self, kind: str) -> dict[tuple[str, str], int]:
        """How often each value of each key is said over all."""
        asked = "SELECT key, value, count FROM amount WHERE kind = ?"
        return {(key, value): count for key, value, count in self._rows.execute(asked, (kind,))}

    def share(self, graph: str, unit: str) -> set[str]:
        """The triples that a unit has in a graph, as lines."""
        asked = "SELECT triples FROM share WHERE graph = ? AND unit = ?"
        found = self._rows.execute(asked, (graph, unit)).fetchone()
        return _lines(found[0]) if found else set()

    def put_share(self, graph: str, unit: str, lines: set[str]) -> None:
        """Let a unit have these triples in a graph; no two units may have the same one."""
        if lines:
            packed = compress("\n".join(sorted(lines)).encode(), 1)
            self._rows.execute(
                "INSERT OR REPLACE INTO share VALUES (?, ?, ?)", (graph, unit, packed)
            )
        else:
            self._rows.execute("DELETE FROM share WHERE graph = ? AND unit = ?", (graph, unit))

    def units(self, graph: str) -> list[str]:
        """The units that have a share in a graph, sorted."""
        asked = "SELECT unit FROM share WHERE graph = ? ORDER BY unit"
        return [unit for (unit,) in self._rows.execute(asked, (graph,))]

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as fault:
            raise StoreError(
                f"{self._file}: cannot be read or written ({fault}); "
                "free space, or delete it: it is made anew."
            ) from fault


def fingerprint(base: str) -> str:
    """What the code, its words and the base of all names are: a ledger of other ones does not fit."""
    found = sha256(base.encode())
    root = Path(yiju.__file__).parent
    for part in _MAKERS:
        files = sorted((root / part).rglob("*")) if (root / part).is_dir() else [root / part]
        for file in files:
            if file.suffix in {".py", ".toml"}:
                found.update(file.read_bytes())
    for folder, name in (("ontology", "context.jsonld"), ("shapes", "audit.ttl")):
        found.update(resources.text(folder, name).encode())
    return found.hexdigest()


def _open(file: Path) -> sqlite3.Connection:
    """The file, or an empty one in the place of what is no ledger."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        return _connect(file)
    except (sqlite3.DatabaseError, OSError):
        pass  # no ledger, or one of another make: it can be made anew
    try:
        for ending in ("", "-wal", "-shm"):
            file.with_name(file.name + ending).unlink(missing_ok=True)
        return _connect(file)
    except (sqlite3.Error, OSError) as fault:
        raise StoreError(f"{file}: cannot be written ({fault}).") from fault


def _connect(file: Path | None) -> sqlite3.Connection:
    rows = sqlite3.connect(file or ":memory:", isolation_level=None)
    try:
        rows.execute("PRAGMA journal_mode = WAL")
        rows.execute("PRAGMA synchronous = NORMAL")
        rows.executescript(_SCHEMA)
    except sqlite3.Error:
        rows.close()
        raise
    return rows


def _lines(packed: bytes) -> set[str]:
    return set(decompress(packed).decode().split("\n"))
