"""Files of judgements: what people decided, carried from one store to another.

What is read is never loaded as it stands. Each judgement is understood, checked and written anew, so
that a file can bring nothing but judgements. One that is not understood is told and left out.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from yiju.errors import Issue, Level, QueryError, YijuError
from yiju.judgements import (
    DIFFERENT,
    GRAPH,
    SAME,
    Judgement,
    judge_pair,
    judge_value,
)
from yiju.store import Format, Store
from yiju.vocabulary import PREFIXES, Names

MAX_BYTES: Final = 64 << 20
MAX_TEXT: Final = 5_000

_NAMES: Final = Names()
_RDF: Final = PREFIXES["rdf"]
_FORMATS: Final = {
    ".nq": RdfFormat.N_QUADS,
    ".nquads": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".ttl": RdfFormat.TURTLE,
}

Term = NamedNode | BlankNode | Literal | Triple
Facts = Mapping[str, Sequence[Term]]


class JudgementFileError(YijuError):
    """A file that holds no judgements that could be read."""


@dataclass(frozen=True, slots=True)
class JudgementFile:
    """What a file holds: judgements, and what in it is none."""

    judgements: tuple[Judgement, ...]
    issues: tuple[Issue, ...]


def write_judgements(store: Store, path: Path, out: BinaryIO, names: Names = _NAMES) -> None:
    """Write the graph of judgements, in TriG where the name says so and in N-Quads otherwise."""
    form = Format.TRIG if path.suffix.lower() == ".trig" else Format.NQUADS
    store.export(form, graph=names.graph(GRAPH), out=out)


def read_judgements(path: Path) -> JudgementFile:
    """The judgements of a file of N-Quads, TriG, N-Triples or Turtle; JudgementFileError for others."""
    quads = _parse(path)
    facts: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        facts[str(quad.subject)][quad.predicate.value].append(quad.object)
    found: list[Judgement] = []
    issues: list[Issue] = []
    for name in sorted(facts):
        if NamedNode(_RDF + "Statement") not in facts[name][_RDF + "type"]:
            continue
        try:
            found.append(_judgement(facts[name], facts))
        except (QueryError, ValueError) as fault:
            issues.append(_issue(path, name, str(fault)))
    if not found and not issues:
        raise JudgementFileError(f"{path.name}: holds no judgement.")
    return JudgementFile(tuple(found), tuple(issues))


def _parse(path: Path) -> list[Quad]:
    form = _FORMATS.get(path.suffix.lower())
    if form is None:
        known = ", ".join(_FORMATS)
        raise JudgementFileError(f"{path.name}: name the file with one of {known}.")
    try:
        if path.stat().st_size > MAX_BYTES:
            raise JudgementFileError(f"{path.name}: is larger than {MAX_BYTES >> 20} MB.")
        return list(parse(path.read_bytes(), format=form))
    except OSError as fault:
        raise JudgementFileError(f"{path}: cannot be read ({fault.strerror}).") from fault
    except (SyntaxError, ValueError) as fault:
        raise JudgementFileError(f"{path.name}: is not well formed ({fault}).") from fault


def _judgement(said: Facts, facts: Mapping[str, Facts]) -> Judgement:
    """A judgement from what is said of it; ValueError or QueryError where it is none."""
    subject, predicate = _iri(said, "subject"), _iri(said, "predicate")
    thing = _one(said, _RDF + "object")
    agent = _one(said, PREFIXES["prov"] + "wasAttributedTo")
    by = _text(facts.get(str(agent), {}), PREFIXES["rdfs"] + "label")
    why = _text(said, PREFIXES["dcterms"] + "description")
    days = said.get(PREFIXES["dcterms"] + "date", ())
    issued = date.fromisoformat(_text(said, PREFIXES["dcterms"] + "date")) if days else None
    if predicate in {SAME, DIFFERENT}:
        if not isinstance(thing, NamedNode):
            raise QueryError("it is about a thing that is no IRI")
        is_same = predicate == SAME
        return judge_pair(subject, thing.value, same=is_same, by=by, why=why, issued=issued)
    if not isinstance(thing, NamedNode | Literal):
        raise QueryError("its value is neither an IRI nor a literal")
    judged = judge_value(subject, predicate, thing.value, by=by, why=why, issued=issued)
    if judged.object != thing or judged.predicate.value != predicate:
        raise QueryError(f"its value {thing} is not of the type that the vocabulary says")
    return judged


def _iri(said: Facts, name: str) -> str:
    term = _one(said, _RDF + name)
    if not isinstance(term, NamedNode):
        raise QueryError(f"its {name} is no IRI")
    return term.value


def _text(said: Facts, predicate: str) -> str:
    term = _one(said, predicate)
    text = term.value.strip() if isinstance(term, Literal) else ""
    if not 0 < len(text) <= MAX_TEXT:
        raise QueryError(f"{predicate} is blank, or longer than {MAX_TEXT} characters")
    return text


def _one(said: Facts, predicate: str) -> Term:
    terms = said.get(predicate, ())
    if len(terms) != 1:
        raise QueryError(f"it has {len(terms)} of {predicate} where it must have one")
    return terms[0]


def _issue(path: Path, name: str, reason: str) -> Issue:
    message = f"{name} is no judgement: {reason}; it is left out."
    return Issue("judgement", Level.WARNING, path.name, 0, name[:200], message)
