from dataclasses import replace

from yiju.mapping.evidence import LONGEST, Prover, find_spans
from yiju.model import Document, Passage, Place
from yiju.vocabulary import Names

TEXT = "标题\n甲\t<b>乙</b>丙\t\t丁\n"


def document(text: str) -> Document:
    return Document("0123456789abcdef" * 4, ("a.txt",), text, ())


def at(text: str, words: str) -> Passage:
    start = text.index(words)
    return Passage.of(words, start, text.count("\n", 0, start) + 1)


def test_a_quotation_names_its_line_and_stands_there_word_for_word() -> None:
    (evidence,) = Prover(document(TEXT), Names()).evidence(at(TEXT, "丙"))
    assert evidence["line"] == 2
    assert evidence["id"] == "https://w3id.org/yiju/id/evidence/0123456789abcdef-2-11-1"
    selector = evidence["hasSelector"]
    assert isinstance(selector, dict)
    assert (selector["exact"], selector["prefix"], selector["suffix"]) == (
        "丙",
        "标题\n甲\t<b>乙</b>",
        "\t\t丁\n",
    )


def test_a_quotation_names_the_cell_and_the_page_at_which_it_begins() -> None:
    start = TEXT.index("丙")
    places = (Place(start, start + 1, "T1R1C2", 3), Place(start + 3, start + 4, "T1R1C4"))
    read = replace(document(TEXT), places=places)
    (row,) = Prover(read, Names()).evidence(at(TEXT, "丙") + at(TEXT, "丁"))
    assert (row["cell"], row["page"]) == ("T1R1C2", 3)
    (last,) = Prover(read, Names()).evidence(at(TEXT, "丁"))
    assert last["cell"] == "T1R1C4"
    assert "page" not in last
    (title,) = Prover(read, Names()).evidence(at(TEXT, "标题"))
    assert "cell" not in title


def test_pieces_parted_by_blanks_and_marks_are_one_quotation() -> None:
    words = at(TEXT, "甲") + at(TEXT, "乙") + at(TEXT, "丙") + at(TEXT, "丁")
    (span,) = find_spans(TEXT, words)
    assert TEXT[span.start : span.end] == "甲\t<b>乙</b>丙\t\t丁"


def test_pieces_that_a_page_parts_are_quotations_of_their_own() -> None:
    text = "服务对象满\n表头\n意度指标\n"
    passage = at(text, "服务对象满") + at(text, "意度指标")
    assert [e["line"] for e in Prover(document(text), Names()).evidence(passage)] == [1, 3]


def test_a_long_passage_is_quoted_in_parts_that_join_to_the_whole() -> None:
    text = "长 文" * LONGEST
    spans = list(find_spans(text, Passage.of(text, 0, 1)))
    parts = [text[span.start : span.end] for span in spans]
    assert "".join(parts) == text
    assert max(len(part.replace(" ", "")) for part in parts) == LONGEST


def test_words_that_another_quotation_holds_are_not_quoted_again() -> None:
    row = at(TEXT, "甲") + at(TEXT, "乙") + at(TEXT, "丙")
    evidence = Prover(document(TEXT), Names()).evidence(at(TEXT, "丙"), row, row, at(TEXT, "丁"))
    assert [e["id"] for e in evidence] == [
        "https://w3id.org/yiju/id/evidence/0123456789abcdef-2-1-11",
        "https://w3id.org/yiju/id/evidence/0123456789abcdef-2-14-1",
    ]
