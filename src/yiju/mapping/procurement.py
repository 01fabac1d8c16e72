"""Items of planned procurement to nodes: each with its project, its prices and its money by source."""

from collections.abc import Iterator, Sequence

from yiju.mapping.evidence import Json, Prover
from yiju.mapping.nodes import decimal, label, present
from yiju.model import FundingAllocation, ProcurementItem


def map_procurement(items: Sequence[ProcurementItem], prover: Prover) -> Iterator[Json]:
    """A node per item, named after the place of its row."""
    for item in items:
        linked = bool(item.project_row)
        yield present(
            id=prover.name("procurement", item.row.start),
            type="ProcurementItem",
            label=label(item.name),
            catalogueCode=item.code,
            quantity=decimal(item.quantity),
            unitText=label(item.unit),
            unitPrice=decimal(item.price),
            amount=decimal(item.amount),
            ofProject=prover.name("project", item.project_row.start) if linked else None,
            projectName=None if linked else label(item.project),
            projectBudget=decimal(item.project_budget),
            reservedAmount=decimal(item.reserved),
            funding=[_funding(funding, prover) for funding in item.funding],
            evidence=prover.evidence(item.row, item.project, item.project_budget_words),
        )


def _funding(funding: FundingAllocation, prover: Prover) -> Json:
    return {
        "id": prover.name("funding", funding.words.start),
        "type": "FundingAllocation",
        "fundingSource": funding.source,
        "amount": decimal(funding.amount),
        "evidence": prover.evidence(funding.words),
    }
