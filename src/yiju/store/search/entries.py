"""What can be found: one entry for each thing that has a name or a text, with its words by field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

NAME: Final = "name"
CODE: Final = "code"
SPELLING: Final = "spelling"
TEXT: Final = "text"
BASIS: Final = "basis"
PURPOSE: Final = "purpose"
QUOTATION: Final = "quotation"

WEIGHTS: Final[Mapping[str, float]] = {
    NAME: 10.0,
    CODE: 8.0,
    SPELLING: 6.0,
    TEXT: 3.0,
    BASIS: 2.0,
    PURPOSE: 1.5,
    QUOTATION: 1.0,
}
"""The fields, and how much a word in each of them counts."""

NAMING: Final = (NAME, CODE, SPELLING)
"""The fields that name a thing."""

ENTITIES: Final = ("DepartmentEntity", "ProjectEntity")
"""What is one thing across documents; it is found where it is asked for."""

KINDS: Final = (
    "Policy",
    "Department",
    "Project",
    "Indicator",
    "ProseIndicator",
    "Activity",
    "Duty",
    "Goal",
    "Statement",
    "ProcurementItem",
    "GlossaryTerm",
    "Disclosure",
    "Finding",
)
"""The classes of things that are found, those first that people mostly mean."""

WITH_ENTITIES: Final = (*KINDS, *ENTITIES)

Words = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A thing that can be found: its words as they are printed, and where it belongs.

    `department` is the body that it belongs to, `departments` all that it could be asked by;
    `year` is the fiscal year of its document, or the year in which a policy was issued; `weight` is
    how much rests on it; `leans` are the graphs of documents, and other things, from which it has words or places.
    """

    iri: str
    kind: str
    label: str
    words: Words = field(default_factory=dict)
    context: str | None = None
    document: str | None = None
    file: str | None = None
    year: int | None = None
    department: str | None = None
    departments: tuple[str, ...] = ()
    line: int | None = None
    weight: int = 0
    leans: tuple[str, ...] = ()

    def texts(self, name: str) -> tuple[str, ...]:
        """The words of a field."""
        return self.words.get(name, ())
