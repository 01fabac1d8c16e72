"""ZIP archives: every file in them by itself, under its own name, and none of them anywhere it could do harm."""

import os
import stat
import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from tests.readers.writers import zipped

from yiju.readers import archive as archives
from yiju.readers.archive import UnreadFile, find_sources
from yiju.readers.source import SourceFile

TEXT = "清河区科技局2024年部门预算信息公开说明\n".encode()


def found(folder: Path, data: bytes, name: str = "a.zip") -> dict[str, bytes | str]:
    """What is in an archive: bytes by name, or the sentence that refuses them."""
    path = folder / name
    path.write_bytes(data)
    return {
        one.name: one.data if isinstance(one, SourceFile) else one.reason
        for one in find_sources(path)
    }


def with_entry(entry: zipfile.ZipInfo, data: bytes = TEXT) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(entry, data)
        package.writestr("good.txt", TEXT)
    return out.getvalue()


# --- what is in them -------------------------------------------------------------------------------


def test_a_file_that_is_no_archive_is_itself(tmp_path: Path) -> None:
    assert found(tmp_path, TEXT, "a.txt") == {"a.txt": TEXT}


@pytest.mark.parametrize("data", [TEXT, b""])
def test_a_name_in_other_letters_is_shown_in_them(data: bytes, tmp_path: Path) -> None:
    name = os.fsdecode("预算.txt".encode("gb18030"))
    assert list(found(tmp_path, data, name)) == ["预算.txt"]


def test_files_are_found_in_their_order_in_folders_and_in_archives_inside(tmp_path: Path) -> None:
    inner = zipped({"丙.txt": TEXT + b"3"})
    data = zipped({"乙.txt": TEXT, "sub/inner.zip": inner, "sub/甲.txt": TEXT + b"1"})
    assert list(found(tmp_path, data).items()) == [
        ("a.zip/乙.txt", TEXT),
        ("a.zip/sub/inner.zip/丙.txt", TEXT + b"3"),
        ("a.zip/sub/甲.txt", TEXT + b"1"),
    ]


def test_what_systems_leave_in_archives_is_passed_over(tmp_path: Path) -> None:
    names = ("sub/", "__MACOSX/sub/._a.txt", ".DS_Store", "sub/.hidden/a.txt")
    data = zipped({**dict.fromkeys(names, b""), "sub/a.txt": TEXT})
    assert found(tmp_path, data) == {"a.zip/sub/a.txt": TEXT}
    assert "empty" in str(found(tmp_path, zipped({"sub/": b""}))["a.zip"])


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_names_are_read_in_the_letters_they_were_written_in(encoding: str, tmp_path: Path) -> None:
    name = "2024年预算/廊坊市.txt"  # 廊 ends with a byte that is a backslash elsewhere
    raw = name.encode(encoding)
    data = zipped({"x" * len(raw): TEXT}).replace(b"x" * len(raw), raw)
    assert found(tmp_path, data) == {f"a.zip/{name}": TEXT}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\windows\\a.txt", "windows/a.txt"),
        ("a/./../b.txt", "a/b.txt"),
        ("a\n\x1b[2J.txt", "a[2J.txt"),
        ("..", "unnamed"),
    ],
)
def test_a_name_that_leads_elsewhere_is_only_a_name(name: str, shown: str, tmp_path: Path) -> None:
    assert found(tmp_path, zipped({name: TEXT})) == {f"a.zip/{shown}": TEXT}


