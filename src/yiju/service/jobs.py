"""What a worker can do: one function per job, a request in, a reply out."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from pyoxigraph import Triple

from yiju.errors import NotFoundError, QueryError
from yiju.questions import (
    answer,
    answer_compare,
    answer_findings,
    answer_grade,
    answer_library,
    answer_policy,
    answer_trace,
    load_questions,
    tell_library,
    to_json,
)
from yiju.questions.cells import safe_cells
from yiju.service import described, pages, terms, things
from yiju.service.negotiation import CSV, ROWS, TRIPLES, choose
from yiju.service.results import (
    ROW_FORMS,
    Reply,
    mark_cut,
    write_results,
    write_some,
    write_triples,
)
from yiju.store import Dataset, Store, check_query
from yiju.store.faults import telling_query
from yiju.vocabulary import Names, is_document_graph

Settings = Mapping[str, Any]
Request = Mapping[str, Any]
Job = Callable[[Store, Settings, Request], Reply]

_WHOLE: Final = re.compile("[0-9]{1,9}")
_VOLATILE: Final = ("rand", "now", "uuid", "bnode", "\\")
"""Functions that answer anew each time; and the sign by which they may be written in escapes."""

_JSON: Final = "application/json"
_HTML: Final = "text/html; charset=utf-8"


def sparql(store: Store, settings: Settings, request: Request) -> Reply:
    """Answer a stranger's query."""
    text, base = request["text"], request["address"]
    dataset = Dataset(tuple(request["default"]), tuple(request["named"]))
    check_query(text, store=store, dataset=dataset)
    with telling_query():
        return write_results(
            lambda: store.query(text, dataset=dataset, base=base),
            accept=request["accept"],
            rows=settings["rows"],
            folder=settings["folder"],
        )


def is_volatile(job: str, request: Request) -> bool:
    """Whether the same request may be answered in another way while nothing has changed."""
    if job != "sparql":
        return False
    text = request["text"].lower()
    return any(word in text for word in _VOLATILE)


def graph(store: Store, settings: Settings, request: Request) -> Reply:
    """Give a graph of the store, or the union of all (Graph Store Protocol, GET)."""
    name = request["graph"]
    if name is not None and name not in store.graphs():
        raise NotFoundError(f"The store has no graph <{name}>.")
    triples = (quad.triple for quad in store.quads(name))
    media = choose(request["accept"], TRIPLES)
    return write_some(triples, media, settings["triples"], settings["folder"])


def question(store: Store, settings: Settings, request: Request) -> Reply:
    """Answer one of our own questions, a page of it where one is asked for."""
    media = choose(request["accept"], ROWS)
    parameters = dict(request["parameters"])
    first = _number(parameters, "offset", 0)
    most = min(_number(parameters, "limit", settings["rows"]), settings["rows"])
    answered = answer(store, request["name"], parameters)
    rows = answered.rows[first : first + most]
    kept = type(answered)(answered.columns, tuple(safe_cells(rows) if media == CSV else rows))
    body = kept.serialize(ROW_FORMS[media])
    total = len(answered.rows)
    is_cut = most == settings["rows"] and first + most < total
    reply = mark_cut(body, media, len(rows)) if is_cut else Reply(body, media)
    return replace(reply, total=total)


def _number(parameters: dict[str, str], name: str, default: int) -> int:
    """Take a whole number out of the parameters; QueryError where it is none."""
    text = parameters.pop(name, str(default))
    if not _WHOLE.fullmatch(text):
        raise QueryError(f"{name} must be a whole number from 0; {text[:50]!r} is none.")
    return int(text)


def questions(_store: Store, _settings: Settings, _request: Request) -> Reply:
    """List our own questions."""
    return _json({"queries": [_described(name) for name in load_questions()]})


def _described(name: str) -> dict[str, Any]:
    described = load_questions()[name]
    return {
        "name": name,
        "title": to_json(described.title),
        "description": to_json(described.description),
        "parameters": to_json(described.parameters),
        "columns": to_json(described.columns),
        "sparql": described.text,
    }


def trace(store: Store, settings: Settings, request: Request) -> Reply:
    """Follow an indicator to the authority that it rests on."""
    iri = _iri(settings, "indicator", request["id"])
    return _json(to_json(answer_trace(store, iri)[0]))


def grade(store: Store, settings: Settings, request: Request) -> Reply:
    """Say which grade an actual value of an indicator earns."""
    names = Names(settings["base"])
    return _json(to_json(answer_grade(store, request["id"], request["value"], names=names)))


def compare(store: Store, _settings: Settings, request: Request) -> Reply:
    """Say what became of money, indicators and targets from one document to another."""
    return _json(to_json(answer_compare(store, request["a"], request["b"])))


