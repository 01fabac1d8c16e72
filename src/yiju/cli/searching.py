"""Commands of the search index: find by words, and make the index anew."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from yiju.cli.comparing import Shape, Shown, write_csv, write_json
from yiju.cli.console import say, show_table, tell
from yiju.cli.options import State, Where, folder_of_index, keep_index
from yiju.errors import StoreError

if TYPE_CHECKING:
    from yiju.store.search import Found, Hit


_COLUMNS: Final = ("kind", "label", "code", "context", "year", "department", "file", "line", "iri")
_SHOWN: Final = _COLUMNS[:-1]
_NEAREST: Final = 3


def search(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Words; all of them must be found.")],
    *,
    store: Where,
    kind: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", help="Only these: Policy, Indicator, …; may be repeated."),
    ] = None,
    year: Annotated[int | None, typer.Option(help="Only of this year.")] = None,
    department: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Only of departments with this in their name."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="So many at most.")] = 20,
    form: Shape = Shown.TABLE,
    state: State = None,
) -> None:
    """Find things by their words, the best first: names, numbers in any spelling, texts, quotations.

    The index is made where there is none, and brought up to date where the store has changed.
    """
    from yiju.questions.found import tell_found
    from yiju.store.search import Asked, open_index

    kinds = _check_kinds(kind or [])
    asked = Asked.of(text)
    with open_index(keep_index(store, state)) as index:
        found = index.search(asked, kinds=kinds, year=year, department=department, limit=limit)
    if form is Shown.JSON:
        write_json(tell_found(text, found))
    elif form is Shown.CSV:
        write_csv(_COLUMNS, map(_safe_cells, found.hits))
    else:
        _show_rows(found)


def index(
    *,
    store: Where,
    state: State = None,
) -> None:
    """Make the search index of a store anew, from the store alone."""
    folder = keep_index(store, state, anew=True)
    say(f"The search index in {folder} is made.")


def tell_nearest(text: str, store: str, state: Path | None) -> str:
    """A sentence with the policies that may be meant; nothing where no index tells."""
    from yiju.questions.matching import Wanted, find_candidates
    from yiju.store.search import open_index

    try:
        with open_index(folder_of_index(store, state)) as index:
            found = find_candidates(index, Wanted(text), limit=_NEAREST)
    except (StoreError, typer.BadParameter):
        return ""
    near = (f"{one.hit.label} {next(iter(one.hit.codes), '')}".strip() for one in found)
    return f" The nearest are: {'; '.join(near)}." if found else ""


def _check_kinds(given: list[str]) -> list[str]:
    from yiju.store.search import WITH_ENTITIES

    for name in given:
        if name not in WITH_ENTITIES:
            raise typer.BadParameter(
                f"{name!r} is no kind; there are {', '.join(WITH_ENTITIES)}.", param_hint="--kind"
            )
    return given


def _show_rows(found: "Found") -> None:
    show_table(_SHOWN, [_cells(hit)[:-1] for hit in found.hits])
    if found.total > len(found.hits):
        tell(f"{len(found.hits)} of {found.total}; --limit shows more.")


def _safe_cells(hit: "Hit") -> list[str]:
    return [_safe(cell) for cell in _cells(hit)]


def _safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> _safe("=1+1"), _safe("满意度")
    ("'=1+1", '满意度')
    """
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _cells(hit: "Hit") -> tuple[str, ...]:
    code = next(iter(hit.codes), None)
    context = None if hit.context == code else hit.context
    place = (hit.year, hit.department, hit.file, hit.line, hit.iri)
    return tuple(
        "" if cell is None else str(cell) for cell in (hit.kind, hit.label, code, context, *place)
    )
