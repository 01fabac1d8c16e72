"""What the audit found: which rule speaks of what, how grave it is, and where it is proved."""

from dataclasses import dataclass
from typing import Final

SEVERITIES: Final = ("Violation", "Warning", "Info")
"""The names of the severities of SHACL, the gravest first."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of one audit rule; all things are told by their IRIs, evidence in its order.

    `messages` are by language, `zh` and `en`.
    """

    iri: str
    rule: str
    about: str
    severity: str
    messages: dict[str, str]
    evidence: tuple[str, ...]
