"""Commands that ask a store: the chain of an indicator, a policy's weight, any question."""

import codecs
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yiju.cli.chains import show_distinct, show_policy, show_trace
from yiju.cli.console import tell
from yiju.cli.options import State, Where, open_to_read
from yiju.cli.results import Form, show_results
from yiju.cli.searching import tell_nearest
from yiju.errors import NotFoundError, QueryError

if TYPE_CHECKING:
    from yiju.questions import Question
    from yiju.store import Results, Store

Shape = Annotated[Form, typer.Option("--format", help="How the results are printed.")]


class Severity(StrEnum):
    """How grave a finding is."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


def trace(
    text: Annotated[
        str, typer.Argument(metavar="TEXT|IRI", help="Words of an indicator's name, or its IRI.")
    ],
    *,
    store: Where,
    state: State = None,
) -> None:
    """Follow an indicator to the policy it rests on.

    Every step, target, project, money, department, basis, is shown with the words of the source.
    """
    from yiju.questions import answer_trace

    with open_to_read(store, state) as source:
        for chain in answer_trace(source, text):
            show_trace(chain)
            tell()


def policy(
    text: Annotated[
        str,
        typer.Argument(metavar="NUMBER|TITLE", help="A document number in any spelling, or words."),
    ],
    *,
    store: Where,
    state: State = None,
) -> None:
    """Tell what rests on a policy, and how much money."""
    from yiju.questions import answer_policy

    with open_to_read(store, state) as source:
        try:
            found = answer_policy(source, text)
        except NotFoundError as fault:
            raise NotFoundError(f"{fault}{tell_nearest(text, store, state)}") from fault
    for use in found:
        show_policy(use)
        tell()
    if len(found) > 1:
        show_distinct(found[0])


def findings(
    *,
    store: Where,
    severity: Annotated[Severity | None, typer.Option(help="Only findings as grave.")] = None,
    family: Annotated[
        str, typer.Option(help="Only rules of a family: moneyFamily, or its number.")
    ] = "",
    document: Annotated[str, typer.Option(help="Only the document with this file name.")] = "",
    form: Shape = Form.TABLE,
    bom: Annotated[
        bool, typer.Option("--bom", help="Begin CSV with the byte-order mark that Excel wants.")
    ] = False,
    state: State = None,
) -> None:
    """List what the audit found, the gravest first, with the quotations."""
    from yiju.questions import find_question

    if bom and form is not Form.CSV:
        raise typer.BadParameter("Only CSV takes a byte-order mark.", param_hint="--bom")
    given = {"severity": severity.value if severity else "", "family": family, "document": document}
    with open_to_read(store, state) as source:
        results = ask(source, find_question("findings"), given)
        if bom:
            sys.stdout.buffer.write(codecs.BOM_UTF8)
        show_results(results, form)


def query(
    what: Annotated[
        str,
        typer.Argument(
            metavar="NAME|FILE|-", help="A question of ours, a file with SPARQL, or standard input."
        ),
    ],
    *,
    store: Where,
    form: Shape = Form.TABLE,
    param: Annotated[
        list[str] | None, typer.Option(metavar="k=v", help="A parameter; may be repeated.")
    ] = None,
    state: State = None,
) -> None:
    """Ask a named question or a query of your own."""
    asked, given = find_asked(what), parse_params(param or [])
    with open_to_read(store, state) as source:
        if isinstance(asked, str):
            show_results(ask_stranger(source, asked, given), form)
        else:
            show_results(ask(source, asked, given), form)


def find_asked(what: str) -> "Question | str":
    """The question of that name, or the text of a query; BadParameter where there is neither."""
    from yiju.questions import load_questions

    if what == "-":
        return decode_query("standard input", sys.stdin.buffer.read())
    if what in load_questions():
        return load_questions()[what]
    if Path(what).is_file():
        return decode_query(what, Path(what).read_bytes())
    raise typer.BadParameter(
        f"{what!r} is neither a file nor a question; questions are {', '.join(load_questions())}.",
        param_hint="NAME|FILE|-",
    )


def decode_query(name: str, data: bytes) -> str:
    """The text of a query; QueryError where it is none."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise QueryError(f"{name}: a query must be UTF-8 text; save it so.") from fault


def parse_params(pairs: list[str]) -> dict[str, str]:
    """Parameters by name.

    >>> parse_params(["text=满意度=高"])
    {'text': '满意度=高'}
    """
    for pair in pairs:
        if "=" not in pair:
            raise typer.BadParameter(
                f"{pair!r} has no '='; write name=value.", param_hint="--param"
            )
    return {name: value for name, _, value in (pair.partition("=") for pair in pairs)}


def ask(store: "Store", question: "Question", given: dict[str, str]) -> "Results":
    """The results of a question; BadParameter where its parameters are wrong."""
    from yiju.questions import parse_parameters

    try:
        bindings = parse_parameters(question, given)
    except QueryError as fault:
        raise typer.BadParameter(str(fault), param_hint="--param") from fault
    return store.query(question.text, bindings=bindings)


def ask_stranger(store: "Store", text: str, given: dict[str, str]) -> "Results":
    """The results of a query that may come from anywhere: it may read this store and nothing else."""
    from yiju.store import check_query

    if given:
        raise typer.BadParameter("Only a named question takes parameters.", param_hint="--param")
    check_query(text, store=store)
    return store.query(text)
