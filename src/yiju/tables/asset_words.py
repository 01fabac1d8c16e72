"""What tables of fixed assets call things: the lookup file `assets.toml`, asked by spelling.

>>> column_role("项 目"), column_role("价值（金额单位：万元）"), moment_of("年初数")
('name', 'assetValue', 'openingMoment')
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from yiju.values.characters import squeeze
from yiju.values.unit import find_unit

_WORDS: Final[Mapping[str, Any]] = tomllib.loads(
    Path(__file__).with_name("assets.toml").read_text(encoding="utf-8")
)
_LONGEST: Final = 60
_OWN_UNIT: Final = re.compile(r"\((?:(?:金额)?单位:)?(?P<unit>万元|元)\)$")
_BRACKETS: Final = re.compile(r"\((?P<units>[^()]{1,12})\)$")
_DATE: Final = re.compile(
    r"截[止至](?:时间|日期)?:?(?P<year>20\d\d)[年./-](?P<month>\d{1,2})[月./-](?P<day>\d{1,2})日?"
)
_YEAR: Final = re.compile(r"(?P<year>20\d\d)年度")
_BODY: Final = re.compile(r"编制(?:单位|部门):(?P<name>.{0,40})")


def _key(text: str) -> str:
    return squeeze(text) if len(text) <= 2 * _LONGEST else ""


def _role(group: str, key: str) -> str | None:
    return next((role for role, words in _WORDS[group].items() if key in words), None)


def column_role(text: str) -> str | None:
    """`name`, `serial`, `side`, or the measure that an upper heading names."""
    return _role("roles", _OWN_UNIT.sub("", _key(text)))


def heading_unit(text: str) -> str | None:
    """The unit of money that a heading prints in brackets."""
    found = _OWN_UNIT.search(_key(text))
    return found["unit"] if found else None


def moment_of(text: str) -> str | None:
    """The moment that a lower heading names."""
    return _role("moments", _key(text))


def is_title(text: str) -> bool:
    """Whether a short line names fixed assets."""
    key = _key(text)
    return 0 < len(key) <= _LONGEST and any(word in key for word in _WORDS["titles"]["words"])


def numbers_columns(text: str) -> bool:
    """Whether a cell begins the row that numbers the columns."""
    return _key(text) in _WORDS["titles"]["numbering"]


def is_total(text: str) -> bool:
    """Whether an item is all assets together."""
    return _key(text) in _WORDS["items"]["total"]


def is_part(text: str) -> bool:
    """Whether an item says that it is a part of the one above."""
    return _key(text).startswith(tuple(_WORDS["items"]["part"]))


def counts_money(text: str) -> bool:
    """Whether an item beside the table says that it is an amount of money."""
    return _key(text).endswith(tuple(_WORDS["items"]["value"]))


def item_unit(text: str) -> str | None:
    """The unit of quantities that an item prints in brackets at its end.

    >>> item_unit("（二）车辆（台、辆）"), item_unit("3. 其他（不含构筑物）")
    ('台、辆', None)
    """
    found = _BRACKETS.search(_key(text))
    units = found["units"].rstrip("….") if found else ""
    known = bool(units) and all(find_unit(unit) for unit in units.split("、"))
    return units if known else None


def date_of(text: str) -> date | None:
    """The day in a line such as `截止时间：2019年12月31日`.

    >>> date_of("截止时间：2023-12-31"), date_of("截止时间：2023-13-31")
    (datetime.date(2023, 12, 31), None)
    """
    found = _DATE.fullmatch(_key(text))
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None


def year_of(text: str) -> int | None:
    """The year in a line such as `2018 年度`."""
    found = _YEAR.fullmatch(_key(text))
    return int(found["year"]) if found else None


def body_of(text: str) -> str | None:
    """The name, blanks left out, in a line such as `编制部门：…`; empty where it was left blank."""
    found = _BODY.fullmatch(_key(text))
    return found["name"] if found else None
