import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiju.values.document_number import (
    DocumentNumber,
    find_document_numbers,
    parse_document_number,
)

NUMBER = DocumentNumber("石高管字", 2019, 37)
BRACKETS = ["〔〕", "[]", "()", "（）", "【】", "［］", "〔]", "(）", "[〕"]
CODES = ["石高管字", "冀政办字", "国科发区", "鹿政办函", "财预", "中发", "市委办政府办", "和政发"]


def numbers(text: str) -> list[str]:
    return [str(number) for _, _, number in find_document_numbers(text)]


@given(
    st.sampled_from(CODES),
    st.integers(1949, 2049),
    st.integers(1, 9999),
    st.sampled_from(BRACKETS),
    st.sampled_from(["", " ", "\u3000", "\n"]),
    st.sampled_from(["{}", "第{}", "0{}", "第0{}"]),
)
def test_what_is_printed_parses_back_in_every_spelling(
    code: str, year: int, serial: int, brackets: str, blank: str, form: str
) -> None:
    opening, closing = brackets[0], brackets[1]
    printed = f"{code}{blank}{opening}{year}{closing}{blank}{form.format(serial)}{blank}号"
    assert parse_document_number(printed) == DocumentNumber(code, year, serial)
    assert parse_document_number(str(DocumentNumber(code, year, serial))) is not None


@pytest.mark.parametrize(
    "text",
    [
        "石高管字[2019]37号",
        "石高管字【2019】37 号",
        "(石高管字(2019)第037号)",
        "石高管字［２０１９］３７号",
        "石 高 管 字 〔 2 0 1 9 〕 3 7 号",
        "石高管字第〔2019〕37号",
        "石高管字〔2019年〕37号",
    ],
)
def test_every_spelling_is_one_number(text: str) -> None:
    assert parse_document_number(text) == NUMBER


@pytest.mark.parametrize(
    "text",
    [
        "",
        "石高管字2019年37号",
        "〔2019〕37号",
        "石高管字〔2019〕号",
        "石高管字〔19〕37号",
        "石高管字〔2019〕0号",
        "根据石高管字〔2019〕37号",
        "石高管字〔2019〕37号文件",
        "石高管字(2019)37",
        "采购合同（2020）12号",
    ],
)
def test_what_is_no_number_as_a_whole_is_refused(text: str) -> None:
    assert parse_document_number(text) is None


def test_the_words_before_a_number_are_cut_off() -> None:
    text = "对符合鹿政函（2020）21 号、市委办政府办（2021）154 号等创新创业政策文件"
    assert numbers(text) == ["鹿政函〔2020〕21号", "市委办政府办〔2021〕154号"]
    assert numbers("根据石财教〔2022〕123号和鹿办文（2017）31 号") == [
        "石财教〔2022〕123号",
        "鹿办文〔2017〕31号",
    ]
    assert numbers("关于举办培训班的通知国科火字〔2020〕171号") == ["国科火字〔2020〕171号"]


def test_a_character_inside_a_name_is_not_cut() -> None:
    assert numbers("按和政发〔2019〕3号") == ["和政发〔2019〕3号"]
    assert numbers("依据呼和政字〔2019〕3号") == ["呼和政字〔2019〕3号"]
    assert numbers("根据市规划字〔2019〕3号") == ["市规划字〔2019〕3号"]


def test_a_lost_closing_bracket_does_not_lose_the_number() -> None:
    assert numbers("通知（国科火字【2020】171 号") == ["国科火字〔2020〕171号"]


def test_without_its_last_character_only_the_brackets_of_numbers_make_a_number() -> None:
    assert numbers("（石财教〔2022〕123）") == ["石财教〔2022〕123号"]
    assert numbers("石财教[2022]123") == ["石财教〔2022〕123号"]
    assert numbers("合计人数(2024)12") == []
    assert numbers("石财教〔2022〕123个") == []


def test_offsets_hold_the_printed_number() -> None:
    text = "依据《甲》 (石高管字 [2019] 37\n号)"
    [(start, end, number)] = find_document_numbers(text)
    assert text[start:end] == "石高管字 [2019] 37\n号"
    assert number == NUMBER


def test_no_number_runs_from_one_cell_into_the_next() -> None:
    assert numbers("57家\t石财建（2022）99号\t次") == ["石财建〔2022〕99号"]


def test_prose_in_front_that_is_too_long_gives_no_code() -> None:
    assert numbers("一" * 40 + "〔2019〕3号") == []


@given(st.text(alphabet="石高管字〔〕[]（）2019370 号第依据\n", max_size=60))
def test_a_found_number_parses_back_from_its_own_offsets(text: str) -> None:
    for start, end, number in find_document_numbers(text):
        assert parse_document_number(str(number)) == number
        assert str(number.year) in "".join(text[start:end].split())
