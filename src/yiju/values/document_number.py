"""Document numbers (发文字号) after GB/T 9704-2012: issuing code, year in brackets, serial, 号.

Every spelling met in disclosures is read: any bracket style, even mixed, blanks anywhere, 第,
leading zeros, full-width digits. Without brackets it is no number, and nothing is invented.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from yiju.values.characters import HAN, Compact
from yiju.values.lookups import any_of, read_lookup


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """An issuing code, a year of four digits and a serial without leading zero.

    >>> str(DocumentNumber("石高管字", 2019, 37))
    '石高管字〔2019〕37号'
    """

    code: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕{self.serial}号"


_NUMBER: Final = re.compile(
    r"第?\((?P<year>(?:19|20)[0-9]{2})年?\)"
    r"第?0{0,4}(?P<serial>[1-9][0-9]{0,4})(?P<end>号|(?=[、,][0-9]{1,5}号)|(?=\)|$))"
)
_MAY_HOLD: Final = re.compile(r"[(（〔【［\[〖﹝]\s*[1-2１２]")
_CELL: Final = re.compile(r"[^\t\f\v]+")  # no number runs from one cell into the next
_RUN: Final = re.compile(rf"[{HAN}]+$")
_LONGEST_RUN: Final = 40
_OWN_BRACKETS: Final = "〔【［[〖﹝"
_WRAPPING: Final = re.compile(r"\((?P<inside>[^()].*\).*)\)")


def parse_document_number(text: str) -> DocumentNumber | None:
    """The number that the whole text spells, or None.

    >>> str(parse_document_number("（石高管字 ［２０１９】 第037 号）"))
    '石高管字〔2019〕37号'
    >>> parse_document_number("石高管字2019年37号")
    """
    compact = Compact.of(text)
    wrapped = _WRAPPING.fullmatch(compact.text)
    start, end = wrapped.span("inside") if wrapped else (0, len(compact.text))
    for low, high, number in _numbers(compact):
        if (low, high) == (start, end):
            return number
    return None


def find_document_numbers(text: str) -> list[tuple[int, int, DocumentNumber]]:
    """Every number in running prose, with its offsets in the text.

    >>> [str(number) for _, _, number in find_document_numbers("对符合鹿政函（2020）21 号、市委办政府办（2021）154 号等")]
    ['鹿政函〔2020〕21号', '市委办政府办〔2021〕154号']
    """
    found = []
    for cell in _CELL.finditer(text) if _MAY_HOLD.search(text) else ():
        compact = Compact.of(cell[0])
        for low, high, number in _numbers(compact):
            start, end = compact.span(low, high)
            found.append((cell.start() + start, cell.start() + end, number))
    return found


def _numbers(compact: Compact) -> list[tuple[int, int, DocumentNumber]]:
    """The numbers with their offsets in the compact text."""
    found = []
    behind = 0
    for match in _NUMBER.finditer(compact.text):
        run = _RUN.search(compact.text, max(behind, match.start() - _LONGEST_RUN), match.start())
        start = _code_start(run[0], match.start()) if run else None
        behind = match.end()
        if start is None or not (match["end"] or _is_bracketed(compact, match.start("year") - 1)):
            continue
        code = compact.text[start : match.start()]
        number = DocumentNumber(code, int(match["year"]), int(match["serial"]))
        found.append((start, match.end(), number))
    return found


def _is_bracketed(compact: Compact, at: int) -> bool:
    """Whether the bracket there is one that only numbers use; 号 may then be lost."""
    return compact.source[compact.places[at]] in _OWN_BRACKETS


def _code_start(run: str, end: int) -> int | None:
    """Where the issuing code begins in the Han characters that end at an offset, None without one."""
    words, refused, longest = _prose()
    if refused.search(run):
        return None
    prose = [match.span() for match in words.finditer(run) if match.lastgroup]
    cuts = [0, *(end for _, end in prose)]
    codes = (at for at in reversed(cuts) if len(run) - at >= 2 and (at, len(run)) not in prose)
    at = next(codes, None)
    return None if at is None or len(run) - at > longest else end - len(run) + at


@cache
def _prose() -> tuple[re.Pattern[str], re.Pattern[str], int]:
    """Words that end the prose before a code, runs that are no code, and the longest code."""
    lookup = read_lookup("document_number")
    words = (
        f"{any_of(lookup['protected'])}"
        f"|(?P<word>{any_of(lookup['words'])})|(?P<weak>{any_of(lookup['weak'])})"
    )
    return re.compile(words), re.compile(f"{any_of(lookup['refused'])}$"), int(lookup["longest"])
