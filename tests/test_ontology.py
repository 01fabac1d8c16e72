"""The vocabulary: complete, bilingual, and in step with the code, the context and the shapes."""

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from yiju import resources
from yiju.model import Direction, Grade, IdentityMethod, Method
from yiju.questions.kinds import read_kinds
from yiju.readers import read_document
from yiju.validation import check_graph
from yiju.validation.files import read_graph
from yiju.validation.rdf import Graph, Node
from yiju.validation.reference import check_with_reference
from yiju.values.target import Operator
from yiju.vocabulary import NS, PREFIXES

FOLDER = resources.folder("ontology")
SCHEMES = sorted((FOLDER / "schemes").glob("*.ttl"))
EXAMPLES = sorted((FOLDER / "examples").glob("*.ttl"))
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
OWL, SKOS, RDF, RDFS, XSD = (PREFIXES[name] for name in ("owl", "skos", "rdf", "rdfs", "xsd"))
OBJECT, DATATYPE = OWL + "ObjectProperty", OWL + "DatatypeProperty"

CONCEPTS = {
    "Operators": set(Operator),
    "Grades": set(Grade),
    "FundingSources": {
        "fiscalFunds", "otherFunds", "generalPublicBudget", "governmentFunds", "stateCapitalBudget",
        "fiscalSpecialAccount", "unitFunds", "carriedOver", "superiorSubsidy",
    },
    "BasisKinds": {
        "policyBasis", "agreementBasis", "requestBasis", "minutesBasis", "auditReportBasis",
        "reviewConclusionBasis", "workPlanBasis", "dutyBasis", "plannedStandard",
        "industryStandard", "historicalStandard", "experienceBasis",
    },
    "FindingFamilies": {
        "policyNumbersFamily", "moneyFamily", "plansFamily", "targetsFamily", "tiersFamily",
        "gradesFamily", "proseFamily", "copyingFamily", "basisFamily", "completenessFamily",
        "identityFamily",
    },
    "IdentityMethods": set(IdentityMethod),
    "ResolutionMethods": set(Method),
    "IssuerLevels": {
        "nationalIssuer", "provincialIssuer", "municipalIssuer", "countyIssuer", "zoneIssuer",
        "unknownIssuer",
    },
    "PolicyStatuses": {"statusInForce", "statusRepealed", "statusLapsed"},
    "UnitNatures": {
        "administrativeUnit", "civilServiceInstitution", "publicInstitution", "enterpriseUnit",
    },
    "UnitRanks": {
        "fullDepartmentRank", "deputyDepartmentRank", "fullDivisionRank", "deputyDivisionRank",
        "fullSectionRank", "deputySectionRank", "subsectionRank",
    },
    "FundingForms": {
        "fiscalAppropriation", "basicFiscalSupport", "fixedFiscalSubsidy", "noFiscalSubsidy",
        "selfFinanced",
    },
    "Periods": {"annualPeriod", "midTermPeriod"},
    "FunctionalClasses": {"allFunctions"},
    "EconomicClasses": {"allEconomicClasses"},
    "OperationCharacters": {"incomeSide", "expenditureSide"},
    "AssetMoments": {"openingMoment", "closingMoment", "statedMoment"},
    "ProjectKinds": {*read_kinds()},
    "FigureTimes": {"duringYear", "atYearEnd"},
    "ChangeDirections": set(Direction),
    "StatedItems": {
        "abroadGroups", "abroadPersons", "abroadTotal", "assetPart", "basicExpenditureTotal",
        "businessIncome", "carriedForwardTotal", "carriedOverTotal", "dailyPublicTotal",
        "fiscalAppropriationTotal", "fixedAssets", "generalPublicBudgetTotal",
        "governmentFundsTotal", "meetingTotal", "operatingIncome", "operatingPart",
        "operatingTotal", "otherIncome", "ownLevelTotal", "personnelTotal", "plannedAssets",
        "procurementGoods", "procurementReserved", "procurementServices", "procurementTotal",
        "procurementWorks", "projectExpenditureTotal", "receptionTotal",
        "specialAccountIncome", "stateCapitalTotal", "superiorSubsidyIncome",
        "threePublicTotal", "totalAssets", "totalBudget", "totalExpenditure", "totalIncome",
        "trainingTotal", "unitFundsIncome", "unitRemittances", "vehicleOperation",
        "vehiclePurchase", "vehicles", "vehiclesTotal",
    },
    "ColumnKinds": {
        "totalColumn", "basicExpenditure", "projectExpenditure", "personnelExpenditure",
        "operatingExpenditure",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def quads() -> list[Quad]:
    return [quad for path in (FOLDER / "yiju.ttl", *SCHEMES) for quad in read_graph(path)]


@pytest.fixture(scope="module")
def ontology(quads: list[Quad]) -> Graph:
    return Graph(quads)


@pytest.fixture(scope="module")
def context() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(resources.text("ontology", "context.jsonld"))["@context"]
    return found


def types(graph: Graph, name: str) -> set[str]:
    return {str(kind).strip("<>") for kind in graph.objects(NamedNode(NS + name), RDF + "type")}


def named(graph: Graph, kind: str) -> set[str]:
    return {
        subject.value.removeprefix(NS)
        for subject in graph.subjects()
        if isinstance(subject, NamedNode)
        and NamedNode(kind) in graph.objects(subject, RDF + "type")
    }


def members(graph: Graph, scheme: str) -> set[str]:
    return {
        name
        for name in named(graph, SKOS + "Concept")
        if NamedNode(NS + scheme) in graph.objects(NamedNode(NS + name), SKOS + "inScheme")
    }


# --- our own terms -------------------------------------------------------------------------------


def test_every_term_keeps_the_rules_of_terms(quads: list[Quad]) -> None:
    report = check_graph(quads, shapes="ontology.ttl")
    assert report.conforms, report.text("en")


def test_the_reference_engine_agrees_about_our_terms(quads: list[Quad]) -> None:
    report = check_with_reference(quads, shapes="ontology.ttl")
    assert report.conforms, report.text("en")


@pytest.mark.parametrize(
    ("name", "predicate"),
    [
        ("Project", RDFS + "label"),
        ("Project", SKOS + "definition"),
        ("budget", RDFS + "isDefinedBy"),
        ("excellent", SKOS + "prefLabel"),
        ("excellent", SKOS + "inScheme"),
        ("excellent", SKOS + "topConceptOf"),
        ("tier2015-benefit-social", SKOS + "broader"),
        ("tier2015-benefit-social", SKOS + "exactMatch"),
    ],
)
def test_a_term_that_lacks_something_is_found(quads: list[Quad], name: str, predicate: str) -> None:
    term = NamedNode(NS + name)
    kept = [q for q in quads if (q.subject, q.predicate.value) != (term, predicate)]
    assert len(kept) < len(quads)
    assert not check_graph(kept, shapes="ontology.ttl").conforms


def test_no_blank_node_stands_in_the_ontology(quads: list[Quad]) -> None:
    assert all(isinstance(quad.subject, NamedNode) for quad in quads)
    assert all(isinstance(quad.object, NamedNode | Literal) for quad in quads)


@pytest.mark.parametrize(
    "path",
    [FOLDER / "yiju.ttl", *SCHEMES, *EXAMPLES, *resources.folder("shapes").glob("*.ttl")],
    ids=lambda path: path.stem,
)
def test_every_file_says_its_licence(path: Path) -> None:
    head = path.read_text(encoding="utf-8").splitlines()[:3]
    assert any(LICENCE in line and line.startswith("#") for line in head)


def test_every_term_that_the_ontology_uses_of_its_own_is_defined(quads: list[Quad]) -> None:
    defined = {quad.subject for quad in quads}
    used = {
        term
        for quad in quads
        for term in (quad.predicate, quad.object)
        if isinstance(term, NamedNode) and term.value.startswith(NS)
    }
    assert used - defined == {NamedNode(NS)} - defined


# --- in step with the context --------------------------------------------------------------------


def own_keys(context: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The keys of the context that stand for properties of ours, with what it says of them."""
    return {
        said["@id"].removeprefix("yj:"): said
        for said in context.values()
        if isinstance(said, dict) and said.get("@id", "").startswith("yj:")
    }


def test_every_key_of_the_context_is_a_property(context: dict[str, Any], ontology: Graph) -> None:
    for name in own_keys(context):
        assert types(ontology, name) & {OBJECT, DATATYPE}, name


def test_the_context_and_the_ontology_agree_in_type(
    context: dict[str, Any], ontology: Graph
) -> None:
    for name, said in own_keys(context).items():
        kind = said.get("@type", "xsd:string")
        if kind in {"@id", "@vocab"}:
            assert types(ontology, name) & {OBJECT, DATATYPE} == {OBJECT}, name
            continue
        assert types(ontology, name) & {OBJECT, DATATYPE} == {DATATYPE}, name
        stated = ontology.objects(NamedNode(NS + name), RDFS + "range")
        expected: list[Node] = [NamedNode(kind.replace("xsd:", XSD))]
        assert stated == (expected if name not in {"from", "until"} else []), name


# --- in step with the code -----------------------------------------------------------------------


@pytest.mark.parametrize("scheme", CONCEPTS)
def test_a_code_list_holds_exactly_its_concepts(scheme: str, ontology: Graph) -> None:
    assert members(ontology, scheme) == CONCEPTS[scheme]


def test_both_schemes_of_tiers_are_complete(ontology: Graph) -> None:
    tiers = {
        "2015": {
            "output": ["quantity", "quality", "timeliness", "cost"],
            "benefit": ["economic", "social", "ecological", "sustainable"],
            "satisfaction": ["recipient"],
        },
        "2021": {
            "cost": ["economic", "social", "ecological"],
            "output": ["quantity", "quality", "timeliness"],
            "benefit": ["economic", "social", "ecological"],
            "satisfaction": ["recipient"],
        },
    }
    for year, scheme in tiers.items():
        upper = {f"tier{year}-{one}" for one in scheme}
        lower = {f"tier{year}-{one}-{two}" for one, below in scheme.items() for two in below}
        assert members(ontology, f"Tiers{year}") == upper | lower
        for name in lower:
            above = NamedNode(NS + name.rpartition("-")[0])
            assert ontology.objects(NamedNode(NS + name), SKOS + "broader") == [above]


def test_there_are_fifteen_kinds_of_official_document(ontology: Graph) -> None:
    assert len(members(ontology, "DocumentKinds")) == 15


def test_every_rule_that_the_code_names_is_a_concept(ontology: Graph) -> None:
    source = Path(resources.__file__).parent
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(source.rglob("*.py")))
    rules = set(re.findall(r'"((?:rule|reason)[A-Z][A-Za-z]+)"', text))
    assert rules <= members(ontology, "Rules")


def test_every_term_that_a_query_names_is_defined(quads: list[Quad]) -> None:
    defined = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
    for path in sorted(resources.folder("queries").glob("*.rq")):
        code = re.sub(
            r"#(?!>).*$|<[^>]*>", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE
        )
        used = {NS + name for name in re.findall(r"\byj:([A-Za-z0-9-]+)", code)}
        assert used <= defined, path.name


# --- worked examples -----------------------------------------------------------------------------


def test_every_class_has_a_worked_example(ontology: Graph) -> None:
    shown = {
        quad.object.value.removeprefix(NS)
        for path in EXAMPLES
        for quad in read_graph(path)
        if quad.predicate.value == RDF + "type" and isinstance(quad.object, NamedNode)
    }
    assert named(ontology, OWL + "Class") <= shown
    index = (FOLDER / "examples" / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\(([a-z-]+\.ttl)\)", index)) == {path.name for path in EXAMPLES}


def test_every_term_in_an_example_is_defined(quads: list[Quad]) -> None:
    defined = {quad.subject for quad in quads}
    for path in EXAMPLES:
        for quad in read_graph(path):
            for term in (quad.predicate, quad.object):
                if isinstance(term, NamedNode) and term.value.startswith(NS):
                    assert term in defined, f"{path.name}: {term}"


def test_the_examples_quote_their_source_at_the_line_they_name() -> None:
    sources = [path.read_bytes() for path in (FOLDER / "examples").glob("*.txt")]
    texts = {sha256(source).hexdigest(): source.decode() for source in sources}
    pages = [read_document(path) for path in (FOLDER / "examples").glob("page.*")]
    texts |= {page.sha256: page.text for page in pages}
    oa = PREFIXES["oa"]
    for path in EXAMPLES:
        graph = Graph(read_graph(path))
        for node in graph.subjects():
            for selector in graph.objects(node, oa + "hasSelector"):
                if NamedNode(oa + "FragmentSelector") in graph.objects(selector, RDF + "type"):
                    continue
                line, exact = graph.one(node, NS + "line"), graph.one(selector, oa + "exact")
                assert isinstance(line, Literal)
                assert isinstance(exact, Literal)
                (disclosure,) = graph.objects(node, oa + "hasSource")
                text = texts[str(disclosure).rstrip(">").rpartition("/")[2]]
                assert exact.value in "\n".join(text.split("\n")[int(line.value) - 1 :])
