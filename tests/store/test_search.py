"""The search index beside a store: what is found, in which order, and that it follows the store."""

import shutil
import signal
import sqlite3
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, parse

from yiju.errors import QueryError, StoreError
from yiju.store import open_store
from yiju.store.search import (
    FILE,
    Asked,
    Folded,
    Found,
    NoIndexError,
    SearchIndex,
    empty_index,
    fold_words,
    is_current,
    make_index,
    open_index,
)
from yiju.vocabulary import NS, PREFIXES, Names

SAMPLE = Path(__file__).parents[1] / "service" / "sample.trig"
BASE = "https://w3id.org/yiju/"
POLICIES, FINDINGS = f"{BASE}graph/policies", f"{BASE}graph/findings"
DOCUMENT = f"{BASE}graph/document/ee55ff66aa77bb881111111111111111111111111111111111111111111111aa"
POLICY = f"{BASE}id/policy/2017-114-3b1f4c0a9e"


def sample_graphs() -> dict[str, list[Quad]]:
    graphs: dict[str, list[Quad]] = defaultdict(list)
    for quad in parse(path=SAMPLE):
        graphs[quad.graph_name.value].append(quad)
    return graphs


def load(folder: Path) -> None:
    with open_store(folder, write=True) as store:
        store.replace_graphs(sample_graphs())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    load(folder)
    return folder


@pytest.fixture(scope="module")
def index(folder: Path) -> Iterator[SearchIndex]:
    with open_index(folder) as opened:
        yield opened


@pytest.fixture
def own(folder: Path, tmp_path: Path) -> Path:
    """A store that a test may change."""
    return Path(shutil.copytree(folder, tmp_path / "own"))


def search(folder: Path, text: str) -> Found:
    with open_index(folder) as index:
        return index.search(Asked.of(text), limit=100)


def labels(found: Found) -> list[str]:
    return [hit.label for hit in found.hits]


def content(folder: Path) -> list[tuple[object, ...]]:
    """All that an index holds, whatever the numbers of its entries."""
    with sqlite3.connect(folder / FILE) as rows:
        names = "graph, iri, kind, label, name, words, context, document, file, year, department, departments, line, weight"
        return sorted(rows.execute(f"SELECT {names} FROM entry"), key=str)


def is_sound(folder: Path) -> bool:
    """Whether the words of an index are those of its entries, and no others."""
    with sqlite3.connect(folder / FILE) as rows:
        ids = {at for (at,) in rows.execute("SELECT id FROM entry")}
        found = {
            at
            for table in ("threes", "twos")
            for (at,) in rows.execute(f"SELECT rowid FROM {table}")
        }
        spelt = {at for (at,) in rows.execute("SELECT entry FROM spelling")}
    return found == ids and spelt <= ids


@pytest.mark.parametrize(
    ("text", "kind", "field"),
    [
        ("科技保险单数", "Indicator", "name"),
        ("投保科技保险", "Indicator", "text"),
        ("≥30单", "Indicator", "text"),
        ("历史经验", "Indicator", "basis"),
        ("给予补贴", "Project", "purpose"),
        ("130190249PDD8ZPY4KBQ", "Project", "code"),
        ("分散科技型企业研发风险", "Goal", "text"),
        ("无其他需要说明", "Statement", "text"),
        ("孵化中心", "Department", "name"),
        ("315001", "Department", "code"),
        ("便携式计算机", "ProcurementItem", "name"),
        ("保障机构正常运转", "GlossaryTerm", "text"),
        ("部门预算信息公开", "Disclosure", "name"),
        ("cannot be measured", "Finding", "text"),
        ("给予50%保费支持", "Policy", "quotation"),
        ("培育", "Duty", "name"),
        ("管理事务", "Activity", "name"),
    ],
)
def test_every_kind_of_text_is_found(index: SearchIndex, text: str, kind: str, field: str) -> None:
    found = {hit.kind: hit for hit in index.search(Asked.of(text)).hits}
    assert kind in found
    assert field in {match.field for match in found[kind].matches}


