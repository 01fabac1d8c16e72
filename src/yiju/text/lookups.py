"""The vocabulary of citations, read from `patterns.toml` beside the code."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from yiju.errors import ResourceError

_FILE = Path(__file__).with_name("patterns.toml")


@cache
def read_patterns() -> dict[str, Any]:
    """Read the vocabulary once; ResourceError where the file is broken or missing.

    >>> read_patterns()["bare_title"]["kinds"][:2]
    ['请示', '通知']
    """
    try:
        return tomllib.loads(_FILE.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise ResourceError(f"{_FILE.name} of the installation cannot be read: {fault}") from fault
