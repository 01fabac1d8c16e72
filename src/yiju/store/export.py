"""Quads as files: the same content gives the same bytes, in whatever order it was loaded.

Quads are sorted by graph, subject, predicate (types first) and object before they are written.
Turtle and RDF/XML know no graphs: they hold the triples of all graphs together.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import BinaryIO, Final

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from yiju.errors import StoreError
from yiju.vocabulary import PREFIXES

_TYPE: Final = f"<{PREFIXES['rdf']}type>"


class Format(StrEnum):
    """The forms in which a store is exported."""

    NQUADS = "nquads"
    TRIG = "trig"
    TURTLE = "turtle"
    JSONLD = "jsonld"
    RDFXML = "rdfxml"


_SYNTAX: Final = {
    Format.NQUADS: RdfFormat.N_QUADS,
    Format.TRIG: RdfFormat.TRIG,
    Format.TURTLE: RdfFormat.TURTLE,
    Format.JSONLD: RdfFormat.JSON_LD,
    Format.RDFXML: RdfFormat.RDF_XML,
}


def parse_format(name: str) -> Format:
    """The form of that name; StoreError with the list of names where there is none.

    >>> parse_format("trig")
    <Format.TRIG: 'trig'>
    """
    try:
        return Format(name)
    except ValueError as fault:
        known = ", ".join(Format)
        raise StoreError(f"{name!r} is no export format; choose one of {known}.") from fault


def write_quads(quads: Iterable[Quad], form: Format, *, out: BinaryIO) -> None:
    """Write quads in a form, sorted."""
    if form in (Format.TURTLE, Format.RDFXML):
        write_triples((quad.triple for quad in quads), _SYNTAX[form], out=out)
        return
    ordered = sorted(quads, key=_quad_key)
    serialize(ordered, out, _SYNTAX[form], prefixes=dict(PREFIXES))


def write_triples(triples: Iterable[Triple], syntax: RdfFormat, *, out: BinaryIO) -> None:
    """Write triples, sorted, each once."""
    ordered = sorted(set(triples), key=_triple_key)
    serialize(ordered, out, syntax, prefixes=dict(PREFIXES))


def _triple_key(triple: Triple) -> tuple[str, str, str]:
    predicate = str(triple.predicate)
    return str(triple.subject), "" if predicate == _TYPE else predicate, str(triple.object)


def _quad_key(quad: Quad) -> tuple[str, str, str, str]:
    return str(quad.graph_name), *_triple_key(quad.triple)
