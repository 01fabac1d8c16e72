"""What the prose of a purpose says beside its citations: the spending plan, and subsidy rates."""

from yiju.model import Milestone, Passage, Rate
from yiju.values.plan import find_planned_shares
from yiju.values.rate import find_rates


def find_prose_milestones(purpose: Passage) -> tuple[Milestone, ...]:
    """The spending plan in the words of a purpose; that of the table is another reading."""
    return tuple(
        Milestone(planned.month, planned.share, purpose.slice(planned.start, planned.end))
        for planned in find_planned_shares(purpose.text)
    )


def find_purpose_rates(purpose: Passage) -> tuple[Rate, ...]:
    """The subsidy rates that a purpose quotes."""
    return tuple(
        Rate(
            words=purpose.slice(rate.start, rate.end),
            figure=purpose.slice(rate.figure, rate.end),
            amount=rate.amount,
            share=rate.share,
            lower_share=rate.lower_share,
            upper_share=rate.upper_share,
            per=rate.per,
            cap=rate.cap,
        )
        for rate in find_rates(purpose.text)
    )
