"""Who discloses what: the title, the fiscal year, and the departments and units that are named.

A department may be named in the title and, with its code, above the tables. The fullest name
printed is taken, the code proved where it stands.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from yiju.model import Department, Document, Paragraph, Passage, Table
from yiju.tables.bodies import locate
from yiju.tables.lines import find_organisation
from yiju.tables.words import names_organ
from yiju.values.characters import join_wrapped, squeeze

_TITLE: Final = re.compile(
    r"(?P<before>.*?)(?P<year>20\d\d)年(?:度)?(?P<between>.*?)"
    r"(?:(?:部门|单位)?预算(?:信息)?(?:公开|说明|编制|草案).*|(?:部门|单位)预算$)"
)
_SENTENCE: Final = re.compile(r"[,。;]")
_BUDGET_YEAR: Final = re.compile(r"(?:预算年度|年度)[:：](20\d\d)年?")
_LONGEST_TITLE: Final = 80


@dataclass(frozen=True, slots=True)
class Profile:
    """What a document says of itself; `bodies` are the departments named with a code, by code."""

    title: Passage
    fiscal_year: int | None
    department: Department | None
    bodies: dict[str, Department]


def find_profile(document: Document) -> Profile:
    """The profile of a document; what it does not print stays empty."""
    title, year, named = _find_title(document)
    bodies = _find_bodies(document)
    main = min(
        bodies.values(), key=lambda body: (len(body.code or ""), body.words.start), default=None
    )
    return Profile(title, year or _find_year(document), _fullest(main, named), bodies)


def _fullest(coded: Department | None, titled: Department | None) -> Department | None:
    """One department of two that are named: the longer name, with the code that is printed."""
    if coded is None or titled is None or len(coded.name) >= len(titled.name):
        return coded or titled
    return Department(titled.name, titled.words, coded.code, coded.code_words)


def _find_title(document: Document) -> tuple[Passage, int | None, Department | None]:
    """The first line that reads as a title, one that names a department before one that does not."""
    best: tuple[Passage, int | None, Department | None] = (Passage(), None, None)
    for words in _lines(document):
        found = _TITLE.fullmatch(squeeze(words.text))
        if not found or _SENTENCE.search(found[0]):
            continue
        department = _department_in_title(words, found)
        if not best[0] or (department and not best[2]):
            best = (words, int(found["year"]), department)
    return best


def _department_in_title(words: Passage, found: re.Match[str]) -> Department | None:
    for part in (found["before"], found["between"]):
        name = part.removesuffix("部门").removesuffix("单位")
        if len(name) > 1 and names_organ(name):
            return _department(locate(words, name))
    return None


def _department(words: Passage, code: str | None = None, line: Passage | None = None) -> Department:
    return Department(join_wrapped(words.text), words, code, line or Passage())


def _find_bodies(document: Document) -> dict[str, Department]:
    bodies: dict[str, Department] = {}
    for words in _code_lines(document):
        if (found := find_organisation(words.text)) and found[0] not in bodies:
            code, name = found
            bodies[code] = _department(locate(words, name), code, words)
    return bodies


def _find_year(document: Document) -> int | None:
    for words in _lines(document):
        if found := _BUDGET_YEAR.fullmatch(squeeze(words.text)):
            return int(found[1])
    return None


def _lines(document: Document) -> Iterator[Passage]:
    for block in document.blocks:
        if isinstance(block, Paragraph) and len(block.words.text) <= _LONGEST_TITLE:
            yield block.words


def _code_lines(document: Document) -> Iterator[Passage]:
    """Lines and cells that may name a body with its code."""
    yield from _lines(document)
    for block in document.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                yield from (cell for cell in row.filled if 4 < len(cell.text) <= _LONGEST_TITLE)
