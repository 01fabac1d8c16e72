"""A judgement from the command line is stored apart, survives a rebuild, and is exported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Yiju

GRAPH = "https://w3id.org/yiju/graph/judgements"
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
