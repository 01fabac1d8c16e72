from collections.abc import Callable
from pathlib import Path

import pytest

from yiju.model import Disclosure
from yiju.pipeline.reading import understand
from yiju.readers.plain import read
from yiju.readers.source import SourceFile

Finder = Callable[[str], Disclosure]


@pytest.fixture
def found() -> Finder:
    """What the tables and the prose of a text say."""

    def find(text: str) -> Disclosure:
        return understand(read(SourceFile(Path("disclosure.txt"), text.encode())))

    return find
