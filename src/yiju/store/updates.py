"""A stranger's update: whether it may run, the graphs that the request names for it, what it changes.

LOAD and SERVICE are refused: nothing is ever fetched. SPARQL 1.1 Protocol, section 2.2.3: the
graphs that a request names stand for USING and USING NAMED, and conflict with an update that has
clauses of its own.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from pyoxigraph import NamedNode

from yiju.errors import QueryError
from yiju.store.guard import check_calls, check_size
from yiju.store.protocol import Dataset
from yiju.store.tokens import Kind, Token, decode_escapes, find_tokens

_WHOLE: Final = frozenset(("ALL", "NAMED", "DEFAULT", "MOVE"))
_BEFORE_GRAPH: Final = frozenset(("GRAPH", "WITH", "TO"))


def check_update(text: str) -> None:
    """Let an update pass, or raise a QueryError that says why it may not run."""
    for reading in {text, decode_escapes(text)}:
        check_size(reading)
        check_calls(reading)
        if any(token.text.upper() == "LOAD" for token in _outside_braces(reading)):
            raise QueryError("LOAD fetches from elsewhere, which is refused; send the triples.")


def add_using(update: str, dataset: Dataset) -> str:
    """The update with the dataset in each of its operations that has a WHERE; QueryError in conflict.

    >>> add_using("INSERT { ?s a ?o } WHERE { ?s ?p ?o }", Dataset(("urn:g",)))
    'INSERT { ?s a ?o } USING <urn:g> WHERE { ?s ?p ?o }'
    >>> add_using("DELETE WHERE { ?s ?p ?o }", Dataset(("urn:g",)))
    'DELETE { ?s ?p ?o } USING <urn:g> WHERE { ?s ?p ?o }'
    """
    if not dataset:
        return update
    pieces, at, before = [], 0, ""
    for token in _outside_braces(update):
        word = token.text.upper()
        if word in {"USING", "WITH"}:
            raise QueryError(
                f"{word} stands in the update, and the request names graphs, too; name them once."
            )
        if word == "WHERE":
            pattern = f"{_group_behind(update, token)} " if before == "DELETE" else ""
            pieces += [update[at : token.start], pattern, _clauses(dataset), " "]
            at = token.start
        before = word
    return "".join(pieces) + update[at:]


def find_targets(update: str) -> Sequence[str] | None:
    """The graphs that an update names, as it may change those alone; None where it may change any.

    >>> find_targets("INSERT DATA { GRAPH <urn:g> { <urn:s> a <urn:c> } }")
    ['urn:g']
    >>> find_targets("DROP ALL"), find_targets("DELETE WHERE { GRAPH ?g { ?s ?p ?o } }")
    (None, None)
    """
    found = []
    before = ""
    for token in find_tokens(update):
        word = token.text.upper() if token.kind is Kind.WORD else ""
        names_graph = before in _BEFORE_GRAPH and word != "GRAPH"
        if word in _WHOLE or (names_graph and token.kind is not Kind.IRI):
            return None
        found += [token.text[1:-1]] if names_graph else []
        before = word
    return found


def _clauses(dataset: Dataset) -> str:
    default = [f"USING {NamedNode(graph)}" for graph in dataset.default]
    named = [f"USING NAMED {NamedNode(graph)}" for graph in dataset.named]
    return " ".join([*default, *named])


def _outside_braces(update: str) -> Iterator[Token]:
    """The tokens that stand in no group, and the brace that opens each."""
    depth = 0
    for token in find_tokens(update):
        if depth == 0:
            yield token
        depth += (token.text == "{") - (token.text == "}")


def _group_behind(update: str, word: Token) -> str:
    """The group that follows a word, with its braces."""
    depth, start = 0, word.end
    for token in find_tokens(update, word.end):
        start = token.start if depth == 0 else start
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0:
            return update[start : token.end]
    raise QueryError("The group behind WHERE is never closed; close it with }.")
