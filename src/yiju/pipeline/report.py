"""What became of each file of a build."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from yiju.model import Accounting, Activity, Disclosure, Indicator

NO_TABLES: Final = "holds no performance table; loaded with what its lines say"


class Status(StrEnum):
    """What became of a file."""

    LOADED = "loaded"
    REFUSED = "refused"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is; `name` is the file that was just read."""

    done: int
    total: int
    name: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file, why, and how much was found in it.

    `findings` counts what the audit found, by severity, the gravest first.
    """

    name: str
    status: Status
    sha256: str | None = None
    reason: str | None = None
    projects: int = 0
    duties: int = 0
    activities: int = 0
    indicators: int = 0
    citations: int = 0
    findings: tuple[int, ...] = ()
    accounting: Accounting | None = None
    characters: Accounting | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BuildReport:
    """The outcomes of all files, in the order of their names."""

    outcomes: tuple[Outcome, ...]

    @property
    def complete(self) -> bool:
        """Whether every file was loaded."""
        return all(outcome.status is Status.LOADED for outcome in self.outcomes)


def tell_loaded(name: str, disclosure: Disclosure) -> Outcome:
    """The outcome of a file whose graph was loaded."""
    indicators = list(_indicators(disclosure))
    empty = not (indicators or disclosure.projects or disclosure.duties)
    return Outcome(
        name=name,
        status=Status.LOADED,
        sha256=disclosure.document.sha256,
        projects=len(disclosure.projects),
        duties=sum(bool(duty.name) for duty in disclosure.duties) + len(disclosure.prose.duties),
        activities=sum(len(duty.activities) for duty in disclosure.duties),
        indicators=len(indicators),
        citations=_count_citations(disclosure, indicators),
        accounting=disclosure.accounting,
        characters=disclosure.characters,
        notes=(*disclosure.document.notes, *((NO_TABLES,) if empty else ())),
    )


def _activities(disclosure: Disclosure) -> Iterator[Activity]:
    for duty in disclosure.duties:
        yield duty
        yield from duty.activities


def _indicators(disclosure: Disclosure) -> Iterator[Indicator]:
    yield from disclosure.indicators
    for project in disclosure.projects:
        yield from project.indicators
    for activity in _activities(disclosure):
        yield from activity.indicators


def _count_citations(disclosure: Disclosure, indicators: list[Indicator]) -> int:
    goals = [*disclosure.goals, *(listed.goal for listed in disclosure.prose.goals)]
    goals += [goal for project in disclosure.projects for goal in project.goals]
    goals += [goal for activity in _activities(disclosure) for goal in activity.goals]
    return (
        len(disclosure.citations)
        + sum(len(project.citations) for project in disclosure.projects)
        + sum(len(goal.citations) for goal in goals)
        + sum(len(one.basis.citations) for one in indicators if one.basis)
    )
