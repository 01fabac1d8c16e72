"""The gate's own quality: every rule is named, bilingual, in step with the code lists, and can fail."""

import re

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from yiju import resources
from yiju.validation import check_graph
from yiju.validation.compile import Check, compile_shapes
from yiju.validation.files import read_graph
from yiju.validation.rdf import RDF, Graph
from yiju.validation.shapes import Constraint, parse_shapes
from yiju.vocabulary import NS, PREFIXES

SHAPES = resources.folder("shapes")
ONTOLOGY = resources.folder("ontology")
SKOS, OWL = PREFIXES["skos"], PREFIXES["owl"]


def checks(file: str) -> tuple[Check, ...]:
    return compile_shapes(parse_shapes((SHAPES / file).read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def ontology() -> Graph:
    files = [ONTOLOGY / "yiju.ttl", *(ONTOLOGY / "schemes").glob("*.ttl")]
    return Graph([quad for path in files for quad in read_graph(path)])


def allowed(path: str) -> set[str]:
    """What `sh:in` allows on a path of ours."""
    found = {
        term.value.removeprefix(NS)
        for check in checks("structure.ttl")
        if check.path is not None and check.path.sparql == f"<{NS}{path}>"
        for constraint in check.shape.constraints
        if constraint.parameter == "in"
        for term in constraint.terms
        if isinstance(term, NamedNode)
    }
    assert found, path
    return found


def members(graph: Graph, *schemes: str) -> set[str]:
    wanted = {NamedNode(NS + scheme) for scheme in schemes}
    return {
        node.value.removeprefix(NS)
        for node in graph.subjects()
        if isinstance(node, NamedNode) and wanted & set(graph.objects(node, SKOS + "inScheme"))
    }


@pytest.mark.parametrize("file", ["structure.ttl", "ontology.ttl"])
def test_every_rule_has_an_iri_a_severity_and_messages_in_both_languages(file: str) -> None:
    for check in checks(file):
        assert isinstance(check.shape.node, NamedNode), check.query
        messages = check.select.messages if check.select else check.shape.messages
        languages = sorted(message.language or "" for message in messages)
        assert languages == ["en", "zh"], check.shape.node


@pytest.mark.parametrize(
    ("path", "schemes"),
    [
        ("operator", ["Operators"]),
        ("grade", ["Grades"]),
        ("fundingSource", ["FundingSources"]),
        ("basisKind", ["BasisKinds"]),
        ("resolutionMethod", ["ResolutionMethods"]),
        ("identityMethod", ["IdentityMethods"]),
        ("period", ["Periods"]),
        ("unitNature", ["UnitNatures"]),
        ("unitRank", ["UnitRanks"]),
        ("fundingForm", ["FundingForms"]),
        ("operationCharacter", ["OperationCharacters"]),
        ("columnKind", ["ColumnKinds"]),
        ("assetMoment", ["AssetMoments"]),
        ("statedItem", ["StatedItems"]),
        ("figureTime", ["FigureTimes"]),
        ("changeDirection", ["ChangeDirections"]),
    ],
)
def test_the_gate_allows_exactly_the_concepts_of_a_code_list(
    path: str, schemes: list[str], ontology: Graph
) -> None:
    assert allowed(path) == members(ontology, *schemes)


def test_the_gate_allows_exactly_the_tiers(ontology: Graph) -> None:
    tiers = members(ontology, "Tiers2015", "Tiers2021")
    assert allowed("level1") == {name for name in tiers if name.count("-") == 1}
    assert allowed("level2") == {name for name in tiers if name.count("-") == 2}


def test_every_rule_of_reading_has_the_form_that_the_gate_asks_for(ontology: Graph) -> None:
    (pattern,) = {
        term.value
        for check in checks("structure.ttl")
        if check.shape.node == NamedNode("https://w3id.org/yiju/shapes#Reason")
        for constraint in check.shape.constraints
        if constraint.parameter == "pattern"
        for term in constraint.terms
        if isinstance(term, Literal)
    }
    assert all(re.search(pattern, NS + name) for name in members(ontology, "Rules"))


def test_the_gate_knows_every_class(ontology: Graph) -> None:
    known = {
        term.value
        for check in checks("structure.ttl")
        for constraint in check.shape.constraints
        for term in classes_allowed(constraint)
    }
    defined = {
        node.value
        for node in ontology.subjects()
        if isinstance(node, NamedNode)
        and NamedNode(OWL + "Class") in ontology.objects(node, RDF + "type")
    }
    assert known == defined


def classes_allowed(constraint: Constraint) -> list[NamedNode]:
    """The terms of a list of classes, which stands under `sh:or` of the rule for types."""
    if constraint.parameter != "or":
        return []
    return [
        term
        for shape in constraint.shapes
        if shape.node == NamedNode("https://w3id.org/yiju/shapes#OwnClass")
        for inner in shape.constraints
        for term in inner.terms
        if isinstance(term, NamedNode)
    ]


def test_the_gate_names_only_terms_that_are_defined(ontology: Graph) -> None:
    text = (SHAPES / "structure.ttl").read_text(encoding="utf-8")
    code = re.sub(r'"[^"\n]*"', '""', text.replace('"""', '"'))
    defined = {str(node).removeprefix("<" + NS).rstrip(">") for node in ontology.subjects()}
    assert set(re.findall(r"\byj:([A-Za-z0-9-]+)", code)) <= defined


# --- counter-examples: each rule about targets, grades and the like can fail -----------------------


def changed(name: str, statements: str, *, drop: str = "") -> list[Quad]:
    """An example with statements about one of its things added, and a predicate of it dropped."""
    quads = read_graph(ONTOLOGY / "examples" / f"{name}.ttl")
    kind = NamedNode(NS + "".join(word.capitalize() for word in name.split("-")))
    (thing,) = {quad.subject for quad in quads if quad.object == kind}
    kept = [q for q in quads if (q.subject, q.predicate.value) != (thing, NS + drop)]
    return kept + [
        Quad(thing, NamedNode(NS + line.split()[0]), value(line.split()[1]))
        for line in statements.splitlines()
        if line
    ]


def value(text: str) -> NamedNode | Literal:
    if text.startswith("yj:"):
        return NamedNode(NS + text.removeprefix("yj:"))
    plain, _, kind = text.partition("^^")
    return Literal(plain, datatype=NamedNode(PREFIXES["xsd"] + kind)) if kind else Literal(plain)


@pytest.mark.parametrize(
    ("name", "drop", "statements", "rule"),
    [
        ("target", "value", "", "NumberFitsOperator"),
        ("target", "operator", "operator yj:qualitative", "NumberFitsOperator"),
        ("target", "operator", "operator yj:almost", "Operator"),
        ("target", "", "lowerValue 3^^decimal", "BoundsFitOperator"),
        ("target", "", "from --12^^gMonth", "DatesFitOperator"),
        ("target", "", "until --13^^gMonth", "Until"),
        ("target", "", "until 2024^^gMonth", "Until"),
        ("target", "", "grade yj:good", "TargetWithoutGrade"),
        ("target", "", "unit yj:fiscalFunds", "Unit"),
        ("target", "", "text 另一段文字", "Text"),
        ("indicator", "", "level2 yj:tier2021-output-cost", "Level2"),
        ("indicator", "level2", "level2 yj:tier2021-output-quantity", "OneScheme"),
        ("indicator", "", "indicatorOf yj:atLeast", "IndicatorOf"),
        ("indicator", "", "position 0^^integer", "Position"),
        ("prose-indicator", "target", "", "ProseTarget"),
        ("prose-indicator", "", "level1 yj:tier2021-output", "ProseWithoutTier1"),
        ("prose-indicator", "", "level2Text 数量指标", "ProseWithoutTier2"),
        ("prose-indicator", "", "basis yj:atLeast", "ProseWithoutBasis"),
        ("citation", "citedIn", "", "CitationHasPlace"),
        ("citation", "citedNumber", "citedNumber 云政字[2023]12号", "CitedNumber"),
        ("policy", "serial", "", "PolicyShape"),
        ("policy", "documentNumber", "", "PolicyShape"),
        ("milestone", "month", "month 13^^integer", "Month"),
        ("funding-allocation", "amount", "", "Amount"),
        ("ignored-passage", "reason", "reason yj:Rules", "Reason"),
        ("department", "departmentCode", "departmentCode 306^^integer", "DepartmentCode"),
    ],
)
def test_a_counter_example_fails_by_its_rule(
    name: str, drop: str, statements: str, rule: str
) -> None:
    if name == "funding-allocation":
        quads = read_graph(ONTOLOGY / "examples" / f"{name}.ttl")
        graph = [quad for quad in quads if quad.predicate.value != NS + drop]
    else:
        graph = changed(name, statements, drop=drop)
    rules = {str(result.shape) for result in check_graph(graph).results}
    assert f"<https://w3id.org/yiju/shapes#{rule}>" in rules


def _region(name: str, term: NamedNode | Literal) -> list[Quad]:
    """The example of a PDF file with another value of one predicate of its first region."""
    quads = read_graph(ONTOLOGY / "examples" / "region.ttl")
    at = next(
        i for i, quad in enumerate(quads) if quad.predicate.value == name and "region" in str(quad)
    )
    return [*quads[:at], Quad(quads[at].subject, quads[at].predicate, term), *quads[at + 1 :]]


def test_a_region_is_a_page_and_a_box_in_the_standard_form() -> None:
    right = check_graph(_region(RDF + "value", Literal("page=2&viewrect=1,2,3,4")))
    assert right.conforms, right.text("en")
    for value in ("page=0&viewrect=1,2,3,4", "page=2", "page=2&viewrect=1.5,2,3,4"):
        (result,) = check_graph(_region(RDF + "value", Literal(value))).results
        assert str(result.shape).endswith("#Fragment>")
    (result,) = check_graph(
        _region(PREFIXES["dcterms"] + "conformsTo", NamedNode(NS + "x"))
    ).results
    assert str(result.shape).endswith("#FragmentSyntax>")


def test_evidence_has_one_quotation_and_at_most_one_region() -> None:
    quads = read_graph(ONTOLOGY / "examples" / "region.ttl")
    selects = PREFIXES["oa"] + "hasSelector"
    links = [quad for quad in quads if quad.predicate.value == selects]
    regions = [quad for quad in links if "/region/" in str(quad.object)]
    evidence = regions[0].subject
    without = [quad for quad in quads if quad not in links or "/region/" in str(quad.object)]
    assert {"QuoteSelector"} <= {
        str(one.shape).rpartition("#")[2][:-1] for one in check_graph(without).results
    }
    twice = [*quads, Quad(evidence, NamedNode(selects), regions[1].object)]
    assert {"Selector"} <= {
        str(one.shape).rpartition("#")[2][:-1] for one in check_graph(twice).results
    }


@pytest.mark.parametrize(
    ("operator", "statements"),
    [
        ("between", "lowerValue 5^^decimal\nupperValue 10^^decimal"),
        ("between", "from 2023-01^^gYearMonth\nuntil 2024-12^^gYearMonth"),
        ("deadline", "until --12^^gMonth"),
        ("deadline", "until 2024-06-30^^date"),
        ("deadline", ""),
        ("rate", ""),
        ("list", ""),
        ("qualitative", ""),
        ("missing", "unitText 万元"),
    ],
)
def test_every_operator_has_a_form_that_passes(operator: str, statements: str) -> None:
    graph = changed("target", f"operator yj:{operator}\n{statements}", drop="operator")
    bare = [
        quad
        for quad in graph
        if quad.predicate.value != NS + "value"
        and not (quad.predicate.value == NS + "unitText" and "unitText" not in statements)
    ]
    unit = [quad for quad in bare if quad.predicate.value == NS + "unitText"]
    report = check_graph([quad for quad in bare if quad not in unit[:-1]])
    assert report.conforms, report.text("en")
