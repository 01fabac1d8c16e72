"""Which projects are one over the years, and which indicators: by whose they are, and by their names.

Two projects that one document prints are two, as long as no code makes them one: where a name means
several in any document, the name joins nothing. The same holds for indicators of one owner.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from yiju.model import IdentityMethod, Seen, SeenIndicator, SeenProject
from yiju.resolve.clusters import Level
from yiju.resolve.plain_name import (
    letters_of,
    name_of_measure,
    name_without_occasion,
    name_without_year,
)
from yiju.resolve.proposals import Hint
from yiju.values.characters import squeeze
from yiju.values.list_number import strip_number

_PLAIN_CODE: Final = re.compile(r"[0-9A-Za-z]{8,40}")
_LATEST: Final = "9999"
_Thing = TypeVar("_Thing", SeenProject, SeenIndicator)


@dataclass(frozen=True, slots=True)
class Undertakings:
    """Projects or indicators in the order of their rank, and what joins, names or proposes them."""

    order: tuple[str, ...]
    levels: tuple[Level, ...]
    names: Mapping[str, str]
    hints: tuple[Hint, ...]
    codes: Mapping[str, str] = field(default_factory=dict)
    """Printed codes that a name in ASCII can be made of."""


def compare_projects(seen: Seen, bodies: Mapping[str, str]) -> Undertakings:
    """What projects have in common; `bodies` gives the department of each project, own unit or not."""
    ranked = _ranked(seen, seen.projects)
    owned = [project for project in ranked if project.iri in bodies]
    codes = {p.iri: f"{bodies[p.iri]}|{p.code}" for p in owned if p.code}
    same = {p.iri: codes.get(p.iri, p.iri) for p in owned}

    def level(method: IdentityMethod, name: Callable[[str], str]) -> Level:
        keys = {p.iri: f"{bodies[p.iri]}|{name(p.name)}" for p in owned}
        return Level(method, _unambiguous(keys, _documents(owned), same))

    similar = {p.iri: f"{bodies[p.iri]}|{name_without_occasion(p.name)}" for p in owned}
    return Undertakings(
        order=tuple(project.iri for project in ranked),
        levels=(
            Level(IdentityMethod.CODE, codes),
            level(IdentityMethod.NAME, squeeze),
            level(IdentityMethod.BUT_YEAR, name_without_year),
        ),
        names={p.iri: _lasting_project(p, bodies.get(p.iri)) for p in ranked},
        hints=(Hint(IdentityMethod.SIMILAR_NAME, similar, apart=_documents(owned)),),
        codes={p.iri: p.code for p in ranked if p.code and _PLAIN_CODE.fullmatch(p.code)},
    )


def compare_indicators(
    seen: Seen, owners: Mapping[str, str], bodies: Mapping[str, str]
) -> Undertakings:
    """What indicators have in common; `owners` gives whose they are, `bodies` their department."""
    ranked = _ranked(seen, seen.indicators)
    owned = [indicator for indicator in ranked if indicator.iri in owners]
    documents = _documents(owned)
    heads = {i.iri: "|".join((owners[i.iri], *map(squeeze, i.tiers))) for i in owned}
    measures = {i.iri: name_of_measure(i.name) for i in owned}
    exact = {i.iri: f"{heads[i.iri]}|{squeeze(strip_number(i.name))}" for i in owned}
    plain = {i.iri: f"{heads[i.iri]}|{measures[i.iri]}" for i in owned}
    same = {i.iri: i.iri for i in owned}
    described = {i.iri: f"{plain[i.iri]}|{squeeze(i.description)}" for i in owned}
    return Undertakings(
        order=tuple(indicator.iri for indicator in ranked),
        levels=(
            Level(IdentityMethod.NAME, _unambiguous(exact, documents, same)),
            Level(IdentityMethod.OTHER_WORDS, _unambiguous(plain, documents, same)),
            Level(IdentityMethod.OTHER_WORDS, _unambiguous(described, documents, same)),
        ),
        names={i.iri: described.get(i.iri, i.iri) for i in ranked}
        | _unambiguous(plain, documents, same),
        hints=(
            Hint(
                IdentityMethod.SIMILAR_NAME,
                _similar({i.iri: i for i in owned}, measures, bodies),
                apart=documents,
            ),
        ),
    )


def _similar(
    owned: Mapping[str, SeenIndicator], measures: Mapping[str, str], bodies: Mapping[str, str]
) -> dict[str, str]:
    """The same words in any order, in tables or prose of one department, whatever they belong to."""
    keys = {
        iri: "|".join((*indicator.tiers[:1], bodies[iri], letters_of(measures[iri])))
        for iri, indicator in owned.items()
        if iri in bodies
    }
    sure = _unambiguous(keys, _documents(owned.values()), {iri: iri for iri in owned})
    return {iri: f"{bodies[iri]}|{letters_of(measures[iri])}" for iri in sure}


def _ranked(seen: Seen, things: Iterable[_Thing]) -> list[_Thing]:
    """The oldest first, so that what is added later renames nothing."""
    years = {document.iri: document.year or _LATEST for document in seen.documents}
    return sorted(things, key=lambda thing: (years.get(thing.document, _LATEST), thing.iri))


def _documents(things: Iterable[SeenProject | SeenIndicator]) -> dict[str, str]:
    return {thing.iri: thing.document for thing in things}


def _unambiguous(
    keys: Mapping[str, str], documents: Mapping[str, str], same: Mapping[str, str]
) -> dict[str, str]:
    """The keys that no document has for two things, `same` telling what is one in a document."""
    met: dict[tuple[str, str], set[str]] = defaultdict(set)
    for thing, key in keys.items():
        met[key, documents[thing]].add(same[thing])
    several = {key for (key, _), things in met.items() if len(things) > 1}
    return {thing: key for thing, key in keys.items() if key not in several}


def _lasting_project(project: SeenProject, body: str | None) -> str:
    return f"{body or project.document}|{name_without_year(project.name)}"
