"""What stands in a graph, counted by kind: so many things of this kind have this property, so often.

The kind of a thing is in its name (`{base}id/{kind}/…`), so a tally costs one look at each triple,
needs no store, and tallies of parts add up to that of the whole. A pattern is the kind of a subject,
a property, and what its value is:

    indicator                    a thing of that kind; `entity/project` for entities
    <https://w3id.org/yiju/ns#…> a term of ours, or a class
    <>                           another IRI
    "http://…#decimal            a literal of that datatype
"""

import re
from collections import Counter, defaultdict
from functools import cache
from typing import Final

from pyoxigraph import RdfFormat, Store

from yiju.vocabulary import NS, PREFIXES

Pattern = tuple[str, str, str]
Tally = Counter[Pattern]

TYPE: Final = PREFIXES["rdf"] + "type"

UNTYPED: Final = "<>"

_TYPED: Final = re.compile(rf"^<([^>]*)> <{re.escape(TYPE)}> (<[^>]*>) \.$", re.MULTILINE)
_KIND: Final = r"([a-z]+)/(?:((?<=entity/)[a-z]+)-)?[^>]*"
_LANGUAGE: Final = PREFIXES["rdf"] + "langString"
_STRING: Final = PREFIXES["xsd"] + "string"


def count_patterns(triples: str, base: str) -> Tally:
    """The patterns of triples that are written as N-Triples, one in a line.

    >>> sorted(count_patterns('<http://x/id/basis/1-2> <urn:p> "a" .', "http://x/"))
    [('basis', 'urn:p', '"http://www.w3.org/2001/XMLSchema#string')]
    """
    found: Tally = Counter()
    for parts, count in Counter(_triple(base).findall(triples)).items():
        kind, entity, predicate, *value = parts
        found[_kind(kind, entity), predicate, _value(predicate, *value)] += count
    return found


def count_graph(store: Store, base: str) -> Tally:
    """The patterns of a store in memory that holds one graph."""
    (graph,) = store.named_graphs()
    triples = store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph) or b""
    return count_patterns(triples.decode(), base)


def count_terms(triples: str, base: str) -> tuple[Tally, dict[str, str]]:
    """The patterns of an ontology, whose names tell no kind, and the kind of each of its terms.

    There, the kind of a term is its classes: `<http://…#Concept>`, two with a blank between them,
    and UNTYPED where it has none.
    """
    classes: dict[str, set[str]] = defaultdict(set)
    for term, kind in _TYPED.findall(triples):
        classes[term].add(kind)
    kinds = {term: " ".join(sorted(found)) for term, found in classes.items()}
    lines: dict[str, list[str]] = defaultdict(list)
    for line in triples.splitlines():
        lines[kinds.setdefault(line[1 : line.index(" ") - 1], UNTYPED)].append(line)
    tally: Tally = Counter()
    for kind, some in lines.items():
        for (_, predicate, value), count in count_patterns("\n".join(some), base).items():
            tally[kind, predicate, value] += count
    return tally, kinds


@cache
def _triple(base: str) -> re.Pattern[str]:
    """A triple: the kind of its subject, its predicate, and what tells its object from others."""
    thing = re.escape(f"{base}id/") + _KIND
    return re.compile(
        rf"""^(?:<(?:{thing}|[^>]*)>|_:\S+)\ <([^>]*)>\ """
        rf"""(?:<{thing}>|<([^>]*)>|_:\S+|(").*"(?:@([^ ]+)|\^\^<([^>]*)>)?)\ \.$""",
        re.MULTILINE | re.VERBOSE,
    )


def _kind(kind: str, entity: str) -> str:
    return f"{kind}/{entity}" if entity else kind


def _value(
    predicate: str, kind: str, entity: str, iri: str, quote: str, language: str, datatype: str
) -> str:
    """What the value of a property is."""
    if kind:
        return _kind(kind, entity)
    if quote:
        return quote + (_LANGUAGE if language else datatype or _STRING)
    return f"<{iri}>" if predicate == TYPE or iri.startswith(NS) else "<>"
