"""One file: read, its tables found, its citations found, its graph made. Nothing is stored."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from yiju.mapping import Json, as_document
from yiju.model import (
    Activity,
    Basis,
    Citation,
    Disclosure,
    Duty,
    FundingAllocation,
    Goal,
    Indicator,
    Paragraph,
    Passage,
    Project,
)
from yiju.pipeline.purposes import find_prose_milestones, find_purpose_rates
from yiju.prose import find_figure_sections
from yiju.readers import read_document
from yiju.tables import find_disclosure
from yiju.text import classify_basis, extract_citations, extract_targets
from yiju.vocabulary import Names

_FINANCE = "财"
"""A number that a finance bureau issued names the notice by which money comes."""


def read_disclosure(path: Path) -> Disclosure:
    """What one file says; UnreadableFileError where it holds no text that could be read."""
    return with_citations(find_disclosure(read_document(path)))


def extract(path: Path, names: Names | None = None) -> Json:
    """One file's records as JSON-LD with its context embedded."""
    return as_document(read_disclosure(path), names or Names())


def with_citations(disclosure: Disclosure) -> Disclosure:
    """The disclosure with the citations in all its bases, purposes, goals, names and lines.

    The targets that goals and goal sections state in figures are found, too.
    """
    projects = tuple(_project(project) for project in disclosure.projects)
    duties = tuple(_duty(duty) for duty in disclosure.duties)
    return replace(
        disclosure,
        projects=projects,
        duties=duties,
        indicators=_indicators(disclosure.indicators),
        goals=_goals(disclosure.goals),
        figures=find_figure_sections(disclosure.document, disclosure.fiscal_year),
        prose_indicators=tuple(
            one for words in disclosure.goal_lines for one in extract_targets(words)
        ),
        citations=tuple(_in_prose(disclosure)),
    )


def _project(project: Project) -> Project:
    named = extract_citations(project.name, in_basis=False)
    captioned = () if project.caption.pieces == project.row.pieces else _cited(project.caption)
    return replace(
        project,
        goals=_goals(project.goals),
        indicators=_indicators(project.indicators),
        funding=tuple(_transferred(funding, named) for funding in project.funding),
        citations=(*captioned, *named, *_cited(project.purpose)),
        prose_milestones=find_prose_milestones(project.purpose),
        rates=find_purpose_rates(project.purpose),
    )


def _cited(words: Passage) -> tuple[Citation, ...]:
    return extract_citations(words, in_basis=False)


def _transferred(funding: FundingAllocation, named: tuple[Citation, ...]) -> FundingAllocation:
    """Fiscal money of a project that is named after a notice comes by that notice."""
    notices = [cited for cited in named if cited.number and _FINANCE in cited.number.code]
    if funding.source != "fiscalFunds" or len(notices) != 1:
        return funding
    return replace(funding, transfer=notices[0])


def _duty(duty: Duty) -> Duty:
    activities = tuple(_activity(activity) for activity in duty.activities)
    return replace(
        duty,
        activities=activities,
        goals=_goals(duty.goals),
        indicators=_indicators(duty.indicators),
    )


def _activity(activity: Activity) -> Activity:
    return replace(
        activity, goals=_goals(activity.goals), indicators=_indicators(activity.indicators)
    )


def _goals(goals: tuple[Goal, ...]) -> tuple[Goal, ...]:
    return tuple(
        replace(goal, citations=_cited(goal.words), indicators=extract_targets(goal.words))
        for goal in goals
    )


def _indicators(indicators: tuple[Indicator, ...]) -> tuple[Indicator, ...]:
    return tuple(replace(one, basis=_basis(one.basis)) if one.basis else one for one in indicators)


def _basis(basis: Basis) -> Basis:
    citations = extract_citations(basis.words, in_basis=True)
    kinds = classify_basis(basis.words, citations)
    return Basis(basis.words, kinds, citations)


def _in_prose(disclosure: Disclosure) -> Iterator[Citation]:
    """The citations of lines outside tables, captions of projects left out, and of contents."""
    captions = {piece.start for project in disclosure.projects for piece in project.caption.pieces}
    for block in disclosure.document.blocks:
        if isinstance(block, Paragraph) and block.words.start not in captions:
            yield from _cited(block.words)
    printed = {item.project.start: item.project for item in disclosure.procurement if item.project}
    for name in printed.values():
        yield from _cited(name)
    for duty in disclosure.duties:
        for activity in (duty, *duty.activities):
            yield from _cited(activity.content)
