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


class Frames:
    """Puts a frame together from the pieces in which it comes; one frame at a time."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._pieces: list[bytes] = []
        self._have = 0
        self._want = LENGTHS.size

    def take(self, data: bytes) -> tuple[dict[str, Any], bytes] | None:
        r"""The header and body that this piece completes; None while more is to come.

        >>> frames = Frames()
        >>> frames.take(pack({"a": 1}, b"xyz")[:9]), frames.take(pack({"a": 1}, b"xyz")[9:])
        (None, ({'a': 1}, b'xyz'))
        """
        self._pieces.append(data)
        self._have += len(data)
        if self._have < self._want:
            return None
        whole = data if len(self._pieces) == 1 else b"".join(self._pieces)
        head, body = LENGTHS.unpack_from(whole)
        self._want = LENGTHS.size + head + body
        if self._have < self._want:
            self._pieces = [whole]
            return None
        self._begin()
        at = LENGTHS.size + head
        return json.loads(whole[LENGTHS.size : at]), whole[at:]
