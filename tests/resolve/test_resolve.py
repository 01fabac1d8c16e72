import random

import pytest

from yiju.model import Mention, Method, Policy, Registry
from yiju.resolve import resolve_citations
from yiju.vocabulary import Names

NUMBER = "石高管字〔2019〕37号"
OTHER = "石高管字〔2019〕38号"
TITLE = "清河区科普办法"


def mention(
    at: int, title: str | None = None, number: str | None = None, *, document: str = "d1"
) -> Mention:
    words = f"《{title}》" if title else str(number)
    return Mention(f"c{at}", document, words, title, number, f"i{at}")


def resolve(*mentions: Mention) -> Registry:
    return resolve_citations(mentions, Names())


def methods(registry: Registry) -> dict[str, Method | None]:
    return {resolution.citation: resolution.method for resolution in registry.resolutions}


def only(registry: Registry) -> Policy:
    (policy,) = registry.policies
    return policy


def test_one_number_is_one_policy_whatever_the_title() -> None:
    registry = resolve(mention(1, TITLE, NUMBER), mention(2, number=NUMBER))
    assert only(registry).title == TITLE
    assert str(only(registry).number) == NUMBER
    assert set(methods(registry).values()) == {Method.NUMBER}


def test_a_title_means_the_number_that_its_document_gives_elsewhere() -> None:
    registry = resolve(mention(1, TITLE, NUMBER), mention(2, "清河区 科普办法"))
    assert only(registry).title == TITLE
    assert methods(registry)["c2"] is Method.TITLE_IN_DOCUMENT


def test_the_number_of_another_document_is_not_taken_over() -> None:
    registry = resolve(mention(1, TITLE, NUMBER), mention(2, TITLE, document="d2"))
    assert len(registry.policies) == 2
    assert methods(registry)["c2"] is Method.TITLE


def test_a_title_with_two_numbers_is_ambiguous_and_stays_so() -> None:
    registry = resolve(mention(1, TITLE, NUMBER), mention(2, TITLE, OTHER), mention(3, TITLE))
    (ambiguous,) = [r for r in registry.resolutions if r.citation == "c3"]
    assert (ambiguous.policy, len(ambiguous.candidates)) == (None, 2)
    assert "i3" not in dict(registry.bases)


@pytest.mark.parametrize(
    ("title", "official"),
    [(TITLE, True), ("清河区与某公司合作协议", False), ("关于购买服务的请示", False)],
)
def test_agreements_and_requests_are_no_official_documents(title: str, *, official: bool) -> None:
    assert only(resolve(mention(1, title))).official is official


def test_every_spelling_is_kept() -> None:
    registry = resolve(mention(1, TITLE), mention(2, "清河区科普 办法"))
    assert set(only(registry).spellings) == {
        TITLE,
        "清河区科普 办法",
        f"《{TITLE}》",
        "《清河区科普 办法》",
    }


def test_the_order_of_mentions_does_not_matter() -> None:
    mentions = [mention(n, TITLE, NUMBER if n % 2 else OTHER) for n in range(20)]
    shuffled = random.Random(0).sample(mentions, len(mentions))
    assert resolve(*mentions) == resolve(*shuffled)


def test_names_of_policies_can_be_read_and_do_not_collide() -> None:
    names = Names()
    assert "/policy/2019-37-" in names.policy(number=NUMBER)
    assert names.policy(number=NUMBER) != names.policy(number="石高管办〔2019〕37号")


def test_money_that_comes_by_a_notice_is_transferred_by_its_policy() -> None:
    registry = resolve(
        Mention("c1", "d1", NUMBER, number=NUMBER, funding="f1"),
        Mention("c2", "d1", "预算批复", funding="f2"),
    )
    assert registry.transfers == (("f1", only(registry).iri),)
