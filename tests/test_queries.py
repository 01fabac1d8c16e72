"""Every file of queries/: its header, its graphs, and its answer over two invented disclosures."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Quad, parse

from yiju.pipeline import build
from yiju.questions import answer, answer_trace, find_question, load_questions
from yiju.store import Store, check_query, open_store
from yiju.store.tokens import Token, find_tokens

SAMPLE = Path(__file__).parent / "service" / "sample.trig"
BASE = "https://w3id.org/yiju/id/"
NS = "https://w3id.org/yiju/ns#"
POLICY = f"{BASE}policy/2017-114-3b1f4c0a9e"
INDICATOR = f"{BASE}indicator/aa11bb22cc33dd44-17-1"

Row = dict[str, str | None]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("queries")
    graphs: dict[str, list[Quad]] = defaultdict(list)
    for quad in parse(path=SAMPLE):
        graphs[quad.graph_name.value].append(quad)
    with open_store(folder, write=True) as writing:
        writing.replace_graphs(graphs)
    return open_store(folder)


def ask(store: Store, name: str, **params: str) -> list[Row]:
    return answer(store, name, params).records()


def column(rows: list[Row], name: str) -> list[str | None]:
    return [row[name] for row in rows]


def test_the_questions_of_the_main_job_are_there() -> None:
    assert set(load_questions()) >= {
        "trace", "policy-usage", "project-indicators", "department-policies", "money-per-policy",
        "indicators-without-policy", "coverage", "documents", "find", "citations-unresolved",
    }  # fmt: skip


@pytest.mark.parametrize("name", list(load_questions()))
def test_a_header_fits_its_query(name: str) -> None:
    question = find_question(name)
    head = question.text.partition("WHERE")[0]
    projected = {token.text[1:] for token in find_tokens(head) if token.text.startswith("?")}
    assert set(question.columns) <= projected
    assert {parameter.name for parameter in question.parameters} <= set(question.columns)
    for words in (question.title, question.description):
        assert words.zh
        assert words.en


@pytest.mark.parametrize("name", list(load_questions()))
def test_every_pattern_stands_in_a_named_graph(name: str, store: Store) -> None:
    text = find_question(name).text
    assert list(patterns_outside_graphs(text)) == []
    check_query(text, store=store)


def patterns_outside_graphs(text: str) -> Iterator[Token]:
    """Names and IRIs of triple patterns that no GRAPH surrounds, tests and functions aside."""
    tokens = list(find_tokens(text[text.index("SELECT") :]))
    inside: list[bool] = []
    parens = 0
    for at, token in enumerate(tokens):
        parens += (token.text == "(") - (token.text == ")")
        if token.text == "{":
            named = at > 1 and tokens[at - 2].text.upper() == "GRAPH"
            inside.append(named or (inside[-1] if inside else False))
        elif token.text == "}":
            inside.pop()
        elif inside and not inside[-1] and not parens and token.kind.name in {"NAME", "IRI"}:
            yield token


def test_patterns_outside_graphs_are_seen() -> None:
    assert [
        token.text
        for token in patterns_outside_graphs("SELECT * { GRAPH ?g { ?s a:b ?o } ?s a:c ?o }")
    ] == ["a:c"]


@pytest.mark.parametrize("name", list(load_questions()))
def test_an_empty_store_has_an_empty_answer(name: str) -> None:
    question = find_question(name)
    given = {part.name: part.example for part in question.parameters}
    assert answer(open_store("nowhere", missing_ok=True), name, given).rows == ()


def test_trace_goes_step_by_step_with_quotation_and_line(store: Store) -> None:
    rows = ask(store, "trace", indicator=INDICATOR)
    assert column(rows, "step") == [
        "indicator", "target", "subject", "money", "department", "basis", "citation", "policy",
    ]  # fmt: skip
    assert all(row["line"] and row["quotation"] and row["file"] for row in rows)
    assert rows[3]["detail"] == "42.4"
    assert rows[7]["thing"] == POLICY


def test_policy_usage_tells_bases_from_other_citations(store: Store) -> None:
    rows = ask(store, "policy-usage", policy=POLICY)
    assert [(row["role"], row["text"], row["line"]) for row in rows] == [
        ("basis", "完成科技保险单数", "17"),
        ("basis", "资金拨付时限", "18"),
        ("cited", "科技保险补贴", "6"),
    ]


def test_indicators_of_a_project_keep_their_order(store: Store) -> None:
    rows = ask(store, "project-indicators", project=f"{BASE}project/aa11bb22cc33dd44-11-1")
    assert column(rows, "target") == ["≥30单", "12月底前"]
    assert column(rows, "operator") == [f"{NS}atLeast", f"{NS}deadline"]


def test_indicators_of_an_activity_show_their_grades(store: Store) -> None:
    rows = ask(store, "project-indicators", project=f"{BASE}activity/aa11bb22cc33dd44-50-1")
    assert column(rows, "grade") == [f"{NS}excellent", f"{NS}poor"]


@pytest.mark.parametrize("local", ["aa11bb22cc33dd44-3-1", "aa11bb22cc33dd44-9-1"])
def test_a_department_is_asked_as_publisher_or_as_owner(store: Store, local: str) -> None:
    (row,) = ask(store, "department-policies", department=f"{BASE}department/{local}")
    assert (row["policy"], row["indicators"], row["subjects"]) == (POLICY, "2", "1")


def test_money_counts_a_project_once_per_policy_and_once_in_the_total(store: Store) -> None:
    rows = ask(store, "money-per-policy")
    assert [(row["projects"], row["money"]) for row in rows] == [("2", "142.65"), ("1", "100.25")]
    assert set(column(rows, "distinct_total")) == {"142.65"}


def test_indicators_without_policy_are_listed_with_and_without_basis(store: Store) -> None:
    rows = ask(store, "indicators-without-policy")
    assert [(row["label"], row["basis"]) for row in rows] == [
        ("公众满意度<script>", "历史经验"),
        ("资金支出率", None),
    ]


def test_prose_targets_tell_subject_figure_owner_and_line(store: Store) -> None:
    (row,) = ask(store, "prose-targets")
    assert [row[name] for name in ("label", "operator", "value", "unit", "line")] == [
        "新增孵化器", f"{NS}atLeast", "3", "家", "8",
    ]  # fmt: skip
    assert (row["owner_label"], row["text"]) == ("岚州市望溪区科学技术局", "新增孵化器3家以上")


def test_a_prose_target_is_traced_by_its_local_id(store: Store) -> None:
    (trace,) = answer_trace(store, "aa11bb22cc33dd44-8-9")
    assert trace.label == "新增孵化器"


def test_prose_targets_are_counted_apart_from_the_rows_of_tables(store: Store) -> None:
    for question in ("coverage", "documents"):
        assert column(ask(store, question), "prose_indicators") == ["1", "0"]


def test_coverage_adds_up(store: Store) -> None:
    first, second = ask(store, "coverage")
    for row in (first, second):
        parts = ("cells_mapped", "cells_ignored", "cells_unmapped")
        assert int(row["cells_read"] or 0) == sum(int(row[part] or 0) for part in parts)
    assert [first[name] for name in ("indicators", "with_target", "with_basis", "with_policy")] == [
        "4",
        "4",
        "3",
        "2",
    ]


def test_a_document_under_two_names_is_one_row(store: Store) -> None:
    rows = ask(store, "documents")
    assert [
        (row["file"], row["projects"], row["indicators"], row["citations"]) for row in rows
    ] == [
        ("copy-of-wangxi-2024.txt", "2", "4", "3"),
        ("wangxi-2020.txt", "1", "1", "3"),
    ]


def test_find_ignores_blanks_and_puts_the_same_words_first(store: Store) -> None:
    rows = ask(store, "find", text="科技保险 补贴")
    assert column(rows, "label") == ["科技保险补贴"]
    rows = ask(store, "find", text="科技保险")
    assert column(rows, "kind") == ["Indicator", "Policy", "Project", "Project"]


def test_an_ambiguous_citation_is_unresolved_with_its_candidates(store: Store) -> None:
    rows = ask(store, "citations-unresolved")
    assert [(row["text"], row["candidates"], row["line"]) for row in rows] == [
        ("岚财教〔2023〕9号", "0", "1"),
        ("《管理办法》", "2", "10"),
    ]


def test_policies_are_counted(store: Store) -> None:
    rows = ask(store, "policies")
    assert [(row["indicators"], row["citations"]) for row in rows] == [
        ("2", "3"),
        ("1", "1"),
        ("0", "0"),
        ("0", "0"),
    ]


def test_procurement_lists_items_with_project_and_line(tmp_path: Path) -> None:
    text = """项目编码\t13019024P001\t\t项目名称\t科普经费\n\n六、政府采购预算情况\n