def library(store: Store, _settings: Settings, request: Request) -> Reply:
    """Say which indicators departments use, and which official ones nobody uses."""
    found = answer_library(store, kind=request["kind"])
    return _json(tell_library(found, unused=request["unused"]))


def policy(store: Store, settings: Settings, request: Request) -> Reply:
    """Say what rests on a policy."""
    found = answer_policy(store, request["name"], names=Names(settings["base"]))
    return _json({"policies": to_json(found)})


def documents(store: Store, _settings: Settings, _request: Request) -> Reply:
    """List the documents in the store."""
    return _json({"documents": answer(store, "documents", {}).records()})


def findings(store: Store, _settings: Settings, request: Request) -> Reply:
    """List what the audit found."""
    return _json({"findings": to_json(answer_findings(store, **request))})


def health(store: Store, _settings: Settings, _request: Request) -> Reply:
    """Say that the store can be read, and how much is in it."""
    graphs = store.graphs()
    count = sum(is_document_graph(graph) for graph in graphs)
    return _json({"status": "ok", "graphs": len(graphs), "documents": count})


def exists(store: Store, settings: Settings, request: Request) -> Reply:
    """Say that a thing is known; NotFoundError where it is not."""
    iri = Names(settings["base"]).thing(request["kind"], request["local"])
    if not things.exists(store, iri):
        raise things.missing(iri)
    return _json({"iri": iri})


def data(store: Store, settings: Settings, request: Request) -> Reply:
    """Give the statements of a thing."""
    iri = Names(settings["base"]).thing(request["kind"], request["local"])
    media = request["media"]
    return Reply(write_triples(things.read_data(store, iri), media), media)


def page(store: Store, settings: Settings, request: Request) -> Reply:
    """Give the page of a thing."""
    iri = Names(settings["base"]).thing(request["kind"], request["local"])
    path = f"{request['kind']}/{request['local']}"
    sheet = things.read_sheet(store, iri)
    return _html(
        pages.thing_page(sheet, path=path, base=settings["base"], names=terms.read_names())
    )


def start(store: Store, settings: Settings, _request: Request) -> Reply:
    """Give the start page, with examples from the store."""
    listed = answer(store, "documents", {}).records()
    registry = answer(store, "policies", {}).records()
    return _html(pages.start_page(listed[:50], registry[:20], base=settings["base"]))


def void(store: Store, settings: Settings, request: Request) -> Reply:
    """Describe the data in VoID."""
    triples = described.describe_dataset(store, Names(settings["base"]), _place(request))
    return _triples(triples, request)


def catalogue(store: Store, settings: Settings, request: Request) -> Reply:
    """Describe the data in DCAT."""
    triples = described.describe_catalogue(
        store, Names(settings["base"]), _place(request), settings["modified"]
    )
    return _triples(triples, request)


def _place(request: Request) -> described.Place:
    return described.Place(
        root=request["root"],
        licence=request["licence"],
        publisher=request["publisher"],
        dumps=tuple(request["dumps"]),
    )


def _triples(triples: Iterable[Triple], request: Request) -> Reply:
    """Triples in the order of their words: the same ones are the same bytes."""
    ordered = sorted(set(triples), key=str)
    return Reply(write_triples(ordered, request["media"]), request["media"])


def ontology(_store: Store, _settings: Settings, request: Request) -> Reply:
    """Give our terms, all or those of a code list, as triples or as a page."""
    scheme = request["scheme"]
    if request["media"] == "text/html":
        lists = () if scheme else terms.schemes()
        return _html(pages.terms_page(terms.read_terms(scheme), scheme=scheme, lists=lists))
    return Reply(write_triples(terms.read_triples(scheme), request["media"]), request["media"])


def _iri(settings: Settings, kind: str, name: str) -> str:
    """The IRI of a thing, given in full or by its local id."""
    if name.startswith(("http://", "https://")):
        return name
    try:
        return Names(settings["base"]).thing(kind, name)
    except ValueError as fault:
        raise NotFoundError(f"{name[:200]!r} is neither an IRI nor a local id.") from fault


def _json(content: object) -> Reply:
    return Reply(json.dumps(content, ensure_ascii=False).encode(), _JSON)


def _html(text: str) -> Reply:
    return Reply(text.encode(), _HTML)


JOBS: Final[Mapping[str, Job]] = {
    job.__name__: job
    for job in (
        sparql,
        graph,
        question,
        questions,
        trace,
        grade,
        compare,
        library,
        policy,
        documents,
        findings,
        health,
        exists,
        data,
        page,
        start,
        void,
        catalogue,
        ontology,
    )
}
