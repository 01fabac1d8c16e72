"""What is not compiled is refused, in a sentence that says what to change."""

import pytest

from yiju.errors import YijuError
from yiju.validation import ShapesError
from yiju.validation.compile import compile_shapes
from yiju.validation.shapes import parse_shapes

HEAD = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <urn:example:> .
ex:Shape a sh:NodeShape ; sh:targetClass ex:Thing ;
"""


def compiled(body: str) -> int:
    return len(compile_shapes(parse_shapes(HEAD + body)))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("sh:closed true .", "sh:closed"),
        ("sh:property [sh:path ex:p ; sh:lessThan ex:q] .", "sh:lessThan"),
        ("sh:property [sh:path ex:p ; sh:equals ex:q] .", "sh:equals"),
        ("sh:rule [sh:order 1] .", "sh:rule"),
        ("sh:target [sh:select 'SELECT ?this {}'] .", "sh:target"),
        ("sh:property [sh:path ex:p ; sh:datatype xsd:byte] .", "byte"),
        ("sh:property [sh:path ex:p ; sh:maxCount 50] .", "Counts above"),
        ("sh:property [sh:path ex:p ; sh:minCount 'many'] .", "whole number"),
        ("sh:property [sh:minCount 1] .", "sh:path"),
        ("sh:minCount 1 .", "without sh:path"),
        ("sh:property [sh:path 'p' ; sh:minCount 1] .", "neither an IRI"),
        ("sh:property [sh:path [ex:inverse ex:p] ; sh:minCount 1] .", "no path"),
        ("sh:property [sh:path (ex:p) ; sh:minCount 1] .", "two members"),
        ("sh:node ex:Shape .", "contains itself"),
        ("sh:nodeKind ex:Iri .", "no kind of node"),
        ("sh:in ex:p .", "broken"),
        ("sh:property [sh:path ex:p ; sh:qualifiedMinCount 1] .", "qualifiedValueShape"),
        ("sh:sparql [sh:select 'SELECT $this { $this ex:p }'] .", "no SPARQL"),
        ("sh:sparql [sh:select 'SELECT $this { SERVICE <urn:x> { $this ?p ?o } }'] .", "SERVICE"),
        ("sh:sparql [sh:select 'SELECT $this { $this ?p ?o MINUS { ?s ?p 1 } }'] .", "MINUS"),
        ("sh:sparql [sh:message 'x'] .", "sh:select"),
        ("sh:not [sh:sparql [sh:select 'SELECT $this { $this ?p 1 }']] .", "inside another shape"),
        ("sh:severity 'grave' .", "severity"),
        ("ex:p", "no Turtle"),
    ],
)
def test_what_is_not_compiled_is_refused(body: str, told: str) -> None:
    with pytest.raises(ShapesError, match=told) as refused:
        compiled(body)
    assert isinstance(refused.value, YijuError)


def test_a_constraint_component_of_ones_own_is_refused() -> None:
    with pytest.raises(ShapesError, match="extends SHACL"):
        compiled("sh:nodeKind sh:IRI . ex:Own sh:parameter [sh:path ex:own] .")


def test_a_deactivated_shape_asks_nothing() -> None:
    assert compiled("sh:nodeKind sh:IRI .") == 1
    assert compiled("sh:nodeKind sh:IRI ; sh:deactivated true .") == 0


def test_the_same_shapes_give_the_same_queries() -> None:
    body = "sh:property [sh:path ex:p ; sh:or ([sh:class ex:A] [sh:datatype xsd:string])] ."
    first, second = (compile_shapes(parse_shapes(HEAD + body)) for _ in range(2))
    assert [check.query for check in first] == [check.query for check in second]
