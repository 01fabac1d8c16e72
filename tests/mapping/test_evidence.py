from dataclasses import replace

from yiju.mapping.evidence import LONGEST, Prover, find_spans
from yiju.model import Box, Document, Passage, Place
from yiju.vocabulary import Names

TEXT = "标题\n甲\t<b>乙</b>丙\t\t丁\n"


def document(text: str) -> Document:
    return Document("0123456789abcdef" * 4, ("a.txt",), text, ())


def at(text: str, words: str) -> Passage:
    start = text.index(words)
    return Passage.of(words, start, text.count("\n", 0, start) + 1)


def selectors(evidence: dict[str, object]) -> list[dict[str, object]]:
    found = evidence["hasSelector"]
    if isinstance(found, dict):
        return [found]
    assert isinstance(found, list)
    return found


def test_a_quotation_names_its_line_and_stands_there_word_for_word() -> None:
    (evidence,) = Prover(document(TEXT), Names()).evidence(at(TEXT, "丙"))
    assert evidence["line"] == 2
    assert evidence["id"] == "https://w3id.org/yiju/id/evidence/0123456789abcdef-2-11-1"
    (selector,) = selectors(evidence)
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


def test_a_quotation_on_a_page_names_the_box_around_its_lines() -> None:
    text = "每家奖励\n30万元\n其他"
    places = (
        Place(0, 4, "T1R1C1", 3, Box(70, 90, 60, 12)),
        Place(5, 9, "T1R1C1", 3, Box(70, 104, 40, 12)),
        Place(10, 12, None, 3, Box(70, 700, 40, 12)),
    )
    read = replace(document(text), places=places)
    (evidence,) = Prover(read, Names()).evidence(Passage.of(text[:9], 0, 1))
    quotation, region = selectors(evidence)
    assert quotation["exact"] == text[:9]
    assert region["fragment"] == "page=3&viewrect=70,90,60,26"
    assert region["conformsTo"] == "http://tools.ietf.org/rfc/rfc3778"


def test_a_cell_that_a_page_cut_in_two_has_one_evidence_per_page() -> None:
    text = "服务对象满意度指标\t≥90%"
    places = (
        Place(0, 5, "T1R9C2", 3, Box(70, 700, 60, 12)),
        Place(5, 9, "T1R9C2", 4, Box(70, 80, 40, 12)),
        Place(10, 14, "T1R9C3", 3, Box(150, 700, 40, 12)),
    )
    read = replace(document(text), places=places)
    cut = Prover(read, Names()).evidence(Passage.of(text[:9], 0, 1))
    assert [one["page"] for one in cut] == [3, 4]
    assert [selectors(one)[0]["exact"] for one in cut] == ["服务对象满", "意度指标"]
    row = Prover(read, Names()).evidence(Passage.of(text, 0, 1))
    assert [one["page"] for one in row] == [3, 4, 3]


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
