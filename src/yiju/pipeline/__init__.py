"""The whole way: files to documents, disclosures, graphs, a store, and what follows from all of them.

The public names are fetched when they are first asked for: who builds starts a process that reads, and
has no need of what that process imports.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from yiju.pipeline.answers import Reading, Refusal
    from yiju.pipeline.builder import build
    from yiju.pipeline.conclusions import Conclusions
    from yiju.pipeline.files import find_files, read_file_list
    from yiju.pipeline.limits import Limits
    from yiju.pipeline.policies import count_policies
    from yiju.pipeline.reader import open_reader, read_one
    from yiju.pipeline.reading import extract, read_disclosure
    from yiju.pipeline.report import BuildReport, Outcome, Progress, Status

__all__ = [
    "BuildReport",
    "Conclusions",
    "Limits",
    "Outcome",
    "Progress",
    "Reading",
    "Refusal",
    "Status",
    "build",
    "count_policies",
    "extract",
    "find_files",
    "open_reader",
    "read_disclosure",
    "read_file_list",
    "read_one",
]

_HOMES: Final = {
    "BuildReport": "report",
    "Conclusions": "conclusions",
    "Limits": "limits",
    "Outcome": "report",
    "Progress": "report",
    "Reading": "answers",
    "Refusal": "answers",
    "Status": "report",
    "build": "builder",
    "count_policies": "policies",
    "extract": "reading",
    "find_files": "files",
    "open_reader": "reader",
    "read_disclosure": "reading",
    "read_file_list": "files",
    "read_one": "reader",
}


def __getattr__(name: str) -> Any:
    """Fetch a public name from the module where it lives."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
