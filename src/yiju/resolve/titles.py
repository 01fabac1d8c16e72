"""Titles of cited documents: when two of them are one, near to each other, or two.

Two titles that differ in one word (认定, 奖励), in a year or in a region are two. A spelling may drop
the marks, the notice by which a document was issued, 试行, or a soft word; a revised version is
another document. Everything here is a key, so that many titles are compared by looking them up.
"""

import re
import tomllib
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from yiju.values.characters import squeeze
from yiju.values.lookups import any_of

_MARKS: Final = re.compile("[《》<>\"']")
_ISSUED: Final = re.compile(
    r"^(?P<issuer>[^《》]{0,60}?)关于(?:印发|下发|发布|公布|颁发|颁布)《?(?P<inner>[^《》]{6,})》?的?通知$"
)
_COUNTRY: Final = "中华人民共和国"
_REMARK: Final = re.compile(r"[(](?P<words>[^()]{2,20})[)]$")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_YEARS: Final = re.compile(r"(?P<first>20[0-9]{2})年?[-~—至到]+(?P<last>20[0-9]{2})年?")
_TWICE: Final = re.compile(r"([\u3400-\u9fff])\1")
_SHORTEST: Final = 8
_SHORTEST_CUT: Final = 10
_NEAR: Final = 0.8
_SHARP: Final = re.compile("[0-9省市县区州旗镇乡一二三四五六七八九十不非]")


