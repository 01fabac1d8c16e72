from collections.abc import Callable
from pathlib import Path

import pytest

from yiju.model import Disclosure
from yiju.readers.plain import read
from yiju.readers.source import SourceFile
from yiju.tables import find_disclosure

Finder = Callable[[str], Disclosure]


@pytest.fixture
def found() -> Finder:
    """What the tables of a text say."""

    def find(text: str) -> Disclosure:
        return find_disclosure(read(SourceFile(Path("disclosure.txt"), text.encode())))

    return find
