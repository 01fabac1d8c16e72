"""The built wheel does the main job from an empty environment, in a folder of its own.

The dependencies come from the cache that `make` filled, never from a network.
"""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import httpx
import pytest

DEADLINE: Final = 90
ENVIRONMENT: Final = {
    name: value
    for name, value in os.environ.items()
    if name not in {"PYTHONPATH", "VIRTUAL_ENV", "COLUMNS"}
    and not name.startswith(("YIJU_", "COV_"))
}


def run(*words: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end and hand back what it said."""
    return subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=ENVIRONMENT | environment,
        capture_output=True,
        text=True,
        timeout=DEADLINE,
        check=False,
    )


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    built = run(
        sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=checkout
    )
    assert built.returncode == 0, built.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `yiju` of an environment that holds the wheel and what it needs, and nothing else."""
    place = tmp_path_factory.mktemp("an empty environment") / "venv"
    python = place / "bin" / "python"
    run(sys.executable, "-m", "venv", "--without-pip", place, cwd=checkout)
    needs = run(
        *("uv", "sync", "--frozen", "--offline", "--no-dev", "--no-install-project"),
        cwd=checkout,
        UV_PROJECT_ENVIRONMENT=str(place),
        PATH=f"{Path(sys.executable).parent}{os.pathsep}{ENVIRONMENT['PATH']}",
    )
    if needs.returncode:
        pytest.skip(f"the cache of uv does not hold every dependency: {needs.stderr.strip()}")
    uv = Path(sys.executable).parent / "uv"
    put = run(
        *(uv, "pip", "install", "--offline", "--no-deps", "--python", python, wheel), cwd=checkout
    )
    assert put.returncode == 0, put.stderr
    return place / "bin" / "yiju"


@contextlib.contextmanager
def demo(yiju: Path, folder: Path) -> Iterator[tuple[str, str]]:
    """A running demo: its address, and what it printed before it served."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [str(yiju), "demo", "--port", str(port)],
        cwd=folder,
        env=ENVIRONMENT | {"TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        yield f"http://127.0.0.1:{port}", _until_served(process, port)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=DEADLINE)


def _until_served(process: subprocess.Popen[str], port: int) -> str:
    """What the demo says, up to the line with its address, and then until it answers."""
    said = ""
    assert process.stdout
    for line in process.stdout:
        said += line
        if line.startswith("Serving"):
            break
    transport = httpx.HTTPTransport(retries=8)
    with httpx.Client(transport=transport, timeout=DEADLINE) as client:
        client.get(f"http://127.0.0.1:{port}/health").raise_for_status()
    return said


def test_the_wheel_carries_what_it_reads_at_run_time(installed: Path) -> None:
    package = next(installed.parent.parent.glob("lib/python*/site-packages/yiju"))
    for file in (
        "sample/disclosures/wangxi-2024.txt",
        "data/ontology/context.jsonld",
        "data/ontology/yiju.ttl",
    ):
        assert (package / file).is_file()
    assert list((package / "data" / "queries").glob("*.rq"))
    assert (package / "data" / "shapes" / "structure.ttl").is_file()


def test_the_demo_answers_over_http_what_it_printed(installed: Path, tmp_path: Path) -> None:
    with demo(installed, tmp_path) as (address, said):
        iri = re.search(r"\S+/id/indicator/(\S+)", said)
        assert iri, said
        answer = httpx.get(f"{address}/api/indicators/{iri[1]}/trace", timeout=DEADLINE)
        answer.raise_for_status()
        told = json.dumps(answer.json(), ensure_ascii=False)
    assert "岚望政办字〔2023〕18号" in said
    assert "岚望政办字〔2023〕18号" in told


def test_the_demo_leaves_nothing_behind(installed: Path, tmp_path: Path) -> None:
    with demo(installed, tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_the_wheel_builds_the_sample(installed: Path, tmp_path: Path) -> None:
    sample = next(installed.parent.parent.glob("lib/python*/site-packages/yiju/sample"))
    files = sorted(sample.glob("disclosures/*.txt"))
    done = run(installed, "build", *files, "--store", "store", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "store" / "oxigraph").is_dir()
    assert [name.name in done.stdout for name in files] == [True, True]
