"""A document that names no department is asked like any other."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from yiju.pipeline import build
from yiju.questions import answer, answer_policy, answer_trace
from yiju.store import Store, open_store

TEXT = (
    "说明\n\n一级指标\t二级指标\t三级指标\t指标值\t指标值确定依据\n"
    "产出指标\t数量指标\t培训场次\t≥3场\t《某办法》（某政字〔2020〕3号）\n"
    "\t质量指标\t合格率\t100%\t工作计划\n"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert build([tmp_path / "a.txt"], tmp_path / "store").complete
    with open_store(tmp_path / "store") as opened:
        yield opened


def test_its_indicators_are_traced(store: Store) -> None:
    (trace,) = answer_trace(store, "培训场次")
    assert trace.subjects == ()
    assert [ground.citations[0].number for ground in trace.bases] == ["某政字〔2020〕3号"]


def test_its_indicators_are_counted_and_listed(store: Store) -> None:
    (row,) = answer(store, "coverage", {}).records()
    assert (row["indicators"], row["with_policy"]) == ("2", "1")
    assert [r["label"] for r in answer(store, "indicators-without-policy", {}).records()] == [
        "合格率"
    ]


def test_its_indicators_rest_on_their_policies(store: Store) -> None:
    (use,) = answer_policy(store, "某政字[2020]3号")
    assert [used.label for used in use.uses] == ["培训场次"]
