"""What people corrected around an indicator: their value beside the printed one, with who and why."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from pyoxigraph import NamedNode

from yiju.questions.facts import local_name
from yiju.questions.records import Correction
from yiju.store import Store, Term
from yiju.vocabulary import PREFIXES

_PREFIXES: Final = "\n".join(
    f"PREFIX {name}: <{PREFIXES[name]}>" for name in ("dcterms", "owl", "prov", "rdf", "rdfs")
)
_CORRECTED: Final = f"""{_PREFIXES}
SELECT DISTINCT ?thing ?property ?value ?by ?why ?day ?printed WHERE {{
  GRAPH ?judgements {{
    ?judgement rdf:subject ?thing ; rdf:predicate ?property ; rdf:object ?value ;
      prov:wasAttributedTo ?agent ; dcterms:description ?why .
    ?agent rdfs:label ?by .
    FILTER(?property NOT IN (owl:sameAs, owl:differentFrom))
    OPTIONAL {{ ?judgement dcterms:date ?day }}
  }}
  OPTIONAL {{ GRAPH ?document {{ ?thing ?property ?printed }} }}
}}
"""
_THINGS: Final = f"""{_PREFIXES}
SELECT DISTINCT ?thing WHERE {{ GRAPH ?judgements {{
  ?judgement rdf:subject ?thing ; rdf:predicate ?property .
  FILTER(?property NOT IN (owl:sameAs, owl:differentFrom)) }} }}"""


def read_corrections(store: Store, things: Iterable[str]) -> tuple[Correction, ...]:
    """Read the corrections of things, in the order of the things; quick where nobody judged."""
    corrected = {row["thing"].value for row in store.select(_THINGS)}
    wanted = (thing for thing in dict.fromkeys(things) if thing in corrected)
    return tuple(found for thing in wanted for found in _of(store, thing))


def _of(store: Store, thing: str) -> list[Correction]:
    printed: dict[tuple[str, str, str, str, str | None], set[str]] = defaultdict(set)
    for row in store.select(_CORRECTED, bindings={"thing": NamedNode(thing)}):
        day = _text(row["day"])
        key = (local_name(row["property"].value), _said(row["value"]), row["by"].value)
        values = printed[*key, row["why"].value, day]
        if row["printed"] is not None:
            values.add(_said(row["printed"]))
    return [
        Correction(
            thing=thing,
            property=name,
            printed=tuple(sorted(printed[name, value, by, why, day])),
            value=value,
            by=by,
            why=why,
            day=day,
        )
        for name, value, by, why, day in sorted(printed, key=lambda key: (*key[:4], key[4] or ""))
    ]


def _text(term: Term | None) -> str | None:
    return None if term is None else str(getattr(term, "value", term))


def _said(term: Term) -> str:
    """A value as a person reads it: the name of a concept, the text of anything else."""
    value = _text(term) or ""
    return local_name(value) if isinstance(term, NamedNode) else value
