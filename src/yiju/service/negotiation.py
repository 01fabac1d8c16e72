"""Choosing a media type after the Accept header (RFC 9110, section 12.5.1)."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from yiju.service.faults import NotAcceptableError

JSON: Final = "application/sparql-results+json"
XML: Final = "application/sparql-results+xml"
CSV: Final = "text/csv"
TSV: Final = "text/tab-separated-values"
TURTLE: Final = "text/turtle"
NTRIPLES: Final = "application/n-triples"
NQUADS: Final = "application/n-quads"
TRIG: Final = "application/trig"
RDFXML: Final = "application/rdf+xml"
JSONLD: Final = "application/ld+json"
HTML: Final = "text/html"
ANY_JSON: Final = "application/json"
ANY_XML: Final = "application/xml"

ROWS: Final = (JSON, XML, CSV, TSV, ANY_JSON, ANY_XML)
TRIPLES: Final = (TURTLE, NTRIPLES, RDFXML, JSONLD, TRIG, NQUADS)


@lru_cache(maxsize=128)
def choose(accept: str | None, offers: tuple[str, ...]) -> str:
    """Choose the offer that the client likes best, ours being in our own order of liking.

    >>> choose("text/html;q=0.9, application/*;q=0.5", (TURTLE, JSONLD, HTML))
    'text/html'
    """
    if not accept or not accept.strip():
        return offers[0]
    ranges = parse_accept(accept)
    liked = [(_quality(offer, ranges), -at) for at, offer in enumerate(offers)]
    quality, place = max(liked)
    if quality <= 0:
        raise NotAcceptableError(f"Nothing here is {accept[:200]!r}; there is {', '.join(offers)}.")
    return offers[-place]


def parse_accept(accept: str) -> list[tuple[str, float]]:
    """Parse an Accept header into media ranges and their qualities; a broken quality counts as 0.

    >>> parse_accept("text/csv, */*;q=0.1")
    [('text/csv', 1.0), ('*/*', 0.1)]
    """
    ranges = []
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = next((text[2:] for text in parameters if text.startswith("q=")), "1")
        ranges.append((name, _number(quality)))
    return ranges


def _number(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0


def _quality(offer: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The quality of the most exact range that an offer falls under; 0 without one."""
    family = offer.partition("/")[0] + "/*"
    for wanted in (offer, family, "*/*"):
        found = [quality for name, quality in ranges if name == wanted]
        if found:
            return max(found)
    return 0.0
