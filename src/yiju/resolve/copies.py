"""Copies: a number, or a title with a year, that counts itself up down a column of a spreadsheet.

石高管字〔2021〕37号, 〔2022〕37号, 〔2023〕37号 beside one title are one number that was pulled down: the
first is meant. A step counts only inside one table, from one printed value to the next.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from yiju.model import Mention
from yiju.resolve.titles import read_title
from yiju.values.document_number import DocumentNumber, parse_document_number

_FEWEST_TITLES: Final = 3
"""Titles of two years in a row may be two documents; three that count themselves up are copies, if the
last is of a year that the disclosure cannot know yet."""


def find_copied_numbers(mentions: Iterable[Mention]) -> dict[str, Mention]:
    """The mention that heads the run, by each citation whose number was counted up from it."""
    found: dict[str, Mention] = {}
    for one in _tables(mention for mention in mentions if mention.title and mention.number):
        for rows in _by_title(one).values():
            heads = {} if _stand_together(rows) else _number_heads(rows)
            found |= {row.citation: heads[row.number or ""] for row in rows if row.number in heads}
    return found


def find_copied_titles(mentions: Iterable[Mention]) -> dict[str, Mention]:
    """The same for titles without a number, whose year counts itself up."""
    found: dict[str, Mention] = {}
    for one in _tables(mention for mention in mentions if mention.title and not mention.number):
        masked: dict[str, list[Mention]] = defaultdict(list)
        for mention in one:
            masked[read_title(mention.title or "").without_years].append(mention)
        for rows in masked.values():
            found |= {} if _stand_together(rows) else _copied_titles(rows)
    return found


def _tables(mentions: Iterable[Mention]) -> Iterator[list[Mention]]:
    """The mentions of each table, in the order of their document."""
    found: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        if mention.subject:
            found[mention.document, mention.subject].append(mention)
    return (sorted(one, key=lambda m: (m.place, m.citation)) for one in found.values())


def _by_title(mentions: Iterable[Mention]) -> Mapping[str, list[Mention]]:
    found: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        found[read_title(mention.title or "").core].append(mention)
    return found


def _stand_together(rows: Sequence[Mention]) -> bool:
    """Whether one cell names two of them: then both are meant."""
    cells: dict[str, set[str | None]] = defaultdict(set)
    for row in rows:
        cells[row.indicator or row.citation].add(row.number or row.title)
    return any(len(named) > 1 for named in cells.values())


def _number_heads(rows: Sequence[Mention]) -> dict[str, Mention]:
    """The head of each number that follows another by one step, in the order of first print."""
    heads: dict[str, Mention] = {}
    first: dict[str, Mention] = {}
    for row in rows:
        first.setdefault(row.number or "", row)
    before: str | None = None
    for number in first:
        if before is not None and _is_step(before, number):
            heads[number] = heads.get(before, first[before])
        before = number
    return heads


def _is_step(one: str, other: str) -> bool:
    """Whether a number follows another by one, in its serial or in its year."""
    a, b = parse_document_number(one), parse_document_number(other)
    return a is not None and b in (_next(a, "serial"), _next(a, "year"))


def _next(number: DocumentNumber, part: str) -> DocumentNumber:
    if part == "year":
        return replace(number, year=number.year + 1)
    return replace(number, serial=number.serial + 1)


def _copied_titles(rows: Sequence[Mention]) -> dict[str, Mention]:
    """The head of each title that continues a run of years; the run begins with the first title."""
    first: dict[tuple[int, ...], Mention] = {}
    for row in rows:
        first.setdefault(read_title(row.title or "").years, row)
    years = list(first)
    run = [years[0]]
    for one in years[1:]:
        if one != tuple(year + 1 for year in run[-1]) or not one:
            break
        run.append(one)
    fiscal = max((row.year for row in rows if row.year), default=None)
    is_future = fiscal is None or max(run[-1], default=0) > fiscal
    if len(run) < _FEWEST_TITLES or not is_future:
        return {}
    copied = set(run[1:])
    head = first[run[0]]
    return {row.citation: head for row in rows if read_title(row.title or "").years in copied}
