"""Catalogues of known policies: read from CSV, kept as input, used when citations are resolved."""

from pathlib import Path

import pytest

from yiju import resources
from yiju.errors import YijuError
from yiju.inputs.csv_file import InputError
from yiju.inputs.policies import load_catalogue, map_catalogue, read_catalogue
from yiju.pipeline import build
from yiju.pipeline.policies import conclude_policies
from yiju.store import open_store
from yiju.validation import check_graph
from yiju.vocabulary import Names

HEAD = "标题,文号,发文机关,日期,状态\n"
GRAPH = Names().graph("catalogue")


def write(path: Path, text: str, *, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_catalogue_reads_alike_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    text = HEAD + "《甲市科普办法》,甲政[2019] 7号,甲市政府,2019年3月5日,已废止\n"
    read = read_catalogue(write(tmp_path / "a.csv", text, encoding=encoding))
    (row,) = read.rows
    assert (row.line, row.title, row.number) == (2, "甲市科普办法", "甲政〔2019〕7号")
    assert (str(row.issued), row.status) == ("2019-03-05", "statusRepealed")
    assert read.issues == ()
    assert check_graph(map_catalogue(read)).conforms


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",甲政〔2019〕7号,,,", "has no 标题"),
        ("乙,甲政7号,,,", "has a 文号 that is none"),
        ("乙,,,2019-13-01,", "has a 日期 that is none"),
        ("乙,,,,不明", "has a 状态 that is not known"),
        ("甲,,,,", "the same policy as line 2"),
        ("乙\x07,,,,", "control characters"),
        ("长" * 501 + ",,,,", "501 characters"),
        ("乙,,,,有效,多", "6 cells under 5 headings"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_with_its_line(
    tmp_path: Path, row: str, reason: str
) -> None:
    read = read_catalogue(write(tmp_path / "a.csv", f"{HEAD}甲,,,,\n{row}\n"))
    assert [one.title for one in read.rows] == ["甲"]
    (issue,) = read.issues
    assert issue.line == 3
    assert reason in issue.message


@pytest.mark.parametrize("text", ["", "文号,状态\n", "标题,标题\n", "甲\0"])
def test_a_file_that_is_no_catalogue_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(YijuError):
        read_catalogue(write(tmp_path / "a.csv", text))
    assert issubclass(InputError, YijuError)


def test_a_catalogue_tells_the_status_and_takes_its_own_place(tmp_path: Path) -> None:
    sample = resources.folder("sample") / "disclosures"
    build([sample], tmp_path / "store")
    with open_store(tmp_path / "store", write=True) as store:
        known = conclude_policies(store, Names()).policies
        policy = next(one for one in known if one.number and one.title)
        file = write(tmp_path / "a.csv", f"{HEAD}{policy.title},{policy.number},,,废止\n")
        load_catalogue(store, read_catalogue(file))
        once = sorted(map(str, store.quads(GRAPH)))
        load_catalogue(store, read_catalogue(file))
        assert sorted(map(str, store.quads(GRAPH))) == once
        after = {one.iri: one for one in conclude_policies(store, Names()).policies}
    entry = after[policy.iri].entry
    assert entry is not None
    assert entry.status == "statusRepealed"
    build([sample], tmp_path / "store")
    with open_store(tmp_path / "store") as store:
        assert sorted(map(str, store.quads(GRAPH))) == once
