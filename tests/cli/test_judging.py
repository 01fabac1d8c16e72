"""A judgement from the command line is stored apart, survives a rebuild, and is exported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Yiju

GRAPH = "https://w3id.org/yiju/graph/judgements"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
WHO = ("--by", "林", "--why", "两年的同一部门")
DEPARTMENTS = """PREFIX yj: <https://w3id.org/yiju/ns#>
SELECT ?d WHERE { GRAPH ?g { ?x yj:disclosedBy ?d } } ORDER BY ?d"""


@pytest.fixture
def built(yiju: Yiju, sample: list[Path], tmp_path: Path) -> Path:
    """A store of one's own."""
    yiju("build", *sample, "--store", tmp_path / "store")
    return tmp_path / "store"


def departments(yiju: Yiju, store: Path) -> list[str]:
    done = yiju("query", "-", "--store", store, "--format", "json", stdin=DEPARTMENTS)
    return [row["d"]["value"] for row in json.loads(done.out)["results"]["bindings"]]


def judged(yiju: Yiju, store: Path) -> list[str]:
    out = store.parent / "judged.nq"
    yiju("export", "--store", store, "--graph", GRAPH, "--out", out)
    return out.read_text(encoding="utf-8").splitlines()


def test_a_judgement_is_kept_with_name_reason_and_day_and_survives_a_rebuild(
    yiju: Yiju, built: Path, sample: list[Path]
) -> None:
    one, other = departments(yiju, built)
    done = yiju(
        *("judge", "same", one, other, *WHO, "--date", "2024-05-06", "--store", built),
    )
    assert done.status == 0, done.err
    kept = judged(yiju, built)
    for sign in (one, other, "owl#sameAs", '"两年的同一部门"', '"林"@zh', '"2024-05-06"'):
        assert any(sign in line for line in kept)
    yiju("build", *sample, "--store", built)
    assert judged(yiju, built) == kept


def test_a_correction_leaves_the_document_as_it_is(yiju: Yiju, built: Path) -> None:
    one = departments(yiju, built)[0]
    done = yiju("judge", "correct", one, "yj:departmentCode", "316", *WHO, "--store", built)
    assert done.status == 0, done.err
    assert any('"316"' in line for line in judged(yiju, built))
    code = f"SELECT ?c {{ GRAPH ?g {{ <{one}> <https://w3id.org/yiju/ns#departmentCode> ?c }} }}"
    printed = yiju("query", "-", "--store", built, "--format", "csv", stdin=code).out.split()
    assert printed == ["c", "315"]


def identities(yiju: Yiju, store: Path, text: str = "") -> dict[str, tuple[str, str, str]]:
    """Entity, method and confidence of each thing."""
    asked = ("query", "identities", "--param", f"text={text}", "--store", store)
    rows = json.loads(yiju(*asked, "--format", "json").out)["results"]["bindings"]
    said = ("entity", "method", "confidence")
    return {
        row["thing"]["value"]: (row[said[0]]["value"], row[said[1]]["value"], row[said[2]]["value"])
        for row in rows
    }


def test_a_judgement_of_two_takes_effect_at_once_and_after_every_build(
    yiju: Yiju, built: Path, sample: list[Path]
) -> None:
    one, other = departments(yiju, built)
    before = identities(yiju, built)
    assert before[one][0] == before[other][0]
    done = yiju("judge", "different", one, other, *WHO, "--store", built)
    assert done.status == 0, done.err
    judged_now = identities(yiju, built)
    assert judged_now[one][0] != judged_now[other][0]
    assert {judged_now[thing][1:] for thing in (one, other)} == {("judgement", "1")}
    yiju("build", *sample, "--store", built)
    assert identities(yiju, built) == judged_now
    yiju("judge", "same", one, other, *WHO, "--store", built)
    assert identities(yiju, built)[one][0] == identities(yiju, built)[other][0]


def test_an_entity_is_judged_by_a_thing_that_denotes_it(yiju: Yiju, built: Path) -> None:
    one, other = departments(yiju, built)
    entity = identities(yiju, built)[one][0]
    assert set(identities(yiju, built, entity)) == {
        thing for thing, known in identities(yiju, built).items() if known[0] == entity
    }
    done = yiju("judge", "different", one, entity, *WHO, "--store", built)
    assert done.status == 0, done.err
    assert identities(yiju, built)[one][0] != identities(yiju, built)[other][0]


def test_things_of_two_kinds_or_one_thing_cannot_be_judged(yiju: Yiju, built: Path) -> None:
    one, _ = departments(yiju, built)
    kinds = identities(yiju, built)
    project = next(thing for thing in kinds if "/project/" in thing)
    for pair in ((one, project), (one, one)):
        done = yiju("judge", "same", *pair, *WHO, "--store", built)
        assert (done.status, done.out) == (1, "")
        assert done.err.count("\n") == 1


