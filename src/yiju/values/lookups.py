"""The lookup files beside the code: known oddities of sources, as data instead of `if` chains."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from yiju.errors import ResourceError

_FOLDER = Path(__file__).parent


@cache
def read_lookup(name: str) -> dict[str, Any]:
    """The content of `values/{name}.toml`, read once; ResourceError where it is broken or missing.

    >>> sorted(read_lookup("tiers"))
    ['concepts', 'level1', 'level2']
    """
    path = _FOLDER / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise ResourceError(f"{path.name} of the installation cannot be read: {fault}") from fault


def any_of(words: Iterable[str]) -> str:
    """A pattern of all words, the longest first, so that the longest wins.

    >>> any_of(["人", "人次"])
    '(?:人次|人)'
    """
    return f"(?:{'|'.join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))})"
