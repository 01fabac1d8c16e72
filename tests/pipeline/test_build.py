from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.readers.writers import zipped

from yiju import resources
from yiju.errors import YijuError
from yiju.mapping import as_document, parse_quads, read_quads
from yiju.model import Document
from yiju.pipeline import (
    Limits,
    Progress,
    Reading,
    Refusal,
    Status,
    build,
    find_files,
    read_disclosure,
)
from yiju.pipeline.worker import read_each
from yiju.readers import read_file
from yiju.readers.source import SourceFile
from yiju.store import open_store
from yiju.validation import check_graph
from yiju.vocabulary import NS, Names

BUILDER = "yiju.pipeline.builder"
HEADER = "一级指标\t二级指标\t三级指标\t绩效指标描述\t指标值\t指标值确定依据\n"
ORIGIN = {
    "source": "https://example.org/a",
    "publisher": "清河区财政局",
    "spatial": "130190",
    "issued": "2024-02-01",
    "license": "CC BY 4.0",
}
TEXT = (
    "清河区科技局2024年部门预算信息公开说明\n\n1、科普经费绩效目标表\n\n"
    "项目编码\t13019024P001\t\t项目名称\t科普经费\n\n"
    + HEADER
    + "产出指标\t数量指标\t活动场次\t全年场次\t≥20 场\t《清河区科普办法》（清政字〔2020〕3号）\n"
    + "\t质量指标\t合格率\t合格\t100%\t《清河区科普办法》\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "a.txt"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    return path


def value(term: object) -> str:
    assert isinstance(term, ox.NamedNode | ox.Literal)
    return term.value


def objects(store: Path, name: str, graph: str | None = None) -> list[str]:
    with open_store(store) as opened:
        found = opened.quads(graph)
        return sorted(value(q.object) for q in found if q.predicate.value.endswith(name))


def test_a_file_becomes_a_graph_and_what_follows_from_it(file: Path, tmp_path: Path) -> None:
    (outcome,) = build([file], tmp_path / "store").outcomes
    assert (outcome.status, outcome.projects, outcome.indicators) == (Status.LOADED, 1, 2)
    with open_store(tmp_path / "store") as store:
        assert outcome.sha256 is not None
        assert store.graphs() == [
            Names().graph("description"),
            Names().document_graph(outcome.sha256),
            Names().graph("findings"),
            Names().graph("identities"),
            Names().graph("ontology"),
            Names().graph("policies"),
        ]
    policies = Names().graph("policies")
    assert objects(tmp_path / "store", NS + "documentNumber", policies) == ["清政字〔2020〕3号"]
    assert objects(tmp_path / "store", NS + "resolutionMethod", policies) == [
        NS + "numberMatch",
        NS + "titleMatchInDocument",
    ]


def test_the_same_bytes_under_two_names_are_one_document(file: Path, tmp_path: Path) -> None:
    (file.parent / "b.txt").write_bytes(file.read_bytes())
    build([file], tmp_path / "store")
    build([file.parent / "b.txt"], tmp_path / "store")
    assert objects(tmp_path / "store", NS + "fileName") == ["a.txt", "b.txt"]
    assert len(objects(tmp_path / "store", NS + "projectCode")) == 1


def test_a_list_of_sources_tells_where_a_file_came_from(file: Path, tmp_path: Path) -> None:
    listed = tmp_path / "sources.csv"
    listed.write_text(
        "file,url,publisher,region,issued,licence\n"
        "a.txt,https://example.org/a,清河区财政局,130190,2024-02-01,CC BY 4.0\n",
        encoding="utf-8-sig",
    )
    (outcome,) = build([file], tmp_path / "store", sources=listed).outcomes
    graph = Names().document_graph(str(outcome.sha256))
    told = {name: objects(tmp_path / "store", f"dc/terms/{name}", graph) for name in ORIGIN}
    assert told == {name: [value] for name, value in ORIGIN.items()}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,url\na.txt,x\n", "line 1 must name the columns"),
        ("file,url\na.txt,javascript:1\n", "line 2, column url"),
        ("file,issued\na.txt,1. Februar\n", "line 2, column issued"),
        ("file,url\n,https://example.org\n", "line 2 names no file"),
    ],
)
def test_a_list_of_sources_that_is_wrong_is_told_with_its_line(
    file: Path, tmp_path: Path, text: str, said: str
) -> None:
    listed = tmp_path / "sources.csv"
    listed.write_text(text, encoding="utf-8")
    with pytest.raises(YijuError, match=said):
        build([file], tmp_path / "store", sources=listed)