项目名称\t采购物品名称\t政府采购目录序号\t计量单位\t数量\t单价\t采购金额
办公经费\t复印纸\tA0901\t箱\t20\t0.02\t0.40\n科普经费\t印刷服务\tC0814\t批\t1\t3.00\t3.00
\t展板\tA0999\t块\t10\t0.05\t0.50\n"""
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert build([tmp_path / "a.txt"], tmp_path / "store").complete
    rows = ask(open_store(tmp_path / "store"), "procurement")
    names = ("label", "code", "quantity", "unit", "price", "amount", "project_label", "line")
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("复印纸", "A0901", "20", "箱", "0.02", "0.4", "办公经费", "6"),
        ("印刷服务", "C0814", "1", "批", "3", "3", "科普经费", "7"),
        ("展板", "A0999", "10", "块", "0.05", "0.5", "科普经费", "8"),
    ]
    assert [bool(row["project"]) for row in rows] == [False, True, True]


def test_assets_take_the_unit_of_the_item_above(tmp_path: Path) -> None:
    text = """七、国有资产信息\n项目\t数量\t价值（万元）\n资产总额\t\t8.00\n1、房屋（平方米）\t20\t5.00
其中：办公用房\t12\t\n2、设备\t3\t3.00\n"""
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert build([tmp_path / "a.txt"], tmp_path / "store").complete
    rows = ask(open_store(tmp_path / "store"), "assets")
    names = ("label", "part_of", "quantity", "unit", "value", "line")
    assert [tuple(row[name] or "" for name in names) for row in rows] == [
        ("资产总额", "", "", "", "8", "3"),
        ("1、房屋（平方米）", "资产总额", "20", "平方米", "", "4"),
        ("1、房屋（平方米）", "资产总额", "", "", "5", "4"),
        ("其中：办公用房", "1、房屋（平方米）", "12", "平方米", "", "5"),
        ("2、设备", "资产总额", "3", "", "", "6"),
        ("2、设备", "资产总额", "", "", "3", "6"),
    ]


@pytest.mark.parametrize(
    ("severity", "count"), [("", 1), ("Warning", 1), ("warning", 1), ("Info", 0)]
)
def test_findings_may_be_limited_to_a_severity(store: Store, severity: str, count: int) -> None:
    assert len(ask(store, "findings", severity=severity)) == count


@pytest.mark.parametrize(
    ("family", "document", "count"),
    [
        *(("targetsFamily", "", 1), ("4", "", 1), ("2", "", 0), ("", "copy-of-wangxi-2024.txt", 0)),
        *(("", "wangxi-2020.txt", 1), ("4", "unknown.txt", 0)),
    ],
)
def test_findings_may_be_limited_to_a_family_and_a_document(
    store: Store, family: str, document: str, count: int
) -> None:
    assert len(ask(store, "findings", family=family, document=document)) == count


def test_rules_are_counted_with_their_family(store: Store) -> None:
    (row,) = ask(store, "finding-rules")
    names = ("label_en", "family", "number", "level", "findings", "documents")
    assert [row[name] for name in names] == [
        *("a target that cannot be measured", "targetsFamily", "4", "Warning", "1", "1"),
    ]


def test_units_are_listed_with_what_they_are_and_whom_they_belong_to(tmp_path: Path) -> None:
    text = """清河区科技局2024年部门预算信息公开\n
