"""The audit's rules: complete, explained, with an example that has the finding and one that has not."""

import re
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from yiju import resources
from yiju.mapping import as_document, parse_quads
from yiju.model import SEVERITIES, Finding
from yiju.pipeline.reading import read_disclosure
from yiju.validation import ShapesError, audit_document, audit_rules, audit_store, load
from yiju.validation.audit import asking
from yiju.validation.computed import COMPUTED
from yiju.validation.files import read_graph
from yiju.validation.rdf import RDF, Graph
from yiju.validation.reference import check_text_with_reference
from yiju.validation.rules import FILE, Rule, parse_rules
from yiju.vocabulary import NS, PREFIXES, Names

SHAPES = resources.folder("shapes")
EXAMPLES = SHAPES / "examples"
RULES = {rule.name: rule for rule in audit_rules()}
SH, RDFS, SKOS = PREFIXES["sh"], PREFIXES["rdfs"], PREFIXES["skos"]
EXPLANATIONS = "https://w3id.org/yiju/ontology/findings.md#"


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph(read_graph(SHAPES / FILE))


def quads_of(rule: str, kind: str) -> list[Quad]:
    """The graph of an example: a few lines of a disclosure read by the whole pipeline, or graphs."""
    text = EXAMPLES / f"{rule}.{kind}.txt"
    if text.exists():
        return parse_quads(as_document(read_disclosure(text), Names()))
    (file,) = EXAMPLES.glob(f"{rule}.{kind}.t*")
    return read_graph(file)


def found(rule: Rule, quads: list[Quad]) -> list[Finding]:
    if rule.over_all:
        return audit_store(asking(load(quads)), [rule], Names())
    return audit_document(load(quads), [rule], Names())


@pytest.mark.parametrize("name", RULES)
def test_the_failing_example_of_a_rule_has_its_finding_with_proof(name: str) -> None:
    findings = found(RULES[name], quads_of(name, "fail"))
    assert findings
    for finding in findings:
        assert finding.evidence, finding
        assert not re.search(r"\{[?$]", "".join(finding.messages.values())), finding


@pytest.mark.parametrize("name", RULES)
def test_the_passing_example_of_a_rule_has_no_such_finding(name: str) -> None:
    assert found(RULES[name], quads_of(name, "pass")) == []


@pytest.mark.deep
@pytest.mark.parametrize(
    "name", [name for name, rule in RULES.items() if rule.query and not rule.over_all]
)
def test_the_reference_engine_finds_the_same(name: str, graph: Graph) -> None:
    """pySHACL, given the one rule alone, speaks of the same things."""
    for kind in ("fail", "pass"):
        quads = quads_of(name, kind)
        report = check_text_with_reference(quads, alone(RULES[name].iri))
        about = {finding.about for finding in found(RULES[name], quads)}
        assert {str(result.focus).strip("<>") for result in report.results} == about


def alone(iri: str) -> str:
    """The shapes with one rule only."""
    kept = [
        quad.triple
        for quad in read_graph(SHAPES / FILE)
        if quad.predicate.value != SH + "sparql" or quad.object == NamedNode(iri)
    ]
    return (serialize(kept, format=RdfFormat.N_TRIPLES) or b"").decode()


def test_no_example_is_without_its_rule() -> None:
    assert {path.name.split(".")[0] for path in EXAMPLES.iterdir()} <= set(RULES)


def test_every_rule_hangs_on_a_named_shape_and_is_told_in_both_languages(graph: Graph) -> None:
    shapes = [node for node in graph.subjects() if graph.objects(node, SH + "targetClass")]
    hung = [rule for shape in shapes for rule in graph.objects(shape, SH + "sparql")]
    hung += [rule for shape in shapes for rule in graph.objects(shape, NS + "computedRule")]
    assert sorted(map(str, hung)) == sorted(f"<{rule.iri}>" for rule in RULES.values())
    assert all(isinstance(node, NamedNode) for node in graph.subjects())
    for rule in RULES.values():
        for predicate in (RDFS + "label", SKOS + "definition", SH + "message"):
            texts = graph.objects(NamedNode(rule.iri), predicate)
            languages = [text.language for text in texts if isinstance(text, Literal)]
            assert sorted(map(str, languages)) == ["en", "zh"], (rule.name, predicate)


