"""The five published disclosures, against independent readings and checks, and counted once more.

They lie beside the checkout, not in it; where they are missing the tests are skipped and say so.
"""

import csv
import json
import re
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest

from yiju.pipeline import BuildReport, build
from yiju.questions import answer
from yiju.store import Store, open_store
from yiju.vocabulary import NS

YIJU: Final = shlex.quote(str(Path(sys.executable).parent / "yiju"))
PREFIX: Final = """PREFIX yj: <https://w3id.org/yiju/ns#> PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX dcterms: <http://purl.org/dc/terms/>
"""
MARKS: Final = re.compile(r"^#+ |\s|</?b>|\*\*|\[bookmark:[^\]\n]*\]", re.MULTILINE)
NOTICES: Final = 13
"""Projects of 2024 that are named after the number of a notice, counted in their captions."""

MOST_UNMAPPED: Final = Decimal("0.02")


@pytest.fixture(scope="module")
def disclosures(shared: Path) -> Path:
    return shared / "disclosures"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("disclosures") / "store"


@pytest.fixture(scope="module")
def report(disclosures: Path, folder: Path) -> BuildReport:
    return build([disclosures], folder)


@pytest.fixture(scope="module")
def store(report: BuildReport, folder: Path) -> Iterator[Store]:
    assert report.complete
    with open_store(folder) as opened:
        yield opened


def ask(store: Store, query: str) -> list[dict[str, str]]:
    solutions = store.select(PREFIX + query)
    names = [variable.value for variable in solutions.variables]
    return [
        {name: term.value for name in names if (term := row[name]) is not None} for row in solutions
    ]


