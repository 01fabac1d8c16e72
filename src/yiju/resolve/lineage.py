"""How policies of a registry follow from each other, as far as their titles tell.

A revised version revises the version of the same title that is no revision; an implementing document
names what it implements; a notice issues what stands in its title. A link is drawn only where the
registry holds exactly one other document of that title.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
    by_title = _by_title(known)
    return tuple(_linked(policy, by_title) for policy in known)


def _by_title(policies: Iterable[Policy]) -> Mapping[str, Sequence[Policy]]:
    found: dict[str, list[Policy]] = defaultdict(list)
    for policy in policies:
        if policy.title:
            found[read_title(policy.title).core].append(policy)
            found["=" + read_title(policy.title).exact].append(policy)
    return found


def _linked(policy: Policy, by_title: Mapping[str, Sequence[Policy]]) -> Policy:
    if not policy.title:
        return policy
    title = read_title(policy.title)
    issued = f"={read_title(title.issued).exact}" if title.issued else None
    return replace(
        policy,
        revises=_others(policy, title.base, by_title),
        implements=_others(policy, _implemented(policy.title), by_title),
        issues=_others(policy, issued, by_title),
    )


def _implemented(title: str) -> str | None:
    """What an implementing document names."""
    for pattern in _IMPLEMENTING:
        if match := pattern.search(title):
            return read_title(match["of"]).core
    return None


def _others(
    policy: Policy, key: str | None, by_title: Mapping[str, Sequence[Policy]]
) -> tuple[str, ...]:
    """The one other document of a title, or nothing."""
    found = [one.iri for one in by_title.get(key or "", ()) if one.iri != policy.iri]
    return tuple(found) if len(found) == 1 else ()
