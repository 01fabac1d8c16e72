"""Targets in sentences of fields that no disclosure of the tests speaks of.

Two tables: one that the rules were shaped with, one that was held out. `pytest -s` prints the scores.
"""

from pathlib import Path
from typing import Final

import pytest
from tests.readings import HEAD, Scores, Stated, read_table, score

from yiju.text.statements import find_statements
from yiju.values.characters import squeeze

GOLDEN: Final = Path(__file__).parents[1] / "golden"


def readings(name: str) -> tuple[list[Stated], list[Stated]]:
    """What the table tells, and what the rules read, of all its sentences."""
    wanted: list[Stated] = []
    got: list[Stated] = []
    for field, sentence, *targets in read_table(GOLDEN / name):
        place = f"{field} {sentence}"
        for target in targets:
            subject, operator, value, unit = target.split("|")
            wanted.append(Stated(place, squeeze(subject), operator, value, squeeze(unit)))
        got += [
            Stated.of(place, sentence[slice(*one.subject)], one.reading)
            for one in find_statements(sentence)
        ]
    return wanted, got


def table(name: str) -> tuple[Scores, str]:
    """The scores of all, and the printed table, a row for each field."""
    wanted, got = readings(name)
    fields = dict.fromkeys(row[0] for row in read_table(GOLDEN / name))
    rows = [HEAD]
    for field in fields:
        told = [one for one in wanted if one.place.startswith(field)]
        read = [one for one in got if one.place.startswith(field)]
        rows.append(score(told, read).row(field, len(told), len(read)))
    scores = score(wanted, got)
    return scores, "\n".join([*rows, scores.row(name, len(wanted), len(got))])


@pytest.mark.parametrize(
    ("name", "floor"),
    [
        ("prose-sentences.tsv", Scores(1.0, 1.0, 1.0)),
        ("prose-held-out.tsv", Scores(0.95, 0.95, 0.95)),
    ],
)
def test_sentences_of_other_fields_are_read(name: str, floor: Scores) -> None:
    scores, printed = table(name)
    print(f"\n{printed}")
    assert scores.figures >= floor.figures, printed
    assert scores.operators >= floor.operators, printed
    assert scores.subjects >= floor.subjects, printed
