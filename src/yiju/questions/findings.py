"""What the audit found, one record per finding with all the places that it quotes."""

from itertools import groupby

from yiju.questions.answer import answer
from yiju.questions.facts import local_name
from yiju.questions.records import Evidence, Finding
from yiju.store import Store

Row = dict[str, str | None]


def answer_findings(store: Store, *, severity: str | None = None) -> list[Finding]:
    """Answer what the audit found, all of it or one severity: Violation, Warning or Info."""
    rows = answer(store, "findings", {"severity": severity or ""}).records()
    ordered = sorted(rows, key=lambda row: str(row["finding"]))
    found = [_finding(list(group)) for _, group in groupby(ordered, lambda row: row["finding"])]
    return sorted(found, key=_place)


def _finding(rows: list[Row]) -> Finding:
    first = rows[0]
    return Finding(
        iri=str(first["finding"]),
        severity=str(first["level"]),
        rule=local_name(first["rule"]) if first["rule"] else None,
        about=first["about"],
        message_zh=first["message_zh"],
        message_en=first["message_en"],
        evidence=tuple(
            Evidence(str(row["file"]), int(row["line"]), str(row["quotation"]))
            for row in rows
            if row["line"] is not None
        ),
    )


def _place(finding: Finding) -> tuple[str, int, str]:
    for proof in finding.evidence:
        return proof.file, proof.line, finding.iri
    return "", 0, finding.iri
