"""Numerals written in Han characters, up to 9999万."""

from decimal import Decimal
from typing import Final

_DIGITS: Final = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "两": 2,
}
_POWERS: Final = {"十": 10, "百": 100, "千": 1000}


def parse_han_numeral(text: str) -> Decimal | None:
    """The number, or None where the characters do not make one.

    >>> parse_han_numeral("十二"), parse_han_numeral("三百零五"), parse_han_numeral("十十")
    (Decimal('12'), Decimal('305'), None)
    """
    head, ten_thousand, tail = text.rpartition("万")
    if not ten_thousand:
        return _below_ten_thousand(text)
    high = _below_ten_thousand(head)
    low = _below_ten_thousand(tail) if tail else Decimal(0)
    return None if high is None or low is None else high * 10_000 + low


def _below_ten_thousand(text: str) -> Decimal | None:
    """Digits and falling powers of ten; a leading 十 counts once."""
    total, digit, power = 0, None, 10_000
    for character in text:
        if character in _DIGITS and not digit:
            digit = _DIGITS[character]
        elif character in _POWERS and _POWERS[character] < power:
            power = _POWERS[character]
            total += (1 if digit is None else digit) * power
            digit = None
        else:
            return None
    return Decimal(total + (digit or 0)) if text else None
