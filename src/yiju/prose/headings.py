"""What a line of prose is: a heading and of what, a line above a table, a page number, or a paragraph."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from yiju.values.characters import squeeze
from yiju.values.list_number import strip_number
from yiju.values.lookups import any_of

_WORDS: Final[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("headings.toml").read_text(encoding="utf-8")
)
_TAILS: Final = rf"(?:{any_of(_WORDS['tails'])})*(?:\([^()]*\))?"
_PART: Final = re.compile(r"第[一二三四五六七八九十0-9]{1,3}(?:部分|章|篇|编)")
_TITLE: Final = re.compile(
    rf"(?=.*{any_of(_WORDS['title']['about'])}).*{any_of(_WORDS['title']['does'])}[^,。;]*"
    rf"|.*20\d\d年.*{any_of(_WORDS['title']['ends'])}"
)
_LEAD: Final = re.compile(
    rf"{any_of(_WORDS['lead']['labels'])}[:](?P<value>.*)|\(?20\d\d年度?\)?|\[?\d{{3,9}}\]?[^\d\W年].*"
)
_PAGE_NUMBER: Final = re.compile(r"[-—–第]*\d{1,4}[-—–页]*|第\d+页共\d+页|\d+/\d+")
_CONTENTS_LINE: Final = re.compile(r".*?[.·…]{3,}\d{1,4}")
_NUMBERED_LABEL: Final = re.compile(r"(?:附件|附表|附|表)[0-9一二三四五六七八九十]{0,3}:?")
_PAGE_TAIL: Final = re.compile(r"[.·…\d]+$")
_CAPTION_REST: Final = re.compile(r"[^\d\W]{0,8}(?:表|情况)")
_NO_HEADING: Final = re.compile("^无|,")
_FIGURE: Final = re.compile(r"(?<![0-9])(?!(?:19|20)[0-9]{2}年)[0-9]+(?![0-9]*[、.)年])")
_STOP: Final = re.compile(r"[。;!?]")
_LONGEST: Final = 60
_LONGEST_UNNUMBERED: Final = 30


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    holds: re.Pattern[str]
    ends: re.Pattern[str]
    refused: re.Pattern[str] | None


def _kind(one: dict[str, Any]) -> _Kind:
    words = any_of(one["words"])
    refused = re.compile(any_of(one["refused"])) if "refused" in one else None
    return _Kind(one["name"], re.compile(words), re.compile(rf".*{words}{_TAILS}"), refused)


_KINDS: Final = tuple(_kind(one) for one in _WORDS["kinds"])
TABLE: Final = "tableSection"
TITLE: Final = "titleSection"
DUTIES: Final = "dutySection"
ORGANISATION: Final = "organisationSection"
PROFILE: Final = "profileSection"
GOALS: Final = "goalSection"
MEASURES: Final = "measureSection"
GLOSSARY: Final = "glossarySection"
CONTENTS: Final = "contentsSection"


def kind_of_heading(text: str, *, numbered: bool) -> str | None:
    """The kind of section that a heading announces.

    >>> kind_of_heading("四、财政拨款“三公”经费预算情况及增减变化原因", numbered=True)
    'publicExpenseSection'
    >>> kind_of_heading("部门职责：", numbered=False), kind_of_heading("无政府采购", numbered=False)
    ('dutySection', None)
    """
    bare = strip_number(_PART.sub("", squeeze(text))).rstrip(":").replace('"', "")
    if not numbered and (_NO_HEADING.search(bare) or len(bare) > _LONGEST_UNNUMBERED):
        return None
    for kind in _KINDS:
        fits = kind.holds.search(bare) if numbered else kind.ends.fullmatch(bare)
        if fits and not (kind.refused and kind.refused.search(bare)):
            return kind.name
    return TABLE if bare.endswith("表") else None


def is_heading_line(text: str) -> bool:
    """Whether a line, squeezed, can be a heading: short, and no sentence.

    >>> is_heading_line("(一)部门职责"), is_heading_line("4、打造生物医药的创新高地。")
    (True, False)
    """
    return len(text) <= _LONGEST and not _STOP.search(text) and not text.endswith((",", "、"))


def holds_figure(text: str) -> bool:
    """Whether a line, squeezed, holds a number that is neither a year nor the number of a list.

    >>> holds_figure("1、新增企业20家"), holds_figure("1.2024年目标")
    (True, False)
    """
    return bool(_FIGURE.search(text))


def is_part(text: str) -> bool:
    """Whether a line, squeezed, opens a part of the document: 第一部分."""
    return bool(_PART.match(text)) and is_heading_line(text)


def is_title(text: str) -> bool:
    """Whether a line without a number, squeezed, is the title of the document or of a part of it.

    >>> is_title("2019年科技局预算公开有关事项的说明"), is_title("现将预算公开如下。")
    (True, False)
    >>> is_title("2023年度临江市水利局部门预算")
    True
    """
    return is_heading_line(text) and not text.endswith(":") and bool(_TITLE.fullmatch(text))


def is_lead(text: str) -> bool:
    """Whether a line above a table, squeezed, says whose the table is, of when, or in which unit.

    >>> is_lead("单位:万元"), is_lead("306某市科学技术局"), is_lead("部门预算收支总表")
    (True, True, False)
    """
    return bool(_LEAD.fullmatch(text)) and is_heading_line(text)


def is_page_number(text: str) -> bool:
    """Whether a line, squeezed, is a page number."""
    return bool(_PAGE_NUMBER.fullmatch(text))


def is_contents_line(text: str) -> bool:
    """Whether a line, squeezed, is one of a table of contents: dots, and a page number.

    >>> is_contents_line("一、部门职责......3")
    True
    """
    return len(text) <= 2 * _LONGEST and bool(_CONTENTS_LINE.fullmatch(text))


def is_label(text: str) -> bool:
    """Whether a line, squeezed, only numbers what comes below it.

    >>> is_label("附件2"), is_label("附件2的说明")
    (True, False)
    """
    return bool(_NUMBERED_LABEL.fullmatch(text))


def contents_entry(text: str) -> str:
    """What a line of a table of contents, squeezed, names: the line without a page number.

    >>> contents_entry("一、部门职责......3")
    '一、部门职责'
    """
    return _PAGE_TAIL.sub("", text)


def ends_caption(text: str) -> bool:
    """Whether a line, squeezed, is the rest of a caption that a line end cut.

    >>> ends_caption("绩效目标表")
    True
    """
    return bool(_CAPTION_REST.fullmatch(text))