def run(script: Path, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(script), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def test_the_graph_says_what_independent_readers_read(
    shared: Path, store: Store, folder: Path
) -> None:
    gold = sorted((shared / "gold").glob("*.json"))
    done = run(shared / "check" / "score.py", YIJU, folder, *gold, MIN="1.0")
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_node_is_proved_by_a_quotation_at_its_line(
    shared: Path, store: Store, folder: Path, disclosures: Path
) -> None:
    done = run(shared / "check" / "evidence.py", YIJU, folder, disclosures)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "warning" not in done.stdout


def test_the_graphs_keep_what_is_fixed(shared: Path, store: Store, tmp_path: Path) -> None:
    out = tmp_path / "export.nq"
    with out.open("wb") as file:
        store.export("nquads", out=file)
    done = run(shared / "check" / "graphs.py", out)
    assert done.returncode == 0, done.stdout


def cells_of(path: Path) -> int:
    """Cells with text, counted without the reader: what tabs part, and lines behind a tab."""
    lines = path.read_text(encoding="utf-8-sig").split("\n")
    single = sum(line.startswith("\t") and line.count("\t") == 1 for line in lines)
    by_cells = single * 2 > sum("\t" in line for line in lines)
    cells = [cell for line in lines if "\t" in line for cell in line.split("\t")]
    if not by_cells:
        return sum(bool(MARKS.sub("", cell)) for cell in cells)
    return sum(bool(line.strip()) for line in lines if "\t" in line)


def test_targets_in_prose_are_counted_apart_from_the_rows_of_tables(store: Store) -> None:
    rows = answer(store, "coverage", {}).records()
    assert [row["prose_indicators"] for row in rows] == ["13", "9", "41", "75", "0"]
    assert len(answer(store, "prose-targets", {}).rows) == 138
    for row in rows:
        assert row["file"]
        (counted,) = ask(
            store,
            f"""SELECT (COUNT(?i) AS ?n) WHERE {{ GRAPH ?g {{ ?d yj:fileName "{row["file"]}" .
            ?i a yj:Indicator }} }}""",
        )
        assert row["indicators"] == counted["n"]


def test_the_cells_add_up_to_those_of_the_source(store: Store, disclosures: Path) -> None:
    rows = ask(
        store,
        """SELECT ?name ?read ?mapped ?ignored ?unmapped WHERE { GRAPH ?g { ?d yj:fileName ?name ;
        yj:cellsRead ?read ; yj:cellsMapped ?mapped ; yj:cellsIgnored ?ignored ; yj:cellsUnmapped ?unmapped } }""",
    )
    assert len(rows) == 5
    for row in rows:
        read, mapped = int(row["read"]), int(row["mapped"])
        assert read == mapped + int(row["ignored"]) + int(row["unmapped"])
        assert read == cells_of(disclosures / row["name"]), row["name"]


def characters_of(path: Path) -> int:
    """Characters that show something, counted without the reader; marks of layout are none."""
    return len(MARKS.sub("", path.read_text(encoding="utf-8-sig")))


def test_the_characters_add_up_to_those_of_the_source(store: Store, disclosures: Path) -> None:
    rows = answer(store, "coverage", {}).records()
    assert len(rows) == 5
    for row in rows:
        read, unmapped = (int(row[f"characters_{what}"] or 0) for what in ("read", "unmapped"))
        assert read == sum(
            int(row[f"characters_{what}"] or 0) for what in ("mapped", "ignored", "unmapped")
        )
        assert read == characters_of(disclosures / str(row["file"])), row["file"]
        assert unmapped <= read * MOST_UNMAPPED, row["file"]


def test_the_lists_of_duties_are_those_that_were_counted_by_hand(store: Store) -> None:
    rows = answer(store, "duties", {}).records()
    found = Counter(str(row["file"])[:3] for row in rows)
    assert found == {"000": 7, "001": 14, "002": 13, "003": 28, "004": 2}
    last = {str(row["file"])[:3]: row for row in rows}
    assert last["002"]["label"] == "13. 完成工委、管委会和上级部门交办的其他任务。"
    assert last["002"]["position"] == "13"
    assert last["003"]["label"] == "(二十八) 完成区委、区政府交办的其他任务。"
    assert last["000"]["content"] == "全区震灾预防和防震减灾科普宣传"


def test_goals_and_measures_of_the_prose_belong_to_their_department(store: Store) -> None:
    for kind, wanted in (
        ("goalSection", {"000": 6, "001": 44, "002": 17, "003": 14, "004": 11}),
        ("measureSection", {"001": 6, "002": 6, "003": 7}),
    ):
        rows = answer(store, "goals", {"kind": kind}).records()
        assert Counter(str(row["file"])[:3] for row in rows) == wanted
        assert all(row["owner"] and row["section"] for row in rows)


def test_money_that_comes_by_a_notice_is_transferred_by_a_policy(store: Store) -> None:
    rows = answer(store, "transfers", {}).records()
    assert len(rows) == NOTICES
    assert all(row["policy"] and "财" in str(row["number"]) for row in rows)


def test_nothing_of_the_five_is_unmapped_but_a_number_printed_twice(store: Store) -> None:
    rows = answer(store, "unmapped", {}).records()
    assert [(row["reason"], row["text"]) for row in rows] == [
        (f"{NS}reasonUnknownFigure", "22973.2 万元")  # two amounts where one was meant
    ]


def test_every_label_and_text_stands_in_the_source_at_its_line(
    store: Store, disclosures: Path
) -> None:
    """Of the classes that the independent check leaves out, too."""
    sources = {path.name: path.read_text(encoding="utf-8") for path in disclosures.glob("*.txt")}
    kinds = ("Department", "Duty", "Activity", "Goal", "Section", "Statement", "IgnoredPassage")
    for kind in kinds:
        rows = ask(
            store,
            f"""SELECT ?name ?s ?words ?line ?exact WHERE {{ GRAPH ?g {{ ?d yj:fileName ?name .
            ?s a yj:{kind} ; rdfs:label|yj:text ?words ; yj:evidence ?e .
            ?e yj:line ?line ; oa:hasSelector/oa:exact ?exact }} }}""",
        )
        assert rows, kind
        proofs: dict[tuple[str, str], list[str]] = {}
        for row in sorted(rows, key=lambda row: int(row["line"])):
            lines = sources[row["name"]].split("\n")[int(row["line"]) - 1 :]
            assert "\n".join(lines).find(row["exact"]) in range(len(lines[0]) + 1)
            proofs.setdefault((row["s"], row["words"]), []).append(MARKS.sub("", row["exact"]))
        for (node, words), pieces in proofs.items():
            assert set(MARKS.sub("", words)) <= set("".join(pieces)), node


def test_reading_again_in_another_order_changes_no_byte(
    disclosures: Path, store: Store, tmp_path: Path
) -> None:
    files = sorted(disclosures.glob("*.txt"), reverse=True)
    again = tmp_path / "again"
    build(files[:2], again)
    build([*files, files[0]], again)
    exports: list[bytes] = []
    for opened in (store, open_store(again)):
        out = tmp_path / f"{len(exports)}.nq"
        with out.open("wb") as file:
            opened.export("nquads", out=file)
        exports.append(out.read_bytes())
    assert exports[0] == exports[1]


TITLES: Final = re.compile(r"部门预算(?:.*总表|.*支出表)")
CODES: Final = re.compile(r"\d{3}(?:\d\d){0,2}")
MONEY: Final = re.compile(r"\d+\.\d\d")


def money_of_budget_tables(path: Path) -> dict[int, list[str]]:
    """The amounts on the lines of the budget tables of a document, read without the reader."""
    found: dict[int, list[str]] = {}
    inside = False
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), 1):
        if "\t" not in line and line.strip():
            inside = bool(TITLES.fullmatch(line.strip())) or (inside and not is_text(line))
        elif inside and (money := [cell for cell in line.split("\t") if MONEY.fullmatch(cell)]):
            found[number] = money
    return found


