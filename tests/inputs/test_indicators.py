"""Official indicator libraries: read from CSV, kept as input, matched with what departments use."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal

from yiju.errors import YijuError
from yiju.inputs.csv_file import MAX_BYTES, InputError
from yiju.inputs.indicators import (
    OfficialLibrary,
    load_library,
    map_library,
    read_library,
)
from yiju.pipeline import build
from yiju.questions import answer, answer_library
from yiju.store import open_store
from yiju.validation import check_graph
from yiju.vocabulary import NS, Names

GRAPH = Names().graph("library")
HEAD = "项目类别,一级指标,二级指标,三级指标,计量单位,指标解释\n"
ROWS = """培训类,产出指标,质量指标,培训合格率,%,合格人数占比
培训类,产出指标,数量指标,培训人次,人次,
,满意度指标,服务对象满意度指标,公众满意度,%,
"""


def write(path: Path, text: str, *, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_library_reads_alike_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    read = read_library(write(tmp_path / "a.csv", HEAD + ROWS, encoding=encoding))
    assert [(row.line, row.name, row.unit) for row in read.rows] == [
        (2, "培训合格率", "%"),
        (3, "培训人次", "人次"),
        (4, "公众满意度", "%"),
    ]
    assert read.rows[2].category is None
    assert read.issues == ()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("培训类,,质量指标,出勤率,%,", "has no 一级指标"),
        ("培训类,产出指标,质量指标,,%,", "has no 三级指标"),
        ("培训类", "has no 一级指标, 二级指标, 三级指标"),
        ("培训类,产出指标,质量指标,培训合格率,比例,别的解释", "the same indicator as line 2"),
        ("培训类,产出指标,质量指标," + "长" * 301 + ",%,", "301 characters"),
        ("培训类,产出指标,质量指标,出\x07勤率,%,", "control characters"),
        ("培训类,产出指标,质量指标,出勤率,%,解释,多余", "7 cells under 6 headings"),
        ('培训类,产出指标,质量指标,"' + "长" * 140_000 + '",%,', "no row of CSV"),
    ],
)
def test_a_bad_row_is_told_and_the_others_are_kept(tmp_path: Path, row: str, reason: str) -> None:
    text = HEAD + ROWS + row + "\n\n培训类,产出指标,时效指标,完成时间,,\n"
    read = read_library(write(tmp_path / "a.csv", text))
    assert [entry.name for entry in read.rows] == [
        "培训合格率",
        "培训人次",
        "公众满意度",
        "完成时间",
    ]
    (issue,) = read.issues
    assert (issue.line, issue.document) == (5, "a.csv")
    assert reason in issue.message


@pytest.mark.parametrize(
    "data",
    [b"", b"a,b,c\n1,2,3\n", "一级指标,二级指标\n".encode(), b"\xff\xfe\x00", b"\0" * 40,
     "一级指标,二级指标,三级指标,指标名称\n".encode(), b"%PDF-1.4 \x80\x81\xff"],
)  # fmt: skip
def test_what_is_no_library_is_refused_in_a_sentence(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    with pytest.raises(InputError, match=r"a\.csv"):
        read_library(tmp_path / "a.csv")


def test_a_file_that_is_not_there_or_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_library(tmp_path / "none.csv")
    with pytest.raises(InputError, match="cannot be read"):
        read_library(tmp_path)
    with (tmp_path / "huge.csv").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(InputError, match="16 MB"):
        read_library(tmp_path / "huge.csv")


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes((HEAD + text).encode("utf-8", "surrogatepass"))
    try:
        read = read_library(path)
    except YijuError:
        return
    assert check_graph(map_library(read)).conforms


def library(tmp_path: Path, text: str = HEAD + ROWS, name: str = "省指标库.csv") -> OfficialLibrary:
    return read_library(write(tmp_path / name, text))


def test_the_order_of_rows_renames_nothing(tmp_path: Path) -> None:
    turned = HEAD + "".join(reversed(ROWS.splitlines(keepends=True)))
    one, two = map_library(library(tmp_path)), map_library(library(tmp_path, turned))
    assert {quad.subject for quad in one} == {quad.subject for quad in two}
    assert all(not isinstance(quad.object, Literal) or quad.object.value for quad in one)
    assert check_graph(one).conforms


@pytest.mark.parametrize("lacking", ["level1Text", "level2Text", "fileName"])
def test_a_library_that_lacks_something_breaks_the_gate(tmp_path: Path, lacking: str) -> None:
    quads = map_library(library(tmp_path))
    kept = [quad for quad in quads if quad.predicate.value != NS + lacking]
    if lacking.startswith("level"):
        kept = [quad for quad in kept if not quad.predicate.value.endswith("Text")]
    assert not check_graph(kept).conforms


def test_a_library_stays_when_documents_are_read_again(tmp_path: Path, checkout: Path) -> None:
    sample = checkout / "src" / "yiju" / "sample" / "disclosures"
    build([sample], tmp_path / "store")
    with open_store(tmp_path / "store", write=True) as store:
        load_library(store, library(tmp_path))
        before = set(store.quads(GRAPH))
    build([sample], tmp_path / "store")
    with open_store(tmp_path / "store") as store:
        assert set(store.quads(GRAPH)) == before
        rows = answer(store, "official-indicators", {}).records()
        assert [(row["label"], row["line"]) for row in rows] == [
            ("培训合格率", "2"), ("培训人次", "3"), ("公众满意度", "4"),
        ]  # fmt: skip


def test_a_file_replaces_itself_and_no_other(tmp_path: Path) -> None:
    with open_store(tmp_path / "store", write=True) as store:
        load_library(store, library(tmp_path))
        load_library(store, library(tmp_path, name="市指标库.csv"))
        load_library(store, library(tmp_path, HEAD + ROWS.splitlines()[0] + "\n"))
        rows = answer(store, "official-indicators", {}).records()
    assert [(row["file"], row["label"]) for row in rows] == [
        ("市指标库.csv", "培训合格率"), ("市指标库.csv", "培训人次"), ("市指标库.csv", "公众满意度"),
        ("省指标库.csv", "培训合格率"),
    ]  # fmt: skip


def test_used_indicators_are_matched_by_name_and_the_rest_is_unused(
    tmp_path: Path, checkout: Path
) -> None:
    build([checkout / "src" / "yiju" / "sample" / "disclosures"], tmp_path / "store")
    text = HEAD + (
        "宣传,满意度指标,服务对象满意度指标,参与公众满意度（%）,%,\n"
        "宣传,产出指标,质量指标,没有人用的指标,%,\n"
    )
    with open_store(tmp_path / "store", write=True) as store:
        load_library(store, library(tmp_path, text))
        grown = answer_library(store)
        one_kind = answer_library(store, kind="leaseProject")
    matched = {entry.name: [one.label for one in entry.official] for entry in grown.entries}
    assert matched["参与公众满意度"] == ["参与公众满意度（%）"]
    assert sum(map(bool, matched.values())) == 1
    assert [one.label for one in grown.unused] == ["没有人用的指标"]
    assert grown.officials == 2
    assert one_kind.unused == grown.unused
