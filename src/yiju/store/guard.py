"""Whether a stranger's query may run: it must stay inside the store, and only read.

SERVICE (a call to another server) and updates are refused; FROM and FROM NAMED may name only graphs
that the store has. The decision is made on the query's tokens, never on its text, and holds for
both readings of unicode escapes: before the grammar, as the standard wants it, and inside tokens.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from pyoxigraph import NamedNode, QuerySolutions
from pyoxigraph import Store as Oxigraph

from yiju.errors import QueryError
from yiju.store.protocol import Dataset, Store
from yiju.store.tokens import Kind, Token, decode_escapes, find_all_readings, find_tokens

MAX_LENGTH: Final = 1_000_000
MAX_TOKENS: Final = 100_000
MAX_DEPTH: Final = 100

_SERVICE: Final = re.compile(r"service(silent)?$", re.IGNORECASE)
_FROM: Final = re.compile(r"from(named)?$", re.IGNORECASE)
_TARGETS: Final = (Kind.IRI, Kind.NAME, Kind.VARIABLE)
_UPDATES: Final = frozenset(
    ("insert", "delete", "load", "clear", "drop", "create", "copy", "move", "add", "with")
)


def check_query(text: str, *, store: Store, dataset: Dataset | None = None) -> None:
    """Let a query pass, or raise a QueryError that says why it may not run.

    Graphs that the request itself names (`dataset`) replace those of the query's FROM clauses.
    """
    for reading in {text, decode_escapes(text)} if "\\" in text else {text}:
        check_size(reading)
        words = reading.lower()
        if any(word in words for word in _UPDATES):
            _check_form(reading)
        check_calls(reading)
        if "from" in words and not dataset:
            _check_graphs(reading, store)


def check_size(text: str) -> None:
    """Nothing so long or so deep that the engine would fall over it; QueryError says what is."""
    if len(text) > MAX_LENGTH:
        raise QueryError(f"The query has {len(text)} characters; {MAX_LENGTH} are allowed.")
    brackets = text.count("(") + text.count("{") + text.count("[")
    if brackets <= MAX_DEPTH and len(text) <= MAX_TOKENS:
        return  # what is so short can neither nest too deeply nor have too many words
    depth = 0
    for count, token in enumerate(find_tokens(text)):
        if count >= MAX_TOKENS:
            raise QueryError(f"The query has more than {MAX_TOKENS} words; write it shorter.")
        depth += (token.text in {"(", "{", "["}) - (token.text in {")", "}", "]"})
        if depth > MAX_DEPTH:
            raise QueryError(f"The query nests deeper than {MAX_DEPTH} levels; write it flatter.")


def _check_form(text: str) -> None:
    """No update."""
    prologue = read_prologue(text)
    first = next(islice(find_tokens(text), len(prologue), None), None)
    if first is not None and first.kind is Kind.WORD and first.text.lower() in _UPDATES:
        raise QueryError(f"{first.text.upper()} is an update; this store is only read.")


def check_calls(text: str) -> None:
    """No SERVICE; QueryError where there is one."""
    if "service" not in text.lower():
        return
    for token in find_all_readings(text):
        if _calls(text, token):
            raise QueryError(
                "SERVICE calls another server, which is refused here; ask that server itself."
            )


def _calls(text: str, token: Token) -> bool:
    """Whether a token begins `SERVICE [SILENT] target {`, even where it touches its neighbours."""
    prefix = _glued(token)
    if prefix is not None:
        return bool(_SERVICE.search(prefix)) and _follow(text, token.end, 1) == ["{"]
    if token.kind is not Kind.WORD or not _SERVICE.search(token.text):
        return False
    behind = list(islice(find_tokens(text, token.end), 3))
    if behind and behind[0].text.upper() == "SILENT":
        del behind[0]
    if behind and (_glued(behind[0]) or "").upper() == "SILENT":
        return True
    return len(behind) > 1 and behind[0].kind in _TARGETS and behind[1].text == "{"


def _glued(token: Token) -> str | None:
    """The prefix of a name, which may be a keyword that touches a name without prefix."""
    return token.text.partition(":")[0] if token.kind is Kind.NAME else None


def _follow(text: str, at: int, count: int) -> list[str]:
    return [token.text for token in islice(find_tokens(text, at), count)]


def _check_graphs(text: str, store: Store) -> None:
    named = set(find_from(text))
    missing = sorted(named - set(store.graphs())) if named else []
    if missing:
        raise QueryError(
            f"FROM names the graph <{missing[0]}>, which the store does not have; nothing is fetched."
        )


def find_from(text: str) -> Iterator[str]:
    """Find the IRIs of the graphs that FROM and FROM NAMED name, prefixes and base resolved.

    >>> list(find_from("PREFIX g: <http://x/> SELECT * FROM NAMED g:a { ?s ?p 'FROM <http://y>' }"))
    ['http://x/a']
    """
    prologue = read_prologue(text)
    declared = {token.text for token in prologue}
    for token in find_all_readings(text):
        for name in _from_name(text, token, declared):
            yield _resolve(prologue, name)


def _from_name(text: str, token: Token, declared: set[str]) -> list[str]:
    """The name behind FROM or FROM NAMED as written; empty where the token is no such keyword."""
    prefix = _glued(token)
    if prefix is not None:
        inside = f"{prefix}:" in declared or not _FROM.search(prefix)
        return [] if inside else [token.text.removeprefix(prefix)]
    if token.kind is not Kind.WORD or not _FROM.search(token.text):
        return []
    behind = list(islice(find_tokens(text, token.end), 2))
    if behind and behind[0].text.upper() == "NAMED":
        del behind[0]
    if behind and (_glued(behind[0]) or "").upper() == "NAMED":
        return [behind[0].text[len("NAMED") :]]
    return [behind[0].text] if behind and behind[0].kind in (Kind.IRI, Kind.NAME) else []


def read_prologue(text: str) -> list[Token]:
    """Read the PREFIX and BASE declarations at the beginning of a query.

    >>> [token.text for token in read_prologue("BASE <http://x/> PREFIX a: <b> ASK {}")]
    ['BASE', '<http://x/>', 'PREFIX', 'a:', '<b>']
    """
    prologue: list[Token] = []
    tokens = find_tokens(text)
    while (word := next(tokens, None)) and word.text.upper() in {"PREFIX", "BASE", "VERSION"}:
        prologue.append(word)
        prologue.extend(islice(tokens, 2 if word.text.upper() == "PREFIX" else 1))
    return prologue


def _resolve(prologue: list[Token], name: str) -> str:
    """The IRI that a name means under the query's own prefixes and base, resolved by the engine."""
    declarations = " ".join(token.text for token in prologue)
    try:
        rows = Oxigraph().query(f"{declarations} SELECT ({name} AS ?graph) {{}}")
    except (SyntaxError, ValueError) as fault:
        raise QueryError(
            f"FROM names {name}, which is no complete IRI; write it in full."
        ) from fault
    assert isinstance(rows, QuerySolutions)
    graph = next(rows)["graph"]
    return graph.value if isinstance(graph, NamedNode) else name
