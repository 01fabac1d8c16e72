"""One script, many formats: the same paragraphs and tables written as text, Word, workbooks and web pages."""

import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from random import Random
from typing import Any, Final

import docx
import xlwt
from docx.oxml.parser import parse_xml
from openpyxl import Workbook
from openpyxl.styles import Border, Side

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True)
class Grid:
    """A table: rows of texts, blank where a merge covers the place; merges as row, column, rows, columns."""

    rows: tuple[tuple[str, ...], ...]
    merges: tuple[tuple[int, int, int, int], ...] = ()

    @property
    def width(self) -> int:
        return max(map(len, self.rows))

    def covered(self) -> set[tuple[int, int]]:
        """Places that a merge covers, but for the one it begins in."""
        return {
            (row, column)
            for top, left, tall, wide in self.merges
            for row in range(top, top + tall)
            for column in range(left, left + wide)
            if (row, column) != (top, left)
        }

    def spans(self) -> dict[tuple[int, int], tuple[int, int]]:
        return {(top, left): (tall, wide) for top, left, tall, wide in self.merges}


Block = str | Grid
Script = Sequence[Block]
Writer = Callable[[Script, Random], bytes]


# --- text ----------------------------------------------------------------------------------------


def write_rows(script: Script, random: Random) -> bytes:
    """A row per line, cells parted by tabs."""
    lines = []
    for block in script:
        if isinstance(block, Grid):
            lines += ["\t".join(cell.replace("\n", " ") for cell in row) for row in block.rows]
        else:
            lines.append(block)
        lines.append("")
    return "\n".join(lines).encode(random.choice(["utf-8", "gb18030"]))


def write_cells(script: Script, random: Random) -> bytes:
    """A cell per line behind a tab, a blank line behind each row."""
    lines = []
    for block in script:
        if isinstance(block, Grid):
            for row in block.rows:
                lines += [*(f"\t{cell}" for cell in row), ""]
            lines.append("")
        else:
            lines += [block, ""]
    return "\n".join(lines).encode(random.choice(["utf-8", "utf-8-sig"]))


# --- Word ----------------------------------------------------------------------------------------


def write_docx(script: Script, random: Random) -> bytes:
    """A Word file, with runs cut anywhere, a running title, and tracked changes."""
    return word_file(script, random, _word_table, _word_paragraph)


def word_file(
    script: Script,
    random: Random,
    table: Callable[[Grid, Random], str],
    paragraph: Callable[[str, Random], str],
    *,
    sideways: bool = False,
) -> bytes:
    """A Word file of tables and paragraphs as they are given."""
    document = docx.Document()
    if sideways:
        page = document.sections[0]
        page.page_width, page.page_height = page.page_height, page.page_width
    document.core_properties.title = ""
    section = document.sections[0]
    section.header.paragraphs[0].text = "部门预算公开"
    section.footer.paragraphs[0].text = "第1页"
    body = document.element.body
    for element in list(body)[:-1]:
        body.remove(element)
    for block in script:
        made = table(block, random) if isinstance(block, Grid) else paragraph(block, random)
        body.insert(len(body) - 1, parse_xml(made))
        if isinstance(block, Grid):
            body.insert(len(body) - 1, parse_xml(f'<w:p xmlns:w="{W}"/>'))
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _word_paragraph(text: str, random: Random) -> str:
    return f'<w:p xmlns:w="{W}">{_word_runs(text, random)}</w:p>'


def _word_runs(text: str, random: Random) -> str:
    cut = random.randint(0, len(text))
    runs = []
    for at, part in enumerate((text[:cut], text[cut:])):
        run = f"<w:r><w:t xml:space='preserve'>{escape(part)}</w:t></w:r>".replace(
            "\n", "</w:t><w:br/><w:t xml:space='preserve'>"
        )
        inserted = at and random.random() < 0.2
        runs.append(f"<w:ins w:id='1' w:author='a'>{run}</w:ins>" if inserted else run)
    if random.random() < 0.1:
        runs.append("<w:del w:id='2' w:author='a'><w:r><w:delText>旧文</w:delText></w:r></w:del>")
    return "".join(runs)


