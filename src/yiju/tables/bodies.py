"""Names with a code in front: of bodies (`[901]样板局`, `219001-梅园镇人民政府`) and of projects."""

import re
from typing import Final

from yiju.model import Department, Passage
from yiju.tables.lines import find_organisation
from yiju.values.characters import fold, join_wrapped

_PROJECT_CODE: Final = re.compile(
    r"\s*(?P<code>[0-9A-Z]{10,40})\s*[-—_]+\s*(?P<name>\D.*)", re.DOTALL
)


def read_body(words: Passage) -> Department:
    """The department that a cell names, with the code printed before its name.

    >>> body = read_body(Passage.of("[901]国家样板局", 0, 1))
    >>> body.name, body.code, body.words.text
    ('国家样板局', '901', '国家样板局')
    """
    found = find_organisation(words.text)
    if not found:
        return Department(join_wrapped(words.text), words)
    code, name = found
    own = locate(words, name)
    return Department(join_wrapped(own.text), own, code, words)


def split_code(words: Passage) -> tuple[Passage, Passage]:
    """The code of a project that stands before its name, if one does, and the name.

    >>> [part.text for part in split_code(Passage.of("46010024T000001-海岸带巡护", 0, 1))]
    ['46010024T000001', '海岸带巡护']
    """
    found = _PROJECT_CODE.fullmatch(words.text)
    if not found:
        return Passage(), words
    return words.slice(*found.span("code")), words.slice(*found.span("name")).strip()


def locate(words: Passage, name: str) -> Passage:
    """The part of a passage that reads as the name when blanks are left out."""
    kept = [at for at, character in enumerate(words.text) if not character.isspace()]
    start = "".join(fold(words.text[at]) for at in kept).index(fold(name))
    return words.slice(kept[start], kept[start + len(name) - 1] + 1)
