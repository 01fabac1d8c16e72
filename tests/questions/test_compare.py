"""Two documents side by side: what is paired with what, and what became of it."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from yiju.errors import NotFoundError, QueryError
from yiju.judgements import judge_pair, load_judgement
from yiju.pipeline import build
from yiju.questions import Change, answer_compare
from yiju.questions.comparison import Side, compare_promises, sum_up
from yiju.questions.pairing import Item, PairedBy, pair_across, pair_items
from yiju.questions.records import Promise
from yiju.questions.sides import find_document, list_documents
from yiju.store import Store, open_store
from yiju.vocabulary import NS

TEXT = """清河区{office}{year}年部门预算信息公开情况说明

三、部门整体绩效目标
新增孵化器{incubators}家以上。

单位：万元
项目编码\t13019024{year}\t\t项目名称\t{project}
预算数\t{money}\t其中：财政 资金\t{money}\t其他资金\t0
绩效指标
一级指标\t二级指标\t三级指标\t绩效指标描述\t指标值\t指标值确定依据
产出指标\t数量指标\t奖励企业数量（{unit}）\t奖励的企业\t≥{count}\t计划标准
\t\t每家标准\t复审\t{again}万元/家\t计划标准
\t\t每家标准\t首次\t{first}万元/家\t计划标准
\t时效指标\t拨付时间\t到账\t{year}年10月底前\t计划标准
效益指标\t社会效益指标\t就业人数\t新增\t≥{jobs}人\t计划标准
满意度指标\t服务对象满意度指标\t{satisfied}\t调查\t{level}\t历史标准
"""
BEFORE = {
    "office": "科技局", "year": "2023", "project": "2023年企业奖补", "money": "42.40",
    "unit": "家", "count": "30", "again": "5", "first": "30", "jobs": "100",
    "satisfied": "企业满意度", "level": "≥90%", "incubators": "3",
}  # fmt: skip
AFTER = BEFORE | {
    "year": "2024", "project": "2024 年企业奖补", "money": "40.00", "count": "36", "first": "35",
    "jobs": "80", "satisfied": "企业满意度（%）", "level": "≤90%", "incubators": "4",
}  # fmt: skip
OTHER = AFTER | {"office": "农业局", "unit": "个"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    texts = tmp_path_factory.mktemp("texts")
    for name, words in (("before", BEFORE), ("after", AFTER), ("other", OTHER)):
        (texts / f"{name}.txt").write_text(TEXT.format(**words), encoding="utf-8")
    folder = tmp_path_factory.mktemp("built") / "store"
    assert build([texts], folder).complete
    return folder


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    with open_store(folder) as opened:
        yield opened


def by_label(changes: tuple[Change, ...]) -> dict[str, Change]:
    return {change.label: change for change in changes}


def test_money_and_targets_rise_and_fall(store: Store) -> None:
    found = answer_compare(store, "before.txt", "after.txt")
    (budget,) = found.budgets
    assert (budget.status, budget.difference, budget.unit) == ("fell", Decimal("-2.4"), "万元")
    changes = by_label(found.indicators)
    assert {label: (str(c.status), c.difference) for label, c in changes.items()} == {
        "新增孵化器": ("rose", Decimal(1)),
        "奖励企业数量（家）": ("rose", Decimal(6)),
        "每家标准": ("rose", Decimal(5)),
        "拨付时间": ("same", None),
        "就业人数": ("fell", Decimal(-20)),
        "企业满意度": ("changed", None),
    }
    assert found.counts["indicators"]["same"] == 2
    assert {str(change.paired_by) for change in found.indicators} == {"name"}


def test_rows_of_one_name_are_told_apart_by_their_description(store: Store) -> None:
    found = answer_compare(store, "before.txt", "after.txt")
    rates = [change for change in found.indicators if change.label == "每家标准"]
    texts = [(change.a and change.a.text, change.b and change.b.text) for change in rates]
    assert texts == [("5万元/家", "5万元/家"), ("30万元/家", "35万元/家")]


def test_both_sides_of_a_change_are_quoted_at_their_lines(store: Store, folder: Path) -> None:
    found = answer_compare(store, "before.txt", "after.txt")
    sources = {p.read_text(encoding="utf-8") for p in (folder / "sources").iterdir()}
    texts = {str(TEXT.format(**words)) for words in (BEFORE, AFTER, OTHER)}
    assert sources == texts
    for change in (*found.budgets, *found.indicators):
        for side, words in ((change.a, BEFORE), (change.b, AFTER)):
            assert side is not None
            lines = TEXT.format(**words).split("\n")
            proofs = [*side.evidence, *(p for t in side.promises for p in t.evidence)]
            assert proofs
            assert all(proof.quotation in lines[proof.line - 1] for proof in proofs)


def test_the_other_way_round_everything_is_turned(store: Store) -> None:
    there = answer_compare(store, "before.txt", "after.txt")
    back = answer_compare(store, "after.txt", "before.txt")
    turned = {"rose": "fell", "fell": "rose", "vanished": "appeared", "appeared": "vanished"}
    for section in ("totals", "budgets", "indicators"):
        assert {turned.get(k, k): n for k, n in there.counts[section].items()} == back.counts[
            section
        ]


@pytest.mark.parametrize("name", ["before.txt", "after.txt", "other.txt"])
def test_a_document_is_the_same_as_itself(store: Store, name: str) -> None:
    found = answer_compare(store, name, name)
    for counts in found.counts.values():
        assert not any(count for status, count in counts.items() if status != "same")


def test_numbers_in_different_units_have_changed(store: Store) -> None:
    found = by_label(answer_compare(store, "before.txt", "other.txt").indicators)
    assert found["奖励企业数量（家）"].status == "changed"
    assert found["奖励企业数量（家）"].difference is None


def test_what_only_one_side_has_vanished_or_appeared(store: Store, tmp_path: Path) -> None:
    words = AFTER | {"project": "企业技术改造补助"}
    (tmp_path / "new.txt").write_text(TEXT.format(**words), encoding="utf-8")
    (tmp_path / "old.txt").write_text(TEXT.format(**BEFORE), encoding="utf-8")
    build([tmp_path / "new.txt", tmp_path / "old.txt"], tmp_path / "store")
    with open_store(tmp_path / "store") as opened:
        found = answer_compare(opened, "old", "new")
    assert [str(change.status) for change in found.budgets] == ["vanished", "appeared"]
    assert {str(c.status) for c in found.indicators if c.kind == "Indicator"} == {
        "vanished", "appeared",
    }  # fmt: skip
    assert all((c.a is None) != (c.b is None) for c in found.indicators if c.kind == "Indicator")


# --- identities ----------------------------------------------------------------------------------


def identities(pairs: list[tuple[str, str]]) -> list[Quad]:
    graph = NamedNode("https://w3id.org/yiju/graph/identities")
    return [
        Quad(NamedNode(thing), NamedNode(NS + "denotes"), NamedNode(entity), graph)
        for thing, entity in pairs
    ]


def project_of(store: Store, file: str) -> str:
    (budget,) = answer_compare(store, file, file).budgets
    assert budget.a is not None
    return budget.a.iri


def test_identities_come_before_names_and_judgements_before_both(tmp_path: Path) -> None:
    for name, words in (("a", BEFORE), ("b", AFTER | {"project": "科技企业奖励"}), ("c", AFTER)):
        (tmp_path / f"{name}.txt").write_text(TEXT.format(**words), encoding="utf-8")
    build([tmp_path / f"{name}.txt" for name in "abc"], tmp_path / "store")
    with open_store(tmp_path / "store", write=True) as opened:
        a, b, c = (project_of(opened, f"{name}.txt") for name in "abc")
        one, two = (f"https://w3id.org/yiju/id/entity/{n}" for n in "12")
        quads = identities([(a, one), (b, one), (c, two)])
        opened.replace_graphs({"https://w3id.org/yiju/graph/identities": quads})
        (same,) = answer_compare(opened, "a", "b").budgets
        assert (same.paired_by, same.status) == (PairedBy.IDENTITY, "fell")
        (named,) = answer_compare(opened, "a", "c").budgets
        assert (named.paired_by, named.status) == (PairedBy.NAME, "fell")
        load_judgement(opened, judge_pair(b, c, same=False, by="甲", why="两个项目"))
        parted = answer_compare(opened, "a", "c").budgets
        assert [str(change.status) for change in parted] == ["vanished", "appeared"]
        assert len(answer_compare(opened, "a", "b").budgets) == 1


def test_a_department_with_a_new_name_is_found_by_its_old_one(tmp_path: Path) -> None:
    for name, words in (("a", BEFORE), ("b", AFTER | {"office": "科技和工信局"})):
        (tmp_path / f"{name}.txt").write_text(TEXT.format(**words), encoding="utf-8")
    build([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "store")
    with open_store(tmp_path / "store", write=True) as opened:
        bodies = [document.department or "" for document in list_documents(opened)]
        entity = "https://w3id.org/yiju/id/entity/tech"
        quads = identities([(body, entity) for body in bodies])
        with pytest.raises(NotFoundError):
            answer_compare(opened, "清河区科技局@2023", "清河区科技局@2024")
        opened.replace_graphs({"https://w3id.org/yiju/graph/identities": quads})
        found = answer_compare(opened, "清河区科技局@2023", "清河区科技局@2024")
        assert (found.a.file, found.b.file) == ("a.txt", "b.txt")


# --- who is meant --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["other.txt", "oth", "清河区农业局", "清河区 农业局@2024"])
def test_a_document_answers_to_file_and_department(store: Store, name: str) -> None:
    assert find_document(list_documents(store), name).files == ("other.txt",)


def test_a_document_answers_to_its_digest_and_its_iris(store: Store) -> None:
    documents = list_documents(store)
    for document in documents:
        for name in (document.sha, document.sha[:12], document.iri, document.department or ""):
            assert find_document(documents, name) == document


def test_several_answers_are_named_with_a_way_to_say_which(store: Store) -> None:
    with pytest.raises(QueryError, match=r"after\.txt .*before\.txt .*清河区科技局@20"):
        find_document(list_documents(store), "清河区科技局")


@pytest.mark.parametrize("name", ["", " ", "@", "清河区科技局@1999", "nobody", "é", "x" * 5000])
def test_an_unknown_side_is_told_with_what_there_is(store: Store, name: str) -> None:
    with pytest.raises(NotFoundError, match=r"\.txt") as told:
        find_document(list_documents(store), name)
    assert len(str(told.value)) < 800


def test_an_empty_store_says_that_it_is_empty() -> None:
    with pytest.raises(NotFoundError, match="no document in the store"):
        find_document(list_documents(open_store("nowhere", missing_ok=True)), "a")


# --- pairing and moving, alone -------------------------------------------------------------------


def test_as_many_of_one_name_are_paired_in_order_and_others_are_not() -> None:
    def items(side: str, count: int) -> list[Item]:
        return [Item(iri=f"{side}{n}", names=("补助标准",)) for n in range(count)]

    assert [(p.a, p.b, p.by) for p in pair_items(items("a", 2), items("b", 2))] == [
        ("a0", "b0", PairedBy.NAME_AND_ORDER),
        ("a1", "b1", PairedBy.NAME_AND_ORDER),
    ]
    assert all(None in (p.a, p.b) for p in pair_items(items("a", 2), items("b", 3)))


def test_nothing_is_paired_twice() -> None:
    first = [Item(iri=f"a{n}", names=(str(n % 3), "x"), entity=f"e{n % 2}") for n in range(7)]
    second = [Item(iri=f"b{n}", names=(str(n % 4), "x"), entity=f"e{n % 2}") for n in range(7)]
    pairs = pair_items(first, second)
    assert sorted(p.a for p in pairs if p.a) == sorted(item.iri for item in first)
    assert sorted(p.b for p in pairs if p.b) == sorted(item.iri for item in second)
    assert {pair.by for pair in pairs} <= {*PairedBy, None}


def test_what_is_known_to_be_apart_is_not_paired_by_name() -> None:
    first = [Item(iri=f"a{n}", names=("x",)) for n in range(2)]
    second = [Item(iri=f"b{n}", names=("x",)) for n in range(2)]

    def apart(a: str, b: str) -> bool:
        return (a, b) == ("a1", "b1")

    assert all(None in (p.a, p.b) for p in pair_items(first, second, apart=apart))
    alone = pair_items(first[1:], second[1:], apart=apart)
    assert pair_across(alone, {"a1": "x", "b1": "x"}, {"a1"}, apart=apart) == alone
    assert pair_across(alone, {"a1": "x", "b1": "x"}, {"a1"}) != alone


def test_namesakes_across_a_department_must_be_the_only_ones() -> None:
    pairs = pair_items([Item(iri="a")], [Item(iri="b"), Item(iri="c")])
    names = {"a": "高企", "b": "高企", "c": "高企"}
    assert pair_across(pairs, names, {"a"}) == pairs
    assert len(pair_across(pairs, names | {"c": "专利"}, {"a"})) == 2
    assert pair_across(pairs, names | {"c": "专利"}, set()) == pairs


def promise(operator: str, value: str | None = None, **more: str) -> Promise:
    figures = {key: Decimal(more.pop(key)) for key in ("lower", "upper") if key in more}
    number = Decimal(value) if value else None
    return Promise(iri="", text=value or "好", operator=operator, value=number, **figures, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after", "status"),
    [
        (promise("atLeast", "80", unit="家"), promise("moreThan", "90", unit="家"), "rose"),
        (promise("atLeast", "80", unit="家"), promise("moreThan", "80", unit="家"), "changed"),
        (promise("atLeast", "80", unit="个"), promise("atLeast", "100", unit="家"), "changed"),
        (promise("atLeast", "80", unit="%"), promise("atLeast", "70", unit="百分比"), "fell"),
        (promise("atLeast", "80"), promise("atMost", "90"), "changed"),
        (promise("atLeast", "80"), promise("equalTo", "90"), "changed"),
        (promise("equalTo", "80"), promise("equalTo", "80.0"), "same"),
        (promise("between", lower="1", upper="3"), promise("between", lower="2", upper="3"), "rose"),
        (promise("between", lower="1", upper="3"), promise("between", lower="2", upper="2"), "changed"),
        (promise("deadline", until="2023-10"), promise("deadline", until="2024-10"), "same"),
        (promise("deadline", until="2023-10"), promise("deadline", until="--10"), "same"),
        (promise("deadline", until="2023-10"), promise("deadline", until="2024-09"), "changed"),
        (promise("qualitative"), promise("qualitative"), "same"),
        (promise("qualitative"), promise("atLeast", "80"), "changed"),
    ],
)  # fmt: skip
def test_a_target_moves_only_where_it_can_be_compared(
    before: Promise, after: Promise, status: str
) -> None:
    a = Side(iri="a", label="数量", promises=(before,))
    b = Side(iri="b", label="数量", promises=(after,))
    assert sum_up(compare_promises(a, b, years=("2023", "2024"))) == status


def test_grades_are_compared_grade_by_grade() -> None:
    a = Side(iri="a", label="率", promises=(promise("atLeast", "90", grade="excellent"),))
    b = Side(
        iri="b",
        label="率",
        promises=(
            promise("atLeast", "90", grade="excellent"),
            promise("lessThan", "60", grade="poor"),
        ),
    )
    assert [str(move.status) for move in compare_promises(a, b)] == ["same", "appeared"]
    assert sum_up(compare_promises(a, b)) == "changed"


TABLE = """清河区科技局{year}年部门预算信息公开情况说明

