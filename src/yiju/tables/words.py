"""What the tables call things: the lookup file `words.toml`, asked by spelling.

>>> form_role("其中：财政 资金"), indicator_role("指标值"), grade_of("良")
('fiscal', 'target', <Grade.GOOD: 'good'>)
"""

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from yiju.model import Grade
from yiju.values.characters import squeeze

_WORDS: Final[Mapping[str, Mapping[str, list[str]]]] = tomllib.loads(
    Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
)
_LONGEST: Final = 100
_TRAILING: Final = re.compile(r"(?:\((?:万元|元|%)\))?[:。*]*$")
_REMARK: Final = re.compile(r"\([^()]*\)$")
_TERMS: Final = "(?P<{0}>中长期|中期|长期|实施期|实施周期)|(?P<{1}>本年度?|当年|年度)"
_TERM: Final = re.compile(
    rf"^(?:{_TERMS.format('long', 'year')})|\((?:{_TERMS.format('long_behind', 'year_behind')})[^()]*\)$"
)
_INLINE: Final = re.compile(
    r"\s*(?P<label>(?:其中[:：])?[^:：]{2,20}[:：])\s*(?P<value>\S.*)", re.DOTALL
)
_YEAR: Final = re.compile(r"^(?:20\d\d年度?|当年|本年度?)")
_YEAR_HEAD: Final = re.compile(r"(?:(?P<year>20\d\d)年度?|\((?P<behind>20\d\d)年度?\))")
_OWN_UNIT: Final = re.compile(r"\((?P<unit>万元|元)\)[:。*]*$")


@lru_cache(maxsize=4096)
def _key(text: str) -> str:
    """How a spelling is compared; what is longer than any header is none."""
    return _TRAILING.sub("", squeeze(text)) if len(text) <= _LONGEST else ""


def _index(group: str) -> dict[str, str]:
    """Spelling to role; the first role that has a spelling keeps it."""
    index: dict[str, str] = {}
    for role, spellings in _WORDS[group].items():
        for spelling in spellings:
            index.setdefault(_key(spelling), role)
    return index


_INDICATORS: Final = _index("indicators")
_FORM: Final = _index("form")
_GRADING: Final = _index("grading")
_GRADES: Final = _index("grades")
_PROCUREMENT: Final = _index("procurement")
_LIST: Final = _index("list")
_GOAL_COLUMNS: Final = _index("goal_columns")
_MONEY_COLUMNS: Final = _index("money_columns")
_SUMS: Final = _index("sums")
_WHOLE_FORM: Final = _index("whole_form")
_CAPTION_ENDINGS: Final = tuple(sorted(_WORDS["captions"]["endings"], key=len, reverse=True))
_TOTALS: Final = tuple(_WORDS["procurement"]["total"])
_ORGAN_ENDINGS: Final = tuple(_WORDS["organs"]["endings"])


_GENERAL: Final = re.compile(
    "|".join(sorted(map(re.escape, _WORDS["captions"]["general"]), key=len, reverse=True))
    + r"|20\d\d年?度?|[()\-—_、:]"
)


def _find(index: Mapping[str, str], text: str) -> str | None:
    """What an index has for a spelling, a remark in brackets at its end or not."""
    key = _key(text)
    return index.get(key) or index.get(_key(_REMARK.sub("", key)))


@lru_cache(maxsize=4096)
def indicator_role(text: str) -> str | None:
    """The role of a column of an indicator table with that header, whatever the term it speaks of.

    >>> indicator_role("三级指标（长期）"), indicator_role("实施周期指标值"), indicator_role("分值权重（90）")
    ('level3', 'target', 'weight')
    """
    role = _find(_INDICATORS, text) or _find(_INDICATORS, _TERM.sub("", _key(text)))
    return role or ("target" if target_year(text) else None)


def target_year(text: str, over: str = "") -> int | None:
    """The year of the targets below a header, which may stand under another; None where it names none.

    >>> target_year("2025年目标值"), target_year("指标值（2026年）"), target_year("2024年", "指标值")
    (2025, 2026, 2024)
    >>> target_year("2024年"), target_year("2024年实际完成值")
    (None, None)
    """
    named = _YEAR_HEAD.search(_key(text))
    if not named:
        return None
    rest = _YEAR_HEAD.sub("", _key(text), count=1)
    heads = _find(_INDICATORS, rest or over) == "target"
    return int(named["year"] or named["behind"]) if heads else None


def term_of(text: str) -> str | None:
    """The term that a header speaks of, by its concept; None where it names none.

    >>> term_of("中期指标值"), term_of("指标值（年度）"), term_of("指标值")
    ('midTermPeriod', 'annualPeriod', None)
    """
    found = _TERM.search(_key(text))
    if not found:
        return None
    is_long = found["long"] or found["long_behind"]
    return "midTermPeriod" if is_long else "annualPeriod"


def own_unit(text: str) -> str | None:
    """The unit of amounts that a label names itself.

    >>> own_unit("预算数（元）")
    '元'
    """
    found = _OWN_UNIT.search(squeeze(text))
    return found["unit"] if found else None


