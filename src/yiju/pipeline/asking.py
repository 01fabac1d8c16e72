"""What the derived graphs are concluded from, asked of a store as plain texts."""

from collections.abc import Iterator
from typing import Any, Final

from pyoxigraph import NamedNode

from yiju.model import Verdict
from yiju.store import Store, Term
from yiju.vocabulary import PREFIXES

_PREFIXES: Final = "\n".join(f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items())

_VERDICTS: Final = """SELECT ?first ?second ?relation WHERE { GRAPH ?judgements {
  VALUES ?relation { owl:sameAs owl:differentFrom }
  ?judgement rdf:predicate ?relation ; rdf:subject ?first ; rdf:object ?second } }"""


def read_rows(store: Store, query: str, **graphs: str | None) -> Iterator[dict[str, Any]]:
    """The rows of a query, which needs no prefixes, each with the texts that are there.

    Where the graph is given that a variable of its SELECT clause stands for, it is asked of that alone.
    """
    known: dict[str, Term] = {name: NamedNode(iri) for name, iri in graphs.items() if iri}
    solutions = store.select(f"{_PREFIXES}\n{query}", bindings=known)
    columns = [variable.value for variable in solutions.variables]
    for row in solutions:
        yield {name: term.value for name in columns if (term := row[name]) is not None}


def read_verdicts(store: Store) -> tuple[Verdict, ...]:
    """What people decided of pairs of things."""
    return tuple(_verdict(row) for row in read_rows(store, _VERDICTS))


def _verdict(row: dict[str, str]) -> Verdict:
    first, second = sorted((row["first"], row["second"]))
    return Verdict(first, second, same=row["relation"].endswith("sameAs"))
