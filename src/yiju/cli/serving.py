"""Commands that hand a store on: serve it, export it, or show all of it with the sample."""

import os
import re
import secrets
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, BinaryIO, Final

import typer

from yiju.cli.console import say, tell
from yiju.cli.options import State, Where, keep_index, open_to_read
from yiju.errors import StoreError, StoreLockedError
from yiju.vocabulary import BASE

HOST: Final = "127.0.0.1"
PORT: Final = 8000
TOKEN: Final = "YIJU_TOKEN"  # noqa: S105  # the name of the variable, not what it holds
"""The variable of the environment with the token of those who may write."""

CC_BY: Final = "https://creativecommons.org/licenses/by/4.0/"
_ADDRESS: Final = re.compile(r"https?://[!#$%&'()*+,./0-9:;=?@A-Z_a-z~\[\]-]+")

EXAMPLE: Final = "奖励科技型中小企业数量"
"""The indicator of the sample whose chain the demo shows."""

Host = Annotated[str, typer.Option(help="The address to listen at.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="The port to listen at.")]
Workers = Annotated[
    int | None, typer.Option(min=1, help="Processes that answer; as many as there are cores.")
]
Rate = Annotated[
    int | None, typer.Option(min=1, help="Requests a minute from one address; off by default.")
]
Timeout = Annotated[float, typer.Option(min=0.1, help="Seconds after which a query is stopped.")]
Memory = Annotated[int, typer.Option(min=64, help="Megabytes that a query may need.")]
Keep = Annotated[
    int, typer.Option(min=0, help="Megabytes of answers kept for who asks the same again.")
]
Public = Annotated[
    str | None, typer.Option(metavar="URL", help="The address that people know it by.")
]
Base = Annotated[str, typer.Option(metavar="IRI", help="How the identifiers of the data begin.")]
Dumps = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR", exists=True, file_okay=False, help="Dumps to offer; otherwise DIR/dumps."
    ),
]
Licence = Annotated[str, typer.Option(metavar="IRI", help="The licence of the data.")]
Publisher = Annotated[str | None, typer.Option(metavar="NAME", help="Who publishes the data.")]


class Syntax(StrEnum):
    """The forms of an export."""

    NQUADS = "nquads"
    TRIG = "trig"
    TURTLE = "turtle"
    JSONLD = "jsonld"
    RDFXML = "rdfxml"


def export(
    *,
    store: Where,
    out: Annotated[Path, typer.Option(metavar="FILE", help="The file to write; - is the screen.")],
    form: Annotated[Syntax, typer.Option("--format", help="The syntax.")] = Syntax.NQUADS,
    graph: Annotated[str | None, typer.Option(metavar="IRI", help="Only this graph.")] = None,
    state: State = None,
) -> None:
    """Write all graphs, or one, into a file.

    The same content always gives the same bytes.
    """
    with open_to_read(store, state) as source, opened_whole(out) as file:
        source.export(form.value, graph=graph, out=file)


@contextmanager
def opened_whole(out: Path) -> Iterator[BinaryIO]:
    """A file to write that takes its name only when all is written; StoreError where it cannot be."""
    if str(out) == "-":
        yield sys.stdout.buffer
        return
    special = out.exists() and not out.is_file()  # a pipe or a device has no name to take
    try:
        yield from _opened(out) if special else _replaced(out.resolve())
    except BrokenPipeError:
        raise
    except OSError as fault:
        why = fault.strerror or fault
        raise StoreError(f"{out} cannot be written ({why}); choose another --out.") from fault


def _opened(out: Path) -> Iterator[BinaryIO]:
    with out.open("wb") as file:
        yield file


