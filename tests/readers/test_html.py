"""Web pages: tables with spans, line ends, encodings, and what sites put around their content."""

from pathlib import Path

import pytest
from tests.readers.test_workbooks import seen

from yiju.model import Document
from yiju.readers.html import read
from yiju.readers.source import SourceFile


def page(body: str, encoding: str = "utf-8", head: str = "") -> Document:
    text = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return read(SourceFile(Path("a.html"), text.encode(encoding)))


def left(document: Document) -> list[str]:
    assert {one.rule for one in document.left_out} <= {"rulePageFurniture"}
    return [one.words.text for one in document.left_out]


def test_spans_put_each_text_once_where_its_cell_begins() -> None:
    document = page(
        "<table><tr><td rowspan=2>产出</td><td>甲</td><td rowspan='3'>率</td></tr>"
        "<tr><td>乙</td></tr><tr><td colspan=2>丙</td></tr></table>"
    )
    assert seen(document) == [[["产出", "甲", "率"], ["", "乙", ""], ["丙", "", ""]]]
    assert [place.cell for place in document.places] == [
        "T1R1C1", "T1R1C2", "T1R1C3", "T1R2C1", "T1R3C1",
    ]  # fmt: skip


def test_line_ends_and_blanks_are_those_that_a_browser_shows() -> None:
    document = page(
        "<p>一、\n  职责<br>1.培训</p><div>甲<div>乙</div>丙</div>"
        "<table><tr><td>1.培训<br/>2.宣传</td><td><p>甲</p><p>乙</p></td></tr></table>"
    )
    assert seen(document) == [
        "一、 职责",
        "1.培训",
        "甲",
        "乙",
        "丙",
        [["1.培训\n2.宣传", "甲\n乙"]],
    ]


def test_a_page_in_an_encoding_of_its_own_is_read() -> None:
    head = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
    assert seen(page("<p>清河区科技局2024年部门预算</p>", "gb18030", head)) == [
        "清河区科技局2024年部门预算"
    ]
    assert seen(page("<p>清河区科技局</p>", "utf-8-sig")) == ["清河区科技局"]


def test_what_a_site_puts_around_its_content_is_left_out() -> None:
    document = page(
        "<nav>导航</nav><div id='topNav'>办事</div><ul><li><a>甲</a><li><a>乙</a><li><a>丙</a></ul>"
        "<div>当前位置：<a>首页</a> > <a>公开</a></div><h1>2024年部门预算公开</h1>"
        "<p>【字体：大 中 小】【打印】【关闭】</p><p>分享到：</p><script>x</script><p>正文。</p>"
        "<p><a>首页</a>|<a>简介</a>|<a>联系</a></p><footer>版权所有</footer><p>冀ICP备12345678号</p>"
    )
    assert seen(document) == ["2024年部门预算公开", "正文。"]
    assert len(left(document)) == 11


@pytest.mark.parametrize(
    "line",
    [
        "资金来源：财政拨款",
        "打印费 3 万元",
        "中",
        "来源：财政拨款",
        "分享经验20场",
        "主办单位应当公开",
        "首页设计",
    ],
)
def test_words_of_the_content_are_no_furniture(line: str) -> None:
    document = page(f"<p>{line}</p>")
    assert seen(document) == [line]
    assert left(document) == []


def test_a_class_does_not_take_a_table_or_a_title_away() -> None:
    document = page(
        "<div class='print'><h2>预算公开</h2><table><tr><td>甲</td><td>乙</td></tr></table></div>"
        f"<div class='menu'>{'正文。' * 400}</div>"
    )
    assert seen(document) == ["预算公开", [["甲", "乙"]], "正文。" * 400]


def test_a_header_without_links_is_the_title_of_the_content() -> None:
    document = page(
        "<div class='site-header'><a>清河区人民政府</a></div><div class='pages-header'>2024年预算公开</div>"
    )
    assert seen(document) == ["2024年预算公开"]
    assert left(document) == ["清河区人民政府"]


def test_a_table_of_tables_is_a_frame() -> None:
    document = page(
        "<table><tr><td>左</td><td><p>标题</p><table><tr><td>甲</td><td>乙</td></tr></table></td></tr></table>"
    )
    assert seen(document) == ["左", "标题", [["甲", "乙"]]]
    assert [place.cell for place in document.places] == ["T2R1C1", "T2R1C2"]


def test_numbers_of_lists_are_those_that_a_browser_shows() -> None:
    document = page("<ol start=2><li>培训</li><li><p>宣传</p></li></ol><ul><li>甲</li></ul>")
    assert seen(document) == ["2.培训", "3.宣传", "甲"]


def test_hidden_parts_are_not_read_and_told() -> None:
    document = page("<p>见</p><p style='display:none'>不见</p><p hidden>不见</p>")
    assert seen(document) == ["见"]
    assert "2 hidden parts" in document.notes[0]
