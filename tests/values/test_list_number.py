import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiju.values.list_number import is_numbered, split_items, strip_number


def items(text: str) -> list[str]:
    return [text[start:end] for start, end in split_items(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ["1.培训2.5万人。", "2.宣传10次"],
        ["1、甲；", "2、乙；", "3、丙"],
        ["1．甲", "2．乙"],
        ["一、甲。", "二、乙。", "三、丙"],
        ["（1）甲；", "（2）乙"],
        ["（一）甲。", "（二）乙"],
        ["①甲", "②乙", "③丙"],
        ["目标1：解决3万人饮水。", "目标2：水质达标。"],
        ["一是做好监测；", "二是积极申报"],
        ["1. 2048.24 平方米办公用房；", "2. 5.12防灾日宣传"],
        ["1.2024年完成甲；", "2.2025年完成乙"],
        ["总体：", "1.甲；", "2.乙"],
        ["举办活动10次，金额1.5万元，3月底完成"],
        ["5.12防灾减灾日宣传"],
        ["2024.1.5前完成"],
    ],
)
@pytest.mark.parametrize("blank", ["", " ", "\n"])
def test_a_cell_is_cut_at_its_list_numbers(parts: list[str], blank: str) -> None:
    assert items(blank.join(parts)) == parts


def test_the_outer_numbers_cut_and_the_inner_stay() -> None:
    assert items("1.甲：（1）子一；（2）子二。2.乙") == ["1.甲：（1）子一；（2）子二。", "2.乙"]


def test_blank_text_has_no_item() -> None:
    assert split_items("") == split_items(" \u3000\n") == []


@given(st.text(alphabet="1234567890一二三是、.（）()①② 甲乙。；\n", max_size=80))
def test_items_cover_the_text_in_order_without_overlap(text: str) -> None:
    spans = split_items(text)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(start < end for start, end in spans)
    assert "".join("".join(items(text)).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("指标1：培训人次", "培训人次"),
        ("指标 2:覆盖率", "覆盖率"),
        ("1、综合管理", "综合管理"),
        ("（1）综合管理", "综合管理"),
        ("①综合管理", "综合管理"),
        ("一、综合管理", "综合管理"),
        ("5.12防灾", "5.12防灾"),
        ("11786.475", "11786.475"),
        ("2.5万人培训", "2.5万人培训"),
        ("2024年完成率", "2024年完成率"),
        ("24小时接处警率", "24小时接处警率"),
        ("一体化平台", "一体化平台"),
        ("1、", "1、"),
        ("", ""),
    ],
)
def test_numbering_is_stripped_and_figures_stay(text: str, plain: str) -> None:
    assert strip_number(text) == plain


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("一、部门职责", "一、"),
        ("（一）部门职责", "（一）"),
        ("(二十一) 组织实施", "（一）"),
        ("1、收入说明", "1、"),
        ("　　1、开展科普活动", "1、"),
        ("2. 加强", "1."),
        ("（3）甲", "（1）"),
        ("②甲", "①"),
        ("一是做好", "一是"),
        ("一体化", None),
        ("5.12防灾", None),
        ("2024年", None),
        ("", None),
    ],
)
def test_the_style_of_a_list_number_is_named(text: str, style: str | None) -> None:
    assert is_numbered(text) == style
