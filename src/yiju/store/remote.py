"""Any SPARQL 1.1 endpoint as a store: asked by query, changed by update or the graph store protocol.

Where an address ends in `/query`, updates go to its sibling `/update` and whole graphs to `/store`
(Oxigraph and others lay it out so); elsewhere the one address takes queries and updates. Parameters
are joined as VALUES in every group of a query, because endpoints know no bound variables.
"""

import re
from ast import literal_eval
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from pyoxigraph import (
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
    serialize,
)
from SPARQLWrapper import INSERT, POST, SELECT, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, SPARQLWrapperException

from yiju.errors import NotFoundError, QueryError, StoreError
from yiju.store.export import Format, parse_format, write_quads
from yiju.store.guard import read_prologue
from yiju.store.protocol import NO_BINDINGS, Dataset, Results, Term
from yiju.store.search.upkeep import Upkeep
from yiju.store.tokens import find_tokens

_BYTES: Final = re.compile(r"b(?P<quote>['\"]).*(?P=quote)")
TIMEOUT: Final = 60

_GRAPHS: Final = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?s ?p ?o } } ORDER BY ?graph"
_QUADS: Final = "SELECT ?s ?p ?o ?graph WHERE { GRAPH ?graph { ?s ?p ?o } }"
_JSON: Final = "application/sparql-results+json"
_TRIPLES: Final = "application/n-triples"


def is_endpoint(location: str | Path) -> bool:
    """Whether a store's location is the address of an endpoint.

    >>> is_endpoint("http://localhost:7878/query"), is_endpoint("build/store")
    (True, False)
    """
    return str(location).startswith(("http://", "https://"))


def bind_values(text: str, bindings: Mapping[str, Term]) -> str:
    """Join terms to every group of a query, so that each variable has one value wherever it stands.

    >>> bind_values("SELECT ?n { ?s ?p ?n }", {"n": NamedNode("http://x/")})
    'SELECT ?n { VALUES ?n { <http://x/> } ?s ?p ?n }'
    """
    block = "".join(f" VALUES ?{name} {{ {term} }}" for name, term in bindings.items())
    pieces, at, opens_data = [], 0, False
    for token in find_tokens(text):
        if token.text.upper() in {"VALUES", "CONSTRUCT"}:
            opens_data = True
        elif token.text == "{":
            pieces.append(text[at : token.end] + ("" if opens_data else block))
            at, opens_data = token.end, False
    return "".join(pieces) + text[at:]


