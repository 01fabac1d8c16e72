"""What a stranger's query may contain, and what it may not, however it is written."""

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Store as Oxigraph

from yiju.errors import QueryError
from yiju.store import Dataset, Store, check_query, open_store
from yiju.store.guard import MAX_LENGTH, find_from
from yiju.store.tokens import Kind, decode_escapes, find_all_readings, find_tokens

GRAPH = "https://w3id.org/yiju/graph/policies"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("guarded")
    from pyoxigraph import NamedNode, Quad

    node = NamedNode("urn:x")
    with open_store(folder, write=True) as writing:
        writing.replace_graphs({GRAPH: [Quad(node, node, node)]})
    return open_store(folder)


HARMLESS = [
    "SELECT * { ?s ?p 'SERVICE <http://x> {' }",
    "SELECT * { ?s ?p ?SERVICE . ?SERVICE ?load ?from }",
    "PREFIX SERVICE: <urn:s:> SELECT * { ?s SERVICE:p ?o }",
    "PREFIX from: <urn:s:> SELECT * { ?s from:p ?o } ORDER BY from:f(?s)",
    "PREFIX insert: <urn:s:> ASK { ?s insert:x ?o }",
    "SELECT * { ?s ?p ?o } # SERVICE <http://x> { } FROM <http://y>",
    'SELECT * { ?s ?p """\nSERVICE <http://x> { }\nFROM <http://y> """@en-SERVICE }',
    "SELECT * { <http://x/SERVICE> <http://x/service#> ?o { ?a ?b ?c } }",
    "SELECT * { _:SERVICE ?p ?o . { ?a ?b ?c } }",
    f"SELECT * FROM <{GRAPH}> FROM NAMED <{GRAPH}> {{ ?s ?p ?o }}",
    "PREFIX g: <https://w3id.org/yiju/graph/> SELECT * FROM g:policies { ?s ?p ?o }",
    "BASE <https://w3id.org/yiju/graph/> SELECT * FROM <policies> { ?s ?p ?o }",
    "SELECT * { VALUES (?a ?b) { (<http://a/service/x> <http://b/service#x>) } }",
    'SELECT * { ?s <urn:a#b> """\nSERVICE <http://y> { }""" }',
    r"SELECT * { ?s ?p 'it\'s a SERVICE' }",
    r"SELECT * { ?s ?p '\u0053ERVICE <urn:x> {' }",
    "SELECT * { FILTER(?a<?b && ?c>?d) ?a ?b ?c ; ?d ?e }",
]

SERVICES = [
    "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { SeRvIcE\n\t# SERVICE\n <http://x/> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT?x{ ?s ?p ?o } }",
    "SELECT * { SERVICE#\r<http://x/># {\n{ ?s ?p ?o } }",
    r"SELECT * { \u0053ERVICE <http://x/> { ?s ?p ?o } }",
    r"SELECT * { S\U00000045RVICE <http://x/> { ?s ?p ?o } }",
    "PREFIX : <http://x/> SELECT * { SERVICE:ep { ?s ?p ?o } }",
    "PREFIX SERVICE: <urn:s:> PREFIX : <http://x/> SELECT * { SERVICE:ep { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT:x{ ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<http://x/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE<http://x/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p true.SERVICE<http://x/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE<http://x/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p 1e0SERVICE<http://x/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p ?a FILTER(?a<?b)SERVICE#>\n<http://x/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p ?a FILTER(?a<'>')SERVICE<http://x/>{ ?s ?p ?o }#'\n}",
    "SELECT * { { SELECT * { OPTIONAL { SERVICE<http://x/>{ } } } } }",
    "SELECT * { FILTER EXISTS { SERVICE$x{ } } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p '\\\\' SERVICE <http://x/> { } }",
]

DATASETS = [
    "SELECT * FROM <http://no.example/> { ?s ?p ?o }",
    "SELECT*FROM<file:///etc/passwd>{?s ?p ?o}",
    "SELECT * FROMNAMED<http://no.example/>{?s ?p ?o}",
    "PREFIX : <http://no.example/> SELECT * FROM:g {?s ?p ?o}",
    "PREFIX : <http://no.example/> SELECT * FROM NAMED:g {?s ?p ?o}",
    "BASE <http://no.example/> ASK FROM <g> {?s ?p ?o}",
    f"SELECT * FROM <{GRAPH}> FROM <http://no.example/> {{ ?s ?p ?o }}",
    r"SELECT * FR\u004FM <http://no.example/> { ?s ?p ?o }",
    "SELECT (?a<?b+1AS?c)FROM#>\n<http://no.example/>{}",
    "SELECT * FROM <relative> { ?s ?p ?o }",
]

UPDATES = [
    "LOAD <http://x/>",
    "PREFIX a: <b> insert data { <a> <b> 1 }",
    "#\nDROP ALL",
    r"\u0044ROP ALL",
]


@pytest.mark.parametrize("query", HARMLESS)
def test_what_only_looks_dangerous_passes(store: Store, query: str) -> None:
    check_query(query, store=store)


@pytest.mark.parametrize("query", SERVICES)
def test_a_call_to_another_server_is_refused(store: Store, query: str) -> None:
    with pytest.raises(QueryError, match="SERVICE"):
        check_query(query, store=store)


