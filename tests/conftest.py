"""What all tests share: the published disclosures, and the rule that in CI nothing is skipped."""

import os
from collections.abc import Generator
from pathlib import Path
from typing import Final, TypeVar

import pytest
from hypothesis import settings

CHECKOUT: Final = Path(__file__).parent.parent
SHARED: Final = CHECKOUT.parent / "shared"
REQUIRE_ALL: Final = os.environ.get("YIJU_REQUIRE_ALL") == "1"

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

settings.register_profile("yiju", derandomize=True, deadline=None)
settings.register_profile("fuzz", max_examples=5000, deadline=None)
settings.load_profile("yiju")


def pytest_configure(config: pytest.Config) -> None:
    """The long studies run only when they are asked for."""
    if not config.option.markexpr:
        config.option.markexpr = "not deep"


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The folder of this checkout."""
    return CHECKOUT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the published disclosures and the independent readings of them."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not there: the published disclosures lie beside the checkout")
    return SHARED


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A skipped test fails where everything is required."""
    return _required((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """A skipped module fails where everything is required."""
    return _required((yield))


def _required(report: Report) -> Report:
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"YIJU_REQUIRE_ALL=1 and this was skipped: {report.longrepr}"
    return report
