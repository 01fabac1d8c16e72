"""Graphs in files: Turtle, TriG, N-Triples, N-Quads and JSON-LD, alone or in a folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import Quad, RdfFormat, parse

from yiju.errors import UnknownFormatError, UnreadableFileError
from yiju.validation.gate import check_graph
from yiju.validation.report import Report

FORMATS: Final = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
}

_MOST_QUOTED: Final = 1000


def check_file(path: Path, *, shapes: str = "structure.ttl") -> Report:
    """Judge the graph in a file, or in all files of a folder together.

    JSON-LD has to carry its context: nothing is fetched. Raises UnreadableFileError where a file
    cannot be read or parsed, UnknownFormatError where its ending names no format.
    """
    files = sorted(_files(path)) if path.is_dir() else [path]
    if not files:
        raise UnreadableFileError(f"{path} holds no graph; put files {_endings()} there.")
    return check_graph([quad for file in files for quad in read_graph(file)], shapes=shapes)


def read_graph(path: Path) -> list[Quad]:
    """The quads of one file, with blank nodes kept apart from those of other files."""
    syntax = FORMATS.get(path.suffix.lower())
    if syntax is None:
        raise UnknownFormatError(f"{path} ends in no format of graphs; use {_endings()}.")
    try:
        data = path.read_bytes()
        _refuse_nesting(path, data)
        return list(parse(data, syntax, base_iri=path.absolute().as_uri(), rename_blank_nodes=True))
    except (OSError, SyntaxError, ValueError) as fault:
        raise UnreadableFileError(f"{path} cannot be read as {syntax.name}: {fault}") from fault


def _refuse_nesting(path: Path, data: bytes) -> None:
    """Triples deep inside triples exhaust the stack of the parser, which would end the process."""
    if data.count(b"<<") > _MOST_QUOTED:
        raise UnreadableFileError(
            f"{path} quotes triples more than {_MOST_QUOTED} times; take them out."
        )


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if file.suffix.lower() in FORMATS and file.is_file())


def _endings() -> str:
    return ", ".join(FORMATS)
