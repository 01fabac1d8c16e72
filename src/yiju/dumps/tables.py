"""Tables and records of what a store holds, for spreadsheets and for programs that know no RDF.

The tables are answers of questions of ours, whatever may be asked of them left out. The records are
indicators, one in a line with its whole chain: what people count and compare are indicators, a line
stands for itself, and no line is longer than a program likes to read, as those of documents would be.
"""

import codecs
import csv
import json
from collections.abc import Iterator
from io import TextIOWrapper
from typing import BinaryIO, Final

from pyoxigraph import NamedNode

from yiju.questions import find_question, parse_parameters, to_json
from yiju.questions.cells import safe_cells
from yiju.questions.trace import read_trace
from yiju.store import Store
from yiju.vocabulary import is_document_graph

_INDICATORS: Final = """PREFIX yj: <https://w3id.org/yiju/ns#>
SELECT ?graph ?indicator WHERE {
  VALUES ?class { yj:Indicator yj:ProseIndicator } GRAPH ?graph { ?indicator a ?class } }"""


def write_table(store: Store, name: str, out: BinaryIO, *, bom: bool) -> int:
    """Write the answer of a question as CSV; gives how many rows it has.

    With `bom`, it begins with the byte-order mark that Excel wants.
    """
    question = find_question(name)
    asked = {parameter.name for parameter in question.parameters}
    columns = [column for column in question.columns if column not in asked]
    solutions = store.select(question.text, bindings=parse_parameters(question, {}))
    rows = ([solution[column] for column in columns] for solution in solutions)
    if bom:
        out.write(codecs.BOM_UTF8)
    count = 0
    text = TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text)
        writer.writerow(columns)
        for row in safe_cells(rows):
            writer.writerow([getattr(term, "value", "") for term in row])
            count += 1
    finally:
        text.detach()
    return count


def write_records(store: Store, out: BinaryIO) -> int:
    """Write each indicator as a line of JSON, with its chain; gives how many there are."""
    count = 0
    for indicator in _indicators(store):
        trace = to_json(read_trace(store, indicator))
        out.write(json.dumps(trace, ensure_ascii=False).encode() + b"\n")
        count += 1
    return count


def _indicators(store: Store) -> Iterator[str]:
    """The indicators, document by document."""
    for graph in filter(is_document_graph, store.graphs()):
        rows = store.select(_INDICATORS, bindings={"graph": NamedNode(graph)})
        yield from sorted(row["indicator"].value for row in rows)