部门预算收支总表
单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、财政拨款\t{money}\t一、科学技术支出\t{money}
收入总计\t{money}\t支出总计\t{money}
"""


def test_totals_of_budget_tables_are_compared_column_by_column(tmp_path: Path) -> None:
    for year, money in (("2023", "100.00"), ("2024", "112.50")):
        text = TABLE.format(year=year, money=money)
        (tmp_path / f"{year}.txt").write_text(text, encoding="utf-8")
    build([tmp_path / "2023.txt", tmp_path / "2024.txt"], tmp_path / "store")
    with open_store(tmp_path / "store") as opened:
        found = answer_compare(opened, "2023.txt", "2024.txt")
    assert [(t.label.split(" / ")[0], str(t.status), t.difference) for t in found.totals] == [
        ("收入总计", "rose", Decimal("12.5")),
        ("支出总计", "rose", Decimal("12.5")),
    ]
    assert all(side.evidence for t in found.totals for side in (t.a, t.b) if side)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("石财教（2023）99号提前下达2024年引导专项", "石财教(2024)7 号提前下达 2025年引导专项"),
        ("落实2022年应拨未拨奖励", "落实2023年应拨未拨奖励"),
        ("1、企业奖补", "（一）企业奖补；"),
    ],
)
def test_a_project_keeps_its_name_from_year_to_year(
    tmp_path: Path, before: str, after: str
) -> None:
    for name, words in (("a", BEFORE | {"project": before}), ("b", AFTER | {"project": after})):
        (tmp_path / f"{name}.txt").write_text(TEXT.format(**words), encoding="utf-8")
    build([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "store")
    with open_store(tmp_path / "store") as opened:
        (budget,) = answer_compare(opened, "a.txt", "b.txt").budgets
    assert (budget.paired_by, str(budget.status)) == (PairedBy.NAME, "fell")


def test_debts_of_several_years_are_paired_by_their_distance(tmp_path: Path) -> None:
    names = {"a": ("落实2021年奖励", "落实2022年奖励"), "b": ("落实2023年奖励", "落实2022年奖励")}
    for name, projects in names.items():
        words = BEFORE if name == "a" else AFTER
        first, second = (TEXT.format(**words | {"project": project}) for project in projects)
        code = f"13019024{words['year']}"
        text = first + second.partition("单位：万元")[2].replace(code, code + "B")
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    build([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "store")
    with open_store(tmp_path / "store") as opened:
        found = answer_compare(opened, "a.txt", "b.txt").budgets
    assert [(c.a and c.a.label, c.b and c.b.label) for c in found] == [
        ("落实2021年奖励", "落实2022年奖励"),
        ("落实2022年奖励", "落实2023年奖励"),
    ]


def test_totals_that_prose_states_are_compared_item_by_item(tmp_path: Path) -> None:
    text = (
        "云溪市科技局{year}年部门预算公开\n一、收支预算情况\n{year}年预算收入{income}万元，"
        "其中：{fund}拨款{income}万元。\n二、国有资产情况\n{before}年末固定资产9万元，{year}年计划购置资产2万元。\n"
    )
    for year, income, fund in ((2023, 10, "一般公共预算"), (2024, 12, "政府性基金预算")):
        words = text.format(year=year, income=income, fund=fund, before=year - 1)
        (tmp_path / f"{year}.txt").write_text(words, encoding="utf-8")
    build([tmp_path / "2023.txt", tmp_path / "2024.txt"], tmp_path / "store")
    with open_store(tmp_path / "store") as store:
        found = answer_compare(store, "2023.txt", "2024.txt").totals
    assert {(change.label, change.status, change.difference) for change in found} == {
        ("收入", "rose", Decimal(2)),
        ("一般公共预算拨款", "vanished", None),
        ("政府性基金预算拨款", "appeared", None),
        ("固定资产", "same", Decimal(0)),
        ("计划购置资产", "same", Decimal(0)),
    }
