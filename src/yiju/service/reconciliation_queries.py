"""What a reconciliation service is asked: batches of queries and of values, checked and read.

The form is that of the Reconciliation Service API 0.2. What is wrong in it is said in one sentence,
and a batch that is too large is refused.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from yiju.questions.matching import DEPARTMENT, POLICY, PROJECT, Wanted
from yiju.service.faults import Fault, FaultError
from yiju.vocabulary import NS

Json = dict[str, Any]

BATCH: Final = 100
"""Queries that may be asked together, and entities that may be extended together."""

PAGE: Final = 10
"""Candidates where a query does not say how many, and suggestions."""

_MOST: Final = 50
_LONGEST: Final = 2_000

TYPES: Final = {
    "Policy": ("政策文件 / policy", POLICY),
    "Department": ("部门 / department", DEPARTMENT),
    "Project": ("项目 / project", PROJECT),
}
"""The types of entities, each with its name and the kind of thing that it is in the index."""

PROPERTIES: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "number": ("文号 / document number", ("Policy",)),
    "title": ("名称 / title", tuple(TYPES)),
    "year": ("发文年份 / year of issue", ("Policy",)),
    "issuer": ("发文机关或代字 / issuer or its code", ("Policy",)),
    "indicators": ("依据它的指标数 / indicators that rest on it", ("Policy",)),
    "projects": ("关联项目数 / projects that rest on it", ("Policy",)),
    "money": (
        "关联项目预算（万元；各政策之间不可相加）/ budget of these projects in 10,000 yuan; not to be added up over policies",
        ("Policy",),
    ),
    "code": ("部门或项目编码 / department or project code", ("Department", "Project")),
    "department": ("所属部门 / department", ("Project",)),
    "occurrences": ("出现次数 / how often documents print it", ("Department", "Project")),
}
"""What is known of entities: the name of each property, and the types that have it."""

KINDS: Final = {kind: name for name, (_, kind) in TYPES.items()}
"""The type of each kind of thing in the index."""


@dataclass(frozen=True, slots=True)
class Query:
    """One query of a batch, and how many candidates it wants."""

    wanted: Wanted
    limit: int


@dataclass(frozen=True, slots=True)
class Extension:
    """The entities and the properties that are asked for."""

    ids: tuple[str, ...]
    properties: tuple[str, ...]

    def iris(self, base: str) -> list[str]:
        """The IRIs of the entities."""
        return [iri_of(name, base) for name in self.ids]


def parse_batch(text: str, base: str) -> dict[str, Query]:
    """Read a batch of queries; FaultError where it is none, or too much."""
    batch = _object(_parsed(text, "queries"), "queries")
    if len(batch) > BATCH:
        raise _refused(f"{len(batch)} queries came at once; {BATCH} may.", 413)
    return {key: _query(_object(query, key), key, base) for key, query in batch.items()}


def parse_extension(text: str) -> Extension:
    """Read what shall be extended; FaultError where it cannot be read, or is too much."""
    asked = _object(_parsed(text, "extend"), "extend")
    ids = [_text(one, "ids") for one in _list(asked.get("ids"), "ids")]
    wanted = [_object(one, "properties") for one in _list(asked.get("properties"), "properties")]
    if len(ids) > BATCH or len(wanted) > _MOST:
        raise _refused(
            f"{len(ids)} entities with {len(wanted)} properties are too many; {BATCH} and {_MOST} may come.",
            413,
        )
    return Extension(tuple(ids), tuple(_text(one.get("id"), "properties") for one in wanted))


def id_of(iri: str, base: str) -> str:
    """The identifier of an entity.

    >>> id_of("https://w3id.org/yiju/id/policy/a", "https://w3id.org/yiju/")
    'policy/a'
    """
    return iri.removeprefix(f"{base}id/")


def iri_of(name: str, base: str) -> str:
    """The IRI of an entity, which is named by its identifier or by its IRI."""
    return name if name.startswith(("http://", "https://")) else f"{base}id/{name}"


def _query(query: Json, key: str, base: str) -> Query:
    facts = _facts_of(query.get("properties"), key)
    given = query.get("query")
    if given is None and not facts:
        raise _refused(f"The query {key[:50]!r} asks nothing: give query or properties.")
    text = "" if given is None else _text(given, f"{key}.query").strip()
    text = text or " ".join(
        (*facts.get("title", ()), *facts.get("number", ()), *facts.get("code", ()))
    )
    if text.startswith(tuple(f"{name}/" for name in ("policy", "entity"))):
        text = iri_of(text, base)
    return Query(
        Wanted(text, _kinds(query.get("type"), key), facts), _limit(query.get("limit"), key)
    )


def _kinds(types: object, key: str) -> tuple[str, ...]:
    """The kinds of things that are asked for: those of all types where none is named."""
    if types is None or types == "":
        return tuple(KINDS)
    named = [_type_id(one, key) for one in (types if isinstance(types, list) else [types])]
    return tuple(TYPES[name][1] for name in dict.fromkeys(named) if name in TYPES)


def _type_id(given: object, key: str) -> str:
    name = given.get("id") if isinstance(given, dict) else given
    return _text(name, f"{key}.type").removeprefix(NS)


def _limit(given: object, key: str) -> int:
    if given is None:
        return PAGE
    if isinstance(given, bool) or not isinstance(given, int | float) or not 1 <= given <= 10**9:
        raise _refused(f"The limit of {key[:50]!r} must be a whole number from 1.")
    return min(int(given), _MOST)


def _facts_of(given: object, key: str) -> dict[str, tuple[str, ...]]:
    """What else is known, by property; what we know nothing of speaks neither for nor against."""
    facts: dict[str, tuple[str, ...]] = {}
    for one in _list(given, f"{key}.properties") if given is not None else ():
        entry = _object(one, f"{key}.properties")
        name, value = _text(entry.get("pid"), f"{key}.properties"), entry.get("v")
        values = value if isinstance(value, list) else [value]
        found = tuple(filter(None, map(_printed, values[:_MOST])))
        if name in PROPERTIES and found:
            facts[name] = facts.get(name, ()) + found
    return facts


def _printed(value: object) -> str:
    """The words of a value: text, a number as it is written, the name of an entity.

    >>> _printed(2019.0), _printed({"id": "policy/a", "name": "办法"})
    ('2019', '办法')
    """
    if isinstance(value, dict):
        value = value.get("name") or value.get("id")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return (
        str(value)[:_LONGEST]
        if isinstance(value, str | int | float) and not isinstance(value, bool)
        else ""
    )


def _parsed(text: str, name: str) -> object:
    try:
        value: object = json.loads(text)
        json.dumps(value, ensure_ascii=False).encode()  # half a character is no text
    except (ValueError, RecursionError) as fault:
        raise _refused(f"{name} holds no JSON in UTF-8: {type(fault).__name__}.") from fault
    return value


def _object(value: object, name: str) -> Json:
    if not isinstance(value, dict):
        raise _refused(f"{name[:50]!r} must be a JSON object.")
    return value


def _list(value: object, name: str) -> Sequence[object]:
    if not isinstance(value, list):
        raise _refused(f"{name[:50]!r} must be a JSON array.")
    return value


def _text(value: object, name: str) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise _refused(f"{name[:50]!r} must be a text of {_LONGEST} characters at most.")
    return value


def _refused(message: str, status: int = 400) -> FaultError:
    return FaultError(Fault(status, "too_large" if status == 413 else "bad_request", message))