@cache
def words_of_titles() -> dict[str, Any]:
    """The vocabulary of titles."""
    file = Path(__file__).with_name("titles.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Title:
    """A title in its keys: `exact` as printed, `core` without its wrapping, `soft` without soft words.

    `bare` is the soft key without the region that leads it; `base` is a revised title without its remark.
    """

    exact: str
    core: str
    soft: str
    bare: str | None
    base: str | None
    issued: str | None

    @property
    def is_whole(self) -> bool:
        """Whether it ends like a title; one that does not may be cut."""
        return bool(_ending().search(self.base or self.core))

    @property
    def years(self) -> tuple[int, ...]:
        """The years in it, in order."""
        return tuple(int(year) for year in _YEAR.findall(self.exact))

    @property
    def without_years(self) -> str:
        """With every year masked: what stays when a copied year counts itself up."""
        return _YEAR.sub("####", self.exact)

    @property
    def span(self) -> tuple[int, int] | None:
        """The first and last year that it is for: （2019-2025年）."""
        match = _YEARS.search(self.exact)
        found = (int(match["first"]), int(match["last"])) if match else None
        return found if found and found[0] <= found[1] else None


@lru_cache(maxsize=65_536)
def read_title(text: str) -> Title:
    """The keys of a printed title.

    >>> read_title("关于印发〈甲市科技创新券管理办法（试行）〉的通知").core
    '甲市科技创新券管理办法'
    >>> a, b = read_title("甲市关于培育发展新企业的方案"), read_title("甲市关于培育新企业的方案")
    >>> a.core == b.core, a.soft == b.soft
    (False, True)
    >>> read_title("甲市奖励资金管理办法（2019年修订）").base
    '甲市奖励资金管理办法'
    """
    exact = squeeze(text)
    issued = _issued(exact)
    plain = _MARKS.sub("", issued or exact)
    core, base = _edition(_same(plain))
    soft = _TWICE.sub(r"\1", _soft().sub("", core))
    region = _region().match(core)
    bare = _soft().sub("", core[region.end() :]) if region else None
    return Title(
        exact=exact,
        core=core,
        soft=soft if len(soft) >= _SHORTEST else core,
        bare=bare if bare and len(bare) >= _SHORTEST else None,
        base=base,
        issued=issued,
    )


def _issued(exact: str) -> str | None:
    """What a notice issues: 关于印发《…》的通知; only what names itself."""
    match = _ISSUED.match(exact)
    return match["inner"] if match and len(match["inner"]) >= _SHORTEST else None


def _same(plain: str) -> str:
    """With the short form of bodies, and the name by which a law is known."""
    for long, short in words_of_titles()["same"].items():
        plain = plain.replace(long, short)
    if plain.startswith(_COUNTRY):
        plain = plain.removeprefix(_COUNTRY) or plain
    return str(words_of_titles()["laws"].get(plain, plain))


def _edition(plain: str) -> tuple[str, str | None]:
    """The title without a remark such as 试行; with that of a revised version, and what it revises."""
    remark = _REMARK.search(plain)
    if not remark:
        return plain, None
    editions = words_of_titles()["editions"]
    if any(word in remark["words"] for word in editions["revised"]):
        return plain, plain[: remark.start()]
    if remark["words"] in editions["trial"]:
        return plain[: remark.start()], None
    return plain, None


@lru_cache(maxsize=65_536)
def agree(one: str, other: str) -> bool:
    """Whether two titles that bear the same number may be one title in two spellings.

    >>> agree("甲区企业挂牌上市奖励资金管理办法（修订）", "甲区企业挂牌上市奖励资金管理办法")
    True
    >>> agree("甲区企业挂牌上市奖励资金管理办法", "甲区应对疫情影响支持中小企业发展若干措施")
    False
    >>> agree("甲区公共服务平台认定管理办法", "甲区公共服务平台奖励管理办法")
    False
    """
    a, b = read_title(one), read_title(other)
    if a.soft == b.soft or (a.base or a.core) == (b.base or b.core):
        return True
    if _holds(a, b) or _holds(b, a):
        return True
    matcher = SequenceMatcher(None, a.core[:200], b.core[:200], autojunk=False)
    return matcher.ratio() >= _NEAR and not any(
        _is_sharp(name, a.core[i:j], b.core[k:m])
        for name, i, j, k, m in matcher.get_opcodes()
        if name != "equal"
    )


def _holds(long: Title, short: Title) -> bool:
    """Whether a title stands inside another that ends as it does, or was cut."""
    inside = len(short.core) >= _SHORTEST and short.core in long.core
    return inside and (long.core.endswith(short.core) or not short.is_whole)


def _is_sharp(name: str, one: str, other: str) -> bool:
    """Whether a difference makes two titles: a word for a word, a figure, a region, a 不."""
    is_word = name == "replace" and max(len(one), len(other)) > 1
    return is_word or bool(_SHARP.search(one + other))


def is_cut(short: Title, long: Title) -> bool:
    """Whether a title is the beginning of another, cut where no title ends.

    >>> is_cut(read_title("甲区关于鼓励金融机构聚集"), read_title("甲区关于鼓励金融机构聚集发展的政策"))
    True
    >>> is_cut(read_title("甲区企业上市奖励资金管理办法"), read_title("甲区企业上市奖励资金管理办法（修订）"))
    False
    """
    begins = long.core.startswith(short.core) and long.core != short.core
    return begins and len(short.core) >= _SHORTEST_CUT and not short.is_whole


def names_itself(text: str) -> bool:
    """Whether a title means one document wherever it is cited; others mean it in one department.

    >>> names_itself("中华人民共和国预算法"), names_itself("河北省省级预算公开办法")
    (True, True)
    >>> names_itself("关于科技局2021年专项项目经费请示"), names_itself("推进全市科技工作方案")
    (False, False)
    """
    title = read_title(text)
    words = words_of_titles()["national"]
    if title.exact.startswith(tuple(words["starts"])) or title.core in words["titles"]:
        return True
    return _is_law(title.core) or bool(_region().match(title.core))


def names_a_place(text: str) -> bool:
    """Whether a title says whose document it is, be it by a district that several cities have.

    >>> names_a_place("清河区科普办法"), names_a_place("科普工作方案")
    (True, False)
    """
    return names_itself(text) or bool(_district().match(read_title(text).core))


def _is_law(core: str) -> bool:
    return len(core) >= 3 and core.endswith("法") and not core.endswith(("办法", "方法", "做法"))


@cache
def _region() -> re.Pattern[str]:
    """A province, a city, or a zone that bears the name of its city, at the start of a title."""
    refused = any_of(words_of_titles()["national"]["no_region"])
    name = r"[\u3400-\u9fff]{2,5}?"
    return re.compile(
        rf"(?!关于|{refused})(?:中共)?{name}(?:(?<![全我本各节])省|自治区|(?<![全我本各城上])(?<!首都)(?<!大都)市|高新区|经开区|自治州)"
    )


@cache
def _district() -> re.Pattern[str]:
    refused = any_of(words_of_titles()["national"]["no_region"])
    return re.compile(
        rf"(?!关于|{refused})[\u3400-\u9fff]{{2,5}}?(?<![全我本各市城园社地山])[区县旗]"
    )


@cache
def _soft() -> re.Pattern[str]:
    return re.compile(any_of(words_of_titles()["soft"]["words"]))


@cache
def _ending() -> re.Pattern[str]:
    return re.compile(rf"{any_of(words_of_titles()['endings']['words'])}(?:\([^()]*\))?$")
