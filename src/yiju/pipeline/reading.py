"""One file: read, its tables found, its citations found, its graph made. Nothing is stored."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from yiju.mapping import Json, as_document
from yiju.model import (
    Accounting,
    Activity,
    Basis,
    Citation,
    Disclosure,
    Document,
    Duty,
    FundingAllocation,
    Goal,
    IgnoredPassage,
    Indicator,
    ListedGoal,
    Passage,
    Project,
    Prose,
    ProseIndicator,
)
from yiju.pipeline.purposes import find_prose_milestones, find_purpose_rates
from yiju.prose import count_cells, find_prose
from yiju.readers import read_document
from yiju.tables import find_disclosure
from yiju.text import classify_basis, extract_citations, extract_targets
from yiju.values.characters import count_shown
from yiju.vocabulary import Names

_FINANCE = "财"
"""A number that a finance bureau issued names the notice by which money comes."""


def read_disclosure(path: Path) -> Disclosure:
    """What one file says; UnreadableFileError where it holds no text that could be read."""
    return with_citations(understand(read_document(path)))


def understand(document: Document) -> Disclosure:
    """What the tables and the prose of a document say, each cell and each character accounted for."""
    disclosure = find_disclosure(document)
    prose = find_prose(document, disclosure.fiscal_year)
    left = tuple(IgnoredPassage(one.rule, one.words, 0) for one in document.left_out)
    ignored = (*disclosure.ignored, *prose.ignored, *left)
    unmapped = (*disclosure.unmapped, *prose.unmapped)
    characters = count_cells(document, disclosure.ignored, disclosure.unmapped) + prose.characters
    characters += _count_left_out(left)
    return replace(
        disclosure, prose=prose, ignored=ignored, unmapped=unmapped, characters=characters
    )


def _count_left_out(left: Sequence[IgnoredPassage]) -> Accounting:
    """The characters that the reader left out by its rules: read and ignored."""
    count = sum(count_shown(passage.words.text) for passage in left)
    return Accounting(count, 0, count, 0)


def extract(path: Path, names: Names | None = None) -> Json:
    """One file's records as JSON-LD with its context embedded."""
    return as_document(read_disclosure(path), names or Names())


def with_citations(disclosure: Disclosure) -> Disclosure:
    """The disclosure with the citations in all its bases, purposes, goals, names and lines.

    The targets that goals and goal sections state in figures are found, too.
    """
    year = disclosure.fiscal_year
    projects = tuple(_project(project, year) for project in disclosure.projects)
    duties = tuple(_duty(duty, year) for duty in disclosure.duties)
    return replace(
        disclosure,
        projects=projects,
        duties=duties,
        indicators=_indicators(disclosure.indicators),
        goals=_goals(disclosure.goals, year),
        citations=tuple(_in_prose(disclosure)),
        prose=_read_goals(disclosure.prose, year),
    )


def _project(project: Project, year: int | None) -> Project:
    named = extract_citations(project.name, in_basis=False)
    captioned = () if project.caption.pieces == project.row.pieces else _cited(project.caption)
    return replace(
        project,
        goals=_goals(project.goals, year),
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


def _duty(duty: Duty, year: int | None) -> Duty:
    activities = tuple(_activity(activity, year) for activity in duty.activities)
    return replace(
        duty,
        activities=activities,
        goals=_goals(duty.goals, year),
        indicators=_indicators(duty.indicators),
    )


def _activity(activity: Activity, year: int | None) -> Activity:
    return replace(
        activity, goals=_goals(activity.goals, year), indicators=_indicators(activity.indicators)
    )


def _goals(goals: tuple[Goal, ...], year: int | None) -> tuple[Goal, ...]:
    return tuple(
        replace(goal, citations=_cited(goal.words), indicators=_stated(goal, year))
        for goal in goals
    )


def _stated(goal: Goal, year: int | None) -> tuple[ProseIndicator, ...]:
    """The targets that a goal states; its term, where it has one, is theirs."""
    found = extract_targets(goal.words, year)
    if goal.period is None:
        return found
    return tuple(replace(one, target=replace(one.target, period=goal.period)) for one in found)


def _read_goals(prose: Prose, year: int | None) -> Prose:
    """The goals with their citations, and with their targets where they are no measures."""
    return replace(prose, goals=tuple(_read_goal(one, year) for one in prose.goals))


def _read_goal(listed: ListedGoal, year: int | None) -> ListedGoal:
    goal = replace(listed.goal, citations=_cited(listed.goal.words))
    if not listed.is_measure:
        goal = replace(goal, indicators=extract_targets(goal.words, year))
    return replace(listed, goal=goal)


def _indicators(indicators: tuple[Indicator, ...]) -> tuple[Indicator, ...]:
    return tuple(replace(one, basis=_basis(one.basis)) if one.basis else one for one in indicators)


def _basis(basis: Basis) -> Basis:
    citations = extract_citations(basis.words, in_basis=True)
    kinds = classify_basis(basis.words, citations)
    return Basis(basis.words, kinds, citations)


def _in_prose(disclosure: Disclosure) -> Iterator[Citation]:
    """The citations of the prose that is no goal, captions of projects left out, and of contents."""
    captions = {piece.start for project in disclosure.projects for piece in project.caption.pieces}
    for words in _prose(disclosure.prose):
        if words.start not in captions:
            yield from _cited(words)
    printed = {item.project.start: item.project for item in disclosure.procurement if item.project}
    for name in printed.values():
        yield from _cited(name)
    for duty in disclosure.duties:
        for activity in (duty, *duty.activities):
            yield from _cited(activity.content)


def _prose(prose: Prose) -> Iterator[Passage]:
    yield from (section.heading for section in prose.sections)
    yield from (statement.words for statement in prose.statements)
    yield from (term.row for term in prose.glossary)
    yield from (passage.words for passage in prose.ignored)
    yield from (passage.words for passage in prose.unmapped)
    for duty in prose.duties:
        yield duty.name
        yield from [duty.content] if duty.content else []
