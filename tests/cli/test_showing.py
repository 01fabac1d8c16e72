"""`yiju show`: every paragraph, row and cell with its place, what it became, or why it became nothing."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from tests.layout_cases import FOLDER, read_layout
from tests.readers.disclosures import make
from tests.readers.pdf_writers import write_drawn_pdf
from tests.readers.writers import WRITERS

if TYPE_CHECKING:
    from tests.cli.conftest import Yiju

EVALUATION = FOLDER / "known" / "evaluation-weights-in-tiers.txt"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook that holds a self-evaluation."""
    path = tmp_path_factory.mktemp("shown") / "evaluation.xlsx"
    path.write_bytes(WRITERS["xlsx"][1](read_layout(EVALUATION).script, Random(1)))
    return path


@pytest.fixture(scope="module")
def seen(yiju: Yiju, book: Path) -> dict[str, Any]:
    """What programs are shown of it."""
    shown = yiju("show", book, "--format", "json")
    assert (shown.status, shown.err) == (0, "")
    found: dict[str, Any] = json.loads(shown.out)
    return found


def cells(seen: dict[str, Any]) -> list[dict[str, Any]]:
    tables = [block for block in seen["blocks"] if "rows" in block]
    return [cell for table in tables for row in table["rows"] for cell in row["cells"]]


def uses(seen: dict[str, Any], text: str) -> list[tuple[str, str, str]]:
    found = next(cell for cell in cells(seen) if cell["text"] == text)
    return [(use["what"], use["of"], use["read_as"]) for use in found["uses"]]


def test_each_cell_tells_what_it_became(seen: dict[str, Any]) -> None:
    assert uses(seen, "工程造价咨询") == [("project name", "工程造价咨询", "")]
    assert uses(seen, "≥50个") == [("target", "造价咨询项目数", "atLeast 50 个")]
    assert uses(seen, "档案管理有待规范") == [("evaluation deviation", "造价控制水平", "")]
    assert uses(seen, "18") == [("evaluation score", "造价控制水平", "")]
    tier = uses(seen, "产出指标（50分）")
    assert len(tier) == 4
    assert {what for what, _, _ in tier} == {"indicator level1"}
    assert uses(seen, "主管部门") == []  # a label


def test_each_row_tells_what_it_is(seen: dict[str, Any]) -> None:
    rows = [row for block in seen["blocks"] if "rows" in block for row in block["rows"]]
    told = [(use["what"], use["read_as"]) for row in rows for use in row["became"]]
    assert told[0] == ("project", "工程造价咨询")
    assert [name for what, name in told if what == "indicator"] == [
        *("造价咨询项目数", "咨询报告合格率", "经费支出合规性", "项目总成本"),
        *("造价控制水平", "制度健全性", "建设单位满意度"),
    ]


def test_places_fates_and_sums_are_those_of_the_file(seen: dict[str, Any]) -> None:
    assert all(cell["cell"].startswith("Sheet1!") for cell in cells(seen))
    fates = dict.fromkeys(("mapped", "ignored", "unmapped"), 0)
    for cell in cells(seen):
        fates[cell["fate"]] += 1
        assert (cell["rule"] is None) == (cell["fate"] == "mapped")
    assert fates == {fate: seen["cells"][fate] for fate in fates}
    rules = {cell["text"]: cell["rule"] for cell in cells(seen)}
    assert rules["总分"] == "ruleTotalRow"
    assert rules["经济效益指标"] == "ruleFormPlaceholder"
    assert rules["完成50项。"] == "reasonUnknownCell"


def test_people_see_places_texts_and_what_they_became(yiju: Yiju, book: Path) -> None:
    shown = yiju("show", book)
    assert (shown.status, shown.err) == (0, "")
    lines = shown.out.splitlines()
    target = next(line for line in lines if "≥50个" in line)
    assert target.split() == [target.split()[0], "≥50个", "target", "atLeast", "50", "个"]
    assert target.split()[0].startswith("Sheet1!")
    assert any(line.startswith("table 1 ") and "8 columns" in line for line in lines)
    assert "ignored, ruleTotalRow: 1" in lines


def test_no_file_can_steer_the_terminal(yiju: Yiju, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("科技局2024年部门预算\x1b[2J\n项目名称\t甲\x1b[31m\n", encoding="utf-8")
    assert "\x1b" not in yiju("show", path).out


def test_a_file_without_pages_has_no_pictures(yiju: Yiju, book: Path, tmp_path: Path) -> None:
    refused = yiju("show", book, "--picture", tmp_path)
    assert refused.status == 1
    assert "no pages to draw" in refused.err
    assert list(tmp_path.iterdir()) == []


def test_the_pages_of_a_pdf_file_are_drawn_with_their_tables(yiju: Yiju, tmp_path: Path) -> None:
    path = tmp_path / "disclosure.pdf"
    path.write_bytes(write_drawn_pdf(make(5).script, Random(5)))
    shown = yiju("show", path, "--picture", tmp_path / "pages")
    assert shown.status == 0
    pages = sorted((tmp_path / "pages").iterdir())
    assert [page.name for page in pages] == [
        f"disclosure-p{at}.png" for at in range(1, len(pages) + 1)
    ]
    found = [_colours(page) for page in pages]
    red, blue = (192, 57, 43), (36, 113, 163)
    assert all({red, blue} <= colours for colours in found[:2])


def _colours(page: Path) -> set[object]:
    with Image.open(page) as picture:
        assert max(picture.size) == 1600
        return {colour for _, colour in picture.getcolors(1 << 24) or []}
