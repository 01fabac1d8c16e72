"""Tallies: what stands in triples, counted by kind, whatever the words are."""

from collections import Counter
from typing import Final

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiju.model import ClassPart
from yiju.pipeline.partitions import find_contents
from yiju.pipeline.tally import TYPE, UNTYPED, Tally, count_patterns, count_terms
from yiju.vocabulary import BASE, NS, PREFIXES, Names

NAMES: Final = Names()
XSD: Final = PREFIXES["xsd"]
WORDS: Final = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from('"\\@^<> .\n'))
TERMS: Final = st.one_of(
    st.builds(ox.Literal, WORDS),
    st.builds(lambda text: ox.Literal(text, language="zh-Hans"), WORDS),
    st.builds(lambda text: ox.Literal(text, datatype=ox.NamedNode(f"{XSD}date")), WORDS),
    st.sampled_from(
        [
            ox.NamedNode(f"{BASE}id/policy/title-0a"),
            ox.NamedNode(f"{BASE}id/entity/project-0a"),
            ox.NamedNode("https://example.org/id/policy/x"),
            ox.NamedNode(f"{NS}atLeast"),
        ]
    ),
)


def kind_of(term: ox.Literal | ox.NamedNode) -> str:
    """What a pattern says of an object, found in another way."""
    if isinstance(term, ox.Literal):
        return '"' + term.datatype.value
    if term.value.startswith(NS):
        return f"<{term.value}>"
    if not term.value.startswith(f"{BASE}id/"):
        return "<>"
    kind, local = term.value.removeprefix(f"{BASE}id/").split("/")
    return f"entity/{local.split('-')[0]}" if kind == "entity" else kind


@given(st.lists(TERMS, max_size=8, unique_by=str))
@pytest.mark.hypothesis
def test_whatever_the_words_are_each_triple_is_counted_once(
    terms: list[ox.Literal | ox.NamedNode],
) -> None:
    subject, predicate = ox.NamedNode(NAMES.thing("basis", "a-1")), ox.NamedNode(f"{NS}p")
    triples = [ox.Triple(subject, predicate, term) for term in terms]
    text = (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()
    expected = Counter(("basis", predicate.value, kind_of(term)) for term in terms)
    assert count_patterns(text, BASE) == expected


def test_the_kind_of_a_term_is_its_classes() -> None:
    owl = PREFIXES["owl"]
    tally, kinds = count_terms(
        f"<{NS}a> <{TYPE}> <{owl}Class> .\n<{NS}a> <urn:p> <{NS}b> .\n<{NS}b> <urn:p> <urn:x> .",
        BASE,
    )
    assert kinds == {f"{NS}a": f"<{owl}Class>", f"{NS}b": UNTYPED}
    assert tally[f"<{owl}Class>", "urn:p", f"<{NS}b>"] == 1
    contents = find_contents({"o": tally}, kinds)
    assert (contents.triples, contents.entities, contents.subjects) == (3, 0, 2)


def things(**counts: int) -> Tally:
    """Policies of classes, so many of each, and so many labels."""
    classes = {("policy", TYPE, f"<urn:{name}>"): count for name, count in counts.items()}
    return Counter({**classes, ("policy", "urn:label", f'"{XSD}string'): 7})


def test_a_class_of_all_things_has_their_properties() -> None:
    (part,) = find_contents({"g": things(all=7)}, {}).classes
    assert part.entities == 7
    assert [(one.iri, one.triples) for one in part.properties] == [(TYPE, 7), ("urn:label", 7)]


def test_of_a_class_of_some_things_no_properties_are_told() -> None:
    whole, some = find_contents({"g": things(all=7, some=4)}, {}).classes
    assert len(whole.properties) == 2
    assert some == ClassPart("urn:some", 4)


def test_where_a_subject_has_no_kind_nobody_says_how_many_there_are() -> None:
    foreign = count_patterns("<urn:s> <urn:p> <urn:o> .", BASE)
    contents = find_contents({"g": things(all=7), "other": foreign}, {})
    assert contents.subjects is None
    assert (contents.entities, contents.triples) == (7, 15)
