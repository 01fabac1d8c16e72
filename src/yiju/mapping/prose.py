"""Prose to JSON: sections within sections, and the duties, goals, statements and terms in them."""

from collections.abc import Iterator

from yiju.mapping.evidence import Json, Prover
from yiju.mapping.figures import map_figures
from yiju.mapping.glossary import map_glossary
from yiju.mapping.nodes import label, present
from yiju.model import (
    Goal,
    InternalUnit,
    ListedDuty,
    ListedGoal,
    Passage,
    Prose,
    Section,
    Statement,
)


def map_prose(prose: Prose, prover: Prover, department: str | None) -> Iterator[Json]:
    """The nodes of a document's prose but for its goals; duties belong to the department."""
    for section in prose.sections:
        yield _section(section, prover)
    for statement in prose.statements:
        yield _statement(statement, prover)
    for duty in prose.duties:
        yield _duty(duty, prover, department)
    for unit in prose.internal_units:
        yield _internal_unit(unit, prover, department)
    yield from map_glossary(prose.glossary, prover)
    yield from map_figures(prose.figures, prover, department)


def map_goal(goal: Goal, prover: Prover) -> Json:
    """A goal of a cell or of a section."""
    return present(
        id=prover.name("goal", goal.words.start),
        type="Goal",
        text=goal.words.text,
        position=goal.position,
        period=goal.period,
        evidence=prover.evidence(goal.words),
    )


def map_listed_goal(listed: ListedGoal, prover: Prover) -> Json:
    """A goal with the section that it stands in."""
    return map_goal(listed.goal, prover) | {"inSection": _name(listed.section.heading, prover)}


def _name(heading: Passage, prover: Prover) -> str:
    return prover.name("section", heading.start)


def _section(section: Section, prover: Prover) -> Json:
    return present(
        id=_name(section.heading, prover),
        type="Section",
        label=label(section.heading),
        sectionKind=section.kind,
        isPartOf=_name(section.parent, prover) if section.parent else None,
        evidence=prover.evidence(section.heading),
    )


def _statement(statement: Statement, prover: Prover) -> Json:
    return {
        "id": prover.name("statement", statement.words.start),
        "type": "Statement",
        "text": statement.words.text,
        "position": statement.position,
        "inSection": _name(statement.section.heading, prover),
        "evidence": prover.evidence(statement.words),
    }


def _duty(duty: ListedDuty, prover: Prover, department: str | None) -> Json:
    return present(
        id=prover.name("duty", duty.name.start),
        type="Duty",
        label=label(duty.name),
        position=duty.position,
        content=duty.content.text,
        ofDepartment=department,
        inSection=_name(duty.section.heading, prover),
        isPartOf=prover.name("duty", duty.parent.start) if duty.parent else None,
        evidence=prover.evidence(duty.name, duty.content),
    )


def _internal_unit(unit: InternalUnit, prover: Prover, department: str | None) -> Json:
    return present(
        id=prover.name("internalunit", unit.name.start),
        type=["InternalUnit", "org:OrganizationalUnit"],
        label=label(unit.name),
        unitOf=department,
        evidence=prover.evidence(unit.words),
    )
