"""Targets in goal prose, against independent readings of the published disclosures.

The reading of 002 lies beside the checkout; that in golden/ was made by eye, before the rules were
asked. `pytest -s` prints the table.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any, Final

import pytest
from tests.readings import HEAD, Stated, read_table, score

from yiju.model import Disclosure, ProseIndicator
from yiju.pipeline.reading import read_disclosure
from yiju.values.characters import squeeze

GOLDEN: Final = Path(__file__).parent / "golden" / "prose-targets.tsv"
DOCUMENTS: Final = ("000", "001", "002", "003", "004")


def stated(disclosure: Disclosure) -> list[tuple[int, ProseIndicator]]:
    """The prose indicators with the line of their goal."""
    goals = [goal for project in disclosure.projects for goal in project.goals]
    goals += disclosure.goals
    for duty in disclosure.duties:
        goals += [goal for one in (duty, *duty.activities) for goal in one.goals]
    found = [(goal.words.line, one) for goal in goals for one in goal.indicators]
    listed = [one for goal in disclosure.prose.goals for one in goal.goal.indicators]
    return found + [(one.target.words.line, one) for one in listed]


def got(shared: Path, document: str) -> list[Stated]:
    return [
        Stated.of(str(line), one.subject.text, one.target.reading)
        for line, one in stated(read(shared, document))
    ]


def read(shared: Path, document: str) -> Disclosure:
    (path,) = (shared / "disclosures").glob(f"{document}_*.txt")
    return read_disclosure(path)


def wanted(narrative: list[dict[str, Any]], document: str) -> list[Stated]:
    """What a reader found in a document."""
    rows = [row[1:] for row in read_table(GOLDEN) if row[0] == document]
    if document == "002":
        rows = [
            [str(goal["line"]), *(one[name] for name in ("subject", "operator", "value", "unit"))]
            for goal in narrative
            for one in goal["targets"]
        ]
    return [
        Stated(place, squeeze(subject), operator, value, squeeze(unit))
        for place, subject, operator, value, unit in rows
    ]


@pytest.fixture(scope="module")
def narrative(shared: Path) -> list[dict[str, Any]]:
    said: dict[str, Any] = json.loads((shared / "gold" / "002.json").read_text(encoding="utf-8"))
    goals: list[dict[str, Any]] = said["narrative_goals"]
    return goals


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_targets_of_a_document_are_those_of_a_reader(
    shared: Path, narrative: list[dict[str, Any]], document: str
) -> None:
    told, read_by_rule = wanted(narrative, document), got(shared, document)
    reached = score(told, read_by_rule)
    print(f"\n{HEAD}\n{reached.row(document, len(told), len(read_by_rule))}")
    assert (reached.figures, reached.operators, reached.subjects) == (1.0, 1.0, 1.0)


def test_the_readings_hold_138_targets(narrative: list[dict[str, Any]]) -> None:
    assert sum(len(wanted(narrative, document)) for document in DOCUMENTS) == 138


def test_the_subjects_and_words_are_those_of_an_independent_reader(
    shared: Path, narrative: list[dict[str, Any]]
) -> None:
    told = Counter(
        (squeeze(one["subject"]), squeeze(one["quote"]))
        for goal in narrative
        for one in goal["targets"]
    )
    assert told == Counter(
        (squeeze(one.subject.text), squeeze(one.target.words.text))
        for _, one in stated(read(shared, "002"))
    )


@pytest.mark.parametrize("document", DOCUMENTS[:4])
def test_a_subject_stands_in_its_statement_and_names_something(shared: Path, document: str) -> None:
    for _, one in stated(read(shared, document)):
        assert one.subject.text in one.target.words.text
        assert one.figure.text in one.target.words.text
        assert len(squeeze(one.subject.text)) > 1
