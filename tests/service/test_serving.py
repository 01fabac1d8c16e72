"""What it costs to serve, and how a server is started."""

import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from yiju.service import run
from yiju.service.negotiation import CSV, JSON, choose, parse_accept
from yiju.service.server import AddressError

_HEAVY = {"spacy", "rdflib", "pyshacl", "pdfminer", "PIL", "docx", "openpyxl", "numpy"}


@pytest.mark.parametrize(
    "module", ["yiju.service.app", "yiju.service.worker", "yiju.service.server"]
)
def test_serving_imports_nothing_heavy(module: str) -> None:
    program = f"import sys, {module}; print(*{{name.split('.')[0] for name in sys.modules}})"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "pyoxigraph" in loaded
    assert not _HEAVY & set(loaded)


def test_run_serves_with_several_processes(sample_store: Path) -> None:
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    program = "import sys; from yiju.service import run; run(sys.argv[1], port=int(sys.argv[2]), workers=2)"
    process = subprocess.Popen([sys.executable, "-c", program, str(sample_store), str(port)])
    try:
        assert _health(port)["documents"] == 2
        with pytest.raises(AddressError, match="choose another --port"):
            run(sample_store, port=port)
    finally:
        process.terminate()
        process.wait(20)


def _health(port: int) -> dict[str, int]:
    for _ in range(150):
        try:
            health: dict[str, int] = httpx.get(f"http://127.0.0.1:{port}/health", timeout=30).json()
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return health
    raise AssertionError("The server did not answer.")


def test_the_most_exact_range_decides() -> None:
    assert choose("text/csv;q=0.1, */*;q=0.5", (CSV, JSON)) == JSON
    assert choose("*/*;q=0.5, text/csv;q=0.5", (CSV, JSON)) == CSV
    assert choose(None, (JSON, CSV)) == JSON


def test_a_broken_quality_is_no_liking() -> None:
    assert parse_accept("text/csv;q=high") == [("text/csv", 0.0)]
