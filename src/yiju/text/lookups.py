"""The vocabulary of citations and of targets in prose, read from the TOML files beside the code."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from yiju.errors import ResourceError
from yiju.values.lookups import any_of

_FOLDER = Path(__file__).parent


@cache
def read_patterns(name: str = "patterns") -> dict[str, Any]:
    """Read one vocabulary once; ResourceError where the file is broken or missing.

    >>> read_patterns()["bare_title"]["kinds"][:2]
    ['请示', '通知']
    """
    file = _FOLDER / f"{name}.toml"
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise ResourceError(f"{file.name} of the installation cannot be read: {fault}") from fault


@cache
def find_words(name: str, group: str, *lists: str) -> re.Pattern[str]:
    """A pattern of all words of some lists of one group of a vocabulary.

    >>> find_words("targets", "refused", "method").search("100人进行问卷调查")[0]
    '问卷'
    """
    group_of = read_patterns(name)[group]
    return re.compile(any_of(word for one in lists for word in group_of[one]))
