"""Where a document came from, which its bytes do not say: the names it came under, and its source."""

from collections.abc import Iterable

from yiju.mapping.evidence import Json
from yiju.mapping.nodes import present
from yiju.model import Origin
from yiju.vocabulary import Names


def map_provenance(sha: str, file_names: Iterable[str], origin: Origin, names: Names) -> Json:
    """What is told of a document beside its own words, as a node of its graph."""
    return present(
        id=names.disclosure(sha),
        fileName=sorted(file_names),
        source=origin.url,
        publisher=origin.publisher,
        spatial=origin.region,
        issued=origin.issued,
        licence=origin.licence,
    )