def test_what_is_found_says_where_it_stands(index: SearchIndex) -> None:
    (hit,) = index.search(Asked.of("补助企业数量"), kinds=["Indicator"]).hits
    assert (hit.file, hit.year, hit.line) == ("wangxi-2020.txt", 2020, 8)
    assert (hit.context, hit.department) == ("科技保险补贴", "岚州市望溪区科学技术局")
    (finding,) = index.search(Asked.of("无法衡量")).hits
    assert (finding.kind, finding.file, finding.line) == ("Finding", "wangxi-2020.txt", 8)


@pytest.mark.parametrize(
    "text", ["科", "传", "科普", "宣传", "普宣", "科普宣传", "科普 宣传", "宣传 科"]
)
def test_words_of_any_length_are_found(index: SearchIndex, text: str) -> None:
    assert "科普宣传" in labels(index.search(Asked.of(text), limit=100))


def test_all_words_must_be_found(index: SearchIndex) -> None:
    assert labels(index.search(Asked.of("科普 保险"))) == []
    assert labels(index.search(Asked.of("科普 拨付"))) == []


@pytest.mark.parametrize(
    "text",
    [
        "望政办字〔2017〕114号",
        "望政办字[2017]114 号",
        "望政办字【2017】第0114号",
        "望政办字（２０１７） １１４号",
        "《望溪区科技保险工作方案》",
        "望溪区 科技保险 工作方案",
        "「望溪区科技保险工作方案」",
        "望溪区科技保险工作方案（望政办字〔2017〕114号）",
    ],
)
def test_a_policy_comes_first_in_every_spelling(index: SearchIndex, text: str) -> None:
    hit = index.search(Asked.of(text)).hits[0]
    assert (hit.iri, hit.fit) == (POLICY, "exact")


def test_width_case_blanks_and_marks_do_not_count() -> None:
    assert fold_words("ＡＢ　c\x00“办法”《》（试行）\u200b") == fold_words("abC办法(试行)")
    assert fold_words("㎡①") == "m21"


def test_the_same_name_comes_before_one_that_begins_so_and_one_that_holds_it(
    tmp_path: Path,
) -> None:
    graph = Names().document_graph("0" * 64)
    things = {"培训人数": 1, "培训": 2, "参加培训人数": 3, "人数": 4}
    quads = [
        quad
        for label, number in things.items()
        for quad in (
            Quad(
                NamedNode(f"{BASE}id/indicator/{number}"),
                NamedNode(PREFIXES["rdf"] + "type"),
                NamedNode(NS + "Indicator"),
                NamedNode(graph),
            ),
            Quad(
                NamedNode(f"{BASE}id/indicator/{number}"),
                NamedNode(PREFIXES["rdfs"] + "label"),
                Literal(label, language="zh"),
                NamedNode(graph),
            ),
            Quad(
                NamedNode(f"{BASE}id/indicator/{number}"),
                NamedNode(NS + "description"),
                Literal("参加培训" if number == 4 else "其他"),
                NamedNode(graph),
            ),
        )
    ]
    with open_store(tmp_path, write=True) as store:
        store.replace_graphs({graph: quads})
    found = search(tmp_path, "培训")
    assert labels(found) == ["培训", "培训人数", "参加培训人数", "人数"]
    assert [hit.fit for hit in found.hits] == ["exact", "prefix", "name", "text"]


def test_of_equal_policies_that_comes_first_on_which_more_rests(own: Path) -> None:
    one, other = f"{BASE}id/policy/2018-7-aaaaaaaaaa", f"{BASE}id/policy/2019-9-bbbbbbbbbb"
    graph, resting = NamedNode(POLICIES), NamedNode(NS + "basisPolicy")
    for policy in (one, other):
        indicator = NamedNode(f"{BASE}id/indicator/aa11bb22cc33dd44-37-1")
        with open_store(own, write=True) as store:
            old = [quad for quad in store.quads(POLICIES) if quad.subject == indicator]
            store.change_graph(
                POLICIES, gone=old, added=[Quad(indicator, resting, NamedNode(policy), graph)]
            )
        assert [hit.iri for hit in search(own, "管理办法").hits[:2]] == [
            policy,
            other if policy == one else one,
        ]
        assert search(own, "管理办法").hits[0].weight == 1


