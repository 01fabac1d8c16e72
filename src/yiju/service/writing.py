"""Who may write: nobody, unless the service was told so, and then who knows the token.

Whatever is written passes the gate.
"""

import hmac

from fastapi import Request

from yiju.service.faults import refused
from yiju.service.pool import Pool


def is_written(request: Request) -> bool:
    """Whether the service was told that it may write."""
    return request.app.state.writer is not None


def writer_for(request: Request) -> Pool:
    """The process that writes; FaultError where nothing may be written, or the token is wrong."""
    writer: Pool | None = request.app.state.writer
    if writer is None:
        message = "This service is only read; start it with --allow-update where it may be written."
        raise refused("read_only", message, status=403)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    expected: str = request.app.state.token
    if scheme.lower() != "bearer" or not hmac.compare_digest(
        token.strip().encode(), expected.encode()
    ):
        raise refused(
            "unauthorized", "Writing wants `Authorization: Bearer` and the token.", status=401
        )
    return writer
