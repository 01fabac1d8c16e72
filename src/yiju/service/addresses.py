"""The address of the service, as people know it or as a request was sent to it."""

import re
from typing import Final

from fastapi import Request

_HOST: Final = re.compile(r"(?:[A-Za-z0-9._-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")


def root_of(request: Request) -> str:
    """The address without a slash at its end; a host that is none is never repeated."""
    public: str | None = request.app.state.public
    if public:
        return public.rstrip("/")
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        name, port = request.scope.get("server") or ("localhost", None)
        host = f"{name}:{port}" if port else name
    return f"{request.scope['scheme']}://{host}"


def endpoint_of(request: Request) -> str:
    """The address of the SPARQL endpoint."""
    return f"{root_of(request)}/sparql"
