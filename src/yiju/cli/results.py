"""Results of a query in the form that a person or a program asked for."""

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import typer

from yiju.cli.console import show_table, tell
from yiju.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import QueryBoolean, QuerySolutions, Triple

    from yiju.store import Results, Term


class Form(StrEnum):
    """How results are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"
    XML = "xml"
    TURTLE = "turtle"


_GRAPH_FORMS: Final = (Form.TABLE, Form.TURTLE)


def show_results(results: "Results", form: Form) -> None:
    """Print results; BadParameter where a form cannot hold them."""
    from pyoxigraph import QueryBoolean, QuerySolutions

    if isinstance(results, QuerySolutions | QueryBoolean):
        _show_answer(results, form)
    else:
        _show_graph(results, form)


def _show_answer(results: "QuerySolutions | QueryBoolean", form: Form) -> None:
    if form is Form.TURTLE:
        raise typer.BadParameter(
            "Turtle holds a graph, and this query gives rows; choose table, json, csv, tsv or xml.",
            param_hint="--format",
        )
    if form is Form.TABLE:
        _show_rows(results)
    else:
        _write_rows(results, form)


def _show_graph(triples: "Iterable[Triple]", form: Form) -> None:
    from pyoxigraph import RdfFormat

    from yiju.store.export import write_triples

    if form not in _GRAPH_FORMS:
        raise typer.BadParameter(
            f"{form} holds rows, and this query gives a graph; choose table or turtle.",
            param_hint="--format",
        )
    if form is Form.TURTLE:
        write_triples(triples, RdfFormat.TURTLE, out=sys.stdout.buffer)
        return
    show_table(
        ("subject", "predicate", "object"),
        [
            tuple(map(show_term, (triple.subject, triple.predicate, triple.object)))
            for triple in triples
        ],
    )


def _show_rows(results: "QuerySolutions | QueryBoolean") -> None:
    from pyoxigraph import QueryBoolean

    if isinstance(results, QueryBoolean):
        tell("true" if results else "false")
        return
    show_table(
        [variable.value for variable in results.variables],
        [[show_term(term) for term in row] for row in results],
    )


def _write_rows(results: "QuerySolutions | QueryBoolean", form: Form) -> None:
    from pyoxigraph import QueryResultsFormat

    results.serialize(sys.stdout.buffer, QueryResultsFormat.from_extension(_ENDINGS[form]))


_ENDINGS: Final = {Form.JSON: "srj", Form.CSV: "csv", Form.TSV: "tsv", Form.XML: "srx"}


def show_term(term: "Term | None") -> str:
    """A term as a person reads it: text bare, a name with its prefix, an unbound one blank."""
    from pyoxigraph import NamedNode

    value = "" if term is None else str(getattr(term, "value", term))
    if not isinstance(term, NamedNode):
        return value
    names = (prefix for prefix, space in PREFIXES.items() if value.startswith(space))
    prefix = next(names, None)
    return f"{prefix}:{value.removeprefix(PREFIXES[prefix])}" if prefix else value
