"""What the lines outside tables say: sections, duties, goals, measures, figures, and a glossary."""

from yiju.prose.account import count_cells
from yiju.prose.assemble import find_prose
from yiju.prose.figures import read_figures

__all__ = ["count_cells", "find_prose", "read_figures"]
