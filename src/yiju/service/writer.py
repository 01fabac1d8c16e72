"""The one process that writes: updates and whole graphs, through the same gate as a build.

A change is made on a copy first, and what it makes of our classes there is judged by the shapes:
where it breaks one that was kept before, nothing is changed and the report says what. Started as
`python -m yiju.service.writer`, when the service is told that it may write.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse

from yiju.errors import NotFoundError, QueryError, StoreLockedError
from yiju.service.faults import Fault, FaultError
from yiju.service.results import TRIPLE_FORMS, Reply
from yiju.service.worker import serve_requests
from yiju.store import Dataset, EmbeddedStore, open_folder
from yiju.store.updates import add_using, check_update, find_targets
from yiju.validation import Report, check_graph

Settings = Mapping[str, Any]
Request = Mapping[str, Any]
Graph = NamedNode | DefaultGraph

_DONE: Final = Reply(b"", "text/plain")
_PAUSE: Final = 0.1


def update(settings: Settings, request: Request, _body: bytes) -> Reply:
    """Apply a SPARQL update."""
    dataset = Dataset(tuple(request["default"]), tuple(request["named"]))
    check_update(request["text"])
    text = add_using(request["text"], dataset)
    _apply(settings, text, base=request["address"], targets=find_targets(text))
    return _DONE


def put_graph(settings: Settings, request: Request, body: bytes) -> Reply:
    """Make a graph hold what the body says, and nothing else (Graph Store Protocol, PUT)."""
    name = NamedNode(request["graph"])
    text = f"DROP SILENT GRAPH {name} ;\n{_insertion(name, _parsed(request, body))}"
    _apply(settings, text, base=request["address"], targets=[name.value])
    return _DONE


def post_graph(settings: Settings, request: Request, body: bytes) -> Reply:
    """Add what the body says to a graph (Graph Store Protocol, POST)."""
    name = NamedNode(request["graph"])
    text = _insertion(name, _parsed(request, body))
    _apply(settings, text, base=request["address"], targets=[name.value])
    return _DONE


def delete_graph(settings: Settings, request: Request, _body: bytes) -> Reply:
    """Remove a graph; NotFoundError where there is none (Graph Store Protocol, DELETE)."""
    with _writing(settings) as store:
        if request["graph"] not in store.graphs():
            raise NotFoundError(f"The store has no graph <{request['graph']}>.")
        store.remove_graph(request["graph"])
    return _DONE


def _apply(settings: Settings, text: str, *, base: str, targets: Iterable[str] | None) -> None:
    with _writing(settings) as store:
        store.update(text, base=base, approve=partial(_approve, store, targets))


@contextmanager
def _writing(settings: Settings) -> Iterator[EmbeddedStore]:
    """The store, once no other process writes; StoreLockedError where that takes too long."""
    deadline = time.monotonic() + settings["patience"]
    while True:
        try:
            store = open_folder(Path(settings["location"]), write=True)
            break
        except StoreLockedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)
    with store:
        yield store


def _approve(before: EmbeddedStore, targets: Iterable[str] | None, after: EmbeddedStore) -> None:
    """Let pass what breaks no shape that was kept before; FaultError with the report otherwise."""
    names = after.graphs() if targets is None else targets
    graphs: list[Graph] = [DefaultGraph(), *map(NamedNode, names)]
    for graph in graphs:
        then, now = (list(store.quads_in(graph)) for store in (before, after))
        if set(now) != set(then):
            _judge(check_graph(then), check_graph(now), graph)


def _judge(before: Report, after: Report, graph: Graph) -> None:
    known = set(before.results)
    broken = Report(tuple(result for result in after.results if result not in known))
    if broken.results:
        where = "The default graph" if isinstance(graph, DefaultGraph) else f"The graph {graph}"
        message = (
            f"{where} would break our shapes in {len(broken.results)} places; nothing was changed."
        )
        raise FaultError(Fault(422, "shapes_broken", message, broken.text()))


def _insertion(graph: NamedNode, triples: Iterable[Quad]) -> str:
    lines = "\n".join(f"{quad.triple} ." for quad in triples)
    return f"CREATE SILENT GRAPH {graph} ;\nINSERT DATA {{ GRAPH {graph} {{\n{lines}\n}} }}"


def _parsed(request: Request, body: bytes) -> list[Quad]:
    """The triples of a body; QueryError where it is not in the syntax that it is said to be in."""
    form: RdfFormat = TRIPLE_FORMS[request["media"]]
    try:
        return list(parse(body, form, base_iri=request["graph"]))
    except (SyntaxError, ValueError) as fault:
        raise QueryError(f"The body is no {form.name}: {str(fault)[:300]}") from fault


WRITING: Final[Mapping[str, Callable[[Settings, Request, bytes], Reply]]] = {
    job.__name__: job for job in (update, put_graph, post_graph, delete_graph)
}


def main() -> None:
    """Write what is asked, one request after the other."""
    serve_requests(
        lambda settings: lambda job, request, body: WRITING[job](settings, request, body)
    )


if __name__ == "__main__":
    main()
