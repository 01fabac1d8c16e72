"""The Reconciliation Service API 0.2 (W3C Entity Reconciliation Community Group), as OpenRefine speaks it.

Here are its words: what is asked, checked and read, and what is answered. Identifiers are what
follows `{base}id/` in an IRI. A match is only said where it is certain (`yiju.questions.matching`).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from yiju import __version__
from yiju.questions.matching import (
    DEPARTMENT,
    POLICY,
    PROJECT,
    Candidate,
    Wanted,
    find_candidates,
    values_of,
)
from yiju.questions.policy import read_budgets
from yiju.service.faults import Fault, FaultError
from yiju.store import Store
from yiju.store.search import Asked, Hit, SearchIndex
from yiju.vocabulary import NS

Json = dict[str, Any]

BATCH: Final = 100
"""Queries that may be asked together, and entities that may be extended together."""

_MOST: Final = 50
_LONGEST: Final = 2_000
_PAGE: Final = 10

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

_FROM_STORE: Final = frozenset(("projects", "money"))
_KINDS: Final = {kind: name for name, (_, kind) in TYPES.items()}


def manifest(address: str, *, base: str) -> Json:
    """What the service says of itself; `address` is its root, without a slash at its end."""
    suggest = {
        name: {"service_url": address, "service_path": f"/api/reconcile/suggest/{name}"}
        for name in ("entity", "property", "type")
    }
    return {
        "versions": ["0.2"],
        "name": "依据 Yiju",
        "identifierSpace": f"{base}id/",
        "schemaSpace": NS,
        "documentation": f"{address}/openapi.json",
        "serviceVersion": __version__,
        "defaultTypes": [_type(name) for name in TYPES],
        "view": {"url": f"{address}/id/{{{{id}}}}"},
        "preview": {
            "url": f"{address}/api/reconcile/preview?id={{{{id}}}}",
            "width": 420,
            "height": 220,
        },
        "suggest": suggest,
        "extend": {
            "propose_properties": {
                "service_url": address,
                "service_path": "/api/reconcile/properties",
            },
            "property_settings": [],
        },
        "batchSize": BATCH,
    }


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


def answer_batch(index: SearchIndex, batch: Mapping[str, Query], base: str) -> Json:
    """The candidates for each query of a batch."""
    return {
        key: {
            "result": [
                _candidate(one, base)
                for one in (
                    find_candidates(index, query.wanted, limit=query.limit)
                    if query.wanted.text and query.wanted.kinds
                    else ()
                )
            ]
        }
        for key, query in batch.items()
    }


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


def extend(store: Store, hits: Mapping[str, Hit], asked: Extension, base: str) -> Json:
    """The values of the properties of each entity; none of what is not known."""
    rows = {}
    for name in asked.ids:
        hit = hits.get(iri_of(name, base))
        rows[name] = {key: _values(store, hit, key) if hit else [] for key in asked.properties}
    meta = [{"id": key, "name": PROPERTIES.get(key, (key,))[0]} for key in asked.properties]
    return {"meta": meta, "rows": rows}


def suggest_entities(index: SearchIndex, prefix: str, cursor: int, base: str) -> Json:
    """The entities whose names hold what was typed, or whose identifier it is."""
    kinds = list(_KINDS)
    named = [hit for hit in index.things([iri_of(prefix, base)]).values() if hit.kind in kinds]
    found = index.search(Asked.of(prefix), kinds=kinds, named=True, limit=_PAGE, offset=cursor)
    hits = [*(named if not cursor else ()), *found.hits]
    return {
        "result": [
            {
                "id": id_of(hit.iri, base),
                "name": hit.label,
                "description": _description(hit),
                "notable": [_type(_KINDS[hit.kind])],
            }
            for hit in hits
        ]
    }


def suggest_types(prefix: str, cursor: int) -> Json:
    """The types whose name or identifier holds what was typed."""
    return {
        "result": [
            _type(name)
            for name in _holding({key: name for key, (name, _) in TYPES.items()}, prefix)[cursor:]
        ]
    }


def suggest_properties(prefix: str, cursor: int) -> Json:
    """The properties whose name or identifier holds what was typed."""
    names = {key: name for key, (name, _) in PROPERTIES.items()}
    return {"result": [{"id": key, "name": names[key]} for key in _holding(names, prefix)[cursor:]]}


def propose_properties(kind: str, limit: int | None) -> Json:
    """The properties that entities of a type have."""
    found = [
        {"id": key, "name": name}
        for key, (name, types) in PROPERTIES.items()
        if kind.removeprefix(NS) in types
    ]
    told: Json = {"type": kind, "properties": found[:limit]}
    return told if limit is None else told | {"limit": limit}


def preview(index: SearchIndex, name: str, base: str) -> str:
    """A small page about an entity: what it is, and what rests on it. Everything is escaped."""
    iri = iri_of(name, base)
    hit = index.things([iri]).get(iri)
    if hit is None or hit.kind not in _KINDS:
        raise FaultError(Fault(404, "not_found", f"No entity is called {name[:200]!r}."))
    rows = "\n".join(
        f"<tr><th>{escape(key)}</th><td>{escape(text)}</td></tr>" for key, text in _facts(hit)
    )
    return f"""<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>{escape(hit.label)}</title>
