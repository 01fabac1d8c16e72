"""The whole way: files to documents, disclosures, graphs, a store, and what follows from all of them."""

from yiju.pipeline.builder import build, find_files
from yiju.pipeline.conclusions import Conclusions
from yiju.pipeline.policies import count_policies
from yiju.pipeline.reading import extract, read_disclosure
from yiju.pipeline.report import BuildReport, Outcome, Progress, Status

__all__ = [
    "BuildReport",
    "Conclusions",
    "Outcome",
    "Progress",
    "Status",
    "build",
    "count_policies",
    "extract",
    "find_files",
    "read_disclosure",
]
