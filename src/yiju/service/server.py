"""Running the application: one process, or several that each have their own workers."""

import json
import os
import socket
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import uvicorn
from fastapi import FastAPI

from yiju.errors import YijuError
from yiju.service.app import create_app
from yiju.service.connections import PatientProtocol
from yiju.service.limits import Limits
from yiju.service.publication import Publication
from yiju.service.watching import FOLDER, log_as_json
from yiju.vocabulary import BASE
from yiju.workers import work_in_batches

_SETTINGS: Final = "YIJU_SERVICE"
_FAREWELL: Final = 40
"""Seconds in which requests may end when the service is stopped; no query takes longer by default."""


class AddressError(YijuError):
    """An address that cannot be listened on."""


def run(
    store: str | Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: int | None = None,
    rate_limit: int | None = None,
    state: str | Path | None = None,
    base_iri: str = BASE,
    public: str | None = None,
    token: str | None = None,
    limits: Limits | None = None,
    logs: bool = False,
    publication: Publication | None = None,
) -> None:
    """Serve a store until interrupted; `workers` processes, one per core by default.

    With a `token`, who knows it may write.
    """
    check_address(host, port)
    settings = {
        "store_location": str(store),
        "state": str(state) if state else None,
        "base_iri": base_iri,
        "rate_limit": rate_limit,
        "public": public,
        "token": token,
        "limits": asdict(limits or Limits()),
        "logs": logs,
        "publication": asdict(publication or Publication()),
    }
    os.environ[_SETTINGS] = json.dumps(settings, default=str)
    with TemporaryDirectory(prefix="yiju-metrics-") as folder:
        os.environ.setdefault(FOLDER, folder)
        uvicorn.run(
            "yiju.service.server:app_from_environment",
            factory=True,
            host=host,
            port=port,
            workers=workers or os.cpu_count() or 1,
            http=PatientProtocol,
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=_FAREWELL,
        )


def app_from_environment() -> FastAPI:
    """Make the application of one process, from the settings that `run` left in the environment."""
    work_in_batches()
    settings = json.loads(os.environ[_SETTINGS])
    if settings["logs"]:
        log_as_json()
    records = {
        "limits": Limits(**settings["limits"]),
        "publication": Publication(**settings["publication"]),
    }
    return create_app(**settings | records)


def check_address(host: str, port: int) -> None:
    """AddressError where another program listens, or the address is not ours."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as fault:
        raise AddressError(
            f"{host}:{port} cannot be listened on ({fault.strerror or fault}); choose another --port or --host."
        ) from fault