def is_text(line: str) -> bool:
    """Whether a line between the pages of a table is more than its body, year or unit."""
    return not re.match(r"471 |预算年度|单位", line.strip())


def test_every_number_cell_of_the_budget_tables_is_an_observation(
    store: Store, disclosures: Path
) -> None:
    (path,) = disclosures.glob("003_*.txt")
    rows = ask(
        store,
        """SELECT ?o ?amount ?line WHERE { GRAPH ?g { ?o a yj:BudgetLine ; yj:amount ?amount ;
        yj:evidence/yj:line ?line } }""",
    )
    found: dict[int, list[float]] = {}
    for row in rows:
        found.setdefault(int(row["line"]), []).append(float(row["amount"]))
    expected = money_of_budget_tables(path)
    assert sum(map(len, expected.values())) == len({row["o"] for row in rows}) == 337
    assert {line: sorted(amounts) for line, amounts in found.items()} == {
        line: sorted(map(float, amounts)) for line, amounts in expected.items()
    }


def test_the_empty_budget_tables_are_said_to_be_empty(store: Store) -> None:
    rows = ask(
        store,
        """SELECT ?title ?note WHERE { GRAPH ?g {
        ?t a yj:BudgetTable ; yj:amountCells 0 ; rdfs:label ?title ; yj:note ?note } }""",
    )
    assert len(rows) == 2
    assert all("空表" in row["note"] for row in rows)


def test_the_subtotals_of_the_budget_tables_are_reproduced(store: Store) -> None:
    """All but those that the source itself rounds: they differ by a hundredth of 万元."""
    rows = answer(store, "budget-subtotals", {}).records()
    assert len(rows) == 152
    off = {
        (row["label"], row["column_label"], row["difference"])
        for row in rows
        if Decimal(row["difference"] or "") != 0
    }
    assert off == {
        ("合计", "本年收入 / 小计", "-0.01"),
        ("合计", "本年收入 / 财政拨款收入", "-0.01"),
        ("合计", "基本支出", "-0.01"),
        ("科学技术支出", "合计", "-0.01"),
    }


def test_the_lines_of_a_class_are_asked_for_by_code(store: Store) -> None:
    rows = answer(store, "budget-lines", {"code": "20699", "kind": "incomeTable"}).records()
    carried = [row for row in rows if row["column_label"] == "上年结转"]
    assert [(row["printed_code"], row["amount"]) for row in carried] == [
        ("20699", "35.02"),
        ("2069999", "35.02"),
    ]
    assert all(row["quotation"].startswith(row["printed_code"]) for row in carried)  # type: ignore[union-attr,arg-type]


ASSETS: Final = {
    "000_": (86, "4238.713566"),
    "001_": (7, "78.809"),
    "002_": (9, "111.91"),
    "003_": (6, "734.98"),
    "004_": (6, "5.67"),
}
"""Number cells of each table of assets, and the value of all assets, counted by hand."""


