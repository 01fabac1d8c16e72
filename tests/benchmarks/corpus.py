"""Many disclosures out of five: the published ones under the names of other places and years.

Each place discloses four years in a row, its policies and projects with its own numbers and codes;
what is national stays what it is, so that every document cites it. The same number of copies gives
the same files.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

YEARS: Final = 4
_PLACES: Final = ("石家庄", "鹿泉", "廊坊", "广阳", "秦皇岛", "山海关")
_FIRST: Final = "清云青白长平安永新丰金玉东南北西怀兴和康"
_SECOND: Final = "河溪泉川岭原湖州阳宁林峰源城江浦泽桥陵谷"
_CODE: Final = re.compile(r"(?<![0-9A-Za-z])13\d{4}(?=\d{2}[0-9A-Z]{8,})")
_SERIAL: Final = re.compile(r"(?<=[〕\]】)）])(\s*)(\d{1,4})(?=\s*号)")
_YEAR: Final = re.compile(r"(?<!\d)20[12]\d(?!\d)")


def write_corpus(published: Path, folder: Path, copies: int) -> Iterator[Path]:
    """Write so many copies of each published disclosure, one after the other."""
    folder.mkdir(parents=True, exist_ok=True)
    for copy in range(copies):
        for source in sorted(published.glob("*.txt")):
            file = folder / f"{copy:05}-{source.name}"
            file.write_text(_varied(source.read_text(encoding="utf-8"), copy), encoding="utf-8")
            yield file


def _varied(text: str, copy: int) -> str:
    place, year = divmod(copy, YEARS)
    for at, name in enumerate(_PLACES):
        text = text.replace(name, _name(place * len(_PLACES) + at))
    text = _CODE.sub(f"13{place % 10_000:04}", text)
    text = _SERIAL.sub(lambda found: f"{found[1]}{int(found[2]) + place}", text)
    return _YEAR.sub(lambda found: str(int(found[0]) + year), text)


def _name(number: int) -> str:
    rest, second = divmod(number, len(_SECOND))
    third, first = divmod(rest, len(_FIRST))
    return _FIRST[first] + _SECOND[second] + (_SECOND[third % len(_SECOND)] if third else "")
