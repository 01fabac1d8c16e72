"""A report reads well for people in both languages, and is a W3C report for machines."""

import rdflib
from pyoxigraph import Literal, NamedNode

from yiju.validation import Report, Result, Row
from yiju.validation.paths import Path
from yiju.validation.rdf import SH

FOCUS = NamedNode("https://w3id.org/yiju/id/indicator/0-157-1")
RESULT = Result(
    focus=FOCUS,
    component=SH + "MinCountConstraintComponent",
    shape=NamedNode("https://w3id.org/yiju/shapes#Label"),
    severity=NamedNode(SH + "Violation"),
    path=Path("^(<urn:example:p>)", "[ sh:inversePath <urn:example:p> ]"),
    value=Literal('五"条'),
    messages=(Literal("补上名称。", language="zh"), Literal("Add a label.", language="en")),
    row=Row("002.txt", 157, "产出指标\t数量指标"),
)


def test_the_text_names_file_line_and_quotation_in_both_languages() -> None:
    text = Report((RESULT,)).text()
    assert text.count("002.txt:157: “产出指标 数量指标”") == 2
    assert "补上名称。" in text
    assert "Add a label." in text
    assert "Add a label." not in Report((RESULT,)).text("zh")


def test_a_report_without_results_conforms() -> None:
    assert Report().conforms
    assert Report().text("en") == "All rules are kept."


def test_the_turtle_is_a_validation_report() -> None:
    graph = rdflib.Graph().parse(data=Report((RESULT,)).turtle(), format="turtle")
    sh = rdflib.Namespace(SH)
    (report,) = graph.subjects(rdflib.RDF.type, sh.ValidationReport)
    (result,) = graph.objects(report, sh.result)
    assert graph.value(report, sh.conforms) == rdflib.Literal(False)  # noqa: FBT003 - RDF's own false
    assert str(graph.value(result, sh.value)) == '五"条'
    assert graph.value(result, sh.focusNode) == rdflib.URIRef(FOCUS.value)
    assert graph.value(graph.value(result, sh.resultPath), sh.inversePath) is not None
    assert len(list(graph.objects(result, sh.resultMessage))) == 2


def test_a_message_falls_back_on_the_language_that_there_is() -> None:
    assert RESULT.message("fr") == "补上名称。"


def test_results_are_sorted_by_the_row_of_the_source() -> None:
    assert RESULT.order[:2] == ("002.txt", "000000157")
