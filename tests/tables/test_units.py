from collections.abc import Callable

import pytest

from yiju.mapping import as_document, parse_quads
from yiju.model import Disclosure, Unit
from yiju.vocabulary import Names

Finder = Callable[[str], Disclosure]

TITLE = "清河区科技局2024年部门预算信息公开\n\n"
HEADER = "单位名称\t单位性质\t单位规格\t经费保障形式\n"
OWN = "清河区科技局\t行政\t正科级\t财政拨款\n"
CENTRE = "清河区创业服务中心\t事业\t股级\t财政性资金基本保证\n"


def concepts(unit: Unit) -> list[str | None]:
    return [one.concept for one in unit.attributes]


def listed(disclosure: Disclosure) -> list[tuple[str, bool]]:
    return [(unit.department.name, unit.subordinate) for unit in disclosure.units]


def test_the_department_itself_gets_attributes_and_no_second_node(found: Finder) -> None:
    disclosure = found(TITLE + HEADER + OWN)
    (unit,) = disclosure.units
    assert unit.department is disclosure.department
    assert concepts(unit) == ["administrativeUnit", "fullSectionRank", "fiscalAppropriation"]
    assert not unit.subordinate
    assert disclosure.accounting.unmapped == 0
    quads = parse_quads(as_document(disclosure, Names()))
    assert sum(str(quad.object).endswith("ns#Department>") for quad in quads) == 1


@pytest.mark.parametrize("name", ["清河区科技局", "清河区科技局本级"])
def test_other_bodies_are_below_a_department_that_the_table_names(name: str, found: Finder) -> None:
    disclosure = found(TITLE + HEADER + OWN.replace("清河区科技局", name) + CENTRE)
    assert listed(disclosure) == [(name, name != "清河区科技局"), ("清河区创业服务中心", True)]


def test_a_department_under_a_fuller_name_is_not_put_below_itself(found: Finder) -> None:
    assert listed(found(TITLE + HEADER + "东江市" + OWN)) == [("东江市清河区科技局", False)]


def test_a_head_office_does_not_stand_above_its_department(found: Finder) -> None:
    title = TITLE.replace("科技局", "科技局本级").replace("部门", "单位")
    disclosure = found(title + HEADER + "清河区科技局本级\t行政\t正科级\t财政拨款\n" + OWN)
    assert listed(disclosure) == [("清河区科技局本级", False), ("清河区科技局", False)]


def test_a_unit_that_a_project_names_is_one_department(found: Finder) -> None:
    form = "\n项目编码\t13019024P001\t项目名称\t科普经费\n项目单位\t清河区创业服务中心\n"
    disclosure = found(TITLE + HEADER + OWN + CENTRE + form)
    assert disclosure.projects[0].department is disclosure.units[1].department


def test_one_cell_a_line_is_read_like_tabs(found: Finder) -> None:
    lines = "\n\n".join(
        "\n".join(f"\t{cell}" for cell in row.strip().split("\t")) for row in (HEADER, OWN, CENTRE)
    )
    disclosure = found(TITLE + lines + "\n\n\n二、预算安排\n")
    assert listed(disclosure) == [("清河区科技局", False), ("清河区创业服务中心", True)]
    assert disclosure.accounting.unmapped == 0


def test_words_that_are_not_known_are_kept_without_a_concept(found: Finder) -> None:
    (unit,) = found(TITLE + HEADER + "清河区科技馆\t公益一类\t科级\t\n").units
    assert [one.words.text for one in unit.attributes] == ["公益一类", "科级"]
    assert concepts(unit) == [None, None]


@pytest.mark.parametrize(
    "row",
    [
        "合计\t2\t\t\n",
        "无\t无\t无\t无\n",
        "清河区科技馆\t12\t正科级\t\n",
        "清河区科技馆\t\t\t\n",
        OWN,
    ],
)
def test_a_row_that_names_no_further_body_is_listed(row: str, found: Finder) -> None:
    disclosure = found(TITLE + HEADER + OWN + row)
    assert len(disclosure.units) == 1
    assert {passage.reason for passage in disclosure.unmapped} == {"reasonUnknownRow"}
    assert disclosure.accounting.unmapped == len(row.split())


def test_a_row_that_a_page_cut_is_one_unit(found: Finder) -> None:
    cut = "清河区创业服\t事业\t股级\t财政性资金\n\n- 3 -\n\n务中心\t\t\t基本保证\n"
    disclosure = found(TITLE + HEADER + OWN + cut)
    unit = disclosure.units[1]
    assert unit.department.name == "清河区创业服务中心"
    assert concepts(unit) == ["publicInstitution", "subsectionRank", "basicFiscalSupport"]
    assert disclosure.accounting.unmapped == 0


def test_a_column_that_is_not_known_is_listed(found: Finder) -> None:
    disclosure = found(TITLE + HEADER.strip() + "\t编制\n" + OWN.strip() + "\t12\n")
    assert len(disclosure.units) == 1
    assert [passage.words.text for passage in disclosure.unmapped] == ["编制", "12"]


def test_another_table_behind_it_is_not_taken_for_units(found: Finder) -> None:
    disclosure = found(TITLE + HEADER + OWN + "\n项目编码\t13019024P001\t项目名称\t科普经费\n")
    assert [project.name.text for project in disclosure.projects] == ["科普经费"]
