"""What kind of project a name tells of: a conclusion from its words, made anew whenever it is asked.

No document says it, so it stands in no document's graph.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from yiju.values.characters import squeeze

NOT_ASSIGNED: Final = "notAssigned"
_REMARK: Final = re.compile(r"\([^()]*\)$")


def kind_of(name: str) -> str:
    """The local name of the concept that the last telling word of a project's name means.

    >>> kind_of("孵化器入驻企业房租补贴"), kind_of("2024 年办公楼房租及物业费")
    ('subsidyProject', 'leaseProject')
    >>> kind_of("高新技术企业奖补市级资金（420万）"), kind_of("厅区会商")
    ('subsidyProject', 'notAssigned')
    """
    compact = _REMARK.sub("", squeeze(name))
    found = [
        (compact.rfind(word) + len(word), len(word), kind)
        for kind, entry in read_kinds().items()
        for word in entry["words"]
        if word in compact
    ]
    return max(found, default=(0, 0, NOT_ASSIGNED))[2]


def label_of(kind: str) -> str:
    """What people call a kind of project.

    >>> label_of("leaseProject"), label_of("notAssigned")
    ('租赁物业类项目', '未归类')
    """
    return str(read_kinds()[kind]["label"]) if kind in read_kinds() else "未归类"


@cache
def read_kinds() -> Mapping[str, Mapping[str, Any]]:
    """The kinds of projects, each with its label and its words."""
    file = Path(__file__).with_name("kinds.toml")
    return MappingProxyType(tomllib.loads(file.read_text(encoding="utf-8")))
