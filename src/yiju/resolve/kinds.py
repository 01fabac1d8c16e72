"""What a policy is, as far as its title and number tell: genre, official kind, issuer, years.

Words that no list knows give nothing; an issuing code that no list knows is said to be unknown.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from yiju.model import Kind
from yiju.resolve.titles import names_itself, read_title
from yiju.values.characters import squeeze
from yiju.values.document_number import DocumentNumber
from yiju.values.lookups import any_of

_REMARKS: Final = re.compile(r"(?:[(][^()]{1,20}[)]|[》〉>\"'])+$")
UNKNOWN_LEVEL: Final = "unknownIssuer"


@cache
def _lookup(name: str) -> dict[str, Any]:
    file = Path(__file__).with_name(f"{name}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def is_official(title: str | None) -> bool:
    """Whether a title may be that of law or an official document; agreements and requests are not.

    >>> is_official("清河区科普办法"), is_official("清河区与某公司合作协议")
    (True, False)
    """
    return not _plain(title or "").endswith(tuple(_lookup("kinds")["unofficial"]))


def is_recurring(title: str) -> bool:
    """Whether a title may stand on a new document each year, so that it tells one document only there.

    >>> is_recurring("关于下达专项资金的通知"), is_recurring("关于下达2023年专项资金的通知")
    (True, False)
    >>> is_recurring("河北省财政厅关于下达专项资金的通知"), is_recurring("河北省关于全面加强监管的通知")
    (True, False)
    """
    if read_title(title).years or read_title(title).issued:
        return False
    words = _lookup("kinds")["recurring"]
    is_paper = not is_official(title) or _plain(title).endswith(tuple(words["endings"]))
    sends_money = any(word in title for word in words["money"])
    return is_paper and (sends_money or not names_itself(title))


def classify_policy(
    title: str | None, number: DocumentNumber | None, *, sends_money: bool = False
) -> Kind:
    """What a title, a number, and whether money came by it, tell of a policy.

    >>> kind = classify_policy("关于印发〈甲区科技创新券管理办法〉的通知", None)
    >>> kind.genre, kind.official_kind, kind.issued
    ('genre-measures', 'kind-notice', '甲区科技创新券管理办法')
    >>> classify_policy(None, DocumentNumber("石财建", 2023, 49), sends_money=True).genre
    'genre-fundNotice'
    """
    name, level = _issuer(number)
    told = read_title(title) if title else None
    issued = told.issued if told else None
    return Kind(
        genre="genre-fundNotice"
        if sends_money
        else _ends(issued or title or "", "genres", "genre-"),
        official_kind=_ends(title or "", "kinds", "kind-"),
        issuer=name,
        level=level,
        years=told.span if told else None,
        issued=issued,
    )


def _plain(title: str) -> str:
    return _REMARKS.sub("", squeeze(title))


def _ends(title: str, group: str, prefix: str) -> str | None:
    """The concept whose words end a title."""
    plain = _plain(title)
    if plain.endswith(tuple(_lookup("kinds")["refused"][group])):
        return None
    match = _endings(group).search(plain)
    return f"{prefix}{_concepts(group)[match[0]]}" if match else None


@cache
def _concepts(group: str) -> Mapping[str, str]:
    return {word: name for name, words in _lookup("kinds")[group].items() for word in words}


@cache
def _endings(group: str) -> re.Pattern[str]:
    return re.compile(f"{any_of(_concepts(group))}$")


def _issuer(number: DocumentNumber | None) -> tuple[str | None, str | None]:
    """Who issues under the code of a number, and on which level."""
    if number is None:
        return None, None
    return _issuers().get(number.code, (None, UNKNOWN_LEVEL))


def is_known_code(code: str) -> bool:
    """Whether the lookup knows who issues under a code.

    >>> is_known_code("国办发"), is_known_code("政办发")
    (True, False)
    """
    return code in _issuers()


@cache
def _issuers() -> Mapping[str, tuple[str, str]]:
    return {
        code: (name, f"{level}Issuer")
        for level, codes in _lookup("issuers").items()
        for code, name in codes.items()
    }
