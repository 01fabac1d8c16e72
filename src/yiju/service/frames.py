"""The frames in which the service and its workers speak: two lengths, a JSON header, a body."""

import json
from collections.abc import Mapping
from struct import Struct
from typing import Any, Final

LENGTHS: Final = Struct("!II")


def pack(header: Mapping[str, Any], body: bytes = b"") -> bytes:
    r"""Pack a header and a body into a frame.

    >>> pack({}, b"x")
    b'\x00\x00\x00\x02\x00\x00\x00\x01{}x'
    """
    head = json.dumps(header).encode()
    return LENGTHS.pack(len(head), len(body)) + head + body
