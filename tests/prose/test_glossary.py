"""Glossaries: known by their heading, read line by line, left where the list ends."""

from collections.abc import Callable

import pytest

from yiju.model import Disclosure

Finder = Callable[[str], Disclosure]

HEAD = "八、名词解释\n\n"


def terms_of(disclosure: Disclosure) -> list[tuple[str, str]]:
    return [(one.term.text, one.definition.text) for one in disclosure.prose.glossary]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1、基本支出：指日常的支出。\n\n2、项目支出：其他支出：全部。", [
            ("基本支出", "指日常的支出。"), ("项目支出", "其他支出：全部。")]),
        ("- **基本支出：**指日常的支出。\n- 1、项目支出：指其他支出", [
            ("基本支出", "指日常的支出。"), ("项目支出", "指其他支出")]),
        ("1、基本支出：指日常发生的基\n\n- 62 -\n\n本支出。\n\n2、项目支出：其他支出。", [
            ("基本支出", "指日常发生的基本支出。"), ("项目支出", "其他支出。")]),
        ("1、基本支出：指日常的支出。\n\n注意事项：以上均为摘录。", [("基本支出", "指日常的支出。")]),
        ("1、基本支出：指日常的支出。\n\n九、其他事项：没有其他。\n\n2、项目支出：其他支出。", [
            ("基本支出", "指日常的支出。")]),
        ("1、基本支出：指日常的支出。\n\n2、公开的网址\n\n3、网址：见上级网站。", [("基本支出", "指日常的支出。")]),
        ("1、基本支出。指日常，包括：办公的支出。", []),
    ],
    ids=["numbers", "bullets", "cut by a page", "a note", "next heading", "no term", "a sentence"],
)  # fmt: skip
def test_terms_are_read_to_the_end_of_the_glossary(
    found: Finder, text: str, expected: list[tuple[str, str]]
) -> None:
    assert terms_of(found(HEAD + text)) == expected


def test_without_its_heading_there_is_no_glossary(found: Finder) -> None:
    assert found("八、名词\n\n1、基本支出：指日常的支出。").prose.glossary == ()
