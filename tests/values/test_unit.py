from itertools import chain

import pytest
from rdflib import RDF, Graph, Namespace
from rdflib.namespace import SKOS

from yiju import resources
from yiju.values.lookups import read_lookup
from yiju.values.unit import find_unit, unit_pattern

YJ = Namespace("https://w3id.org/yiju/ns#")


@pytest.fixture(scope="module")
def units() -> Graph:
    graph = Graph()
    graph.parse(data=resources.text("ontology", "schemes/units.ttl"), format="turtle")
    return graph


def test_the_lookup_and_the_scheme_hold_the_same_units(units: Graph) -> None:
    printed = {
        name: {entry["label"], *entry["spellings"]} for name, entry in read_lookup("units").items()
    }
    told = {
        str(unit).removeprefix(f"{YJ}unit-"): {
            str(label)
            for label in chain(
                units.objects(unit, SKOS.prefLabel), units.objects(unit, SKOS.altLabel)
            )
            if getattr(label, "language", None) == "zh"
        }
        for unit in units.subjects(RDF.type, SKOS.Concept)
    }
    assert told == printed


def test_every_unit_is_labelled_and_defined_in_both_languages(units: Graph) -> None:
    for unit in units.subjects(RDF.type, SKOS.Concept):
        for term in (SKOS.prefLabel, SKOS.definition):
            languages = [getattr(text, "language", None) for text in units.objects(unit, term)]
            assert sorted(map(str, languages)) == ["en", "zh"], (unit, term)
        assert (unit, SKOS.inScheme, YJ.Units) in units
        assert (unit, SKOS.topConceptOf, YJ.Units) in units


def test_no_spelling_names_two_units() -> None:
    spellings = [
        spelling
        for entry in read_lookup("units").values()
        for spelling in (entry["label"], *entry["spellings"])
    ]
    assert len(spellings) == len(set(spellings))


def test_no_label_names_two_units(units: Graph) -> None:
    labels = list(units.objects(None, SKOS.prefLabel))
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("％", "unit-percent"),
        ("百分比", "unit-percent"),
        ("万元人民币", "unit-ten-thousand-yuan"),
        ("家 · 次", "unit-enterprise-time"),
        ("平米", "unit-square-metre"),
        ("万元/家", None),
        ("幸福", None),
        ("", None),
    ],
)
def test_a_spelling_finds_its_concept(text: str, unit: str | None) -> None:
    assert find_unit(text) == unit


@pytest.mark.parametrize(
    "text",
    ["万元/家", "元/平米/天", "张(册)", "家·次", "万个", "元/人·月", "亿元", "百分比", "万人次"],
)
def test_a_compound_is_a_unit_in_print(text: str) -> None:
    match = unit_pattern().fullmatch(text)
    assert match
