"""The chain of an indicator, and what rests on a policy, as tables that show their proof.

Every line gives what was understood, and beside it the words of the source with file and line.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from yiju.cli.console import show_table, tell

if TYPE_CHECKING:
    from yiju.questions import (
        Cited,
        Correction,
        Evidence,
        Ground,
        Policy,
        PolicyUse,
        Promise,
        Subject,
        Trace,
        Use,
    )

Row = tuple[str, str, str, str]

_COLUMNS: Final = ("", "what", "where", "in the words of the source")


def show_trace(trace: "Trace") -> None:
    """Print the chain of one indicator."""
    tell(trace.iri)
    show_table(_COLUMNS, list(find_steps(trace)))


def find_steps(trace: "Trace") -> Iterator[Row]:
    """The steps of a chain: what is promised, with what money, by whom, on what authority.

    What people corrected stands at the end, the printed value beside theirs.
    """
    tiers = " › ".join(tier for tier in (trace.level1, trace.level2, trace.label) if tier)
    yield from _proved("indicator", tiers, trace.evidence)
    for promise in trace.promises:
        yield from _proved("promised", _promise(promise), promise.evidence)
    for subject in trace.subjects:
        yield from _subject(subject)
    for ground in trace.bases:
        yield from _ground(ground)
    for correction in trace.corrections:
        yield _corrected(correction, trace)


def _corrected(correction: "Correction", trace: "Trace") -> Row:
    printed = ", ".join(correction.printed) or "nothing"
    name = _name_thing(correction.thing, trace)
    what = f"{name} {correction.property}: printed {printed}; should be {correction.value}"
    who = " ".join(filter(None, (f"by {correction.by}", correction.day)))
    return "corrected", what, who, correction.why


def _name_thing(iri: str, trace: "Trace") -> str:
    """What a person calls a thing of the chain."""
    names = {trace.iri: trace.label}
    for subject in trace.subjects:
        names[subject.iri] = subject.label
        if subject.department:
            names[subject.department.iri] = subject.department.label
    names |= {promise.iri: promise.text for promise in trace.promises}
    for ground in trace.bases:
        names[ground.iri] = ground.text
        names |= {cited.iri: cited.text for cited in ground.citations}
    return names.get(iri) or "/".join(iri.split("/")[-2:])


def _proved(step: str, what: str, evidence: "Iterable[Evidence]") -> Iterator[Row]:
    """A step with its first quotation, and a line for each further one."""
    first, *others = _quoted(evidence) or [("", "")]
    yield step, what, *first
    for other in others:
        yield "", "", *other


def _quoted(evidence: "Iterable[Evidence]") -> list[tuple[str, str]]:
    """Places and quotations, without those that a longer one of the same place holds."""
    proofs = [(_place(proof), " ".join(proof.quotation.split())) for proof in evidence]
    return [
        (place, words)
        for place, words in proofs
        if not any(place == other and words != more and words in more for other, more in proofs)
    ]


def _place(proof: "Evidence") -> str:
    page = f"p{proof.page}:" if proof.page else ""
    return f"{proof.file}:{page}{proof.cell or proof.line}"


def _promise(promise: "Promise") -> str:
    bounds = (promise.value, promise.lower, promise.upper, promise.since, promise.until)
    read = [str(bound) for bound in bounds if bound is not None]
    understood = " ".join(filter(None, (promise.operator, *read, promise.unit)))
    return f"{promise.grade or ''} {promise.text} ({understood})".strip()


def _subject(subject: "Subject") -> Iterator[Row]:
    name = f"{subject.label} {subject.code or ''}".strip()
    yield from _proved(subject.kind.lower(), name, subject.evidence)
    if subject.budget is not None:
        yield "money", _money(subject), "", ""
    if subject.department:
        yield from _proved("department", subject.department.label, subject.department.evidence)


def _money(subject: "Subject") -> str:
    parts = [
        f"{allocation.source} {amount(allocation.amount)}"
        for allocation in subject.funding
        if allocation.source and allocation.amount is not None
    ]
    return f"{amount(subject.budget)} 万元" + (f" ({', '.join(parts)})" if parts else "")


def amount(value: Decimal | None) -> str:
    """An amount with two places, as budgets print it.

    >>> amount(Decimal("320"))
    '320.00'
    """
    return "" if value is None else f"{value:.2f}" if value == round(value, 2) else f"{value:f}"


def _ground(ground: "Ground") -> Iterator[Row]:
    kinds = f" ({', '.join(ground.kinds)})" if ground.kinds else ""
    yield from _proved("basis", ground.text + kinds, ground.evidence)
    for cited in ground.citations:
        yield from _cited(cited)


def _cited(cited: "Cited") -> Iterator[Row]:
    if cited.policy:
        method = f" ({cited.method}, {cited.confidence})" if cited.method else ""
        yield from _proved("policy", name_policy(cited.policy) + method, cited.evidence)
    for candidate in cited.candidates:
        yield from _proved("perhaps", name_policy(candidate), cited.evidence)
    if not cited.policy and not cited.candidates:
        yield from _proved("cited", cited.text, cited.evidence)


def name_policy(policy: "Policy") -> str:
    """A policy as a person calls it: number and title."""
    named = (policy.number, policy.label if policy.label != policy.number else None)
    return " ".join(filter(None, named))


def show_policy(use: "PolicyUse") -> None:
    """Print what rests on a policy."""
    tell(f"{name_policy(use.policy)}\n{use.policy.iri}")
    if use.policy.spellings:
        tell(f"met as: {'  '.join(use.policy.spellings)}")
    known = (use.policy.genre, use.policy.issuer, use.policy.level, use.policy.status)
    if any(known):
        tell(f"known as: {'  '.join(filter(None, known))}")
    tell(
        f"projects: {use.projects}   money: {amount(use.money)} 万元 (each project once; a project may "
        "rest on several policies: do not add policies up)\n"
    )
    show_table(("", "what", "of", "where", "in the words of the source"), map(_use, use.uses))


def show_distinct(use: "PolicyUse") -> None:
    """Print what the projects of several policies cost together, each of them once."""
    tell(f"all these policies together: {amount(use.distinct_total)} 万元 (each project once)")


def _use(use: "Use") -> tuple[str, str, str, str, str]:
    ((place, words),) = _quoted([use.evidence])
    subject = use.subject.label if use.subject else ""
    return use.role, use.label or use.iri, subject, place, words
