"""What a table of units says of a body: keys for its node, the printed words beside the concepts."""

from yiju.mapping.evidence import Json
from yiju.mapping.nodes import label, present
from yiju.model import Unit


def map_unit(unit: Unit | None, own: str | None) -> Json:
    """The keys that a unit adds to the node of its body; `own` is the department that discloses."""
    if unit is None:
        return {}
    words = {f"{one.name}Text": label(one.words) for one in unit.attributes}
    concepts = {one.name: one.concept for one in unit.attributes}
    return present(subOrganizationOf=own if unit.subordinate else None, **words, **concepts)
