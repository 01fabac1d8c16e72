"""Internal bodies are taken from lists that announce them, and from nothing else."""

from collections.abc import Callable

import pytest

from yiju.model import Disclosure

Finder = Callable[[str], Disclosure]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "局内设机构4个，包括：办公室、规划计划科、财务科和水资源科。",
            "办公室 规划计划科 财务科 水资源科",
        ),
        (
            "内设3个股室：办公室、综合股（挂信访股牌子）、业务股。下设一个中心。",
            "办公室 综合股 业务股",
        ),
        ("内设职能科室为办公室、人事科。", "办公室 人事科"),
        ("内设机构包括：1.办公室、2.人事科。", "办公室 人事科"),
        ("内设机构较为精简，职责明确，分工合理。", ""),
        ("我局内设机构有办公室，负责文电；人事科，负责干部。", ""),
        ("下设二级单位：水文站、防汛中心。", ""),
        ("无内设机构。", ""),
    ],
)
def test_lists_of_internal_bodies(found: Finder, text: str, names: str) -> None:
    prose = found(f"（二）机构设置情况\n{text}\n").prose
    assert [unit.name.text for unit in prose.internal_units] == names.split()
    assert [one.words.text for one in prose.statements] == [text]


def test_a_heading_may_announce_them(found: Finder) -> None:
    prose = found("（二）机构设置情况\n内设机构：办公室、人事科。\n").prose
    assert [unit.name.text for unit in prose.internal_units] == ["办公室", "人事科"]


def test_what_another_section_says_is_no_organisation(found: Finder) -> None:
    prose = found("（一）部门职责\n内设机构包括：办公室、人事科。\n").prose
    assert prose.internal_units == ()
