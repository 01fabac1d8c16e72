"""What is one across documents: by names, by what documents tell, and by what people decide."""

import random
from decimal import Decimal
from itertools import combinations
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiju.model import (
    Identities,
    IdentityMethod,
    Seen,
    SeenActivity,
    SeenDepartment,
    SeenDocument,
    SeenIndicator,
    SeenProject,
    Verdict,
)
from yiju.resolve.identities import resolve_identities
from yiju.vocabulary import Names

CODE = "1301902101PDD8ZPY4KBQ"
FULL, SHORT = "廊坊市广阳区科学技术局", "广阳区科技局"


def body(at: int, name: str, code: str | None = None, *, document: int = 0) -> SeenDepartment:
    return SeenDepartment(iri=f"d{at:04}", document=f"g{document or at}", name=name, code=code)


def project(
    at: int, name: str, code: str | None = None, *, of: int, document: int = 0
) -> SeenProject:
    where = f"g{document or of}"
    return SeenProject(
        iri=f"p{at:04}", document=where, name=name, code=code, department=f"d{of:04}"
    )


def indicator(
    at: int, name: str, *, owner: str, document: int, tier: str = "数量指标", description: str = ""
) -> SeenIndicator:
    return SeenIndicator(
        iri=f"i{at:04}",
        document=f"g{document}",
        name=name,
        owner=owner,
        tiers=("Indicator", "产出指标", tier),
        description=description,
    )


def resolve(
    *things: SeenDepartment | SeenProject | SeenIndicator | SeenActivity | SeenDocument,
    verdicts: tuple[Verdict, ...] = (),
) -> Identities:
    return resolve_identities(
        Seen(
            documents=tuple(thing for thing in things if isinstance(thing, SeenDocument)),
            departments=tuple(thing for thing in things if isinstance(thing, SeenDepartment)),
            projects=tuple(thing for thing in things if isinstance(thing, SeenProject)),
            activities=tuple(thing for thing in things if isinstance(thing, SeenActivity)),
            indicators=tuple(thing for thing in things if isinstance(thing, SeenIndicator)),
            verdicts=verdicts,
        ),
        Names(),
    )


def groups(identities: Identities) -> set[frozenset[str]]:
    """Which things are one."""
    found: dict[str, set[str]] = {}
    for known in identities.denotations:
        found.setdefault(known.entity, set()).add(known.thing)
    return {frozenset(things) for things in found.values()}


def are_one(identities: Identities, *things: str) -> bool:
    return any(set(things) <= group for group in groups(identities))


def methods(identities: Identities) -> dict[str, IdentityMethod]:
    return {known.thing: known.method for known in identities.denotations}


def proposed(identities: Identities) -> set[tuple[str, str]]:
    return {(likeness.first, likeness.second) for likeness in identities.likenesses}


# --- departments ---------------------------------------------------------------------------------


def test_a_thing_alone_denotes_an_entity_too() -> None:
    found = resolve(body(1, FULL))
    (known,) = found.denotations
    assert (known.method, known.confidence) == (IdentityMethod.ALONE, Decimal(1))
    assert [entity.label for entity in found.entities] == [FULL]


