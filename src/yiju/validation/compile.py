"""Shapes compiled to SPARQL: for each rule one query that finds what breaks it.

A constraint becomes a boolean expression that never raises an error: what cannot be compared is not
met. Counting is done by asking for so many different values at once, so that the same expression
serves at the top of a query and deep inside `sh:or`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, count
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from yiju.validation.paths import Path
from yiju.validation.rdf import RDF, RDFS, SH, XSD, Node, ShapesError
from yiju.validation.shapes import Constraint, Select, Shape, Target

_A: Final = f"<{RDF}type>/<{RDFS}subClassOf>*"
_HIGHEST_COUNT: Final = 4
_PER_FOCUS: Final = (
    "minCount", "maxCount", "hasValue", "uniqueLang", "qualifiedMinCount", "qualifiedMaxCount",
)  # fmt: skip
_CAST: Final = frozenset(
    XSD + name for name in ("decimal", "integer", "date", "dateTime", "boolean", "double", "float")
)
_UNCAST: Final = frozenset(
    (RDF + "langString", RDF + "HTML",
     *(XSD + name for name in ("string", "anyURI", "gYear", "gYearMonth", "gMonth", "gMonthDay"))),
)  # fmt: skip
_KINDS: Final = {
    "IRI": "isIRI({v})",
    "BlankNode": "isBlank({v})",
    "Literal": "isLiteral({v})",
    "BlankNodeOrIRI": "(isBlank({v}) || isIRI({v}))",
    "BlankNodeOrLiteral": "(isBlank({v}) || isLiteral({v}))",
    "IRIOrLiteral": "(isIRI({v}) || isLiteral({v}))",
}
_ORDER: Final = {
    "minInclusive": ">=",
    "maxInclusive": "<=",
    "minExclusive": ">",
    "maxExclusive": "<",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One question: which `?this`, with which `?value`, break one constraint of one shape.

    `select` is true for a SPARQL-based constraint, whose query is asked once for each focus node
    that `query` finds.
    """

    shape: Shape
    component: str
    path: Path | None
    query: str
    select: Select | None = None


def compile_shapes(shapes: tuple[Shape, ...]) -> tuple[Check, ...]:
    """The checks of all shapes; ShapesError where one cannot be expressed.

    >>> from yiju.validation.shapes import parse_shapes
    >>> rule = "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:s> sh:targetNode 7 ; sh:nodeKind sh:IRI ."
    >>> [check.component.rpartition("#")[2] for check in compile_shapes(parse_shapes(rule))]
    ['NodeKindConstraintComponent']
    """
    groups = (_Compiler().checks(shape, focus) for shape, focus in _grouped(shapes))
    checks = tuple(check for group in groups for check in group)
    for check in checks:
        _refuse_broken(check)
    return checks


def _refuse_broken(check: Check) -> None:
    """Ask an empty store, so that a query that is no SPARQL is told before any document comes."""
    query = check.query if check.select is None else check.select.about(NamedNode("urn:focus"))
    try:
        Store().query(query)
    except SyntaxError as fault:
        raise ShapesError(f"The query of {check.shape.node} is no SPARQL: {fault}") from fault


def _grouped(shapes: tuple[Shape, ...]) -> Iterator[tuple[Shape, str]]:
    """Each shape with a pattern of its focus nodes; a property shape that many share comes once."""
    shared: dict[Node, tuple[Shape, list[Target]]] = {}
    for shape in shapes:
        for part in (shape, *_properties(shape)):
            shared.setdefault(part.node, (part, []))[1].extend(shape.targets)
    for shape, targets in shared.values():
        yield shape, _focus(tuple(dict.fromkeys(targets)))


def _properties(shape: Shape) -> Iterator[Shape]:
    """The property shapes that look at the same focus nodes as the shape itself."""
    if shape.path is None:
        for constraint in shape.constraints:
            if constraint.parameter == "property":
                yield from constraint.shapes


def _focus(targets: tuple[Target, ...]) -> str:
    classes = [str(target.term) for target in targets if target.kind == "targetClass"]
    patterns = [_target(target) for target in targets if target.kind != "targetClass"]
    if len(classes) == 1:
        patterns.insert(0, f"?this {_A} {classes[0]} .")
    elif classes:
        patterns.insert(0, f"VALUES ?class {{ {' '.join(classes)} }} ?this {_A} ?class .")
    return " UNION ".join(f"{{ {pattern} }}" for pattern in patterns)


def _target(target: Target) -> str:
    patterns = {
        "targetNode": "VALUES ?this {{ {} }}",
        "targetSubjectsOf": "?this {} ?object .",
        "targetObjectsOf": "?subject {} ?this .",
    }
    return patterns[target.kind].format(target.term)


