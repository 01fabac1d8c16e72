"""Puts together what the sections of a document say.

A three-tier table belongs to the project whose form or caption stands above it, or to the whole
department; where neither is named, nobody can tell whose the indicators are, and they are listed.
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
    Milestone,
    Passage,
    ProcurementItem,
    Project,
    Unit,
)
from yiju.tables.assets import find_assets
from yiju.tables.bodies import read_body, split_code
from yiju.tables.budget import find_budgets
from yiju.tables.drafts import Draft, parse_drafts
from yiju.tables.form import Form, months_in_full, parse_form, parse_schedule
from yiju.tables.goals import goals_on
from yiju.tables.grading import parse_grading
from yiju.tables.header import find_header
from yiju.tables.indicators import read_drafts
from yiju.tables.ledger import Ledger, Reason, Rule
from yiju.tables.lines import find_organisation, find_unit_line, has_tier
from yiju.tables.owners import is_of_whole
from yiju.tables.procurement import parse_procurement, with_projects
from yiju.tables.profile import Profile, find_profile
from yiju.tables.project_list import parse_list
from yiju.tables.project_rows import parse_rows
from yiju.tables.sections import Entry, Kind, Section, find_sections
from yiju.tables.units import parse_units
from yiju.tables.words import (
    caption_ending,
    is_general,
    of_whole_department,
)
from yiju.values.characters import Compact, squeeze
from yiju.values.list_number import strip_number
from yiju.values.tier import Scheme, find_scheme

_ENDING_WORDS: Final = re.compile(
    r"(?:年度|项目|预算|支出)*(?:绩效|自评)(?:目标|自评|评价|监控|信息|执行|情况|公开|申报|审批|批复|审核)*表?$"
)


@dataclass(slots=True)
class _Parts:
    projects: list[Project] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    procurement: list[ProcurementItem] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Scanned:
    """A section of a project or a department: its form and the rows of its indicators, as printed."""

    section: Section
    form: Form
    drafts: Sequence[Draft]


def find_disclosure(document: Document) -> Disclosure:
    """What the tables of a document say; nothing is guessed, and no cell is lost."""
    sections = find_sections(document)
    profile, ledger = find_profile(document), Ledger()
    parts = _Assembler(profile, ledger).assemble(sections)
    budgets = find_budgets(document, profile, _unknown_lines(sections), ledger)
    assets = find_assets(document, profile, _unknown_lines(sections), ledger)
    accounting, ignored, unmapped = ledger.close(document)
    return Disclosure(
        document=document,
        accounting=accounting,
        title=profile.title,
        fiscal_year=profile.fiscal_year,
        department=profile.department,
        units=tuple(parts.units),
        projects=tuple(parts.projects),
        duties=tuple(parts.duties),
        indicators=tuple(parts.indicators),
        goals=tuple(parts.goals),
        procurement=with_projects(parts.procurement, parts.projects),
        budgets=budgets,
        assets=assets,
        ignored=ignored,
        unmapped=unmapped,
    )


class _Assembler:
    """Scans all sections, then reads them: the tier scheme and the months of plans are the document's."""

    def __init__(self, profile: Profile, ledger: Ledger) -> None:
        self.profile = profile
        self.ledger = ledger
        self.parts = _Parts()
        self.units: dict[str, Department] = {}

    def assemble(self, sections: Sequence[Section]) -> _Parts:
        """What all sections say together."""
        kinds = (Kind.PROJECT, Kind.INDICATORS)
        scanned = [self._scan(section) for section in sections if section.kind in kinds]
        scheme, months = _scheme(scanned), _months(scanned)
        for one in scanned:
            self._read_project(one, parse_drafts(one.drafts, scheme), months)
        for section in sections:
            if section.kind not in kinds:
                self._read(section)
        return self.parts

    def _scan(self, section: Section) -> _Scanned:
        form_rows, table_rows = _split(section)
        form = parse_form(form_rows, section.unit, self.ledger)
        form.complete(section.said)
        year, both = self.profile.fiscal_year, form.both_terms
        drafts = read_drafts(table_rows, self.ledger, both_terms=both, year=year)
        return _Scanned(section, form, drafts)

    def _read(self, section: Section) -> None:
        if section.kind is Kind.GRADING:
            duties = parse_grading(section.entries, section.unit, self.ledger)
            body = self._body(section)
            self.parts.duties.extend(_of_department(duty, body) for duty in duties)
        elif section.kind is Kind.PROCUREMENT:
            items = parse_procurement(section.entries, section.unit, self.ledger)
            self.parts.procurement.extend(items)
        elif section.kind is Kind.UNITS and not self.parts.units:
            own = self.profile.department
            bodies = [*self.units.values(), *self.profile.bodies.values(), *([own] if own else [])]
            self.parts.units.extend(parse_units(section.entries, own, bodies, self.ledger))
        elif section.kind is Kind.PROJECT_LIST:
            body = self._body(section)
            found = parse_list(section.entries, section.unit, body, self.ledger)
            self.parts.projects.extend(found)
        elif section.kind is Kind.PROJECT_ROWS:
            body = self._body(section)
            year = self.profile.fiscal_year
            projects = parse_rows(section.entries, section.unit, body, self.ledger, year=year)
            self.parts.projects.extend(projects)
        elif section.kind is Kind.LEAD:
            self._read_lead(section.entries)
        else:
            self._set_aside(section)

    def _read_project(
        self, one: _Scanned, indicators: tuple[Indicator, ...], months: tuple[int, ...]
    ) -> None:
        form, caption = one.form, one.section.caption
        name = form.name or _name_in_caption(caption)
        is_project = bool(name) and (bool(form.name) or not of_whole_department(caption.text))
        form.money.account(self.ledger, used=is_project)
        if is_project:
            self._take_project(one, name, indicators, months)
        elif self.profile.department is None or is_of_whole(
            form, one.section, self.profile.department
        ):
            parts = self.parts  # of the department, or of nobody where the document names none
            parts.indicators.extend(_numbered_on(indicators, len(parts.indicators)))
            parts.goals.extend(goals_on(form.goals(), len(parts.goals)))
        else:
            rows = (entry.row for entry in one.section.entries)
            self.ledger.disown(Reason.UNKNOWN_OWNER, (cell for row in rows for cell in row.filled))

    def _take_project(
        self,
        one: _Scanned,
        name: Passage,
        indicators: tuple[Indicator, ...],
        months: tuple[int, ...],
    ) -> None:
        parts = self.parts
        milestones = parse_schedule(one.form.schedule, self.ledger, months)
        project = self._project(one, name, milestones, indicators)
        if parts.projects and parts.projects[-1].row == project.row:
            project = _joined(parts.projects.pop(), project)
        parts.projects.append(project)

    def _project(
        self,
        one: _Scanned,
        name: Passage,
        milestones: tuple[Milestone, ...],
        indicators: tuple[Indicator, ...],
    ) -> Project:
        form, budget = one.form, one.form.money.budget()
        code, plain = split_code(name)
        return Project(
            name=plain,
            row=form.row or one.section.caption,
            code=squeeze(form.code.text) or squeeze(code.text) or None,
            department=self._unit_of(form) or self._body(one.section),
            caption=one.section.caption,
            budget=budget.value if budget else None,
            budget_words=budget.words if budget else Passage(),
            funding=tuple(form.money.funding()),
            purpose=Passage.join(form.purpose),
            milestones=milestones,
            goals=form.goals(),
            indicators=indicators,
        )

    def _unit_of(self, form: Form) -> Department | None:
        """The unit that a form names itself, else the authority; one name is one department."""
        words = form.department or form.authority
        body = read_body(words) if words else None
        return self.units.setdefault(body.name, body) if body else None

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


