"""Sections within sections, what stands in them, and where every character goes."""

from collections.abc import Callable

import pytest

from yiju.model import Disclosure
from yiju.values.characters import count_shown, squeeze

Finder = Callable[[str], Disclosure]


def outline_of(disclosure: Disclosure) -> list[tuple[str, str | None, str]]:
    """Heading, kind and the heading above, of every section."""
    sections = disclosure.prose.sections
    return [(one.heading.text, one.kind, one.parent.text) for one in sections]


def nothing_is_lost(disclosure: Disclosure) -> bool:
    """Whether the characters add up to those of the text and to what is listed."""
    sums = disclosure.characters
    listed = sum(count_shown(passage.words.text) for passage in disclosure.unmapped)
    text = disclosure.document.text.replace("\t", "")
    return (
        sums.read == sums.mapped + sums.ignored + sums.unmapped == count_shown(text)
        and sums.unmapped == listed
    )


def test_numbers_nest_headings_and_known_words_name_them(found: Finder) -> None:
    disclosure = found(
        "云溪市科学技术局2024年部门预算信息公开情况说明\n\n"
        "一、部门职责及机构设置情况\n\n（一）部门职责\n\n1.负责科技普及。\n\n2.负责人才工作。\n\n"
        "（二）机构设置\n\n下设一个中心。\n\n"
        "二、预算绩效信息\n\n（一）分项绩效目标\n\n1.加强企业培育\n\n绩效目标：企业更多。\n\n"
        "（二）工作保障措施\n\n一是加强领导。\n\n三、其他需要说明的事项\n\n无。\n"
    )
    title = "云溪市科学技术局2024年部门预算信息公开情况说明"
    assert outline_of(disclosure) == [
        (title, "titleSection", ""),
        ("一、部门职责及机构设置情况", "profileSection", title),
        ("（一）部门职责", "dutySection", "一、部门职责及机构设置情况"),
        ("（二）机构设置", "organisationSection", "一、部门职责及机构设置情况"),
        ("二、预算绩效信息", "performanceSection", title),
        ("（一）分项绩效目标", "goalSection", "二、预算绩效信息"),
        ("1.加强企业培育", "goalSection", "（一）分项绩效目标"),
        ("（二）工作保障措施", "measureSection", "二、预算绩效信息"),
        ("三、其他需要说明的事项", "noteSection", title),
    ]
    prose = disclosure.prose
    assert [duty.name.text for duty in prose.duties] == ["1.负责科技普及。", "2.负责人才工作。"]
    assert [goal.goal.words.text for goal in prose.goals] == [
        "绩效目标：企业更多。",
        "一是加强领导。",
    ]
    assert [one.words.text for one in prose.statements] == ["下设一个中心。", "无。"]
    assert nothing_is_lost(disclosure)


def test_a_list_inside_a_list_may_use_the_numbers_of_its_headings(found: Finder) -> None:
    disclosure = found(
        "一、部门概况\n\n二、工作保障措施\n\n一、建立日志制度。每天记录。\n\n二、规范政府采购管理。\n\n"
        "三、收支预算情况\n\n收入若干。\n"
    )
    assert [heading for heading, _, _ in outline_of(disclosure)] == [
        "一、部门概况",
        "二、工作保障措施",
        "三、收支预算情况",
    ]
    assert len(disclosure.prose.goals) == 2


def test_duties_keep_their_order_their_nesting_and_what_stands_below_them(found: Finder) -> None:
    disclosure = found(
        "（一）部门职责\n\n根据规定，主要职责是：\n\n1、企业培育\n\n推进企业成长。\n\n优化环境。\n\n"
        "2、人才工作：\n\n（1）引进人才。\n\n（2）培养人才。\n\n3、负责政府采购工作。\n"
    )
    duties = disclosure.prose.duties
    assert [(duty.position, duty.name.text, duty.parent.text) for duty in duties] == [
        (1, "1、企业培育", ""),
        (2, "2、人才工作：", ""),
        (3, "（1）引进人才。", "2、人才工作："),
        (4, "（2）培养人才。", "2、人才工作："),
        (5, "3、负责政府采购工作。", ""),
    ]
    assert squeeze(duties[0].content.text) == "推进企业成长。优化环境。"
    assert [one.words.text for one in disclosure.prose.statements] == ["根据规定，主要职责是："]
    assert nothing_is_lost(disclosure)


def test_articles_around_a_list_are_no_duties(found: Finder) -> None:
    prose = found(
        "部门职责：\n第一条 根据规定制定。\n第二条 主要职责是：\n（一）负责科普。\n（二）负责人才。\n"
    ).prose
    assert [duty.name.text for duty in prose.duties] == ["（一）负责科普。", "（二）负责人才。"]
    assert len(prose.statements) == 2


def test_duties_without_numbers_are_its_paragraphs(found: Finder) -> None:
    prose = found("部门职责：\n组织学术交流。\n普及科学知识。\n").prose
    assert [(duty.position, duty.name.text) for duty in prose.duties] == [
        (1, "组织学术交流。"),
        (2, "普及科学知识。"),
    ]


@pytest.mark.parametrize(
    "cut",
    [
        "5.研究服务业发展规划，制订相关政\n\n策和措施。",
        "5.研究服务业发展规划，制订相关政\n\n- 3 -\n\n策和措施。",
        "5.研究服务业发展规划，\n\n制订相关政策和措施。",
        "5.研究服务业发展规划（含科技\n\n中介），制订相关政策和措施。",
    ],
)
def test_a_paragraph_that_a_page_cuts_is_one(found: Finder, cut: str) -> None:
    disclosure = found(f"（一）部门职责\n\n4.负责科普。\n\n{cut}\n\n6.其他。\n")
    assert len(disclosure.prose.duties) == 3
    assert disclosure.prose.duties[1].name.text.endswith("策和措施。")
    assert nothing_is_lost(disclosure)