def test_what_is_found_may_be_limited(index: SearchIndex) -> None:
    asked = Asked.of("科技")
    assert {hit.kind for hit in index.search(asked, kinds=["Project"]).hits} == {"Project"}
    assert {hit.year for hit in index.search(asked, year=2020).hits} == {2020}
    assert {
        hit.file
        for hit in index.search(Asked.of("科技保险"), department="望溪区科学技术局", year=2020).hits
    } == {"wangxi-2020.txt"}
    assert index.search(asked, department="别处").total == 0
    entities = index.search(Asked.of("科学技术局"), kinds=["DepartmentEntity"]).hits
    assert {hit.kind for hit in entities} == {"DepartmentEntity"}


def test_pages_put_together_are_the_whole(index: SearchIndex) -> None:
    whole = index.search(Asked.of("科"), limit=100)
    pages = [index.search(Asked.of("科"), limit=3, offset=at) for at in range(0, whole.total, 3)]
    assert [hit.iri for page in pages for hit in page.hits] == [hit.iri for hit in whole.hits]
    assert {page.total for page in pages} == {whole.total} == {len(whole.hits)}
    behind = index.search(Asked.of("科"), limit=3, offset=1000)
    assert (behind.hits, behind.total) == ([], whole.total)


def test_names_are_suggested_once_those_first_that_begin_so(index: SearchIndex) -> None:
    found = index.suggest(Asked.of("科技"))
    assert len({(one.kind, one.label) for one in found}) == len(found)
    begins = [one.label.startswith("科技") for one in found]
    assert begins == sorted(begins, reverse=True)
    assert sum(begins) == 3
    (department,) = index.suggest(Asked.of("岚州市望溪区科学技术局"), limit=1)
    assert (department.count, department.spans) == (2, ((0, 11),))


@pytest.mark.parametrize(
    "text",
    [
        *(
            '"',
            "'",
            '""',
            "*",
            "AND",
            "OR",
            "NOT x",
            "NEAR(a b, 2)",
            "name:科技",
            "{name}:科技",
            "^科技",
        ),
        *(
            "科技*",
            '科技" OR "x',
            "-科技",
            "+科技",
            "科技)",
            "((((",
            "\\",
            "%",
            "_",
            ";DROP TABLE entry;--",
        ),
        *(
            "\x00",
            "科\x00技",
            "\ud800",
            "\u202e",
            " ",
            "　",
            "，。",
            "ﷺ" * 20,
            "a" * 300,
            "' OR 1=1 --",
        ),
    ],
)
def test_nothing_that_is_asked_for_is_read_as_syntax(index: SearchIndex, text: str) -> None:
    for found in (index.search(Asked.of(text)), index.search(Asked.of(text), named=True)):
        assert found.total <= 100
        assert all(any(match.spans for match in hit.matches) for hit in found.hits)
    index.suggest(Asked.of(text))
    index.candidates(Asked.of(text), kinds=["Policy"])
    index.named(text, kinds=["Policy"])
    assert index.search(Asked.of("科普宣传")).hits


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(text=st.text(max_size=40))
def test_any_text_may_be_asked_for(index: SearchIndex, text: str) -> None:
    found = index.search(Asked.of(text), limit=1000)
    assert len(found.hits) == found.total


def test_too_much_is_refused_in_a_sentence() -> None:
    with pytest.raises(QueryError, match="10000 characters"):
        Asked.of("科" * 10_000)
    with pytest.raises(QueryError, match="words"):
        Asked.of(" ".join(f"{at}" for at in range(80)))


@given(
    text=st.text(alphabet="科技 保险《》（()Ａaß㎡\u3000\n〔2019〕号", max_size=30),
    at=st.integers(0, 20),
    length=st.integers(1, 5),
)
def test_what_is_marked_is_what_was_asked_for(text: str, at: int, length: int) -> None:
    folded = Folded.of(text)
    assert folded.key == fold_words(text)
    key = folded.key[at : at + length]
    for start, end in folded.spans([key]) if key else ():
        assert key in fold_words(text[start:end])


def test_a_document_that_goes_is_found_no_more(own: Path) -> None:
    assert search(own, "补助企业数量").total
    with open_store(own, write=True) as store:
        store.remove_graph(DOCUMENT)
    assert not search(own, "补助企业数量").total
    assert is_sound(own)


