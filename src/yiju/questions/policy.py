"""What rests on a policy, asked by its number in any spelling, by its title, or by IRI."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from yiju.errors import NotFoundError
from yiju.questions.answer import answer, parse_term
from yiju.questions.facts import Facts
from yiju.questions.question import Kind
from yiju.questions.records import Evidence, Policy, PolicyUse, Thing, Use
from yiju.questions.trace import LIMIT, read_policy
from yiju.store import Store
from yiju.values.document_number import find_document_numbers, parse_document_number
from yiju.vocabulary import Names

Row = dict[str, str | None]

_LOCAL: Final = re.compile(r"[A-Za-z0-9_-]+")
_TITLE_MARKS: Final = re.compile(r"[\s《》〈〉]")

_KNOWN: Final = """
PREFIX yj: <https://w3id.org/yiju/ns#>
SELECT DISTINCT ?policy ?s ?p ?o WHERE {
  GRAPH ?policies { ?policy a yj:Policy ; ?p ?o . BIND(?policy AS ?s) }
}
"""

_SPELLINGS: Final = """
PREFIX yj: <https://w3id.org/yiju/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?policy ?spelling WHERE { GRAPH ?policies { ?policy a yj:Policy ; skos:altLabel ?spelling } }
"""

# The class is tested by a filter: as a pattern it would make the engine begin with all projects.
_PROJECTS: Final = """
PREFIX yj: <https://w3id.org/yiju/ns#>
SELECT DISTINCT ?policy ?project ?budget WHERE {
  {
    GRAPH ?policies { ?citation yj:resolvesTo ?policy }
    GRAPH ?document {
      ?basis yj:citation ?citation .
      ?indicator yj:basis ?basis ; yj:indicatorOf ?project .
      ?project a ?class .
      FILTER(?class = yj:Project)
      OPTIONAL { ?project yj:budget ?budget }
    }
  } UNION {
    GRAPH ?policies { ?citation yj:resolvesTo ?policy }
    GRAPH ?document {
      ?citation yj:citedIn ?project .
      ?project a ?class .
      FILTER(?class = yj:Project)
      OPTIONAL { ?project yj:budget ?budget }
    }
  } UNION {
    GRAPH ?policies { ?citation yj:resolvesTo ?policy }
    GRAPH ?document {
      ?citation yj:citedIn ?goal .
      ?project yj:goal ?goal ; a ?class .
      FILTER(?class = yj:Project)
      OPTIONAL { ?project yj:budget ?budget }
    }
  }
}
"""


def answer_policy(
    store: Store, number_or_title: str, *, names: Names | None = None
) -> list[PolicyUse]:
    """Answer what rests on a policy; several policies where a title fits several.

    NotFoundError where the store knows no such policy.
    """
    found = find_policies(store, number_or_title, names=names or Names())
    if not found:
        raise NotFoundError(
            f"No policy answers to {number_or_title[:200]!r}; give its document number "
            "(in any brackets), its title or a part of it, or its IRI."
        )
    budgets = {policy.iri: read_budgets(store, policy.iri) for policy in found[:LIMIT]}
    distinct = {project: money for known in budgets.values() for project, money in known.items()}
    total = sum(distinct.values(), Decimal(0))
    return [_usage(store, policy, budgets[policy.iri], total) for policy in found[:LIMIT]]


def find_policies(store: Store, wanted: str, *, names: Names) -> list[Policy]:
    """Find the policies that are meant: by IRI, by local id, by number, else by title."""
    wanted = wanted.strip()
    if wanted.startswith(("http://", "https://")):
        return _known(store, [wanted])
    if _LOCAL.fullmatch(wanted):
        return _known(store, [names.thing("policy", wanted)])
    rows = answer(store, "policies", {}).records()
    number = _number(wanted)
    if number is not None:
        return _known(store, [str(row["policy"]) for row in rows if row["number"] == number])
    title = _bare(wanted)
    return _known(store, _by_title(rows, title) or _by_spelling(store, title))


def _number(wanted: str) -> str | None:
    """The document number that stands in the words, normalised."""
    whole = parse_document_number(wanted)
    if whole is not None:
        return str(whole)
    inside = find_document_numbers(wanted)
    return str(inside[0][2]) if len(inside) == 1 else None


def _by_title(rows: Sequence[Row], title: str) -> list[str]:
    """The policies of exactly that title; without one, those whose title holds it."""
    if not title:
        return []
    exact = [str(row["policy"]) for row in rows if _bare(row["label"] or "") == title]
    return exact or [str(row["policy"]) for row in rows if title in _bare(row["label"] or "")]


def _by_spelling(store: Store, title: str) -> list[str]:
    """The policies that some citation spells so, where none bears it for a title."""
    rows = store.select(_SPELLINGS) if title else ()
    return sorted({row["policy"].value for row in rows if title in _bare(row["spelling"].value)})


def _bare(title: str) -> str:
    return _TITLE_MARKS.sub("", title)


def _known(store: Store, iris: Sequence[str]) -> list[Policy]:
    known = []
    for iri in iris:
        facts = Facts(
            store.select(_KNOWN, bindings={"policy": parse_term("policy", Kind.IRI, iri)})
        )
        if facts.links(iri, "rdf:type"):
            known.append(read_policy(facts, iri))
    return known


def _usage(
    store: Store, policy: Policy, budgets: Mapping[str, Decimal], total: Decimal
) -> PolicyUse:
    return PolicyUse(
        policy=policy,
        projects=len(budgets),
        money=sum(budgets.values(), Decimal(0)),
        distinct_total=total,
        uses=tuple(
            _use(row) for row in answer(store, "policy-usage", {"policy": policy.iri}).records()
        ),
    )


def read_budgets(store: Store, policy: str) -> dict[str, Decimal]:
    """Read the budget of each project that rests on the policy, in 万元; 0 where none is printed."""
    bound = {"policy": parse_term("policy", Kind.IRI, policy)}
    return {
        row["project"].value: Decimal(row["budget"].value if row["budget"] else 0)
        for row in store.select(_PROJECTS, bindings=bound)
    }


def _use(row: Row) -> Use:
    subject, confidence = row["subject"], row["confidence"]
    return Use(
        role=str(row["role"]),
        iri=str(row["thing"]),
        label=row["text"],
        subject=Thing(subject, row["subject_label"] or "") if subject else None,
        method=(row["method"] or "").rpartition("#")[2] or None,
        confidence=Decimal(confidence) if confidence else None,
        evidence=Evidence(str(row["file"]), int(row["line"] or 0), str(row["quotation"])),
    )
