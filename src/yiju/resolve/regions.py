"""Where a body is: its region as it prints it, and what its document and the others add to that.

Never a guess: a region that several cities have stays open as long as neither the name, nor the
document, nor the codes of its projects tell the city.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from yiju.model import IdentityMethod, Seen, SeenDepartment, SeenDocument
from yiju.resolve.body_name import BodyName, Region, parse_body_name, parse_region
from yiju.values.characters import squeeze

_DIVISION: Final = re.compile(
    r"(?=[0-9A-Za-z]{16,})((?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])\d{4})"
)
"""A project code of the integrated budget system begins with the code of the division, GB/T 2260."""

_CITY: Final = re.compile(r"(?:市|地区|自治州|盟)$")

Uppers = Mapping[str, frozenset[tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Place:
    """A body with its region, how that is known, and whether it stays open which one is meant."""

    name: BodyName
    region: Region | None
    method: IdentityMethod = IdentityMethod.OFFICIAL_NAME
    open: bool = False

    @property
    def key(self) -> str | None:
        """The same for two spellings of one body; None where nothing tells the region."""
        return self.key_of(own_unit=self.name.own_unit)

    def key_of(self, *, own_unit: bool) -> str | None:
        """The key of the body itself, or of its own unit."""
        if self.region is None:
            return None
        parts = (*self.region.upper, self.region.last, self.name.organ)
        return "|".join(parts) + ("|本级" if own_unit else "")


@dataclass(frozen=True, slots=True)
class Located:
    """A department with what its own document alone tells: its place, and the division of its money."""

    body: SeenDepartment
    near: Place
    division: str | None = None

    @property
    def group(self) -> str:
        """All departments that can have to do with it, judgements apart, are of its group.

        They are in a region of that name; without a region, they bear its name and its code.
        """
        if self.near.region:
            return f"in {self.near.region.last}"
        return f"of {squeeze(self.body.name)}|{self.body.code or self.body.iri}"


def locate_departments(seen: Seen) -> list[Located]:
    """The departments of documents, each with what its document tells; no document tells another."""
    names = {body.iri: parse_body_name(body.name) for body in seen.departments}
    divisions = _divisions(seen)
    told = _told_by_documents(seen, names)
    return [
        Located(
            body,
            _settle_near(names[body.iri], told.get(body.document, frozenset())),
            divisions.get(body.document),
        )
        for body in seen.departments
    ]


class Regions:
    """What the regions of departments tell each other; of each it asks only those of its group."""

    def __init__(self, located: Iterable[Located]) -> None:
        self.located = {one.body.iri: one for one in located}
        self.uppers = _uppers(one.near.region for one in self.located.values())
        self.learned = self._learn()

    def place(self, iri: str) -> Place:
        """Where a department is."""
        one = self.located[iri]
        place = one.near
        if place.region is None:
            return place
        if place.region.upper:
            full = _fuller(place.region.upper, self.uppers[place.region.last])
            return replace(place, region=replace(place.region, upper=full))
        return self._settle_far(one, place.region)

    def is_shared(self, region: Region) -> bool:
        """Whether the name of a region alone does not tell which one is meant."""
        return region.shared or len(self.uppers.get(region.last, ())) > 1

    def _settle_far(self, one: Located, region: Region) -> Place:
        place, division = one.near, one.division
        known = self.learned.get((division or "", region.last), frozenset())
        if len(known) == 1:
            return _above(place, region, next(iter(known)), IdentityMethod.DIVISION)
        if not self.is_shared(region):
            for upper in self.uppers.get(region.last, ()):
                return _above(place, region, upper, IdentityMethod.REGION_OMITTED)
            return place
        if division:
            return _above(place, region, (f"#{division}",), IdentityMethod.DIVISION)
        method = IdentityMethod.REGION_OMITTED
        return replace(_above(place, region, (f"#{one.body.document}",), method), open=True)

    def _learn(self) -> dict[tuple[str, str], frozenset[tuple[str, ...]]]:
        """What stands above a region, by division and region, where a full name tells it."""
        found: dict[tuple[str, str], set[tuple[str, ...]]] = defaultdict(set)
        for one in self.located.values():
            region = one.near.region
            if one.division and region and region.upper:
                full = _fuller(region.upper, self.uppers[region.last])
                found[one.division, region.last].add(full)
        return {key: frozenset(uppers) for key, uppers in found.items()}


def _divisions(seen: Seen) -> dict[str, str]:
    """The division of each document whose project codes all begin with one."""
    found: dict[str, set[str]] = defaultdict(set)
    for project in seen.projects:
        if project.code and (match := _DIVISION.match(project.code)):
            found[project.document].add(match[1])
    return {document: min(codes) for document, codes in found.items() if len(codes) == 1}


def _told_by_documents(seen: Seen, names: Mapping[str, BodyName]) -> dict[str, frozenset[Region]]:
    """The regions that a document tells, in the names of its bodies or by where it came from."""
    found: dict[str, set[Region]] = defaultdict(set)
    for body in seen.departments:
        if region := names[body.iri].region:
            found[body.document].add(region)
    for document in seen.documents:
        found[document.iri].update(filter(None, _origin(document)))
    return {document: frozenset(regions) for document, regions in found.items()}


def _origin(document: SeenDocument) -> tuple[Region | None, Region | None]:
    region = parse_region(document.region) if document.region else None
    return region, parse_body_name(document.publisher).region if document.publisher else None


def _settle_near(name: BodyName, told: frozenset[Region]) -> Place:
    """The region of a name, completed by what its own document tells and nothing contradicts."""
    if name.region is None:
        whole = _only(told)
        return Place(name, whole, IdentityMethod.DOCUMENT_REGION)
    if name.region.upper:
        return Place(name, name.region)
    same = {region.upper for region in told if region.last == name.region.last and region.upper}
    cities = {
        (*region.upper, _CITY.sub("", region.last))
        for region in told
        if _CITY.search(region.last) and not _CITY.search(name.region.last)
    }
    full = _fullest(same or cities)
    if len(full) != 1:
        return Place(name, name.region)
    return _above(
        Place(name, name.region), name.region, next(iter(full)), IdentityMethod.DOCUMENT_REGION
    )


def _only(told: frozenset[Region]) -> Region | None:
    """The one region of a document, as fully as it is told; None where there are several."""
    if len({region.last for region in told}) != 1:
        return None
    full = _fullest(region.upper for region in told)
    return Region(next(iter(told)).last, next(iter(full))) if len(full) == 1 else None


def _above(place: Place, region: Region, upper: tuple[str, ...], method: IdentityMethod) -> Place:
    return replace(place, region=replace(region, upper=upper), method=method)


def _uppers(regions: Iterable[Region | None]) -> dict[str, frozenset[tuple[str, ...]]]:
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for region in regions:
        if region and region.upper:
            found[region.last].add(region.upper)
    return {last: _fullest(uppers) for last, uppers in found.items()}


def _fullest(uppers: Iterable[tuple[str, ...]]) -> frozenset[tuple[str, ...]]:
    """Those that are not the end of another: of (石家庄,) and () the first."""
    met = set(uppers)
    ends = Counter(upper[at:] for upper in met for at in range(1, len(upper) + 1))
    return frozenset(upper for upper in met if not ends[upper])


def _fuller(upper: tuple[str, ...], full: frozenset[tuple[str, ...]]) -> tuple[str, ...]:
    """The one fuller spelling that ends like this; itself where there is none or several."""
    if upper in full:
        return upper
    longer = [other for other in full if other[-len(upper) :] == upper]
    return longer[0] if len(longer) == 1 else upper
