import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiju.model import Citation, Passage
from yiju.text import extract_citations
from yiju.text.citations import build_pipeline
from yiju.values.characters import squeeze

GOLD = Path(__file__).parents[2].parent / "shared" / "gold"
Told = tuple[str, str, str]


def cite(text: str, *, in_basis: bool = True) -> tuple[Citation, ...]:
    return extract_citations(Passage.of(text, 0, 1), in_basis=in_basis)


def parts(text: str, *, in_basis: bool = True) -> list[tuple[str | None, str | None]]:
    return [
        (citation.title, str(citation.number) if citation.number else None)
        for citation in cite(text, in_basis=in_basis)
    ]


def told_citations() -> Iterator[tuple[str, bool, list[Told]]]:
    """Every basis cell and purpose of the readings, and the documents that a reader found there."""
    for path in sorted(GOLD.glob("*.json")):
        for project in json.loads(path.read_text(encoding="utf-8"))["projects"]:
            if project["purpose"]:
                yield project["purpose"], False, told(project["purpose_policies"])
            for row in project["indicators"]:
                if row["basis_text"]:
                    yield row["basis_text"], True, told(row["basis_policies"])


def told(policies: list[dict[str, str | None]]) -> list[Told]:
    return [
        (squeeze(policy["title"] or ""), policy["number"] or "", policy.get("article") or "")
        for policy in policies
    ]


@pytest.mark.skipif(not GOLD.is_dir(), reason="the independent readings are not here")
def test_every_citation_is_found_as_an_independent_reader_did() -> None:
    cells = list(told_citations())
    assert len(cells) > 200
    for text, in_basis, expected in cells:
        found = [
            (squeeze(c.title or ""), str(c.number or ""), c.article or "")
            for c in cite(text, in_basis=in_basis)
        ]
        assert found == expected, text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《甲办法》（石高管字〔2019〕57号）", [("甲办法", "石高管字〔2019〕57号")]),
        ("石高管字〔2019〕57号《甲办法》", [("甲办法", "石高管字〔2019〕57号")]),
        ("石高管字〔2019〕57号文件《甲办法》", [("甲办法", "石高管字〔2019〕57号")]),
        ("石高管字〔2019〕57号关于印发《甲办法》的通知", [("甲办法", "石高管字〔2019〕57号")]),
        ("《甲办法》的通知（国科发区〔2019〕268号）", [("甲办法", "国科发区〔2019〕268号")]),
        ("《甲办法》（修订）（石高管字〔2019〕57号）", [("甲办法", "石高管字〔2019〕57号")]),
        ("《甲办法》文件（石高管字〔2019〕57号）", [("甲办法", "石高管字〔2019〕57号")]),
        ("《甲办法（石高管字〔2019〕57号）》", [("甲办法", "石高管字〔2019〕57号")]),
        ("《甲办法（修订）》", [("甲办法（修订）", None)]),
        (
            "《甲》、《乙》（石高管字〔2019〕57号）",
            [("甲", None), ("乙", "石高管字〔2019〕57号")],
        ),
        (
            "《甲》（石高管字〔2019〕57号）《乙》",
            [("甲", "石高管字〔2019〕57号"), ("乙", None)],
        ),
        ("《甲》，石高管字〔2019〕57号", [("甲", None), (None, "石高管字〔2019〕57号")]),
        ("石高管字〔2019〕57号", [(None, "石高管字〔2019〕57号")]),
        ("《关于印发〈甲方案〉的通知》", [("关于印发〈甲方案〉的通知", None)]),
        ("《关于印发《甲方案》的通知》", [("关于印发《甲方案》的通知", None)]),
        ("《甲办法（石高管字〔2019〕57号）", [("甲办法", "石高管字〔2019〕57号")]),
        ("《甲办法", [("甲办法", None)]),
        ("<<甲办法>>", [("甲办法", None)]),
        ("〈甲办法〉（石高管字〔2019〕57号）", [("甲办法", "石高管字〔2019〕57号")]),
        ("《甲法》（以下简称《乙法》）", [("甲法", None)]),
        ("《》", []),
        ("进区协议", []),
        ("会议纪要", []),
        ("2024年工作计划", []),
    ],
)
def test_a_number_joins_the_title_directly_beside_it(
    text: str, expected: list[tuple[str | None, str | None]]
) -> None:
    assert parts(text) == parts(text, in_basis=False) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("关于科技局 2021 年专项项目\n经费请示", [("关于科技局 2021 年专项项目经费请示", None)]),
        ("关于甲的通知、关于乙的请示", [("关于甲的通知", None), ("关于乙的请示", None)]),
        ("1.关于甲的通知；2.关于乙的批复", [("关于甲的通知", None), ("关于乙的批复", None)]),
        ("根据某市人民政府关于甲的意见", [("某市人民政府关于甲的意见", None)]),
        ("关于加强典当、融资担保等监管工作的函", [("关于加强典当、融资担保等监管工作的函", None)]),
        ("依据：“关于甲的通知”", [("关于甲的通知", None)]),
        ("关于2024年工作计划", []),
        ("关于甲的审计报告", []),
        ("关于通知的时间要求", []),
    ],
)
def test_a_basis_cell_may_name_a_document_without_marks(
    text: str, expected: list[tuple[str | None, str | None]]
) -> None:
    assert parts(text) == expected
    assert parts(text, in_basis=False) == []