def test_a_graph_that_breaks_the_gate_is_quarantined_and_the_others_load(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file.parent / "bad.txt").write_text(TEXT + "\n另一份\n", encoding="utf-8")

    def without_labels(document: bytes) -> list[ox.Quad]:
        quads = read_quads(document)
        bad = any(value(quad.object) == "bad.txt" for quad in quads)
        return [q for q in quads if not (bad and q.predicate.value.endswith("schema#label"))]

    monkeypatch.setattr(f"{BUILDER}.read_quads", without_labels)
    good, bad = build([file.parent], tmp_path / "store").outcomes
    assert (good.status, bad.status) == (Status.LOADED, Status.QUARANTINED)
    assert bad.reason is not None
    assert "gate" in bad.reason
    report = tmp_path / "store" / "quarantine" / f"{bad.sha256}.txt"
    assert "bad.txt:1" in report.read_text(encoding="utf-8")
    assert len(objects(tmp_path / "store", NS + "fileName")) == 1
    monkeypatch.undo()
    assert build([file.parent], tmp_path / "store").complete
    assert not report.exists()


def test_a_fault_in_one_document_is_its_own_answer(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "all.zip"
    archive.write_bytes(zipped({"a.txt": file.read_bytes(), "b.txt": "说明\n".encode()}))

    def broken(source: SourceFile) -> Document:
        if source.path.name == "a.txt":
            raise ZeroDivisionError
        return read_file(source)

    monkeypatch.setattr("yiju.pipeline.worker.read_file", broken)
    first, second = read_each(archive, Names(), Limits())
    assert isinstance(first, Refusal)
    assert "ZeroDivisionError" in first.reason
    assert isinstance(second, Reading)


def test_a_graph_larger_than_a_build_can_hold_is_refused(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yiju.pipeline.worker.LARGEST_GRAPH", 1000)
    (answer,) = read_each(file, Names(), Limits())
    assert isinstance(answer, Refusal)
    assert "at most 1,000 are loaded of one document. Split the file." in answer.reason


def test_a_disclosure_without_tables_loads_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("清河区科技局2024年部门预算信息公开说明\n\n无。\n", encoding="utf-8")
    (outcome,) = build([path], tmp_path / "store").outcomes
    assert outcome.status is Status.LOADED
    assert outcome.notes


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (TEXT.rstrip().encode()[:-2], "ends inside a character"),
        (TEXT.rstrip()[:-4].encode(), "ends inside a table"),
    ],
)
def test_a_file_that_was_cut_loads_and_says_so(
    file: Path, tmp_path: Path, data: bytes, said: str
) -> None:
    file.write_bytes(data)
    (outcome,) = build([file], tmp_path / "store").outcomes
    assert (outcome.status, outcome.indicators) == (Status.LOADED, 2)
    assert [note for note in outcome.notes if said in note]


def test_progress_is_told_file_by_file(file: Path, tmp_path: Path) -> None:
    (file.parent / "b.txt").write_text("说明\n", encoding="utf-8")
    told: list[Progress] = []
    build([file.parent], tmp_path / "store", progress=told.append)
    assert [(p.done, p.total, p.name) for p in told] == [(1, 2, "a.txt"), (2, 2, "b.txt")]


def test_hidden_files_are_left_out_and_folders_are_walked(tmp_path: Path) -> None:
    for name in ("b.txt", "sub/a.txt", ".hidden", ".git/c.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    assert [path.name for path in find_files([tmp_path])] == ["a.txt", "b.txt"]


def test_the_sample_passes_the_gate() -> None:
    files: Sequence[Path] = sorted(resources.folder("sample").rglob("*.txt"))
    assert files
    for path in files:
        report = check_graph(parse_quads(as_document(read_disclosure(path), Names())))
        assert report.conforms, report.text()
