"""Old Office files made to order: the one that xlwt writes, its stream under another name, or another in it."""

from io import BytesIO
from typing import Final

import xlwt

_NAME: Final = 64
"""Bytes of a name in the directory of such a file."""


def stored_as(stream: str) -> bytes:
    """An old Office file whose one stream has that name."""
    data = _workbook()
    at = data.index("Workbook\0".encode("utf-16-le"))
    name = f"{stream}\0".encode("utf-16-le")
    length = len(name).to_bytes(2, "little")
    return data[:at] + name.ljust(_NAME, b"\0") + length + data[at + _NAME + 2 :]


def locked_word_file() -> bytes:
    """An old Word file whose flags say that it is locked with a password."""
    data = bytearray(stored_as("WordDocument"))
    begin = data.index(b"\x09\x08")  # where the stream begins: the first record of a workbook
    data[begin : begin + 12] = b"\xec\xa5\xc1\x00" + bytes(7) + b"\x01"
    return bytes(data)


def _workbook() -> bytes:
    book, out = xlwt.Workbook(), BytesIO()
    book.add_sheet("Sheet1").write(0, 0, "甲")
    book.save(out)
    return out.getvalue()
