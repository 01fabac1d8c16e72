"""Which document a citation means where spellings differ, numbers were copied, or titles are near."""

import random
from dataclasses import replace

import pytest

from yiju.model import CatalogueEntry, Mention, Method, Registry, Resolution, Verdict
from yiju.resolve import resolve_citations
from yiju.vocabulary import Names

A = "清河市企业上市奖励资金管理办法"
B = "清河市科技保险创新试点工作方案"
N, M = "清政〔2019〕57号", "清政〔2020〕14号"


def cite(
    line: int,
    title: str | None = None,
    number: str | None = None,
    *,
    document: str = "d1",
    subject: str | None = "p1",
    department: str | None = "清河市科技局",
    article: str | None = None,
    quotation: str | None = None,
) -> Mention:
    words = f"《{title}》{number or ''}" if title else str(number)
    return Mention(
        f"{document}-{line}-1", document, words, title, number, f"i-{document}-{line}",
        article=article, quotation=quotation, subject=subject, department=department, year=2021,
    )  # fmt: skip


def resolve(*mentions: Mention, **known: tuple[object, ...]) -> dict[str, Resolution]:
    return {one.citation: one for one in registry(*mentions, **known).resolutions}


def registry(*mentions: Mention, **known: tuple[object, ...]) -> Registry:
    shuffled = random.Random(0).sample(mentions, len(mentions))
    found = resolve_citations(mentions, Names(), **known)  # type: ignore[arg-type]
    assert found == resolve_citations(shuffled, Names(), **known)  # type: ignore[arg-type]
    return found


def told(found: dict[str, Resolution], citation: str) -> tuple[str | None, Method | None]:
    return found[citation].policy, found[citation].method


def same(found: dict[str, Resolution], *citations: str) -> bool:
    policies = {found[citation].policy for citation in citations}
    return len(policies) == 1 and None not in policies


# --- numbers against titles ----------------------------------------------------------------------


def test_a_number_that_is_another_titles_gives_way_to_the_title() -> None:
    found = resolve(
        cite(1, A, N), cite(2, B, M), cite(3, B, M), cite(4, B, M),
        cite(5, A, M, subject="p2"), cite(6, number=M),
    )  # fmt: skip
    assert told(found, "d1-5-1") == (found["d1-1-1"].policy, Method.TITLE_OVER_NUMBER)
    assert found["d1-5-1"].decided_by == ("d1-1-1",)
    assert same(found, "d1-2-1", "d1-6-1")


@pytest.mark.parametrize(
    "numbers",
    [
        ("清政〔2021〕37号", "清政〔2022〕37号", "清政〔2023〕37号"),
        ("清政〔2021〕37号", "清政〔2021〕38号", "清政〔2021〕39号"),
        ("清政〔2021〕37号", "清政〔2021〕38号"),
    ],
)
def test_a_number_that_counts_itself_up_down_a_column_is_the_first(
    numbers: tuple[str, ...],
) -> None:
    found = resolve(*(cite(line, A, number) for line, number in enumerate(numbers, 1)))
    cited = [f"d1-{line}-1" for line in range(1, len(numbers) + 1)]
    assert same(found, *cited)
    assert {found[one].method for one in cited[1:]} == {Method.COPIED}
    assert {found[one].decided_by for one in cited[1:]} == {("d1-1-1",)}


def test_two_numbers_in_one_cell_are_two_notices() -> None:
    title = "关于下达专项资金的通知"
    cell = [cite(1, title, "清财建〔2023〕49号"), cite(2, title, "清财建〔2023〕50号")]
    one_cell = [replace(mention, indicator="i1") for mention in cell]
    found = resolve(*one_cell)
    assert not same(found, "d1-1-1", "d1-2-1")


def test_a_step_between_two_tables_is_no_copy() -> None:
    found = resolve(cite(1, A, "清政〔2021〕37号"), cite(2, A, "清政〔2021〕38号", subject="p2"))
    assert not same(found, "d1-1-1", "d1-2-1")


