"""Prose of a disclosure: what its sections say outside tables."""

from yiju.prose.figures import read_figures
from yiju.prose.sections import find_figure_sections

__all__ = ["find_figure_sections", "read_figures"]