def _unknown_lines(sections: Iterable[Section]) -> set[int]:
    """The lines at which rows of no known kind begin."""
    return {
        entry.row.line
        for section in sections
        if section.kind is Kind.UNKNOWN
        for entry in section.entries
    }


def _split(section: Section) -> tuple[list[Entry], list[Entry]]:
    """The rows of the form, and those of the indicator table from its header or first tier on."""
    if section.kind is Kind.INDICATORS:
        return [], section.entries
    rows = [entry.row for entry in section.entries]
    for at, row in enumerate(rows):
        if find_header(rows, at) or has_tier(row):
            return section.entries[:at], section.entries[at:]
    return section.entries, []


def _scheme(scanned: Sequence[_Scanned]) -> Scheme:
    drafts = [draft for one in scanned for draft in one.drafts]
    level1 = [draft.cell("level1").text for draft in drafts]
    level2 = [draft.cell("level2").text for draft in drafts]
    return find_scheme(level1, level2)


def _months(scanned: Sequence[_Scanned]) -> tuple[int, ...]:
    """The months of a spending plan as the fullest plan of the document prints them."""
    return max((months_in_full(one.form.schedule) for one in scanned), key=len, default=())


def _name_in_caption(caption: Passage) -> Passage:
    """The name of the project that a caption gives: without list number and without its ending."""
    if not caption or not caption_ending(caption.text):
        return Passage()
    text = caption.text
    start = len(text) - len(strip_number(text))
    compact = Compact.of(text)
    ending = _ENDING_WORDS.search(compact.text)
    end = compact.places[ending.start()] if ending else len(text)
    name = caption.slice(start, end).strip()
    return Passage() if is_general(name.text) else name


def _joined(project: Project, more: Project) -> Project:
    """One project of two tables that stand under one caption."""
    count = len(project.indicators)
    return replace(
        project,
        milestones=project.milestones + more.milestones,
        goals=(*project.goals, *goals_on(more.goals, len(project.goals))),
        indicators=(*project.indicators, *_numbered_on(more.indicators, count)),
    )


def _of_department(duty: Duty, body: Department | None) -> Duty:
    activities = tuple(replace(activity, department=body) for activity in duty.activities)
    return replace(duty, department=body, activities=activities)


def _numbered_on(indicators: Sequence[Indicator], count: int) -> Iterable[Indicator]:
    return (replace(one, position=count + n) for n, one in enumerate(indicators, 1))