@pytest.mark.parametrize(
    ("one", "other", "method"),
    [
        (FULL, FULL, IdentityMethod.NAME),
        (FULL, "廊坊市广阳区科技局", IdentityMethod.OFFICIAL_NAME),
        (FULL, SHORT, IdentityMethod.REGION_OMITTED),
        (SHORT, "广阳区科学技术局", IdentityMethod.OFFICIAL_NAME),
        ("河北省廊坊市广阳区科技局", FULL, IdentityMethod.OFFICIAL_NAME),
    ],
)
def test_one_department_in_two_documents(one: str, other: str, method: IdentityMethod) -> None:
    found = resolve(body(1, one), body(2, other))
    assert are_one(found, "d0001", "d0002")
    assert set(methods(found).values()) == {method}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("石家庄市裕华区科技局", "石家庄市桥西区科技局"),
        ("石家庄市桥西区科技局", "张家口市桥西区科技局"),
        ("桥西区科技局", "石家庄市桥西区科技局"),
        ("桥西区科技局", "桥西区科技局"),
        ("高新区科技局", "石家庄高新技术产业开发区科学技术局"),
        ("石家庄市鹿泉区科学技术局", "石家庄市鹿泉区科学技术协会"),
        ("石家庄市鹿泉区科学技术局", "石家庄市鹿泉区科学技术局本级"),
        ("科技局", "科技局"),
        ("科技局", "廊坊市科技局"),
        ("石家庄市科技局", "石家庄市长安区科技局"),
    ],
)
def test_the_same_code_makes_no_two_departments_one(one: str, other: str) -> None:
    assert not are_one(resolve(body(1, one, "306"), body(2, other, "306")), "d0001", "d0002")


def test_an_open_region_is_proposed_and_not_concluded() -> None:
    found = resolve(body(1, "高新区科技局", "306"), body(2, "石家庄高新区科学技术局", "306"))
    assert proposed(found) == {("d0001", "d0002")}
    assert [likeness.confidence for likeness in found.likenesses] == [Decimal("0.5")]


def test_a_renamed_department_of_one_region_is_proposed_by_its_code() -> None:
    found = resolve(body(1, "鹿泉区科学技术局", "471"), body(2, "鹿泉区科工局", "471"))
    assert proposed(found) == {("d0001", "d0002")}


def test_another_region_under_the_same_code_is_not_even_proposed() -> None:
    assert not proposed(resolve(body(1, "裕华区科技局", "306"), body(2, "鹿泉区科技局", "306")))


def test_two_cities_of_one_document_leave_a_district_open() -> None:
    found = resolve(
        *(body(1, "石家庄市桥西区科技局"), body(2, "张家口市桥西区科技局", document=1)),
        body(3, "桥西区科技局", document=1),
    )
    assert groups(found) == {frozenset({"d0001"}), frozenset({"d0002"}), frozenset({"d0003"})}


def test_a_document_tells_the_region_that_its_other_names_omit() -> None:
    found = resolve(
        body(1, "秦皇岛市山海关区科学技术协会", document=1),
        body(2, "山海关区科学技术协会", "731", document=1),
        body(3, "科协", "731", document=1),
    )
    assert are_one(found, "d0001", "d0002", "d0003")
    assert methods(found)["d0003"] is IdentityMethod.DOCUMENT_REGION


@pytest.mark.parametrize("told", [{"region": "河北省石家庄市"}, {"publisher": "石家庄市财政局"}])
def test_where_a_document_came_from_tells_the_city(told: dict[str, str]) -> None:
    found = resolve(
        *(SeenDocument(iri="g1", **told), body(1, "桥西区科技局")),
        body(2, "石家庄市桥西区科学技术局"),
    )
    assert are_one(found, "d0001", "d0002")


def test_project_codes_tell_the_division_of_an_open_region() -> None:
    one, other = "高新区科技局", "石家庄高新技术产业开发区科学技术局"
    codes = (project(1, "甲", CODE, of=1), project(2, "乙", "13019023P00001210199W", of=2))
    assert are_one(resolve(body(1, one), body(2, other), *codes), "d0001", "d0002")
    elsewhere = project(2, "乙", "13069923P00001210199W", of=2)
    apart = resolve(body(1, one), body(2, other), codes[0], elsewhere)
    assert not are_one(apart, "d0001", "d0002")


def test_the_own_unit_is_a_part_of_its_department() -> None:
    found = resolve(body(1, FULL, "481"), body(2, f"{SHORT}本级", "481001", document=1))
    parts = {entity.label: entity.part_of for entity in found.entities}
    (whole,) = [entity.iri for entity in found.entities if entity.label == FULL]
    assert parts == {FULL: None, f"{SHORT}本级": whole}


