"""Rates times counts against the budget: an audit rule that is computed.

The rule `RateTimesCount`. A project whose cost targets are all rates of something that it counts
(万元/家 beside 家, 元/平方米/天 beside 平方米, a 补助标准 beside one count of enterprises) tells by
them what it costs. Rates of one name are
alternatives, so that the cost lies between the least and the most; rates of different names add up.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, QuerySolutions

from yiju.values.characters import squeeze
from yiju.values.unit import find_unit
from yiju.vocabulary import NS, PREFIXES

Ask = Callable[[str], QuerySolutions]
_HEAD: Final = f"PREFIX yj: <{NS}> PREFIX rdfs: <{PREFIXES['rdfs']}> "
_WITH_RATES: Final = f"""{_HEAD} SELECT DISTINCT ?project WHERE {{
  ?indicator yj:target ?target ; yj:indicatorOf ?project ; rdfs:label ?name .
  ?target yj:unitText ?unit . ?project yj:budget ?budget .
  FILTER(REGEX(?unit, "[/／每]") || REGEX(?name, "标准$|^人均")) }} ORDER BY ?project"""
_ROWS: Final = f"""{_HEAD}
SELECT ?project ?called ?budget ?indicator ?tier ?name ?more ?text ?operator ?value ?unit WHERE {{
  VALUES ?project {{ %s }}
  ?project a yj:Project ; rdfs:label ?called ; yj:budget ?budget .
  ?indicator a yj:Indicator ; yj:indicatorOf ?project ; yj:level2 ?tier ; rdfs:label ?name ; yj:target ?target .
  ?target yj:text ?text ; yj:operator ?operator .
  OPTIONAL {{ ?indicator yj:description ?more }}
  OPTIONAL {{ ?target yj:value ?value }}
  OPTIONAL {{ ?target yj:unitText ?unit }} }} ORDER BY ?project ?indicator"""

_RATE: Final = re.compile(
    r"(?P<money>元|千元|万元?)[/每](?P<thing>[^/每]+)(?:[/每](?P<time>天|日|月|季度?|年))?"
)
_MONEY: Final = {
    "元": Decimal("0.0001"),
    "千元": Decimal("0.1"),
    "万": Decimal(1),
    "万元": Decimal(1),
}
_STANDARD: Final = re.compile("标准$|^人均")
_RECIPIENTS: Final = frozenset(("家", "个", "户", "人", "名"))
_TIMES: Final = {"天": 365, "日": 365, "月": 12, "季": 4, "季度": 4, "年": 1, None: 1}
_NEAR: Final = Decimal("0.05")
"""How far the budget may be from what the rates give, as a part of it."""

_MORE: Final = Decimal("1.5")
"""How far above the most it may be where the counts are only a least."""


@dataclass(frozen=True, slots=True)
class _Row:
    """An indicator of a project with its target."""

    project: str
    called: str
    budget: Decimal
    indicator: str
    tier: str
    name: str
    more: str
    text: str
    operator: str
    value: Decimal | None
    unit: str

    @property
    def is_cost(self) -> bool:
        return "cost" in self.tier


@dataclass(frozen=True, slots=True)
class _Product:
    """A rate and what it is paid for, with the yearly amount in 万元."""

    rate: _Row
    count: _Row
    amount: Decimal

    @property
    def told(self) -> str:
        return f"{self.rate.name} {self.rate.text} × {self.count.text} = {plain(self.amount)}万元"


def rates_times_counts(ask: Ask) -> Iterator[dict[str, str]]:
    """Projects whose budget lies away from what their own rates and counts give."""
    for project, own in groupby(_rows(ask), lambda row: row.project):
        rows = list(own)
        products = [_product(row, rows) for row in rows if row.is_cost]
        found = [product for product in products if product]
        if found and len(found) == len(products) and not _is_open(found, rows):
            yield from _findings(project, found)


def plain(amount: Decimal) -> str:
    """A number of 万元 with two places, without zeros at the end.

    >>> plain(Decimal("136.1577")), plain(Decimal("300"))
    ('136.16', '300')
    """
    return f"{amount:.2f}".rstrip("0").rstrip(".")


def _findings(project: str, products: list[_Product]) -> Iterator[dict[str, str]]:
    by_name: dict[str, list[Decimal]] = defaultdict(list)
    for product in products:
        by_name[product.rate.name].append(product.amount)
    least = sum((min(amounts) for amounts in by_name.values()), Decimal(0))
    most = sum((max(amounts) for amounts in by_name.values()), Decimal(0))
    budget = products[0].rate.budget
    if _is_near(products, budget, least, most):
        return
    total = plain(most) if least == most else f"{plain(least)}–{plain(most)}"
    for product in products:
        for other in (product.rate.indicator, product.count.indicator):
            yield {
                "this": project, "other": other, "project": product.rate.called,
                "eachProduct": product.told, "total": total, "budget": plain(budget),
            }  # fmt: skip


def _is_open(products: list[_Product], rows: list[_Row]) -> bool:
    """Whether the project counts more of a kind than its rates pay for: then they are not all."""
    paid = {product.count.indicator for product in products}
    kinds = {find_unit(product.count.unit) for product in products}
    return any(
        row.indicator not in paid and any(_is_counted(row, kind) for kind in kinds) for row in rows
    )


def _is_near(products: list[_Product], budget: Decimal, least: Decimal, most: Decimal) -> bool:
    """Whether the budget may come from these rates: counts that are a least may be exceeded."""
    is_least = any(product.count.operator == "atLeast" for product in products)
    upper = most * (_MORE if is_least else 1 + _NEAR)
    return least * (1 - _NEAR) <= budget <= upper


def _product(rate: _Row, rows: list[_Row]) -> _Product | None:
    """What a rate comes to in a year, if the project counts the thing that it is paid for."""
    found = _RATE.fullmatch(squeeze(rate.unit))
    if rate.value is None:
        return None
    if found is None:
        return _standard(rate, rate.value, rows)
    concept = find_unit(found["thing"])
    counts = [row for row in rows if _is_counted(row, concept)]
    if not counts:
        return None
    count = max(counts, key=lambda row: _alike(rate, row))
    value = rate.value * (count.value or 0) * _TIMES[found["time"]] * _MONEY[found["money"]]
    return _Product(rate, count, value)


def _standard(rate: _Row, value: Decimal, rows: list[_Row]) -> _Product | None:
    """What a standard of plain money comes to where a project counts one kind of recipients.

    A standard as high as the budget or higher is told by other rules.
    """
    money = _MONEY.get(squeeze(rate.unit))
    counts = [
        row for row in rows if row.unit in _RECIPIENTS and _is_counted(row, find_unit(row.unit))
    ]
    is_standard = money is not None and _STANDARD.search(rate.name) is not None
    if money is None or not is_standard or len(counts) != 1 or value * money >= rate.budget:
        return None
    return _Product(rate, counts[0], value * money * (counts[0].value or 0))


def _is_counted(row: _Row, concept: str | None) -> bool:
    is_same = concept is not None and find_unit(row.unit) == concept
    return is_same and not row.is_cost and row.value is not None and row.tier.endswith("-quantity")


def _alike(one: _Row, two: _Row) -> int:
    """How many pairs of characters the words of two rows share."""
    return len(_pairs(one.name + one.more) & _pairs(two.name + two.more))


def _pairs(words: str) -> set[str]:
    return {words[at : at + 2] for at in range(len(words) - 1)}


def _rows(ask: Ask) -> list[_Row]:
    """The indicators of the projects that have a rate among their targets."""
    projects = " ".join(str(row["project"]) for row in ask(_WITH_RATES))
    return [
        _Row(
            **{name: _text(row[name]) for name in ("project", "called", "indicator", "tier", "name", "more", "text", "unit")},
            budget=Decimal(_text(row["budget"])),
            operator=_text(row["operator"]).rpartition("#")[2],
            value=Decimal(number) if (number := _text(row["value"])) else None,
        )
        for row in (ask(_ROWS % projects) if projects else ())
    ]  # fmt: skip


def _text(term: Any) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else ""