class _Compiler:
    """Writes the checks of one shape; it only counts the variables that it has used."""

    def __init__(self) -> None:
        self._numbers = count()

    def checks(self, shape: Shape, focus: str) -> Iterator[Check]:
        for constraint in shape.constraints:
            if constraint.parameter != "property":
                yield self._check(shape, constraint, focus)
            elif shape.path is not None:
                yield from self._below(shape.path, constraint, focus)
        for select in shape.selects:
            component = Constraint("sparql").component
            query = f"SELECT DISTINCT ?this WHERE {{ {focus} }}"
            yield Check(shape, component, shape.path, query, _with_path(select, shape))

    def _check(self, shape: Shape, constraint: Constraint, focus: str) -> Check:
        path = shape.path
        if constraint.parameter in _PER_FOCUS:
            met = self._of_focus(constraint, "?this", path)
            query = f"SELECT DISTINCT ?this WHERE {{ {focus} FILTER (!({met})) }}"
        elif path is None:
            met = self._of_value(constraint, "?this")
            query = f"SELECT DISTINCT ?this (?this AS ?value) WHERE {{ {focus} FILTER (!({met})) }}"
        else:
            met = self._of_value(constraint, "?value")
            way = f"?this {path.sparql} ?value ."
            query = f"SELECT DISTINCT ?this ?value WHERE {{ {focus} {way} FILTER (!({met})) }}"
        return Check(shape, constraint.component, path, query)

    def _below(self, path: Path, constraint: Constraint, focus: str) -> Iterator[Check]:
        """A property shape under a property shape: its focus nodes are the values of the outer one."""
        upper = self._fresh()
        moved = re.sub(r"\?this\b", upper, focus)
        for inner in constraint.shapes:
            yield from self.checks(inner, f"{moved} {upper} {path.sparql} ?this .")

    # --- expressions -----------------------------------------------------------------------------

    def _conforms(self, shape: Shape, v: str) -> str:
        """Whether the term in a variable conforms to a shape."""
        if shape.selects:
            raise ShapesError(f"{shape.node} holds sh:sparql inside another shape: not compiled.")
        if shape.path is None:
            met = [self._of_any(constraint, v) for constraint in shape.constraints]
            return _all(met)
        return self._property(shape, shape.path, v)

    def _of_any(self, constraint: Constraint, v: str) -> str:
        if constraint.parameter in _PER_FOCUS:
            return self._of_focus(constraint, v, None)
        return self._of_value(constraint, v)

    def _property(self, shape: Shape, path: Path, focus: str) -> str:
        per_focus = [c for c in shape.constraints if c.parameter in _PER_FOCUS]
        per_value = [c for c in shape.constraints if c.parameter not in _PER_FOCUS]
        met = [self._of_focus(constraint, focus, path) for constraint in per_focus]
        if per_value:
            v = self._fresh()
            each = _all([self._of_value(constraint, v) for constraint in per_value])
            met.append(f"NOT EXISTS {{ {focus} {path.sparql} {v} . FILTER (!({each})) }}")
        return _all(met)

    def _of_focus(self, constraint: Constraint, focus: str, path: Path | None) -> str:
        name, term = constraint.parameter, constraint.terms[0]
        if name == "hasValue" and path is None:
            return f"sameTerm({focus}, {term})"
        if path is None:
            raise ShapesError(f"sh:{name} stands in a shape without sh:path; give it one.")
        if name == "hasValue":
            return f"EXISTS {{ {focus} {path.sparql} {term} }}"
        if name == "uniqueLang":
            return self._unique_languages(focus, path) if _truth(term) else "true"
        shape = constraint.shapes[0] if constraint.shapes else None
        number = _whole(constraint)
        if name.lower().endswith("mincount"):
            return self._at_least(number, focus, path, shape)
        return f"!({self._at_least(number + 1, focus, path, shape)})"

    def _at_least(self, number: int, focus: str, path: Path, shape: Shape | None) -> str:
        """Whether a path leads to so many different values that conform to a shape."""
        if number == 0:
            return "true"
        if number > _HIGHEST_COUNT:
            raise ShapesError(
                f"Counts above {_HIGHEST_COUNT - 1} are not compiled; {number} is asked."
            )
        values = [self._fresh() for _ in range(number)]
        pattern = "".join(f"{focus} {path.sparql} {v} . " for v in values)
        tests = [f"!sameTerm({a}, {b})" for a, b in combinations(values, 2)]
        if shape is not None:
            tests.extend(self._conforms(shape, v) for v in values)
        return f"EXISTS {{ {pattern}{'FILTER (' + _all(tests) + ')' if tests else ''} }}"

    def _unique_languages(self, focus: str, path: Path) -> str:
        a, b = self._fresh(), self._fresh()
        pattern = f"{focus} {path.sparql} {a} . {focus} {path.sparql} {b} ."
        same = f'lang({a}) != "" && lcase(lang({a})) = lcase(lang({b})) && !sameTerm({a}, {b})'
        return f"NOT EXISTS {{ {pattern} FILTER ({same}) }}"

    def _of_value(self, constraint: Constraint, v: str) -> str:
        name = constraint.parameter
        if name in _ORDER:
            return f"COALESCE({v} {_ORDER[name]} {constraint.terms[0]}, false)"
        if name in _VALUE:
            return _VALUE[name](constraint, v)
        met = [self._conforms(shape, v) for shape in constraint.shapes]
        return _LOGIC[name](met)

    def _fresh(self) -> str:
        return f"?v{next(self._numbers)}"


