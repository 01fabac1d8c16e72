"""How policies of a registry follow from each other, as far as their titles tell.

A revised version revises the version of the same title that is no revision; an implementing document
names what it implements; a notice issues what stands in its title. A link is drawn only where the
registry holds exactly one other document of that title.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from yiju.model import Policy
from yiju.resolve.titles import read_title

_IMPLEMENTING: Final = (
    re.compile(r"关于(?:贯彻|落实|贯彻落实|实施|执行)[《〈](?P<of>[^《》〈〉]{4,})[》〉]"),
    re.compile(r"^[《〈](?P<of>[^《》〈〉]{4,})[》〉](?:的)?(?:实施|落实)"),
    re.compile(r"^(?P<of>[^《》〈〉]{6,}(?:法|条例|办法|规定))(?:实施细则|实施办法|实施条例)$"),
)


def link_policies(policies: Iterable[Policy]) -> tuple[Policy, ...]:
    """The policies with what they revise, implement and issue."""
    known = tuple(policies)
    bearers: dict[str, list[str]] = defaultdict(list)
    for policy in known:
        for key in headings_of(policy):
            bearers[key].append(policy.iri)
    return tuple(link_policy(policy, lambda key: bearers.get(key, ())) for policy in known)


def headings_of(policy: Policy) -> tuple[str, ...]:
    """The keys under which others find a policy: its core title, and its exact one."""
    if not policy.title:
        return ()
    title = read_title(policy.title)
    return title.core, _exactly(title.exact)


def sought_by(policy: Policy) -> tuple[str | None, str | None, str | None]:
    """The keys of what a policy revises, of what it implements and of what it issues."""
    if not policy.title:
        return None, None, None
    title = read_title(policy.title)
    issued = _exactly(read_title(title.issued).exact) if title.issued else None
    return title.base, _implemented(policy.title), issued


def link_policy(policy: Policy, bearers: Callable[[str], Sequence[str]]) -> Policy:
    """The policy with its kin; `bearers` gives the policies under a key, three of many are enough."""
    revised, implemented, issued = (
        _other(policy, bearers(key)) if key else () for key in sought_by(policy)
    )
    return replace(policy, revises=revised, implements=implemented, issues=issued)


def _exactly(title: str) -> str:
    return f"={title}"


def _implemented(title: str) -> str | None:
    """What an implementing document names."""
    for pattern in _IMPLEMENTING:
        if match := pattern.search(title):
            return read_title(match["of"]).core
    return None


def _other(policy: Policy, bearers: Iterable[str]) -> tuple[str, ...]:
    """The one other document of a title, or nothing."""
    found = tuple(iri for iri in bearers if iri != policy.iri)
    return found if len(found) == 1 else ()
