"""What a check found: for people, with the row of the source; for machines, as W3C SHACL writes it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Literal, NamedNode

from yiju.validation.paths import Path
from yiju.validation.rdf import SH, Node

_LANGUAGES: Final = {
    "zh": ("符合全部规则。", "不符合规则之处：{}。", "规则 {}"),
    "en": ("All rules are kept.", "Places that break a rule: {}.", "rule {}"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """The row of a source that a result is about: file, line (from 1) and the words that stand there.

    >>> str(Row("002.txt", 157, "产出指标 数量指标"))
    '002.txt:157: “产出指标 数量指标”'
    """

    file: str
    line: int
    quotation: str

    def __str__(self) -> str:
        """`002.txt:157: “…”`, as compilers say it."""
        return f"{self.file}:{self.line}: “{' '.join(self.quotation.split())}”"


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that breaks one rule. `row` is where the source speaks of it, where that is known."""

    focus: Node
    component: str
    shape: Node
    severity: NamedNode
    path: Path | None = None
    value: Node | None = None
    messages: tuple[Literal, ...] = ()
    row: Row | None = field(default=None, compare=False)

    def message(self, language: str) -> str:
        """What to change, in one language; in whichever there is where that one is missing."""
        for message in self.messages:
            if message.language == language:
                return message.value
        return self.messages[0].value if self.messages else _short(self.component)

    @property
    def order(self) -> tuple[str, ...]:
        """What sorts results: the row first, so that a person reads along the source."""
        row = ("", "") if self.row is None else (self.row.file, f"{self.row.line:09}")
        path = self.path.sparql if self.path else ""
        rest = (self.component, path, str(self.value), *map(str, self.messages))
        return (*row, str(self.focus), str(self.shape), *rest)


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a check: no results, and the graph conforms."""

    results: tuple[Result, ...] = ()

    @property
    def conforms(self) -> bool:
        """Whether nothing was found."""
        return not self.results

    def text(self, language: str = "") -> str:
        """The report for people in `zh` or `en`; in both, one after the other, unless one is named."""
        chosen = [language] if language else list(_LANGUAGES)
        return "\n".join("\n".join(self._lines(name)) for name in chosen)

    def turtle(self) -> str:
        """The report as a W3C sh:ValidationReport in Turtle."""
        head = f"@prefix sh: <{SH}> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\n"
        body = [f"[] a sh:ValidationReport ;\n    sh:conforms {str(self.conforms).lower()}"]
        body.extend(f"    sh:result [\n{_turtle(result)}\n    ]" for result in self.results)
        return head + " ;\n".join(body) + " .\n"

    def _lines(self, language: str) -> Iterator[str]:
        clean, count, rule = _LANGUAGES[language]
        yield count.format(len(self.results)) if self.results else clean
        for result in self.results:
            yield f"- {result.row or result.focus}"
            yield f"  {result.message(language)}"
            yield f"  {_subject(result)} ({rule.format(_short(str(result.shape)))})"


def _subject(result: Result) -> str:
    parts = [str(result.focus)]
    if result.path is not None:
        parts.append(result.path.turtle)
    if result.value is not None and result.value != result.focus:
        parts.append(str(result.value))
    return " ".join(parts)


def _short(iri: str) -> str:
    return iri.strip("<>").rpartition("#")[2]


def _turtle(result: Result) -> str:
    lines = [
        "a sh:ValidationResult",
        f"sh:focusNode {result.focus}",
        f"sh:resultSeverity {result.severity}",
        f"sh:sourceConstraintComponent <{result.component}>",
    ]
    if isinstance(result.shape, NamedNode):
        lines.append(f"sh:sourceShape {result.shape}")
    if result.path is not None:
        lines.append(f"sh:resultPath {result.path.turtle}")
    if result.value is not None:
        lines.append(f"sh:value {result.value}")
    lines.extend(f"sh:resultMessage {message}" for message in result.messages)
    return " ;\n".join(f"        {line}" for line in lines)
