"""Rules over spans of official prose, as spaCy components: what it cites, and what it promises.

The only user of spaCy. It needs no model: a blank Chinese pipeline, one character per token.
Importing this package registers the components, so that any pipeline can add them by name.
"""

from yiju.text.basis import classify_basis
from yiju.text.citations import build_pipeline, extract_citations
from yiju.text.targets import extract_targets

__all__ = [
    "build_pipeline",
    "classify_basis",
    "extract_citations",
    "extract_targets",
]
