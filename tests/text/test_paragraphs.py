import pytest

from yiju.model import Passage
from yiju.text import extract_targets, join_broken


def paragraphs(*lines: str) -> list[Passage]:
    """Lines with a blank one between each two."""
    return [Passage.of(line, 100 * at, 2 * at + 1) for at, line in enumerate(lines)]


LONG = "新" * 40


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (("新增书店，", "改造公园3处。"), ["新增书店，改造公园3处。"]),
        (("新增书店", "20家。"), ["新增书店20家。"]),
        (("新增书店20", "家。"), ["新增书店20家。"]),
        (("新增书店", "- 7 -", "20家"), ["新增书店20家"]),
        ((LONG, "兴产业3个。"), [f"{LONG}兴产业3个。"]),
        (("新增书店", "、公园3处"), ["新增书店、公园3处"]),
        (("新增书店3家。", "20家"), ["新增书店3家。", "20家"]),
        (("新增书店3家", "公园2处"), ["新增书店3家", "公园2处"]),
        (("新增书店3家", "2、公园2处"), ["新增书店3家", "2、公园2处"]),
        ((LONG, "绩效指标：公园2处。"), [LONG, "绩效指标：公园2处。"]),
        (("7", "新增书店"), ["新增书店"]),
        ((), []),
    ],
)
def test_what_a_page_cut_is_joined_and_nothing_else(
    lines: tuple[str, ...], wanted: list[str]
) -> None:
    assert [one.text for one in join_broken(paragraphs(*lines))] == wanted


def test_what_stands_far_apart_is_not_joined() -> None:
    pieces = [Passage.of("新增书店，", 0, 1), Passage.of("20家", 90, 30)]
    assert len(list(join_broken(pieces))) == 2


def test_a_text_of_lines_without_an_end_stays_in_parts() -> None:
    joined = list(join_broken(paragraphs(*["新增书店，"] * 100)))
    assert max(len(one.pieces) for one in joined) == 4


def test_a_joined_target_has_a_place_for_each_piece() -> None:
    (joined,) = join_broken(paragraphs("新增书店", "20家。"))
    (found,) = extract_targets(joined)
    assert [(piece.text, piece.line) for piece in found.target.words.pieces] == [
        ("新增书店", 1),
        ("20家", 3),
    ]