def test_two_titles_that_share_a_number_evenly_are_two_documents() -> None:
    found = resolve(cite(1, A, N), cite(2, B, N), cite(3, number=N), cite(4, A))
    assert not same(found, "d1-1-1", "d1-2-1")
    assert (found["d1-3-1"].policy, len(found["d1-3-1"].candidates)) == (None, 2)
    assert same(found, "d1-1-1", "d1-4-1")


def test_a_title_alone_beside_a_foreign_number_keeps_no_number() -> None:
    made = registry(cite(1, A, N), cite(2, A, N), cite(3, B, N, subject="p2"))
    numbers = {str(policy.number) for policy in made.policies if policy.title == B}
    assert numbers == {"None"}


# --- titles that copy themselves -------------------------------------------------------------------


def test_a_title_whose_year_counts_itself_up_is_the_first() -> None:
    title = "关于科技局{}年专项经费请示"
    found = resolve(
        *(cite(line, title.format(2020 + line)) for line in range(1, 6)),
        cite(6, title.format(2021)),
    )
    assert same(found, *(f"d1-{line}-1" for line in range(1, 7)))
    assert found["d1-3-1"].method is Method.COPIED_TITLE


def test_titles_of_years_that_a_disclosure_may_know_are_no_copies() -> None:
    found = resolve(*(cite(line, f"{2015 + line}年科技工作要点") for line in range(1, 6)))
    assert len({one.policy for one in found.values()}) == 5


def test_a_number_of_a_code_that_names_no_place_is_one_in_its_department() -> None:
    here = cite(1, number="政办发〔2020〕5号"), cite(2, number="政办发〔2020〕5号", document="d2")
    there = cite(1, number="政办发〔2020〕5号", document="d3", department="乙市教育局")
    found = resolve(*here, there)
    assert same(found, "d1-1-1", "d2-2-1")
    assert not same(found, "d1-1-1", "d3-1-1")
    made = registry(*here, there)
    assert {str(policy.number) for policy in made.policies} == {"政办发〔2020〕5号"}


def test_a_request_with_a_number_is_no_law() -> None:
    (policy,) = registry(cite(1, "关于2021年经费的请示", N)).policies
    assert not policy.official


def test_the_titles_of_two_years_in_a_row_are_two() -> None:
    found = resolve(cite(1, "关于2021年经费的请示"), cite(2, "关于2022年经费的请示"))
    assert not same(found, "d1-1-1", "d1-2-1")


# --- near titles -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "variant"),
    [
        ("清河市关于培育发展高新技术企业的实施方案", "清河市关于培育高新技术企业的实施方案"),
        ("清河市鼓励企业加大研发投入实施方案", "清河市鼓励企业加大研发经费投入实施方案"),
        ("清河市加快培育和发展新兴产业的十条政策", "清河市加快培育发展新兴产业的十条政策"),
        ("清河市科技创新券管理办法（试行）", "清河市科技创新券管理办法"),
        ("清河高新技术产业开发区创业扶持办法", "清河高新区创业扶持办法"),
        ("关于印发〈清河市科技创新券管理办法〉的通知", "清河市科技创新券管理办法"),
        ("关于支持科科技型企业创新的若干措施", "关于支持科技型企业创新的若干措施"),
        ("清河市关于鼓励金融机构聚集发展的政策", "清河市关于鼓励金融机构聚集"),
        ("清河市小额贷款公司管理办法（试行）", "清河市小额贷款公司管理办法(试行)"),
    ],
)
@pytest.mark.parametrize("number", [N, None])
def test_a_near_spelling_is_the_same_document(title: str, variant: str, number: str | None) -> None:
    found = resolve(cite(1, title, number), cite(2, title, number), cite(3, variant))
    assert same(found, "d1-1-1", "d1-2-1", "d1-3-1")


