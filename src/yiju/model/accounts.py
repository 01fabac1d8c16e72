"""Where words went that carry nothing or were not understood, and the sums over all of them."""

from dataclasses import dataclass

from yiju.model.layout import Passage


@dataclass(frozen=True, slots=True)
class IgnoredPassage:
    """Cells that carry nothing to map, and the named rule that says so."""

    rule: str
    words: Passage
    cells: int


@dataclass(frozen=True, slots=True)
class UnmappedPassage:
    """Cells that were not understood, and why."""

    reason: str
    words: Passage
    cells: int


@dataclass(frozen=True, slots=True)
class Accounting:
    """Where cells or characters went: those that were read are mapped, ignored or unmapped."""

    read: int = 0
    mapped: int = 0
    ignored: int = 0
    unmapped: int = 0

    def __add__(self, other: "Accounting") -> "Accounting":
        return Accounting(
            self.read + other.read,
            self.mapped + other.mapped,
            self.ignored + other.ignored,
            self.unmapped + other.unmapped,
        )
