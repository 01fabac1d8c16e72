"""Goal prose from a file to a graph: joined over a page, with the time that it prints."""

from pathlib import Path

from yiju.mapping import as_document, parse_quads
from yiju.model import Disclosure, ProseIndicator
from yiju.pipeline.reading import understand, with_citations
from yiju.readers.plain import read
from yiju.readers.source import SourceFile
from yiju.validation import check_graph
from yiju.vocabulary import Names

HEAD = "清河区科技局2024年部门预算公开\n五、绩效预算信息\n（一）总体绩效目标：\n"


def disclosure_of(goals: str) -> Disclosure:
    file = SourceFile(Path("a.txt"), f"{HEAD}{goals}\n".encode())
    return with_citations(understand(read(file)))


def stated_in(said: Disclosure) -> list[ProseIndicator]:
    return [one for goal in said.prose.goals for one in goal.goal.indicators]


def test_a_target_that_a_page_cuts_is_one_with_both_places() -> None:
    said = disclosure_of("1、新增书店\n\n- 7 -\n\n20 家以上。\n2、改造公园 3 处。")
    first, second = stated_in(said)
    assert [piece.line for piece in first.target.words.pieces] == [4, 8]
    assert (first.subject.text, second.subject.text) == ("新增书店", "改造公园")
    assert check_graph(parse_quads(as_document(said, Names()))).conforms


def test_what_was_before_the_fiscal_year_is_no_target() -> None:
    said = disclosure_of("1、2023年新增书店3家。\n2、2024年新增书店5家。")
    assert said.fiscal_year == 2024
    assert [str(one.target.reading.value) for one in stated_in(said)] == ["5"]


def test_a_printed_time_stands_beside_the_number_in_the_graph() -> None:
    said = disclosure_of("1、到2025年底新增书店3家。\n2、全年改造公园4处。")
    quads = parse_quads(as_document(said, Names()))
    told = [f"{quad.predicate} {quad.object}" for quad in quads]
    for name, value in [("until", '"2025"'), ("period", "#annualPeriod"), ("value", '"3"')]:
        assert any(f"#{name}>" in one and value in one for one in told), name
    assert check_graph(quads).conforms
