"""The words of a SPARQL query: what is a keyword, and what only looks like one.

The engine gives no syntax tree, and its grammar lets keywords touch their neighbours
(`trueSERVICE<x>{}`, `SERVICE:x{}`). So this module promises less than a parser and more than a
search: no keyword that the engine could read stays unseen, and nothing inside a literal, comment,
IRI, variable, prefixed name or language tag is taken for one. The time is linear in the length.

One thing cannot be told without a full parser: whether `<…>` is an IRI or begins with "less than".
Where both are possible, both readings are followed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final


class Kind(Enum):
    """What a token is."""

    SPACE = auto()
    STRING = auto()
    IRI = auto()
    VARIABLE = auto()
    NAME = auto()
    WORD = auto()
    NUMBER = auto()
    MARK = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query. A NAME is prefixed (`yj:budget`), a WORD is a keyword, bare."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset behind the last character."""
        return self.start + len(self.text)

    @property
    def ends_operand(self) -> bool:
        """Whether a `<` behind it may mean "less than"."""
        return self.kind in _OPERANDS or self.text in {")", "]"}


_OPERANDS: Final = {Kind.STRING, Kind.IRI, Kind.VARIABLE, Kind.NAME, Kind.WORD, Kind.NUMBER}
_LETTERS: Final = r"\w\u00B7\u0300-\u036F\u203F\u2040"
_LEXEME: Final = re.compile(
    rf"""
    (?P<SPACE>    [ \t\r\n]++ )
  | (?P<STRING>   '''(?:[^'\\]|\\.|'(?!''))*+''' | \"\"\"(?:[^"\\]|\\.|"(?!""))*+\"\"\"
                | '(?!'')(?:[^'\\\r\n]|\\.)*+' | "(?!"")(?:[^"\\\r\n]|\\.)*+" )
  | (?P<IRI>      <(?:[^\x00-\x20<>"{{}}|^`\\]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*+> )
  | (?P<VARIABLE> [?$][{_LETTERS}]++ | _:[{_LETTERS}][{_LETTERS}.-]*+ | @[A-Za-z]++(?:-[A-Za-z0-9]++)*+ )
  | (?P<NUMBER>   (?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)? )
  | (?P<WORD>     [^\W\d_][{_LETTERS}.-]*+(?!:) )
  | (?P<NAME>     (?:[^\W\d_][{_LETTERS}.-]*+)?:(?:[{_LETTERS}:.-]|%[0-9A-Fa-f]{{2}}|\\.)*+ )
    """,
    re.VERBOSE | re.DOTALL,
)
_WITH_AUTHORITY: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(000[0-9A-Fa-f]{5}|0010[0-9A-Fa-f]{4})")


def decode_escapes(text: str) -> str:
    r"""Decode `\uXXXX` and `\UXXXXXXXX`, as SPARQL lets them stand anywhere in a query.

    >>> decode_escapes(r"\u0053ERVICE")
    'SERVICE'
    """
    return _ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), text)


def find_tokens(text: str, start: int = 0) -> Iterator[Token]:
    """Find the tokens from an offset on, without blanks and comments; `<…>` is an IRI.

    >>> [token.text for token in find_tokens("ASK { ?s yj:is 'SERVICE' } # SERVICE")]
    ['ASK', '{', '?s', 'yj:is', "'SERVICE'", '}']
    """
    at = start
    while token := _token(text, at):
        at = token.end
        if token.kind is not Kind.SPACE:
            yield token


def find_all_readings(text: str) -> Iterator[Token]:
    """Find every token of every reading; where `<` may be "less than", both readings are followed.

    Readings that meet again at an offset go on as one, so that the time stays linear.
    """
    seen: set[int] = set()
    waiting = [(0, False, 0)]
    while waiting:
        at, after_operand, depth = waiting.pop()
        while at not in seen and (token := _token(text, at)):
            seen.add(at)
            if after_operand and depth and _may_be_less_than(token):
                waiting.append((at + 1, False, depth))
            at = token.end
            if token.kind is not Kind.SPACE:
                yield token
                after_operand = token.ends_operand
                depth = max(depth + (token.text == "(") - (token.text == ")"), 0)


def _may_be_less_than(token: Token) -> bool:
    """`<http://…>` cannot: two divisions would follow each other."""
    return token.kind is Kind.IRI and not _WITH_AUTHORITY.match(token.text)


def _token(text: str, at: int) -> Token | None:
    """The token at an offset; None at the end, and where a string is never closed."""
    if at >= len(text):
        return None
    if text[at] == "#":
        return Token(Kind.SPACE, text[at : _line_end(text, at)], at)
    found = _LEXEME.match(text, at)
    if found is None:
        return Token(Kind.MARK, text[at], at) if text[at] not in "'\"" else None
    kind = Kind[found.lastgroup or ""]
    words = found[0].rstrip(".") if kind in (Kind.NAME, Kind.VARIABLE) else found[0]
    return Token(kind, words, at)


def _line_end(text: str, at: int) -> int:
    ends = [end for mark in "\r\n" if (end := text.find(mark, at)) >= 0]
    return min(ends, default=len(text))
