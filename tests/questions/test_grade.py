"""The grade of an actual value, asked of a small document."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from yiju.errors import NotFoundError, QueryError
from yiju.pipeline import build
from yiju.questions import answer, answer_grade, to_json
from yiju.store import Store, open_store

TEXT = """清河区科技局2024年部门预算信息公开说明

职责活动	年度预算数	内容描述	绩效目标	绩效指标	评价标准
					优	良	中	差
一、科普	1	开展	提高
1、活动	1	举办	更多	活动次数	95%以上	90%以上	85%以上	60%以下
				解决情况	好	较好	一般	差
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("grades")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    assert build([folder / "a.txt"], folder / "store").complete
    with open_store(folder / "store") as opened:
        yield opened


def named(store: Store, label: str) -> str:
    rows = answer(store, "find", {"text": label}).records()
    return next(str(row["thing"]) for row in rows if row["kind"] == "Indicator")


@pytest.mark.parametrize(
    ("value", "outcome", "grades"),
    [("96", "grade", ("excellent",)), ("88%", "grade", ("fair",)), ("70", "gap", ())],
)
def test_a_value_earns_a_grade_or_falls_into_a_gap(
    store: Store, value: str, outcome: str, grades: tuple[str, ...]
) -> None:
    iri = named(store, "活动次数")
    found = answer_grade(store, iri, value)
    assert (found.outcome, found.grades, found.unit) == (outcome, grades, "%")
    assert answer_grade(store, iri.rpartition("/")[2], value) == found


def test_every_band_tells_its_values_and_its_words(store: Store) -> None:
    found = answer_grade(store, named(store, "活动次数"), "70")
    assert [(band.grade, band.text) for band in found.bands] == [
        ("excellent", "95%以上"), ("good", "90%以上"), ("fair", "85%以上"), ("poor", "60%以下"),
    ]  # fmt: skip
    good = found.bands[1]
    assert (good.lower, good.upper, good.is_open_below, good.is_open_above) == (
        Decimal(90), Decimal(95), False, True,
    )  # fmt: skip
    assert [(proof.line, proof.quotation) for proof in good.evidence] == [(6, "90%以上")]
    assert to_json(found)


def test_bands_in_words_cannot_be_computed(store: Store) -> None:
    found = answer_grade(store, named(store, "解决情况"), "3")
    assert (found.outcome, found.grades) == ("notComputable", ())
    assert not any(band.is_computable for band in found.bands)


def test_the_question_lists_the_bands_from_the_best(store: Store) -> None:
    rows = answer(store, "grade-bands", {"indicator": named(store, "活动次数")}).records()
    assert [(row["text"], row["value"], row["line"]) for row in rows] == [
        ("95%以上", "95", "6"), ("90%以上", "90", "6"), ("85%以上", "85", "6"), ("60%以下", "60", "6"),
    ]  # fmt: skip


def test_what_is_no_number_or_no_graded_indicator_is_refused(store: Store) -> None:
    with pytest.raises(QueryError):
        answer_grade(store, named(store, "活动次数"), "eighty")
    with pytest.raises(NotFoundError):
        answer_grade(store, "0123456789abcdef-1-1", "80")
    with pytest.raises(NotFoundError):
        answer_grade(store, "../x", "80")


def test_a_percentage_is_not_graded_by_counts(tmp_path: Path) -> None:
    text = TEXT.replace("95%以上\t90%以上\t85%以上\t60%以下", "≥5次\t≥3次\t≥2次\t<2次")
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert build([tmp_path / "a.txt"], tmp_path / "store").complete
    with open_store(tmp_path / "store") as opened:
        iri = named(opened, "活动次数")
        assert answer_grade(opened, iri, "4").grades == ("good",)
        with pytest.raises(QueryError):
            answer_grade(opened, iri, "4%")
