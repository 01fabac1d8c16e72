"""What people decide is kept with name and reason, and apart from what documents say."""

from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from yiju.errors import NotFoundError, QueryError
from yiju.judgements import (
    Judgement,
    check_known,
    judge_pair,
    judge_value,
    load_judgement,
    map_judgement,
)
from yiju.store import open_store
from yiju.vocabulary import NS, Names

A, B = "https://example.org/a", "https://example.org/b"
GRAPH = Names().graph("judgements")


def same(by: str = "林", first: str = A, second: str = B) -> Judgement:
    return judge_pair(first, second, same=True, by=by, why="同一项目，编码相同")


def quads_after(folder: Path, *judgements: Judgement) -> set[Quad]:
    with open_store(folder, write=True) as store:
        for judgement in judgements:
            load_judgement(store, judgement)
        return set(store.quads(GRAPH))


def test_a_judgement_says_who_and_why_and_when() -> None:
    decided = judge_pair(A, B, same=False, by="林", why="年度不同", issued=date(2024, 5, 6))
    values = {str(quad.object) for quad in map_judgement(decided)}
    day = '"2024-05-06"^^<http://www.w3.org/2001/XMLSchema#date>'
    assert {'"年度不同"', '"林"@zh', day, f"<{A}>", f"<{B}>"} <= values


def test_everything_lies_in_the_graph_of_judgements() -> None:
    assert {quad.graph_name for quad in map_judgement(same())} == {NamedNode(GRAPH)}


def test_judging_twice_changes_nothing(tmp_path: Path) -> None:
    assert quads_after(tmp_path / "once", same()) == quads_after(tmp_path / "twice", same(), same())


def test_the_order_of_a_pair_is_the_same_question(tmp_path: Path) -> None:
    turned = same(first=B, second=A)
    assert len(quads_after(tmp_path, same(), turned)) == len(map_judgement(turned))


def test_a_person_who_changes_their_mind_is_heard(tmp_path: Path) -> None:
    other = judge_pair(A, B, same=False, by="林", why="再看不是")
    assert quads_after(tmp_path, same(), other) == set(map_judgement(other))


def test_two_people_are_heard_both(tmp_path: Path) -> None:
    assert quads_after(tmp_path, same("林"), same("周")) == {
        *map_judgement(same("林")),
        *map_judgement(same("周")),
    }


def test_a_corrected_value_has_the_type_of_its_property() -> None:
    decided = judge_value(A, "yj:budget", "42.40", by="林", why="原件为42.40")
    assert decided.predicate == NamedNode(NS + "budget")
    assert decided.object == Literal(
        "42.40", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    )


@pytest.mark.parametrize("term", ["budget", "yj:budget", NS + "budget"])
def test_a_property_may_be_named_short_or_in_full(term: str) -> None:
    assert judge_value(A, term, "1", by="林", why="因").predicate.value == NS + "budget"


def test_a_concept_is_an_iri_and_a_label_is_chinese() -> None:
    operator = judge_value(A, "operator", "yj:atLeast", by="林", why="因").object
    assert operator == NamedNode(NS + "atLeast")
    assert judge_value(A, "label", "满意度", by="林", why="因").object == Literal(
        "满意度", language="zh"
    )


@pytest.mark.parametrize(
    ("term", "value"),
    [
        ("budget", "many"),
        ("budget", "NaN"),
        ("line", "1.5"),
        ("fiscalYear", "24"),
        ("nothing", "1"),
    ],
)
def test_a_wrong_value_or_property_is_refused(term: str, value: str) -> None:
    with pytest.raises(QueryError, match=f"{term}|{value}"):
        judge_value(A, term, value, by="林", why="因")


@pytest.mark.parametrize("text", ["a", "", "https://example.org/<x>", "项目 一"])
def test_what_is_no_iri_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match="no IRI"):
        same(first=text)


def test_what_the_store_does_not_hold_cannot_be_judged(tmp_path: Path) -> None:
    known = Quad(
        NamedNode(A), NamedNode(NS + "text"), Literal("x"), NamedNode("https://example.org/g")
    )
    with open_store(tmp_path, write=True) as store:
        store.replace_graphs({"https://example.org/g": [known]})
        with pytest.raises(NotFoundError, match=B):
            check_known(store, same())
        check_known(store, judge_value(A, "text", "y", by="林", why="因"))
