"""The ledger beside a store: whatever becomes of it, what is concluded stays right."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from yiju.errors import StoreError
from yiju.pipeline import Conclusions, build, conclusions
from yiju.pipeline.ledger import FILE, Ledger
from yiju.store import open_store
from yiju.store.embedded import EmbeddedStore
from yiju.vocabulary import Names, is_document_graph

TEXT = """{name}2024年部门预算信息公开\n
部门项目绩效目标表\n单位：万元
项目编码\t13019024P00070{serial}\t项目名称\t科普经费{serial}
预算金额\t90.00\t其中：财政资金\t80.00\t其他资金\t0
一级指标\t二级指标\t三级指标\t绩效指标描述\t指标值\t指标值确定依据
产出指标\t数量指标\t科普活动次数\t活动的次数\t≥18次\t《清河区科普办法》{number}
"""


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "in"
    folder.mkdir()
    for at, number in enumerate(("", "（清政字〔2020〕3号）", "（清政字〔2021〕3号）")):
        text = TEXT.format(name="清河区科技局", serial=at, number=number)
        (folder / f"{at}.txt").write_text(text, encoding="utf-8")
    return sorted(folder.iterdir())


def exported(store: Path) -> list[str]:
    with open_store(store) as opened:
        return sorted(map(str, opened.quads()))


@pytest.fixture
def expected(files: list[Path], tmp_path: Path) -> list[str]:
    build(files, tmp_path / "once")
    return exported(tmp_path / "once")


@pytest.mark.parametrize("left", [None, b"", b"no database", b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_ledger_that_is_lost_or_broken_is_made_anew(
    files: list[Path], tmp_path: Path, expected: list[str], left: bytes | None
) -> None:
    build(files[:2], tmp_path / "store")
    (tmp_path / "store" / FILE).unlink()
    if left is not None:
        (tmp_path / "store" / FILE).write_bytes(left)
    build(files[2:], tmp_path / "store")
    assert exported(tmp_path / "store") == expected


def test_a_ledger_of_other_code_is_made_anew(
    files: list[Path], tmp_path: Path, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conclusions, "fingerprint", lambda _base: "another")
    build(files[:2], tmp_path / "store")
    monkeypatch.undo()
    with open_store(tmp_path / "store", write=True) as store:
        for name in ("identities", "policies"):
            store.remove_graph(Names().graph(name))
    build(files[2:], tmp_path / "store")
    assert exported(tmp_path / "store") == expected


@pytest.mark.parametrize("step", ["IdentitySteps", "PolicySteps", "read_entries"])
def test_conclusions_that_were_broken_off_are_drawn_anew(
    files: list[Path],
    tmp_path: Path,
    expected: list[str],
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    build(files[:1], tmp_path / "store")
    monkeypatch.setattr(conclusions, step, None)
    (tmp_path / "store" / FILE).unlink()
    with pytest.raises(TypeError):
        build(files[1:2], tmp_path / "store")
    monkeypatch.undo()
    build(files[2:], tmp_path / "store")
    assert exported(tmp_path / "store") == expected


def test_a_document_that_a_killed_build_left_is_concluded_and_audited(
    files: list[Path], tmp_path: Path, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    build(files[:1], tmp_path / "store")
    monkeypatch.setattr(Conclusions, "put_findings", None)
    with pytest.raises(TypeError):
        build(files[1:2], tmp_path / "store")
    monkeypatch.undo()
    build(files[2:], tmp_path / "store")
    assert exported(tmp_path / "store") == expected


def test_a_store_without_a_folder_is_concluded_as_a_whole(
    files: list[Path], tmp_path: Path, expected: list[str]
) -> None:
    class Homeless(EmbeddedStore):
        folder = None  # type: ignore[assignment]  # as that of an endpoint without --state

    build(files, tmp_path / "store")
    with open_store(tmp_path / "store") as opened:
        quads = list(opened.quads())
    store = Homeless(tmp_path, ox.Store())
    graphs: dict[str, list[ox.Quad]] = {}
    for quad in quads:
        graphs.setdefault(str(quad.graph_name)[1:-1], []).append(quad)
    store.replace_graphs(graphs)
    for name in ("identities", "policies"):
        store.remove_graph(Names().graph(name))
    with Conclusions(store, Names()) as steps:
        steps.conclude()
    assert sorted(map(str, store.quads())) == expected


def test_a_document_that_went_takes_its_conclusions_with_it(
    files: list[Path], tmp_path: Path
) -> None:
    build(files, tmp_path / "store")
    build(files[:1], tmp_path / "one")
    with open_store(tmp_path / "one") as opened:
        kept = set(opened.graphs())
    with open_store(tmp_path / "store", write=True) as store:
        for graph in store.graphs():
            if is_document_graph(graph) and graph not in kept:
                store.remove_graph(graph)
        with Conclusions(store, Names()) as steps:
            steps.conclude()
    assert exported(tmp_path / "store") == exported(tmp_path / "one")


def test_a_ledger_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "here" / FILE).mkdir(parents=True)
    with pytest.raises(StoreError, match=r"conclusions\.sqlite: cannot be written"):
        Ledger(tmp_path / "here" / FILE)


def test_what_is_told_first_is_what_the_first_document_tells(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / FILE)
    ledger.put_told("title", "b", {("key", ""): ("b-1", 1), ("key", "x"): ("b-2", 0)})
    ledger.put_told("title", "a", {("key", "x"): ("a-1", 2)})
    assert ledger.told("title", "key") == {"": "b-1", "x": "a-1"}
    assert ledger.amounts("title", "key") == {"": 1, "x": 2}
    assert ledger.put_told("title", "a", {}) == {"key"}
    assert ledger.told("title", "key") == {"": "b-1", "x": "b-2"}
    assert ledger.amounts("title", "key") == {"": 1}


def test_the_published_disclosures_give_the_same_bytes_one_by_one(
    shared: Path, tmp_path: Path
) -> None:
    files = sorted((shared / "disclosures").glob("*.txt"))
    build(files, tmp_path / "once")
    for file in files[::-1]:
        build([file], tmp_path / "turned")
    assert exported(tmp_path / "once") == exported(tmp_path / "turned")
