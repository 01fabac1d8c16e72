from hypothesis import given
from hypothesis import strategies as st

from yiju.values.characters import Compact, fold, join_wrapped, squeeze


@given(st.text())
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_and_squeezing_twice_change_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert squeeze(squeeze(text)) == squeeze(text)


@given(st.text())
def test_joining_wraps_loses_blanks_only(text: str) -> None:
    assert squeeze(join_wrapped(text)) == squeeze(text)


@given(st.text())
def test_a_compact_text_knows_where_each_character_was_printed(text: str) -> None:
    compact = Compact.of(text)
    assert compact.text == squeeze(text)
    assert "".join(fold(text[place]) for place in compact.places) == compact.text


def test_widths_brackets_and_quotes_become_one_style() -> None:
    assert squeeze("〔２０１９〕 37\u3000号") == squeeze("【2019】37号") == "(2019)37号"
    assert fold("“甲”＂乙＂") == '"甲""乙"'


def test_a_wrap_between_han_is_joined_and_a_blank_beside_latin_stays() -> None:
    assert join_wrapped("专项项目 经费请示") == "专项项目经费请示"
    assert join_wrapped("建立 CRO  服务\n平台，\n用于") == "建立 CRO 服务平台，用于"
    assert join_wrapped("办法\n（修订） ") == "办法（修订）"


def test_a_gap_between_digits_can_be_kept() -> None:
    assert Compact.of("10 20 家", apart="[0-9]").text == "10 20家"
    assert Compact.of("10\n20", apart="[0-9]").text == "10 20"
