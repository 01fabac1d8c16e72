"""What can be wrong with a request, in one shape: problem details (RFC 9457)."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from yiju.errors import AmbiguousError, NotFoundError, QueryError, StoreError, YijuError
from yiju.vocabulary import BASE

PROBLEM: Final = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Fault:
    """An HTTP status, a stable code for programs, and one sentence for people.

    `report` is the SHACL report, where shapes were broken.
    """

    status: int
    code: str
    message: str
    report: str | None = None

    def as_json(self) -> dict[str, str | int]:
        """The one shape of all errors; `code` is what programs look at.

        >>> Fault(404, "not_found", "No such thing.").as_json()["type"]
        'https://w3id.org/yiju/problem/not_found'
        """
        told: dict[str, str | int] = {
            "type": f"{BASE}problem/{self.code}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.message,
            "code": self.code,
        }
        return told if self.report is None else told | {"report": self.report}


class FaultError(YijuError):
    """A fault on its way to the person who asked."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def refused(code: str, message: str, *, status: int = HTTPStatus.BAD_REQUEST) -> FaultError:
    """What to raise where a request is not answered as it stands."""
    return FaultError(Fault(int(status), code, message))


class NotAcceptableError(YijuError):
    """None of the media types that we have is one that the client takes."""


_KINDS: Final[tuple[tuple[type[BaseException], int, str], ...]] = (
    (NotAcceptableError, HTTPStatus.NOT_ACCEPTABLE, "not_acceptable"),
    (NotFoundError, HTTPStatus.NOT_FOUND, "not_found"),
    (AmbiguousError, HTTPStatus.CONFLICT, "ambiguous"),
    (QueryError, HTTPStatus.BAD_REQUEST, "bad_query"),
)

_UNFORESEEN: Final = Fault(
    500, "internal", "Something went wrong here; the log of the service says what."
)
_TOO_MUCH: Final = Fault(
    503,
    "out_of_memory",
    "The query needs more memory than a query may have; ask for less at a time.",
)
_NO_STORE: Final = Fault(
    503, "store_unavailable", "The store cannot be read just now; the log of the service says why."
)


def explain(error: Exception) -> Fault:
    """Turn what was raised into a fault; what concerns only us (paths, bugs) stays in our log.

    >>> explain(NotFoundError("No such thing.")).status
    404
    """
    if isinstance(error, FaultError):
        return error.fault
    for kind, status, code in _KINDS:
        if isinstance(error, kind):
            return Fault(int(status), code, str(error))
    if isinstance(error, MemoryError):
        return _TOO_MUCH
    return _NO_STORE if isinstance(error, StoreError) else _UNFORESEEN


def is_ours(fault: Fault) -> bool:
    """Whether a fault lies with the service, so that its log must say more."""
    return fault in (_UNFORESEEN, _NO_STORE)
