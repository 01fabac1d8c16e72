"""Targets in goal prose, against independent readings of the published disclosures.

The reading of 002 lies beside the checkout; those in golden/ were made by hand for this test.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any, Final

import pytest

from yiju.model import Disclosure, ProseIndicator
from yiju.pipeline.reading import read_disclosure
from yiju.values.characters import squeeze

GOLDEN: Final = Path(__file__).parent / "golden"
SIGNS: Final = {">=": "atLeast", "<=": "atMost", ">": "moreThan", "<": "lessThan", "=": "equalTo"}

Key = tuple[str, ...]


def stated(disclosure: Disclosure) -> list[tuple[int, ProseIndicator]]:
    """The prose indicators with the line of their goal."""
    goals = [goal for project in disclosure.projects for goal in project.goals]
    goals += disclosure.goals
    for duty in disclosure.duties:
        goals += [goal for one in (duty, *duty.activities) for goal in one.goals]
    found = [(goal.words.line, one) for goal in goals for one in goal.indicators]
    return found + [(one.target.words.line, one) for one in disclosure.prose_indicators]


def key(line: int, one: ProseIndicator) -> Key:
    reading = one.target.reading
    return (str(line), f"{reading.value:f}", squeeze(reading.unit or ""), reading.operator.value)


def keys(disclosure: Disclosure) -> list[Key]:
    found = stated(disclosure)
    return [key(line, one) for line, one in found if one.target.reading.value is not None]


def f1(wanted: list[Key], got: list[Key]) -> float:
    if not wanted and not got:
        return 1.0
    return 2 * (Counter(wanted) & Counter(got)).total() / (len(wanted) + len(got))


def read(shared: Path, document: str) -> Disclosure:
    (path,) = (shared / "disclosures").glob(f"{document}_*.txt")
    return read_disclosure(path)


@pytest.fixture(scope="module")
def narrative(shared: Path) -> list[dict[str, Any]]:
    said: dict[str, Any] = json.loads((shared / "gold" / "002.json").read_text(encoding="utf-8"))
    goals: list[dict[str, Any]] = said["narrative_goals"]
    return goals


def test_the_targets_of_one_document_are_those_of_an_independent_reader(
    shared: Path, narrative: list[dict[str, Any]]
) -> None:
    wanted: list[Key] = [
        (str(goal["line"]), one["value"], squeeze(one["unit"]), SIGNS[one["operator"]])
        for goal in narrative
        for one in goal["targets"]
    ]
    assert len(wanted) == 41
    assert f1(wanted, keys(read(shared, "002"))) == 1.0


def test_the_subjects_and_words_are_those_of_an_independent_reader(
    shared: Path, narrative: list[dict[str, Any]]
) -> None:
    wanted = Counter(
        (squeeze(one["subject"]), squeeze(one["quote"]))
        for goal in narrative
        for one in goal["targets"]
    )
    got = Counter(
        (squeeze(one.subject.text), squeeze(one.target.words.text))
        for _, one in stated(read(shared, "002"))
    )
    assert got == wanted


@pytest.mark.parametrize("document", ["000", "001", "003", "004"])
def test_the_targets_of_the_others_are_those_read_by_hand(shared: Path, document: str) -> None:
    lines = (GOLDEN / f"prose-targets-{document}.tsv").read_text(encoding="utf-8").splitlines()
    wanted: list[Key] = [tuple(line.split("\t")) for line in lines if line[0] != "#"]
    got = keys(read(shared, document))
    assert f1([one[:3] for one in wanted], [one[:3] for one in got]) >= 0.98
    assert f1(wanted, got) >= 0.98
    assert not Counter(got) - Counter(wanted)


@pytest.mark.parametrize("document", ["000", "001", "002", "003"])
def test_a_subject_stands_in_its_statement_and_names_something(shared: Path, document: str) -> None:
    for _, one in stated(read(shared, document)):
        assert one.subject.text in one.target.words.text
        assert one.figure.text in one.target.words.text
        assert len(squeeze(one.subject.text)) > 1