def test_a_region_may_be_left_out_where_the_number_of_one_title_alone_is_told() -> None:
    found = resolve(cite(1, "清河市加大研发投入实施方案", N), cite(2, "加大研发投入实施方案"))
    assert told(found, "d1-2-1") == (found["d1-1-1"].policy, Method.SIMILAR)


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("清河市公共服务平台认定管理办法", "清河市公共服务平台奖励管理办法"),
        ("清河市2020年科技工作要点", "清河市2021年科技工作要点"),
        ("河北省科技创新券管理办法", "河南省科技创新券管理办法"),
        ("清河市企业上市奖励办法", "清河区企业上市奖励办法"),
        ("清河市企业上市奖励办法（修订）", "清河市企业上市奖励办法"),
        ("清河市企业上市奖励办法（2019年修订）", "清河市企业上市奖励办法"),
        ("关于培育高新企业的实施方案", "关于进一步培育高新企业的实施方案"),
        ("清河市与方恩医药合作协议", "清河市与方恩医药的补充协议"),
        ("清河市科技创新券管理办法", "清河市科技创新券管理办法实施细则"),
    ],
)
@pytest.mark.parametrize("number", [N, None])
def test_titles_that_differ_in_what_counts_are_two(
    title: str, other: str, number: str | None
) -> None:
    found = resolve(cite(1, title, number), cite(2, other))
    assert not same(found, "d1-1-1", "d1-2-1")


def test_a_cut_title_that_two_titles_continue_stays_ambiguous() -> None:
    found = resolve(
        cite(1, "清河市关于鼓励金融机构聚集发展的政策", N),
        cite(2, "清河市关于鼓励金融机构聚集创新的办法", M, subject="p2"),
        cite(3, "清河市关于鼓励金融机构聚集", subject="p3"),
    )
    assert (found["d1-3-1"].policy, len(found["d1-3-1"].candidates)) == (None, 2)


def test_a_revised_version_revises_the_other_and_implementing_rules_implement() -> None:
    made = registry(
        cite(1, A, N), cite(2, f"{A}（修订）", M), cite(3, f"{A}实施细则", subject="p2")
    )
    by_title = {policy.title: policy for policy in made.policies}
    assert by_title[f"{A}（修订）"].revises == (by_title[A].iri,)
    assert by_title[f"{A}实施细则"].implements == (by_title[A].iri,)


# --- near and far ------------------------------------------------------------------------------------


def test_another_disclosure_of_the_department_tells_the_number() -> None:
    title = "关于培育高新企业的实施意见"
    found = resolve(cite(1, title, N), cite(1, title, document="d2"))
    assert told(found, "d2-1-1") == (found["d1-1-1"].policy, Method.TITLE_IN_DEPARTMENT)


def test_another_department_tells_it_only_of_a_title_that_names_its_place() -> None:
    other = {"document": "d2", "department": "乙市教育局"}
    placed = resolve(
        cite(1, "河北省县域科技跃升计划", N), cite(1, "河北省县域科技跃升计划", **other)
    )
    assert told(placed, "d2-1-1") == (placed["d1-1-1"].policy, Method.TITLE_ELSEWHERE)
    vague = resolve(
        cite(1, "关于培育高新企业的意见", N), cite(1, "关于培育高新企业的意见", **other)
    )
    assert not same(vague, "d1-1-1", "d2-1-1")


def test_a_notice_of_the_year_before_does_not_tell_the_number_of_this_years() -> None:
    for title in ("关于下达专项资金的通知", "河北省财政厅关于下达专项资金的通知"):
        found = resolve(cite(1, title, N), cite(1, title, document="d2"), cite(2, title))
        assert not same(found, "d1-1-1", "d2-1-1")
        assert same(found, "d1-1-1", "d1-2-1")


def test_requests_of_two_departments_are_two_and_laws_are_one() -> None:
    other = {"document": "d2", "department": "乙市教育局"}
    request = "关于2021年专项经费的请示"
    found = resolve(
        cite(1, request), cite(1, request, **other), cite(2, "预算法"),
        cite(2, "中华人民共和国预算法", **other), cite(3, "科普法"),
        cite(3, "中华人民共和国科学技术普及法", **other),
    )  # fmt: skip
    assert not same(found, "d1-1-1", "d2-1-1")
    assert same(found, "d1-2-1", "d2-2-1")
    assert same(found, "d1-3-1", "d2-3-1")


