"""Questions: their headers, and what is said of wrong parameters."""

import pytest
from pyoxigraph import Literal, NamedNode, QueryResultsFormat

from yiju.errors import NotFoundError, QueryError, ResourceError
from yiju.questions import Answer, find_question, load_questions, parse_parameters
from yiju.questions.answer import parse_term
from yiju.questions.question import Kind, parse_question

HEADER = """# [title]
# zh = "问"
# en = "Ask"
# [description]
# zh = "问"
# en = "Ask"
# [parameters.year]
# type = "integer"
# example = "2024"
# zh = "年"
# en = "year"
# [columns]
# year = "the year"

SELECT ?year {}
"""


def test_a_header_says_all_of_a_question() -> None:
    question = parse_question("ask", HEADER)
    assert question.title.zh == "问"
    assert question.parameters[0].required
    assert dict(question.columns) == {"year": "the year"}
    assert question.text == HEADER


@pytest.mark.parametrize(
    "broken", ["", HEADER.replace("[title]", "[titel]"), HEADER.replace('"问"', "问")]
)
def test_a_broken_header_is_said_with_its_file(broken: str) -> None:
    with pytest.raises(ResourceError, match=r"queries/ask\.rq is broken"):
        parse_question("ask", broken)


def test_an_unknown_question_is_said_with_the_known_ones() -> None:
    with pytest.raises(NotFoundError, match=r"no question 'nothing'; choose one of .*trace"):
        find_question("nothing")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "wants indicator"),
        ({"indicator": "no iri"}, "must be of the kind iri"),
        ({"indicator": "urn:a>b"}, "must be of the kind iri"),
        ({"indicator": "urn:a", "other": "1"}, "has no parameter 'other'"),
    ],
)
def test_wrong_parameters_are_said_in_a_sentence(given: dict[str, str], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        parse_parameters(load_questions()["trace"], given)


def test_a_default_stands_for_what_is_not_given() -> None:
    assert parse_parameters(load_questions()["findings"], {}) == {
        name: Literal("") for name in ("severity", "family", "document")
    }


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        (Kind.STRING, '"} #', Literal('"} #')),
        (Kind.IRI, "urn:a", NamedNode("urn:a")),
        (Kind.INTEGER, "7", Literal(7)),
    ],
)
def test_a_value_becomes_a_term_of_its_kind(
    kind: Kind, value: str, term: Literal | NamedNode
) -> None:
    assert parse_term("p", kind, value) == term


@pytest.mark.parametrize("value", ["", "1.5", "一", "1 "])
def test_a_value_of_another_kind_is_refused(value: str) -> None:
    with pytest.raises(QueryError, match="kind integer"):
        parse_term("p", Kind.INTEGER, value)


def test_an_answer_prints_every_kind_of_term() -> None:
    answered = Answer(
        ("a", "b"), ((Literal('x\ty\n"z"', language="zh"), None), (NamedNode("urn:a"), Literal(1)))
    )
    assert (
        answered.serialize(QueryResultsFormat.CSV).decode()
        == 'a,b\r\n"x\ty\n""z""",\r\nurn:a,1\r\n'
    )
    assert answered.records() == [{"a": 'x\ty\n"z"', "b": None}, {"a": "urn:a", "b": "1"}]
