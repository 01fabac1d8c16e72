"""The same disclosure in every format gives the same graph, and what was put in comes out."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import pyoxigraph as ox
import pytest
from tests.readers.disclosures import Fact, make, merged, sample
from tests.readers.pdf_writers import PDF_WRITERS
from tests.readers.writers import WRITERS, Script

from yiju.mapping import as_document, parse_quads
from yiju.model import Disclosure, Indicator
from yiju.pipeline import read_disclosure
from yiju.validation import check_graph
from yiju.values.characters import squeeze
from yiju.vocabulary import Names

_OWN = re.compile(r"/id/(\w+)/([0-9a-f]{16,64})((?:-\w+)*)$")
_APART = ("evidence", "identifier", "fileName", "charactersRead", "charactersIgnored")
_READER_RULES = (
    "ruleRunningTitle", "rulePageFurniture", "ruleNote", "ruleHiddenText", "ruleWatermark",
    "ruleRepeatedHeader",
)  # fmt: skip
FORMS = WRITERS | PDF_WRITERS
SAMPLES = ("wangxi-2020.txt", "wangxi-2024.txt")


def read(script: Script, form: str, seed: int, folder: Path) -> Disclosure:
    name, writer = FORMS[form]
    path = folder / f"{form}-{name}"
    path.write_bytes(writer(script, Random(seed)))
    return read_disclosure(path)


# --- the graph, but for evidence and identifiers ---------------------------------------------------


def _is_evidence(node: str) -> bool:
    return re.search(r"/id/(?:evidence|quotation|region)/", node) is not None


def _order(node: str) -> tuple[object, ...]:
    found = _OWN.search(node)
    assert found, node
    return tuple(int(part) if part.isdigit() else part for part in found[3].split("-")[1:])


def graph_of(disclosure: Disclosure) -> Counter[tuple[str, str, str]]:
    """The triples, blanks left out, things named by their kind and their order."""
    quads = parse_quads(as_document(disclosure, Names()))
    report = check_graph(quads)
    assert report.conforms, report.text()[:500]
    triples = [
        (quad.subject.value, quad.predicate.value, quad.object)
        for quad in quads
        if isinstance(quad.subject, ox.NamedNode)
    ]
    names = _names(triples)
    return Counter(
        (names[subject], predicate, _said(value, names))
        for subject, predicate, value in triples
        if subject in names and not predicate.endswith(_APART)
    )


def _names(triples: Sequence[tuple[str, str, object]]) -> dict[str, str]:
    """Kind and order of each thing but evidence, and but what only some formats have around their text."""
    left = {
        subject
        for subject, _, value in triples
        if isinstance(value, ox.NamedNode) and value.value.endswith(_READER_RULES)
    }
    found: dict[str, list[str]] = {}
    for node in {subject for subject, _, _ in triples} - left:
        kind = _OWN.search(node)
        if kind and not _is_evidence(node):
            found.setdefault(kind[1], []).append(node)
    return {
        node: f"{kind} {at}"
        for kind, nodes in found.items()
        for at, node in enumerate(sorted(nodes, key=_order))
    }


def _said(term: object, names: dict[str, str]) -> str:
    assert isinstance(term, ox.NamedNode | ox.Literal)
    if isinstance(term, ox.Literal):
        return f"{squeeze(term.value)} {term.language or term.datatype.value}"
    return names.get(term.value, term.value)


@pytest.mark.parametrize("form", [form for form in FORMS if form != "rows"])
@pytest.mark.parametrize("name", SAMPLES)
def test_the_sample_in_every_format_gives_one_graph(name: str, form: str, tmp_path: Path) -> None:
    script = merged(sample(name), seed=1)
    first = graph_of(read(script, "rows", 1, tmp_path))
    other = graph_of(read(script, form, 1, tmp_path))
    assert other - first == first - other == Counter()


# --- truth in, truth out -----------------------------------------------------------------------------


def facts_of(disclosure: Disclosure) -> Iterator[Fact]:
    for project in disclosure.projects:
        name = squeeze(project.name.text)
        yield "project", name, project.code or ""
        yield from (_fact(name, one) for one in project.indicators)


def _fact(project: str, one: Indicator) -> Fact:
    texts = (one.level1.text, one.level2.text, one.name.text)
    (target,) = one.targets
    reading = target.reading
    value = "" if reading.value is None else f"{reading.value:f}"
    basis = one.basis.words.text if one.basis else ""
    return ("indicator", project, *texts, target.words.text, reading.operator, value, basis)


def _check(seed: int, folder: Path) -> None:
    made = make(seed)
    wanted = Counter(tuple(map(squeeze, fact)) for fact in made.facts)
    first = None
    for form in FORMS:
        disclosure = read(made.script, form, seed, folder)
        got = Counter(tuple(map(squeeze, fact)) for fact in facts_of(disclosure))
        assert got == wanted, (form, wanted - got, got - wanted)
        graph = graph_of(disclosure)
        first = first or graph
        assert graph == first, (form, graph - first, first - graph)


@pytest.mark.parametrize("seed", range(4))
def test_what_was_put_in_comes_out_of_every_format(seed: int, tmp_path: Path) -> None:
    _check(seed, tmp_path)


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(100, 300))
def test_what_was_put_in_comes_out_of_two_hundred_documents(seed: int, tmp_path: Path) -> None:
    _check(seed, tmp_path)
