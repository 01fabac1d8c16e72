"""What tables of units call things: the lookup file `units.toml`, asked by spelling.

>>> unit_role("单位 名称"), unit_concept("unitRank", "正科级"), unit_concept("unitRank", "科级")
('name', 'fullSectionRank', None)
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from yiju.model import Row
from yiju.values.characters import squeeze

ATTRIBUTES: Final = ("unitNature", "unitRank", "fundingForm")
"""The columns that say what a unit is; terms of the ontology, each with a code list."""

_LONGEST: Final = 40
_ENOUGH: Final = 2


def _read_words() -> Mapping[str, Mapping[str, str]]:
    """For each group, spelling to name; a spelling stands in one list of a group only."""
    text = Path(__file__).with_name("units.toml").read_text(encoding="utf-8")
    return {
        group: {squeeze(word): name for name, words in names.items() for word in words}
        for group, names in tomllib.loads(text).items()
    }


_WORDS: Final = _read_words()


def unit_role(text: str) -> str | None:
    """The role of a column of a table of units with that header."""
    return _WORDS["columns"].get(squeeze(text)) if len(text) <= _LONGEST else None


def unit_concept(attribute: str, text: str) -> str | None:
    """The concept that a printed attribute names; None where the words are not known."""
    return _WORDS[attribute].get(squeeze(text)) if len(text) <= _LONGEST else None


def is_unit_header(row: Row) -> bool:
    """Whether a row names the columns of a table of units: the name and two attributes or more."""
    roles = [role for cell in row.filled if (role := unit_role(cell.text))]
    known = set(roles)
    clear = len(known) == len(roles) and len(roles) * 2 > len(row.filled)
    return clear and "name" in known and len(known & set(ATTRIBUTES)) >= _ENOUGH
