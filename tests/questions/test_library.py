"""The library grown from the graph: what is put together, counted, and in which order."""

from decimal import Decimal
from pathlib import Path

import pytest

from yiju.errors import NotFoundError
from yiju.pipeline import build
from yiju.questions import LibraryEntry, answer_library
from yiju.questions.indicator_library import Official, Reach, Use, find_kind, grow_library
from yiju.questions.kinds import kind_of
from yiju.store import open_store

TEXT = """{body}{year}年部门预算信息公开情况说明

单位：万元
项目编码\t13019024A{year}\t\t项目名称\t{year}年业务培训
预算数\t10.00\t其中：财政 资金\t10.00\t其他资金\t0
绩效指标
一级指标\t二级指标\t三级指标\t绩效指标描述\t指标值\t指标值确定依据
产出指标\t数量指标\t{people}\t参加的人\t≥{count}人\t计划标准
满意度指标\t服务对象满意度指标\t学员满意度\t调查\t≥90%\t历史标准
"""


@pytest.fixture(scope="module")
def entries(tmp_path_factory: pytest.TempPathFactory) -> tuple[LibraryEntry, ...]:
    folder = tmp_path_factory.mktemp("library")
    texts = [
        TEXT.format(body="云溪市科技局", year=2023, people="培训学员数量（人）", count=50),
        TEXT.format(body="云溪市科技局", year=2024, people="1、培训学员", count=80),
        TEXT.format(body="云溪市农业局", year=2024, people="培训学员个数", count=20),
    ]
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    build([folder / f"{number}.txt" for number in range(3)], folder / "store")
    with open_store(folder / "store") as store:
        return answer_library(store).entries


def test_spellings_of_one_name_are_one_entry(entries: tuple[LibraryEntry, ...]) -> None:
    assert [entry.name for entry in entries] == ["培训学员", "学员满意度"]
    assert entries[0].spellings == ("培训学员", "培训学员个数", "培训学员数量（人）")


def test_a_project_counts_once_over_the_years(entries: tuple[LibraryEntry, ...]) -> None:
    first = entries[0]
    assert (first.uses, first.projects, first.departments) == (3, 2, 2)
    assert (first.kind, first.level1, first.level2) == ("trainingProject", "产出指标", "数量指标")


def test_targets_and_bases_are_summed_up(entries: tuple[LibraryEntry, ...]) -> None:
    first, second = entries
    assert first.operators == {"atLeast": 3}
    ((unit, targets, low, high),) = [
        (one.unit, one.targets, one.lowest, one.highest) for one in first.ranges
    ]
    assert (unit, targets, low, high) == ("人", 3, Decimal(20), Decimal(80))
    assert (first.bases, second.bases) == ({"plannedStandard": 3}, {"historicalStandard": 3})


def use(n: int, label: str, **more: str) -> Use:
    told = {"kind": "leaseProject", "owner": "房租", "department": "科技局"} | more
    return Use(indicator=f"i{n}", label=label, level1="产出指标", level2="数量指标", **told)


def official(label: str, level2: str) -> Official:
    return Official(iri=label + level2, label=label, level1="产出指标", level2=level2, library="省")


def test_the_most_used_comes_first_whatever_the_order() -> None:
    uses = [use(1, "面积"), use(2, "租期"), use(3, "租期", owner="物业"), use(4, "车位")]
    one = grow_library(uses, {}, {}, [])
    two = grow_library(reversed(uses), {}, {}, [])
    assert one == two
    assert [entry.name for entry in one.entries] == ["租期", "车位", "面积"]


def test_spellings_of_one_unit_are_one_range() -> None:
    reaches = {
        "i1": [Reach(operator="atLeast", unit="%", numbers=(Decimal(90),))],
        "i2": [Reach(operator="between", unit="百分比", numbers=(Decimal(80), Decimal(95)))],
        "i3": [Reach(operator="qualitative", unit=None, numbers=())],
    }
    (entry,) = grow_library([use(n, "出租率") for n in (1, 2, 3)], reaches, {}, []).entries
    assert [(one.targets, one.lowest, one.highest) for one in entry.ranges] == [
        (2, Decimal(80), Decimal(95))
    ]


def test_a_namesake_of_the_same_tier_is_preferred() -> None:
    officials = [
        official("租期", "数量指标"),
        official("租期", "质量指标"),
        official("租", "数量指标"),
    ]
    grown = grow_library([use(1, "租期")], {}, {}, officials)
    assert [one.level2 for one in grown.entries[0].official] == ["数量指标"]
    assert [one.iri for one in grown.unused] == ["租期质量指标", "租数量指标"]
    (entry,) = grow_library([use(1, "租期")], {}, {}, officials[1:]).entries
    assert [one.level2 for one in entry.official] == ["质量指标"]


def test_an_unknown_kind_is_told_with_those_there_are() -> None:
    with pytest.raises(NotFoundError, match="trainingProject"):
        find_kind("别的")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("房租补贴", "subsidyProject"),
        ("办公用房租赁", "leaseProject"),
        ("培训基地运营服务", "operationProject"),
        ("科技创新业务培训（二期）", "trainingProject"),
        ("金融监管审计", "auditProject"),
        ("设备采购及安装", "procurementProject"),
        ("专项资金", "notAssigned"),
        ("", "notAssigned"),
    ],
)
def test_the_last_word_of_a_name_tells_its_kind(name: str, kind: str) -> None:
    assert kind_of(name) == kind


def test_the_sample_store_of_an_empty_folder_has_no_library(tmp_path: Path) -> None:
    grown = answer_library(open_store(tmp_path, missing_ok=True))
    assert (grown.entries, grown.officials, grown.unused) == ((), 0, ())
