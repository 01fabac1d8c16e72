"""Layouts of real forms as plain files: a document, and below `====` what a careful reader takes from it.

A line with tabs is a row; `<` and `^` are places that a merge covers, from the left or from above; `⏎` is a
line end inside a cell. A line below `====` names a project (`project: name | budget=…`), the department as a
whole (`whole:`), or one of its indicators (`- tier 1 / tier 2 / name | target | weight=…`). A target is a sign,
a value and a unit, `until` a date, both, or `says` words; `annual` or `midterm` stands before it where both are printed. What begins with `~`, a line or a part of one, stands in the document and is
listed there: no rule reads it yet.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from tests.readers.writers import Block, Grid, Script

from yiju.model import Disclosure, Evaluation, Goal, Indicator, Project, Target
from yiju.values.characters import squeeze

FOLDER: Final = Path(__file__).parent / "layouts"
SIGNS: Final = {
    "atLeast": ">=", "atMost": "<=", "moreThan": ">", "lessThan": "<", "equalTo": "=",
}  # fmt: skip
_PERIODS: Final = {"annualPeriod": "annual", "midTermPeriod": "midterm"}

Fact = tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """A document as a script, the facts that are read from it, and those that stand there and are listed."""

    name: str
    script: Script
    facts: Counter[Fact]
    listed: Counter[Fact]


def read_layouts(folder: str) -> dict[str, Layout]:
    """The layouts of a folder by name."""
    return {path.stem: read_layout(path) for path in sorted((FOLDER / folder).glob("*.txt"))}


def read_layout(path: Path) -> Layout:
    """The layout in a file."""
    document, said = path.read_text(encoding="utf-8").split("\n====\n")
    lines = [line for line in document.split("\n") if line and not line.startswith("# ")]
    facts = Counter(_expected(_without_listed(said.splitlines())))
    stated = Counter(_expected(said.replace("~", "").splitlines()))
    return Layout(path.stem, list(_blocks(lines)), facts, stated - facts)


def _without_listed(lines: list[str]) -> list[str]:
    """The lines without what begins with `~`."""
    return [
        " | ".join(part for part in line.split(" | ") if not part.startswith("~"))
        for line in lines
        if not line.startswith("~")
    ]


# --- the document --------------------------------------------------------------------------------


def _blocks(lines: list[str]) -> Iterator[Block]:
    rows: list[list[str]] = []
    for line in [*lines, ""]:
        if "\t" in line:
            rows.append([cell.replace("⏎", "\n") for cell in line.split("\t")])
            continue
        if rows:
            yield _grid(rows)
            rows = []
        if line:
            yield line


def _grid(rows: list[list[str]]) -> Grid:
    width = max(map(len, rows))
    full = [[*row, *[""] * (width - len(row))] for row in rows]
    merges = tuple(_merges(full))
    return Grid(tuple(tuple("" if cell in "<^" else cell for cell in row) for row in full), merges)


def _merges(rows: list[list[str]]) -> Iterator[tuple[int, int, int, int]]:
    for top, row in enumerate(rows):
        for left, cell in enumerate(row):
            if cell in ("<", "^"):
                continue
            wide = _run(row[left + 1 :], "<")
            below = (rows[at][left : left + wide] for at in range(top + 1, len(rows)))
            tall = 1
            for cells in below:
                if cells[0] != "^" or any(cell not in ("<", "^") for cell in cells):
                    break
                tall += 1
            if tall * wide > 1:
                yield top, left, tall, wide


def _run(cells: list[str], sign: str) -> int:
    count = 1
    for cell in cells:
        if cell != sign:
            break
        count += 1
    return count


# --- what is expected ----------------------------------------------------------------------------


def _expected(lines: list[str]) -> Iterator[Fact]:
    owner = ""
    for line in lines:
        head, *parts = (part.strip() for part in line.split(" | "))
        if head.startswith("project:"):
            owner = squeeze(head.removeprefix("project:"))
            yield ("project", owner)
            yield from (_said(owner, part) for part in parts)
        elif line.startswith("whole:"):
            owner = ""
            yield from (
                _said(owner, part) for part in line.removeprefix("whole:").strip().split(" | ")
            )
        else:
            yield from _expected_indicator(owner, head.removeprefix("- "), parts)


def _expected_indicator(owner: str, head: str, parts: list[str]) -> Iterator[Fact]:
    level1, level2, name = (squeeze(part) for part in head.split("/"))
    yield ("indicator", owner, level1, level2, name)
    for part in parts:
        if "=" in part.split(" ")[0] and part[0].isalpha():
            yield _said(f"{owner}: {name}", part)
        else:
            yield ("target", owner, name, squeeze(part.replace(" ", "")))


def _said(owner: str, part: str) -> Fact:
    key, _, value = part.partition("=")
    return (key, owner, _plain(value))


def _plain(value: str) -> str:
    """A text without blanks; a number without the zeros that change nothing."""
    text = squeeze(value)
    digits = text.replace(".", "", 1)
    if not (digits.isdigit() and digits.isascii()) or len(text) > 15:
        return text
    return f"{Decimal(text).normalize():f}"


# --- what is read --------------------------------------------------------------------------------


def facts_of(disclosure: Disclosure) -> Counter[Fact]:
    """What was read, as facts."""
    return Counter(_read(disclosure))


def _read(disclosure: Disclosure) -> Iterator[Fact]:
    for project in disclosure.projects:
        yield from _read_project(project)
    yield from _goals("", disclosure.goals)
    for one in disclosure.indicators:
        yield from _read_indicator("", one)


def _read_project(project: Project) -> Iterator[Fact]:
    name = squeeze(project.name.text)
    yield ("project", name)
    if project.code:
        yield ("code", name, project.code)
    if project.department:
        yield ("department", name, squeeze(project.department.name))
    if project.budget is not None:
        yield ("budget", name, _plain(str(project.budget)))
    for funding in project.funding:
        yield (funding.source, name, _plain(str(funding.amount)))
    if project.purpose:
        yield ("purpose", name, squeeze(project.purpose.text))
    yield from _goals(name, project.goals)
    for one in project.indicators:
        yield from _read_indicator(name, one)


def _goals(owner: str, goals: tuple[Goal, ...]) -> Iterator[Fact]:
    for goal in goals:
        yield ("goal", owner, _PERIODS.get(goal.period or "", "") + squeeze(goal.words.text))


def _read_indicator(owner: str, one: Indicator) -> Iterator[Fact]:
    name = squeeze(one.name.text)
    yield ("indicator", owner, squeeze(one.level1.text), squeeze(one.level2.text), name)
    yield from (("target", owner, name, _spoken(target)) for target in one.targets)
    place = f"{owner}: {name}"
    if one.basis:
        yield ("basis", place, squeeze(one.basis.words.text))
    if one.description:
        yield ("description", place, squeeze(one.description.text))
    if one.evaluation:
        yield from _evaluation(place, one.evaluation)


def _evaluation(place: str, said: Evaluation) -> Iterator[Fact]:
    if said.weight is not None:
        yield ("weight", place, _plain(str(said.weight)))
    if said.score is not None:
        yield ("score", place, _plain(str(said.score)))
    if said.actual:
        yield ("actual", place, squeeze(said.actual.text))
    if said.deviation:
        yield ("deviation", place, squeeze(said.deviation.text))


def _spoken(target: Target) -> str:
    reading, period = target.reading, _PERIODS.get(target.period or "", "")
    if reading.value is not None:
        unit = squeeze(reading.unit or "")
        due = f"until{reading.until}" if reading.until else ""
        return f"{period}{SIGNS[reading.operator]}{reading.value:f}{unit}{due}"
    if reading.until:
        return f"{period}until{reading.until}"
    if reading.operator == "qualitative":
        return f"{period}says{squeeze(target.words.text)}"
    return f"{period}{reading.operator}{squeeze(target.words.text)}"
