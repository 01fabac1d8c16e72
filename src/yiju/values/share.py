"""Shares of a whole, printed in percent."""

import re
from decimal import Decimal
from typing import Final

from yiju.values.characters import squeeze

_SHARE: Final = re.compile(r"(?P<percent>[0-9]{1,3}(?:\.[0-9]{1,6})?)(?P<sign>%?)")


def parse_share(text: str, *, beyond: bool = False) -> Decimal | None:
    """The share, 1 being the whole; None where the text is no percentage between 0 and 100.

    With `beyond`, more than the whole is a share, too, where it bears the sign: somebody printed it.

    >>> parse_share("60.00%"), parse_share("00%"), parse_share("12月底")
    (Decimal('0.6000'), Decimal('0.00'), None)
    >>> parse_share("120%"), parse_share("120%", beyond=True), parse_share("120", beyond=True)
    (None, Decimal('1.20'), None)
    """
    match = _SHARE.fullmatch(squeeze(text))
    if not match:
        return None
    share = Decimal(match["percent"]).scaleb(-2)
    return share if share <= 1 or (beyond and match["sign"]) else None
