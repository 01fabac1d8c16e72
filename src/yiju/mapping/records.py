"""Records to JSON: the same JSON is linked data through `ontology/context.jsonld`.

Every node has its identifier, its type, and its evidence; what is not printed is not there.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from yiju.mapping.assets import map_assets
from yiju.mapping.cube import map_budgets
from yiju.mapping.evaluation import map_evaluation
from yiju.mapping.evidence import Json, Prover
from yiju.mapping.nodes import decimal as _decimal
from yiju.mapping.nodes import label as _label
from yiju.mapping.nodes import present as _present
from yiju.mapping.procurement import map_procurement
from yiju.mapping.prose import map_goal, map_listed_goal, map_prose
from yiju.mapping.units import map_unit
from yiju.model import (
    Activity,
    Basis,
    Citation,
    Department,
    Disclosure,
    Duty,
    FundingAllocation,
    Goal,
    Indicator,
    Milestone,
    Passage,
    Project,
    ProseIndicator,
    Rate,
    Target,
    Unit,
)
from yiju.values.target import Operator, Reading
from yiju.values.unit import find_unit
from yiju.vocabulary import Names

_DATE_TYPES: Final = {
    re.compile(r"\d{4}"): "xsd:gYear",
    re.compile(r"--\d\d"): "xsd:gMonth",
    re.compile(r"\d{4}-\d\d"): "xsd:gYearMonth",
    re.compile(r"--\d\d-\d\d"): "xsd:gMonthDay",
    re.compile(r"\d{4}-\d\d-\d\d"): "xsd:date",
}


def map_disclosure(disclosure: Disclosure, names: Names) -> Iterator[Json]:
    """The nodes of the graph of one document, the disclosure first."""
    return _Mapper(disclosure, names).nodes()


class _Mapper:
    def __init__(self, disclosure: Disclosure, names: Names) -> None:
        self.disclosure = disclosure
        self.prover = Prover(disclosure.document, names)

    def nodes(self) -> Iterator[Json]:
        yield self._disclosure()
        yield from self._departments()
        for project in self.disclosure.projects:
            yield from self._project(project)
        for duty in self.disclosure.duties:
            yield from self._duty(duty)
        yield from self._indicators(self.disclosure.indicators, self._own())
        for goal in self.disclosure.goals:
            yield from self._below_goal(goal, self._own())
        yield from map_budgets(self.disclosure.budgets, self.prover, self._department_name)
        yield from map_assets(self.disclosure.assets, self.prover, self._department_name)
        yield from map_prose(self.disclosure.prose, self.prover, self._own())
        for listed in self.disclosure.prose.goals:
            yield from self._below_goal(listed.goal, self._own())
        yield from self._citations(self.disclosure.citations, self.prover.disclosure)
        yield from map_procurement(self.disclosure.procurement, self.prover)
        for ignored in self.disclosure.ignored:
            yield self._passage("ignored", "IgnoredPassage", ignored.rule, ignored.words)
        for unmapped in self.disclosure.unmapped:
            yield self._passage("unmapped", "UnmappedPassage", unmapped.reason, unmapped.words)

    # --- the document and its bodies -----------------------------------------------------------

    def _disclosure(self) -> Json:
        said, sums = self.disclosure, self.disclosure.accounting
        return _present(
            id=self.prover.disclosure,
            type="Disclosure",
            title=_label(said.title),
            identifier=said.document.sha256,
            fileName=sorted(said.document.names),
            fiscalYear=said.fiscal_year and str(said.fiscal_year),
            disclosedBy=self._own(),
            cellsRead=sums.read,
            cellsMapped=sums.mapped,
            cellsIgnored=sums.ignored,
            cellsUnmapped=sums.unmapped,
            charactersRead=said.characters.read,
            charactersMapped=said.characters.mapped,
            charactersIgnored=said.characters.ignored,
            charactersUnmapped=said.characters.unmapped,
            evidence=self.prover.evidence(said.title),
        )

    def _own(self) -> str | None:
        return self._department_name(self.disclosure.department)

    def _department_name(self, department: Department | None) -> str | None:
        return self.prover.name("department", department.words.start) if department else None

    def _departments(self) -> Iterator[Json]:
        """Each department once: the one that discloses, and those of projects, duties, activities."""
        own = self.disclosure.department
        bodies = [own, *(p.department for p in self.disclosure.projects)]
        bodies += [duty.department for duty in self.disclosure.duties]
        bodies += [table.department for table in self.disclosure.budgets]
        bodies += [unit.department for unit in self.disclosure.units]
        bodies += [table.department for table in self.disclosure.assets]
        named = {self._department_name(body): body for body in bodies if body}
        units = {self._department_name(unit.department): unit for unit in self.disclosure.units}
        goals = [map_goal(goal, self.prover) for goal in self.disclosure.goals]
        goals += [map_listed_goal(goal, self.prover) for goal in self.disclosure.prose.goals]
        for name, body in named.items():
            yield _present(
                id=name,
                type=["Department", "org:Organization"],
                label=body.name,
                departmentCode=body.code,
                goal=goals if body is own else None,
                evidence=self.prover.evidence(body.words, body.code_words, *_rows(units.get(name))),
                **map_unit(units.get(name), self._own()),
            )
        if own is None:
            yield from goals

    # --- projects ------------------------------------------------------------------------------

    def _project(self, project: Project) -> Iterator[Json]:
        name = self.prover.name("project", project.row.start)
        yield _present(
            id=name,
            type="Project",
            label=_label(project.name),
            projectCode=project.code,
            ofDepartment=self._department_name(project.department),
            budget=_decimal(project.budget),
            budgetText=_budget_text(project),
            purpose=project.purpose.text,
            goal=[map_goal(goal, self.prover) for goal in project.goals],
            funding=[self._funding(funding) for funding in project.funding],
            milestone=[self._milestone(milestone) for milestone in project.milestones],
            proseMilestone=[self._milestone(planned) for planned in project.prose_milestones],
            quotesRate=[self._rate(rate) for rate in project.rates],
            evidence=self.prover.evidence(project.row, project.budget_words, project.purpose),
        )
        yield from self._citations(project.citations, name)
        for goal in project.goals:
            yield from self._below_goal(goal, name)
        yield from self._indicators(project.indicators, name)

    def _below_goal(self, goal: Goal, owner: str | None) -> Iterator[Json]:
        yield from self._citations(goal.citations, self.prover.name("goal", goal.words.start))
        yield from self._prose_indicators(goal.indicators, owner)

    def _funding(self, funding: FundingAllocation) -> Json:
        transfer = funding.transfer
        return _present(
            id=self.prover.name("funding", funding.words.start),
            type="FundingAllocation",
            fundingSource=funding.source,
            amount=_decimal(funding.amount),
            transferCitation=transfer and self.prover.name("citation", transfer.words.start),
            evidence=self.prover.evidence(funding.words),
        )

    def _milestone(self, milestone: Milestone) -> Json:
        return {
            "id": self.prover.name("milestone", milestone.words.pieces[-1].start),
            "type": "Milestone",
            "month": milestone.month,
            "cumulativeShare": _decimal(milestone.share),
            "evidence": self.prover.evidence(milestone.words),
        }

    def _rate(self, rate: Rate) -> Json:
        return _present(
            id=self.prover.name("rate", rate.figure.start),
            type="Rate",
            text=rate.words.text,
            amount=_decimal(rate.amount),
            share=_decimal(rate.share),
            lowerShare=_decimal(rate.lower_share),
            upperShare=_decimal(rate.upper_share),
            perText=rate.per,
            cap=_decimal(rate.cap),
            evidence=self.prover.evidence(rate.words),
        )

    # --- duties and activities -----------------------------------------------------------------

    def _duty(self, duty: Duty) -> Iterator[Json]:
        name = self.prover.name("duty", duty.name.start) if duty.name else None
        if name:
            yield self._activity_node(duty, name, "Duty")
            yield from self._below_activity(duty, name)
        for activity in duty.activities:
            below = self.prover.name("activity", activity.name.start)
            yield self._activity_node(activity, below, "Activity") | _present(partOf=name)
            yield from self._below_activity(activity, below)

    def _activity_node(self, activity: Activity, name: str, kind: str) -> Json:
        return _present(
            id=name,
            type=kind,
            label=_label(activity.name),
            ofDepartment=self._department_name(activity.department),
            budget=_decimal(activity.budget),
            content=activity.content.text,
            goal=[map_goal(goal, self.prover) for goal in activity.goals],
            evidence=self.prover.evidence(activity.name, activity.budget_words, activity.content),
        )

    def _below_activity(self, activity: Activity, name: str) -> Iterator[Json]:
        for goal in activity.goals:
            yield from self._below_goal(goal, name)
        yield from self._indicators(activity.indicators, name)

    # --- indicators ----------------------------------------------------------------------------

    def _indicators(self, indicators: Sequence[Indicator], owner: str | None) -> Iterator[Json]:
        for indicator in indicators:
            yield _present(
                id=self.prover.name("indicator", indicator.row.start),
                type="Indicator",
                label=_label(indicator.name),
                indicatorOf=owner,
                position=indicator.position,
                level1Text=_label(indicator.level1),
                level2Text=_label(indicator.level2),
                level1=indicator.tiers[0],
                level2=indicator.tiers[1],
                description=indicator.description.text,
                target=[self._target(target) for target in indicator.targets],
                gradeBand=[self._target(band) for band in indicator.bands],
                basis=indicator.basis and self._basis(indicator.basis),
                evidence=self.prover.evidence(*_proofs(indicator)),
                **map_evaluation(indicator),
            )

    def _prose_indicators(
        self, indicators: Sequence[ProseIndicator], owner: str | None
    ) -> Iterator[Json]:
        """Named after their figures: two statements may begin with the same subject."""
        for indicator in indicators:
            place = indicator.figure.start
            yield _present(
                id=self.prover.name("proseindicator", place),
                type="ProseIndicator",
                label=_label(indicator.subject),
                indicatorOf=owner,
                target=self._target(indicator.target, place),
                evidence=self.prover.evidence(indicator.target.words),
            )

    def _target(self, target: Target, place: int | None = None) -> Json:
        reading = target.reading
        return _present(
            id=self.prover.name("target", target.words.start if place is None else place),
            type="Target",
            text=target.words.text,
            operator=reading.operator,
            value=_decimal(reading.value),
            lowerValue=_decimal(reading.lower),
            upperValue=_decimal(reading.upper),
            **{"from": _date(reading.since)},
            until=_date(reading.until),
            unitText=reading.unit if _beside_value(reading) else None,
            unit=find_unit(reading.unit) if reading.unit else None,
            grade=target.grade,
            period=target.period,
            evidence=self.prover.evidence(target.words),
        )

    def _basis(self, basis: Basis) -> Json:
        return _present(
            id=self.prover.name("basis", basis.words.start),
            type="Basis",
            text=basis.words.text,
            basisKind=list(basis.kinds),
            citation=[self._citation(citation) for citation in basis.citations],
            evidence=self.prover.evidence(basis.words),
        )

    # --- citations and what is not mapped ------------------------------------------------------

    def _citations(self, citations: Sequence[Citation], place: str) -> Iterator[Json]:
        for citation in citations:
            yield self._citation(citation) | {"citedIn": place}

    def _citation(self, citation: Citation) -> Json:
        return _present(
            id=self.prover.name("citation", citation.words.start),
            type="Citation",
            text=citation.words.text,
            citedTitle=citation.title,
            citedNumber=citation.number and str(citation.number),
            citedArticle=citation.article,
            quotation=citation.quotation,
            evidence=self.prover.evidence(citation.words),
        )

    def _passage(self, kind: str, type_: str, reason: str, words: Passage) -> Json:
        return {
            "id": self.prover.name(kind, words.start),
            "type": type_,
            "reason": reason,
            "text": words.text,
            "evidence": self.prover.evidence(words),
        }


def _rows(unit: Unit | None) -> tuple[Passage, ...]:
    return (unit.row,) if unit else ()


def _proofs(indicator: Indicator) -> tuple[Passage, ...]:
    """The row, and the name where a merged cell prints it in a row above."""
    own = {piece.start for piece in indicator.row.pieces}
    inside = all(
        piece.start in own or _within(piece.start, indicator.row) for piece in indicator.name.pieces
    )
    return (indicator.row,) if inside else (indicator.row, indicator.name)


def _within(offset: int, row: Passage) -> bool:
    return any(piece.start <= offset < piece.end for piece in row.pieces)


def _beside_value(reading: Reading) -> bool:
    """A unit is printed beside a value, or where the value is missing; a range has its concept only."""
    return reading.value is not None or reading.operator is Operator.MISSING


def _budget_text(project: Project) -> str | None:
    """The amount as printed: the words behind the label."""
    words = project.budget_words
    return words.pieces[-1].text if words else None


def _date(value: str | None) -> Json | None:
    """A date with the type that its form tells: a year, a month, a day, with or without the year."""
    if value is None:
        return None
    kind = next(kind for form, kind in _DATE_TYPES.items() if form.fullmatch(value))
    return {"@value": value, "@type": kind}
