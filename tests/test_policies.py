"""Which document each citation of the published disclosures means, against a reading made by eye.

The reading in golden/ was made before the rules were asked. `pytest -s` prints what differs.
"""

from pathlib import Path
from typing import Final

import pytest
from tests.clusters import Mention, b_cubed, divided, merged, pair_mentions
from tests.readings import read_table

from yiju.pipeline import build
from yiju.store import open_store
from yiju.validation import check_graph
from yiju.values.characters import squeeze
from yiju.vocabulary import NS, Names

GOLDEN: Final = Path(__file__).parent / "golden" / "policies.tsv"
CITATIONS: Final = """PREFIX yj: <https://w3id.org/yiju/ns#>
SELECT ?citation ?file ?line ?words ?policy WHERE {
  GRAPH ?g { ?d a yj:Disclosure ; yj:fileName ?file .
    ?citation a yj:Citation ; yj:text ?words ; yj:evidence/yj:line ?line }
  OPTIONAL { GRAPH ?p { ?citation yj:resolvesTo ?policy } } } ORDER BY ?citation ?line"""

Reading = tuple[list[Mention], list[str]]


@pytest.fixture(scope="module")
def wanted() -> Reading:
    rows = read_table(GOLDEN)
    mentions = [Mention(file, int(line), squeeze(words)) for file, line, words, _ in rows]
    return mentions, [key for *_, key in rows]


@pytest.fixture(scope="module")
def got(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Reading:
    folder = tmp_path_factory.mktemp("policies") / "store"
    assert build([shared / "disclosures"], folder).complete
    found: dict[str, tuple[Mention, str]] = {}
    with open_store(folder) as store:
        for row in store.select(CITATIONS):
            iri = row["citation"].value
            place = (row["file"].value, int(row["line"].value))
            policy = row["policy"].value if row["policy"] else iri
            found.setdefault(iri, (Mention(*place, squeeze(row["words"].value)), policy))
    return [mention for mention, _ in found.values()], [key for _, key in found.values()]


def test_the_citations_mean_what_a_reader_says(wanted: Reading, got: Reading) -> None:
    pairs = pair_mentions(wanted[0], got[0])
    reached = b_cubed(wanted[1], got[1], pairs)
    for at in sorted(set(range(len(wanted[0]))) - set(pairs)):
        print("not found:", *wanted[0][at])
    for at in sorted(set(range(len(got[0]))) - set(pairs.values())):
        print("no citation:", *got[0][at])
    for name, found in (("merged", merged), ("divided", divided)):
        for key, held in found(wanted[1], got[1], pairs).items():
            print(f"{name}: {key} = {', '.join(sorted(held))}")
    print(f"B³ F1 {float(reached.f1):.4f} of {len(wanted[0])} mentions, {len(got[0])} found")
    assert reached.f1 >= 0.98


def test_the_reading_holds_450_mentions_of_70_documents(wanted: Reading) -> None:
    assert (len(wanted[0]), len(set(wanted[1]))) == (450, 70)


def test_no_two_documents_are_merged(wanted: Reading, got: Reading) -> None:
    pairs = pair_mentions(wanted[0], got[0])
    assert merged(wanted[1], got[1], pairs) == {}


def test_the_graph_of_policies_keeps_its_shapes_and_tells_what_decided(
    shared: Path, tmp_path: Path
) -> None:
    build([shared / "disclosures"], tmp_path)
    with open_store(tmp_path) as store:
        quads = list(store.quads(Names().graph("policies")))
    report = check_graph(quads)
    assert report.conforms, report.text("en")
    decided = [quad for quad in quads if quad.predicate.value == NS + "decidedBy"]
    resolved = {quad.subject for quad in quads if quad.predicate.value == NS + "resolvesTo"}
    assert decided
    assert {quad.subject for quad in decided} <= resolved
