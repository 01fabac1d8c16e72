"""Terms of a glossary to concepts: one label, one definition, as one department prints them."""

from collections.abc import Iterator, Sequence

from yiju.mapping.evidence import Json, Prover
from yiju.mapping.nodes import label
from yiju.model import GlossaryTerm


def map_glossary(terms: Sequence[GlossaryTerm], prover: Prover) -> Iterator[Json]:
    """A node per term, named after its place."""
    for term in terms:
        yield {
            "id": prover.name("glossaryterm", term.term.start),
            "type": ["GlossaryTerm", "skos:Concept"],
            "prefLabel": label(term.term),
            "definition": label(term.definition),
            "evidence": prover.evidence(term.row),
        }
