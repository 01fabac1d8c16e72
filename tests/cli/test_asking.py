"""Asking from the command line: chains with their proof, any spelling of a number, every format."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from pyoxigraph import RdfFormat, parse

if TYPE_CHECKING:
    from tests.cli.conftest import Yiju

LABEL = "奖励科技型中小企业数量"
NUMBER = "岚望政办字〔2023〕18号"
PROJECTS = "PREFIX yj: <https://w3id.org/yiju/ns#> SELECT ?p WHERE { ?p a yj:Project }"


def test_a_trace_goes_from_promise_to_policy(yiju: Yiju, store: Path) -> None:
    done = yiju("trace", LABEL, "--store", store)
    assert done.status == 0
    steps = [
        line.split()[0] for line in done.out.splitlines() if line.strip() and line[0].isalpha()
    ]
    assert [step for step in steps if not step.startswith("http")] == [
        *("indicator", "promised", "project", "money", "department", "basis", "policy")
    ]
    for proof in ("≥60家", "atLeast 60 家", "320.00 万元", NUMBER, "numberMatch"):
        assert proof in done.out


def test_every_quotation_of_a_trace_stands_in_the_file_at_its_line(
    yiju: Yiju, store: Path, sample: list[Path]
) -> None:
    lines = sample[1].read_text(encoding="utf-8").split("\n")
    shown = yiju("trace", LABEL, "--store", store).out.splitlines()
    proofs = [line.partition(f"{sample[1].name}:")[2].split(maxsplit=1) for line in shown]
    proofs = [proof for proof in proofs if proof]
    assert len(proofs) > 5
    for number, words in proofs:
        assert "".join(words.split()) in "".join(lines[int(number) - 1].split())


def test_an_indicator_answers_to_its_iri_and_its_local_name(yiju: Yiju, store: Path) -> None:
    by_words = yiju("trace", LABEL, "--store", store).out
    iri = by_words.splitlines()[0]
    assert yiju("trace", iri, "--store", store).out == by_words
    assert yiju("trace", iri.rpartition("/")[2], "--store", store).out == by_words


def test_a_graded_indicator_shows_its_grades(yiju: Yiju, store: Path) -> None:
    shown = yiju("trace", "统计报表上报率", "--store", store).out
    for grade, text in (
        ("excellent", "≥98%"),
        ("good", "≥95%"),
        ("fair", "≥90%"),
        ("poor", "<90%"),
    ):
        assert f"{grade} {text}" in shown


@pytest.mark.parametrize(
    "spelling",
    [NUMBER, "岚望政办字[2023]18号", "岚望政办字（2023）第018号", "岚望政办字【2023】18 号"],
)
def test_a_policy_answers_to_every_spelling_of_its_number(
    yiju: Yiju, store: Path, spelling: str
) -> None:
    done = yiju("policy", spelling, "--store", store)
    assert done.status == 0, done.err
    assert done.out.startswith(f"{NUMBER} 望溪区科技型中小企业培育奖励办法\n")
    assert "money: 320.00 万元" in done.out
    assert LABEL in done.out


def test_a_policy_answers_to_a_part_of_its_title(yiju: Yiju, store: Path) -> None:
    assert "岚望政字〔2023〕5号" in yiju("policy", "三年行动计划", "--store", store).out


@pytest.mark.parametrize(
    ("command", "name"), [("trace", "没有这样的指标"), ("policy", "无政字〔1999〕1号")]
)
def test_what_is_not_there_is_told(yiju: Yiju, store: Path, command: str, name: str) -> None:
    done = yiju(command, name, "--store", store)
    assert (done.status, done.out) == (1, "")
    assert name in done.err
    assert done.err.count("\n") == 1


def test_json_is_sparql_results_and_nothing_else(yiju: Yiju, store: Path) -> None:
    done = yiju("query", "documents", "--store", store, "--format", "json")
    answer = json.loads(done.out)
    assert done.err == ""
    assert len(answer["results"]["bindings"]) == 2
    assert set(answer) == {"head", "results"}


def test_the_other_formats_hold_the_same_rows(yiju: Yiju, store: Path) -> None:
    def ask(form: str) -> str:
        return yiju("query", "-", "--store", store, "--format", form, stdin=PROJECTS).out

    rows = json.loads(ask("json"))["results"]["bindings"]
    projects = {row["p"]["value"] for row in rows}
    assert len(projects) == 4
    assert {row["p"] for row in csv.DictReader(ask("csv").splitlines())} == projects
    assert {f"<{iri}>" for iri in projects} == set(ask("tsv").splitlines()[1:])
    found = ElementTree.fromstring(ask("xml")).iter("{http://www.w3.org/2005/sparql-results#}uri")
    assert {element.text for element in found} == projects
    assert all(iri in ask("table") for iri in projects)


def test_a_query_may_come_from_a_file(yiju: Yiju, store: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.rq").write_text(PROJECTS, encoding="utf-8")
    assert yiju("query", tmp_path / "mine.rq", "--store", store).status == 0


def test_a_graph_is_printed_as_turtle_or_as_a_table(yiju: Yiju, store: Path) -> None:
    construct = PROJECTS.replace("SELECT ?p", "CONSTRUCT { ?p a yj:Project }")
    turtle = yiju("query", "-", "--store", store, "--format", "turtle", stdin=construct)
    assert len(list(parse(turtle.out.encode(), format=RdfFormat.TURTLE))) == 4
    assert "yj:Project" in yiju("query", "-", "--store", store, stdin=construct).out


def test_yes_or_no_is_printed(yiju: Yiju, store: Path) -> None:
    assert yiju("query", "-", "--store", store, stdin="ASK { ?s ?p ?o }").out == "true\n"
    answer = yiju("query", "-", "--store", store, "--format", "json", stdin="ASK { ?s ?p 1e9 }")
    assert json.loads(answer.out)["boolean"] is False


@pytest.mark.parametrize(
    ("form", "text"), [("turtle", PROJECTS), ("json", "CONSTRUCT WHERE { ?s ?p ?o }")]
)
def test_a_format_that_cannot_hold_the_results_is_wrong_usage(
    yiju: Yiju, store: Path, form: str, text: str
) -> None:
    done = yiju("query", "-", "--store", store, "--format", form, stdin=text)
    assert (done.status, done.out) == (2, "")
    assert "--format" in done.err


def test_parameters_are_values_and_never_text_of_the_query(yiju: Yiju, store: Path) -> None:
    evil = 'x") } } DROP ALL #'
    done = yiju("query", "find", "--store", store, "--param", f"text={evil}", "--format", "json")
    assert done.status == 0
    assert json.loads(done.out)["results"]["bindings"] == []


@pytest.mark.parametrize(
    "words",
    [
        ("query", "find"),
        ("query", "find", "--param", "text"),
        ("query", "find", "--param", "text=a", "--param", "colour=red"),
        ("query", "trace", "--param", "indicator=no iri"),
        ("query", "nothing-of-the-kind"),
        ("findings", "--severity", "awful"),
    ],
)
def test_wrong_parameters_are_wrong_usage(yiju: Yiju, store: Path, words: tuple[str, ...]) -> None:
    done = yiju(*words, "--store", store)
    assert (done.status, done.out) == (2, "")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/sparql> { ?s ?p ?o } }",
        "SELECT * FROM <http://127.0.0.1:1/graph> { ?s ?p ?o }",
        "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
        "LOAD <file:///etc/passwd>",
        "DROP ALL",
        "SELECT * {",
        "\udcff",
    ],
)
def test_a_strangers_query_reads_this_store_and_nothing_else(
    yiju: Yiju, store: Path, tmp_path: Path, text: str
) -> None:
    (tmp_path / "evil.rq").write_bytes(text.encode(errors="surrogateescape"))
    done = yiju("query", tmp_path / "evil.rq", "--store", store)
    assert (done.status, done.out) == (1, "")
    assert "Traceback" not in done.err
    assert "bug" not in done.err


def test_findings_for_excel_begin_with_the_mark(yiju: Yiju, store: Path) -> None:
    done = yiju("findings", "--store", store, "--format", "csv", "--bom")
    assert (done.status, done.out[0]) == (0, "\ufeff")
    assert yiju("findings", "--store", store, "--bom").status == 2


def test_no_findings_are_an_empty_answer(yiju: Yiju, store: Path) -> None:
    asked = ("--severity", "violation", "--document", "wangxi-2020.txt", "--format", "json")
    done = yiju("findings", "--store", store, *asked)
    assert done.status == 0
    assert json.loads(done.out)["results"]["bindings"] == []
