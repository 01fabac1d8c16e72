"""What the audit finds in the five disclosures, against what a reader found in them by eye."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from yiju.mapping import as_document, parse_quads
from yiju.model import SEVERITIES
from yiju.pipeline.reading import read_disclosure
from yiju.validation import audit_document, audit_rules, load
from yiju.validation.audit import asking
from yiju.vocabulary import NS, Names

GOLDEN: Final = Path(__file__).parent / "golden" / "oddities-rows.tsv"
RECALL: Final = 0.7
MOST_SEVERE: Final = 12
"""Findings of the highest severity that a reader is asked to look at in one document."""

_LINES: Final = f"SELECT ?evidence ?line WHERE {{ ?evidence <{NS}line> ?line }}"
Found = dict[str, list[tuple[str, str, frozenset[int]]]]


@pytest.fixture(scope="module")
def found(shared: Path) -> Found:
    """By document: family, severity and lines of each finding."""
    return {path.name[:3]: list(_findings(path)) for path in (shared / "disclosures").iterdir()}


def _findings(path: Path) -> Iterator[tuple[str, str, frozenset[int]]]:
    quads = parse_quads(as_document(read_disclosure(path), Names()))
    lines = {row["evidence"].value: int(row["line"].value) for row in asking(load(quads))(_LINES)}
    families = {rule.iri: rule.family.rpartition("#")[2] for rule in audit_rules()}
    for one in audit_document(load(quads), audit_rules(), Names()):
        severity = one.severity.rpartition("#")[2]
        yield families[one.rule], severity, frozenset(lines[key] for key in one.evidence)


def _oddities() -> Iterator[tuple[str, str, set[int]]]:
    for line in GOLDEN.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            document, lines, family, _ = line.split("\t")
            yield document, f"{family}Family", set(map(int, lines.split(",")))


def test_most_of_what_a_reader_saw_is_found(found: Found) -> None:
    seen: Counter[str] = Counter()
    met: Counter[str] = Counter()
    for document, family, lines in _oddities():
        seen[family] += 1
        met[family] += any(one == family and at & lines for one, _, at in found[document])
    for family, count in seen.items():
        print(f"{family:<22} {met[family]:>3} of {count:>3}  {met[family] / count:.2f}")
    assert all(met[family] >= RECALL * count for family, count in seen.items())


def test_the_gravest_findings_of_a_document_are_few(found: Found) -> None:
    for document, findings in found.items():
        grave = sum(severity == SEVERITIES[0] for _, severity, _ in findings)
        assert grave <= MOST_SEVERE, document
