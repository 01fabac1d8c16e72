"""Puts together what the sections of a document say.

A three-tier table belongs to the project whose form or caption stands above it, or to the whole
department; a caption that names neither leaves its indicators without an owner.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from yiju.model import (
    Department,
    Disclosure,
    Document,
    Duty,
    Goal,
    Indicator,
    Passage,
    Project,
)
from yiju.tables.form import Form, months_in_full, parse_form, parse_goals, parse_schedule
from yiju.tables.grading import parse_grading
from yiju.tables.indicators import parse_indicators, read_tiers
from yiju.tables.ledger import Ledger, Reason, Rule
from yiju.tables.profile import Profile, find_profile
from yiju.tables.sections import (
    Entry,
    Kind,
    Section,
    find_organisation,
    find_sections,
    find_unit_line,
    has_tier,
    is_indicator_header,
)
from yiju.tables.words import caption_ending, is_general, of_whole_department
from yiju.values.characters import squeeze
from yiju.values.list_number import strip_number
from yiju.values.tier import Scheme, find_scheme

_ENDING_TABLE: Final = re.compile(
    r"\s*(?:年度|项目|预算)?绩\s*效\s*目\s*标\s*(?:申报|批复|自评)?\s*表?\s*$"
)


@dataclass(slots=True)
class _Parts:
    projects: list[Project] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)


def find_disclosure(document: Document) -> Disclosure:
    """What the tables of a document say; nothing is guessed, and no cell is lost."""
    sections = find_sections(document)
    profile, ledger, parts = find_profile(document), Ledger(), _Parts()
    assembler = _Assembler(sections, profile, ledger)
    for section in sections:
        assembler.read(section, parts)
    accounting, ignored, unmapped = ledger.close(document)
    return Disclosure(
        document=document,
        accounting=accounting,
        title=profile.title,
        fiscal_year=profile.fiscal_year,
        department=profile.department,
        projects=tuple(parts.projects),
        duties=tuple(parts.duties),
        indicators=tuple(parts.indicators),
        goals=tuple(parts.goals),
        ignored=ignored,
        unmapped=unmapped,
    )


class _Assembler:
    """Reads sections one by one; the tier scheme and the plan's months are facts of the document."""

    def __init__(self, sections: Sequence[Section], profile: Profile, ledger: Ledger) -> None:
        self.profile = profile
        self.ledger = ledger
        self.scheme = _scheme(sections)
        self.months = _months(sections)

    def read(self, section: Section, parts: _Parts) -> None:
        if section.kind in (Kind.PROJECT, Kind.INDICATORS):
            self._read_project(section, parts)
        elif section.kind is Kind.GRADING:
            duties = parse_grading(section.entries, section.unit, self.ledger)
            body = self._body(section)
            parts.duties.extend(_of_department(duty, body) for duty in duties)
        elif section.kind is Kind.LEAD:
            self._read_lead(section.entries)
        else:
            self._set_aside(section)

    def _read_project(self, section: Section, parts: _Parts) -> None:
        form_rows, table_rows = _split(section)
        form = parse_form(form_rows, section.unit, self.ledger)
        indicators = parse_indicators(table_rows, self.ledger, self.scheme)
        name = form.name or _name_in_caption(section.caption)
        if name and not (of_whole_department(section.caption.text) and not form.name):
            parts.projects.append(self._project(section, form, name, indicators))
        else:
            parts.indicators.extend(_numbered_on(indicators, len(parts.indicators)))
            parts.goals.extend(_goals_on(parse_goals(form.goals), len(parts.goals)))

    def _project(
        self, section: Section, form: Form, name: Passage, indicators: tuple[Indicator, ...]
    ) -> Project:
        return Project(
            name=name,
            row=form.row or section.caption,
            code=squeeze(form.code.text) or None,
            department=self._body(section),
            caption=section.caption,
            budget=form.budget,
            budget_words=form.budget_words,
            funding=tuple(form.funding),
            purpose=Passage.join(form.purpose),
            milestones=parse_schedule(form.schedule, self.ledger, self.months),
            goals=parse_goals(form.goals),
            indicators=indicators,
        )

    def _body(self, section: Section) -> Department | None:
        """The body named above the table with its code, else the department of the document."""
        found = find_organisation(section.organisation.text) if section.organisation else None
        return self.profile.bodies.get(found[0]) if found else self.profile.department

    def _read_lead(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            for cell in entry.row.filled:
                if find_unit_line(cell.text):
                    self.ledger.ignore(Rule.UNIT_LINE, [cell])
                else:
                    self.ledger.map(cell)

    def _set_aside(self, section: Section) -> None:
        for entry in section.entries:
            if section.kind is Kind.CONTENTS:
                self.ledger.ignore(Rule.CONTENTS, entry.row.filled)
            else:
                self.ledger.leave(Reason.UNKNOWN_TABLE, entry.row.filled)


def _split(section: Section) -> tuple[list[Entry], list[Entry]]:
    """The rows of the form, and those of the indicator table from its header or first tier on."""
    if section.kind is Kind.INDICATORS:
        return [], section.entries
    for at, entry in enumerate(section.entries):
        if is_indicator_header(entry.row) or has_tier(entry.row):
            return section.entries[:at], section.entries[at:]
    return section.entries, []


def _scheme(sections: Sequence[Section]) -> Scheme:
    level1: list[str] = []
    level2: list[str] = []
    for section in sections:
        if section.kind in (Kind.PROJECT, Kind.INDICATORS):
            first, second = read_tiers(_split(section)[1])
            level1 += first
            level2 += second
    return find_scheme(level1, level2)


def _months(sections: Sequence[Section]) -> tuple[int, ...]:
    """The months of a spending plan as the fullest plan of the document prints them."""
    plans = (
        months_in_full(parse_form(_split(section)[0], section.unit, Ledger()).schedule)
        for section in sections
        if section.kind is Kind.PROJECT
    )
    return max(plans, key=len, default=())


def _name_in_caption(caption: Passage) -> Passage:
    """The name of the project that a caption gives: without list number and without its ending."""
    if not caption or not caption_ending(caption.text):
        return Passage()
    text = caption.text
    start = len(text) - len(strip_number(text))
    end = _ENDING_TABLE.search(text)
    name = caption.slice(start, end.start() if end else len(text)).strip()
    return Passage() if is_general(name.text) else name


def _of_department(duty: Duty, body: Department | None) -> Duty:
    activities = tuple(replace(activity, department=body) for activity in duty.activities)
    return replace(duty, department=body, activities=activities)


def _numbered_on(indicators: Sequence[Indicator], count: int) -> Iterable[Indicator]:
    return (replace(one, position=count + n) for n, one in enumerate(indicators, 1))


def _goals_on(goals: Sequence[Goal], count: int) -> Iterable[Goal]:
    return (replace(goal, position=count + n) for n, goal in enumerate(goals, 1))
