"""What every node is made of: values that are there, decimals as printed, labels without wraps."""

from decimal import Decimal

from yiju.mapping.evidence import Json
from yiju.model import Passage
from yiju.values.characters import join_wrapped


def present(**values: object) -> Json:
    """What is there: neither None nor an empty text, list or tuple; False and 0 are values."""
    return {key: value for key, value in values.items() if value not in (None, "", [], ())}


def decimal(number: Decimal | None) -> str | None:
    """A number without exponent, its decimals as they are."""
    return None if number is None else f"{number:f}"


def label(words: Passage) -> str:
    """The words without the blanks that only a wrap put there."""
    return join_wrapped(words.text)
