"""Where the files that belong to Yiju are: ontology, shapes, queries, sample.

A wheel carries them inside the package; an editable install leaves them in the checkout. The
package is looked at first, the checkout second.
"""

from functools import cache
from pathlib import Path

from yiju.errors import ResourceError

_PACKAGE = Path(__file__).parent
_PLACES = (_PACKAGE / "data", _PACKAGE, _PACKAGE.parent.parent)


@cache
def folder(name: str) -> Path:
    """The folder of that name, `ontology`, `shapes`, `queries` or `sample`; ResourceError without it."""
    for place in _PLACES:
        if (place / name).is_dir():
            return place / name
    raise ResourceError(f"The folder {name}/ of the installation is missing; install Yiju again.")


def text(name: str, file: str) -> str:
    """The text of one file, as `text("queries", "trace.rq")`; ResourceError where there is none."""
    path = folder(name) / file
    try:
        return path.read_text(encoding="utf-8")
    except OSError as fault:
        raise ResourceError(f"{name}/{file} of the installation cannot be read: {fault}") from fault