def test_a_title_whose_opening_mark_is_lost_keeps_its_number() -> None:
    assert parts("关于印发甲办法的通知》（石高管字〔2019〕57号）") == [
        ("关于印发甲办法的通知", "石高管字〔2019〕57号")
    ]


def test_in_prose_a_title_without_marks_needs_its_number() -> None:
    text = "落实关于甲的工作，根据科技部关于举办培训班的通知(国科火字【2020】171 号)要求"
    assert parts(text, in_basis=False) == [("关于举办培训班的通知", "国科火字〔2020〕171号")]


def test_the_words_hold_title_number_and_article_and_the_quotation_is_text() -> None:
    text = "依据《甲办法》（石高管字〔2018〕25号）第十八条“给予‘一类’30万元”。共计90万元"
    [citation] = cite(text, in_basis=False)
    assert citation.words.text == "《甲办法》（石高管字〔2018〕25号）第十八条"
    assert citation.article == "第十八条"
    assert citation.quotation == "给予‘一类’30万元"


def test_a_quotation_may_follow_its_introduction() -> None:
    [citation] = cite("《甲》（石高管字〔2017〕46号）内容：“每家30万”；", in_basis=False)
    assert citation.quotation == "每家30万"
    assert citation.words.text == "《甲》（石高管字〔2017〕46号）"


def test_several_articles_stand_together() -> None:
    [citation] = cite("《甲条例》第五条第二款、第六条")
    assert citation.article == "第五条第二款、第六条"


def test_a_citation_that_a_page_cut_knows_both_its_places() -> None:
    passage = Passage.of("依据《甲", 10, 3) + Passage.of("办法》（石高管字〔2019〕", 90, 7)
    passage += Passage.of("57号）", 120, 9)
    [citation] = extract_citations(passage, in_basis=True)
    assert [(piece.text, piece.line) for piece in citation.words.pieces] == [
        ("《甲", 3),
        ("办法》（石高管字〔2019〕", 7),
        ("57号）", 9),
    ]


def test_a_text_longer_than_one_reading_loses_no_citation() -> None:
    sentence = "依据《甲办法》（石高管字〔2019〕57号）开展工作。"
    count = 3_000
    citations = cite(sentence * count, in_basis=False)
    assert len(citations) == count
    assert citations[-1].words.start == sentence.index("《") + len(sentence) * (count - 1)


@given(
    st.text(
        alphabet="《》〈〉关于的通知请示甲乙（）〔〕2019 37号第五条“”、。依据石财教\n", max_size=60
    ),
    st.booleans(),
)
def test_the_words_of_any_citation_stand_in_the_text(text: str, in_basis: bool) -> None:  # noqa: FBT001
    for citation in cite(text, in_basis=in_basis):
        words = citation.words
        assert text[words.start : words.start + len(words.text)] == words.text
        assert citation.title or citation.number
        if citation.title:
            assert squeeze(citation.title) in squeeze(words.text)
        if citation.number:
            assert str(citation.number.year) in squeeze(words.text)


def test_the_pipeline_is_built_once() -> None:
    assert build_pipeline() is build_pipeline()


def test_a_law_in_quotation_marks_is_cited_and_other_quoted_words_are_not() -> None:
    text = "认真落实“防震减灾法”，推广“网格工作法”，依据《科普法》和“中华人民共和国预算法”"
    titles = [title for title, _ in parts(text, in_basis=False)]
    assert titles == ["防震减灾法", "科普法", "中华人民共和国预算法"]
