"""The tiers of indicators in their two official schemes, of 2015 and of 2021, never merged.

In 2015 成本指标 stands on tier 2 under 产出指标; in 2021 it moved up to tier 1.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final, Literal

from yiju.values.characters import squeeze
from yiju.values.lookups import read_lookup

Level = Literal[1, 2]
Scheme = Literal["2015", "2021"]

_NUMBERING: Final = re.compile(r"^(?:\(?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})[\).、]+)")
_WEIGHT: Final = re.compile(r"\([0-9.]+(?:[-~][0-9.]+)?[分%]?\)分?$")


@lru_cache(maxsize=4096)
def find_tier(text: str, level: Level) -> str | None:
    """The canonical tier that a printed cell names, or None.

    >>> find_tier("效果指标", 1), find_tier("可持续 影响", 2), find_tier("三级指标", 2)
    ('效益指标', '可持续影响指标', None)
    """
    plain = _WEIGHT.sub("", _NUMBERING.sub("", squeeze(text)))
    return _variants(level).get(plain)


def find_scheme(level1_texts: Iterable[str], level2_texts: Iterable[str]) -> Scheme:
    """2021 only where 成本指标 stands on tier 1 or one of its own parts on tier 2.

    >>> find_scheme(["产出指标"], ["成本指标"]), find_scheme(["成本指标"], ["经济成本指标"])
    ('2015', '2021')
    """
    costs = {"经济成本指标", "社会成本指标", "生态环境成本指标"}
    on_tier1 = any(find_tier(text, 1) == "成本指标" for text in level1_texts)
    on_tier2 = any(find_tier(text, 2) in costs for text in level2_texts)
    return "2021" if on_tier1 or on_tier2 else "2015"


@lru_cache(maxsize=4096)
def tier_concepts(level1: str, level2: str, scheme: Scheme) -> tuple[str | None, str | None]:
    """The concepts of both tiers; that of a blank tier 1 follows from tier 2.

    >>> tier_concepts("", "数量指标", "2015")
    ('tier2015-output', 'tier2015-output-quantity')
    >>> tier_concepts("产出指标", "社会效益指标", "2015")
    ('tier2015-output', 'tier2015-benefit-social')
    """
    concepts = read_lookup("tiers")["concepts"][scheme]
    first = concepts["level1"].get(find_tier(level1, 1))
    second = concepts["level2"].get(find_tier(level2, 2))
    first = first or (second.split("-")[0] if second and not level1.strip() else None)
    prefix = f"tier{scheme}-"
    return prefix + first if first else None, prefix + second if second else None


@cache
def _variants(level: Level) -> dict[str, str]:
    lookup: dict[str, list[str]] = read_lookup("tiers")[f"level{level}"]
    return {spelling: tier for tier, variants in lookup.items() for spelling in (tier, *variants)}
