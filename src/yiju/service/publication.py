"""What an operator says of the data: their licence, who publishes them, where dumps of them lie."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from yiju.store import is_endpoint

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
"""The licence of the ontology, and of the data where nothing else is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """The IRI of the licence, the name of the publisher, the folder of dumps."""

    licence: str = LICENCE
    publisher: str | None = None
    dumps: str | Path | None = None

    def folder(self, store: str) -> Path | None:
        """The folder of dumps: `dumps/` in that of the store, where no other is named.

        >>> Publication().folder("http://localhost/sparql")
        """
        if self.dumps is not None:
            return Path(self.dumps)
        return None if is_endpoint(store) else Path(store) / "dumps"
