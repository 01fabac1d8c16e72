"""Figures of a department's goals against the indicators of its tables.

The rules `GoalAgainstTable` and `DepartmentFigureNotInTable`. Two names speak of one thing when what
is left without the words of `agreement.toml` holds the other, or shares most pairs of characters.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, QuerySolutions

from yiju.vocabulary import NS, PREFIXES

Ask = Callable[[str], QuerySolutions]
_HEAD: Final = f"PREFIX yj: <{NS}> PREFIX rdfs: <{PREFIXES['rdfs']}> "
_GOALS: Final = f"""{_HEAD} SELECT ?thing ?name ?text ?value ?unit WHERE {{
  ?thing a yj:ProseIndicator ; rdfs:label ?name ; yj:target ?target ; yj:indicatorOf ?body .
  ?body a yj:Department . ?target yj:text ?text ; yj:value ?value .
  OPTIONAL {{ ?target yj:unitText ?unit }} }} ORDER BY ?thing"""
_TABLE: Final = f"""{_HEAD} SELECT ?thing ?name ?more ?text ?value ?unit WHERE {{
  ?thing a yj:Indicator ; rdfs:label ?name ; yj:target|yj:gradeBand ?target .
  ?target yj:text ?text ; yj:value ?value .
  FILTER NOT EXISTS {{ ?target yj:grade ?grade . FILTER(?grade != yj:excellent) }}
  OPTIONAL {{ ?thing yj:description ?more }}
  OPTIONAL {{ ?target yj:unitText ?unit }} }} ORDER BY ?thing"""
_DISCLOSURE: Final = f"{_HEAD} SELECT ?thing WHERE {{ ?thing a yj:Disclosure }}"
_BRACKETS: Final = re.compile(r"[（(]([^（）()]*)[)）]")
_LEAST: Final = 4
"""Characters of a name below which it may be anything."""

_HELD: Final = 0.55
_ALIKE: Final = 0.5


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure of a goal or a table: what it counts, how it is printed, its number and unit."""

    thing: str
    name: str
    more: str
    text: str
    value: str
    unit: str

    @property
    def core(self) -> str:
        """The name without the words that do not say what is counted."""
        return _core(self.name)


def goals_against_table(ask: Ask) -> Iterator[dict[str, str]]:
    """Goals whose number is in no indicator of the same name."""
    for goal, rows in _matched(ask)[0]:
        told = [row for row in rows if _same_kind(goal.unit, row.unit)]
        if told and all(row.value != goal.value for row in rows) and not _is_total(goal.name):
            for row in told:
                said = f"{row.name}“{row.text}”"
                yield {
                    "this": goal.thing,
                    "other": row.thing,
                    "goal": goal.text,
                    "eachTarget": said,
                }


def figures_without_indicator(ask: Ask) -> Iterator[dict[str, str]]:
    """Goals that no indicator names, and whose number no indicator has."""
    (this,) = (_text(row, "thing") for row in ask(_DISCLOSURE))
    matched, table = _matched(ask)
    for goal, rows in matched:
        is_named = rows or any(goal.core in row.name + row.more for row in table)
        if not is_named and not any(_is_equal(goal, row) for row in table):
            yield {"this": this, "other": goal.thing, "eachGoal": goal.text}


@lru_cache(maxsize=1)
def _matched(
    ask: Ask,
) -> tuple[tuple[tuple[_Figure, tuple[_Figure, ...]], ...], tuple[_Figure, ...]]:
    """Each goal with the indicators that speak of the same thing, and all indicators."""
    table = _figures(ask, _TABLE)
    return tuple(
        (goal, tuple(row for row in table if _speak_of_one(goal.core, row.core)))
        for goal in _figures(ask, _GOALS)
    ), table


def _figures(ask: Ask, query: str) -> tuple[_Figure, ...]:
    found = []
    for row in ask(query):
        name = _text(row, "name")
        bracket = _BRACKETS.search(name)
        unit = _text(row, "unit") or (bracket[1] if bracket and name.endswith(bracket[0]) else "")
        more = _text(row, "more") if query == _TABLE else ""
        thing, text, value = (_text(row, column) for column in ("thing", "text", "value"))
        found.append(_Figure(thing, name, more, text, value, unit))
    return tuple(found)


def _text(row: Any, column: str) -> str:
    term = row[column]
    return term.value if isinstance(term, NamedNode | Literal) else ""


@cache
def _words() -> dict[str, Any]:
    path = Path(__file__).with_name("agreement.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _edges() -> re.Pattern[str]:
    """Words at either end of a name that do not say what is counted."""
    first, last = (
        "|".join(sorted(_words()[key], key=len)[::-1]) for key in ("openings", "endings")
    )
    return re.compile(rf"^(?:{first})+(?=.{{{_LEAST}}})|(?<=.{{{_LEAST}}})(?:{last})$")


@cache
def _core(name: str) -> str:
    """What a name counts, without how it is done and counted.

    >>> _core("新认定高新技术企业"), _core("创新平台申报数"), _core("完成企业上市挂牌")
    ('高新技术企业', '创新平台', '上市挂牌')
    """
    bare = _BRACKETS.sub("", name).replace(" ", "")
    while (shorter := _edges().sub("", bare)) != bare:
        bare = shorter
    return bare


def _speak_of_one(first: str, second: str) -> bool:
    """Whether two cores name one thing: one holds most of the other, or they share their pairs.

    >>> _speak_of_one("高新技术企业", "高新技术企业"), _speak_of_one("科技型中小企业", "高新技术企业")
    (True, False)
    """
    if min(len(first), len(second)) < _LEAST:
        return False
    short, long = sorted((first, second), key=len)
    if short in long:
        return len(short) >= _HELD * len(long)
    one, two = _pairs(first), _pairs(second)
    return 2 * len(one & two) > _ALIKE * (len(one) + len(two))


@cache
def _pairs(name: str) -> frozenset[str]:
    return frozenset(name[at : at + 2] for at in range(len(name) - 1))


def _is_total(name: str) -> bool:
    return any(word in name for word in _words()["totals"])


def _same_kind(first: str, second: str) -> bool:
    """Whether two units count one kind of thing; a missing one may be any."""
    if not second or first == second:
        return True
    return any(first in units and second in units for units in _words()["units"])


def _is_equal(goal: _Figure, row: _Figure) -> bool:
    return goal.value == row.value and (not row.unit or goal.unit == row.unit)