def test_a_correction_stands_beside_the_printed_value(yiju: Yiju, built: Path) -> None:
    def traced() -> str:
        return yiju("trace", "奖励科技型中小企业数量", "--store", built).out

    rows = """PREFIX yj: <https://w3id.org/yiju/ns#> SELECT ?p { GRAPH ?g { ?p a yj:Project ;
      yj:budget 320.0 } }"""
    (project,) = yiju("query", "-", "--store", built, "--format", "csv", stdin=rows).out.split()[1:]
    before = traced()
    day = ("--date", "2024-05-06")
    yiju("judge", "correct", project, "yj:budget", "300.00", *WHO, *day, "--store", built)
    assert traced().startswith(before.rstrip("\n")[:400])
    (line,) = [line for line in traced().splitlines() if line.startswith("corrected")]
    assert all(word in traced() for word in ("320", "300", "林", "2024-05-06", "两年的同一部门"))
    assert "320.00 万元" in traced()
    answered = yiju("query", "corrections", "--store", built, "--format", "csv").out
    assert "320,300,林,两年的同一部门,2024-05-06,wangxi-2024.txt" in answered
    assert line


@pytest.mark.parametrize(
    "words",
    [
        ("same", "https://example.org/a", "https://example.org/b"),
        ("correct", "no iri", "yj:budget", "3"),
        ("correct", "https://example.org/a", "yj:budget", "three"),
        ("correct", "https://example.org/a", "yj:nothing", "3"),
    ],
)
def test_a_judgement_about_nothing_is_refused(
    yiju: Yiju, store: Path, words: tuple[str, ...]
) -> None:
    done = yiju("judge", *words, *WHO, "--store", store)
    assert (done.status, done.out) == (1, "")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("missing", ["--by", "--why"])
def test_a_judgement_needs_name_and_reason(yiju: Yiju, store: Path, missing: str) -> None:
    given = [
        word for pair in (("--by", "林"), ("--why", "因")) if pair[0] != missing for word in pair
    ]
    assert yiju("judge", "same", "a:b", "c:d", *given, "--store", store).status == 2


POLICIES = """PREFIX yj: <https://w3id.org/yiju/ns#>
SELECT ?c ?p ?m WHERE { GRAPH ?g { ?c yj:resolvesTo ?p ; yj:resolutionMethod ?m } } ORDER BY ?c"""


def meant(yiju: Yiju, store: Path) -> dict[str, str]:
    done = yiju("query", "-", "--store", store, "--format", "json", stdin=POLICIES)
    rows = json.loads(done.out)["results"]["bindings"]
    return {row["c"]["value"]: row["p"]["value"] for row in rows}


def test_policies_are_judged_and_the_judgement_survives_builds_and_travels(
    yiju: Yiju, built: Path, sample: list[Path], tmp_path: Path
) -> None:
    before = meant(yiju, built)
    first, second = sorted(set(before.values()))[:2]
    done = yiju("judge", "same", first, second, *WHO, "--store", built)
    assert done.status == 0, done.err
    joined = meant(yiju, built)
    assert {joined[one] for one, was in before.items() if was in {first, second}} <= {first, second}
    assert len(set(joined.values())) == len(set(before.values())) - 1
    yiju("build", *sample, "--store", built)
    assert meant(yiju, built) == joined
    file = tmp_path / "decided.trig"
    assert yiju("judge", "export", file, "--store", built).status == 0
    other = tmp_path / "other"
    yiju("build", *sample, "--store", other)
    assert meant(yiju, other) == before
    done = yiju("judge", "import", file, "--store", other)
    assert (done.status, meant(yiju, other)) == (0, joined)
    assert judged(yiju, other) == judged(yiju, built)


def test_citations_that_a_person_keeps_apart_mean_two_policies(yiju: Yiju, built: Path) -> None:
    before = meant(yiju, built)
    policy = next(p for p in before.values() if list(before.values()).count(p) > 1)
    one, other, *_ = (citation for citation, was in before.items() if was == policy)
    done = yiju("judge", "different", one, other, *WHO, "--store", built)
    assert done.status == 0, done.err
    after = meant(yiju, built)
    assert after[one] != after[other]


@pytest.mark.parametrize(
    "text",
    [
        "<a:x> <a:y> <a:z> <a:g> .\n",
        "no rdf",
        "",
        f"<a:j> <{RDF}type> <{RDF}Statement> .\n",
    ],
)
def test_a_file_that_brings_no_judgement_is_refused_or_told(
    yiju: Yiju, built: Path, tmp_path: Path, text: str
) -> None:
    file = tmp_path / "a.nq"
    file.write_text(text, encoding="utf-8")
    yiju("judge", "same", *departments(yiju, built), *WHO, "--store", built)
    before = judged(yiju, built)
    done = yiju("judge", "import", file, "--store", built)
    assert done.status == 1
    assert judged(yiju, built) == before


def test_an_imported_file_brings_nothing_but_judgements(
    yiju: Yiju, built: Path, tmp_path: Path
) -> None:
    one, other = departments(yiju, built)
    yiju("judge", "same", one, other, *WHO, "--store", built)
    kept = judged(yiju, built)
    file = tmp_path / "a.nq"
    file.write_text("\n".join([*kept, f"<{one}> <a:b> <a:c> <a:g> ."]), encoding="utf-8")
    assert yiju("judge", "import", file, "--store", built).status == 0
    assert judged(yiju, built) == kept
