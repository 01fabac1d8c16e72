"""The gate: shapes asked of a graph in memory, fast enough to judge every document on its way in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, Store, Variable

from yiju import resources
from yiju.validation.compile import Check, compile_shapes
from yiju.validation.paths import Path, parse_path
from yiju.validation.rdf import Graph, Node
from yiju.validation.report import Report, Result
from yiju.validation.rows import find_row
from yiju.validation.shapes import Select, parse_shapes


def check_graph(quads: Sequence[Quad], *, shapes: str = "structure.ttl") -> Report:
    """Judge a graph by the shapes of one file in `shapes/`; the names of its graphs play no part.

    >>> check_graph([]).conforms
    True
    """
    return check_store(load(quads), shapes=shapes)


def check_store(store: Store, *, shapes: str = "structure.ttl") -> Report:
    """Judge a graph that is loaded in memory, as `check_graph` does."""
    return check_with(_checks_of(shapes), store)


def check_with(checks: Iterable[Check], store: Store) -> Report:
    """Judge a graph by compiled shapes. The results are in the order of the source's rows."""
    found = {result for check in checks for result in _results(store, check)}
    return Report(tuple(sorted(found, key=lambda result: result.order)))


def load(quads: Iterable[Quad]) -> Store:
    """A store in memory; it is asked as one graph, whatever graphs the quads stand in."""
    store = Store()
    store.extend(quads)
    return store


@cache
def _checks_of(file: str) -> tuple[Check, ...]:
    return compile_shapes(parse_shapes(resources.text("shapes", file)))


def _results(store: Store, check: Check) -> Iterator[Result]:
    solutions = _ask(store, check.query)
    has_value = any(variable.value == "value" for variable in solutions.variables)
    for solution in solutions:
        focus = solution["this"]
        assert focus is not None
        if check.select is not None:
            yield from _selected(store, check, check.select, focus)
        else:
            value = solution["value"] if has_value else None
            messages = check.shape.messages
            yield _result(store, check, focus, path=check.path, value=value, messages=messages)


def _selected(store: Store, check: Check, select: Select, focus: Node) -> Iterator[Result]:
    """The results of a SPARQL-based constraint, asked with `$this` bound to one focus node."""
    solutions = _ask_about(store, select, focus)
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        found = {name: solution[name] for name in names}
        path = found.get("path")
        yield _result(
            store,
            check,
            focus,
            path=parse_path(Graph(()), path) if isinstance(path, NamedNode) else check.path,
            value=found.get("value") or (focus if check.path is None else None),
            messages=tuple(_filled(message, found) for message in select.messages),
        )


def _ask_about(store: Store, select: Select, focus: Node) -> QuerySolutions:
    """A blank node or literal cannot be written into a query: there the variable is bound instead."""
    if isinstance(focus, NamedNode):
        return _ask(store, select.about(focus))
    return _ask(store, select.query, {Variable("this"): focus})


def _result(
    store: Store,
    check: Check,
    focus: Node,
    *,
    path: Path | None,
    value: Node | None,
    messages: tuple[Literal, ...],
) -> Result:
    return Result(
        focus=focus,
        component=check.component,
        shape=check.shape.node,
        severity=check.shape.severity,
        path=path,
        value=value,
        messages=messages,
        row=find_row(store, focus),
    )


def _filled(message: Literal, found: Mapping[str, Node | None]) -> Literal:
    """A message with `{?name}` and `{$name}` replaced by what the query found."""
    text = message.value
    for name, term in found.items():
        shown = term.value if isinstance(term, NamedNode | BlankNode | Literal) else ""
        text = text.replace(f"{{?{name}}}", shown).replace(f"{{${name}}}", shown)
    return Literal(text, language=message.language) if message.language else Literal(text)


def _ask(store: Store, query: str, bound: dict[Variable, Node] | None = None) -> QuerySolutions:
    solutions = store.query(query, use_default_graph_as_union=True, substitutions=bound)
    assert isinstance(solutions, QuerySolutions)
    return solutions
