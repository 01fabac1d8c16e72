"""LibreOffice as a program that is given one file and makes another, with nothing else in its reach.

What it is forbidden stands in the profile it is given; where the system can, it has no network either,
and is gone when the process that started it is.
"""

import ctypes
import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from yiju.readers.limits import CONVERSION_SECONDS, LARGEST_CONVERSION

_NAMES: Final = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
_BINARY: Final = "soffice.bin"
"""The program itself, beside the one that starts it and would outlive its end."""

_PROFILE_IS_NEW: Final = 81
"""The status with which the program asks to be started again, its profile being made."""

_FORBIDDEN: Final = {
    "Office.Common/Security/Scripting": {
        "MacroSecurityLevel": "3",
        "DisableMacrosExecution": "true",
        "BlockUntrustedRefererLinks": "true",
    },
    "Office.Writer/Content/Update": {"Link": "0"},
    "Office.Calc/Content/Update": {"Link": "1"},
    "Inet/Settings": {
        "ooInetProxyType": "2",
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": "9",
        "ooInetNoProxy": "",
    },
}
"""Settings by path and name: no macros, no links, and a network that ends at a port where nobody listens."""

_NEW_USER: Final = 0x10000000
_NEW_NETWORK: Final = 0x40000000
_DIE_WITH_PARENT: Final = 1
_OPTIONS: Final = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo")


def find_program() -> Path | None:
    """LibreOffice, where it is installed."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        return None
    program = Path(found).resolve()
    binary = program.with_name(_BINARY)
    return binary if binary.exists() else program


def convert(program: Path, given: Path, opens: str | None, makes: str, saves: str) -> Path:
    """Where the file made of a given one stands, if it was made; TimeoutError where that takes too long.

    `opens` and `saves` are filters of LibreOffice, which finds the first by itself; all it writes is in the folder of the given file.
    """
    folder = given.parent
    profile = folder / "profile"
    _write_profile(profile)
    command = [
        *(str(program), f"-env:UserInstallation={profile.as_uri()}", *_OPTIONS),
        *((f"--infilter={opens}",) if opens else ()),
        *("--convert-to", f"{makes}:{saves}"),
        *("--outdir", str(folder / "made"), str(given)),
    ]
    if _run(command, folder) == _PROFILE_IS_NEW:
        _run(command, folder)
    return folder / "made" / f"{given.stem}.{makes}"


def _run(command: list[str], folder: Path) -> int:
    with subprocess.Popen(  # noqa: S603 - a program of this machine, with options of ours
        command,
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        process_group=0,
        preexec_fn=_confine,  # noqa: PLW1509 - a reader has no threads
    ) as process:
        try:
            return process.wait(CONVERSION_SECONDS)
        except subprocess.TimeoutExpired as fault:
            raise TimeoutError from fault
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def _environment(folder: Path) -> Mapping[str, str]:
    """No more than it needs: what it knows of this machine cannot end up in a document."""
    path = os.environ.get("PATH", os.defpath)
    return {"PATH": path, "HOME": str(folder), "TMPDIR": str(folder), "LC_ALL": "C.UTF-8"}


def _confine() -> None:
    """In the new process: no large files, no network, no life without its parent or for ever."""
    seconds = int(2 * CONVERSION_SECONDS) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_CONVERSION, LARGEST_CONVERSION))
    with suppress(AttributeError):
        system = ctypes.CDLL(None)
        if system.unshare(_NEW_NETWORK):
            system.unshare(_NEW_USER | _NEW_NETWORK)
        system.prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)


def _write_profile(profile: Path) -> None:
    """A profile that says what is forbidden."""
    items = (
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, settings in _FORBIDDEN.items()
        for name, value in settings.items()
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items '
        f'xmlns:oor="http://openoffice.org/2001/registry">{"".join(items)}</oor:items>',
        encoding="utf-8",
    )
