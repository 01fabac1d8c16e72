"""Whatever is cited, the registry keeps its shapes, and the order of what is read does not matter."""

import random
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from yiju.mapping import as_graph, map_registry, parse_quads
from yiju.model import CatalogueEntry, Mention, Verdict
from yiju.resolve import resolve_citations
from yiju.validation import check_graph
from yiju.vocabulary import Names

TITLES: Final = (
    None, "甲市企业上市奖励办法", "甲市企业上市奖励办法（修订）", "甲市企业上市奖励办法（试行）",
    "关于印发〈甲市企业上市奖励办法〉的通知", "甲市企业上市奖励", "企业上市奖励办法",
    "甲市企业上市奖励发展办法", "甲市企业上市认定办法", "关于2021年经费的请示", "关于2022年经费的请示",
    "关于2023年经费的请示", "预算法", "中华人民共和国预算法", "》", "（）", "关于", "修订", "（修订）",
    "2019-2025", "评审结论", "甲市企业上市奖励办法实施细则",
)  # fmt: skip
NUMBERS: Final = (
    None, "甲政〔2019〕57号", "甲政〔2019〕58号", "甲政〔2020〕57号", "政办发〔2020〕1号", "冀政发〔2020〕1号",
)  # fmt: skip
PLACES: Final = st.tuples(st.sampled_from(["d1", "d2", "d3"]), st.integers(1, 30))


@st.composite
def mentions(draw: st.DrawFn) -> list[Mention]:
    """Mentions of a few documents, each at a place of its own."""
    found = {}
    for document, line in draw(st.lists(PLACES, min_size=1, max_size=25, unique=True)):
        title, number = draw(st.sampled_from(TITLES)), draw(st.sampled_from(NUMBERS))
        iri = f"https://example.org/{document}-{line}-1"
        found[iri] = Mention(
            iri, document, title or number or "文件", title, number,
            f"https://example.org/i{line // 2}" if line % 3 else None,
            article="第一条" if line % 5 == 0 else None,
            subject=f"p{line // 10}" if line % 4 else None,
            department=None if document == "d3" else "甲市科技局",
            year=2021,
        )  # fmt: skip
    return list(found.values())


@st.composite
def decided(draw: st.DrawFn) -> tuple[list[Mention], list[Verdict]]:
    """Mentions, and what people decided of some of them."""
    cited = draw(mentions())
    some = st.sampled_from([mention.citation for mention in cited])
    pairs = draw(st.lists(st.tuples(some, some, st.booleans()), max_size=4))
    return cited, [Verdict(min(a, b), max(a, b), same=same) for a, b, same in pairs if a != b]


ENTRY: Final = CatalogueEntry(
    iri="https://example.org/e", title=str(TITLES[1]), number=NUMBERS[1], status="statusRepealed"
)


@settings(max_examples=150)
@given(decided(), st.booleans())
def test_a_registry_keeps_its_shapes_and_no_order(
    told: tuple[list[Mention], list[Verdict]],
    listed: bool,  # noqa: FBT001  # drawn
) -> None:
    cited, verdicts = told
    catalogue = [ENTRY] if listed else []
    found = resolve_citations(cited, Names(), catalogue=catalogue, verdicts=verdicts)
    shuffled = random.Random(1).sample(cited, len(cited))
    again = resolve_citations(
        shuffled, Names(), catalogue=catalogue, verdicts=list(reversed(verdicts))
    )
    assert found == again
    report = check_graph(parse_quads(as_graph("https://example.org/g", map_registry(found))))
    assert report.conforms, report.text("en")
    printed = {mention.number for mention in cited} | ({ENTRY.number} if listed else set())
    assert {str(policy.number) for policy in found.policies if policy.number} <= printed


@settings(max_examples=60)
@given(decided())
def test_who_keeps_two_apart_always_has_his_way(told: tuple[list[Mention], list[Verdict]]) -> None:
    cited, verdicts = told
    apart = [verdict for verdict in verdicts if not verdict.same][:1]
    found = {r.citation: r for r in resolve_citations(cited, Names(), verdicts=apart).resolutions}
    for verdict in apart:
        policies = [found[one].policy for one in (verdict.first, verdict.second)]
        assert policies[0] != policies[1] or policies == [None, None]


def test_what_only_a_person_takes_for_one_bears_its_own_words() -> None:
    """Two mentions without title and number mean one document because somebody said so."""
    cited = [Mention(f"https://example.org/d1-{line}-1", "d1", "文件") for line in (1, 2)]
    verdict = Verdict(cited[0].citation, cited[1].citation, same=True)
    (policy,) = resolve_citations(cited, Names(), verdicts=[verdict]).policies
    assert (policy.title, policy.number) == ("文件", None)