def test_a_document_that_changes_is_found_by_its_new_words(own: Path) -> None:
    def renamed(quad: Quad) -> Quad:
        if isinstance(quad.object, Literal) and quad.object.value == "补助企业数量":
            label = Literal("资助机构数量", language=quad.object.language)
            return Quad(quad.subject, quad.predicate, label, quad.graph_name)
        return quad

    with open_store(own, write=True) as store:
        store.replace_graphs({DOCUMENT: [renamed(quad) for quad in store.quads(DOCUMENT)]})
    assert labels(search(own, "资助机构")) == ["资助机构数量"]
    assert [hit.kind for hit in search(own, "补助企业数量").hits] == []


def test_an_index_kept_up_is_that_made_anew(own: Path) -> None:
    graphs = sample_graphs()
    with open_store(own, write=True) as store:
        store.remove_graph(DOCUMENT)
        store.change_graph(FINDINGS, gone=graphs[FINDINGS], added=())
    with open_store(own, write=True) as store:
        store.replace_graphs({DOCUMENT: graphs[DOCUMENT]})
        half = graphs[POLICIES][::2]
        store.change_graph(POLICIES, gone=half, added=())
    with open_store(own, write=True) as store:
        store.change_graph(POLICIES, gone=(), added=half)
        store.change_graph(FINDINGS, gone=(), added=graphs[FINDINGS])
    kept = content(own)
    assert is_sound(own)
    with open_store(own, write=True) as store:
        make_index(store)
    assert kept == content(own)
    assert is_current(own)


@pytest.mark.parametrize(
    "update",
    [
        f"DROP GRAPH <{DOCUMENT}>",
        "DROP ALL",
        f"DELETE WHERE {{ GRAPH <{DOCUMENT}> {{ ?s <{NS}budget> ?o }} }}",
        f"BASE <{BASE}graph/> CLEAR GRAPH <policies>",
        f"PREFIX g: <{BASE}graph/> CLEAR GRAPH g:policies",
        f"DELETE {{ GRAPH ?g {{ ?s a <{NS}Policy> }} }} WHERE {{ GRAPH ?g {{ ?s a <{NS}Policy> }} }}",
    ],
)
def test_an_update_is_followed(own: Path, update: str) -> None:
    with open_store(own, write=True) as store:
        store.update(update, base=BASE, approve=lambda _copy: None)  # type: ignore[attr-defined]  # a store in a folder
    kept = content(own)
    assert is_sound(own)
    with open_store(own, write=True) as store:
        make_index(store)
    assert kept == content(own)


def test_only_what_changed_is_read_again(own: Path) -> None:
    with sqlite3.connect(own / FILE) as rows:
        rows.execute("UPDATE entry SET context = 'untouched'")
    rows.close()
    with open_store(own, write=True) as store:
        graphs = sample_graphs()
        store.replace_graphs({name: quads for name, quads in graphs.items() if name != DOCUMENT})
        indicator = NamedNode(f"{BASE}id/indicator/aa11bb22cc33dd44-37-1")
        resting = Quad(
            indicator, NamedNode(NS + "basisPolicy"), NamedNode(POLICY), NamedNode(POLICIES)
        )
        store.change_graph(POLICIES, gone=(), added=[resting])
    changed = [row for row in content(own) if row[6] != "untouched"]
    assert [row[1] for row in changed] == [POLICY]


def test_a_policy_is_found_by_what_is_quoted_of_it_now(own: Path) -> None:
    def reworded(quad: Quad) -> Quad:
        return Quad(quad.subject, quad.predicate, Literal("给予七成保费支持"), quad.graph_name)

    with open_store(own, write=True) as store:
        old = [q for q in store.quads(POLICIES) if q.predicate.value == f"{NS}quotation"]
        store.change_graph(POLICIES, gone=old, added=map(reworded, old))
    assert [hit.iri for hit in search(own, "七成保费").hits] == [POLICY]
    assert search(own, "给予50%保费").total == 0