def _word_table(grid: Grid, random: Random) -> str:
    spans, covered = grid.spans(), grid.covered()
    rows = []
    for at, row in enumerate(grid.rows):
        cells, column = [], 0
        while column < grid.width:
            tall, wide = spans.get((at, column), (1, 1))
            above = next(
                (m for m in grid.merges if m[0] < at < m[0] + m[2] and m[1] == column), None
            )
            properties = f"<w:gridSpan w:val='{above[3] if above else wide}'/>"
            if tall > 1 or above:
                properties += "<w:vMerge/>" if above else "<w:vMerge w:val='restart'/>"
            text = row[column] if column < len(row) and (at, column) not in covered else ""
            lines = text.split("\n") if random.random() < 0.5 else [text]
            inside = "".join(f"<w:p>{_word_runs(line, random)}</w:p>" for line in lines)
            cells.append(f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>")
            column += above[3] if above else wide
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    columns = "<w:gridCol w:w='900'/>" * grid.width
    return f'<w:tbl xmlns:w="{W}"><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{"".join(rows)}</w:tbl>'


# --- workbooks -----------------------------------------------------------------------------------

_NUMBERS: Final = (
    (re.compile(r"(?:0|[1-9]\d*)"), "0", 1),
    (re.compile(r"(?:0|[1-9]\d*)\.\d\d"), "0.00", 1),
    (re.compile(r"[1-9]\d{0,2}(?:,\d{3})+\.\d\d"), "#,##0.00", 1),
    (re.compile(r"(?:0|[1-9]\d*)%"), "0%", 100),
    (re.compile(r"(?:0|[1-9]\d*)\.\d\d%"), "0.00%", 100),
    (re.compile(r"(?:0|[1-9]\d*)\.\d\d万元"), '0.00"万元"', 1),
)


def _as_number(text: str) -> tuple[float, str] | None:
    """A number and the format that prints it so."""
    for pattern, form, scale in _NUMBERS:
        if pattern.fullmatch(text) and len(text) < 12:
            digits = re.sub(r"[,%万元]", "", text)
            return float(digits) / scale, form
    return None


def _placed(script: Script, random: Random, *, ruled: bool) -> Iterator[tuple[int, Block]]:
    """Each block with the row it begins in; without rules, blank rows part paragraphs from tables."""
    row = random.randint(0, 2)
    for block in script:
        yield row, block
        row += len(block.rows) if isinstance(block, Grid) else 1
        row += 1 if not ruled or isinstance(block, Grid) else random.randint(0, 1)


def write_xlsx(script: Script, random: Random) -> bytes:
    """A workbook of one sheet; numbers with formats, and a hidden sheet that says other things."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Sheet1"
    ruled = random.random() < 0.7
    line = Side(style="thin")
    for top, block in _placed(script, random, ruled=ruled):
        if isinstance(block, str):
            sheet.cell(top + 1, 1, block)
            continue
        for at, row in enumerate(block.rows):
            for column in range(block.width):
                text = row[column] if column < len(row) else ""
                number = _as_number(text) if random.random() < 0.8 else None
                cell = sheet.cell(top + at + 1, column + 1, number[0] if number else text or None)
                cell.data_type = "n" if number or not text else "s"  # no text is a formula
                cell.number_format = number[1] if number else "@"
                if ruled:
                    cell.border = Border(left=line, right=line, top=line, bottom=line)
        for up, left, tall, wide in block.merges:
            sheet.merge_cells(
                start_row=top + up + 1,
                end_row=top + up + tall,
                start_column=left + 1,
                end_column=left + wide,
            )
    hidden = book.create_sheet("说明")
    hidden["A1"] = "部门预算公开样表"
    hidden.sheet_state = "hidden"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def write_xls(script: Script, random: Random) -> bytes:
    """An old workbook of one sheet."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    ruled = random.random() < 0.7
    styles: dict[str, Any] = {}

    def style(form: str) -> Any:
        if form not in styles:
            lines = "borders: left thin, right thin, top thin, bottom thin" if ruled else ""
            styles[form] = xlwt.easyxf(lines, num_format_str=form)
        return styles[form]

    for top, block in _placed(script, random, ruled=ruled):
        if isinstance(block, str):
            sheet.write(top, 0, block)
            continue
        covered, spans = block.covered(), block.spans()
        for at, row in enumerate(block.rows):
            for column in range(block.width):
                if (at, column) in covered:
                    continue
                text = row[column] if column < len(row) else ""
                number = _as_number(text) if random.random() < 0.8 else None
                tall, wide = spans.get((at, column), (1, 1))
                place = (top + at, top + at + tall - 1, column, column + wide - 1)
                sheet.write_merge(
                    *place, number[0] if number else text, style(number[1] if number else "@")
                )
    out = BytesIO()
    book.save(out)
    return out.getvalue()


# --- web pages -----------------------------------------------------------------------------------

_ABOVE: Final = """<div class="header"><a href="/">清河区人民政府</a></div>
<ul class="menu"><li><a href="/a">首页</a></li><li><a href="/b">政务公开</a></li><li><a href="/c">办事服务</a></li></ul>
<div>您当前的位置：<a href="/">首页</a> &gt; <a href="/b">政务公开</a> &gt; 预算公开</div>
<p>发布时间：2024-02-01 10:20 来源：区财政局 【打印】【关闭】</p>"""
_BELOW: Final = """<p>【<a href="#">打印本页</a>】【<a href="#">关闭窗口</a>】</p>
<div class="share">分享到：<a>微信</a> <a>微博</a></div>
<div class="footer">主办单位：清河区人民政府 网站标识码：1301000000</div>"""


def write_html(script: Script, random: Random) -> bytes:
    """A page of a government site, as sites of the kind write it."""
    parts = []
    for block in script:
        if isinstance(block, Grid):
            parts.append(_web_table(block, random))
        else:
            tag = random.choice(["p", "div", "p"])
            parts.append(f"<{tag}>&nbsp;<span>{escape(block)}</span></{tag}>")
    encoding = random.choice(["utf-8", "gb2312"])
    frame = random.random() < 0.3
    content = "\n".join(parts)
    if frame:
        content = f"<table width='100%'><tr><td>{content}</td></tr></table>"
    page = (
        f'<!DOCTYPE html>\n<html><head><meta charset="{encoding}"><title>预算公开</title>'
        "<style>td {border: 1px}</style><script>var a = '<p>无</p>';</script></head><body>"
        f"{_ABOVE}<div class='content'>{content}</div>{_BELOW}</body></html>"
    )
    return page.encode("gb18030" if encoding == "gb2312" else encoding)


def _web_table(grid: Grid, random: Random) -> str:
    spans, covered = grid.spans(), grid.covered()
    rows = []
    for at, row in enumerate(grid.rows):
        cells = []
        for column in range(grid.width):
            if (at, column) in covered:
                continue
            tall, wide = spans.get((at, column), (1, 1))
            text = escape(row[column] if column < len(row) else "").replace("\n", "<br>")
            inside = f"<p>{text}</p>" if random.random() < 0.3 else text
            cells.append(f"<td rowspan={tall} colspan='{wide}'>\n{inside}\n</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table border=1><tbody>{''.join(rows)}</tbody></table>"


WRITERS: Final[dict[str, tuple[str, Writer]]] = {
    "rows": ("a.txt", write_rows),
    "cells": ("a.txt", write_cells),
    "docx": ("a.docx", write_docx),
    "xlsx": ("a.xlsx", write_xlsx),
    "xls": ("a.xls", write_xls),
    "html": ("a.html", write_html),
}


def zipped(entries: dict[str, bytes]) -> bytes:
    """A ZIP of these entries."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in entries.items():
            package.writestr(name, data)
    return out.getvalue()