def _all(tests: list[str]) -> str:
    return " && ".join(f"({test})" for test in tests) or "true"


def _some(tests: list[str]) -> str:
    return " || ".join(f"({test})" for test in tests) or "false"


def _exactly_one(tests: list[str]) -> str:
    return f"{' + '.join(f'IF({test}, 1, 0)' for test in tests) or '0'} = 1"


_LOGIC: Final[dict[str, Callable[[list[str]], str]]] = {
    "node": _all,
    "and": _all,
    "property": _all,
    "or": _some,
    "xone": _exactly_one,
    "not": lambda tests: f"!({_all(tests)})",
}


def _class(constraint: Constraint, v: str) -> str:
    return f"EXISTS {{ {v} {_A} {constraint.terms[0]} }}"


def _datatype(constraint: Constraint, v: str) -> str:
    datatype = _iri(constraint)
    is_typed = f"COALESCE(datatype({v}) = <{datatype}>, false)"
    if datatype in _UNCAST:
        return is_typed
    if datatype not in _CAST:
        raise ShapesError(
            f"The lexical forms of <{datatype}> are not known here; take another type."
        )
    return f"{is_typed} && COALESCE(<{datatype}>(str({v})) = <{datatype}>(str({v})), false)"


def _node_kind(constraint: Constraint, v: str) -> str:
    kind = _iri(constraint).removeprefix(SH)
    if kind not in _KINDS:
        raise ShapesError(f"sh:{kind} is no kind of node; take sh:IRI, sh:Literal or the like.")
    return _KINDS[kind].format(v=v)


def _pattern(constraint: Constraint, v: str) -> str:
    pattern = Literal(_string(constraint))
    return f"COALESCE(regex(str({v}), {pattern}, {Literal(constraint.flags)}), false)"


def _in(constraint: Constraint, v: str) -> str:
    if constraint.terms and all(isinstance(term, NamedNode) for term in constraint.terms):
        return f"COALESCE({v} IN ({', '.join(map(str, constraint.terms))}), false)"
    return _some([f"sameTerm({v}, {term})" for term in constraint.terms])


def _language_in(constraint: Constraint, v: str) -> str:
    tags = [f"langMatches(lang({v}), {tag})" for tag in constraint.terms]
    return f"COALESCE({_some(tags)}, false)"


def _length(sign: str) -> Callable[[Constraint, str], str]:
    return lambda constraint, v: f"COALESCE(strlen(str({v})) {sign} {_whole(constraint)}, false)"


_VALUE: Final[dict[str, Callable[[Constraint, str], str]]] = {
    "class": _class,
    "datatype": _datatype,
    "nodeKind": _node_kind,
    "pattern": _pattern,
    "in": _in,
    "languageIn": _language_in,
    "minLength": _length(">="),
    "maxLength": _length("<="),
}


def _with_path(select: Select, shape: Shape) -> Select:
    if shape.path is None:
        return select
    return Select(select.query.replace("$PATH", shape.path.sparql), select.messages)


def _iri(constraint: Constraint) -> str:
    term = constraint.terms[0]
    if not isinstance(term, NamedNode):
        raise ShapesError(f"sh:{constraint.parameter} takes an IRI; {term} is none.")
    return term.value


def _string(constraint: Constraint) -> str:
    term = constraint.terms[0]
    if not isinstance(term, Literal):
        raise ShapesError(f"sh:{constraint.parameter} takes a literal; {term} is none.")
    return term.value


def _whole(constraint: Constraint) -> int:
    text = _string(constraint)
    if not text.isdecimal():
        raise ShapesError(f"sh:{constraint.parameter} takes a whole number; {text!r} is none.")
    return int(text)


def _truth(term: Node) -> bool:
    return isinstance(term, Literal) and term.value == "true"
