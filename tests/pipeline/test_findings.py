"""The graph of findings is in step with the documents, whatever is built in which order."""

from pathlib import Path

import pytest

from yiju import resources
from yiju.pipeline import build
from yiju.store import open_store
from yiju.vocabulary import NS, Names

GRAPH = Names().graph("findings")
EXAMPLES = resources.folder("shapes") / "examples"


@pytest.fixture
def failing(tmp_path: Path) -> Path:
    return copy("FundingNotBudget.fail.txt", tmp_path, "a.txt")


def copy(example: str, folder: Path, name: str, year: str = "2024") -> Path:
    text = (EXAMPLES / example).read_text(encoding="utf-8").replace("2024", year)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def findings(store: Path) -> list[str]:
    with open_store(store) as opened:
        return sorted(str(quad) for quad in opened.quads(GRAPH))


def test_a_build_writes_what_the_audit_finds_and_counts_it(failing: Path, tmp_path: Path) -> None:
    report = build([failing], tmp_path / "store")
    assert report.outcomes[0].findings[0] >= 1
    assert any("FundingNotBudget" in quad for quad in findings(tmp_path / "store"))


def test_reading_again_changes_no_finding(failing: Path, tmp_path: Path) -> None:
    build([failing], tmp_path / "store")
    before = findings(tmp_path / "store")
    build([failing], tmp_path / "store")
    assert findings(tmp_path / "store") == before


def test_findings_stay_when_another_document_comes(failing: Path, tmp_path: Path) -> None:
    build([failing], tmp_path / "store")
    before = set(findings(tmp_path / "store"))
    other = copy("FundingNotBudget.fail.txt", tmp_path, "b.txt", "2023")
    build([other], tmp_path / "store")
    together = set(findings(tmp_path / "store"))
    assert before < together
    build([failing, other], tmp_path / "once")
    assert set(findings(tmp_path / "once")) == together


def test_findings_vanish_with_their_document(failing: Path, tmp_path: Path) -> None:
    build([failing], tmp_path / "store")
    with open_store(tmp_path / "store", write=True) as store:
        for graph in store.graphs():
            if "/graph/document/" in graph:
                store.remove_graph(graph)
    other = copy("FundingNotBudget.pass.txt", tmp_path, "b.txt")
    build([other], tmp_path / "store")
    assert not any("FundingNotBudget" in quad for quad in findings(tmp_path / "store"))


def test_the_store_knows_the_names_of_the_rules(failing: Path, tmp_path: Path) -> None:
    build([failing], tmp_path / "store")
    asked = f"SELECT ?label {{ ?rule <{NS}family> ?f ; <http://www.w3.org/2000/01/rdf-schema#label> ?label }}"
    with open_store(tmp_path / "store") as store:
        assert len(list(store.select(asked))) > 1