<link rel="stylesheet" href="/style.css"></head>
<body><main><p><strong>{escape(hit.label)}</strong></p>
<table><tbody>
{rows}
</tbody></table></main></body></html>
"""


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
        return tuple(_KINDS)
    named = [_type_id(one, key) for one in (types if isinstance(types, list) else [types])]
    return tuple(TYPES[name][1] for name in dict.fromkeys(named) if name in TYPES)


def _type_id(given: object, key: str) -> str:
    name = given.get("id") if isinstance(given, dict) else given
    return _text(name, f"{key}.type").removeprefix(NS)


def _limit(given: object, key: str) -> int:
    if given is None:
        return _PAGE
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


def _candidate(one: Candidate, base: str) -> Json:
    return {
        "id": id_of(one.hit.iri, base),
        "name": one.hit.label,
        "description": _description(one.hit),
        "score": one.score,
        "match": one.match,
        "type": [_type(_KINDS[one.hit.kind])],
        "features": [{"id": name, "value": value} for name, value in one.features.items()],
    }


def _type(name: str) -> Json:
    return {"id": name, "name": TYPES[name][0]}


def _description(hit: Hit) -> str:
    return "；".join(text for _, text in _facts(hit))


def _facts(hit: Hit) -> list[tuple[str, str]]:
    """What is shown of an entity, in order."""
    told = [("类型", TYPES[_KINDS[hit.kind]][0].partition(" / ")[0])]
    told += [("文号" if hit.kind == POLICY else "编码", "、".join(hit.codes))] if hit.codes else []
    told += (
        [("发文机关" if hit.kind == POLICY else "所属部门", hit.department)]
        if hit.department
        else []
    )
    told += [("年份", str(hit.year))] if hit.year else []
    counted = "依据它的指标" if hit.kind == POLICY else "出现次数"
    return [*told, (counted, str(hit.weight))]


def _values(store: Store, hit: Hit, key: str) -> list[Json]:
    if key not in PROPERTIES or _KINDS.get(hit.kind) not in PROPERTIES[key][1]:
        return []
    if key in _FROM_STORE:
        budgets = read_budgets(store, hit.iri)
        return [{"int": len(budgets)} if key == "projects" else {"str": str(sum(budgets.values()))}]
    if key in {"indicators", "occurrences"}:
        return [{"int": hit.weight}]
    if key == "year":
        return [{"int": hit.year}] if hit.year else []
    return [{"str": value} for value in values_of(hit, key)]


def _holding(names: Mapping[str, str], prefix: str) -> list[str]:
    wanted = prefix.strip().casefold()
    return [key for key, name in names.items() if wanted in f"{key} {name}".casefold()]


def _parsed(text: str, name: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise _refused(f"{name} holds no JSON: {str(fault)[:100]}.") from fault


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
