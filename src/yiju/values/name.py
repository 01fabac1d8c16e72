"""Names: what spellings of one name have in common, so that two years or two departments compare.

A name keeps every word that says what is meant. Off come blanks, widths, list numbers, years, a
unit in brackets at the end, and a tail that only says that something is counted.
"""

import re
from functools import cache
from typing import Final

from yiju.values.characters import HAN, squeeze
from yiju.values.list_number import strip_number
from yiju.values.lookups import any_of, read_lookup
from yiju.values.unit import find_unit, unit_pattern

_YEAR: Final = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(年度?)")
_NOTICE: Final = re.compile(rf"^[{HAN}]{{2,8}}\((?:19|20)[0-9]{{2}}\)第?[0-9]{{1,5}}号")
_BRACKET: Final = re.compile(r"\(([^()]{1,12})\)$")
_ENDS: Final = " ,;:.。，、；："
_SHORTEST: Final = 2


def name_key(text: str) -> str:
    """What the spellings of a project's, an activity's or a department's name have in common.

    >>> name_key("2、2024 年企业 奖补；"), name_key("落实2020年度保费补贴")
    ('企业奖补', '落实保费补贴')
    """
    compact = squeeze(strip_number(text)).casefold().strip(_ENDS)
    return _YEAR.sub("", compact).strip(_ENDS) or compact


def program_key(text: str) -> str:
    """The same without the notice by which the money came: what stays from one year to the next.

    >>> program_key("石财教（2023）99号提前下达2024年引导专项"), program_key("石财教(2024)7 号")
    ('提前下达引导专项', '石财教(2024)7号')
    """
    return name_key(_NOTICE.sub("", squeeze(strip_number(text)))) or name_key(text)


def dated_key(text: str, year: int | None) -> str:
    """The same, with years counted from the year of the document: last year's debts are `{-1}年`.

    >>> dated_key("落实2020年度保费补贴", 2021), dated_key("落实2019年保费补贴", 2020)
    ('落实{-1}年保费补贴', '落实{-1}年保费补贴')
    """
    compact = squeeze(strip_number(text)).casefold().strip(_ENDS)
    if year is None:
        return compact
    return _YEAR.sub(lambda match: f"{{{int(match[1]) - year}}}年", compact)


def indicator_key(text: str) -> str:
    """What the spellings of an indicator's name have in common.

    >>> indicator_key("新增高新技术企业数量（个）"), indicator_key("新增高新技术企业")
    ('新增高新技术企业', '新增高新技术企业')
    >>> indicator_key("培训人数"), indicator_key("物价指数"), indicator_key("满意度(%)")
    ('培训人数', '物价指数', '满意度')
    """
    name = name_key(text)
    match = _BRACKET.search(name)
    if match and is_unit(match[1]):
        name = name[: match.start()]
    if name.endswith(_words()):
        return name
    bare = _tail().sub("", name)
    return bare if len(bare) >= _SHORTEST else name


def unit_of_name(text: str) -> str | None:
    """The unit that a name carries in brackets at its end, or None.

    >>> unit_of_name("新增高新技术企业数量（个）"), unit_of_name("满意度（一次）")
    ('个', None)
    """
    match = _BRACKET.search(squeeze(text).strip(_ENDS))
    return match[1] if match and is_unit(match[1]) else None


def is_unit(text: str) -> bool:
    """Whether a text is a unit and nothing else.

    >>> is_unit("%"), is_unit("万元"), is_unit("含税")
    (True, True, False)
    """
    return find_unit(text) is not None or unit_pattern().fullmatch(text) is not None


def same_unit(first: str | None, second: str | None) -> bool:
    """Whether two printed units are one: spellings of one concept, or the same words.

    >>> same_unit("%", "百分比"), same_unit("个", "家"), same_unit(None, "家")
    (True, False, False)
    """
    if first is None or second is None:
        return first is second
    known = find_unit(first)
    return known == find_unit(second) if known else squeeze(first) == squeeze(second)


@cache
def _words() -> tuple[str, ...]:
    return tuple(read_lookup("name")["words"])


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(any_of(read_lookup("name")["tails"]) + "$")