def test_every_rule_has_a_severity_and_one_of_the_eleven_families(graph: Graph) -> None:
    path = resources.folder("ontology") / "schemes" / "finding-families.ttl"
    schemes = Graph(read_graph(path))
    families = {
        str(node)
        for node in schemes.subjects()
        if NamedNode(SKOS + "Concept") in schemes.objects(node, RDF + "type")
    }
    assert len(families) == 11
    for rule in RULES.values():
        assert rule.severity.removeprefix(SH) in SEVERITIES
        assert f"<{rule.family}>" in families, rule.name


def test_every_rule_is_explained(graph: Graph) -> None:
    text = (resources.folder("ontology") / "findings.md").read_text(encoding="utf-8")
    anchors = re.findall(r'<a id="(\w+)"></a>', text)
    assert sorted(anchors) == sorted(RULES)
    for rule in RULES.values():
        (link,) = graph.objects(NamedNode(rule.iri), RDFS + "seeAlso")
        assert link == NamedNode(EXPLANATIONS + rule.name)


def test_every_computed_rule_has_its_function_and_no_other() -> None:
    assert {name for name, rule in RULES.items() if rule.query is None} == set(COMPUTED)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("SELECT $this { VALUES ?x { 1 } }", "VALUES"),
        ("SELECT $this { ?x }", "no SPARQL"),
        ("SELECT ?x { $this yj:budget ?x }", "does not select"),
        ("SELECT $this { $this yj:budget ?x }", "does not select"),
    ],
)
def test_a_rule_that_could_never_speak_is_refused(wrong: str, why: str) -> None:
    with pytest.raises(ShapesError, match=why):
        parse_rules(SMALL.replace("QUERY", wrong))


SMALL = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix yj: <https://w3id.org/yiju/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<urn:x> sh:declare <urn:yj> .
<urn:yj> sh:prefix "yj" ; sh:namespace "https://w3id.org/yiju/ns#"^^xsd:anyURI .
<urn:shape> sh:targetClass yj:Project ; sh:sparql <urn:rule#R> .
<urn:rule#R> rdfs:label "规则"@zh, "rule"@en ; sh:message "{?n}"@zh, "{?n}"@en ;
  sh:severity sh:Info ; yj:family yj:moneyFamily ; sh:prefixes <urn:x> ; sh:select "QUERY" .
"""


def test_rows_that_say_the_same_are_one_finding_with_the_proof_of_each(tmp_path: Path) -> None:
    query = """SELECT $this ?n ?other ?eachMonth {
      $this yj:milestone ?other . ?other yj:month ?eachMonth . BIND(1 AS ?n) }"""
    text = SMALL.replace('"QUERY"', f"'''{query}'''").replace("{?n}", "{?n}: {?eachMonth}")
    (rule,) = parse_rules(text)
    (finding,) = audit_document(load(quads_of_text(PLAN, tmp_path)), [rule], Names())
    assert finding.messages["zh"] == "1: 6、12"
    assert len(finding.evidence) > 2


PLAN = """云溪市科学技术局2024年部门预算信息公开
部门项目绩效目标表
单位：万元
项目编码	990001240001	项目名称	科技创新券补助资金
预算金额	120.00	其中：财政资金	120.00	其他资金	0
资金支出计划（%）	6月底	12月底
	50%	100%
"""


def quads_of_text(text: str, folder: Path) -> list[Quad]:
    path = folder / "text.txt"
    path.write_text(text, encoding="utf-8")
    return parse_quads(as_document(read_disclosure(path), Names()))