def test_lines_of_one_width_are_wrapped_paragraphs(found: Finder) -> None:
    words = (
        "牵头建立区级科技管理平台，统筹科研项目资金协调、评估、监管机制，提出优化配置资源的建议，"
    )
    duties = [f"{n}.{words * 3}并组织实施。" for n in range(1, 5)]
    lines = [duty[at : at + 26] for duty in duties for at in range(0, len(duty), 26)]
    disclosure = found("（一）部门职责\n" + "\n".join(lines) + "\n")
    assert disclosure.characters.unmapped == 0
    assert [duty.name.text for duty in disclosure.prose.duties] == duties


def test_lines_above_a_table_and_page_numbers_are_ignored_by_name(found: Finder) -> None:
    disclosure = found(
        "二、收支预算情况\n\n部门收支总表\n\n306 云溪市科学技术局\n\n预算年度：2024\n\n单位：万元\n\n"
        "项目\t金额\n收入\t1\n\n- 4 -\n"
    )
    rules = [(one.rule, one.words.text) for one in disclosure.prose.ignored]
    assert rules == [
        ("ruleTableLead", "306 云溪市科学技术局"),
        ("ruleTableLead", "预算年度：2024"),
        ("ruleTableLead", "单位：万元"),
        ("rulePageNumber", "- 4 -"),
    ]
    assert ("部门收支总表", "tableSection", "二、收支预算情况") in outline_of(disclosure)


def test_what_stands_in_no_known_section_is_listed(found: Finder) -> None:
    disclosure = found("天气很好，\n\n大家都去散步。\n\n一、趣闻\n\n昨天下雨。\n")
    assert [(one.reason, squeeze(one.words.text)) for one in disclosure.unmapped] == [
        ("reasonUnknownSection", "天气很好,大家都去散步。"),
        ("reasonUnknownSection", "昨天下雨。"),
    ]
    assert nothing_is_lost(disclosure)


def test_a_table_of_contents_is_ignored(found: Finder) -> None:
    disclosure = found("目录\n一、部门职责......1\n二、收支预算......3\n")
    assert {one.rule for one in disclosure.prose.ignored} == {"ruleContents"}
    assert disclosure.prose.duties == ()


def goals_of(found: Finder, text: str) -> list[str]:
    """The words of the goals, measures left out."""
    return [one.goal.words.text for one in found(text).prose.goals if not one.is_measure]


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        (
            "五、绩效信息\n（一）总体绩效目标\n1、甲多。\n2、乙多。\n（二）分项绩效目标\n1、丙多。\n六、其他事项\n1、丁。\n",
            "1、甲多。 2、乙多。 1、丙多。",
        ),
        (
            "一、职责\n二、绩效信息\n总体绩效目标：\n一、甲。\n二、乙。\n三、丙。\n",
            "一、甲。 二、乙。 三、丙。",
        ),
        (
            "五、绩效信息\n（二）分项绩效目标：一、甲3家。\n文。\n二、乙。\n六、丙情况。\n",
            "一、甲3家。 文。 二、乙。",
        ),
        ("五、绩效信息\n绩效目标：新增企业20家。\n", "新增企业20家。"),
        ("（二）分项绩效目标\n1、新增企业20家\n优化环境。\n", "1、新增企业20家 优化环境。"),
        ("第二部分 预算项目绩效目标\n新增企业20家\n", ""),
        ("3、强化绩效目标管理\n新增企业20家\n", ""),
        ("围绕目标，明确绩效目标\n新增企业20家\n", ""),
        ("4、项目支出：指完成目标\n新增企业20家\n", ""),
    ],
)
def test_what_stands_in_a_section_of_goals(found: Finder, text: str, goals: str) -> None:
    assert goals_of(found, text) == goals.split()


@pytest.mark.parametrize(
    "end",
    ["（三）工作保障措施", "（三）预算项目绩效目标", "第二部分 其他事项", "1、科普经费绩效目标表"],
)
def test_what_ends_a_section_of_goals(found: Finder, end: str) -> None:
    assert goals_of(found, f"（二）分项绩效目标\n甲多。\n{end}\n丁多。\n") == ["甲多。"]


LONG = "新" * 40


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (("新增书店，", "改造公园3处。"), "新增书店，改造公园3处。"),
        (("新增书店", "20家。"), "新增书店20家。"),
        (("新增书店20", "家。"), "新增书店20家。"),
        (("新增书店", "- 7 -", "20家"), "新增书店20家"),
        ((LONG, "兴产业3个。"), f"{LONG}兴产业3个。"),
        (("新增书店", "、公园3处"), "新增书店、公园3处"),
        (("新增书店3家。", "20家"), "新增书店3家。 20家"),
        (("新增书店3家", "公园2处"), "新增书店3家 公园2处"),
        (("新增书店3家", "2、公园2处"), "新增书店3家 2、公园2处"),
        ((LONG, "绩效指标：公园2处。"), f"{LONG} 绩效指标：公园2处。"),
        (("7", "新增书店"), "新增书店"),
        (("围绕中心", "2024年新增书店3家。"), "围绕中心 2024年新增书店3家。"),
    ],
)
def test_what_a_page_cut_is_joined_and_nothing_else(
    found: Finder, lines: tuple[str, ...], joined: str
) -> None:
    assert goals_of(found, "（一）总体绩效目标\n" + "\n\n".join(lines)) == joined.split(" ")
