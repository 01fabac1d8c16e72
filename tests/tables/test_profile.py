from collections.abc import Callable

import pytest

from yiju.model import Disclosure

Finder = Callable[[str], Disclosure]


@pytest.mark.parametrize(
    ("line", "year", "name"),
    [
        ("清河区科学技术协会部门2019年部门预算公开说明", 2019, "清河区科学技术协会"),
        ("2019 年科技局预算公开有关事项的说明", 2019, "科技局"),
        ("高新区科技局 2021 年部门预算信息公开 情况说明", 2021, "高新区科技局"),
        ("清河区科学技术局2024年度部门预算信息公开情况说明", 2024, "清河区科学技术局"),
    ],
)
def test_the_title_tells_year_and_department(
    found: Finder, line: str, year: int, name: str
) -> None:
    disclosure = found(f"目录\n\n{line}\n\n一、部门职责\n")
    assert disclosure.fiscal_year == year
    assert disclosure.department is not None
    assert disclosure.department.name == name


def test_a_title_with_a_department_comes_before_one_without(found: Finder) -> None:
    disclosure = found("2024 年部门预算信息公开目录\n\n清河区科技局 2024 年部门预算信息公开说明\n")
    assert disclosure.title.text == "清河区科技局 2024 年部门预算信息公开说明"


def test_the_fullest_name_is_taken_and_the_code_from_where_it_stands(found: Finder) -> None:
    disclosure = found("清河区科学技术协会2019年部门预算公开说明\n\n\t731科协\n\t单位：万元\n\n")
    department = disclosure.department
    assert department is not None
    assert (department.name, department.code) == ("清河区科学技术协会", "731")
    assert department.code_words.text == "731科协"


def test_a_sentence_is_no_title(found: Finder) -> None:
    disclosure = found("按照规定，现将清河区科学技术局2020年部门预算公开如下：\n")
    assert (disclosure.title.text, disclosure.fiscal_year) == ("", None)


def test_the_year_may_stand_above_the_tables_only(found: Finder) -> None:
    assert found("预算年度：2024\n").fiscal_year == 2024


def test_what_is_not_printed_stays_empty(found: Finder) -> None:
    disclosure = found("说明\n")
    assert (disclosure.department, disclosure.fiscal_year) == (None, None)