class RemoteStore:
    """A Store behind an endpoint. `folder` is the state folder, for what does not fit into triples."""

    def __init__(self, endpoint: str, *, folder: Path | None = None, write: bool = False) -> None:
        self._query_at = endpoint
        self._update_at, self._graphs_at = _siblings(endpoint)
        self._folder = folder
        self._upkeep = Upkeep(folder if write else None)

    @property
    def folder(self) -> Path | None:
        """Where search index, manifest and sources lie; None where none was named."""
        return self._folder

    def graphs(self) -> list[str]:
        """The IRIs of all graphs, sorted."""
        return [row["graph"].value for row in self.select(_GRAPHS)]

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """All quads, or those of one graph, in no particular order."""
        bindings = {"graph": NamedNode(graph)} if graph is not None else NO_BINDINGS
        for row in self.select(_QUADS, bindings=bindings):
            yield Quad(row["s"], row["p"], row["o"], row["graph"])

    def query(
        self,
        text: str,
        *,
        bindings: Mapping[str, Term] = NO_BINDINGS,
        union: bool = True,  # noqa: ARG002  # an endpoint decides itself what its default graph is
        dataset: Dataset | None = None,
        base: str | None = None,
    ) -> Results:
        """Ask a SPARQL query; without a dataset, the endpoint's own default graph is asked."""
        constructs = _first_word(text) in {"CONSTRUCT", "DESCRIBE"}
        text = f"BASE {NamedNode(base)} {text}" if base else text
        accept = _TRIPLES if constructs else _JSON
        reply = self._ask(bind_values(text, bindings), accept=accept, dataset=dataset)
        if constructs:
            return (quad.triple for quad in parse(reply, RdfFormat.N_TRIPLES))
        return parse_query_results(reply, QueryResultsFormat.JSON)

    def select(self, text: str, *, bindings: Mapping[str, Term] = NO_BINDINGS) -> QuerySolutions:
        """The rows of a SELECT query; QueryError where it is another kind."""
        results = self.query(text, bindings=bindings)
        if not isinstance(results, QuerySolutions):
            raise QueryError("A SELECT query was expected; this one asks or constructs.")
        return results

    def replace_graphs(self, graphs: Mapping[str, Iterable[Quad]]) -> None:
        """Make each graph hold exactly those quads, one request per graph."""
        for name, quads in graphs.items():
            triples = [quad.triple for quad in quads]
            self._upkeep.announce([name])
            if self._graphs_at is not None:
                self._put(name, triples)
            else:
                self._update(_replacement(name, triples))

    def change_graph(self, graph: str, *, gone: Iterable[Quad], added: Iterable[Quad]) -> None:
        """Take some quads out of a graph and put others in, with one request."""
        out, into = list(gone), list(added)
        self._upkeep.announce_quads(graph, [*out, *into])
        text = _change(graph, [quad.triple for quad in out], [quad.triple for quad in into])
        if text:
            self._update(text)

    def remove_graph(self, graph: str) -> None:
        """Remove a graph with all that it holds; nothing happens where there is none."""
        self._upkeep.announce([graph])
        self._update(f"DROP SILENT GRAPH {NamedNode(graph)}")

    def dump(self, graph: str, out: BinaryIO) -> None:
        """Write the triples of one graph as N-Triples, in no particular order: the quickest way out."""
        serialize((quad.triple for quad in self.quads(graph)), out, RdfFormat.N_TRIPLES)

    def export(self, form: Format | str, *, graph: str | None = None, out: BinaryIO) -> None:
        """Write everything, or one graph: the same bytes for the same content, always."""
        if graph is not None and graph not in self.graphs():
            raise NotFoundError(f"The endpoint {self._query_at} has no graph <{graph}>.")
        write_quads(self.quads(graph), parse_format(form), out=out)

    def close(self) -> None:
        """Bring the index up to date, where one is kept; no connection is held open."""
        self._upkeep.finish(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:  # what failed is not made worse: the marks wait for who writes next
            self._upkeep.close()
        self.close()

    def _ask(self, text: str, *, accept: str, dataset: Dataset | None) -> bytes:
        request = self._request(self._query_at, text, kind=SELECT)
        request.addCustomHttpHeader("Accept", accept)
        for graph in dataset.default if dataset else ():
            request.addParameter("default-graph-uri", graph)
        for graph in dataset.named if dataset else ():
            request.addParameter("named-graph-uri", graph)
        return self._send(request)

    def _update(self, text: str) -> None:
        self._send(self._request(self._update_at, text, kind=INSERT))

    def _request(self, address: str, text: str, *, kind: str) -> SPARQLWrapper:
        """A request by POST; its kind is said, because the wrapper guesses it from any word."""
        request = SPARQLWrapper(address, updateEndpoint=address)
        request.setMethod(POST)
        request.setTimeout(TIMEOUT)
        request.setQuery(text)
        request.queryType = kind
        request.setOnlyConneg(True)  # Virtuoso answers 406 where Accept and other parameters differ
        return request

    def _send(self, request: SPARQLWrapper) -> bytes:
        try:
            response = request.query().response
            if cut := response.headers.get("Yiju-Truncated"):
                raise self._cut(cut)
            return bytes(response.read())
        except QueryBadFormed as fault:
            raise QueryError(
                f"The endpoint {self._query_at} refused the query: {_reason(fault)}"
            ) from fault
        except (SPARQLWrapperException, OSError) as fault:
            raise self._unreachable(fault) from fault

    def _put(self, graph: str, triples: list[Triple]) -> None:
        address = f"{self._graphs_at}?graph={quote(graph, safe='')}"
        body = serialize(triples, format=RdfFormat.N_TRIPLES)
        request = Request(address, data=body, method="PUT", headers={"Content-Type": _TRIPLES})  # noqa: S310  # is_endpoint saw http(s)
        try:
            with urlopen(request, timeout=TIMEOUT):  # noqa: S310  # the same
                return
        except (HTTPError, URLError, OSError) as fault:
            raise self._unreachable(fault) from fault

    def _cut(self, told: str) -> StoreError:
        return StoreError(
            f"The endpoint {self._query_at} cut its result ({told}); ask for less at a time."
        )

    def _unreachable(self, fault: Exception) -> StoreError:
        reason = _reason(fault)
        return StoreError(f"The endpoint {self._query_at} did not answer as it should: {reason}")


def _reason(fault: Exception) -> str:
    """The last line of what an endpoint or the network said; SPARQLWrapper gives it as bytes."""
    words = str(getattr(fault, "reason", None) or fault).strip().splitlines() or [repr(fault)]
    if _BYTES.fullmatch(words[-1]):
        said = literal_eval(words[-1]).decode(errors="replace").strip()
        words = said.splitlines() or [repr(fault)]
    return words[-1][:300]


def _siblings(endpoint: str) -> tuple[str, str | None]:
    """The addresses for updates and, where there is one, for whole graphs."""
    if endpoint.endswith("/query"):
        root = endpoint.removesuffix("query")
        return root + "update", root + "store"
    return endpoint, None


def _first_word(text: str) -> str:
    """The keyword behind the prologue, in capitals."""
    prologue = read_prologue(text)
    start = prologue[-1].end if prologue else 0
    return next((token.text.upper() for token in find_tokens(text, start)), "")


def _replacement(graph: str, triples: list[Triple]) -> str:
    return f"DROP SILENT GRAPH {NamedNode(graph)} ;\nINSERT {_data(graph, triples)}"


def _change(graph: str, gone: list[Triple], added: list[Triple]) -> str:
    parts = (("DELETE", gone), ("INSERT", added))
    return " ;\n".join(f"{verb} {_data(graph, triples)}" for verb, triples in parts if triples)


def _data(graph: str, triples: list[Triple]) -> str:
    lines = "\n".join(f"{triple} ." for triple in triples)
    return f"DATA {{ GRAPH {NamedNode(graph)} {{\n{lines}\n}} }}"
