"""The address of the service, as a request was sent to it or as people know it."""

from fastapi import Request

from yiju.service.sparql import endpoint_of


def root_of(request: Request) -> str:
    """The address without a slash at its end; a host that is none is never repeated."""
    return endpoint_of(request).removesuffix("/sparql")
