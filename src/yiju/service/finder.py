"""The process that searches: it answers from the index, beside the workers that run queries.

Started as `python -m yiju.service.finder`; it can be killed as they can. Only what an index does not
hold, such as money, is asked of the store.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from yiju.questions.found import tell_candidates, tell_found, tell_suggestions
from yiju.questions.matching import POLICY, Wanted, find_candidates
from yiju.service import reconciliation
from yiju.service.reconciliation_queries import parse_batch, parse_extension
from yiju.service.results import Reply
from yiju.service.shelf import Shelf
from yiju.service.window import Window
from yiju.service.worker import Settings, serve_requests
from yiju.store.search import Asked

Request = Mapping[str, Any]
Job = Callable[["Desk", Request], Reply]

_JSON: Final = "application/json"
_HTML: Final = "text/html; charset=utf-8"


class Desk:
    """What a question is answered from: the index, and the store where the index does not say it."""

    def __init__(self, settings: Settings) -> None:
        self.base: str = settings["base"]
        self.index = Shelf(settings["location"], settings["state"])
        self.store = Window(settings["location"], refresh=settings["refresh"])


def search(desk: Desk, request: Request) -> Reply:
    """Find things by their words."""
    asked = Asked.of(request["text"])
    found = desk.index.ask(
        lambda index: index.search(
            asked,
            kinds=request["kinds"],
            year=request["year"],
            department=request["department"],
            limit=request["limit"],
            offset=request["offset"],
        )
    )
    return _json(tell_found(request["text"], found, marked=request["marked"]), total=found.total)


def suggest(desk: Desk, request: Request) -> Reply:
    """Names that go on as what was typed does."""
    asked = Asked.of(request["text"])
    found = desk.index.ask(
        lambda index: index.suggest(asked, kinds=request["kinds"], limit=request["limit"])
    )
    return _json(tell_suggestions(request["text"], found))


def policies(desk: Desk, request: Request) -> Reply:
    """The policies that may be meant, with scores."""
    facts = {name: (value,) for name, value in request["facts"].items() if value}
    wanted = Wanted(request["text"], (POLICY,), facts)
    found = desk.index.ask(lambda index: find_candidates(index, wanted, limit=request["limit"]))
    return _json(tell_candidates(request["text"], found))


def reconcile(desk: Desk, request: Request) -> Reply:
    """Answer a batch of reconciliation queries."""
    batch = parse_batch(request["queries"], desk.base)
    return _json(desk.index.ask(lambda index: reconciliation.answer_batch(index, batch, desk.base)))


def extend(desk: Desk, request: Request) -> Reply:
    """Give the values of properties."""
    asked = parse_extension(request["extend"])
    hits = desk.index.ask(lambda index: index.things(asked.iris(desk.base)))
    return _json(desk.store.ask(lambda store: reconciliation.extend(store, hits, asked, desk.base)))


def entities(desk: Desk, request: Request) -> Reply:
    """Entities whose names hold what was typed, or whose identifier it is."""
    told = desk.index.ask(
        lambda index: reconciliation.suggest_entities(
            index, request["prefix"], request["cursor"], desk.base
        )
    )
    return _json(told)


def preview(desk: Desk, request: Request) -> Reply:
    """A small page about an entity."""
    page = desk.index.ask(lambda index: reconciliation.preview(index, request["id"], desk.base))
    return Reply(page.encode(), _HTML)


def _json(content: object, *, total: int | None = None) -> Reply:
    return Reply(json.dumps(content, ensure_ascii=False).encode(), _JSON, total=total)


FINDING: Final[Mapping[str, Job]] = {
    job.__name__: job for job in (search, suggest, policies, reconcile, extend, entities, preview)
}


def _finding(settings: Settings) -> Callable[[str, dict[str, Any], bytes], Reply]:
    desk = Desk(settings)
    return lambda job, request, _body: FINDING[job](desk, request)


def main() -> None:
    """Search what is asked for, one request after the other."""
    serve_requests(_finding)


if __name__ == "__main__":
    main()
