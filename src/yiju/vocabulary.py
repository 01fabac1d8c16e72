"""Names: the namespaces, the graphs, and the one place where identifiers are minted.

An IRI is ASCII only. What a document says is named after the first sixteen digits of its SHA-256
and the place where the thing starts, so that reading better renames nothing. What is one thing
across documents is named after stable printed facts.
"""

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

NS: Final = "https://w3id.org/yiju/ns#"
BASE: Final = "https://w3id.org/yiju/"

PREFIXES: Final = {
    "yj": NS,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "void": "http://rdfs.org/ns/void#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "cito": "http://purl.org/spar/cito/",
    "qudt": "http://qudt.org/schema/qudt/",
    "unit": "http://qudt.org/vocab/unit/",
    "qb": "http://purl.org/linked-data/cube#",
    "sh": "http://www.w3.org/ns/shacl#",
}

_LOCAL: Final = re.compile(r"[A-Za-z0-9_-]+")
_NUMBER: Final = re.compile(r"〔(\d+)〕(\d+)号")
_DOCUMENT_GRAPH: Final = re.compile(r"graph/document/[0-9a-f]{64}$")


def digest(text: str, length: int) -> str:
    """The first hexadecimal digits of the SHA-256 of a text: ASCII, and free of collisions.

    >>> digest("依据", 8)
    '2e9f0117'
    """
    return sha256(text.encode()).hexdigest()[:length]


@dataclass(frozen=True, slots=True)
class Names:
    """The identifiers under one base IRI, which ends with a slash.

    >>> Names().thing("policy", "2019-37-abc")
    'https://w3id.org/yiju/id/policy/2019-37-abc'
    """

    base: str = BASE

    def thing(self, kind: str, local: str) -> str:
        """`{base}id/{kind}/{local}`; ValueError where the local name is not plain ASCII."""
        if not _LOCAL.fullmatch(local):
            raise ValueError(f"{local!r} is no local name: only A-Z a-z 0-9 _ - may stand in it.")
        return f"{self.base}id/{kind}/{local}"

    def part(self, kind: str, sha: str, line: int, column: int) -> str:
        """A thing that a document says, named after the place where it starts (both from 1)."""
        return self.thing(kind, f"{sha[:16]}-{line}-{column}")

    def disclosure(self, sha: str) -> str:
        """The disclosure whose bytes have that SHA-256, 64 hexadecimal digits."""
        return self.thing("document", sha)

    def policy(self, *, number: str | None = None, title: str = "") -> str:
        """A policy, named after its number (normalised), or after its title where it has none.

        Where several documents bear one number, it is named after both.

        >>> Names().policy(number="石高管字〔2019〕37号")
        'https://w3id.org/yiju/id/policy/2019-37-ff302b53d1'
        """
        if number is None:
            return self.thing("policy", f"title-{digest(title, 16)}")
        year, serial = _NUMBER.findall(number)[-1]
        key = f"{number}\n{title}" if title else number
        return self.thing("policy", f"{year}-{serial}-{digest(key, 10)}")

    def entity(self, kind: str, key: str) -> str:
        """What is one thing across documents, named after printed facts that no reading changes.

        >>> Names().entity("department", "科学技术局")
        'https://w3id.org/yiju/id/entity/department-5725f0930b50abce'
        """
        return self.thing("entity", f"{kind}-{digest(key, 16)}")

    def graph(self, name: str) -> str:
        """`policies`, `identities`, `findings`, `judgements`, `library`, `catalogue`, `description` or `ontology`."""
        return f"{self.base}graph/{name}"

    def document_graph(self, sha: str) -> str:
        """The graph of what one document says."""
        return f"{self.base}graph/document/{sha}"


def is_document_graph(iri: str) -> bool:
    """Whether a graph holds what one document says.

    >>> is_document_graph(Names().graph("policies"))
    False
    """
    return bool(_DOCUMENT_GRAPH.search(iri))
