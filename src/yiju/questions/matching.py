"""Which policy, department or project is meant by the words of a stranger's table, and how surely.

Promise: a match is only said where it is certain: the same number and no other title, or the same
title and nothing alike. All else is a candidate with a score, for a person to decide: a wrong merge
is worse than none.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from yiju.store.search import Asked, Hit, SearchIndex, fold_words
from yiju.store.search.asking import LONGEST
from yiju.store.search.folding import spell_numbers
from yiju.values.document_number import find_document_numbers

POLICY: Final = "Policy"
DEPARTMENT: Final = "DepartmentEntity"
PROJECT: Final = "ProjectEntity"

_CERTAIN: Final = 100.0
_SAME_NAME: Final = 98.0
_SAME_CODE: Final = 80.0
_NEAR: Final = 90.0
"""What words are worth that are nearly the same: so much times how near."""

_DOUBTED: Final = 0.6
"""What is left of a score where something speaks against it."""

_SOFTENED: Final = 0.98
_AGREES: Final = 0.5
_ALIKE: Final = 0.95
_SHORTEST: Final = 6
"""Characters of a title that can mean one document: 管理办法 means many."""

_NAMES_OF_BODIES: Final = ("issuer", "department", "title")
"""Facts that people write shorter than documents do: a part of a name speaks neither for nor against."""

_TELLING: Final = ("year", "issuer", "number", "code", "department")
"""Facts that tell things of one name apart."""

_REMARK: Final = re.compile(r"\([^()]{1,12}\)$")
_EDGES: Final = ",，、;:.。"
_MOST_SPELLINGS: Final = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: words, what kinds of things it may be, and what else is known of it."""

    text: str
    kinds: tuple[str, ...] = (POLICY,)
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that may be meant: its score of 100, whether it is certain, and what speaks for it."""

    hit: Hit
    score: float
    match: bool
    features: Mapping[str, float | bool]


@dataclass(frozen=True, slots=True)
class _Words:
    """The words that are looked for: the number in them and the title beside it, in keys."""

    number: str | None
    title: str
    several: bool

    @classmethod
    def of(cls, text: str, told: Iterable[str]) -> "_Words":
        """Of the words, or with the number that is told beside them where they hold none."""
        found = find_document_numbers(text) or find_document_numbers("\n".join(told))
        numbers = {fold_words(str(number)) for *_, number in found}
        number = next(iter(numbers)) if len(numbers) == 1 else None
        return cls(number, title_key(text), len(numbers) > 1)


def find_candidates(index: SearchIndex, wanted: Wanted, *, limit: int = 10) -> list[Candidate]:
    """The things that may be meant, the likeliest first; at most one of them is a match."""
    text = wanted.text[:LONGEST]
    words = _Words.of(text, wanted.facts.get("number", ()))
    scored = [_scored(hit, words, wanted) for hit in _pool(index, text, words, wanted.kinds)]
    ranked = sorted(scored, key=lambda one: (-one.score, -one.hit.weight, one.hit.iri))
    certain = _certain(ranked, words, wanted)
    return [replace(one, match=one is certain) for one in ranked[:limit] if one.score > 0]


def title_key(text: str) -> str:
    """The key of a title, without the numbers that stand in it.

    >>> title_key("《甲区科技保险工作方案》（甲政办字〔2017〕114 号）")
    '甲区科技保险工作方案'
    """
    pieces, at = [], 0
    for start, end, _ in find_document_numbers(text):
        pieces.append(text[at:start])
        at = end
    return fold_words("".join([*pieces, text[at:]])).replace("()", "").strip(_EDGES)


def similarity(one: str, other: str) -> float:
    """How much two keys share, 1 being all: twice the common pairs of characters among all pairs.

    >>> similarity("科技保险", "科技保险"), similarity("科技保险", "普法"), similarity("科技", "科技保险")
    (1.0, 0.0, 0.5)
    """
    if one == other:
        return 1.0
    first, second = _pairs(one), _pairs(other)
    return 2 * (first & second).total() / max(first.total() + second.total(), 1)


def _pairs(key: str) -> Counter[str]:
    return Counter(key[at : at + 2] for at in range(len(key) - 1))


def _pool(index: SearchIndex, text: str, words: _Words, kinds: Sequence[str]) -> Iterator[Hit]:
    """Everything that could be meant, each once."""
    asked = Asked(words.title or fold_words(text), ())
    found = [*index.things([text]).values()]
    for name in filter(None, (words.number, words.title, text)):
        found += index.named(name, kinds=kinds)
    found += index.candidates(asked, kinds=kinds)
    yield from {hit.iri: hit for hit in found if hit.kind in kinds}.values()


def _scored(hit: Hit, words: _Words, wanted: Wanted) -> Candidate:
    names = _names(hit)
    near = max((_likeness(words.title, name) for name in names if words.title), default=0.0)
    codes = {fold_words(code) for code in hit.codes}
    features: dict[str, float | bool] = {
        "id": hit.iri == wanted.text,
        "number": words.number is not None and words.number in codes,
        "name": bool(words.title) and words.title in names,
        "code": fold_words(wanted.text) in codes,
        "similarity": round(near, 4),
        "popularity": hit.weight,
    }
    against = _speaks_against(hit, words, wanted, features)
    score = _score(hit, features)
    features["agrees"] = not against
    return Candidate(
        hit, round(score * (_DOUBTED if against else 1), 1), match=False, features=features
    )


def _score(hit: Hit, features: Mapping[str, float | bool]) -> float:
    if features["id"] or features["number"]:
        return _CERTAIN
    if features["code"]:
        return _CERTAIN if hit.kind == PROJECT else _SAME_CODE
    return _SAME_NAME if features["name"] else _NEAR * features["similarity"]


def _speaks_against(
    hit: Hit, words: _Words, wanted: Wanted, features: Mapping[str, float | bool]
) -> bool:
    """Whether the number is of another document, the title is another, or a fact is."""
    other_number = bool(
        words.number and hit.kind == POLICY and hit.codes and not features["number"]
    )
    other_title = bool(features["number"] and words.title and features["similarity"] < _AGREES)
    return other_number or other_title or False in _told(hit, wanted).values()


def _told(hit: Hit, wanted: Wanted) -> dict[str, bool | None]:
    """Of each fact that is known, whether the thing agrees; None where it does not say."""
    return {name: _agrees(hit, name, values) for name, values in wanted.facts.items()}


def _agrees(hit: Hit, name: str, values: Iterable[str]) -> bool | None:
    """Whether a fact is the same; None where it is a part of what is known, or nothing is known."""
    held = {fold_words(value) for value in values_of(hit, name)} - {""}
    given = {fold_words(spell_numbers(value)) for value in values} - {""}
    if not (held and given):
        return None
    if given & held:
        return True
    is_part = any(one in other or other in one for one in given for other in held)
    return None if is_part and name in _NAMES_OF_BODIES else False


def values_of(hit: Hit, name: str) -> tuple[str, ...]:
    """What is known of a thing: number, code, title, year, issuer or department, as it is printed."""
    department = (hit.department,) if hit.department else ()
    numbers = [number for code in hit.codes for *_, number in find_document_numbers(code)]
    years = (hit.year,) if hit.year else tuple(number.year for number in numbers)
    found: dict[str, tuple[str, ...]] = {
        "number": hit.codes if hit.kind == POLICY else (),
        "code": hit.codes if hit.kind != POLICY else (),
        "title": (hit.label,),
        "year": tuple(map(str, years)),
        "issuer": (*department, *(number.code for number in numbers)),
        "department": department if hit.kind != POLICY else (),
    }
    return found.get(name, ())


def _certain(ranked: Sequence[Candidate], words: _Words, wanted: Wanted) -> Candidate | None:
    """The one that is meant beyond doubt, if there is one."""
    sound = [one for one in ranked if one.features["agrees"]]
    by_id = [one for one in sound if one.features["id"]]
    if by_id or words.several:
        return by_id[0] if by_id else None
    if words.number:
        return _by_number(ranked, sound)
    by_code = [one for one in sound if one.features["code"] and one.hit.kind == PROJECT]
    return _only(by_code) or _by_name(ranked, sound, words, wanted)


def _by_number(ranked: Sequence[Candidate], sound: Sequence[Candidate]) -> Candidate | None:
    """The only one that bears the number, unless the title is exactly that of another."""
    bearing = [one for one in ranked if one.features["number"]]
    titled = [one for one in ranked if one.features["name"] and not one.features["number"]]
    only = _only(bearing)
    if only is None or only not in sound:
        return None
    return only if only.features["name"] or not titled else None


def _by_name(
    ranked: Sequence[Candidate], sound: Sequence[Candidate], words: _Words, wanted: Wanted
) -> Candidate | None:
    """The only one of that name, where the name means one thing and nothing else is alike."""
    only = _only([one for one in sound if one.features["name"]])
    if only is None:
        return None
    told = _told(only.hit, wanted)
    is_told = any(told.get(name) for name in _TELLING)
    others = [one.hit for one in (sound if is_told else ranked) if one is not only]
    is_alike = any(_is_alike(words.title, name) for hit in others for name in _names(hit))
    return only if _means_one(only.hit, words.title, told) and not is_alike else None


def _means_one(hit: Hit, title: str, told: Mapping[str, bool | None]) -> bool:
    """Whether a name can mean one thing: no mere genre, a body with its place, a project of a body."""
    if hit.kind == POLICY:
        return len(title) >= _SHORTEST
    if hit.kind == DEPARTMENT:
        places = any(place in title[:-1] for place in _words()["places"])
        return places or told.get("code") is True
    return told.get("department") is True or told.get("code") is True


def _likeness(title: str, name: str) -> float:
    """How much two titles share, with or without the words that tell nothing apart."""
    return max(similarity(title, name), _SOFTENED * similarity(_soft(title), _soft(name)))


def _is_alike(title: str, name: str) -> bool:
    one, other = _soft(title), _soft(name)
    return one == other or similarity(one, other) >= _ALIKE


def _soft(key: str) -> str:
    """A key without a remark at its end and without the words that tell nothing apart."""
    bare = _REMARK.sub("", key) or key
    for word in _words()["soft"]:
        bare = bare.replace(word, "")
    return bare or key


def _only(found: Sequence[Candidate]) -> Candidate | None:
    return found[0] if len(found) == 1 else None


def _names(hit: Hit) -> frozenset[str]:
    """The keys of all that a thing is called."""
    return frozenset(filter(None, map(title_key, (hit.label, *hit.spellings[:_MOST_SPELLINGS]))))


@cache
def _words() -> dict[str, Any]:
    file = Path(__file__).with_name("matching.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))
