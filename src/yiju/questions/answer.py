"""Asking a question by name: parameters are checked, bound as RDF terms, and the rows come back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolution,
    parse_query_results,
)

from yiju.errors import QueryError
from yiju.questions.question import Kind, Parameter, Question, find_question
from yiju.store import Store, Term
from yiju.vocabulary import PREFIXES

_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]+")
_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,18}")
_DECIMAL: Final = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?")


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows that answer a question; a cell is None where there is nothing to say."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def serialize(self, form: QueryResultsFormat) -> bytes:
        """The rows in one of the result formats of SPARQL 1.1."""
        lines = ["\t".join(f"?{column}" for column in self.columns)]
        lines += ["\t".join(_printed(term) for term in row) for row in self.rows]
        table = parse_query_results("\n".join(lines) + "\n", QueryResultsFormat.TSV)
        return table.serialize(format=form) or b""

    def records(self) -> list[dict[str, str | None]]:
        """Each row as a mapping from column to plain text."""
        return [
            {column: _plain(term) for column, term in zip(self.columns, row, strict=True)}
            for row in self.rows
        ]


def answer(store: Store, name: str, params: Mapping[str, str]) -> Answer:
    """Answer the question of that name; NotFoundError for an unknown name, QueryError for wrong parameters."""
    question = find_question(name)
    solutions = store.select(question.text, bindings=parse_parameters(question, params))
    columns = tuple(question.columns)
    return Answer(columns, tuple(_row(solution, columns) for solution in solutions))


def parse_parameters(question: Question, params: Mapping[str, str]) -> dict[str, Term]:
    """Parse what was given into terms, with the defaults of what was not."""
    known = {parameter.name: parameter for parameter in question.parameters}
    for name in params:
        if name not in known:
            raise QueryError(
                f"The question {question.name} has no parameter {name!r}; "
                f"it knows {', '.join(known) or 'none'}."
            )
    return {name: _term(question, known[name], params) for name in known}


def _term(question: Question, parameter: Parameter, params: Mapping[str, str]) -> Term:
    value = params.get(parameter.name, parameter.default)
    if value is None:
        raise QueryError(
            f"The question {question.name} wants {parameter.name} ({parameter.meaning.en}); "
            f"give it, as {parameter.name}={parameter.example}."
        )
    return parse_term(parameter.name, parameter.kind, value)


def parse_term(name: str, kind: Kind, value: str) -> Term:
    """Parse the value of a parameter; QueryError where it is not of that kind.

    >>> parse_term("year", Kind.INTEGER, "2024")
    <Literal value=2024 datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#integer>>
    """
    if kind is Kind.STRING:
        return Literal(value)
    if kind is Kind.IRI and _IRI.fullmatch(value):
        return _iri(name, value)
    if kind is Kind.INTEGER and _INTEGER.fullmatch(value):
        return Literal(value, datatype=NamedNode(PREFIXES["xsd"] + "integer"))
    if kind is Kind.DECIMAL and _DECIMAL.fullmatch(value):
        return Literal(value, datatype=NamedNode(PREFIXES["xsd"] + "decimal"))
    raise QueryError(f"The parameter {name} must be of the kind {kind}; {value[:200]!r} is not.")


def _iri(name: str, value: str) -> NamedNode:
    try:
        return NamedNode(value)
    except ValueError as fault:
        raise QueryError(f"The parameter {name} is no IRI: {fault}.") from fault


def _row(solution: QuerySolution, columns: tuple[str, ...]) -> tuple[Term | None, ...]:
    return tuple(solution[column] for column in columns)


def _printed(term: Term | None) -> str:
    return "" if term is None else str(term)


def _plain(term: Term | None) -> str | None:
    return getattr(term, "value", None)
