"""One disclosure says the same in every shape: the sample always, the published ones where they are.

The shapes are what conversions, page breaks and encodings do to a text with a row per line; random
choices come from a seed.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Final

import pytest

from yiju import resources
from yiju.model import Activity, Disclosure, Indicator, Prose
from yiju.pipeline.reading import understand
from yiju.readers.plain import read
from yiju.readers.source import SourceFile
from yiju.values.characters import squeeze

_HEADER: Final = re.compile(r"三级指标|评价标准")
_GRADES: Final = re.compile(r"优\t良")
_FORM: Final = re.compile(r"项目编[码号]")
_ABOVE: Final = re.compile(r"\d{3,9} |单位[：:]")
_BREAK: Final = ("", "306 清河区科学技术局", "", "单位：万元", "")
_BASIS: Final = 5

Lines = list[str]


def is_row(line: str) -> bool:
    return "\t" in line


def _with_headers(text: str) -> Iterator[tuple[str, str, Lines]]:
    """Each line with the one above it and the header rows that a page break would repeat."""
    above, header = "", list[str]()
    for line in text.split("\n"):
        if is_row(line) and _HEADER.search(line):
            header = []
            yield line, above, header
            header = [line]
        elif is_row(line) and header and _GRADES.search(line):
            yield line, above, []
            header = [*header, line]
        else:
            if _FORM.search(line) or (line.strip() and not is_row(line) and not _ABOVE.match(line)):
                header = []
            yield line, above, header
        above = line


def with_page_breaks(text: str, seed: int) -> str:
    """Pages end between rows: page title, unit line and header stand in between."""
    random, out = Random(seed), Lines()
    for line, above, header in _with_headers(text):
        if header and is_row(line) and is_row(above) and random.random() < 0.15:
            out += [*_BREAK, *header]
        out.append(line)
    return "\n".join(out)


def with_cut_cells(text: str, seed: int) -> str:
    """Pages end inside rows of indicator tables: some cells go on below the repeated header."""
    random, out = Random(seed), Lines()
    for line, _, header in _with_headers(text):
        cells = line.split("\t")
        long = [at for at in (1, 2, 3, _BASIS) if at < len(cells) and len(cells[at]) > 3]
        if (
            len(header) == 1
            and is_row(line)
            and len(cells) > _BASIS
            and long
            and random.random() < 0.1
        ):
            first, rest = _cut(cells, random.sample(long, random.randint(1, len(long))), random)
            out += ["\t".join(first), *_BREAK, *header, "\t".join(rest)]
        else:
            out.append(line)
    return "\n".join(out)


def _cut(cells: Lines, columns: list[int], random: Random) -> tuple[Lines, Lines]:
    first, rest = list(cells), [""] * len(cells)
    for at in columns:
        place = random.randint(2, len(cells[at]) - 2) if len(cells[at]) > 4 else 2
        first[at], rest[at] = cells[at][:place], cells[at][place:]
    return first, rest


def with_a_cell_per_line(text: str) -> str:
    """Each cell on a line of its own behind a tab, a blank line behind each row."""
    out = Lines()
    for line in text.split("\n"):
        out += [*(f"\t{cell}" for cell in line.split("\t")), ""] if is_row(line) else [line]
    return "\n".join(out)


def in_markdown(text: str) -> str:
    """Tables as Markdown writes them."""
    lines = text.split("\n")
    return "\n".join(
        f"| {line.replace(chr(9), ' | ')} |" if is_row(line) else line for line in lines
    )


def in_bold(text: str) -> str:
    """Every cell between marks that a conversion left."""
    return _each_cell(text, lambda cell: f"<b>{cell}</b>" if cell.strip() else cell)


def with_blanks(text: str) -> str:
    """Blanks at the ends of all cells."""
    return _each_cell(text, lambda cell: f"{cell} ")


def with_prose_cut_by_pages(text: str, seed: int) -> str:
    """Pages end inside sentences: a blank line and a page number stand in between."""
    random, out = Random(seed), Lines()
    for line in text.split("\n"):
        at = random.randint(len(line) // 2, max(len(line) - 4, len(line) // 2))
        cut = (
            not is_row(line) and len(line) > 60 and line.endswith("。") and "。" not in line[at:-1]
        )
        whole = cut and re.match(r"[^\W\d_]", line[at]) and re.match(r"[^\W\d_]", line[at - 1])
        out += [line[:at], "", "- 7 -", "", line[at:]] if whole else [line]
    return "\n".join(out)


def in_full_width(text: str) -> str:
    """Figures and per cent signs in full width."""
    return text.translate(str.maketrans("0123456789%", "０１２３４５６７８９％"))


def with_windows_lines(text: str) -> str:
    """Lines that end as Windows ends them."""
    return text.replace("\n", "\r\n")


def _each_cell(text: str, change: Callable[[str], str]) -> str:
    lines = text.split("\n")
    return "\n".join(
        "\t".join(map(change, line.split("\t"))) if is_row(line) else line for line in lines
    )


# --- what is said ---

Said = Counter[tuple[object, ...]]

SHAPES: dict[str, Callable[[str], str]] = {
    "windows lines": with_windows_lines,
    "blanks": with_blanks,
    "bold": in_bold,
    "full width": in_full_width,
    "markdown": in_markdown,
    "a cell per line": with_a_cell_per_line,
}


def said(text: str, encoding: str = "utf-8") -> Said:
    """What is found in a text, without places; nothing of a known table may be left over."""
    disclosure = understand(read(SourceFile(Path("a.txt"), text.encode(encoding))))
    reasons = {passage.reason for passage in disclosure.unmapped}
    assert reasons <= {"reasonUnknownTable", "reasonUnknownFigure"}
    return Counter(_facts(disclosure))


def _facts(disclosure: Disclosure) -> Iterator[tuple[object, ...]]:
    yield from (_indicator("", one) for one in disclosure.indicators)
    for project in disclosure.projects:
        name = squeeze(project.name.text)
        money = tuple((funding.source, funding.amount) for funding in project.funding)
        yield name, project.code, project.budget, money, squeeze(project.purpose.text)
        yield from ((name, plan.month, plan.share) for plan in project.milestones)
        yield from ((name, squeeze(goal.words.text)) for goal in project.goals)
        yield from (_indicator(name, one) for one in project.indicators)
    for item in disclosure.procurement:
        payer, linked = squeeze(item.project.text), bool(item.project_row)
        yield payer, linked, squeeze(item.name.text), item.code, squeeze(item.unit.text)
        yield payer, item.project_budget, item.quantity, item.price, item.amount, item.reserved
        yield from ((payer, funding.source, funding.amount) for funding in item.funding)
    for duty in disclosure.duties:
        for activity in (duty, *duty.activities):
            yield from _activity(activity)

    yield from _prose(disclosure.prose)


def _prose(prose: Prose) -> Iterator[tuple[object, ...]]:
    for section in prose.sections:
        yield squeeze(section.heading.text), section.kind, squeeze(section.parent.text)
    for duty in prose.duties:
        yield duty.position, squeeze(duty.name.text), squeeze(duty.content.text)
    for listed in prose.goals:
        yield listed.goal.position, listed.section.kind, squeeze(listed.goal.words.text)
    for reading in (one for section in prose.figures for one in section.paragraphs):
        yield from ((figure.item, figure.amount, figure.year) for figure in reading.figures)
        yield from (("unread", squeeze(words.text)) for words in reading.unread)
    yield from (("statement", squeeze(one.words.text)) for one in prose.statements)
    yield from ((squeeze(one.term.text), squeeze(one.definition.text)) for one in prose.glossary)


def _activity(activity: Activity) -> Iterator[tuple[object, ...]]:
    name = squeeze(activity.name.text)
    yield name, activity.budget, squeeze(activity.content.text)
    yield from ((name, squeeze(goal.words.text)) for goal in activity.goals)
    yield from (_indicator(name, one) for one in activity.indicators)


def _indicator(owner: str, one: Indicator) -> tuple[object, ...]:
    texts = (one.level1, one.level2, one.name, one.description)
    targets = tuple(
        (squeeze(t.words.text), t.grade, t.reading.value) for t in (*one.targets, *one.bands)
    )
    basis = squeeze(one.basis.words.text) if one.basis else None
    return owner, *(squeeze(text.text) for text in texts), *targets, basis


def texts() -> Iterator[tuple[str, str]]:
    """The texts with a row per line, by name."""
    shared = Path(__file__).parents[2] / "shared" / "disclosures"
    folders = (resources.folder("sample"), shared)
    for path in (path for folder in folders if folder.is_dir() for path in folder.rglob("*.txt")):
        text = path.read_text(encoding="utf-8-sig")
        if any(line.count("\t") > 1 for line in text.split("\n")):
            yield path.name, text


ROWS = dict(sorted(texts()))


@pytest.fixture(params=ROWS)
def text(request: pytest.FixtureRequest) -> str:
    found: str = ROWS[request.param]
    return found


@pytest.mark.parametrize("shape", SHAPES)
def test_the_shape_of_the_text_does_not_matter(text: str, shape: str) -> None:
    assert said(SHAPES[shape](text)) == said(text)


def test_the_encoding_does_not_matter(text: str) -> None:
    assert said(text, "gb18030") == said(text, "utf-8-sig") == said(text)


@pytest.mark.parametrize("seed", range(4))
def test_page_breaks_between_rows_do_not_matter(text: str, seed: int) -> None:
    broken = with_page_breaks(text, seed)
    assert broken != text
    assert said(broken) == said(text)
    assert said(with_a_cell_per_line(broken)) == said(text)


@pytest.mark.parametrize("seed", range(4))
def test_page_breaks_inside_rows_do_not_matter(text: str, seed: int) -> None:
    assert said(with_cut_cells(text, seed)) == said(text)


@pytest.mark.parametrize("seed", range(4))
def test_page_breaks_inside_sentences_do_not_matter(text: str, seed: int) -> None:
    broken = with_prose_cut_by_pages(text, seed)
    assert broken != text
    assert said(broken) == said(text)
