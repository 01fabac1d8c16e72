"""What was found, as a program is told it: the same from the service and from the command line."""

from collections.abc import Iterable, Sequence
from html import escape

from yiju.questions.matching import Candidate
from yiju.questions.records import Json, to_json
from yiju.store.search import Found, Hit, Match, Suggestion


def tell_found(text: str, found: Found, *, marked: bool = False) -> dict[str, Json]:
    """The things that were found; with `marked` their words as escaped HTML instead of offsets."""
    return {
        "text": text,
        "total": found.total,
        "behind": found.behind,
        "results": [_hit(hit, marked=marked) for hit in found.hits],
    }


def tell_suggestions(text: str, found: Sequence[Suggestion]) -> dict[str, Json]:
    """The names that go on as what was typed does."""
    return {"text": text, "suggestions": to_json(list(found))}


def tell_candidates(text: str, found: Sequence[Candidate]) -> dict[str, object]:
    """The policies that may be meant, each with its score of 100."""
    return {"text": text, "candidates": [_candidate(one) for one in found]}


def mark_words(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Mark the words at some offsets, in order: all is escaped, and `<mark>` is all that is added.

    >>> mark_words("满意度<script>", [(0, 2)])
    '<mark>满意</mark>度&lt;script&gt;'
    """
    pieces, at = [], 0
    for start, end in spans:
        pieces += [escape(text[at:start]), f"<mark>{escape(text[start:end])}</mark>"]
        at = end
    return "".join([*pieces, escape(text[at:])])


def _hit(hit: Hit, *, marked: bool) -> dict[str, Json]:
    return {
        "iri": hit.iri,
        "kind": hit.kind,
        "label": hit.label,
        "code": next(iter(hit.codes), None),
        "context": hit.context,
        "document": hit.document,
        "file": hit.file,
        "year": hit.year,
        "department": hit.department,
        "line": hit.line,
        "weight": hit.weight,
        "fit": hit.fit,
        "matches": [_match(match, marked=marked) for match in hit.matches],
    }


def _match(match: Match, *, marked: bool) -> dict[str, Json]:
    if marked:
        return {"field": match.field, "html": mark_words(match.text, match.spans)}
    return {"field": match.field, "text": match.text, "spans": to_json(match.spans)}


def _candidate(one: Candidate) -> dict[str, object]:
    return {
        "iri": one.hit.iri,
        "label": one.hit.label,
        "number": next(iter(one.hit.codes), None),
        "issuer": one.hit.department,
        "year": one.hit.year,
        "indicators": one.hit.weight,
        "score": one.score,
        "match": one.match,
        "features": dict(one.features),
    }
