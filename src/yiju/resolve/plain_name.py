"""Names of projects and indicators without what differs between years and hands.

Each function gives a key, never a name to show: two names with one key say the same in the sense
that the function states.
"""

import re
import tomllib
from pathlib import Path
from typing import Final

from yiju.values.characters import squeeze
from yiju.values.list_number import strip_number

_LOOKUP: Final = tomllib.loads(
    Path(__file__).with_name("plain_name.toml").read_text(encoding="utf-8")
)

_YEARS: Final = re.compile(
    r"(?<!\d)(?:19|20)\d{2}(?:年?[-~至](?:19|20)?\d{2})?(?:年度|年)"
    r"|^(?:19|20)\d{2}(?=[\u3400-\u9fff])"
    r"|(?<!\d)(?:19|20)\d{2}(?:年度|年)?$|\((?:19|20)\d{2}\)$"
)
_AMOUNT: Final = re.compile(r"\(\d+(?:\.\d+)?(?:万元?|亿元?|元)\)")
_NOTICE: Final = re.compile(r"[\u3400-\u9fff]{2,8}\((?:19|20)\d{2}\)第?\d+号")
_BRACKETED_UNIT: Final = re.compile(r"\((?:[%‰/\u3400-\u9fff]{1,4})\)$")
_MARKS: Final = re.compile(r"[\"'.,:;·、。，；：]")


def _any_of(words: list[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))})"


_OCCASION: Final = re.compile(_any_of(_LOOKUP["project"]["occasions"]))
_COUNT: Final = re.compile(f"(?<!总){_any_of(_LOOKUP['indicator']['counts'])}$")
_WORD: Final = re.compile(_any_of(list(_LOOKUP["indicator"]["words"])))


def name_without_year(name: str) -> str:
    """A project's name without list number, year and amount.

    >>> name_without_year("2024 年创新创业大赛") == name_without_year("1、2023年度创新创业大赛")
    True
    """
    text = squeeze(strip_number(name))
    return _MARKS.sub("", _AMOUNT.sub("", _YEARS.sub("", text))) or text


def name_without_occasion(name: str) -> str:
    """A project's name without the notice, the year and the words that every such name has.

    >>> name_without_occasion("石财教（2023）99号提前下达2024年技术创新引导专项资金预算")
    '技术创新引导'
    """
    text = _NOTICE.sub("", squeeze(strip_number(name)))
    bare = name_without_year(text)
    return _OCCASION.sub("", bare) or bare


def name_of_measure(name: str) -> str:
    """An indicator's name without unit, count and joining words, its abbreviations spelt out.

    >>> name_of_measure("新增高企数量（家）") == name_of_measure("新增高新技术企业")
    True
    >>> name_of_measure("高新技术企业总量"), name_of_measure("高新技术企业数量")
    ('高新技术企业总数', '高新技术企业')
    >>> name_of_measure("高新技术企业通过率") == name_of_measure("高新技术企业通过数")
    False
    """
    text = _BRACKETED_UNIT.sub("", squeeze(strip_number(name)))
    spelt = _WORD.sub(lambda word: _LOOKUP["indicator"]["words"][word[0]], text)
    counted = _COUNT.sub("", _MARKS.sub("", spelt))
    return (counted if len(counted) > 1 else spelt).replace("的", "")


def letters_of(key: str) -> str:
    """The characters of a key in one order: the same words in another order are similar.

    >>> letters_of("科技型中小企业新增") == letters_of("新增科技型中小企业")
    True
    """
    return "".join(sorted(key))
