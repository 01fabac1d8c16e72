"""The file of the index: its tables, and how they are written.

Two tables of words belong to the entries: one of every three characters, and one of every two, for
words of one or two characters. What is about to change in the store is marked first, so that a
process that is killed leaves nothing unnoticed; all that follows from the marks is written together.
"""

import json
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import yiju
from yiju.errors import StoreError
from yiju.store.search.entries import NAMING, WEIGHTS, Entry
from yiju.store.search.folding import fold_words, pairs_of, spell_numbers

FILE: Final = "search.sqlite"
EVERYTHING: Final = "*"
"""What is marked where nothing less is known."""

_MAKERS: Final = ("store/search", "values", "vocabulary.py")
"""The parts of the house on which it depends what an index holds."""

_FIELDS: Final = ", ".join(WEIGHTS)
_SCHEMA: Final = f"""
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, graph TEXT NOT NULL, iri TEXT NOT NULL, kind TEXT NOT NULL,
  name TEXT NOT NULL, weight INTEGER NOT NULL, year INTEGER, departments TEXT NOT NULL,
  label TEXT NOT NULL, context TEXT, document TEXT, file TEXT, department TEXT, line INTEGER,
  words TEXT NOT NULL);
CREATE INDEX entry_of ON entry (graph, iri);
CREATE INDEX entry_named ON entry (iri);
CREATE TABLE leaning (
  source TEXT, graph TEXT, iri TEXT, PRIMARY KEY (source, graph, iri)) WITHOUT ROWID;
CREATE INDEX leaning_of ON leaning (graph, iri);
CREATE TABLE spelling (key TEXT, entry INTEGER, PRIMARY KEY (key, entry)) WITHOUT ROWID;
CREATE VIRTUAL TABLE threes USING fts5({_FIELDS}, content='', tokenize='trigram');
CREATE VIRTUAL TABLE twos USING fts5(name, rest, content='', prefix='1',
  tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co'");
CREATE TABLE mark (graph TEXT, iri TEXT, PRIMARY KEY (graph, iri)) WITHOUT ROWID;
CREATE TABLE state (made TEXT NOT NULL);
"""
_TABLES: Final = ("entry", "leaning", "spelling", "threes", "twos", "mark", "state")
_HELD: Final = ", ".join("?" * len(WEIGHTS))
_ADD_ENTRY: Final = f"INSERT INTO entry VALUES ({', '.join('?' * 15)})"  # noqa: S608  # marks only
_ADD_THREES: Final = f"INSERT INTO threes (rowid, {_FIELDS}) VALUES (?, {_HELD})"  # noqa: S608  # names of ours
_ADD_TWOS: Final = "INSERT INTO twos (rowid, name, rest) VALUES (?, ?, ?)"
_ADD_SPELLING: Final = "INSERT INTO spelling VALUES (?, ?)"
_TAKE_THREES: Final = f"INSERT INTO threes (threes, rowid, {_FIELDS}) VALUES ('delete', ?, {_HELD})"  # noqa: S608  # names of ours
_TAKE_TWOS: Final = "INSERT INTO twos (twos, rowid, name, rest) VALUES ('delete', ?, ?, ?)"
_TAKE_SPELLING: Final = "DELETE FROM spelling WHERE key = ? AND entry = ?"
_ADD_LEANING: Final = "INSERT OR IGNORE INTO leaning VALUES (?, ?, ?)"
_OF_GRAPH: Final = "graph = ?"
_OF_THING: Final = "graph = ? AND iri = ?"


@cache
def fingerprint() -> int:
    """What the code is that makes an index, in 31 bits: an index of other code does not fit."""
    found = sha256(unicodedata.unidata_version.encode())
    root = Path(yiju.__file__).parent
    for part in _MAKERS:
        files = sorted((root / part).rglob("*")) if (root / part).is_dir() else [root / part]
        for file in files:
            if file.suffix in {".py", ".toml"}:
                found.update(file.read_bytes())
    return int.from_bytes(found.digest()[:4]) >> 1 or 1