单位名称\t单位性质\t单位规格\t经费保障形式
清河区科技局\t行政\t正科级\t财政拨款\n清河区科技馆\t公益一类\t股级\t\n"""
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert build([tmp_path / "a.txt"], tmp_path / "store").complete
    rows = ask(open_store(tmp_path / "store"), "units")
    names = ("label", "nature", "nature_concept", "rank_concept", "funding", "parent_label", "line")
    assert [tuple(row[name] for name in names) for row in rows] == [
        (
            *("清河区科技局", "行政", f"{NS}administrativeUnit", f"{NS}fullSectionRank"),
            *("财政拨款", None, "4"),
        ),
        ("清河区科技馆", "公益一类", None, f"{NS}subsectionRank", None, "清河区科技局", "5"),
    ]


def test_both_readings_of_a_spending_plan_stand_side_by_side(store: Store) -> None:
    rows = ask(store, "spending-plans")
    assert [(row["month"], row["reading"], row["share"]) for row in rows] == [
        ("6", "prose", "0.6"),
        ("6", "table", "0.5"),
    ]


def test_rates_are_listed_with_their_words(store: Store) -> None:
    (row,) = ask(store, "rates")
    assert (row["amount"], row["per"], row["line"]) == ("2", "每家", "33")


def test_the_bands_of_an_indicator_begin_with_the_best(store: Store) -> None:
    rows = ask(store, "grade-bands", indicator=f"{BASE}indicator/aa11bb22cc33dd44-50-40")
    assert column(rows, "text") == ["≥95%", "<60%"]


def test_used_indicators_are_counted_with_operator_unit_and_basis(store: Store) -> None:
    rows = ask(store, "indicator-library")
    names = ("name", "operator", "unit", "basis", "uses", "projects", "departments", "lowest")
    assert ("完成科技保险单数", f"{NS}atLeast", "单", f"{NS}policyBasis", "1", "1", "1", "30") in [
        tuple(row[name] for name in names) for row in rows
    ]
    graded = [row for row in rows if row["name"] == "资金支出率"]
    assert [(row["operator"], row["lowest"], row["highest"]) for row in graded] == [
        (f"{NS}atLeast", "95", "95")
    ]


def test_an_imported_library_is_listed_with_its_lines(store: Store) -> None:
    (row,) = ask(store, "official-indicators")
    assert (row["library"], row["line"], row["label"]) == ("岚州市指标库", "2", "科技保险单数")


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 2), ("望溪区 科学技术局", 2), ("本级", 1), (f"{BASE}department/aa11bb22cc33dd44-9-1", 1)],
)
def test_identities_are_found_by_name_or_iri(store: Store, text: str, count: int) -> None:
    rows = ask(store, "identities", text=text)
    assert len(rows) == count
    assert (rows[-1]["printed"], rows[-1]["method"]) == (
        "岚州市望溪区科学技术局本级",
        "standsAlone",
    )
    assert rows[-1]["part_of"] == f"{BASE}entity/department-0011223344556677"


def test_candidates_show_both_things_with_score_and_reason(store: Store) -> None:
    (row,) = ask(store, "identity-candidates")
    assert (row["first_file"], row["second_file"]) == ("copy-of-wangxi-2024.txt", "wangxi-2020.txt")
    assert (row["kind"], row["reason"], row["score"]) == ("Project", "similarName", "0.6")


def test_corrections_show_the_printed_value_beside_that_of_a_person(store: Store) -> None:
    (row,) = ask(store, "corrections")
    names = ("label", "printed", "value", "by", "why", "day", "file")
    assert [row[name] for name in names] == [
        *("科技保险保费补贴", "42.4", "40", "甲", "原件为40", "2024-05-06"),
        "copy-of-wangxi-2024.txt",
    ]
