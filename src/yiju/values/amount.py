"""Amounts of money, in 万元, and numbers without a unit."""

import re
from decimal import Decimal
from typing import Final

from yiju.values.characters import squeeze

NUMERAL: Final = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,15}(?:\.[0-9]{1,8})?"

_AMOUNT: Final = re.compile(
    rf"[¥￥]?(?P<sign>-)?(?P<number>{NUMERAL})(?P<unit>[亿万千百]*元?)(?:人民币|整)?"
)
_NUMBER: Final = re.compile(rf"(?P<number>{NUMERAL})(?:分|%)?")
_POWERS: Final = {"亿": 8, "万": 4, "千": 3, "百": 2, "元": 0}


def parse_amount(text: str, *, unit: str = "万元") -> Decimal | None:
    """The amount in 万元; a bare number counts in `unit`. None where the text is no amount.

    Nor is a bare number one where `unit` is none of yuan. The printed decimals stay where nothing was converted.

    >>> parse_amount("42.40"), parse_amount("1,353.09"), parse_amount("1.5 亿元"), parse_amount("3000元")
    (Decimal('42.40'), Decimal('1353.09'), Decimal('15000'), Decimal('0.3'))
    """
    match = _AMOUNT.fullmatch(squeeze(text))
    if not match:
        return None
    if not set(match["unit"] or unit) <= _POWERS.keys():
        return None
    number = Decimal(match["number"].replace(",", ""))
    power = sum(_POWERS[sign] for sign in match["unit"] or unit)
    return _shifted(-number if match["sign"] else number, power - _POWERS["万"])


def parse_number(text: str) -> Decimal | None:
    """A number that stands alone, as a weight or a score; None for anything else.

    >>> parse_number("9.88"), parse_number("15分"), parse_number("—")
    (Decimal('9.88'), Decimal('15'), None)
    """
    match = _NUMBER.fullmatch(squeeze(text))
    return Decimal(match["number"].replace(",", "")) if match else None


def _shifted(number: Decimal, power: int) -> Decimal:
    """Times a power of ten, written without exponent and without needless zeros; 0 changes nothing."""
    if not power:
        return number
    return Decimal(f"{number.scaleb(power).normalize():f}")
