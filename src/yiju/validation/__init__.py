"""Validation: whether a graph keeps the rules of `shapes/`, and which row of the source to look at.

Shapes are compiled to SPARQL and asked of a store in memory, which takes milliseconds. The same
rules run on pySHACL in `yiju.validation.reference`, which nothing here imports.
"""

from yiju.validation.audit import ask_rule_for, audit_document, audit_store
from yiju.validation.files import check_file
from yiju.validation.gate import check_graph, check_store, load
from yiju.validation.rdf import ShapesError
from yiju.validation.report import Report, Result, Row
from yiju.validation.rules import audit_rules

__all__ = [
    "Report",
    "Result",
    "Row",
    "ShapesError",
    "ask_rule_for",
    "audit_document",
    "audit_rules",
    "audit_store",
    "check_file",
    "check_graph",
    "check_store",
    "load",
]
