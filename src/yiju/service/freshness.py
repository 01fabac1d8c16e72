"""What a client has is not sent again: ETag and Last-Modified, and what it says of them (RFC 9110, 13).

A tag is a digest of what is sent. The date is that of the last write of the data that a worker read,
as its files tell it; it says nothing within a second, so that a fresh one is not told.
"""

import time
from collections.abc import Mapping
from email.utils import formatdate, parsedate_to_datetime
from hashlib import sha256
from typing import Final

from fastapi import Request, Response

from yiju.service.responses import respond
from yiju.service.results import Reply

REVALIDATE: Final = "public, no-cache"
"""Data may change with any build: keep it, and ask before using it."""

_TOO_FRESH: Final = 2.0


def fresh(request: Request, reply: Reply, **headers: str) -> Response:
    """The response of a reply that the client may keep: 304 where it has the very same already."""
    headers = {"Cache-Control": REVALIDATE} | headers
    headers["ETag"] = f'"{sha256(reply.body).hexdigest()[:20]}"'
    if reply.modified is not None and time.time() - reply.modified > _TOO_FRESH:
        headers["Last-Modified"] = formatdate(int(reply.modified), usegmt=True)
    if is_known(request, headers):
        return Response(status_code=304, headers=headers)
    return respond(reply, **headers)


def is_known(request: Request, told: Mapping[str, str]) -> bool:
    """Whether the client has what these headers tell of; a tag that it names decides alone."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        known = (part.strip().removeprefix("W/") for part in tags.split(","))
        return tags.strip() == "*" or told["ETag"] in known
    since = request.headers.get("if-modified-since")
    return bool(since and "Last-Modified" in told and _is_since(told["Last-Modified"], since))


def _is_since(modified: str, since: str) -> bool:
    """Whether nothing changed since a date; a date that is none is not looked at."""
    try:
        return parsedate_to_datetime(modified) <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False