def _replaced(out: Path) -> Iterator[BinaryIO]:
    part = out.with_name(f".{out.name}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def serve(
    *,
    store: Where,
    host: Host = HOST,
    port: Port = PORT,
    workers: Workers = None,
    rate_limit: Rate = None,
    query_timeout: Timeout = 30,
    query_memory: Memory = 1024,
    keep: Keep = 64,
    public: Public = None,
    base_iri: Base = BASE,
    dumps: Dumps = None,
    licence: Licence = CC_BY,
    publisher: Publisher = None,
    log_requests: Annotated[
        bool, typer.Option(help="Write a line of JSON for each request.")
    ] = False,
    allow_update: Annotated[
        bool, typer.Option(help=f"Let who knows the token ({TOKEN}, or one made now) write.")
    ] = False,
    state: State = None,
) -> None:
    """Serve a store: SPARQL, API, identifiers and pages. It is only read, unless told otherwise."""
    from yiju import service

    _check_served(store, allow_update=allow_update)
    _check_iris(base_iri, licence)
    service.check_address(host, port)
    _prepare_index(store, state)
    token = os.environ.get(TOKEN) or secrets.token_urlsafe(24) if allow_update else None
    say(f"Serving {store} at http://{host}:{port}/ (stop with Ctrl-C)")
    if token and TOKEN not in os.environ:
        say(f"Who writes sends `Authorization: Bearer {token}`")
    service.run(
        store,
        host=host,
        port=port,
        workers=workers,
        state=state,
        rate_limit=rate_limit,
        base_iri=base_iri,
        public=public,
        token=token,
        limits=service.Limits(seconds=query_timeout, memory=query_memory << 20, kept=keep << 20),
        logs=log_requests,
        publication=service.Publication(licence=licence, publisher=publisher, dumps=dumps),
    )


def _prepare_index(store: str, state: Path | None) -> None:
    """See that the search index fits the store; where it cannot be made, all else is served."""
    from yiju.store import is_endpoint
    from yiju.store.embedded import is_store

    if not is_endpoint(store) and not is_store(Path(store)):
        return
    if is_endpoint(store) and state is None:
        say("Without --state DIR an endpoint is served without search.")
        return
    try:
        keep_index(store, state)
    except StoreLockedError:
        say("The store is being written just now; its search index follows.")
    except StoreError as fault:
        say(f"There is no search: {fault}")


def _check_served(store: str, *, allow_update: bool) -> None:
    """BadParameter where there is nothing to serve, or nothing that could be written."""
    from yiju.store import is_endpoint

    if is_endpoint(store):
        if allow_update:
            told = (
                "--allow-update writes to store folders; write to an endpoint at its own address."
            )
            raise typer.BadParameter(told, param_hint="--allow-update")
    elif not Path(store).is_dir():
        raise typer.BadParameter(f"{store} is no folder.", param_hint="--store")


def _check_iris(base: str, licence: str) -> None:
    """BadParameter where the base or the licence is no IRI that could be one."""
    if not _ADDRESS.fullmatch(base) or not base.endswith("/"):
        raise typer.BadParameter(
            f"{base[:200]} is no base: an http address that ends with / is one.",
            param_hint="--base-iri",
        )
    if not _ADDRESS.fullmatch(licence):
        raise typer.BadParameter(
            f"{licence[:200]} is no IRI of a licence; give the http address of its text.",
            param_hint="--licence",
        )


def demo(
    *,
    store: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where to build; otherwise a folder that is removed."),
    ] = None,
    port: Port = PORT,
) -> None:
    """Build the shipped sample, show one answer, and serve it."""
    if store:
        _show_and_serve(store, port)
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that the folder goes, too
    with TemporaryDirectory(prefix="yiju-demo-") as folder:
        _show_and_serve(Path(folder), port)


def _show_and_serve(store: Path, port: int) -> None:
    from yiju import pipeline, resources, service
    from yiju.cli.building import show_report
    from yiju.cli.chains import show_trace
    from yiju.questions import answer_trace
    from yiju.store import open_store

    service.check_address(HOST, port)
    sample = sorted(resources.folder("sample").glob("disclosures/*.txt"))
    show_report(pipeline.build(sample, store))
    with open_store(store) as built:
        example = answer_trace(built, EXAMPLE)[0]
    tell(f'\nyiju trace "{EXAMPLE}" --store {store}\n')
    show_trace(example)
    local = example.iri.rpartition("/")[2]
    tell(f"\nThe same as data: http://{HOST}:{port}/api/indicators/{local}/trace")
    tell(f"Serving the sample at http://{HOST}:{port}/ (stop with Ctrl-C)")
    service.run(store, host=HOST, port=port, workers=1)
