"""What the prose of a purpose says beside its citations: the spending plan."""

from yiju.model import Milestone, Passage
from yiju.values.plan import find_planned_shares


def find_prose_milestones(purpose: Passage) -> tuple[Milestone, ...]:
    """The spending plan in the words of a purpose; that of the table is another reading."""
    return tuple(
        Milestone(planned.month, planned.share, purpose.slice(planned.start, planned.end))
        for planned in find_planned_shares(purpose.text)
    )