class DamagedIndexError(StoreError):
    """An index that is there, and cannot be what was written."""


class IndexFile:
    """An index that is open to be written."""

    def __init__(self, file: Path) -> None:
        self._file = file
        with self._telling():
            self._rows = _open(file)
            if not self.fits:
                self._renew()

    @property
    def fits(self) -> bool:
        """Whether it was begun by this code."""
        return bool(self._rows.execute("PRAGMA user_version").fetchone()[0] == fingerprint())

    @property
    def is_made(self) -> bool:
        """Whether it has ever been brought up to date."""
        return self._rows.execute("SELECT 1 FROM state").fetchone() is not None

    def mark(self, graph: str, things: Iterable[str]) -> None:
        """Put down that what a graph says of some things is about to be written; the empty name is all."""
        rows = [(graph, thing) for thing in things]
        with self._telling(), self._rows:
            self._rows.execute("BEGIN IMMEDIATE")
            self._rows.executemany("INSERT OR IGNORE INTO mark VALUES (?, ?)", rows)

    def marked(self) -> dict[str, set[str]]:
        """The graphs that were, or were to be, written; with the things, the empty name being all."""
        found: dict[str, set[str]] = {}
        for graph, thing in self._rows.execute("SELECT graph, iri FROM mark"):
            found.setdefault(graph, set()).add(thing)
        return found

    @contextmanager
    def writing(self) -> Iterator[None]:
        """What is written meanwhile is there together, with the marks gone, or not at all."""
        with self._telling(), self._rows:
            self._rows.execute("BEGIN IMMEDIATE")
            yield
            self._rows.execute("DELETE FROM mark")
            self._rows.execute("DELETE FROM state")
            self._rows.execute("INSERT INTO state VALUES ('whole')")

    def clear(self) -> None:
        """Forget all entries."""
        _drop(self._rows)
        create_tables(self._rows)

    def leaning_on(self, source: str) -> list[tuple[str, str]]:
        """What has words or places from a document's graph, or a thing: its graph and its name."""
        asked = "SELECT graph, iri FROM leaning WHERE source = ?"
        return self._rows.execute(asked, (source,)).fetchall()

    def remove_graph(self, graph: str) -> None:
        """Forget the entries of a graph."""
        self._remove(_OF_GRAPH, (graph,))

    def remove_things(self, graph: str, things: Iterable[str]) -> None:
        """Forget what a graph says of some things."""
        for thing in things:
            self._remove(_OF_THING, (graph, thing))

    def add(self, graph: str, entries: Iterable[Entry]) -> None:
        """Take in the entries of a graph."""
        last = self._rows.execute("SELECT coalesce(max(id), 0) FROM entry").fetchone()[0]
        for at, entry in enumerate(entries, last + 1):
            keys = keys_of(entry.words)
            self._rows.execute(_ADD_ENTRY, (at, graph, *_columns(entry)))
            self._rows.execute(_ADD_THREES, (at, *_threes(keys)))
            self._rows.execute(_ADD_TWOS, (at, *_twos(keys)))
            self._rows.executemany(_ADD_SPELLING, [(key, at) for key in _spelt(keys)])
            self._rows.executemany(_ADD_LEANING, [(on, graph, entry.iri) for on in entry.leans])

    def begin_anew(self) -> None:
        """Put an empty index in the place of a damaged one; all of the store is marked."""
        with self._telling():
            self._rows.close()
            _delete(self._file)
            self._rows = _connect(self._file)
            self._renew()

    def close(self) -> None:
        """Let the file go."""
        self._rows.close()

    def _remove(self, which: str, values: tuple[str, ...]) -> None:
        rows = self._rows.execute(f"SELECT id, words FROM entry WHERE {which}", values)  # noqa: S608  # a condition of ours
        for at, packed in rows.fetchall():
            keys = keys_of(json.loads(packed))
            self._rows.execute(_TAKE_THREES, (at, *_threes(keys)))
            self._rows.execute(_TAKE_TWOS, (at, *_twos(keys)))
            self._rows.executemany(_TAKE_SPELLING, [(key, at) for key in _spelt(keys)])
        for table in ("entry", "leaning"):
            self._rows.execute(f"DELETE FROM {table} WHERE {which}", values)  # noqa: S608  # names and conditions of ours

    def _renew(self) -> None:
        """Begin anew in the place of an index of other code; all of the store is marked."""
        with self._rows:
            self._rows.execute("BEGIN IMMEDIATE")
            _drop(self._rows)
            create_tables(self._rows)
            self._rows.execute("INSERT INTO mark VALUES (?, '')", (EVERYTHING,))
            self._rows.execute(f"PRAGMA user_version = {fingerprint()}")

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as fault:
            kind = DamagedIndexError if _is_damage(fault) else StoreError
            raise kind(
                f"{self._file}: cannot be written ({fault}); free space, or delete it: it is made anew."
            ) from fault


