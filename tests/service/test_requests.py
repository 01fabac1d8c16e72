"""Reading requests, by itself."""

from urllib.parse import unquote_to_bytes

from hypothesis import given
from hypothesis import strategies as st

from yiju.service.requests import unquote_plus

PIECES = st.sampled_from(
    [
        b"%",
        b"=",
        b"a",
        b" ",
        b"0",
        b"F",
        b"+",
        b"_",
        b"\t",
        b".",
        b"\x00",
        b"\xe4",
        b"?",
        b"%41",
        b"%0A",
        b"%0d%0a",
        b"=3D",
        b"=\n",
        b"=\r\n",
        b"%3D",
        b"%20",
        b"%09",
        b"\n",
        b"\r",
    ]
)


@given(st.lists(PIECES, max_size=12).map(b"".join))
def test_escapes_are_decoded_as_the_library_does(encoded: bytes) -> None:
    assert unquote_plus(encoded) == unquote_to_bytes(encoded.replace(b"+", b" "))
