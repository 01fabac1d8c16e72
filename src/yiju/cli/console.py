"""What is shown on a terminal: sentences, tables, a bar. Nothing a document says can steer it.

Text from documents and stores is shown with its control characters replaced, so that no file can
move the cursor or colour the screen. Tables give Chinese characters their two columns.
"""

import os
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from rich.table import Table

UNFOLDED: Final = 100_000
"""The width of a table in a file or a pipe, where no terminal says its own: nothing is folded."""


class Step(Protocol):
    """How far long work has come."""

    @property
    def done(self) -> int:
        """How many are done."""

    @property
    def total(self) -> int:
        """How many there are."""

    @property
    def name(self) -> str:
        """What was done last."""


def plain(text: str) -> str:
    r"""The text with every control character but the end of a line replaced.

    >>> plain("满意度\x1b[2J≥90%")
    '满意度�[2J≥90%'
    """
    return "".join(
        "�" if unicodedata.category(char) in {"Cc", "Cf"} and char not in "\n\t" else char
        for char in text
    )


def say(sentence: str) -> None:
    """One sentence to standard error."""
    print(plain(sentence), file=sys.stderr, flush=True)


def tell(text: str = "") -> None:
    """A line or more to standard output."""
    print(plain(text), flush=True)


def show_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table to standard output; a terminal's width folds cells and never cuts them."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column in columns:
        table.add_column(Text(plain(column)), overflow="fold")
    for row in rows:
        table.add_row(*(Text(plain(cell)) for cell in row))
    _print(table)


def _print(table: "Table") -> None:
    """Print without the blanks that fill up lines."""
    from rich.console import Console

    known = sys.stdout.isatty() or "COLUMNS" in os.environ
    console = Console(width=None if known else UNFOLDED, highlight=False)
    with console.capture() as captured:
        console.print(table)
    print(*(line.rstrip() for line in captured.get().splitlines()), sep="\n")


@contextmanager
def progress_bar(doing: str) -> Iterator[Callable[[Step], None]]:
    """Something to call after each step; a bar moves where standard error is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _step: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=None)
        yield lambda step: bar.update(task, total=step.total, completed=step.done)
