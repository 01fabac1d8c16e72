"""The addresses of dumps: a list of them, and each file, whole or in ranges.

Only what the manifest of a folder of dumps names is served, so that no path leads out of it. A file's
tag is its checksum.
"""

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import formatdate
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import APIRouter, Request, Response
from fastapi import Path as InPath
from fastapi.responses import FileResponse, JSONResponse

from yiju.errors import NotFoundError
from yiju.service.faults import PROBLEM, Fault, FaultError
from yiju.service.freshness import REVALIDATE, is_known
from yiju.service.gates import IS_HEAD
from yiju.service.negotiation import ANY_JSON, HTML, choose
from yiju.service.pages import dumps_page
from yiju.service.schemas import Responses, content_of
from yiju.service.watching import count_fault

router: Final = APIRouter(tags=["Linked data"])

MANIFEST: Final = "manifest.json"

_RANGE: Final = re.compile(r"([0-9]{0,18})-([0-9]{0,18})")
_RANGES: Final = re.compile(
    r"bytes=\s*(?:[0-9]{1,18}-[0-9]{0,18}|-[0-9]{1,18})(?:\s*,\s*(?:[0-9]{1,18}-[0-9]{0,18}|-[0-9]{1,18})){0,9}\s*"
)
_BEING_WRITTEN: Final = Fault(
    503, "dump_unavailable", "The dumps are being written; ask again later."
)

_LISTED: Final[Responses] = {
    200: {"description": "The manifest", "content": content_of((ANY_JSON, HTML))},
}
_FILE: Final[Responses] = {
    200: {"description": "The file"},
    206: {"description": "Ranges of it"},
    304: {"description": "It is what the client has"},
    416: {"description": "There is no such range"},
}


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files of a folder of dumps, as its manifest tells them."""

    folder: Path
    told: Mapping[str, Any]

    @property
    def files(self) -> Sequence[dict[str, Any]]:
        """All files."""
        files: Sequence[dict[str, Any]] = self.told["files"]
        return files

    @property
    def wholes(self) -> Sequence[Mapping[str, Any]]:
        """The files that hold the whole dataset, or one kind of thing of all of it."""
        version = self.told.get("version")
        return [file | {"version": version} for file in self.files if "/" not in file["name"]]


def read_manifest(folder: Path | None) -> Manifest | None:
    """The manifest of a folder; None where it has none that can be read."""
    if folder is None:
        return None
    try:
        state = (folder / MANIFEST).stat()
        return _read(folder, state.st_mtime_ns, state.st_size)
    except (OSError, ValueError, KeyError, TypeError):
        return None


@lru_cache(maxsize=4)
def _read(folder: Path, _changed: int, _size: int) -> Manifest:
    """The manifest as it is since it changed last."""
    told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return Manifest(folder, {**told, "files": list(told["files"])})


@router.get("/dumps/", summary="The dumps", responses=_LISTED)
async def dumps(request: Request) -> Response:
    """Each file with its size, its SHA-256 and what is in it; a page for who likes HTML better."""
    media = choose(request.headers.get("accept"), (ANY_JSON, HTML))
    manifest = _manifest(request)
    headers = {"Vary": "Accept", "Cache-Control": REVALIDATE}
    if media == HTML:
        return Response(dumps_page(manifest.files), media_type=HTML, headers=headers)
    return JSONResponse(manifest.told, headers=headers)


@router.get("/dumps/{name:path}", summary="A dump", responses=_FILE, response_class=Response)
async def dump(
    request: Request, name: Annotated[str, InPath(max_length=200, examples=["all.nq.gz"])]
) -> Response:
    """A file, whole or in ranges (`Range`); its ETag is its SHA-256."""
    manifest = _manifest(request)
    if name == MANIFEST:
        return JSONResponse(manifest.told, headers={"Cache-Control": REVALIDATE})
    found = next((file for file in manifest.files if file["name"] == name), None)
    if found is None:
        raise NotFoundError("There is no such dump; /dumps/ lists those that there are.")
    path = manifest.folder / name
    state = _state(path)
    if state is None or state.st_size != found["bytes"]:
        raise FaultError(_BEING_WRITTEN)
    headers = {
        "ETag": f'"{found["sha256"]}"',
        "Last-Modified": formatdate(int(state.st_mtime), usegmt=True),
        "Cache-Control": REVALIDATE,
        "Content-Type": _media(found),
    }
    if is_known(request, headers):
        return Response(status_code=304, headers=headers)
    return _file_response(request, path, state, **headers)


def _media(file: Mapping[str, Any]) -> str:
    """The media type of a file as it lies; text is UTF-8."""
    media = str(file["media"])
    if file["compressed"]:
        return "application/gzip"
    return f"{media}; charset=utf-8" if media.startswith("text/") else media


def _state(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _manifest(request: Request) -> Manifest:
    manifest = read_manifest(request.app.state.dumps)
    if manifest is None:
        raise NotFoundError("There are no dumps here; `yiju dump` writes them.")
    return manifest


def _file_response(request: Request, path: Path, state: os.stat_result, **headers: str) -> Response:
    """The file in the ranges that are asked; what is no range is not looked at (RFC 9110, 14.2)."""
    asked = request.headers.get("range", "")
    if asked and not _is_range(asked):
        request.scope["headers"] = [
            pair for pair in request.scope["headers"] if pair[0] != b"range"
        ]
    elif request.scope.get(IS_HEAD):
        return Response(headers={**headers, "Content-Length": str(state.st_size)})
    elif asked and not _is_within(asked, state.st_size):
        fault = Fault(416, "no_such_range", f"The file has {state.st_size} bytes; ask for fewer.")
        count_fault(fault.code)
        told = {"Content-Range": f"bytes */{state.st_size}"}
        return JSONResponse(fault.as_json(), 416, headers=told, media_type=PROBLEM)
    return FileResponse(path, headers=headers, stat_result=state)


def _is_range(asked: str) -> bool:
    """Whether a header asks for a few ranges that end behind their beginning.

    >>> _is_range("bytes=0-9, -5"), _is_range("bytes=9-0"), _is_range("lines=1-2")
    (True, False, False)
    """
    if not _RANGES.fullmatch(asked):
        return False
    return all(
        not end or not start or int(start) <= int(end) for start, end in _RANGE.findall(asked)
    )


def _is_within(asked: str, size: int) -> bool:
    """Whether each range begins in a file of that size.

    >>> _is_within("bytes=0-9", 5), _is_within("bytes=5-", 5)
    (True, False)
    """
    return all(int(start) < size if start else int(end) > 0 for start, end in _RANGE.findall(asked))
