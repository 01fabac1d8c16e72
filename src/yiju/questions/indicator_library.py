"""The indicator library grown from the graph: what departments use for each kind of project.

Uses are put together by kind of project, tiers and name; spellings of one name count as one. What is
told here is concluded from documents whenever it is asked, and is stored nowhere.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from pyoxigraph import QuerySolution

from yiju.errors import NotFoundError
from yiju.questions.comparison import GRADES
from yiju.questions.facts import local_name
from yiju.questions.kinds import NOT_ASSIGNED, kind_of, label_of, read_kinds
from yiju.questions.records import Json, to_json
from yiju.store import Store
from yiju.values.characters import squeeze
from yiju.values.name import indicator_key, program_key, unit_of_name
from yiju.values.unit import find_unit

_PREFIXES: Final = """
PREFIX yj: <https://w3id.org/yiju/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_USES: Final = """
SELECT ?document ?indicator ?label ?level1 ?level2 ?owner WHERE {
  GRAPH ?document {
    ?indicator a yj:Indicator ; rdfs:label ?label .
    OPTIONAL { ?indicator yj:level1Text ?level1 }
    OPTIONAL { ?indicator yj:level2Text ?level2 }
    OPTIONAL { ?indicator yj:indicatorOf ?owner }
  }
}
"""
_OWNERS: Final = """
SELECT ?owner ?class ?label WHERE {
  VALUES ?class { yj:Project yj:Activity yj:Duty yj:Department }
  GRAPH ?document { ?owner a ?class ; rdfs:label ?label }
}
"""
_BODIES: Final = """
SELECT ?document ?department ?label WHERE {
  GRAPH ?document {
    ?disclosure a yj:Disclosure ; yj:disclosedBy ?department . ?department rdfs:label ?label
  }
}
"""
_ENTITIES: Final = """
SELECT ?thing ?entity WHERE {
  VALUES ?class { yj:Project yj:Department }
  GRAPH ?document { ?thing a ?class }
  GRAPH ?identities { ?thing yj:denotes ?entity }
}
"""
_HELD: Final = """
SELECT ?indicator ?target WHERE {
  VALUES ?has { yj:target yj:gradeBand }
  GRAPH ?document { ?indicator ?has ?target }
}
"""
_TARGETS: Final = """
SELECT ?target ?operator ?grade ?unit ?value ?lower ?upper WHERE {
  GRAPH ?document {
    ?target yj:operator ?operator .
    OPTIONAL { ?target yj:grade ?grade }
    OPTIONAL { ?target yj:unitText ?unit }
    OPTIONAL { ?target yj:value ?value }
    OPTIONAL { ?target yj:lowerValue ?lower ; yj:upperValue ?upper }
  }
}
"""
_BASES: Final = """
SELECT DISTINCT ?indicator ?kind WHERE {
  GRAPH ?document { ?indicator a yj:Indicator ; yj:basis ?basis . ?basis yj:basisKind ?kind }
}
"""
_ORDER: Final = ("library", "category", "level1", "level2", "label")
_OFFICIAL: Final = """
SELECT ?official ?label ?level1 ?level2 ?category ?unit ?description ?library WHERE {
  GRAPH ?graph {
    ?official a yj:OfficialIndicator ; rdfs:label ?label ; yj:level1Text ?level1 ;
      yj:level2Text ?level2 ; skos:inScheme ?scheme .
    ?scheme rdfs:label ?library .
    OPTIONAL { ?official yj:categoryText ?category }
    OPTIONAL { ?official yj:unitText ?unit }
    OPTIONAL { ?official yj:description ?description }
  }
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Official:
    """An indicator of an official library."""

    iri: str
    label: str
    level1: str
    level2: str
    library: str
    category: str | None = None
    unit: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRange:
    """A unit in which targets count, how many do, and the least and the greatest number."""

    unit: str | None
    targets: int
    lowest: Decimal
    highest: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryEntry:
    """An indicator as departments use it; `name` and tiers are the spellings met most often.

    `projects` counts projects, activities, duties and departments that have it; `example` is the
    IRI of one use. `official` is empty where no official indicator has that name.
    """

    kind: str
    kind_label: str
    level1: str | None
    level2: str | None
    name: str
    spellings: tuple[str, ...]
    uses: int
    projects: int
    departments: int
    operators: Mapping[str, int]
    ranges: tuple[UnitRange, ...]
    bases: Mapping[str, int]
    official: tuple[Official, ...]
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """What departments use, the most used first; how many indicators are official, and which unused."""

    entries: tuple[LibraryEntry, ...]
    officials: int
    unused: tuple[Official, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One indicator of one document, with what it belongs to and who disclosed it."""

    indicator: str
    label: str
    level1: str | None
    level2: str | None
    kind: str
    owner: str
    department: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """A target of an indicator, of a graded one the best grade: operator, unit, numbers."""

    operator: str
    unit: str | None
    numbers: tuple[Decimal, ...]


def answer_library(store: Store, *, kind: str | None = None) -> Library:
    """Answer which indicators departments use, for all kinds of projects or for one.

    A kind is given by its local name or its label; QueryError for an unknown one.
    """
    wanted = find_kind(kind) if kind else None
    officials = list(read_officials(store))
    grown = grow_library(read_uses(store), _reaches(store), _bases(store), officials)
    entries = tuple(entry for entry in grown.entries if wanted in (None, entry.kind))
    return replace(grown, entries=entries)


def tell_library(library: Library, *, unused: bool) -> Json:
    """Turn a library into what a JSON writer takes, with the unused official indicators or without."""
    told = to_json(library)
    assert isinstance(told, dict)
    return told if unused else {name: part for name, part in told.items() if name != "unused"}


def find_kind(name: str) -> str:
    """Find a kind of project by its name.

    >>> find_kind("培训类项目"), find_kind("notAssigned")
    ('trainingProject', 'notAssigned')
    """
    kinds = [*read_kinds(), NOT_ASSIGNED]
    for kind in kinds:
        if name.strip() in (kind, label_of(kind)):
            return kind
    raise NotFoundError(
        f"There is no kind of project {name[:200]!r}; choose one of "
        f"{', '.join(f'{kind} ({label_of(kind)})' for kind in kinds)}."
    )


def grow_library(
    uses: Iterable[Use],
    reaches: Mapping[str, Sequence[Reach]],
    bases: Mapping[str, Sequence[str]],
    officials: Sequence[Official],
) -> Library:
    """Put uses together, the most used first, and match them with official indicators; pure."""
    groups: dict[tuple[str, ...], list[Use]] = defaultdict(list)
    for use in uses:
        tiers = (squeeze(use.level1 or ""), squeeze(use.level2 or ""))
        groups[use.kind, *tiers, indicator_key(use.label)].append(use)
    named: dict[str, list[Official]] = defaultdict(list)
    for official in officials:
        named[indicator_key(official.label)].append(official)
    entries = [
        _entry(group, reaches, bases, named.get(key[-1], [])) for key, group in groups.items()
    ]
    used = {official.iri for entry in entries for official in entry.official}
    return Library(
        entries=tuple(sorted(entries, key=_order)),
        officials=len(officials),
        unused=tuple(official for official in officials if official.iri not in used),
    )


def _order(entry: LibraryEntry) -> tuple[int | str, ...]:
    counts = (-entry.uses, -entry.departments, -entry.projects)
    return (*counts, entry.kind, entry.level1 or "", entry.level2 or "", entry.name)


def _entry(
    group: Sequence[Use],
    reaches: Mapping[str, Sequence[Reach]],
    bases: Mapping[str, Sequence[str]],
    namesakes: Sequence[Official],
) -> LibraryEntry:
    spellings = Counter(use.label for use in group)
    level2 = _commonest(use.level2 for use in group)
    targets = [(use, reach) for use in group for reach in reaches.get(use.indicator, ())]
    return LibraryEntry(
        kind=group[0].kind,
        kind_label=label_of(group[0].kind),
        level1=_commonest(use.level1 for use in group),
        level2=level2,
        name=_commonest(use.label for use in group) or "",
        spellings=tuple(sorted(spellings)),
        uses=len({use.indicator for use in group}),
        projects=len({(use.department, use.owner) for use in group}),
        departments=len({use.department for use in group}),
        operators=_counted(reach.operator for _, reach in targets),
        ranges=tuple(_ranges(targets)),
        bases=_counted(kind for use in group for kind in bases.get(use.indicator, ())),
        official=_matching(namesakes, level2),
        example=min(use.indicator for use in group),
    )


def _matching(namesakes: Sequence[Official], level2: str | None) -> tuple[Official, ...]:
    """The official indicators of that name: those of the same second tier, if there are any."""
    near = [one for one in namesakes if level2 and squeeze(one.level2) == squeeze(level2)]
    return tuple(near or namesakes)


def _commonest(texts: Iterable[str | None]) -> str | None:
    """The text met most often; among equals the shortest."""
    counts = Counter(text for text in texts if text)
    return min(counts, key=lambda text: (-counts[text], len(text), text), default=None)


def _counted(names: Iterable[str]) -> dict[str, int]:
    """How often each name stands, the most frequent first."""
    return dict(sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0])))


def _ranges(targets: Iterable[tuple[Use, Reach]]) -> Iterator[UnitRange]:
    """The numbers that targets name, unit by unit; spellings of one unit count as one."""
    met: dict[str, list[tuple[str, Reach]]] = defaultdict(list)
    for use, reach in targets:
        if reach.numbers:
            unit = reach.unit or unit_of_name(use.label) or ""
            met[find_unit(unit) or squeeze(unit)].append((unit, reach))
    for key in sorted(met, key=lambda key: (-len(met[key]), key)):
        numbers = [number for _, reach in met[key] for number in reach.numbers]
        yield UnitRange(
            unit=_commonest(unit for unit, _ in met[key]),
            targets=len(met[key]),
            lowest=min(numbers),
            highest=max(numbers),
        )


# --- what the store says -------------------------------------------------------------------------


def read_uses(store: Store) -> Iterator[Use]:
    """Every indicator of a table, with what it belongs to and who disclosed it."""
    entities = {row["thing"].value: row["entity"].value for row in _rows(store, _ENTITIES)}
    bodies = {
        row["document"].value: entities.get(row["department"].value, squeeze(row["label"].value))
        for row in _rows(store, _BODIES)
    }
    owners: dict[str, tuple[str, str]] = {}
    for row in _rows(store, _OWNERS):
        iri, label = row["owner"].value, row["label"].value
        kind = kind_of(label) if local_name(row["class"].value) == "Project" else NOT_ASSIGNED
        owners[iri] = (kind, entities.get(iri, program_key(label)))
    for row in _rows(store, _USES):
        document = row["document"].value
        kind, owner = owners.get(_text(row, "owner") or "", (NOT_ASSIGNED, ""))
        yield Use(
            indicator=row["indicator"].value,
            label=row["label"].value,
            level1=_text(row, "level1"),
            level2=_text(row, "level2"),
            kind=kind,
            owner=owner,
            department=bodies.get(document, document),
        )


def _reaches(store: Store) -> dict[str, list[Reach]]:
    """The targets of each indicator, of a graded one the best grade."""
    holders = {row["target"].value: row["indicator"].value for row in _rows(store, _HELD)}
    found: dict[str, list[Reach]] = defaultdict(list)
    for row in _rows(store, _TARGETS):
        grade = _text(row, "grade")
        if grade is None or local_name(grade) == GRADES[0]:
            numbers = (_text(row, name) for name in ("value", "lower", "upper"))
            reach = Reach(
                operator=local_name(row["operator"].value),
                unit=_text(row, "unit"),
                numbers=tuple(Decimal(number) for number in numbers if number is not None),
            )
            found[holders.get(row["target"].value, "")].append(reach)
    return found


def _bases(store: Store) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in _rows(store, _BASES):
        found[row["indicator"].value].append(local_name(row["kind"].value))
    return found


def read_officials(store: Store) -> Iterator[Official]:
    """The indicators of all official libraries, by library, tiers and name."""
    found = (
        Official(
            iri=row["official"].value,
            label=row["label"].value,
            level1=row["level1"].value,
            level2=row["level2"].value,
            library=row["library"].value,
            category=_text(row, "category"),
            unit=_text(row, "unit"),
            description=_text(row, "description"),
        )
        for row in _rows(store, _OFFICIAL)
    )
    yield from sorted(found, key=lambda one: [getattr(one, name) or "" for name in _ORDER])


def _rows(store: Store, query: str) -> Iterable[QuerySolution]:
    return store.select(_PREFIXES + query)


def _text(row: QuerySolution, name: str) -> str | None:
    term = row[name]
    return None if term is None else str(term.value)
