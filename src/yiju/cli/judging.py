"""Commands that take a person's decision: these two are one, are two, this value is wrong."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yiju.cli.console import tell
from yiju.cli.options import State, Where, open_to_read

if TYPE_CHECKING:
    from yiju.judgements import Judgement
    from yiju.store import Store

app = typer.Typer(
    rich_markup_mode=None,
    help="Record what a person decided, and why. It takes effect at once and survives every build.",
    no_args_is_help=True,
)

First = Annotated[
    str, typer.Argument(metavar="A", help="The IRI of a thing or of an entity, in full.")
]
Second = Annotated[str, typer.Argument(metavar="B", help="Another IRI, in full.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides.")]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="For what reason.")]
Day = Annotated[
    datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="The day of the decision.")
]


@app.command()
def same(
    a: First, b: Second, *, by: By, why: Why, store: Where, date: Day = None, state: State = None
) -> None:
    """Decide that two departments, projects or indicators are one.

    They and all that is one with them denote one entity at once, unless somebody keeps two of these apart.
    """
    from yiju.judgements import judge_pair

    decision = judge_pair(a, b, same=True, by=by, why=why, issued=date and date.date())
    _record(decision, store, state)


@app.command()
def different(
    a: First, b: Second, *, by: By, why: Why, store: Where, date: Day = None, state: State = None
) -> None:
    """Decide that two departments, projects or indicators are two.

    They denote two entities at once, whatever else would join them; this is stronger than `same`.
    """
    from yiju.judgements import judge_pair

    decision = judge_pair(a, b, same=False, by=by, why=why, issued=date and date.date())
    _record(decision, store, state)


@app.command()
def correct(
    iri: Annotated[str, typer.Argument(metavar="IRI", help="The thing, in full.")],
    term: Annotated[str, typer.Argument(metavar="PROPERTY", help="For example yj:budget.")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="What it should be.")],
    *,
    by: By,
    why: Why,
    store: Where,
    date: Day = None,
    state: State = None,
) -> None:
    """Decide that a property of a thing should have another value.

    The printed value stays; `yiju trace` and the question `corrections` show yours beside it.
    """
    from yiju.judgements import judge_value

    decision = judge_value(iri, term, value, by=by, why=why, issued=date and date.date())
    _record(decision, store, state)


def _record(decision: "Judgement", where: str, state: Path | None) -> None:
    from yiju.judgements import check_known, load_judgement, name_things
    from yiju.store import open_store

    with open_to_read(where, state) as store:
        check_known(store, decision)
        decision = name_things(store, decision)
    with open_store(where, write=True, state=state) as store:
        load_judgement(store, decision)
        tell(f"Recorded in {where}: decided by {decision.by}.")
        if decision.is_pair:
            tell(_conclude(decision, store))


def _conclude(decision: "Judgement", store: "Store") -> str:
    """Conclude the identities anew, and say what became of the two."""
    from yiju.pipeline.identities import conclude_identities
    from yiju.vocabulary import Names

    found = {known.thing: known.entity for known in conclude_identities(store, Names()).denotations}
    first, second = (found.get(iri) for iri in decision.things)
    if first is None or second is None:
        return "They are no departments, projects or indicators of documents: nothing follows."
    if first == second:
        return f"Both denote {first}."
    apart = f"They denote {first} and {second}."
    return f"{apart} Somebody keeps them apart." if decision.joins else apart