def test_an_entity_has_the_fullest_name_and_all_spellings() -> None:
    (entity,) = resolve(body(1, SHORT), body(2, FULL)).entities
    assert (entity.label, entity.spellings) == (FULL, (SHORT, FULL))


# --- projects and indicators -----------------------------------------------------------------------


def two_years() -> tuple[SeenDepartment | SeenDocument, ...]:
    years = (SeenDocument(iri=f"g{at}", department=f"d000{at}", year=f"202{at}") for at in (1, 2))
    return (*years, body(1, FULL), body(2, f"{FULL}本级"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2023年创新创业大赛", "2024 年创新创业大赛"),
        ("1、创新创业大赛", "2024年度创新创业大赛"),
        ("高企奖补（420万）", "高企奖补（300万元）"),
        ("创新创业大赛", "创新创业大赛"),
    ],
)
def test_one_project_in_two_years(one: str, other: str) -> None:
    found = resolve(*two_years(), project(1, one, of=1), project(2, other, of=2), body(3, FULL))
    assert are_one(found, "p0001", "p0002")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("创新创业大赛", "创新创业大赛第二批"),
        ("孵化器考核奖励资金", "众创空间考核奖励资金"),
        ("石财教（2022）99号技术创新引导专项", "石财教（2023）99号技术创新引导专项资金"),
    ],
)
def test_projects_that_only_look_alike(one: str, other: str) -> None:
    found = resolve(*two_years(), body(3, FULL), project(1, one, of=1), project(2, other, of=2))
    assert not are_one(found, "p0001", "p0002")


def test_projects_of_two_departments_are_two() -> None:
    found = resolve(
        *(body(1, "裕华区科技局"), body(2, "鹿泉区科技局")),
        *(project(1, "创新创业大赛", of=1), project(2, "创新创业大赛", of=2)),
    )
    assert not are_one(found, "p0001", "p0002")


def test_one_code_is_one_project_whatever_it_is_called() -> None:
    found = resolve(
        *two_years(), body(3, FULL), project(1, "甲", CODE, of=1), project(2, "乙", CODE, of=2)
    )
    assert are_one(found, "p0001", "p0002")
    assert "https://w3id.org/yiju/id/entity/project-" + CODE in {e.iri for e in found.entities}


def test_two_projects_of_one_document_are_two_and_their_name_joins_nothing() -> None:
    found = resolve(
        *(*two_years(), body(3, FULL)),
        project(1, "2023年大赛", "A" * 12, of=1),
        project(2, "2024年大赛", "B" * 12, of=1),
        project(3, "大赛", "C" * 12, of=2),
    )
    assert {frozenset({f"p000{at}"}) for at in (1, 2, 3)} <= groups(found)


def test_a_similar_project_is_proposed() -> None:
    found = resolve(
        *(*two_years(), body(3, FULL)),
        project(1, "石财教（2022）123 号 2023 年技术创新引导专项", of=1),
        project(2, "石财教（2023）99号提前下达2024年技术创新引导专项资金预算", of=2),
    )
    assert proposed(found) == {("p0001", "p0002")}


def one_project(*indicators: SeenIndicator) -> Identities:
    things = (project(1, "2023年大赛", of=1), project(2, "2024年大赛", of=2), body(3, FULL))
    return resolve(*two_years(), *things, *indicators)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("新增高新技术企业数量", "新增高新技术企业"),
        ("新增高企数（家）", "新增高新技术企业数量"),
        ("指标1：资金完成时限", "资金完成时间"),
        ("服务对象的满意度", "服务对象满意度"),
    ],
)
def test_one_indicator_in_other_words(one: str, other: str) -> None:
    found = one_project(
        indicator(1, one, owner="p0001", document=1), indicator(2, other, owner="p0002", document=2)
    )
    assert are_one(found, "i0001", "i0002")
    assert methods(found)["i0002"] is IdentityMethod.OTHER_WORDS
    assert min(known.confidence for known in found.denotations) == Decimal("0.85")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("高新技术企业总数", "高新技术企业数量"),
        ("验收合格率", "验收合格数"),
        ("企业满意度", "群众满意度"),
        ("培训人次", "培训场次"),
    ],
)
def test_indicators_that_only_look_alike(one: str, other: str) -> None:
    found = one_project(
        indicator(1, one, owner="p0001", document=1), indicator(2, other, owner="p0002", document=2)
    )
    assert not are_one(found, "i0001", "i0002")


