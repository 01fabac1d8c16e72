"""What the audit found, one record per finding with all the places that it quotes."""

from itertools import groupby
from typing import Final

from yiju.questions.answer import answer
from yiju.questions.facts import local_name
from yiju.questions.records import Evidence, Finding
from yiju.store import Store

Row = dict[str, str | None]
_ORDER: Final = ("Violation", "Warning", "Info")


def answer_findings(
    store: Store,
    *,
    severity: str | None = None,
    family: str | None = None,
    document: str | None = None,
) -> list[Finding]:
    """Answer what the audit found, the gravest first.

    May be limited to a severity (Violation, Warning or Info), a family of rules (`moneyFamily`, or its
    number) and a document, by the name of its file.
    """
    given = {"severity": severity or "", "family": family or "", "document": document or ""}
    rows = answer(store, "findings", given).records()
    ordered = sorted(rows, key=lambda row: str(row["finding"]))
    found = [_finding(list(group)) for _, group in groupby(ordered, lambda row: row["finding"])]
    return sorted(found, key=_rank)


def _finding(rows: list[Row]) -> Finding:
    first = rows[0]
    return Finding(
        iri=str(first["finding"]),
        severity=str(first["level"]),
        rule=local_name(first["rule"]) if first["rule"] else None,
        family=first["kind"] or None,
        about=first["about"],
        message_zh=first["message_zh"],
        message_en=first["message_en"],
        evidence=tuple(
            Evidence(str(row["file"]), int(row["line"]), str(row["quotation"]))
            for row in rows
            if row["line"] is not None
        ),
    )


def _rank(finding: Finding) -> tuple[int, str, int, str]:
    """The gravest first, then along the document."""
    grade = _ORDER.index(finding.severity) if finding.severity in _ORDER else len(_ORDER)
    for proof in finding.evidence:
        return grade, proof.file, proof.line, finding.iri
    return grade, "", 0, finding.iri
