"""Commands that take a person's decision: these two are one, are two, this value is wrong."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yiju.cli.console import say, tell
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
    """Decide that two departments, projects, indicators, policies or citations are one.

    They and all that is one with them denote one entity, or mean one policy, at once, unless somebody
    keeps two of these apart.
    """
    from yiju.judgements import judge_pair

    decision = judge_pair(a, b, same=True, by=by, why=why, issued=date and date.date())
    _record(decision, store, state)


@app.command()
def different(
    a: First, b: Second, *, by: By, why: Why, store: Where, date: Day = None, state: State = None
) -> None:
    """Decide that two departments, projects, indicators, policies or citations are two.

    They denote two entities, or mean two policies, at once, whatever else would join them; this is stronger than `same`.
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
            _conclude(store)
            tell(_tell_effect(decision, store))


def _conclude(store: "Store") -> None:
    """Put what people decided into effect."""
    from yiju.pipeline import Conclusions
    from yiju.vocabulary import Names

    with Conclusions(store, Names()) as conclusions:
        conclusions.conclude()


def _tell_effect(decision: "Judgement", store: "Store") -> str:
    """What became of the two."""
    from yiju.judgements import entity_of, policy_of

    one, other = decision.things
    for verb, find in (("denote", entity_of), ("mean", policy_of)):
        first, second = find(store, one), find(store, other)
        if first and second:
            return _tell_both(verb, first, second, joins=decision.joins)
    return (
        "They are no departments, projects, indicators or citations of documents: nothing follows."
    )


def _tell_both(verb: str, first: str, second: str, *, joins: bool) -> str:
    if first == second:
        return f"Both {verb} {first}."
    apart = f"They {verb} {first} and {second}."
    return f"{apart} Somebody keeps them apart." if joins else apart


@app.command(name="export")
def write_out(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="The file to write: .nq or .trig; - is the screen."),
    ],
    *,
    store: Where,
    state: State = None,
) -> None:
    """Write what people decided into a file, for another store. The same content gives the same bytes."""
    from yiju.cli.serving import opened_whole
    from yiju.judgement_files import write_judgements

    with open_to_read(store, state) as source, opened_whole(file) as out:
        write_judgements(source, file, out)


@app.command(name="import")
def take_in(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Judgements: .nq, .trig, .nt or .ttl.")
    ],
    *,
    store: Where,
    state: State = None,
) -> None:
    """Take in what people decided elsewhere: checked, and in effect at once.

    A person's earlier answer to the same question is replaced; nobody else's is touched.
    """
    from yiju.judgement_files import read_judgements
    from yiju.judgements import load_judgements
    from yiju.store import open_store

    read = read_judgements(file)
    open_to_read(store, state).close()
    with open_store(store, write=True, state=state) as opened:
        load_judgements(opened, read.judgements)
        _conclude(opened)
    for issue in read.issues:
        say(str(issue))
    say(f"{file.name}: {len(read.judgements)} judgements taken in, {len(read.issues)} left out.")
    if read.issues:
        raise typer.Exit(1)
