"""Words that came from somewhere else: audit rules that are computed.

`DutyTextRepeated`: a sentence that stands under two duties. `SatisfactionOfStrangers`: a project
whose satisfaction is asked of people that it does not speak of, because the row is another's. Each
text is looked at once, so that the time grows with the length of a document alone.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, QuerySolutions

from yiju.vocabulary import NS, PREFIXES

Ask = Callable[[str], QuerySolutions]
_HEAD: Final = f"PREFIX yj: <{NS}> PREFIX rdfs: <{PREFIXES['rdfs']}> "
_DUTIES: Final = f"""{_HEAD} SELECT ?document ?thing ?duty ?text WHERE {{
  ?document a yj:Disclosure .
  {{ ?thing a yj:Duty . ?part yj:partOf ?thing . BIND(?thing AS ?duty) }} UNION {{ ?thing a yj:Activity ; yj:partOf ?duty }}
  {{ ?thing yj:content ?text }} UNION {{ ?thing yj:goal ?goal . ?goal yj:text ?text }} }}"""
_ASKED: Final = f"""{_HEAD} SELECT ?indicator ?project ?called ?name ?more WHERE {{
  ?indicator a yj:Indicator ; yj:indicatorOf ?project ; yj:level1 ?tier ; rdfs:label ?name .
  ?project a yj:Project ; rdfs:label ?called .
  FILTER(CONTAINS(STR(?tier), "satisfaction"))
  OPTIONAL {{ ?indicator yj:description ?more }} }} ORDER BY ?indicator"""
_WORDS: Final = f"""{_HEAD} SELECT ?project ?text WHERE {{
  ?project a yj:Project .
  {{ ?project rdfs:label|yj:purpose ?text }} UNION {{ ?project yj:goal ?goal . ?goal yj:text ?text }}
  UNION {{ ?row a yj:Indicator ; yj:indicatorOf ?project ; yj:level1 ?tier ; rdfs:label|yj:description ?text
    FILTER(!CONTAINS(STR(?tier), "satisfaction")) }} }}"""
_BLANKS: Final = re.compile(r"\s")
_SENTENCES: Final = re.compile(r"[。；;\n]|(?:^|(?<=\s))[0-9]{1,2}[、.．]")
_ASKED_OF: Final = re.compile(r"对(?!象).*")
_SHORTEST: Final = 15
"""Characters of a sentence below which two duties may well say the same."""


def repeated_duties(ask: Ask) -> Iterator[dict[str, str]]:
    """Sentences that stand under two duties or more, told once for the document."""
    told: dict[str, dict[str, str]] = defaultdict(dict)
    document = ""
    for row in ask(_DUTIES):
        document = _text(row["document"])
        for sentence in _sentences(_text(row["text"])):
            told[sentence].setdefault(_text(row["duty"]), _text(row["thing"]))
    for sentence, things in sorted(told.items()):
        if len(things) > 1:
            for thing in things.values():
                yield {"this": document, "other": thing, "eachText": f"“{sentence}”"}


def strange_satisfaction(ask: Ask) -> Iterator[dict[str, str]]:
    """Satisfaction of people whom nothing else of the project names."""
    asked = [(row, _asked(_text(row["name"]) + "\n" + _text(row["more"]))) for row in ask(_ASKED)]
    words = _words_of_projects(ask) if any(who for _, who in asked) else {}
    for row, who in asked:
        own = words.get(_text(row["project"]), "")
        if who and not any(pair in own for pair in _pairs(who)):
            yield {
                "this": _text(row["indicator"]),
                "project": _text(row["called"]),
                "asked": who,
                "words": _text(row["more"]) or _text(row["name"]),
            }


def _words_of_projects(ask: Ask) -> dict[str, str]:
    """All that a project says, but for whom it asks, by project."""
    words: dict[str, str] = defaultdict(str)
    for row in ask(_WORDS):
        words[_text(row["project"])] += _BLANKS.sub("", _text(row["text"])) + "\n"
    return words


def _sentences(text: str) -> list[str]:
    r"""The long sentences of a text, without blanks and list numbers.

    >>> _sentences("1、开展科普惠农、科普益民等重点科普活动。保障运行。")
    ['开展科普惠农、科普益民等重点科普活动']
    """
    plain = (_BLANKS.sub("", part) for part in _SENTENCES.split(text))
    return [part for part in plain if len(part) >= _SHORTEST]


def _asked(words: str) -> str:
    r"""Who is asked, without the words that any satisfaction has; empty where that is all.

    >>> _asked("服务对象满意度\n服务集群满意度"), _asked("企业对科技局服务的满意程度")
    ('集群', '')
    """
    for line in reversed(words.splitlines()):
        who, found, _ = _BLANKS.sub("", line).partition("满意")
        left = _anyone().sub("", _ASKED_OF.sub("", who))
        if found and re.fullmatch("[一-鿿]{2,4}", left):
            return left
    return ""


def _pairs(words: str) -> list[str]:
    return [words[at : at + 2] for at in range(len(words) - 1)]


@cache
def _anyone() -> re.Pattern[str]:
    path = Path(__file__).with_name("copied.toml")
    words = tomllib.loads(path.read_text(encoding="utf-8"))["anyone"]
    return re.compile("|".join(sorted(words, key=lambda word: (-len(word), word))))


def _text(term: Any) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else ""