@pytest.mark.parametrize("start", sorted(ASSETS))
def test_every_number_cell_of_the_tables_of_assets_is_an_observation(
    store: Store, disclosures: Path, start: str
) -> None:
    (path,) = disclosures.glob(f"{start}*.txt")
    rows = answer(store, "assets", {"file": path.name}).records()
    total = [row["value"] for row in rows if row["label"] == "资产总额" and row["value"]]
    assert (len(rows), len({row["observation"] for row in rows})) == (ASSETS[start][0],) * 2
    assert total[-1] == ASSETS[start][1]
    assert all(row["department"] and row["quotation"] for row in rows)


def test_every_term_of_the_glossaries_is_a_concept(store: Store, disclosures: Path) -> None:
    rows = answer(store, "glossary", {}).records()
    counts = {
        path.name[:3]: sum(row["document"] == path.name for row in rows)
        for path in disclosures.glob("*.txt")
    }
    assert counts == {"000": 6, "001": 10, "002": 7, "003": 10, "004": 7}
    same = answer(store, "glossary", {"term": "基本支出"}).records()
    assert [(row["line"], (row["definition"] or "")[:1]) for row in same] == [
        ("250", "指"), ("391", "指"), ("963", "指"), ("527", "指"),
    ]  # fmt: skip


STATED: Final = {
    "income_wan": "totalIncome",
    "expenditure_wan": "totalExpenditure",
    "basic_wan": "basicExpenditureTotal",
    "project_wan": "projectExpenditureTotal",
    "three_public_wan": "threePublicTotal",
    "operating_wan": "operatingTotal",
    "procurement_wan": "procurementTotal",
    "fixed_assets_wan": "fixedAssets",
}


@pytest.mark.parametrize("start", ["002", "004"])
def test_the_totals_of_prose_are_those_that_independent_readers_read(
    store: Store, shared: Path, start: str
) -> None:
    gold = json.loads((shared / "gold" / f"{start}.json").read_text(encoding="utf-8"))["totals"]
    rows = [row for row in figures_of(store) if (row["document"] or "").startswith(start)]
    found = {
        key: {Decimal(row["amount"]) for row in rows if row["concept"] == item and row["amount"]}
        for key, item in STATED.items()
    }
    assert found == {
        key: {Decimal(value)} if (value := gold[key]) else set[Decimal]() for key in STATED
    }


def figures_of(store: Store) -> list[dict[str, str | None]]:
    return answer(store, "stated-totals", {}).records()


def test_every_figure_of_prose_is_read_as_a_person_reads_it(store: Store, checkout: Path) -> None:
    """Three documents read by hand: amounts, changes, rates, counts and reasons, none more or less."""
    path = checkout / "tests" / "golden" / "stated-figures.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        expected = [tuple(row.values()) for row in csv.DictReader(file, delimiter="\t")]
    columns = ("line", "concept", "amount", "change", "rate", "count", "reason")
    found = [
        ((row["document"] or "")[:3], *(row[name] or "" for name in columns))
        for row in (
            row | {"change": row["change"] or (row["direction"] and "unchanged")}
            for row in figures_of(store)
        )
    ]
    assert sorted(one for one in found if one[0] in {"000", "001", "003"}) == sorted(expected)


def test_a_total_of_prose_is_the_sum_of_its_parts_but_where_parts_are_not_all_told(
    store: Store,
) -> None:
    rows = answer(store, "totals-against-parts", {}).records()
    off = {(row["label"], row["difference"]) for row in rows if Decimal(row["difference"] or "")}
    assert off == {("资产", "4.49"), ("机关运行经费", "1.8")}
    assert len(rows) > 30


def test_the_project_budgets_add_up_to_the_project_expenditure_of_prose(store: Store) -> None:
    rows = answer(store, "project-budgets", {}).records()
    assert [(row["projects"], row["total"]) for row in rows if row["projects"] != "1"] == [
        ("35", "43723.83"),
        ("26", "10659.35"),
    ]
    pairs = {
        (row["item"], row["stated"], row["against"], row["difference"])
        for row in answer(store, "totals-against-tables", {}).records()
    }
    assert {
        ("ownLevelTotal", "43723.83", "projects", "0"),
        ("projectExpenditureTotal", "10659.35", "projects", "0"),
        ("totalIncome", "11897.36", "部门预算收入总表", "0"),
    } <= pairs
