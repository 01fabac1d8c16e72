"""What the lines outside tables say: sections, duties, goals, measures, statements, and a glossary."""

from yiju.prose.account import count_cells
from yiju.prose.assemble import find_prose

__all__ = ["count_cells", "find_prose"]