def keys_of(words: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """The words of an entry as they are looked for; document numbers also as the standard has them."""
    found: dict[str, list[str]] = {}
    for name, texts in words.items():
        spelt = dict.fromkeys(one for text in texts for one in (text, spell_numbers(text)))
        found[name] = [key for key in dict.fromkeys(map(fold_words, spelt)) if key]
    return found


def _columns(entry: Entry) -> tuple[Any, ...]:
    return (
        entry.iri,
        entry.kind,
        fold_words(entry.label),
        entry.weight,
        entry.year,
        "\n".join(map(fold_words, entry.departments)),
        entry.label,
        entry.context,
        entry.document,
        entry.file,
        entry.department,
        entry.line,
        json.dumps(entry.words, ensure_ascii=False, separators=(",", ":")),
    )


def _threes(keys: Mapping[str, list[str]]) -> tuple[str, ...]:
    return tuple("\n".join(keys.get(name, ())) for name in WEIGHTS)


def _spelt(keys: Mapping[str, list[str]]) -> set[str]:
    """All that names an entry."""
    return {key for name in NAMING for key in keys.get(name, ())}


def _twos(keys: Mapping[str, list[str]]) -> tuple[str, str]:
    """Every two characters, once, of what names the entry and of its other words."""
    named = {pair for key in _spelt(keys) for pair in pairs_of(key)}
    others = (key for name in WEIGHTS if name not in NAMING for key in keys.get(name, ()))
    rest = {pair for key in others for pair in pairs_of(key)}
    return " ".join(sorted(named)), " ".join(sorted(rest - named))


def _open(file: Path) -> sqlite3.Connection:
    """The file, or an empty one in the place of what is no database."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _connect(file)
    except sqlite3.DatabaseError as fault:
        if not _is_damage(fault):
            raise
    _delete(file)
    return _connect(file)


def _is_damage(fault: Exception) -> bool:
    """Whether the file is no database, or a broken one; not where it is locked, or the disk is full."""
    is_of_file = isinstance(fault, sqlite3.DatabaseError)
    return is_of_file and not isinstance(fault, sqlite3.OperationalError)


def _delete(file: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)


def _connect(file: Path) -> sqlite3.Connection:
    rows = sqlite3.connect(file, isolation_level=None)
    try:
        rows.execute("PRAGMA journal_mode = WAL")
        rows.execute("PRAGMA synchronous = NORMAL")
        rows.execute("PRAGMA user_version").fetchone()
    except sqlite3.Error:
        rows.close()
        raise
    return rows


def _drop(rows: sqlite3.Connection) -> None:
    for table in _TABLES:
        rows.execute(f"DROP TABLE IF EXISTS {table}")


def create_tables(rows: sqlite3.Connection) -> None:
    """Make the tables of an index."""
    for statement in filter(str.strip, _SCHEMA.split(";")):
        rows.execute(statement)
