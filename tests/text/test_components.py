from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from yiju.text import build_pipeline
from yiju.text.citations import COMPONENTS
from yiju.text.components import CITATIONS, NUMBERS, register_extensions

TEXT = "依据《甲办法》（石高管字[2019]37 号）第五条“给予奖励”，以及石财教（2022）123 号"


def found(
    nlp: Language, key: str = CITATIONS
) -> list[tuple[str, str | None, str | None, str | None]]:
    doc = nlp(TEXT)
    return [
        (span.text, span._.yiju_title, span._.yiju_number, span._.yiju_article)
        for span in doc.spans[key]
    ]


def test_citations_are_spans_with_attributes() -> None:
    assert found(build_pipeline()) == [
        ("《甲办法》（石高管字[2019]37 号）第五条", "甲办法", "石高管字〔2019〕37号", "第五条"),
        ("石财教（2022）123 号", None, "石财教〔2022〕123号", None),
    ]


def test_a_pipeline_survives_being_written_to_disk(tmp_path: Path) -> None:
    build_pipeline().to_disk(tmp_path)
    again = spacy.load(tmp_path)
    assert again.pipe_names == list(COMPONENTS)
    assert found(again) == found(build_pipeline())


def test_one_component_works_alone_in_a_pipeline_of_others() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("yiju_document_numbers", config={"spans_key": "numbers"})
    doc = nlp(TEXT)
    assert [span._.yiju_number for span in doc.spans["numbers"]] == [
        "石高管字〔2019〕37号",
        "石财教〔2022〕123号",
    ]


def test_the_configuration_is_typed() -> None:
    nlp = spacy.blank("zh")
    with pytest.raises(ValueError, match="spans_key"):
        nlp.add_pipe("yiju_policy_titles", config={"spans_key": ["a", "list"]})


def test_citations_alone_find_nothing_and_do_not_fail() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("yiju_citations")
    assert found(nlp) == []


def test_registering_the_extensions_twice_changes_nothing() -> None:
    before = found(build_pipeline())
    register_extensions()
    assert found(build_pipeline()) == before


def test_offsets_are_exact_to_the_character() -> None:
    doc = build_pipeline()(TEXT)
    for span in doc.spans[NUMBERS]:
        assert TEXT[span.start_char : span.end_char] == span.text


def test_many_documents_go_through_in_a_stream() -> None:
    texts = [f"《第{number}号办法》" for number in range(50)]
    docs = build_pipeline().pipe(texts)
    assert [doc.spans[CITATIONS][0]._.yiju_title for doc in docs] == [t[1:-1] for t in texts]
