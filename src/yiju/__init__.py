"""Yiju 依据: budget-performance disclosures as a knowledge graph.

It answers, for each performance indicator, what is promised, with what money, by whom, and on what
authority: which policy document, in whose words, on which line.
"""

__version__ = "0.1.0"
