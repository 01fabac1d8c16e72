"""How the OpenAPI description tells of bodies that are no models: rows, triples, pages."""

from collections.abc import Iterable
from typing import Any, Final

from yiju.service.negotiation import ANY_JSON, JSON, JSONLD

Responses = dict[int | str, dict[str, Any]]

_RESULTS: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["head"],
    "properties": {
        "head": {
            "type": "object",
            "properties": {"vars": {"type": "array", "items": {"type": "string"}}},
        },
        "results": {
            "type": "object",
            "required": ["bindings"],
            "properties": {"bindings": {"type": "array", "items": {"type": "object"}}},
        },
        "boolean": {"type": "boolean"},
        "truncated": {"type": "object", "properties": {"rows": {"type": "integer"}}},
    },
}
_SCHEMAS: Final[dict[str, dict[str, Any]]] = {JSON: _RESULTS, ANY_JSON: _RESULTS, JSONLD: {}}


def content_of(media: Iterable[str]) -> dict[str, Any]:
    """What a body of each of those media types is.

    >>> content_of(["text/turtle"])
    {'text/turtle': {'schema': {'type': 'string'}}}
    """
    return {name: {"schema": _SCHEMAS.get(name, {"type": "string"})} for name in media}


def ok(description: str, media: Iterable[str]) -> Responses:
    """A response in one of those media types."""
    return {200: {"description": description, "content": content_of(media)}}
