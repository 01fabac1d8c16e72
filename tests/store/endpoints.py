"""A real SPARQL endpoint for tests: `oxigraph serve` in a process of its own."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest


@contextmanager
def serving_endpoint() -> Iterator[str]:
    """The address where an empty endpoint is asked."""
    program = _program()
    if program is None:
        pytest.skip("the program `oxigraph` (PyPI package oxigraph) is not installed")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{listener.getsockname()[1]}"
    process = subprocess.Popen([program, "serve", "--bind", address], stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://{address}/")
        yield f"http://{address}/query"
    finally:
        process.terminate()
        process.wait(10)


def _program() -> str | None:
    beside = Path(sys.executable).parent / "oxigraph"
    return str(beside) if beside.exists() else shutil.which("oxigraph")


def _wait_for(address: str) -> None:
    for _ in range(100):
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError("The endpoint did not answer.")
