"""The Reconciliation Service API 0.2 (W3C Entity Reconciliation Community Group), as OpenRefine speaks it.

Here is what it answers. Identifiers are what follows `{base}id/` in an IRI. A match is only said where it is certain (`yiju.questions.matching`).
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

from yiju import __version__
from yiju.questions.matching import POLICY, Candidate, find_candidates, values_of
from yiju.questions.policy import read_budgets
from yiju.service.faults import Fault, FaultError
from yiju.service.reconciliation_queries import (
    BATCH,
    KINDS,
    PAGE,
    PROPERTIES,
    TYPES,
    Extension,
    Query,
    id_of,
    iri_of,
)
from yiju.store import Store
from yiju.store.search import Asked, Hit, SearchIndex
from yiju.vocabulary import NS

Json = dict[str, Any]

_FROM_STORE: Final = frozenset(("projects", "money"))


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


def answer_batch(index: SearchIndex, batch: Mapping[str, Query], base: str) -> Json:
    """The candidates for each query of a batch."""
    return {
        key: {"result": [_candidate(one, base) for one in _found(index, query)]}
        for key, query in batch.items()
    }


def _found(index: SearchIndex, query: Query) -> Sequence[Candidate]:
    """What may be meant; nothing where no words, or no type that we have, are asked for."""
    asks = query.wanted.text and query.wanted.kinds
    return find_candidates(index, query.wanted, limit=query.limit) if asks else ()


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
    kinds = list(KINDS)
    named = [hit for hit in index.things([iri_of(prefix, base)]).values() if hit.kind in kinds]
    found = index.search(Asked.of(prefix), kinds=kinds, named=True, limit=PAGE, offset=cursor)
    hits = [*(named if not cursor else ()), *found.hits]
    return {
        "result": [
            {
                "id": id_of(hit.iri, base),
                "name": hit.label,
                "description": _description(hit),
                "notable": [_type(KINDS[hit.kind])],
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
    if hit is None or hit.kind not in KINDS:
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


def _candidate(one: Candidate, base: str) -> Json:
    return {
        "id": id_of(one.hit.iri, base),
        "name": one.hit.label,
        "description": _description(one.hit),
        "score": one.score,
        "match": one.match,
        "type": [_type(KINDS[one.hit.kind])],
        "features": [{"id": name, "value": value} for name, value in one.features.items()],
    }


def _type(name: str) -> Json:
    return {"id": name, "name": TYPES[name][0]}


def _description(hit: Hit) -> str:
    (_, kind), *facts = _facts(hit)
    return "；".join([kind, *(f"{name}：{text}" for name, text in facts)])


def _facts(hit: Hit) -> list[tuple[str, str]]:
    """What is shown of an entity, in order."""
    is_policy = hit.kind == POLICY
    told = (
        ("类型", TYPES[KINDS[hit.kind]][0].partition(" / ")[0]),
        ("文号" if is_policy else "编码", "、".join(hit.codes)),
        ("发文机关" if is_policy else "所属部门", hit.department or ""),
        ("年份", str(hit.year or "")),
        ("依据它的指标" if is_policy else "出现次数", str(hit.weight)),
    )
    return [(name, text) for name, text in told if text]


def _values(store: Store, hit: Hit, key: str) -> list[Json]:
    if key not in PROPERTIES or KINDS.get(hit.kind) not in PROPERTIES[key][1]:
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
