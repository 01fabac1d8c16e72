"""Searching from the command line: ranked, limited, in three forms, and the index made where it lacks."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from tests.cli.test_serving import served
from tests.store.endpoints import serving_endpoint

from yiju.store import open_store

if TYPE_CHECKING:
    from tests.cli.conftest import Yiju

NUMBER = "岚望政办字〔2023〕18号"
SPELT = "岚望政办字[2023]第018 号"
INDEX = "search.sqlite"


@pytest.fixture
def own(store: Path, tmp_path: Path) -> Path:
    """A store that a test may change."""
    return Path(shutil.copytree(store, tmp_path / "own"))


def test_a_policy_comes_first_in_any_spelling_of_its_number(yiju: Yiju, store: Path) -> None:
    done = yiju("search", SPELT, "--store", store)
    assert done.status == 0
    _, _, first, *_ = done.out.splitlines()
    assert first.startswith("Policy")
    assert NUMBER in first


def test_what_is_found_may_be_limited(yiju: Yiju, store: Path) -> None:
    words = ("--kind", "Indicator", "--year", "2024", "--department", "望溪", "--limit", "2")
    done = yiju("search", "企业", *words, "--store", store, "--format", "csv")
    rows = list(csv.DictReader(done.out.splitlines()))
    assert len(rows) == 2
    assert {(row["kind"], row["year"]) for row in rows} == {("Indicator", "2024")}
    shown = yiju("search", "企业", *words, "--store", store).out
    assert "2 of " in shown


def test_json_is_what_the_service_answers(yiju: Yiju, store: Path) -> None:
    told = json.loads(yiju("search", SPELT, "--store", store, "--format", "json").out)
    with served(store) as (address, _):
        answered = httpx.get(f"{address}/api/search", params={"q": SPELT}).json()
    assert told == answered
    assert told["results"][0]["code"] == NUMBER


def test_nothing_is_found_of_what_is_not_there(yiju: Yiju, store: Path) -> None:
    done = yiju("search", "没有这样的词", "--store", store, "--format", "json")
    assert (done.status, json.loads(done.out)["total"]) == (0, 0)


def test_an_index_that_lacks_is_made(yiju: Yiju, own: Path) -> None:
    before = yiju("search", "企业", "--store", own).out
    for file in own.glob(f"{INDEX}*"):
        file.unlink()
    assert yiju("search", "企业", "--store", own).out == before
    (own / INDEX).write_bytes(b"no database")
    assert yiju("search", "企业", "--store", own).out == before


def test_the_index_is_made_anew_when_that_is_asked_for(yiju: Yiju, own: Path) -> None:
    done = yiju("index", "--store", own)
    assert (done.status, done.out) == (0, "")
    assert str(own) in done.err


def test_a_store_without_an_index_is_served_with_one(own: Path) -> None:
    for file in own.glob(f"{INDEX}*"):
        file.unlink()
    with served(own) as (address, _):
        assert httpx.get(f"{address}/api/search", params={"q": SPELT}).json()["total"] > 0


def test_a_judgement_is_followed(yiju: Yiju, own: Path) -> None:
    asked = (
        "search",
        "科学技术局",
        "--kind",
        "DepartmentEntity",
        "--store",
        own,
        "--format",
        "json",
    )
    before = json.loads(yiju(*asked).out)
    departments = json.loads(
        yiju("search", "科学技术局", "--kind", "Department", "--store", own, "--format", "json").out
    )
    names = sorted({hit["iri"] for hit in departments["results"]})
    assert len(names) > 1
    judged = yiju("judge", "different", *names[:2], "--by", "甲", "--why", "测试", "--store", own)
    assert judged.status == 0, judged.err
    after = json.loads(yiju(*asked).out)
    assert after["behind"] is False
    yiju("index", "--store", own)
    assert json.loads(yiju(*asked).out) == after
    assert before["total"] > 0


def test_an_endpoint_is_searched_in_its_state_folder(
    yiju: Yiju, store: Path, tmp_path: Path
) -> None:
    with serving_endpoint() as endpoint:
        with open_store(endpoint, write=True) as remote, open_store(store) as local:
            remote.replace_graphs({graph: list(local.quads(graph)) for graph in local.graphs()})
        asked = ("search", SPELT, "--format", "json")
        here = yiju(*asked, "--store", endpoint, "--state", tmp_path)
        assert here.status == 0, here.err
        assert here.out == yiju(*asked, "--store", store).out
        refused = yiju(*asked, "--store", endpoint)
        assert (refused.status, refused.out) == (2, "")
        assert "--state" in refused.err


def test_a_policy_that_is_spelt_otherwise_is_proposed(yiju: Yiju, store: Path) -> None:
    done = yiju("policy", "望溪科技中小企业奖励办法", "--store", store)
    assert (done.status, done.out) == (1, "")
    assert f"望溪区科技型中小企业培育奖励办法 {NUMBER}" in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("search", "企业", "--kind", "Polic"), 2),
        (("search", "企业", "--limit", "0"), 2),
        (("search", "a" * 1000), 1),
        (("search",), 2),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(
    yiju: Yiju, store: Path, words: tuple[str, ...], status: int
) -> None:
    done = yiju(*words, "--store", store)
    assert (done.status, done.out) == (status, "")
    assert "Traceback" not in done.err
