"""Graphs as files: all quads sorted, and each document by itself.

Quads stand in the order of their graphs, and in that of their bytes within each: whoever sorts the
lines of another copy by the same rule has the same file.
"""

import gzip
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from heapq import merge
from io import BytesIO
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, Final, cast

from pyoxigraph import NamedNode, RdfFormat, parse, serialize

from yiju.store import Store
from yiju.store.export import write_triples
from yiju.vocabulary import PREFIXES

_LINES: Final = 50_000
"""Lines that are sorted at once, in memory."""


def write_quads(store: Store, out: BinaryIO) -> dict[str, int]:
    """Write all graphs as N-Quads, sorted; gives how many triples each graph has."""
    counts = {}
    for graph in store.graphs():
        name = f"{NamedNode(graph)} .\n".encode()
        counts[graph] = 0
        with TemporaryFile() as unsorted:
            store.dump(graph, unsorted)
            unsorted.seek(0)
            for line in sort_lines(unsorted):
                out.write(line.removesuffix(b".\n") + name)
                counts[graph] += 1
    return counts


def sort_lines(lines: Iterable[bytes], *, at_once: int = _LINES) -> Iterator[bytes]:
    r"""The lines in the order of their bytes; what is too much for memory is sorted in files.

    >>> list(sort_lines([b"c\n", b"a\n", b"b\n"], at_once=2))
    [b'a\n', b'b\n', b'c\n']
    """
    rest = iter(lines)
    first = sorted(islice(rest, at_once))
    with ExitStack() as stack:
        runs: list[Iterable[bytes]] = [first]
        while run := sorted(islice(rest, at_once)):
            file = stack.enter_context(TemporaryFile())
            file.writelines(run)
            file.seek(0)
            runs.append(file)
        yield from merge(*runs)


def write_trig(quads: BinaryIO, out: BinaryIO) -> None:
    """Write N-Quads as TriG, in their order."""
    serialize(parse(quads, RdfFormat.N_QUADS), out, RdfFormat.TRIG, prefixes=dict(PREFIXES))


def write_document(store: Store, graph: str, out: BinaryIO) -> int:
    """Write a graph as Turtle, sorted; gives how many triples it has."""
    read = BytesIO()
    store.dump(graph, read)
    triples = {quad.triple for quad in parse(read.getvalue(), RdfFormat.N_TRIPLES)}
    write_triples(triples, RdfFormat.TURTLE, out=out)
    return len(triples)


@contextmanager
def packed(path: Path) -> Iterator[BinaryIO]:
    """A gzip file to write, which bears no time and no name."""
    with (
        path.open("wb") as below,
        gzip.GzipFile("", "wb", compresslevel=6, fileobj=below, mtime=0) as out,
    ):
        yield cast("BinaryIO", out)


@contextmanager
def unpacked(path: Path) -> Iterator[BinaryIO]:
    """A gzip file to read."""
    with gzip.open(path) as file:
        yield cast("BinaryIO", file)
