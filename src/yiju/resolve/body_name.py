"""The name of a public body, taken apart: the regions it prints, the organ, and whether it is the 本级.

Two spellings of one organ come out equal; what cannot be taken apart stays as printed. Regions are
known by how they end, never by a gazetteer: 石家庄市鹿泉区 is two, 石家庄高新技术产业开发区 is a zone
of 石家庄, and a district whose name several cities have does not tell its city.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from yiju.values.characters import squeeze

_LOOKUP: Final = tomllib.loads(
    Path(__file__).with_name("body_name.toml").read_text(encoding="utf-8")
)


def _any_of(words: list[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))})"


_ENDING: Final = re.compile(_any_of(_LOOKUP["region_endings"]))
_NO_REGION: Final = re.compile(_any_of(_LOOKUP["no_regions"]))
_ORGAN_SIGN: Final = re.compile(_any_of(_LOOKUP["organ_signs"]))
_PROVINCE: Final = re.compile(f"{_any_of(_LOOKUP['province_endings'])}$")
_OWN_UNIT: Final = re.compile(f"(?:{_any_of(_LOOKUP['own_unit'])}|(?<=局)机关)$")
_BEFORE: Final = re.compile(f"^{_any_of(_LOOKUP['before_region'])}")
_BARE: Final = re.compile(_any_of(_LOOKUP["bare_levels"]))
_ZONE: Final = re.compile(f"(?P<stem>.*?)(?P<zone>{_any_of(list(_LOOKUP['zones']))})$")
_FILLER: Final = re.compile(f"{_any_of(_LOOKUP['zone_fillers']['words'])}+$")
_WORD: Final = re.compile(_any_of([*_LOOKUP["words"], *_LOOKUP["words"].values()]))
_SUFFIX: Final = re.compile(r"(?:地区|自治州|市|盟)$")
_SHARED: Final = frozenset(_LOOKUP["shared"]["districts"]) | frozenset(_LOOKUP["zones"].values())
_LONGEST: Final = 18
"""双江拉祜族佤族布朗族傣族自治县 has fifteen characters; nothing that is longer is a region."""

_MOST: Final = 5
"""From the province to the zone of a town; a text that goes on like this is no name."""


@dataclass(frozen=True, slots=True)
class Region:
    """A region as a name prints it: `last` is the smallest part, `upper` what stands above it.

    Endings of cities are left out of `upper`, and provinces altogether.
    """

    last: str
    upper: tuple[str, ...] = ()

    @property
    def shared(self) -> bool:
        """Whether several cities have a region of that name: then `last` alone tells nothing."""
        return self.last in _SHARED


@dataclass(frozen=True, slots=True)
class BodyName:
    """The name of a body: its region where it prints one, its organ, whether it is the own unit."""

    region: Region | None
    organ: str
    own_unit: bool = False


@lru_cache(maxsize=65536)
def parse_body_name(name: str) -> BodyName:
    """The parts of the name of a body.

    >>> parse_body_name("石家庄高新技术产业开发区科学技术局本级")
    BodyName(region=Region(last='高新区', upper=('石家庄',)), organ='科学技术局', own_unit=True)
    >>> parse_body_name("廊坊市广阳区科技局")
    BodyName(region=Region(last='广阳区', upper=('廊坊',)), organ='科学技术局', own_unit=False)
    """
    text = _BEFORE.sub("", squeeze(name))
    bare = _OWN_UNIT.sub("", text)
    parts, rest = _split_regions(bare)
    level = _BARE.match(rest)
    if not parts and level and level.end() < len(rest):
        rest = rest[level.end() :]
    own_unit = bare != text and bool(rest)
    return BodyName(_region(parts), _organ(rest or bare), own_unit)


def parse_region(text: str) -> Region | None:
    """The region that a text names and nothing else: 河北省石家庄市; None for other texts.

    >>> parse_region("河北省石家庄市鹿泉区")
    Region(last='鹿泉区', upper=('石家庄',))
    """
    parts, rest = _split_regions(squeeze(text))
    return None if rest else _region(parts)


def _split_regions(text: str) -> tuple[list[str], str]:
    """The regions in front, the largest first, and what is left."""
    parts: list[str] = []
    start = 0
    while len(parts) < _MOST and (end := _end_of_region(text, start)) is not None:
        parts.append(text[start:end])
        start = end
    return parts, text[start:]


def _end_of_region(text: str, start: int) -> int | None:
    """Where the region ends that begins at `start`; None where there begins none."""
    for match in _ENDING.finditer(text, start, start + _LONGEST):
        if match.start() == start or _is_other_word(text, start, match):
            continue
        return None if _ORGAN_SIGN.search(text, start, match.start()) else match.end()
    return None


def _is_other_word(text: str, start: int, ending: re.Match[str]) -> bool:
    """Whether the ending belongs to a word that is no region: 城市管理, 社区; a zone is one."""
    if _ZONE.fullmatch(text, start, ending.end()):
        return False
    words = (_NO_REGION.match(text, at) for at in range(max(0, ending.start() - 3), ending.end()))
    return any(word and word.end() >= ending.end() for word in words)


def _region(parts: list[str]) -> Region | None:
    if not parts:
        return None
    above = [part for part in parts[:-1] if not _PROVINCE.search(part)]
    zone = _ZONE.match(parts[-1])
    if zone is None or (zone["zone"] == "新区" and zone["stem"]):
        return Region(parts[-1], tuple(_SUFFIX.sub("", part) for part in above))
    stem = _FILLER.sub("", zone["stem"])
    return Region(
        _LOOKUP["zones"][zone["zone"]],
        tuple(_SUFFIX.sub("", part) for part in [*above, stem] if part),
    )


def _organ(text: str) -> str:
    """An organ with its short words spelt out, without the words that only join."""
    whole = _LOOKUP["organs"].get(text, text)
    spelt = _WORD.sub(lambda word: _LOOKUP["words"].get(word[0], word[0]), whole)
    return re.sub("[和与、]", "", spelt) or text
