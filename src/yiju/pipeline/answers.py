"""What a process that reads tells of each document, and how it is sent.

JSON and bytes only: what comes from a process that has a stranger's file in it is data, never objects.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from yiju.model import Accounting
from yiju.pipeline.report import Outcome, Status
from yiju.workers import pack


@dataclass(frozen=True, slots=True)
class Reading:
    """A document that was read: its bytes, its graph as JSON-LD, and what there is to tell of both."""

    outcome: Outcome
    issues: tuple[str, ...]
    graph: bytes
    data: bytes

    @property
    def sha256(self) -> str:
        """64 hexadecimal digits: the identity of the document."""
        return self.outcome.sha256 or ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A document that was not read, and why, in one sentence."""

    name: str
    reason: str


Answer = Reading | Refusal


def pack_answer(answer: Answer) -> bytes:
    """An answer as a frame."""
    if isinstance(answer, Refusal):
        return pack({"refused": asdict(answer)})
    told = {"outcome": asdict(answer.outcome), "issues": answer.issues, "graph": len(answer.graph)}
    return pack({"read": told}, answer.graph + answer.data)


def unpack_answer(header: Mapping[str, Any], body: bytes) -> Answer:
    """The answer in a frame."""
    if "refused" in header:
        return Refusal(**header["refused"])
    told = header["read"]
    outcome, size = _outcome(told["outcome"]), told["graph"]
    return Reading(outcome, tuple(told["issues"]), body[:size], body[size:])


def _outcome(told: Mapping[str, Any]) -> Outcome:
    outcome = Outcome(**told)
    return replace(
        outcome,
        status=Status(outcome.status),
        accounting=Accounting(**told["accounting"]),
        characters=Accounting(**told["characters"]),
        findings=tuple(outcome.findings),
        notes=tuple(outcome.notes),
    )
