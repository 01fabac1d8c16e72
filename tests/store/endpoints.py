"""Real SPARQL endpoints for tests, each in a process of its own: `oxigraph serve` and Virtuoso 7."""

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
    address = f"127.0.0.1:{_free_port()}"
    process = subprocess.Popen([program, "serve", "--bind", address], stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://{address}/")
        yield f"http://{address}/query"
    finally:
        process.terminate()
        process.wait(10)


_VIRTUOSO = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CheckpointInterval = 0
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 1000000
"""


@contextmanager
def serving_virtuoso(folder: Path) -> Iterator[str]:
    """The address where an empty Virtuoso is asked and updated, with its files in a folder."""
    server, client = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if not server or not client:
        pytest.skip("virtuoso-t is not installed (Debian package virtuoso-opensource-7)")
    sql, http = _free_port(), _free_port()
    (folder / "virtuoso.ini").write_text(_VIRTUOSO.format(sql=sql, http=http))
    command = [server, "+configfile", "virtuoso.ini", "+foreground"]
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(f"http://127.0.0.1:{http}/sparql")
        grant = 'exec=GRANT SPARQL_UPDATE TO "SPARQL";'
        subprocess.run(
            [client, f"127.0.0.1:{sql}", "dba", "dba", grant], check=True, capture_output=True
        )
        yield f"http://127.0.0.1:{http}/sparql"
    finally:
        process.terminate()
        process.wait(30)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _program() -> str | None:
    beside = Path(sys.executable).parent / "oxigraph"
    return str(beside) if beside.exists() else shutil.which("oxigraph")


def _wait_for(address: str) -> None:
    for _ in range(300):
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError("The endpoint did not answer.")