def test_a_walk_goes_on_behind_any_file(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    inner = zipped({"b.txt": TEXT, "c.txt": TEXT})
    path.write_bytes(zipped({"a.txt": TEXT, "inner.zip": inner, "d.txt": TEXT}))
    places: dict[str, tuple[int, ...]] = {}
    everything = [
        one.name for one in find_sources(path, lambda at, name: places.update({name: at}))
    ]
    assert len(places) == 6
    assert len(everything) == 4
    for place in places.values():
        rest = [one.name for one in find_sources(path, after=place)]
        inside = [name for name in everything if places[name][: len(place)] == place]
        assert rest == [name for name in everything if places[name] > place and name not in inside]


# --- what is refused -------------------------------------------------------------------------------


def check_refused(folder: Path, data: bytes, name: str, said: str) -> None:
    """One entry is refused in a sentence of its own, and the good one beside it is read."""
    got = found(folder, data)
    assert got["a.zip/good.txt"] == TEXT
    reason = got[name]
    assert isinstance(reason, str)
    assert said in reason
    assert "\n" not in reason


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    entry = zipfile.ZipInfo("link.txt")
    entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    check_refused(tmp_path, with_entry(entry, b"/etc/passwd"), "a.zip/link.txt", "a link")


def test_a_locked_entry_is_told(tmp_path: Path) -> None:
    data = bytearray(with_entry(zipfile.ZipInfo("locked.txt")))
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + at] |= 1
    check_refused(tmp_path, bytes(data), "a.zip/locked.txt", "locked with a password")


def test_an_entry_that_is_broken_is_told(tmp_path: Path) -> None:
    data = bytearray(with_entry(zipfile.ZipInfo("broken.txt")))
    data[data.index(TEXT)] ^= 1
    check_refused(tmp_path, bytes(data), "a.zip/broken.txt", "damaged")


def test_an_entry_packed_in_an_unknown_way_is_told(tmp_path: Path) -> None:
    data = bytearray(with_entry(zipfile.ZipInfo("odd.txt")))
    for magic, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        start = data.index(magic) + at
        data[start : start + 2] = struct.pack("<H", 97)
    check_refused(tmp_path, bytes(data), "a.zip/odd.txt", "damaged")


def test_an_empty_entry_is_told(tmp_path: Path) -> None:
    check_refused(tmp_path, with_entry(zipfile.ZipInfo("e.txt"), b" "), "a.zip/e.txt", "empty")


def test_an_entry_that_is_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    data = zipped({"bomb.txt": b" " * 5_000_000, "good.txt": TEXT})
    check_refused(tmp_path, data, "a.zip/bomb.txt", "ZIP bomb")


def test_an_entry_that_is_too_large_is_told(tmp_path: Path) -> None:
    large = bytes(range(256)) * 40_000
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("large.txt", large)
        package.writestr("good.txt", TEXT)
    check_refused(tmp_path, out.getvalue(), "a.zip/large.txt", "at most 8,388,608")


def test_archives_too_deep_inside_one_another_are_told(tmp_path: Path) -> None:
    deep = zipped({"good.txt": TEXT})
    for _ in range(3):
        deep = zipped({"in.zip": deep, "good.txt": TEXT})
    name = "a.zip/in.zip/in.zip/in.zip"
    check_refused(tmp_path, deep, name, "4 archives stand inside one another; at most 3")
    assert "a.zip/in.zip/in.zip/good.txt" in found(tmp_path, deep)


@pytest.mark.parametrize("limit", ["MOST_ENTRIES", "LARGEST_ARCHIVE"])
def test_all_archives_inside_one_another_share_their_limits(
    limit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = zipped({f"{at}.txt": TEXT for at in range(5)})
    data = zipped({"a.txt": TEXT, "b.zip": inner, "c.zip": inner, "d.txt": TEXT})
    most = {"MOST_ENTRIES": 9, "LARGEST_ARCHIVE": 8 * len(TEXT) + 2 * len(inner)}
    monkeypatch.setattr(archives, limit, most[limit])
    got = found(tmp_path, data)
    assert len([one for one in got.values() if isinstance(one, bytes)]) < 11
    assert "was not read" in str(got["a.zip"])


def test_a_damaged_archive_is_told(tmp_path: Path) -> None:
    data = zipped({"a.txt": TEXT, "b.txt": TEXT})
    (only,) = found(tmp_path, data[:-30]).items()
    assert only[0] == "a.zip"
    assert "damaged" in str(only[1])


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    (only,) = find_sources(tmp_path / "nothing.zip")
    assert isinstance(only, UnreadFile)
    assert "cannot be read" in only.reason
