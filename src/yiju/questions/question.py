"""Questions: one SPARQL query per file in `queries/`, described by its own header.

The header is the block of comments at the top of the file. Without the `# ` it is TOML: title and
description in zh and en, a table for each parameter, and the columns. The file name is the
question's name. The same file feeds command line, service, documentation and tests.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import takewhile
from types import MappingProxyType
from typing import Any

from yiju import resources
from yiju.errors import NotFoundError, ResourceError

_FOLDER = "queries"


class Kind(StrEnum):
    """What a parameter is given as."""

    IRI = "iri"
    STRING = "string"
    INTEGER = "integer"
    DECIMAL = "decimal"


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same words in Chinese and English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question wants to know; a parameter without a default must be given."""

    name: str
    kind: Kind
    meaning: Bilingual
    example: str
    default: str | None = None

    @property
    def required(self) -> bool:
        """Whether the question cannot be asked without it."""
        return self.default is None


@dataclass(frozen=True, slots=True)
class Question:
    """A named query: what it answers, what it wants to know, the columns of its answer, its text."""

    name: str
    title: Bilingual
    description: Bilingual
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, str]
    text: str


@cache
def load_questions() -> Mapping[str, Question]:
    """All questions by name, in alphabetical order; ResourceError where a header is broken."""
    files = sorted(resources.folder(_FOLDER).glob("*.rq"))
    return MappingProxyType(
        {file.stem: parse_question(file.stem, resources.text(_FOLDER, file.name)) for file in files}
    )


def find_question(name: str) -> Question:
    """Find the question of that name; NotFoundError with the list of names where there is none."""
    questions = load_questions()
    if name not in questions:
        raise NotFoundError(f"There is no question {name!r}; choose one of {', '.join(questions)}.")
    return questions[name]


def parse_question(name: str, text: str) -> Question:
    """Parse one file of `queries/`; ResourceError where its header does not say all it must."""
    try:
        header = tomllib.loads(read_header(text))
        return Question(
            name=name,
            title=_bilingual(header["title"]),
            description=_bilingual(header["description"]),
            parameters=tuple(
                _parameter(key, table) for key, table in header.get("parameters", {}).items()
            ),
            columns=MappingProxyType(header["columns"]),
            text=text,
        )
    except (tomllib.TOMLDecodeError, KeyError, ValueError) as fault:
        raise ResourceError(f"The header of queries/{name}.rq is broken: {fault}.") from fault


def read_header(text: str) -> str:
    r"""Read the comments at the top of a query, without their marks.

    >>> read_header("# a = 1\n#\n# b = 2\nSELECT * {}")
    'a = 1\n\nb = 2'
    """
    lines = takewhile(lambda line: line.startswith("#"), text.splitlines())
    return "\n".join(line.removeprefix("#").removeprefix(" ") for line in lines)


def _bilingual(table: Mapping[str, str]) -> Bilingual:
    return Bilingual(zh=table["zh"], en=table["en"])


def _parameter(name: str, table: Mapping[str, Any]) -> Parameter:
    return Parameter(
        name=name,
        kind=Kind(table["type"]),
        meaning=_bilingual(table),
        example=table["example"],
        default=table.get("default"),
    )