def test_a_missing_index_is_made_when_the_store_is_next_written(own: Path) -> None:
    before = content(own)
    for file in own.glob(f"{FILE}*"):
        file.unlink()
    with pytest.raises(NoIndexError, match="yiju index"):
        open_index(own)
    open_store(own, write=True).close()
    assert content(own) == before


def test_an_index_of_other_code_is_made_anew(own: Path) -> None:
    with sqlite3.connect(own / FILE) as rows:
        rows.execute("PRAGMA user_version = 7")
        rows.execute("DELETE FROM entry")
    rows.close()
    with pytest.raises(NoIndexError):
        open_index(own)
    open_store(own, write=True).close()
    assert search(own, "科普宣传").total


@pytest.mark.parametrize("damage", [b"", b"no database", bytes(5000)])
def test_a_damaged_index_is_made_anew(own: Path, damage: bytes) -> None:
    for file in own.glob(f"{FILE}*"):
        file.unlink()
    (own / FILE).write_bytes(damage)
    assert not is_current(own)
    open_store(own, write=True).close()
    assert search(own, "科普宣传").total


def test_an_index_that_is_broken_inside_is_made_anew(own: Path) -> None:
    whole = (own / FILE).read_bytes()
    (own / FILE).write_bytes(whole[:8192] + bytes(len(whole) - 8192))
    with open_store(own, write=True) as store:
        store.remove_graph(DOCUMENT)
    assert search(own, "科普宣传").total
    assert is_sound(own)


def test_a_store_that_failed_leaves_the_old_index_and_a_mark(own: Path) -> None:
    def fail() -> None:
        with open_store(own, write=True) as store:
            store.remove_graph(DOCUMENT)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    found = search(own, "补助企业数量")
    assert (found.total, found.behind) == (1, True)
    assert not is_current(own)
    open_store(own, write=True).close()
    assert (search(own, "补助企业数量").total, is_current(own)) == (0, True)


PROGRAM = """
import os, signal, sys
from pathlib import Path
from yiju.store import open_store
from yiju.store.search.file import IndexFile
folder, where = Path(sys.argv[1]), sys.argv[2]
def die(*args, **kwargs): os.kill(os.getpid(), signal.SIGKILL)
store = open_store(folder, write=True)
if where == "after":
    IndexFile.remove_graph = die
store.remove_graph(sys.argv[3])
if where == "before":
    die()
store.close()
"""


@pytest.mark.parametrize("where", ["before", "after"])
def test_a_process_that_is_killed_leaves_an_index_that_is_mended(own: Path, where: str) -> None:
    words = [sys.executable, "-c", PROGRAM, str(own), where, POLICIES]
    done = subprocess.run(words, check=False)
    assert done.returncode == -signal.SIGKILL
    found = search(own, "望溪区科技保险工作方案")
    assert (found.hits[0].kind, found.behind) == ("Policy", True)
    open_store(own, write=True).close()
    mended = search(own, "望溪区科技保险工作方案")
    assert ("Policy" in {hit.kind for hit in mended.hits}, mended.behind) == (False, False)
    assert is_sound(own)


def test_a_reader_sees_the_old_state_or_the_new(own: Path) -> None:
    with open_index(own) as index:
        assert index.search(Asked.of("补助企业数量")).total == 1
        with open_store(own, write=True) as store:
            store.remove_graph(DOCUMENT)
            during = index.search(Asked.of("补助企业数量"))
            assert (during.total, during.behind) == (1, True)
        after = index.search(Asked.of("补助企业数量"))
        assert (after.total, after.behind) == (0, False)


def test_a_folder_that_may_not_be_written_is_searched(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = sqlite3.connect

    def connect_as_who_may_not_write(address: str, **options: Any) -> sqlite3.Connection:
        if "immutable" not in address:
            raise sqlite3.OperationalError("unable to open database file")
        opened: sqlite3.Connection = connect(address, **options)
        return opened

    monkeypatch.setattr(sqlite3, "connect", connect_as_who_may_not_write)
    assert search(own, "科普宣传").total


def test_a_store_without_a_folder_has_no_index() -> None:
    store = open_store("http://127.0.0.1:1/query")
    with pytest.raises(StoreError, match="--state"):
        make_index(store)
    with empty_index() as nothing:
        assert nothing.search(Asked.of("科技")).total == 0