@lru_cache(maxsize=4096)
def form_role(text: str) -> str | None:
    """The role of a label in a project's form."""
    return _find(_FORM, text) or _find(_FORM, _YEAR.sub("", _key(text)))


def split_label(text: str) -> tuple[str, tuple[int, int], tuple[int, int]] | None:
    """The role of a label that stands before its value in one text, and where both stand.

    >>> split_label("项目名称：饮水工程")
    ('name', (0, 5), (5, 9))
    """
    found = _INLINE.fullmatch(text) if len(text) <= _LONGEST else None
    role = form_role(found["label"]) if found else None
    return (role, found.span("label"), found.span("value")) if found and role else None


@lru_cache(maxsize=4096)
def list_role(text: str) -> str | None:
    """The role of a column of a table that has a project in each row."""
    return _find(_LIST, text) or _find(_LIST, _YEAR.sub("", _key(text)))


def goal_column(text: str) -> str | None:
    """`goals`, `midterm`, `whole` (the project, whatever its term) or `outcome` for the head of a column inside a goal cell.

    >>> goal_column("预期目标"), goal_column("中期目标（2023年—2025年）"), goal_column("实际完成情况")
    ('goals', 'midterm', 'outcome')
    """
    return _find(_GOAL_COLUMNS, text)


def heads_money(text: str) -> bool:
    """Whether a text heads a column of amounts or scores in a form of self-evaluation."""
    return _find(_MONEY_COLUMNS, text) is not None


def names_sum(text: str) -> bool:
    """Whether a text names the sum of weights and scores.

    >>> names_sum("总 分")
    True
    """
    return _key(text) in _SUMS


def grading_role(text: str) -> str | None:
    """The role of a column of a graded table with that header."""
    return _GRADING.get(_key(text))


def grade_of(text: str) -> Grade | None:
    """The grade that a column of a graded table is headed with."""
    name = _GRADES.get(_key(text))
    return Grade(name) if name else None


def procurement_role(text: str) -> str | None:
    """The role of a column of a procurement table with that header.

    >>> procurement_role("政府采购目录 序号"), procurement_role("2024年预留中小微企业份额")
    ('code', 'reserved')
    """
    return _PROCUREMENT.get(_YEAR.sub("", _key(text)))


def names_total(text: str) -> bool:
    """Whether a text is the name of a sum, as that of a unit's items.

    >>> names_total("合　计"), names_total("科学技术局本级小计"), names_total("会计服务")
    (True, True, False)
    """
    return squeeze(text).endswith(_TOTALS)


def caption_ending(text: str) -> str | None:
    """The ending that makes a line the caption of a performance table.

    >>> caption_ending("1、科技保险保费补贴绩效目标表")
    '绩效目标表'
    """
    text = _key(text)
    return next((ending for ending in _CAPTION_ENDINGS if text.endswith(ending)), None)


def of_whole_department(caption: str) -> bool:
    """Whether a caption speaks of the department as a whole and of no project."""
    return any(word in squeeze(caption) for word in _WORDS["captions"]["whole_department"])


def is_of_whole_form(label: str) -> bool:
    """Whether a label stands in forms of whole departments only.

    >>> is_of_whole_form("年度主要任务"), is_of_whole_form("年度目标")
    (True, False)
    """
    return form_role(label) == "tasks" or _find(_WHOLE_FORM, label) is not None


def is_of_department(caption: str) -> bool:
    """Whether a caption names the department as the owner of what stands below, and no project.

    >>> is_of_department("部门职责-工作活动绩效目标"), is_of_department("部门预算项目绩效目标表")
    (True, False)
    """
    named = any(word in caption for word in _WORDS["captions"]["department"])
    return of_whole_department(caption) or (named and "项目" not in caption)


def is_general(name: str) -> bool:
    """Whether what a caption leaves without its ending names no project.

    >>> is_general("2024年项目支出"), is_general("科普活动经费")
    (True, False)
    """
    return not _GENERAL.sub("", squeeze(name))


def names_organ(text: str) -> bool:
    """Whether a text ends as names of bodies do."""
    return squeeze(text).endswith(_ORGAN_ENDINGS)


def is_scoring(text: str) -> bool:
    """Whether a cell tells how points are given.

    >>> is_scoring("每少1家扣2分"), is_scoring("行业标准")
    (True, False)
    """
    plain = squeeze(text)
    return any(squeeze(word) in plain for word in _WORDS["answers"]["scoring"])


def is_authority(text: str) -> bool:
    """Whether a cell names what a target rests on.

    >>> is_authority("行业标准"), is_authority("≥20家")
    (True, False)
    """
    plain = squeeze(text)
    return any(squeeze(word) in plain for word in _WORDS["answers"]["authority"])


def is_explaining(text: str) -> bool:
    """Whether a cell tells what an indicator measures.

    >>> is_explaining("反映办公楼日常维修情况"), is_explaining("行业标准")
    (True, False)
    """
    return squeeze(text).startswith(tuple(_WORDS["answers"]["explaining"]))


def names_no_unit(text: str) -> bool:
    """Whether a cell in a column of units says that there is none."""
    return squeeze(text) in {squeeze(word) for word in _WORDS["nothing"]["units"]}
