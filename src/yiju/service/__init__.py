"""The service: reads the store and answers over HTTP. It reads only, and runs queries in workers.

The public names are fetched when they are first asked for, because workers belong to this package
too and start faster without the web framework.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from yiju.service.app import create_app
    from yiju.service.limits import Limits
    from yiju.service.publication import Publication
    from yiju.service.server import check_address, run

__all__ = ["Limits", "Publication", "check_address", "create_app", "run"]

_HOMES: Final = {
    "Limits": "limits",
    "Publication": "publication",
    "check_address": "server",
    "create_app": "app",
    "run": "server",
}


def __getattr__(name: str) -> Any:
    """Fetch a public name from the module where it lives."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
