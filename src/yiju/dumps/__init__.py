"""Dumps: all that a store holds as files that other programs read, with a manifest of their checksums.

The same store gives the same bytes. Files are streamed: what waits in memory is a part of one graph,
a document, or an indicator; the engine keeps the rows of a table while it sorts them.
"""

from yiju.dumps.folder import Dump, write_dumps

__all__ = ["Dump", "write_dumps"]