def test_another_tier_is_another_indicator_and_proposed() -> None:
    found = one_project(
        indicator(1, "获奖企业", owner="p0001", document=1),
        indicator(2, "获奖企业数量", owner="p0002", document=2, tier="质量指标"),
    )
    assert not are_one(found, "i0001", "i0002")
    assert proposed(found) == {("i0001", "i0002")}


def test_indicators_of_one_name_in_one_table_are_told_apart_by_their_descriptions() -> None:
    found = one_project(
        indicator(1, "补助标准", owner="p0001", document=1, description="一等奖"),
        indicator(2, "补助标准", owner="p0001", document=1, description="二等奖"),
        indicator(3, "补助标准", owner="p0002", document=2, description="二等奖"),
    )
    assert are_one(found, "i0002", "i0003")
    assert not are_one(found, "i0001", "i0002")


def test_indicators_of_one_activity_over_the_years() -> None:
    acts = (
        SeenActivity(
            iri=f"a{at}", document=f"g{at}", name=f"{at}、科普活动", department=f"d000{at}"
        )
        for at in (1, 2)
    )
    found = resolve(
        *(*two_years(), body(3, FULL), *acts),
        indicator(1, "活动次数", owner="a1", document=1),
        indicator(2, "活动次数", owner="a2", document=2),
    )
    assert are_one(found, "i0001", "i0002")


# --- what people decide ----------------------------------------------------------------------------


def three(*verdicts: Verdict) -> Identities:
    return resolve(body(1, FULL), body(2, FULL), body(3, "鹿泉区科工局"), verdicts=verdicts)


def test_same_joins_what_no_name_would() -> None:
    found = three(Verdict("d0001", "d0003", same=True))
    assert groups(found) == {frozenset({"d0001", "d0002", "d0003"})}
    known = {d.thing: (d.method, d.confidence) for d in found.denotations}
    assert known["d0001"] == known["d0003"] == (IdentityMethod.JUDGEMENT, Decimal(1))
    assert known["d0002"] == (IdentityMethod.NAME, Decimal("0.95"))


def test_different_keeps_apart_what_names_would_join() -> None:
    found = three(Verdict("d0001", "d0002", same=False))
    assert not are_one(found, "d0001", "d0002")
    assert methods(found)["d0001"] is methods(found)["d0002"] is IdentityMethod.JUDGEMENT


def test_different_is_stronger_than_what_follows_from_other_joins() -> None:
    found = three(
        Verdict("d0001", "d0003", same=True),
        Verdict("d0002", "d0003", same=True),
        Verdict("d0001", "d0002", same=False),
    )
    assert not are_one(found, "d0001", "d0002")
    assert len(groups(found)) == 2


def test_different_is_stronger_than_same_and_the_dispute_is_shown() -> None:
    found = three(Verdict("d0001", "d0003", same=True), Verdict("d0001", "d0003", same=False))
    assert not are_one(found, "d0001", "d0003")
    assert proposed(found) == {("d0001", "d0003")}


def test_what_was_judged_is_proposed_no_more() -> None:
    things = (body(1, "高新区科技局", "306"), body(2, "石家庄高新区科技局", "306"))
    for same in (True, False):
        assert not proposed(resolve(*things, verdicts=(Verdict("d0001", "d0002", same=same),)))


def test_a_split_thing_takes_those_along_that_print_its_very_name() -> None:
    things = (body(1, FULL), body(2, SHORT), body(3, SHORT), body(4, FULL))
    found = resolve(*things, verdicts=(Verdict("d0001", "d0002", same=False),))
    assert groups(found) == {frozenset({"d0001", "d0004"}), frozenset({"d0002", "d0003"})}


