"""The search index beside a store: everything that can be found by its words, in one SQLite file.

It lies in the folder of the store (for an endpoint, in its state folder) and follows from the store
alone: it can be deleted at any time and is made anew. Whoever opens a store to write keeps it up to
date in proportion to what changes; readers see the old state or the new one, never half of one.
"""

from yiju.store.search.asking import Asked, Found, Hit, Match, Suggestion
from yiju.store.search.entries import WITH_ENTITIES
from yiju.store.search.file import FILE
from yiju.store.search.folding import Folded, fold_words
from yiju.store.search.index import NoIndexError, SearchIndex, empty_index, open_index
from yiju.store.search.upkeep import is_current, make_index

__all__ = [
    "FILE",
    "WITH_ENTITIES",
    "Asked",
    "Folded",
    "Found",
    "Hit",
    "Match",
    "NoIndexError",
    "SearchIndex",
    "Suggestion",
    "empty_index",
    "fold_words",
    "is_current",
    "make_index",
    "open_index",
]
