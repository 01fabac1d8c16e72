"""The vocabulary of citations and of targets in prose, read from the TOML files beside the code."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from yiju.errors import ResourceError

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
