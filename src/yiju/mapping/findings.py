"""Findings to JSON."""

from collections.abc import Iterable

from yiju.mapping.evidence import Json
from yiju.mapping.nodes import present
from yiju.model import Finding


def map_findings(findings: Iterable[Finding]) -> list[Json]:
    """The nodes of findings for their graph; what they quote stands in the graphs of documents."""
    return [
        present(
            id=finding.iri,
            type=["Finding", "sh:ValidationResult"],
            rule=finding.rule,
            about=finding.about,
            resultSeverity=finding.severity,
            resultMessage=finding.messages,
            evidence=list(finding.evidence),
        )
        for finding in findings
    ]
