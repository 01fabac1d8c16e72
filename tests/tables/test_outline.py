from pathlib import Path

import pytest

from yiju.readers.plain import read
from yiju.readers.source import SourceFile
from yiju.tables.outline import find_goal_lines


def lines(text: str) -> list[str]:
    document = read(SourceFile(Path("a.txt"), text.encode()))
    return [words.text for words in find_goal_lines(document)]


def test_a_section_ends_where_the_numbering_around_it_goes_on() -> None:
    text = "四、预算\n五、绩效信息\n（一）总体绩效目标\n1、甲\n2、乙\n（二）分项绩效目标\n1、丙\n六、其他\n1、丁\n"
    assert lines(text) == ["1、甲", "2、乙", "1、丙"]


def test_a_list_of_the_same_style_as_the_chapters_stays_inside() -> None:
    text = "一、职责\n二、绩效信息\n总体绩效目标：\n一、甲\n二、乙\n三、丙\n"
    assert lines(text) == ["一、甲", "二、乙", "三、丙"]


def test_what_stands_behind_the_colon_of_a_heading_is_the_first_line() -> None:
    text = "五、绩效信息\n（二）分项绩效目标：一、甲\n文\n二、乙\n六、丙\n"
    assert lines(text) == ["一、甲", "文", "二、乙"]


@pytest.mark.parametrize(
    "end",
    [
        "（三）工作保障措施",
        "（三）预算项目绩效目标",
        "第二部分 其他",
        "1、科普经费绩效目标表",
        "甲\t乙",
    ],
)
def test_what_ends_a_section(end: str) -> None:
    assert lines(f"（二）分项绩效目标\n甲\n{end}\n丁\n") == ["甲"]


@pytest.mark.parametrize(
    "heading",
    [
        "第二部分 预算项目绩效目标",
        "3、强化绩效目标管理",
        "围绕目标，明确绩效目标",
        "4、项目支出：指完成目标",
    ],
)
def test_what_opens_no_section(heading: str) -> None:
    assert lines(f"{heading}\n新增企业20家\n") == []
