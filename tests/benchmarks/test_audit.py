"""Where the time of the audit goes: per rule over the published disclosures, and as documents grow.

Run by hand with `make bench`; it prints and asserts nothing about the machine.
"""

from pathlib import Path
from time import perf_counter

import pytest

from yiju.mapping import as_document, parse_quads
from yiju.pipeline import Conclusions
from yiju.pipeline.findings import find_in_document
from yiju.pipeline.reading import read_disclosure
from yiju.store import open_store
from yiju.validation import audit_rules, load
from yiju.validation.audit import ask_rule, asking
from yiju.vocabulary import Names

NAMES = Names()


def test_every_rule_over_the_published_disclosures(shared: Path) -> None:
    files = sorted((shared / "disclosures").glob("*.txt"))
    start = perf_counter()
    graphs = [parse_quads(as_document(read_disclosure(file), NAMES)) for file in files]
    reading = perf_counter() - start
    rows = []
    stores = [asking(load(graph)) for graph in graphs]
    for rule in audit_rules():
        if rule.over_all:
            continue
        start = perf_counter()
        count = sum(len(ask_rule(ask, rule, NAMES)) for ask in stores)
        rows.append((perf_counter() - start, count, rule.severity.rpartition("#")[2], rule.name))
    for taken, count, severity, name in sorted(rows, reverse=True):
        print(f"{taken * 1000:8.1f} ms {count:4} {severity:9} {name}")
    total = sum(row[0] for row in rows)
    print(f"{total * 1000:8.0f} ms for all rules; reading and mapping took {reading * 1000:.0f} ms")


@pytest.mark.parametrize("copies", [1, 10, 100])
def test_how_the_audit_grows(shared: Path, tmp_path: Path, copies: int) -> None:
    """Each disclosure so many times over, with the year and the names of bodies changed."""
    files = sorted((shared / "disclosures").glob("*.txt"))
    reading = auditing = 0.0
    read, graphs = {}, {}
    for number in range(copies):
        for file in files:
            text = file.read_text(encoding="utf-8").replace("区", f"区{number}")
            copy = tmp_path / f"{number}-{file.name}"
            copy.write_text(text, encoding="utf-8")
            start = perf_counter()
            disclosure = read_disclosure(copy)
            quads = parse_quads(as_document(disclosure, NAMES))
            reading += perf_counter() - start
            start = perf_counter()
            read[disclosure.document.sha256] = find_in_document(load(quads), NAMES)
            auditing += perf_counter() - start
            graphs[NAMES.document_graph(disclosure.document.sha256)] = quads
    with open_store(tmp_path / "store", write=True) as store, Conclusions(store, NAMES) as steps:
        steps.announce(graphs)
        store.replace_graphs(graphs)
        start = perf_counter()
        steps.put_findings(read)
        writing = perf_counter() - start
        start = perf_counter()
        steps.conclude()
        together = perf_counter() - start
    found = sum(map(len, read.values()))
    print(
        f"{len(graphs):4} documents: read and map {reading:6.1f} s, audit {auditing:5.1f} s, "
        f"{found} findings, written in {writing:5.2f} s; all conclusions {together:5.2f} s"
    )