@pytest.mark.parametrize("query", DATASETS)
def test_a_graph_that_the_store_lacks_is_refused(store: Store, query: str) -> None:
    with pytest.raises(QueryError, match="FROM names"):
        check_query(query, store=store)


@pytest.mark.parametrize("query", UPDATES)
def test_an_update_is_refused(store: Store, query: str) -> None:
    with pytest.raises(QueryError, match="is an update"):
        check_query(query, store=store)


def test_the_graphs_of_a_request_replace_those_of_the_query(store: Store) -> None:
    check_query(DATASETS[0], store=store, dataset=Dataset(default=(GRAPH,)))


def test_a_query_too_long_or_too_deep_is_refused(store: Store) -> None:
    with pytest.raises(QueryError, match="characters"):
        check_query("#" * (MAX_LENGTH + 1), store=store)
    with pytest.raises(QueryError, match="words"):
        check_query("ASK { " + "?s ?p ?o . " * 60_000 + "}", store=store)
    with pytest.raises(QueryError, match="nests deeper"):
        check_query("SELECT * " + "{" * 200 + "}" * 200, store=store)


@pytest.mark.parametrize(
    "unit",
    ["'''", "'", "<'>", "<#>", "(?a<#>", "(?a<'#>", "a.", "\\'", "'\\'", "SERVICE ", "SERVICE #",
     "<a", "<", "FROM <a>", "PREFIX a: <b> ", "(?a<?b)SERVICE#>", "\\u0053", "_:a.", ":a.", "''' \\"],
)  # fmt: skip
def test_hostile_repetition_takes_linear_time(store: Store, unit: str) -> None:
    def seconds(length: int) -> float:
        query = ("SELECT * {(" + unit * length)[:length]
        begin = time.process_time()
        with suppress(QueryError):
            check_query(query, store=store)
        return time.process_time() - begin

    assert seconds(MAX_LENGTH) < 20 * max(seconds(MAX_LENGTH // 5), 0.05)


@settings(deadline=None)
@given(st.text(alphabet="'\"\\<>#?$@_:.{}()aService FROM1\n\r\t^", max_size=80))
def test_tokens_cover_a_text_in_order_and_never_fail(text: str) -> None:
    at = 0
    for token in find_tokens(text):
        assert text[token.start : token.end] == token.text
        assert token.start >= at
        at = token.end
    assert {token.start for token in find_tokens(text)} <= {
        token.start for token in find_all_readings(text)
    }


JUNK = st.sampled_from(
    ["", " ", "\n", "#>\n", "#'\n", "?s ?p ?o", "?s ?p true", "?s ?p 1", "?s ?p 1e0", "?s ?p 'a'@en", "?s ?p :x", ".",
     "FILTER(?a<?b)", "FILTER(?a<'>')", "FILTER(?a<'''>''')", "BIND(1 AS ?x)", "OPTIONAL{", "{", "}", "#<\n", ";", "'", '"']
)  # fmt: skip
CALL = st.sampled_from(
    ["SERVICE", "service", "SERVICESILENT", "SERVICE SILENT", "SERVICE#x\n", "SERVICE\tSILENT#\n"]
)
TARGET = st.sampled_from(
    ["<http://127.0.0.1:1/>", ":ep", "#>\n<http://127.0.0.1:1/>", " :ep", "#{\n:ep#\n"]
)
tried: list[str] = []


@settings(deadline=None, max_examples=300)
@given(st.lists(JUNK, max_size=3), CALL, TARGET, st.lists(JUNK, max_size=3))
def find_counterexample(before: list[str], call: str, target: str, after: list[str]) -> None:
    group = "".join(before) + call + target + "{}" + "".join(after)
    query = "PREFIX : <http://127.0.0.1:1/> SELECT * { " + group + " }"
    try:
        list(Oxigraph().query(query))  # type: ignore[arg-type]
    except OSError:
        tried.append(query)
        with pytest.raises(QueryError):
            check_query(query, store=open_store("nowhere", missing_ok=True))
    except (SyntaxError, RuntimeError):
        return


def test_no_query_that_the_engine_would_send_elsewhere_passes() -> None:
    """The engine refuses port 1 before any connection: that fault shows that it would have called."""
    find_counterexample()
    assert len(tried) > 20


def test_escapes_are_decoded_as_the_standard_says() -> None:
    assert decode_escapes(r"\u0041\U0001F600\u12") == "A😀\\u12"


def test_names_behind_from_are_resolved() -> None:
    query = "BASE <http://x/> PREFIX p: <y/> SELECT * FROM <a> FROM NAMED p:b FROM p: { }"
    assert sorted(find_from(query)) == ["http://x/a", "http://x/y/", "http://x/y/b"]


def test_a_word_in_every_disguise_has_its_kind() -> None:
    text = "SERVICE 'SERVICE' <SERVICE> ?SERVICE SERVICE:x _:SERVICE @SERVICE #SERVICE"
    kinds = [token.kind for token in find_tokens(text)]
    assert kinds == [
        Kind.WORD,
        Kind.STRING,
        Kind.IRI,
        Kind.VARIABLE,
        Kind.NAME,
        *[Kind.VARIABLE] * 2,
    ]