def test_a_conclusion_without_place_and_year_is_one_in_its_document_alone() -> None:
    found = resolve(cite(1, "建设项目评审结论"), cite(1, "建设项目评审结论", document="d2"))
    assert not same(found, "d1-1-1", "d2-1-1")


# --- catalogue ---------------------------------------------------------------------------------------


def test_a_catalogue_tells_the_number_and_the_status() -> None:
    entry = CatalogueEntry(iri="e1", title=A, number=N, status="statusRepealed")
    made = registry(cite(1, A), catalogue=(entry,))
    (policy,) = made.policies
    assert (str(policy.number), policy.entry) == (N, entry)
    (resolution,) = made.resolutions
    assert (resolution.method, resolution.decided_by) == (Method.CATALOGUE, ("e1",))


def test_a_catalogue_decides_whose_number_it_is() -> None:
    entry = CatalogueEntry(iri="e1", title=A, number=N)
    found = resolve(
        cite(1, A, N), cite(2, B, N), cite(3, B, N), cite(4, number=N), catalogue=(entry,)
    )
    assert same(found, "d1-1-1", "d1-4-1")
    assert not same(found, "d1-1-1", "d1-2-1")


# --- people --------------------------------------------------------------------------------------------


def test_who_joins_two_citations_joins_all_that_mean_the_same() -> None:
    mentions = (cite(1, A, N), cite(2, A), cite(3, B, subject="p2"), cite(4, B, subject="p2"))
    found = resolve(*mentions, verdicts=(Verdict("d1-2-1", "d1-3-1", same=True),))
    assert same(found, "d1-1-1", "d1-2-1", "d1-3-1", "d1-4-1")
    assert found["d1-4-1"].method is Method.JUDGEMENT
    assert found["d1-1-1"].policy == resolve(*mentions)["d1-1-1"].policy


def test_who_keeps_two_apart_takes_away_the_rarer_spelling() -> None:
    soft = "清河市关于培育发展企业的方案", "清河市关于培育企业的方案"
    mentions = (cite(1, soft[0], N), cite(2, soft[0], N), cite(3, soft[1]), cite(4, soft[1]))
    apart = Verdict("d1-1-1", "d1-3-1", same=False)
    found = resolve(*mentions, verdicts=(apart,))
    assert not same(found, "d1-1-1", "d1-3-1")
    assert same(found, "d1-1-1", "d1-2-1")
    assert same(found, "d1-3-1", "d1-4-1")
    both = resolve(*mentions, verdicts=(apart, Verdict("d1-2-1", "d1-4-1", same=True)))
    assert not same(both, "d1-1-1", "d1-3-1")


# --- what a registry tells ---------------------------------------------------------------------------


def test_a_policy_tells_its_kind_issuer_years_and_provisions() -> None:
    made = registry(
        cite(
            1,
            "河北省县域科技跃升计划（2019-2025年）",
            "冀政办字〔2019〕9号",
            article="第五条",
            quotation="甲",
        ),
        cite(2, "河北省县域科技跃升计划（2019-2025年）", "冀政办字〔2019〕9号", article="第五条"),
        cite(3, number="某某字〔2019〕9号"),
    )
    known, unknown = sorted(made.policies, key=lambda policy: policy.title is None)
    assert known.kind.genre == "genre-programme"
    assert (known.kind.issuer, known.kind.level) == ("河北省人民政府办公厅", "provincialIssuer")
    assert known.kind.years == (2019, 2025)
    assert (unknown.kind.issuer, unknown.kind.level) == (None, "unknownIssuer")
    (provision,) = made.provisions
    assert (provision.article, provision.quotations) == ("第五条", ("甲",))
    ((stated, citations),) = made.statements
    assert (stated, len(citations)) == (provision.iri, 2)


def test_many_titles_and_numbers_are_resolved_in_time_that_grows_with_them() -> None:
    many = [
        cite(at, f"清河市第{at}号扶持办法", f"清政〔2019〕{at % 50 + 1}号") for at in range(1, 4000)
    ]
    assert len(resolve_citations(many, Names()).resolutions) == len(many)
