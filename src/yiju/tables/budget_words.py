"""What budget tables call things: the lookup file `budget.toml`, asked by spelling.

>>> kind_of_title("部门预算收入总表").name, column_role("科目 编码"), column_kind("基本支出")
('incomeTable', 'code', 'basicExpenditure')
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from yiju.values.characters import squeeze

_WORDS: Final[Mapping[str, Any]] = tomllib.loads(
    Path(__file__).with_name("budget.toml").read_text(encoding="utf-8")
)
_LONGEST: Final = 40
_OWN_UNIT: Final = re.compile(r"\((?:单位:)?(?:万元|元)\)$")
_TITLE_END: Final = re.compile(r"表(?:\((?:[^()]{1,12})\))?$")
_YEAR: Final = re.compile(r"(20\d\d)年")


@dataclass(frozen=True, slots=True)
class TableKind:
    """A kind of table: what its lines are, and the side of the budget where there is only one."""

    name: str
    dimension: str
    direction: str | None
    titles: tuple[tuple[str, ...], ...]


KINDS: Final = tuple(
    TableKind(one["name"], one["dimension"], one.get("direction"), tuple(map(tuple, one["titles"])))
    for one in _WORDS["kinds"]
)


def _key(text: str) -> str:
    return _OWN_UNIT.sub("", squeeze(text)) if len(text) <= 2 * _LONGEST else ""


def _role(group: str, text: str) -> str | None:
    key = _key(text)
    return next((role for role, words in _WORDS[group].items() if key in words), None)


def kind_of_title(text: str) -> TableKind | None:
    """The kind of table that a line is the title of."""
    key = squeeze(text) if len(text) <= 2 * _LONGEST else ""
    if not _TITLE_END.search(key) or len(key) > _LONGEST:
        return None
    if any(word in key for word in _WORDS["titles"]["excluded"]):
        return None
    fits = (kind for kind in KINDS if any(all(w in key for w in ws) for ws in kind.titles))
    return next(fits, None)


def column_role(text: str) -> str | None:
    """`serial`, `code` or `name` for a column that holds no amounts."""
    return _role("roles", text)


def side_of(text: str) -> str | None:
    """The side of the budget that a heading stands over."""
    return _role("sides", text)


def column_kind(text: str) -> str | None:
    """The concept of what a column of amounts holds."""
    return _role("columns", text)


def column_source(text: str) -> str | None:
    """The concept of the source of funds that a column is about."""
    return _role("sources", text)


def holds_plan(headings: Sequence[str], year: int | None) -> bool:
    """Whether a column holds planned money of the table's own year.

    >>> holds_plan(["2023年预算数"], 2024), holds_plan(["2024年预算数"], 2024), holds_plan(["增长率"], 2024)
    (False, True, False)
    """
    text = squeeze("".join(headings))
    years = {int(found) for found in _YEAR.findall(text)}
    return not any(word in text for word in _WORDS["other"]["words"]) and years <= {year}


def classification_of(heading: str) -> str | None:
    """The classification that a heading names."""
    key = squeeze(heading)
    groups = _WORDS["headings"].items()
    return next((name for name, words in groups if any(w in key for w in words)), None)


def fits_classification(code: str, dimension: str) -> bool:
    """Whether a code is one of the classification: its first digit tells."""
    return code[:1] in _WORDS["codes"].get(dimension, ())


def is_total(text: str) -> bool:
    """Whether the name of a line says that it is the total of a table."""
    return _key(text) in _WORDS["rows"]["total"]


def numbers_columns(text: str) -> bool:
    """Whether a cell begins the row that numbers the columns."""
    return _key(text) in _WORDS["rows"]["numbering"]