def test_projects_follow_their_departments() -> None:
    things = (
        body(1, FULL),
        body(2, "鹿泉区科工局"),
        project(1, "甲", of=1),
        project(2, "甲", of=2),
    )
    assert not are_one(resolve(*things), "p0001", "p0002")
    joined = resolve(*things, verdicts=(Verdict("d0001", "d0002", same=True),))
    assert are_one(joined, "p0001", "p0002")


def test_a_judgement_of_what_is_not_there_does_nothing() -> None:
    assert three(Verdict("d0001", "gone", same=True)) == three()


# --- all of it ---------------------------------------------------------------------------------------


def many(count: int) -> tuple[list[SeenDepartment | SeenProject], tuple[Verdict, ...]]:
    """Departments of many regions over four years, some with short names, each with a project."""
    stems = [a + b for a, b in combinations("东西南北上下安宁平和永兴明光清泉山海河江", 2)]
    things: list[SeenDepartment | SeenProject] = []
    for at in range(count):
        county, year = divmod(at, 4)
        region = f"{stems[county % len(stems)]}{'县' if county < len(stems) else '区'}"
        name = f"{region}{'科技局' if year % 2 else '科学技术局'}"
        things += [body(at, name, "306", document=at + 1)]
        things += [project(at, f"{2020 + year}年创新创业大赛", of=at, document=at + 1)]
    verdicts = tuple(
        Verdict(f"d{at:04}", f"d{at + 1:04}", same=False) for at in range(0, count, 400)
    )
    return things, verdicts


def test_the_order_of_things_does_not_matter() -> None:
    things, verdicts = many(60)
    shuffled = random.Random(0).sample(things, len(things))
    assert resolve(*things, verdicts=verdicts) == resolve(*shuffled, verdicts=verdicts[::-1])


def test_names_of_entities_do_not_collide_and_are_not_changed_by_later_years() -> None:
    things, _ = many(200)
    found = resolve(*things)
    iris = [entity.iri for entity in found.entities]
    assert len(iris) == len(set(iris)) == len({known.entity for known in found.denotations})
    some = {known.thing: known.entity for known in resolve(*things[:100]).denotations}
    assert some.items() <= {known.thing: known.entity for known in found.denotations}.items()


def test_the_time_grows_with_the_number_of_things_and_not_with_its_square() -> None:
    def taken(count: int) -> float:
        things, verdicts = many(count)
        resolve(*things, verdicts=verdicts)
        spent = []
        for _ in range(3):
            start = process_time()
            resolve(*things, verdicts=verdicts)
            spent.append(process_time() - start)
        return min(spent)

    assert taken(2000) < 30 * max(taken(200), 0.003)


_THINGS = st.lists(
    st.sampled_from([FULL, SHORT, "鹿泉区科工局", "高新区科技局"]), min_size=2, max_size=9
)
_PAIRS = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8), st.booleans()), max_size=8)


@given(names=_THINGS, pairs=_PAIRS)
def test_no_join_ever_passes_over_a_different(
    names: list[str], pairs: list[tuple[int, int, bool]]
) -> None:
    things = [body(at, name) for at, name in enumerate(names)]
    verdicts = tuple(
        Verdict(f"d{one:04}", f"d{other:04}", same) for one, other, same in pairs if one != other
    )
    found = resolve(*things, verdicts=verdicts)
    assert sorted(thing for group in groups(found) for thing in group) == [t.iri for t in things]
    known = {thing.iri for thing in things}
    for verdict in verdicts:
        if {verdict.first, verdict.second} <= known:
            assert verdict.same or not are_one(found, verdict.first, verdict.second)
    assert found == resolve(*things[::-1], verdicts=verdicts[::-1])


def test_a_name_that_is_none_is_read_in_no_time() -> None:
    for text in ("市" * 100_000, "清河县" * 50_000, "本级" * 50_000, "2024年" * 50_000):
        found = resolve(body(1, text), project(1, text, of=1))
        assert len(found.entities) == 2
