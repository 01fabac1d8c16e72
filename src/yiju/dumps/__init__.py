"""Dumps: all that a store holds as files that other programs read, with a manifest of their checksums.

The same store gives the same bytes. Everything is streamed: memory does not grow with the store.
"""

from yiju.dumps.folder import Dump, write_dumps

__all__ = ["Dump", "write_dumps"]
