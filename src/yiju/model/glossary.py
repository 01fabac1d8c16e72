"""What a glossary is made of."""

from dataclasses import dataclass

from yiju.model.layout import Passage


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """A term, its definition, and the lines of the glossary that prove both."""

    term: Passage
    definition: Passage
    row: Passage
