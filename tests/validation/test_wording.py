"""Repeated and misprinted words: found where they are wrong, left alone where they are good."""

import re
from pathlib import Path

import pytest

from yiju.mapping import as_document, parse_quads
from yiju.pipeline.reading import read_disclosure
from yiju.validation import load
from yiju.validation.audit import Ask, asking
from yiju.validation.wording import misprinted_words, repeated_words
from yiju.vocabulary import Names

TEXT = """云溪市科学技术局2024年部门预算信息公开

五、绩效预算信息

（一）总体绩效目标

1. WORDS

2. 新增科技型中小企业60家。
"""


def asked(words: str, folder: Path) -> Ask:
    path = folder / "text.txt"
    path.write_text(TEXT.replace("WORDS", words), encoding="utf-8")
    return asking(load(parse_quads(as_document(read_disclosure(path), Names()))))


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("争取上级上级科技资金。", "上级上级"),
        ("提高服务对象或服务对象满意度。", "服务对象或服务对象"),
        ("降低中小企业降低创新成本。", "降低中小企业降低"),
        ("评审人员数量的人数不少于9人。", "数量的人数"),
    ],
)
def test_a_word_that_follows_itself_is_found(words: str, wrong: str, tmp_path: Path) -> None:
    assert wrong in [row["wrong"] for row in repeated_words(asked(words, tmp_path))]


@pytest.mark.parametrize(
    "words",
    [
        "一步一步推进改革，一项一项抓落实。",
        "促进企业与企业、部门与部门合作。",
        "提高产量，提高质量，降低成本，降低能耗。",
        "人人参与，方方面面支持。",
    ],
)
def test_good_repetition_is_left_alone(words: str, tmp_path: Path) -> None:
    assert not list(repeated_words(asked(words, tmp_path)))


@pytest.mark.parametrize(
    ("words", "wrong", "meant"),
    [
        ("贯彻挑行国家政策。", "贯彻挑行", "贯彻执行"),
        ("按时拔付补助资金。", "拔付", "拨付"),
        ("收益对象满意度达到90%。", "收益对象", "受益对象"),
        ("减轻中心企业负担。", "减轻中心企业", "中小企业"),
    ],
)
def test_a_misprint_is_found_with_what_is_meant(
    words: str, wrong: str, meant: str, tmp_path: Path
) -> None:
    rows = list(misprinted_words(asked(words, tmp_path)))
    assert [(row["wrong"], row["meant"]) for row in rows] == [(wrong, meant)]


@pytest.mark.parametrize(
    "words",
    [
        "预防犯罪，创建创新中心企业联盟。",
        "医疗器械和社会众筹、冶金业、五金业。",
        "认定科技小巨人企业25家，银行账户已撤销。",
        "年末，期末完工，周末开放。",
        "根据年初预算安排拨款，提高满意度和完成率。",
    ],
)
def test_good_words_are_no_misprint(words: str, tmp_path: Path) -> None:
    assert not list(misprinted_words(asked(words, tmp_path)))


def test_the_context_of_a_finding_stays_inside_its_text(tmp_path: Path) -> None:
    (row,) = misprinted_words(asked("贯彻挑行。", tmp_path))
    assert not re.search(r"\s", row["eachText"])
    assert row["eachText"] == "“1.贯彻挑行。”"
