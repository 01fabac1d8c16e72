"""Where everything is required, a skip is a failure; the long studies run only when asked for."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = {
    "in a test": "import pytest\ndef test_it(): pytest.skip('not here')\n",
    "in a fixture": (
        "import pytest\n@pytest.fixture\ndef it(): pytest.skip('not here')\ndef test_it(it): ...\n"
    ),
    "in a module": "import pytest\npytest.skip('not here', allow_module_level=True)\n",
    "by a mark": "import pytest\n@pytest.mark.skip(reason='not here')\ndef test_it(): ...\n",
}
DEEP = (
    "import pytest\n@pytest.mark.deep\ndef test_it(): raise AssertionError\ndef test_other(): ...\n"
)


def run(checkout: Path, folder: Path, text: str, *words: str, required: str) -> tuple[int, str]:
    """The status and the words of pytest over one file, with what all tests share."""
    (folder / "test_it.py").write_text(text, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = deep\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "conftest", "-ra", *words, str(folder)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(checkout / "tests"), "YIJU_REQUIRE_ALL": required},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize("place", TESTS)
def test_a_skip_fails_where_everything_is_required(
    checkout: Path, tmp_path: Path, place: str
) -> None:
    status, told = run(checkout, tmp_path, TESTS[place], required="1")
    assert status in (pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED)
    assert "not here" in told


@pytest.mark.parametrize("place", TESTS)
def test_elsewhere_a_skip_is_seen_and_no_failure(
    checkout: Path, tmp_path: Path, place: str
) -> None:
    status, told = run(checkout, tmp_path, TESTS[place], required="0")
    assert status in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
    assert "not here" in told


def test_long_studies_run_only_when_asked_for(checkout: Path, tmp_path: Path) -> None:
    assert run(checkout, tmp_path, DEEP, required="0")[0] == pytest.ExitCode.OK
    asked = run(checkout, tmp_path, DEEP, "-m", "deep", required="0")
    assert asked[0] == pytest.ExitCode.TESTS_FAILED
