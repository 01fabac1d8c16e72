from pathlib import Path

import pytest

from yiju.errors import UnknownFormatError, UnreadableFileError
from yiju.readers import read_document
from yiju.readers.source import SourceFile, SourceText, read_text

TEXT = "石家庄高新技术产业开发区科学技术局2021年部门预算信息公开情况说明\n"


def source(data: bytes) -> SourceFile:
    return SourceFile(Path("disclosure.txt"), data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encodings_of_disclosures_give_one_text(encoding: str) -> None:
    assert read_text(source(TEXT.encode(encoding))) == SourceText(TEXT, cut=False)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_file_that_ends_inside_a_character_is_read_and_says_so(encoding: str) -> None:
    data = TEXT.rstrip().encode(encoding)[:-1]
    assert read_text(source(data)) == SourceText(TEXT.rstrip()[:-1], cut=True)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (TEXT.encode("utf-16"), "UTF-16"),
        (TEXT.encode("big5", "replace"), "GB18030"),
        (TEXT.encode() + b"\xff\xfe\xfa", "GB18030"),
        (b"\x00\x01\x02" + TEXT.encode(), "binary"),
        (b"\x07\x1b" * 20, "binary"),
    ],
)
def test_bytes_that_are_no_chinese_text_are_refused(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableFileError, match=said):
        read_text(source(data))


def test_a_broken_byte_is_named_with_its_line() -> None:
    data = "一行\n二行".encode() + b"\xff" + "很长的中文文本，超过几个字。".encode()
    with pytest.raises(UnreadableFileError, match="0xff in line 2"):
        read_text(source(data))


def test_a_line_without_end_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="line 2 has 1,000,001 characters"):
        read_text(source(b"a\n" + b"b" * 1_000_001))


def test_a_file_larger_than_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    with pytest.raises(UnreadableFileError, match="104,857,600 bytes"):
        read_document(path)


@pytest.mark.parametrize("data", [b"", b"  \n\n"])
def test_an_empty_file_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "empty.txt"
    path.write_bytes(data)
    with pytest.raises(UnreadableFileError, match="empty"):
        read_document(path)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"\x89PNG ...", "picture"),
        ("a.xls", b"\xd0\xcf\x11\xe0....", "old Office"),
        ("a.csv", b"a,b\n", "ending in .csv"),
    ],
)
def test_a_format_that_no_reader_knows_is_named(
    tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnknownFormatError, match=said):
        read_document(path)


def test_a_missing_file_is_told_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"nothing\.txt: cannot be read"):
        read_document(tmp_path / "nothing.txt")
